package post

import (
	"strings"
	"time"
	"unicode"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Span is a run of text that two revisions share, or that only one has.
type Span struct {
	Kind SpanKind
	Text string
}

// SpanKind says which of two revisions has a run of text.
type SpanKind string

// The kinds of spans.
const (
	SpanEqual    SpanKind = "EQUAL"
	SpanInserted SpanKind = "INSERTED"
	SpanDeleted  SpanKind = "DELETED"
)

// diffTimeout bounds the search for the shortest difference; what is left is then shown as replaced.
const diffTimeout = 200 * time.Millisecond

// spans compares two texts word by word.
func spans(a, b string) []Span {
	words := vocabulary{numbers: map[string]rune{}}
	differ := diffmatchpatch.New()
	differ.DiffTimeout = diffTimeout
	found := []Span{}
	for _, d := range differ.DiffMainRunes(words.encode(a), words.encode(b), false) {
		kind := SpanEqual
		switch d.Type {
		case diffmatchpatch.DiffInsert:
			kind = SpanInserted
		case diffmatchpatch.DiffDelete:
			kind = SpanDeleted
		}
		found = append(found, Span{kind, words.decode(d.Text)})
	}
	return found
}

// vocabulary numbers words, each by one rune, so that a comparison of runes compares words.
type vocabulary struct {
	numbers map[string]rune
	words   []string
}

// The runes that number words start above the surrogates, which no string can hold.
const firstWord = 0xE000

func (v *vocabulary) encode(s string) []rune {
	var runes []rune
	for _, w := range tokens(s) {
		r, known := v.numbers[w]
		if !known {
			r = firstWord + rune(len(v.words))
			v.numbers[w], v.words = r, append(v.words, w)
		}
		runes = append(runes, r)
	}
	return runes
}

func (v *vocabulary) decode(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteString(v.words[r-firstWord])
	}
	return b.String()
}

// tokens cuts s into words, runs of white space, and single other characters.
func tokens(s string) []string {
	var found []string
	start, last := 0, 0
	for i, r := range s {
		kind := 3
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			kind = 1
		case unicode.IsSpace(r):
			kind = 2
		}
		if i > 0 && (kind != last || kind == 3) {
			found, start = append(found, s[start:i]), i
		}
		last = kind
	}
	if s != "" {
		found = append(found, s[start:])
	}
	return found
}
