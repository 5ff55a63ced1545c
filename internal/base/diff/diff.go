// Package diff tells what differs between two texts, word by word. Its cost is bounded by the number of its steps, never
// by a clock: the same two texts give the same answer on every machine.
package diff

import (
	"context"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/richtext"
)

// Stretch is a part of two texts: either common to both, or a piece of one that replaces a piece of the other.
type Stretch struct {
	Same     bool
	From, To []richtext.Piece // if Same, of one length and equal piece by piece except in their look
}

const (
	// maxSteps bounds what all comparisons of one Work cost.
	maxSteps = 4_000_000
	// maxEdits bounds how many words, or lines, the search for the shortest difference may delete and insert. What differs
	// by more is shown as replaced.
	maxEdits = 1000
)

// Work is what several comparisons may cost together.
type Work struct{ left int }

// New returns the work that one diff may take.
func New() *Work { return &Work{maxSteps} }

// Compare returns the stretches of two texts in their order. It compares them line by line, and word by word the lines
// that differ. The only error is the context's.
func (w *Work) Compare(ctx context.Context, from, to []richtext.Piece) ([]Stretch, error) {
	a, b := cut(from), cut(to)
	lines, words := numbers[string]{}, numbers[richtext.Piece]{}
	common, err := w.matches(ctx, number(lines, a, line.key), number(lines, b, line.key))
	if err != nil {
		return nil, err
	}
	var found stretches
	x, y := 0, 0
	for _, m := range append(common, match{len(a), len(b), 0}) {
		before, after := between(from, a, x, m.a), between(to, b, y, m.b)
		inner, err := w.matches(ctx, number(words, before, word), number(words, after, word))
		if err != nil {
			return nil, err
		}
		found.add(before, after, inner)
		x, y = m.a+m.n, m.b+m.n
		found.same(between(from, a, m.a, x), between(to, b, m.b, y))
	}
	return found, nil
}

// line is where the pieces of a line begin and end in their text.
type line struct {
	of         []richtext.Piece
	begin, end int
}

// cut cuts a text into lines.
func cut(pieces []richtext.Piece) []line {
	var lines []line
	begin := 0
	for i, p := range pieces {
		if i > begin && p.Kind == richtext.Block && strings.HasPrefix(p.Text, "\n") {
			lines, begin = append(lines, line{pieces, begin, i}), i
		}
	}
	if begin < len(pieces) {
		lines = append(lines, line{pieces, begin, len(pieces)})
	}
	return lines
}

// between are the pieces of the lines from x to y.
func between(pieces []richtext.Piece, lines []line, x, y int) []richtext.Piece {
	if x == y {
		return nil
	}
	return pieces[lines[x].begin:lines[y-1].end]
}

// key is the same for lines with the same pieces. No text holds a byte 0xFF.
func (l line) key() string {
	var b strings.Builder
	for _, p := range l.of[l.begin:l.end] {
		b.WriteByte(byte(p.Kind))
		b.WriteString(p.Text)
		b.WriteByte(0xFF)
	}
	return b.String()
}

// word is what tells pieces apart: not the look, which the signs around them tell.
func word(p richtext.Piece) richtext.Piece { return richtext.Piece{Kind: p.Kind, Text: p.Text} }

// numbers numbers what is compared.
type numbers[K comparable] map[K]int32

func number[K comparable, V any](n numbers[K], list []V, key func(V) K) []int32 {
	found := make([]int32, len(list))
	for i, v := range list {
		k := key(v)
		known, ok := n[k]
		if !ok {
			known = int32(len(n))
			n[k] = known
		}
		found[i] = known
	}
	return found
}

// stretches are those found so far.
type stretches []Stretch

// add appends two texts, of which the matches are the same.
func (s *stretches) add(from, to []richtext.Piece, matches []match) {
	x, y := 0, 0
	for _, m := range append(matches, match{len(from), len(to), 0}) {
		s.replaced(from[x:m.a], to[y:m.b])
		x, y = m.a+m.n, m.b+m.n
		s.same(from[m.a:x], to[m.b:y])
	}
}

func (s *stretches) same(from, to []richtext.Piece) {
	if len(from) == 0 {
		return
	}
	if n := len(*s); n > 0 && (*s)[n-1].Same {
		last := &(*s)[n-1]
		last.From, last.To = slices.Concat(last.From, from), slices.Concat(last.To, to)
		return
	}
	*s = append(*s, Stretch{true, from, to})
}

// replaced appends what differs. Where only white space lies between it and the difference before, both are one: a
// sentence that was written anew is not shown in single words.
func (s *stretches) replaced(from, to []richtext.Piece) {
	if len(from)+len(to) == 0 {
		return
	}
	next := Stretch{false, from, to}
	if n := len(*s); n > 1 && blank((*s)[n-1]) && full((*s)[n-2]) {
		before, space := (*s)[n-2], (*s)[n-1]
		next.From = slices.Concat(before.From, space.From, from)
		next.To = slices.Concat(before.To, space.To, to)
		*s = (*s)[:n-2]
	}
	*s = append(*s, next)
}

func full(s Stretch) bool { return !s.Same && len(s.From) > 0 && len(s.To) > 0 }

func blank(s Stretch) bool {
	return s.Same && !slices.ContainsFunc(s.From, func(p richtext.Piece) bool { return p.Kind != richtext.Space })
}
