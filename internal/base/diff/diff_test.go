package diff_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/diff"
	"ttyt.example/ttyt/internal/base/richtext"
)

func compare(t *testing.T, w *diff.Work, from, to []richtext.Piece) []diff.Stretch {
	t.Helper()
	found, err := w.Compare(t.Context(), from, to)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// both puts the two texts together again from their stretches.
func both(t *testing.T, found []diff.Stretch) (from, to []richtext.Piece) {
	t.Helper()
	for i, s := range found {
		from, to = append(from, s.From...), append(to, s.To...)
		if s.Same && !slices.EqualFunc(s.From, s.To, func(a, b richtext.Piece) bool { return a.Kind == b.Kind && a.Text == b.Text }) {
			t.Errorf("%v and %v are not the same", s.From, s.To)
		}
		if i > 0 && s.Same == found[i-1].Same {
			t.Error("two stretches that are one")
		}
	}
	return from, to
}

// said is how a comparison reads: deleted words in brackets, inserted ones in braces.
func said(found []diff.Stretch) string {
	var b strings.Builder
	for _, s := range found {
		text := func(pieces []richtext.Piece) (text string) {
			for _, p := range pieces {
				text += p.Text
			}
			return text
		}
		switch from, to := text(s.From), text(s.To); {
		case s.Same:
			b.WriteString(from)
		default:
			b.WriteString("[" + from + "]{" + to + "}")
		}
	}
	return b.String()
}

func TestWordsThatDiffer(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{"", "", ""},
		{"", "Một", "[]{Một}"},
		{"Một hai", "", "[Một hai]{}"},
		{"Một hai ba", "Một ba", "Một [hai ]{}ba"},
		{"Một hai ba bốn", "Một 2 3 bốn", "Một [hai ba]{2 3} bốn"}, // a sentence written anew stays one
		{"Rửa tay, ăn chín.", "Rửa tay; ăn chín.", "Rửa [tay,]{tay;} ăn chín."},
	} {
		if got := said(compare(t, diff.New(), richtext.Cut(c[0]), richtext.Cut(c[1]))); got != c[2] {
			t.Errorf("%q to %q: %s, want %s", c[0], c[1], got, c[2])
		}
	}
	html := func(s string) []richtext.Piece { return richtext.Parse(s).Pieces() }
	got := said(compare(t, diff.New(), html("<p>A</p><ol><li>Một</li><li>Hai</li></ol><p>B c</p>"), html("<p>A</p><ol><li>Mới</li><li>Một</li><li>Hai</li></ol><p>B d</p>")))
	if want := "A\n\n1. [Một]{Mới}\n2. []{Một\n3. }Hai\nB [c]{d}"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Whatever two texts are, both come whole out of their stretches, with as few edits as can be, and the same each time.
func TestStretchesAreBothTexts(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 4))
	text := func() []richtext.Piece {
		words := make([]string, rng.IntN(12))
		for i := range words {
			words[i] = string(rune('a' + rng.IntN(3)))
		}
		return richtext.Cut(strings.Join(words, "\u2003"))
	}
	for range 5000 {
		from, to := text(), text()
		found := compare(t, diff.New(), from, to)
		if a, b := both(t, found); !slices.Equal(a, from) || !slices.Equal(b, to) {
			t.Fatalf("%v and %v come out as %v and %v", from, to, a, b)
		}
		if again := compare(t, diff.New(), from, to); !reflect.DeepEqual(again, found) {
			t.Fatalf("two answers to one question: %v, %v", found, again)
		}
		matched, _ := diff.New().Matches(t.Context(), from, to)
		if edits := len(from) + len(to) - 2*matched; edits != fewest(from, to) {
			t.Fatalf("%v to %v takes %d edits, not %d", from, to, fewest(from, to), edits)
		}
	}
}

// fewest is how many pieces have to be deleted and inserted, from a table of all beginnings of both.
func fewest(from, to []richtext.Piece) int {
	table := make([][]int, len(from)+1)
	for i := range table {
		table[i] = make([]int, len(to)+1)
		for j := range table[i] {
			switch {
			case i == 0 || j == 0:
				table[i][j] = i + j
			case from[i-1] == to[j-1]:
				table[i][j] = table[i-1][j-1]
			default:
				table[i][j] = 1 + min(table[i-1][j], table[i][j-1])
			}
		}
	}
	return table[len(from)][len(to)]
}

