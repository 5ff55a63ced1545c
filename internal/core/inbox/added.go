package inbox

import (
	"context"
	"log/slog"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

const (
	// lookBack covers the longest transaction, since an item carries the moment its own began, and some difference
	// between the clocks of replicas.
	lookBack = time.Minute
	// retryAfter is when it is tried again to read an inbox of a store that did not answer.
	retryAfter = time.Second
	// itemTime is how long it may take to read an item, and what its reader may do.
	itemTime = 10 * time.Second
)

// Added sends each item that is put into the caller's inbox from now on, until the context or the caller's session ends.
// Before each item it is looked up what the caller may do by now. Unauthenticated for a stranger.
func (s *Service) Added(ctx context.Context) (<-chan *Item, error) {
	me := access.Of(ctx)
	if !me.SignedIn() {
		return nil, fault.ErrUnauthenticated
	}
	again, stop := s.feed.Watch(tagOf(me.StaffID))
	a := &adder{service: s, staff: me.StaffID, since: db.At(s.db.Now(ctx).Add(-lookBack)), seen: map[db.ID]bool{}, out: make(chan *Item)}
	// The first look learns what is there already.
	if err := a.look(ctx, func(db.ID) error { return nil }); err != nil {
		stop()
		return nil, err
	}
	go func() {
		defer close(a.out)
		defer stop()
		a.run(ctx, again)
	}()
	return a.out, nil
}

// adder follows one inbox for one subscriber. It remembers what it told within the time it looks back.
type adder struct {
	service *Service
	staff   db.ID
	since   db.Time
	seen    map[db.ID]bool
	out     chan *Item
}

func (a *adder) run(ctx context.Context, again <-chan struct{}) {
	for retry := (<-chan time.Time)(nil); ; {
		select {
		case <-ctx.Done():
			return
		case <-again:
		case <-retry:
		}
		retry = nil
		err := a.look(ctx, func(key db.ID) error { return a.send(ctx, key) })
		if ctx.Err() != nil || fault.Is(err, fault.Unauthenticated) {
			return
		}
		if err != nil {
			slog.Log(ctx, db.Level(err, slog.LevelWarn), "read an inbox for its subscriber", "err", err)
			retry = time.After(retryAfter)
		}
	}
}

// look tells the items that it did not tell before, oldest first.
func (a *adder) look(ctx context.Context, tell func(key db.ID) error) error {
	s := a.service
	now := s.db.Now(ctx)
	keys, err := s.since(ctx, a.staff, a.since)
	if err != nil {
		return err
	}
	seen := make(map[db.ID]bool, len(keys))
	for _, key := range keys {
		if !a.seen[key] {
			if err := tell(key); err != nil {
				return err
			}
			a.seen[key] = true
		}
		seen[key] = true
	}
	a.seen, a.since = seen, db.At(now.Add(-lookBack))
	return nil
}

// send reads an item under the rights of this moment and hands it to the subscriber.
func (a *adder) send(ctx context.Context, key db.ID) error {
	reading, cancel := context.WithTimeout(ctx, itemTime)
	defer cancel()
	if err := access.Recheck(reading); err != nil {
		return err
	}
	item, err := a.service.item(reading, key)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	select {
	case a.out <- item:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
