package text_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"ttyt.example/ttyt/internal/base/text"
)

func sorted(names []string) []string {
	names = slices.Clone(names)
	text.Sort(names, func(s string) string { return s })
	return names
}

func TestVietnameseOrder(t *testing.T) {
	for _, want := range [][]string{
		strings.Fields("a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z Ж"),
		strings.Fields("hoa HÒA hỏa Hõa hoá hoạ Hoan"),
		strings.Fields("Cường Dịu Dung Đăng"),
		strings.Fields("Thanh Thành Thắng"),
		strings.Fields("an ãn ắm ăn ằn âm ấm ân"),
		{"Hoa", "Hoa Bình", "Hoa Xuân", "Hòa An", "Hoá An"}, // a syllable's tone comes before the next syllable
		{"", "2", "3 tháng 2", "bệnh", "bệnh nhân", "bệnh viện", "bếp"},
	} {
		for range 20 {
			mixed := slices.Clone(want)
			rand.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
			if got := sorted(mixed); !slices.Equal(got, want) {
				t.Fatalf("%q sorts as %q", mixed, got)
			}
		}
	}
}

func TestSortName(t *testing.T) {
	for name, want := range map[string]string{"": "", "Ánh": "anh 4", " Đặng Thị  Ánh ": "anh 4 d|a|ng 5 thi 5"} {
		if got := text.SortName(name, 120); got != want {
			t.Errorf("SortName(%q) = %q, want %q", name, got, want)
		}
	}
	if got := text.SortName("Đặng Thị Ánh", 8); got != "anh 4 d|" {
		t.Errorf("cut: %q", got)
	}
}

// The alphabet and the tones, as a dictionary lists them.
const alphabet, tones = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", "\u0300\u0309\u0303\u0301\u0323"

// naive compares as the rule is worded: syllable by syllable, letters first, then tones.
func naive(a, b string) int {
	return slices.CompareFunc(strings.Fields(text.Marked(a)), strings.Fields(text.Marked(b)), func(x, y string) int {
		return cmp.Or(slices.Compare(places(x, alphabet, tones), places(y, alphabet, tones)), slices.Compare(places(x, tones, alphabet), places(y, tones, alphabet)))
	})
}

// places are the places in the list of the characters of a word, without those of the other list.
func places(word, list, other string) (at []int) {
	var letters []string
	for _, r := range norm.NFD.String(word) {
		if s := string(r); strings.Contains(tones, s) {
			letters = append(letters, s)
		} else if joined := norm.NFC.String(s); len(letters) > 0 && (s == "\u0306" || s == "\u0302" || s == "\u031b") {
			i := len(letters) - 1
			for strings.Contains(tones, letters[i]) {
				i--
			}
			letters[i] = norm.NFC.String(letters[i] + s)
		} else {
			letters = append(letters, joined)
		}
	}
	for _, l := range letters {
		if !strings.Contains(other, l) {
			at = append(at, strings.Index(list, l))
		}
	}
	return at
}

// syllables are random ones, well-formed enough to be told apart by all that the order looks at.
func syllables(r *rand.Rand, n int) string {
	pick := func(words string) string { all := strings.Split(words, " "); return all[r.IntN(len(all))] }
	var made []string
	for range n {
		vowel := []rune(pick("a ă â e ê i o ô ơ u ư y oa oe uy ươ iê uô"))
		tone := pick(" \u0300 \u0309 \u0303 \u0301 \u0323")
		made = append(made, norm.NFC.String(pick(" b c d đ h kh ng t th")+string(vowel)+tone+pick(" n ng m")))
	}
	s := strings.Join(made, pick("  -  "))
	if r.IntN(2) == 0 {
		s = strings.ToUpper(s)
	}
	return s
}

func TestSortKeySortsAsTheRuleSays(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		a, b := syllables(r, 1+r.IntN(3)), syllables(r, 1+r.IntN(3))
		if got, want := strings.Compare(text.SortKey(a, 1000), text.SortKey(b, 1000)), naive(a, b); got != want {
			t.Fatalf("%q against %q: %d, want %d", a, b, got, want)
		}
	}
}

// The Unicode collation of Vietnamese agrees about single syllables. It compares whole texts by letters before it looks
// at any tone, which puts Hòa An before Hoa Bình.
func TestSortKeyAgreesWithUnicodeAboutSyllables(t *testing.T) {
	r, c := rand.New(rand.NewPCG(3, 4)), collate.New(language.Vietnamese)
	for range 20_000 {
		a, b := text.Marked(syllables(r, 1)), text.Marked(syllables(r, 1))
		if got, want := strings.Compare(text.SortKey(a, 1000), text.SortKey(b, 1000)), c.CompareString(a, b); got != want {
			t.Fatalf("%q against %q: %d, want %d", a, b, got, want)
		}
	}
	if c.CompareString("Hòa An", "Hoa Bình") >= 0 {
		t.Error("the library compares syllable by syllable now: use its keys")
	}
}

func FuzzSortKey(f *testing.F) {
	for _, s := range []string{decomposed, "Hoà\u00a0O+ C++", "ǅ İ ẞ ½ ﬁ 日本 Ж", "\xff\u200b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key := text.SortKey(s, 100)
		if len(key) > 100 || strings.Trim(key, alphabet[:10]+"abcdefghijklmnopqrstuvwxyz {|}~") != "" {
			t.Errorf("SortKey(%q) = %q", s, key)
		}
		if other := text.SortKey(text.Key(s), 100); text.Marked(text.Key(s)) == text.Marked(s) && other != key {
			t.Errorf("SortKey(%q) = %q, of its key %q", s, key, other)
		}
	})
}