// hostile are pairs of the longest texts that are hard to compare.
func hostile() map[string][2][]richtext.Piece {
	rng := rand.New(rand.NewPCG(5, 6))
	words := func(n, of int) string {
		var b strings.Builder
		for range n {
			b.WriteRune(rune(0x4E00 + rng.IntN(of)))
			b.WriteByte(' ')
		}
		return b.String()
	}
	paragraphs := func(n, of int) string { return "<p>" + strings.Join(strings.Fields(words(n, of)), "</p><p>") + "</p>" }
	html := func(s string) []richtext.Piece { return richtext.Parse(s).Pieces() }
	return map[string][2][]richtext.Piece{
		"nothing in common":              {richtext.Cut(strings.Repeat("a ", 95_000)), richtext.Cut(strings.Repeat("b ", 95_000))},
		"one repeated word, more of it":  {richtext.Cut(strings.Repeat("a ", 95_000)), richtext.Cut(strings.Repeat("a ", 60_000))},
		"one repeated word, between two": {richtext.Cut("x " + strings.Repeat("a ", 95_000) + "y"), richtext.Cut("y " + strings.Repeat("a ", 94_000) + "x")},
		"the same two words in turn":     {richtext.Cut(strings.Repeat("a b ", 47_000)), richtext.Cut("b " + strings.Repeat("b a ", 47_000) + "b")},
		"two words at random":            {richtext.Cut(words(47_000, 2)), richtext.Cut(words(47_000, 2))},
		"many words at random":           {richtext.Cut(words(47_000, 500)), richtext.Cut(words(47_000, 500))},
		"short paragraphs at random":     {html(paragraphs(18_000, 2)), html(paragraphs(18_000, 2))},
		"every third paragraph":          {html(strings.Repeat("<p>a</p><p>b</p><p>c d e</p>", 6_000)), html(strings.Repeat("<p>a</p><p>b</p><p>c x e</p>", 6_000))},
	}
}

// The bound is one of steps, which are the same everywhere, and what lies beyond is whole too.
func TestTheLongestTextsAreBounded(t *testing.T) {
	t.Parallel()
	for name, pair := range hostile() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := diff.New()
			found := compare(t, w, pair[0], pair[1])
			if w.Steps() > diff.MaxSteps+len(pair[0])+len(pair[1]) {
				t.Errorf("%d steps, at most %d", w.Steps(), diff.MaxSteps)
			}
			if from, to := both(t, found); !slices.Equal(from, pair[0]) || !slices.Equal(to, pair[1]) {
				t.Error("not whole")
			}
			again := diff.New()
			if !reflect.DeepEqual(compare(t, again, pair[0], pair[1]), found) || again.Steps() != w.Steps() {
				t.Error("two answers to one question")
			}
			t.Logf("%d and %d pieces: %d steps, %d stretches", len(pair[0]), len(pair[1]), w.Steps(), len(found))
		})
	}
}

// What differs by more than the bound, or is compared when the work is used up, is replaced as a whole.
func TestBeyondTheBoundAllIsReplaced(t *testing.T) {
	t.Parallel()
	texts := func(n int) (from, to []richtext.Piece) { // 4n edits apart, with one word in common in the middle
		words := func(n int, prefix string) (words []richtext.Piece) {
			for i := range n {
				words = append(words, richtext.Piece{Text: prefix + strconv.Itoa(i)})
			}
			return words
		}
		common := words(1, "c")
		return slices.Concat(words(n, "a"), common, words(n, "b")), slices.Concat(words(n, "d"), common, words(n, "e"))
	}
	worn := diff.New()
	for pair := hostile()["nothing in common"]; worn.Steps() < diff.MaxSteps; {
		compare(t, worn, pair[0], pair[1])
	}
	for _, c := range []struct {
		w                *diff.Work
		words, stretches int
	}{
		{diff.New(), diff.MaxEdits / 4, 3}, {diff.New(), diff.MaxEdits/4 + 1, 1}, {worn, 1, 1},
	} {
		from, to := texts(c.words)
		found := compare(t, c.w, from, to)
		if a, b := both(t, found); len(found) != c.stretches || !slices.Equal(a, from) || !slices.Equal(b, to) {
			t.Errorf("%d words: %d stretches, want %d", c.words, len(found), c.stretches)
		}
	}
}

// A comparison ends with the request that asked for it.
func TestAComparisonEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if found, err := diff.New().Compare(ctx, richtext.Cut("a"), richtext.Cut("b")); !errors.Is(err, context.Canceled) || found != nil {
		t.Errorf("%v, %v", found, err)
	}
	asked := &asking{Context: t.Context()}
	pair := hostile()["two words at random"]
	if _, err := diff.New().Compare(asked, pair[0], pair[1]); err != nil || asked.times < diff.MaxEdits {
		t.Errorf("the context was asked %d times, %v", asked.times, err)
	}
}

// asking counts how often it is asked whether to go on.
type asking struct {
	context.Context
	times int
}

func (a *asking) Err() error {
	a.times++
	return a.Context.Err()
}

func BenchmarkHostile(b *testing.B) {
	for name, pair := range hostile() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := diff.New().Compare(b.Context(), pair[0], pair[1]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
