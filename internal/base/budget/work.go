package budget

import (
	"context"
	"sync/atomic"
)

// Work is what the fields of one request may compute, by the size of what they look at: one field after the other, so that
// what each holds in memory meanwhile is there once.
type Work struct {
	Max  int                                         // in bytes
	Over func(ctx context.Context, first bool) error // refuses what goes beyond; first for the first time in the request

	turn chan struct{}
	done atomic.Int64
}

// NewWork returns the work of one request.
func NewWork(most int, over func(ctx context.Context, first bool) error) *Work {
	return &Work{Max: most, Over: over, turn: make(chan struct{}, 1)}
}

// Done is how much of it is done.
func (w *Work) Done() int { return int(w.done.Load()) }

// Reset gives everything back, for the next answer of a subscription.
func (w *Work) Reset() { w.done.Store(0) }

type workKey struct{}

// WithWork returns a context whose fields compute within the work.
func WithWork(ctx context.Context, w *Work) context.Context {
	return context.WithValue(ctx, workKey{}, w)
}

// Turn waits until no other field of the request computes, and returns what the end is told by. The only error is the
// context's.
func Turn(ctx context.Context) (end func(), err error) {
	w, _ := ctx.Value(workKey{}).(*Work)
	if w == nil {
		return func() {}, ctx.Err()
	}
	select {
	case w.turn <- struct{}{}:
		return func() { <-w.turn }, ctx.Err()
	case <-ctx.Done():
		return func() {}, ctx.Err()
	}
}

// Compute counts what is about to be looked at, and refuses what goes beyond the work of the request, or comes after its
// end. Where the context has no work it allows everything.
func Compute(ctx context.Context, bytes int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w, _ := ctx.Value(workKey{}).(*Work)
	if w == nil {
		return nil
	}
	done := w.done.Add(int64(bytes))
	if done <= int64(w.Max) {
		return nil
	}
	return w.Over(ctx, done-int64(bytes) <= int64(w.Max))
}
