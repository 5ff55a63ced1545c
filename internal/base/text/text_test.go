package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"ttyt.example/ttyt/internal/base/text"
)

const decomposed = "Trung ta\u0302m Y te\u0302\u0301 huye\u0323\u0302n Ha\u0309i Ha\u0300" // as macOS types it

func TestNFC(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"composed text stays", "Trung tâm Y tế huyện Hải Hà", "Trung tâm Y tế huyện Hải Hà"},
		{"decomposed input is composed", decomposed, "Trung tâm Y tế huyện Hải Hà"},
		{"a mark typed before its tone", "e\u0323\u0302", "ệ"},
		{"invalid bytes go", "sốt\xff\xc3 rét", "sốt rét"},
		{"a replacement character that was typed stays", "a\ufffdb", "a\ufffdb"},
		{"line ends", "một\r\nhai\rba\vbốn\u2028năm", "một\nhai\nba\nbốn\nnăm"},
		{"control characters go, tab and new line stay", "a\x00b\x1bc\td\ne\u009f", "abc\td\ne"},
		{"invisible characters go", "\ufefftiêm\u200b chủng\u00ad \u202eđủ\u202c", "tiêm chủng đủ"},
		{"a mark cut off by an invisible character joins its letter", "a\u200b\u0301", "á"},
		{"composed emoji stay", "👩\u200d⚕️", "👩\u200d⚕️"},
		{"no-break spaces stay", "15\u00a0mg", "15\u00a0mg"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := text.NFC(c.in); got != c.want {
				t.Errorf("NFC(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"  Thông báo\r\n\ttuyển\u00a0\u00a0dụng \u3000 2026 ": "Thông báo tuyển dụng 2026",
		"\u200b\u00a0\ufeff": "",
		"Hà":                 "Hà",
	} {
		if got := text.Line(in); got != want {
			t.Errorf("Line(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"marks and case", "Phòng, chống SỐT XUẤT HUYẾT", "phong chong sot xuat huyet"},
		{"every tone and vowel", "ăắằẳẵặ âấầẩẫậ êếềểễệ ôốồổỗộ ơớờởỡợ ưứừửữự ỳýỷỹỵ", "aaaaaa aaaaaa eeeeee oooooo oooooo uuuuuu yyyyy"},
		{"capital Đ and what is mistaken for it", "Đường Ðường Ɖường đường", "duong duong duong duong"},
		{"decomposed", decomposed, "trung tam y te huyen hai ha"},
		{"numbers and symbols", "125/QĐ-TTYT ngày 3/4/2026 (50%)", "125 qd ttyt ngay 3 4 2026 50"},
		{"styled letters of social networks", "𝐓𝐡𝐨̂𝐧𝐠 𝐛𝐚́𝐨", "thong bao"},
		{"a joiner does not split a word", "y\u200dtế", "yte"},
		{"nothing left", " …!\u00a0", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := text.Fold(c.in); got != c.want {
				t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestFoldIgnoresWhereTheToneMarkSits(t *testing.T) {
	for _, pair := range [][2]string{{"hòa", "hoà"}, {"thủy", "thuỷ"}, {"khỏe", "khoẻ"}, {"HÓA", "hoá"}} {
		if a, b := text.Fold(pair[0]), text.Fold(pair[1]); a != b {
			t.Errorf("Fold: %q and %q differ: %q, %q", pair[0], pair[1], a, b)
		}
		if a, b := text.Marked(pair[0]), text.Marked(pair[1]); a != b {
			t.Errorf("Marked: %q and %q differ: %q, %q", pair[0], pair[1], a, b)
		}
	}
}

func TestMarked(t *testing.T) {
	for in, want := range map[string]string{
		"Khám sức-khỏe, ĐỊNH KỲ!": "khám sức khoẻ định kỳ",
		"Qúy khách":               "quý khách",
		"hoàn toàn, huỳnh":        "hoàn toàn huỳnh",
		"Ủy ban":                  "uỷ ban",
		"Ðường 𝐓𝐡𝐨̂𝐧":             "đường thôn",
		"à":                       "à",
		decomposed:                "trung tâm y tế huyện hải hà",
		"":                        "",
	} {
		if got := text.Marked(in); got != want {
			t.Errorf("Marked(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSlug(t *testing.T) {
	for _, c := range []struct {
		in   string
		max  int
		want string
	}{
		{"Phòng, chống sốt xuất huyết Đợt 2", 80, "phong-chong-sot-xuat-huyet-dot-2"},
		{"Phòng, chống sốt xuất huyết", 15, "phong-chong-sot"},
		{"Phòng, chống sốt xuất huyết", 14, "phong-chong"},
		{"Nghiêng", 4, "nghi"},
		{"Thông báo số 15/TB-TTYT", 80, "thong-bao-so-15-tb-ttyt"},
		{"--- Vệ sinh & an toàn ---", 80, "ve-sinh-an-toan"},
		{"Vắc xin 5 trong 1 (日本)", 80, "vac-xin-5-trong-1"},
		{"…", 80, ""},
		{"日本", 80, ""},
		{"Tin tức", 0, ""},
		{"Tin tức", -1, ""},
	} {
		if got := text.Slug(c.in, c.max); got != c.want {
			t.Errorf("Slug(%q, %d) = %q, want %q", c.in, c.max, got, c.want)
		}
	}
}

func TestTruncate(t *testing.T) {
	for _, c := range []struct {
		in   string
		max  int
		want string
	}{
		{"Lịch tiêm chủng", 15, "Lịch tiêm chủng"},
		{"Lịch tiêm chủng", 14, "Lịch tiêm…"},
		{"Lịch tiêm chủng", 10, "Lịch tiêm…"},
		{"Lịch tiêm chủng", 9, "Lịch…"},
		{"Rửa tay, ăn chín", 10, "Rửa tay…"},
		{"Nghiêng", 4, "Ngh…"},
		{"x\u0308\u0308\u0308y", 3, "…"},
		{"Nghiêng", 1, "…"},
		{"Nghiêng", 0, ""},
		{"", 5, ""},
		{decomposed, 27, "Trung tâm Y tế huyện Hải Hà"},
	} {
		if got := text.Truncate(c.in, c.max); got != c.want {
			t.Errorf("Truncate(%q, %d) = %q, want %q", c.in, c.max, got, c.want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{decomposed, "Đợt 2: hoà\u00a0bình", "𝐓𝐡𝐨̂𝐧𝐠", "ǅ İ ẞ ½ ﬁ", "Ðại Ɖại ĐẠI", "òa\u0323 KHỎE Qúy", "\xff\u200b", strings.Repeat("\u0301", 40)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		nfc := text.NFC(s)
		if !utf8.ValidString(nfc) || !norm.NFC.IsNormalString(nfc) || text.NFC(nfc) != nfc {
			t.Errorf("NFC(%q) = %q is not normal", s, nfc)
		}
		fold := text.Fold(s)
		if again := text.Fold(fold); again != fold {
			t.Errorf("Fold(%q) = %q, folded again %q", s, fold, again)
		}
		if other := text.Fold(norm.NFD.String(nfc)); other != fold {
			t.Errorf("Fold(%q) = %q, decomposed %q", s, fold, other)
		}
		marked := text.Marked(s)
		if again := text.Marked(marked); again != marked {
			t.Errorf("Marked(%q) = %q, again %q", s, marked, again)
		}
		if refold := text.Fold(marked); refold != fold {
			t.Errorf("Fold(%q) = %q, of its marked form %q", s, fold, refold)
		}
		if a, b := strings.Fields(marked), strings.Fields(fold); len(a) != len(b) {
			t.Errorf("%q has the words %q, folded %q", s, a, b)
		}
		if slug := text.Slug(s, 20); len(slug) > 20 || strings.Trim(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || strings.Trim(slug, "-") != slug {
			t.Errorf("Slug(%q) = %q", s, slug)
		}
		if short := text.Truncate(s, 12); utf8.RuneCountInString(short) > 12 {
			t.Errorf("Truncate(%q) = %q", s, short)
		}
	})
}

func BenchmarkFold(b *testing.B) {
	s := strings.Repeat("Phòng, chống dịch sốt xuất huyết Đợt 2 năm 2026. ", 100)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		text.Fold(s)
	}
}
