// Package budget bounds how much text one answer may read from the store and show. The transport puts the
// budget into the context of a request; the stores that read large texts spend it and need not know who set it.
package budget

import (
	"context"
	"sync/atomic"
)

// Text is the budget of one answer. It may be spent by several goroutines.
type Text struct {
	Max  int                                         // in bytes, for what is read and for what is shown
	Over func(ctx context.Context, first bool) error // refuses what goes beyond; first for the first time in the answer

	read, written atomic.Int64
}

type key struct{}

// With returns a context whose stores spend the budget.
func With(ctx context.Context, t *Text) context.Context { return context.WithValue(ctx, key{}, t) }

func of(ctx context.Context) *Text {
	t, _ := ctx.Value(key{}).(*Text)
	return t
}

// Reset gives everything back, for the next answer of a subscription.
func (t *Text) Reset() {
	t.read.Store(0)
	t.written.Store(0)
}

// Read counts text that is about to be read from the store, or was, and refuses what goes beyond the budget as Over does.
// Where the context has no budget it allows everything.
func Read(ctx context.Context, bytes int) error {
	if t := of(ctx); t != nil {
		return t.spend(ctx, &t.read, bytes)
	}
	return nil
}

// Write is Read for text that goes into the answer, as often as it does.
func Write(ctx context.Context, bytes int) error {
	if t := of(ctx); t != nil {
		return t.spend(ctx, &t.written, bytes)
	}
	return nil
}

// Reserve is Read for the most that may be read, where it is not known how much will be. It reports false, and counts
// nothing, where that may be too much.
func Reserve(ctx context.Context, bytes int) bool {
	t := of(ctx)
	if t == nil || t.read.Add(int64(bytes)) <= int64(t.Max) {
		return true
	}
	t.read.Add(int64(-bytes))
	return false
}

// Release gives back what was reserved and not read.
func Release(ctx context.Context, bytes int) {
	if t := of(ctx); t != nil {
		t.read.Add(int64(-bytes))
	}
}

func (t *Text) spend(ctx context.Context, counter *atomic.Int64, bytes int) error {
	spent := counter.Add(int64(bytes))
	if spent <= int64(t.Max) {
		return nil
	}
	return t.Over(ctx, spent-int64(bytes) <= int64(t.Max))
}
