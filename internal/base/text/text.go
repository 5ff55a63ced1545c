// Package text brings Vietnamese text into the forms the application stores,
// compares, searches and shows. All functions are pure and total: any string,
// valid UTF-8 or not, has a result.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const joiner = '\u200d'

// NFC returns s as it is stored: valid UTF-8 in Unicode normalisation form C,
// lines ended by \n alone, without control characters (but \n and \t) and
// without invisible format characters such as zero-width spaces, byte order
// marks, soft hyphens and direction overrides. White space is otherwise kept.
func NFC(s string) string {
	if plain(s) {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	var b strings.Builder
	b.Grow(len(s))
	for i, r := range s {
		switch {
		case r == utf8.RuneError:
			if _, size := utf8.DecodeRuneInString(s[i:]); size > 1 {
				b.WriteRune(r)
			}
		case r == '\n', r == '\t':
			b.WriteRune(r)
		case isLineEnd(r):
			b.WriteByte('\n')
		case r == joiner: // holds composed emoji together
			b.WriteRune(r)
		case unicode.In(r, unicode.Cc, unicode.Cf):
		default:
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// plain reports whether s holds nothing but ASCII, Latin and Vietnamese letters
// that are composed already, and common punctuation, all of which NFC leaves as
// they are. It says no where a closer look is needed.
func plain(s string) bool {
	for _, r := range s {
		switch {
		case r >= ' ' && r < 0x7f, r == '\n', r == '\t':
		case r >= 0xa0 && r < 0x300 && r != 0xad: // but the soft hyphen
		case r >= 'Ạ' && r <= 'ỹ':
		case r >= '‐' && r <= '…': // dashes, quotation marks, bullets
		default:
			return false
		}
	}
	return true
}

// isLineEnd reports whether r ends a line somewhere: word processors write the
// vertical tab, old systems a lone \r, and Unicode has separators of its own.
func isLineEnd(r rune) bool {
	switch r {
	case '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// Line returns s as a single line for titles and names: NFC, every run of white
// space (no-break spaces included) folded to one space, none at either end.
func Line(s string) string {
	return strings.Join(strings.Fields(NFC(s)), " ")
}

// Fold returns the form in which text is searched where no marks were typed: lower case, without marks, đ as d, and a
// single space for whatever is neither letter nor digit. Where the tone mark was put, how it was typed and styled
// letters (ﬁ, 𝐓) make no difference. Different words share a fold (sởi, sỏi), so it identifies nothing: see Key.
func Fold(s string) string {
	return spaced(norm.NFKD.String(NFC(s)), func(r rune) rune {
		if r = lower(r); r == 'đ' {
			return 'd'
		}
		return r
	})
}

// markedWords returns the words of s in lower case with their marks. Both spellings of a tone mark's place give one form;
// each word folds to the word of Fold in its place.
func markedWords(s string) []string {
	words := strings.Fields(spaced(norm.NFKC.String(NFC(s)), lower))
	for i, w := range words {
		words[i] = NFC(newTone(w))
	}
	return words
}

// lower is the lower case of r, one for all forms of a letter. The capitals of ð and ɖ look like that of đ and are typed by
// mistake.
func lower(r rune) rune {
	switch r = unicode.ToLower(r); r {
	case 'ð', 'ɖ':
		return 'đ'
	case 'ς':
		return 'σ'
	}
	return r
}

// spaced keeps the letters and digits of s, each through f, drops marks that
// stand apart from their letter and joiners, and turns every other run into one
// space.
func spaced(s string, f func(rune) rune) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(f(r))
		case unicode.In(r, unicode.M, unicode.Cf):
		default:
			gap = true
		}
	}
	return b.String()
}

// newTones moves the tone mark from the first vowel to the second in syllables that end in oa, oe or uy: the one place
// where the two spellings differ. A syllable that goes on has it there in both, so that hoà begins hoàn.
var newTones = map[string]string{
	"òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ",
	"òe": "oè", "óe": "oé", "ỏe": "oẻ", "õe": "oẽ", "ọe": "oẹ",
	"ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ",
}

// newTone returns the lower-case word w in the newer spelling.
func newTone(w string) string {
	if w == "" {
		return w
	}
	last := len(w) - 1 // a, e and y take one byte
	_, first := utf8.DecodeLastRuneInString(w[:last])
	head := w[:last-first]
	if moved, ok := newTones[w[len(head):]]; ok {
		return head + moved
	}
	return w
}

// Slug returns the Vietnamese title s as a path segment of a-z, 0-9 and single
// hyphens, at most max bytes long and cut between words where there is a border
// to cut at. It is empty when s holds no Latin letter and no digit.
func Slug(s string, max int) string {
	slug := strings.Join(strings.FieldsFunc(Fold(s), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
	if len(slug) <= max {
		return slug
	}
	if max <= 0 {
		return ""
	}
	if i := strings.LastIndexByte(slug[:max+1], '-'); i > 0 {
		return slug[:i]
	}
	return slug[:max]
}

// Truncate returns s in NFC when it has at most max runes, and otherwise its
// beginning up to a word border followed by an ellipsis, max runes in all. A
// single word longer than that is cut inside. It is empty when max is not
// positive.
func Truncate(s string, max int) string {
	s = NFC(s)
	if max <= 0 {
		return ""
	}
	if len(s) <= max {
		return s
	}
	runes := []rune(s)
	if len(runes) <= max {
		return s
	}
	end := max - 1 // the ellipsis takes one
	for end > 0 && !unicode.IsSpace(runes[end]) {
		end--
	}
	if end == 0 {
		end = max - 1
		for end > 0 && unicode.In(runes[end], unicode.M, unicode.Cf) { // keep a letter with its marks
			end--
		}
	}
	head := strings.TrimRightFunc(string(runes[:end]), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;:.-–—(", r)
	})
	return head + "…"
}
