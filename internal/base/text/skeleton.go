package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// digits that pass for letters.
var disguises = strings.NewReplacer("0", "o", "1", "i", "l", "i", "3", "e", "4", "a", "5", "s", "7", "t")

// Skeleton returns the form in which a name is compared with names that it must not be taken for: its fold without what
// stands between letters and digits, where digits that pass for letters are those letters. Different names share it, so it
// only ever refuses one.
func Skeleton(s string) string {
	return disguises.Replace(strings.ReplaceAll(Fold(s), " ", ""))
}

// Latin reports whether a letter is one of a to z, marked or not, or đ. Letters that merely look like these are not: those of
// other scripts, full-width and small capital ones, the dotless i.
func Latin(r rune) bool {
	if r == 'đ' || r == 'Đ' {
		return true
	}
	for i, part := range norm.NFD.String(string(r)) {
		switch {
		case i == 0 && (part < 'A' || part > 'z' || part > 'Z' && part < 'a'):
			return false
		case i > 0 && !unicode.Is(unicode.Mn, part):
			return false
		}
	}
	return true
}
