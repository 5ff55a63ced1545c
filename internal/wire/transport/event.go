package transport

import (
	"context"
	"sync"
	"time"
)

// eventClock gives each event of a subscription the time that a query has. Waiting for the event does not count.
type eventClock struct {
	within time.Duration

	mu     sync.Mutex
	number int                     // of the event that is waited for or answered, from 1
	cancel context.CancelCauseFunc // of that event
	timer  *time.Timer             // nil while it is waited for
}

type eventClockKey struct{}

// next returns the context of the next event, and what to call once it is answered.
func (c *eventClock) next(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.number++
	c.cancel, c.timer = cancel, nil
	return ctx, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.timer != nil {
			c.timer.Stop()
		}
		cancel(nil)
	}
}

// start lets the time of an event run, unless it is answered already.
func (c *eventClock) start(number int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if cancel := c.cancel; number == c.number {
		c.timer = time.AfterFunc(c.within, func() { cancel(context.DeadlineExceeded) })
	}
}

// Timed hands the events of a source on to the subscription of the context, which takes them one by one: from then on
// the time of each runs. Resolvers of subscriptions return it.
func Timed[T any](ctx context.Context, source <-chan T) <-chan T {
	clock, ok := ctx.Value(eventClockKey{}).(*eventClock)
	if !ok || source == nil {
		return source
	}
	out := make(chan T)
	go func() {
		defer close(out)
		number := 0
		for event := range source {
			select {
			case out <- event:
				number++
				clock.start(number)
			case <-ctx.Done(): // the source ends by itself
				return
			}
		}
	}()
	return out
}
