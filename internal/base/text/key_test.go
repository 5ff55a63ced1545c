package text_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"ttyt.example/ttyt/internal/base/text"
)

func TestKeyTellsApart(t *testing.T) {
	all := []string{"sởi", "sỏi", "soi", "dại", "đại", "đái", "dai", "O+", "O-", "O", "C", "C++", "C#", "COVID-19", "COVID 19", "an toàn", "antoàn", "🦟", "+", "hoà", "hoa", "hóa"}
	seen := map[string]string{}
	for _, s := range all {
		key := text.Key(s)
		if other, ok := seen[key]; ok || key == "" {
			t.Errorf("%q and %q are %q", s, other, key)
		}
		seen[key] = s
	}
}

func TestKeyIgnores(t *testing.T) {
	for _, same := range [][]string{
		{"Sức khoẻ", "sức khỏe", "SỨC KHỎE", " sức\u00a0 khoẻ\n", norm.NFD.String("sức khoẻ"), "sức kho\u1ebb\u200b"},
		{"quý", "Qúy"}, {"hòa-bình/thủy", "HOÀ-BÌNH/THUỶ"}, {"Đức", "Ðức", "Ɖức"}, {"", " \u200b\u00a0"},
	} {
		for _, s := range same {
			if text.Key(s) != text.Key(same[0]) {
				t.Errorf("%q is %q, %q is %q", s, text.Key(s), same[0], text.Key(same[0]))
			}
		}
	}
}

// keyHolds checks what the package promises of a key.
func keyHolds(t *testing.T, s string) {
	t.Helper()
	key := text.Key(s)
	if text.Key(key) != key || !norm.NFC.IsNormalString(key) || text.Line(key) != key {
		t.Errorf("Key(%q) = %q, again %q", s, key, text.Key(key))
	}
	if text.Fold(key) != text.Fold(s) { // so equal keys have equal folds
		t.Errorf("%q folds to %q, its key to %q", s, text.Fold(s), text.Fold(key))
	}
	if other := text.Key(norm.NFD.String(text.NFC(s))); other != key {
		t.Errorf("Key(%q) = %q, decomposed %q", s, key, other)
	}
	if utf8.RuneCountInString(key) > utf8.RuneCountInString(text.Line(s)) {
		t.Errorf("Key(%q) = %q is longer", s, key)
	}
}

func TestKeyOfEveryLetter(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if unicode.In(r, unicode.L, unicode.M, unicode.N) && !unicode.In(r, unicode.Han, unicode.Hangul) {
			keyHolds(t, "H"+string(r)+"òa"+string(r)+"\u0323")
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range []string{decomposed, "Hoà\u00a0O+ C++", "ǅ İ ẞ ½ ﬁ", "\xff\u200b", "H\u0331 òa\u0323 QÚY", strings.Repeat("\u0301", 40)} {
		f.Add(s)
	}
	f.Fuzz(keyHolds)
}
