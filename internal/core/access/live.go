package access

import (
	"context"
	"sync/atomic"
)

// live is the actor of a call that lasts, a subscription.
type live struct {
	actor atomic.Pointer[Actor]
	load  func(context.Context, *Actor) (*Actor, error)
}

// WithLive returns a context in which the actor calls for as long as a subscription lasts: Recheck reads with load what
// they may do now.
func WithLive(ctx context.Context, a *Actor, load func(context.Context, *Actor) (*Actor, error)) context.Context {
	l := &live{load: load}
	l.actor.Store(a)
	return context.WithValue(ctx, actorKey{}, l)
}

// Recheck looks up again what the actor of a lasting call may do; other calls stay as they are. With an error, that of
// load, the actor stays too.
func Recheck(ctx context.Context) error {
	l, ok := ctx.Value(actorKey{}).(*live)
	if !ok {
		return nil
	}
	a, err := l.load(ctx, l.actor.Load())
	if err == nil {
		l.actor.Store(a)
	}
	return err
}
