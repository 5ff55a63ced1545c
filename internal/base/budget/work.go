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
	over atomic.Bool
}

// NewWork returns the work of one request.
func NewWork(most int, over func(ctx context.Context, first bool) error) *Work {
	return &Work{Max: most, Over: over, turn: make(chan struct{}, 1)}
}

// Done is how much of it is done.
func (w *Work) Done() int { return int(w.done.Load()) }

// Reset gives everything back, for the next answer of a subscription.
func (w *Work) Reset() {
	w.done.Store(0)
	w.over.Store(false)
}

type workKey struct{}

// WithWork returns a context whose fields compute within the work.
func WithWork(ctx context.Context, w *Work) context.Context {
	return context.WithValue(ctx, workKey{}, w)
}

// Turn waits until no other field of the request computes, and returns what the end is told by. It refuses what comes after
// the work of the request is done, or after its end.
func Turn(ctx context.Context) (end func(), err error) {
	w, _ := ctx.Value(workKey{}).(*Work)
	if w == nil {
		return func() {}, ctx.Err()
	}
	select {
	case w.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	end = func() { <-w.turn }
	if err = ctx.Err(); err == nil && w.over.Load() {
		err = w.Over(ctx, false)
	}
	if err != nil {
		end()
		return nil, err
	}
	return end, nil
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
	if w.done.Add(int64(bytes)) <= int64(w.Max) {
		return nil
	}
	w.done.Add(int64(-bytes)) // it is not looked at
	return w.Over(ctx, !w.over.Swap(true))
}
