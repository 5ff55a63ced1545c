package text

import (
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	maxWord = 64  // bytes of a term
	exact   = "=" // precedes terms that keep their marks, so that they never meet a folded one
)

// nothing is a term that no text holds.
const nothing = exact + exact

// Query returns the terms that a text is searched for. A word that was typed with marks narrows the search to what has
// them; one without finds every word of its fold. It is nil for a blank text, which narrows nothing, and one term that no
// text holds for a text without a word.
func Query(s string) []string {
	terms := Terms(s)
	if terms == nil && Line(s) != "" {
		return []string{nothing}
	}
	return terms
}

// Terms returns the different words of s in the order of their first appearance: those with marks as exact terms, the
// others as they are. A text is found by its Terms and its Words.
func Terms(s string) []string {
	return each(markedWords(s), func(w string) string {
		if Fold(w) == w {
			return clip(w, maxWord)
		}
		return exactly(w)
	})
}

// Exact returns the different words of s as exact terms, with marks or without: matching them tells whether a word was
// written just so.
func Exact(s string) []string { return each(markedWords(s), exactly) }

// Words returns the different words of s in the order of their first appearance, folded and cut to 64 bytes each. It is
// nil when there are none.
func Words(s string) []string {
	return each(strings.Fields(Fold(s)), func(w string) string { return clip(w, maxWord) })
}

// Searched returns what a column is searched in: all that the parts are found by, in the form of " term term", so that
// LIKE '% term%' finds what begins with a term of a query. It is at most max characters long.
func Searched(max int, parts ...string) string {
	s := strings.Join(parts, " ")
	terms := each(slices.Concat(Words(s), Terms(s)), func(term string) string { return term })
	found := []rune(" " + strings.Join(terms, " "))
	return string(found[:min(len(found), max)])
}

func exactly(word string) string { return exact + clip(word, maxWord-len(exact)) }

// each returns what f makes of the words, each result once.
func each(words []string, f func(string) string) []string {
	var all []string
	seen := make(map[string]bool, len(words))
	for _, w := range words {
		if w = f(w); !seen[w] {
			seen[w] = true
			all = append(all, w)
		}
	}
	return all
}

// clip returns the longest prefix of s of at most n bytes that ends between
// two characters.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
