package diff

import (
	"context"

	"ttyt.example/ttyt/internal/base/richtext"
)

// The bounds, for tests.
const (
	MaxSteps = maxSteps
	MaxEdits = maxEdits
)

// Steps is how much of the work is done.
func (w *Work) Steps() int { return maxSteps - w.left }

// Matches is how many pieces the texts have in common, compared word by word.
func (w *Work) Matches(ctx context.Context, from, to []richtext.Piece) (n int, err error) {
	words := numbers[richtext.Piece]{}
	found, err := w.matches(ctx, number(words, from, word), number(words, to, word))
	for _, m := range found {
		n += m.n
	}
	return n, err
}
