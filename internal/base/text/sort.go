package text

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Marks that make another letter, as they stand behind it in a sort key: beyond z, so that ă follows all that begins
// with a, and in the order of the alphabet: a ă â, d đ, e ê, o ô ơ, u ư.
var modified = map[rune]byte{'\u0306': '|', '\u0302': '}', '\u031b': '~'}

// Tones in their order, after none: huyền, hỏi, ngã, sắc, nặng.
var toned = map[rune]byte{'\u0300': '1', '\u0309': '2', '\u0303': '3', '\u0301': '4', '\u0323': '5'}

// SortKey returns a key of at most max ASCII characters that sorts s, byte by byte, as Vietnamese dictionaries do:
// syllable by syllable, each by its letters (a ă â b c d đ e ê …) and then by its tone. Letters of other scripts come after
// z; case and signs make no difference.
func SortKey(s string, max int) string { return sortKey(markedWords(s), max) }

// SortName is SortKey for names of people: the given name, which stands last, goes before the rest.
func SortName(s string, max int) string {
	words := markedWords(s)
	if n := len(words); n > 1 {
		words = append([]string{words[n-1]}, words[:n-1]...)
	}
	return sortKey(words, max)
}

// Sort sorts items by the SortKey of their names; items with equal keys keep their order.
func Sort[T any](items []T, name func(T) string) {
	type keyed struct {
		key  string
		item T
	}
	all := make([]keyed, len(items))
	for i, item := range items {
		all[i] = keyed{SortKey(name(item), math.MaxInt), item}
	}
	slices.SortStableFunc(all, func(a, b keyed) int { return strings.Compare(a.key, b.key) })
	for i, k := range all {
		items[i] = k.item
	}
}

// sortKey writes each word as its letters, a space and its tones, so that the letters of a word decide before its tones,
// and its tones before the next word.
func sortKey(words []string, max int) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(letters(w))
	}
	key := b.String()
	return key[:min(len(key), max)]
}

func letters(word string) string {
	var key, tones []byte
	for _, r := range norm.NFD.String(word) {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			key = append(key, byte(r))
		case r == 'đ':
			key = append(key, 'd', '|')
		case modified[r] != 0:
			key = append(key, modified[r])
		case toned[r] != 0:
			tones = append(tones, toned[r])
		case !unicode.In(r, unicode.M):
			key = fmt.Appendf(key, "{%06x", r)
		}
	}
	if tones == nil {
		tones = []byte("0")
	}
	return string(append(append(key, ' '), tones...))
}
