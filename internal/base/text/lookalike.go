package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// LookAlike is a word with letters that pass for others: Cyrillic а in a Latin word, say.
type LookAlike struct {
	Word    string
	Letters []string // those of another script than Latin, each once
	Script  string   // of the first of them, as Unicode names it; "Compatibility" for a letter that is another one in disguise
}

// LookAlikes returns the words of s that a reader may take for other ones: those that mix Latin with another script (mixed-script
// detection of UTS #39), those that are wholly of a script whose letters pass for Latin ones, and those with letters in
// disguise, such as mathematical ones. A single letter of another script stands for itself: β-lactam, vitamin α.
func LookAlikes(s string) (found []LookAlike) {
	for _, word := range strings.FieldsFunc(NFC(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r) }) {
		l, letters, latin := LookAlike{Word: word}, 0, false
		for _, r := range word {
			if !unicode.IsLetter(r) {
				continue
			}
			letters++
			script := scriptOf(r)
			if script == "Latin" {
				latin = true
				continue
			}
			if l.Script == "" {
				l.Script = script
			}
			if script != "" && !strings.Contains(strings.Join(l.Letters, ""), string(r)) {
				l.Letters = append(l.Letters, string(r))
			}
		}
		mixed := latin && len(l.Letters) > 0
		if mixed || letters > 1 && passes[l.Script] || l.Script == disguised {
			found = append(found, l)
		}
	}
	return found
}

// passes are the scripts whose capitals or small letters pass for Latin ones.
var passes = map[string]bool{"Cyrillic": true, "Greek": true, "Armenian": true, "Cherokee": true, "Coptic": true, "Lisu": true, disguised: true}

// disguised stands for the script of a letter that compatibility takes for another one.
const disguised = "Compatibility"

// scriptOf names the script of a letter, "" for what every script shares.
func scriptOf(r rune) string {
	if r == 'µ' || r == 'ª' || r == 'º' { // a unit, and ordinals, as keyboards have them
		return ""
	}
	if plain := string(r); norm.NFKC.String(plain) != norm.NFC.String(plain) {
		return disguised
	}
	if unicode.Is(unicode.Latin, r) {
		return "Latin"
	}
	for name, table := range unicode.Scripts {
		if name != "Common" && name != "Inherited" && unicode.Is(table, r) {
			return name
		}
	}
	return ""
}
