package text_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"ttyt.example/ttyt/internal/base/text"
)

func TestWords(t *testing.T) {
	got := text.Words("Y tế: khám, khám lại tại trạm Y TẾ xã")
	if want := []string{"y", "te", "kham", "lai", "tai", "tram", "xa"}; !slices.Equal(got, want) {
		t.Errorf("Words = %q, want %q", got, want)
	}
	if got := text.Words(" – "); got != nil {
		t.Errorf("Words of no word = %q, want nil", got)
	}
	if got := text.Words(strings.Repeat("日", 30)); len(got) != 1 || len(got[0]) != 63 {
		t.Errorf("a long word = %q, want 63 bytes", got)
	}
}

// What a search finds in a text by its terms, without a store: each term of the query begins one of the text's.
func finds(query, in string) bool {
	held := text.Searched(10_000, in)
	for _, term := range text.Query(query) {
		if !strings.Contains(held, " "+term) {
			return false
		}
	}
	return true
}

func TestTypedMarksNarrowASearch(t *testing.T) {
	const dog, staff = "Chó cắn: tiêm phòng dại", "Thông báo cho cán bộ"
	for _, c := range []struct {
		query      string
		dog, staff bool
	}{
		{"chó cắn", true, false},
		{"CHO CÁN", false, true},
		{"cho can", true, true},
		{"cho cắn", true, false}, // the word with marks narrows, the other does not
		{"chó can", true, false},
		{"chó cán", false, false},
		{"cho\u0301 ca\u0306\u0301n", true, false}, // as macOS types it
		{"đai", false, false},
		{"đại", false, false},
		{"dai", true, false},
		{"c", true, true},
		{"", true, true},
		{" \u00a0\u200b\t", true, true},
		{"%", false, false},
		{"_", false, false},
		{"=", false, false},
		{"🦟", false, false},
		{"chó %", true, false},
	} {
		if got := finds(c.query, dog); got != c.dog {
			t.Errorf("%q finds %q: %t", c.query, dog, got)
		}
		if got := finds(c.query, staff); got != c.staff {
			t.Errorf("%q finds %q: %t", c.query, staff, got)
		}
	}
}

func TestASearchKnowsBothPlacesOfTheToneMark(t *testing.T) {
	for query, found := range map[string]string{
		"khoẻ": "Sức khỏe", "khỏe": "Sức khoẻ", "hòa": "Hoàn toàn", "hoà": "Huỳnh Hòa", "Qúy": "Quý khách", "thủy": "THUỶ",
	} {
		if !finds(query, found) {
			t.Errorf("%q does not find %q", query, found)
		}
	}
	if finds("hòa", "Hóa đơn") {
		t.Error("hòa finds hóa")
	}
}

func TestSearchedIsCut(t *testing.T) {
	if got := text.Searched(8, "Sởi", "Đức"); got != " soi duc" {
		t.Errorf("got %q", got)
	}
	if got := text.Searched(100, "Sởi", "sởi SOI"); got != " soi =sởi" {
		t.Errorf("got %q", got)
	}
}

func FuzzTerms(f *testing.F) {
	for _, s := range []string{decomposed, "Hoà hoàn Qúy O+ C++", "𝐓𝐡𝐨̂𝐧𝐠 ǅ İ ẞ ½ ﬁ", "\xff\u200b%", "한국 日本", strings.Repeat("ắ", 40)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		held := slices.Concat(text.Words(s), text.Terms(s))
		for _, w := range slices.Concat(held, text.Exact(s)) {
			if len(w) == 0 || len(w) > 64 || !utf8.ValidString(w) || strings.ContainsAny(w, "%_ ") {
				t.Errorf("%q is found by %q", s, w)
			}
		}
		for _, query := range []string{s, text.Fold(s), text.Marked(s)} {
			for _, term := range text.Query(query) {
				if text.Terms(s) != nil && !slices.Contains(held, term) {
					t.Errorf("%q is not found by its %q, for want of %q", s, query, term)
				}
			}
		}
		if none := text.Query(s) == nil; none != (text.Line(s) == "") {
			t.Errorf("%q searches for nothing: %t", s, none)
		}
	})
}
