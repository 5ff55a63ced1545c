package incident

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/feed"
)

const (
	// maxPending is how many incidents may wait for a subscriber who is slow to read; beyond that the stream ends, and a
	// client that opens it again reads its queue anew.
	maxPending = 1000
	// retryAfter is when it is tried again to read a store that did not answer.
	retryAfter = time.Second
)

// Changed sends each incident that the caller handles whenever it changes, as it is then, until the context or the
// caller's session ends, or they handle none any more. Before each one the caller's permissions are looked up again. Forbidden
// if the caller handles no incidents.
func (s *Service) Changed(ctx context.Context) (<-chan *Incident, error) {
	if err := s.handler(ctx); err != nil {
		return nil, err
	}
	f := &follower{service: s, again: make(chan struct{}, 1), out: make(chan *Incident), pending: map[db.ID]bool{}}
	stop := s.feed.Subscribe(f.note)
	go func() {
		defer close(f.out)
		defer stop()
		f.run(ctx)
	}()
	return f.out, nil
}

// handler refuses who handles no incidents.
func (s *Service) handler(ctx context.Context) error {
	if !access.Of(ctx).SignedIn() {
		return fault.ErrUnauthenticated
	}
	if s.access.Reach(ctx, kind, "handle").None() {
		return fault.Refused("5c")
	}
	return nil
}

// follower sends changed incidents to one subscriber.
type follower struct {
	service *Service
	again   chan struct{}
	out     chan *Incident

	mu      sync.Mutex
	pending map[db.ID]bool
	order   []db.ID // of pending, the first changed first
}

// note remembers what changed. It is called by the feed, so it returns at once.
func (f *follower) note(changes []feed.Change) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range changes {
		if c.Kind == kind && !f.pending[c.Subject] {
			f.pending[c.Subject], f.order = true, append(f.order, c.Subject)
		}
	}
	select {
	case f.again <- struct{}{}:
	default: // one word is waiting already
	}
}

// next takes the incident that waits longest; none when there is none, too many when they are more than wait.
func (f *follower) next() (key db.ID, ok, many bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.order) == 0 || len(f.order) > maxPending {
		return key, false, len(f.order) > maxPending
	}
	key, f.order = f.order[0], f.order[1:]
	delete(f.pending, key)
	return key, true, false
}

func (f *follower) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-f.again:
		}
		for {
			key, ok, many := f.next()
			if many {
				return
			}
			if !ok {
				break
			}
			if !f.send(ctx, key) {
				return
			}
		}
	}
}

// send reads the incident under the rights of this moment, as often as it takes, and hands it over. It reports whether
// there may be more to send.
func (f *follower) send(ctx context.Context, key db.ID) bool {
	for {
		i, err := f.read(ctx, key)
		switch {
		case err == nil && i == nil: // not for this subscriber
			return true
		case err == nil:
			select {
			case f.out <- i:
				return true
			case <-ctx.Done():
				return false
			}
		case fault.Is(err, fault.Unauthenticated), fault.Is(err, fault.Forbidden), ctx.Err() != nil:
			return false
		}
		slog.Log(ctx, db.Level(err, slog.LevelWarn), "read a changed incident for its subscriber", "err", err)
		select {
		case <-time.After(retryAfter):
		case <-ctx.Done():
			return false
		}
	}
}

// read returns the incident, nil if the caller does not handle it.
func (f *follower) read(ctx context.Context, key db.ID) (*Incident, error) {
	s := f.service
	if err := access.Recheck(ctx); err != nil {
		return nil, err
	}
	if err := s.handler(ctx); err != nil {
		return nil, err
	}
	i, err := s.one(ctx, key, s.access.Reach(ctx, kind, "handle"))
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err == nil {
		s.veil(ctx, i)
	}
	return i, err
}
