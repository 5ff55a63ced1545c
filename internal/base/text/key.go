package text

import (
	"regexp"
	"strings"
)

var syllable = regexp.MustCompile(`[\pL\pM]+`)

// Key returns the form by which names are one and the same: tags, diseases, serials, logins. Letter case, white space
// around and between words, how marks were typed and which of the two spellings places the tone mark (khoẻ, khỏe) make no
// difference. Marks and signs do: sởi is not sỏi, O+ is not O-. It is empty where s is blank. Equal keys have equal folds.
func Key(s string) string {
	return NFC(syllable.ReplaceAllStringFunc(strings.Map(lower, Line(s)), newTone))
}
