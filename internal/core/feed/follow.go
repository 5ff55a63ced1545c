package feed

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/metrics"
)

// How often a reader looks, how many changes it reads at once, how far it looks back, and how long changes are kept.
// A change carries the moment its transaction began and appears when that commits, so looking back covers the longest
// transaction and some difference between the clocks of replicas.
const (
	poll    = 250 * time.Millisecond
	batch   = 500
	overlap = 30 * time.Second
	keep    = 7 * 24 * time.Hour
)

// Follow calls fn with the changes of all replicas as they are committed, from now on and each once, until the context
// ends. While the store does not answer it waits, and then goes on where it was.
func (f *Feed) Follow(ctx context.Context, fn func([]Change)) {
	newReader(f).run(ctx, fn, func(time.Time) {})
}

// reader remembers where it is: the newest moment it read, and the changes from the overlap before it.
type reader struct {
	feed   *Feed
	newest db.Time

	mu      sync.Mutex
	started bool // the first look, which learns what is there already, is over
	seen    map[db.ID]db.Time
}

func newReader(f *Feed) *reader { return &reader{feed: f, seen: map[db.ID]db.Time{}} }

// run tells fn of each change, and looked when each look that succeeded began, once its changes are told.
func (r *reader) run(ctx context.Context, fn func([]Change), looked func(began time.Time)) {
	tell := func([]Change) {}
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		began := time.Now()
		switch err := r.look(ctx, tell); {
		case ctx.Err() != nil:
			return
		case err != nil:
			slog.Log(ctx, db.Level(err, slog.LevelWarn), "read the change feed", "err", err)
		default:
			metrics.FeedRead.Set(float64(time.Now().Unix()))
			r.start()
			looked(began)
			tell = fn
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (r *reader) start() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.started = true
}

// look tells about the changes that were not there before.
func (r *reader) look(ctx context.Context, tell func([]Change)) error {
	// A clock that runs ahead, here or elsewhere, must not move the start past what is still to come.
	now := r.feed.db.Now(ctx)
	if r.newest.IsZero() || r.newest.After(now.Time) {
		r.newest = now
	}
	start := db.At(r.newest.Add(-overlap))
	r.forget(start)
	for at, after := start, []byte{}; ; {
		page, err := r.feed.since(ctx, at, after)
		if err != nil {
			return err
		}
		if n := len(page); n > 0 {
			at, after = page[n-1].At, page[n-1].Key[:]
		}
		if fresh := r.fresh(page); len(fresh) > 0 {
			tell(fresh)
		}
		if len(page) < batch {
			if at.After(r.newest.Time) {
				r.newest = at
			}
			return nil
		}
	}
}

// fresh returns the changes of a page that were not seen before.
func (r *reader) fresh(page []Change) (fresh []Change) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range page {
		if _, known := r.seen[c.Key]; !known {
			r.seen[c.Key] = c.At
			fresh = append(fresh, c)
		}
	}
	return fresh
}

// note marks a change as seen before it is read, and reports whether it is new. Before the first look nothing is marked.
func (r *reader) note(c Change) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, known := r.seen[c.Key]
	if r.started {
		r.seen[c.Key] = c.At
	}
	return !known
}

// forget drops what lies before the start of the next look.
func (r *reader) forget(start db.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for id, at := range r.seen {
		if at.Before(start.Time) {
			delete(r.seen, id)
		}
	}
}

// Prune deletes the changes that nobody reads any more.
func (f *Feed) Prune(ctx context.Context) error {
	for {
		var n int
		err := f.db.InTx(ctx, func(ctx context.Context) (err error) {
			n, err = f.deleteBefore(ctx, db.At(f.db.Now(ctx).Add(-keep)))
			return err
		})
		if err != nil || n < batch {
			return err
		}
	}
}
