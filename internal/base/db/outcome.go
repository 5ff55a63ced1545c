package db

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"ttyt.example/ttyt/internal/base/fault"
)

type trailKey struct{}

// trail is what the transactions under a context came to.
type trail struct{ saved, unsure atomic.Bool }

// WithTrail returns a context that remembers what the transactions under it came to, for OutcomeOf.
func WithTrail(ctx context.Context) context.Context {
	return context.WithValue(ctx, trailKey{}, new(trail))
}

// Aside returns a context whose transactions leave no trail, for side work that is not an act, such as counting an attempt.
func Aside(ctx context.Context) context.Context {
	return context.WithValue(ctx, trailKey{}, (*trail)(nil))
}

func note(ctx context.Context, o fault.Outcome) {
	t, _ := ctx.Value(trailKey{}).(*trail)
	switch {
	case t == nil:
	case o == fault.Saved:
		t.saved.Store(true)
	case o == fault.OutcomeUnknown:
		t.unsure.Store(true)
	}
}

// OutcomeOf is what became of an act under WithTrail that ended with the error.
func OutcomeOf(ctx context.Context, err error) fault.Outcome {
	t, _ := ctx.Value(trailKey{}).(*trail)
	itself := outcomeOf(err)
	switch {
	case itself == fault.OutcomeUnknown, t != nil && t.unsure.Load():
		return fault.OutcomeUnknown
	case t == nil || !t.saved.Load():
		return fault.NotSaved
	case itself == fault.NotSaved: // after another transaction that is saved
		return fault.OutcomeUnknown
	}
	return fault.Saved
}

func outcomeOf(err error) fault.Outcome {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Outcome
	}
	return ""
}

// committed turns what COMMIT answered into what InTx returns: nil, an error after which the transaction may run again, or
// Unavailable.
func (d *DB) committed(err error) error {
	switch classOf(err, atCommit) {
	case away:
		return unavailable(d.noticed(fmt.Errorf("commit: %w", err)), fault.NotSaved)
	case unsure:
		return unavailable(d.noticed(fmt.Errorf("commit: %w", err)), fault.OutcomeUnknown)
	}
	return err
}

var ()

// unavailable is a fault of the store.
func unavailable(cause error, o fault.Outcome) error {
	says := busy
	if o == fault.OutcomeUnknown {
		says = lost
	}
	return &fault.Error{Code: fault.Unavailable, Cause: cause, Outcome: o, Text: says}
}
