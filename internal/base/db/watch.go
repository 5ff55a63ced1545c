package db

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"
)

const (
	// lookEvery is the pause between two looks at the store, and lookTimeout how long one may take.
	lookEvery   = 3 * time.Second
	lookTimeout = 4 * time.Second
	// calm is how long nothing may fail before the store counts as well again.
	calm = 5 * time.Second
	// few is from how many faults on the store is not ready, even where a look does not meet them: a full disk takes small writes.
	few = 3
	// probeKeep is how long the row of a program that was killed stays.
	probeKeep = 24 * time.Hour
)

// health is what this process knows of the store.
type health struct {
	mu      sync.Mutex
	watched bool
	well    time.Time // when the last good look began
	trouble time.Time // since when the store fails, zero while it does not
	failed  time.Time // when it last did
	faults  int       // since trouble began
	closed  bool
}

// Watch looks after the store until the context ends: every few seconds it reads and writes a row of its own, for Ready. It
// logs when the store begins to fail and when it is well again, and lets go of connections on which it fails.
func (d *DB) Watch(ctx context.Context) {
	d.watching(true)
	defer d.watching(false)
	me := NewID()
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		d.look(ctx, me)
		select {
		case <-ctx.Done():
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookTimeout)
			defer cancel()
			if err := d.forget(ctx, me); err != nil {
				slog.DebugContext(ctx, "take a probe away", "err", err)
			}
			return
		case <-tick.C:
		}
	}
}

func (d *DB) watching(on bool) {
	d.health.mu.Lock()
	defer d.health.mu.Unlock()
	d.health.watched = on
}

// Ready reports whether the store lately did what it was asked for.
func (d *DB) Ready() bool {
	h := &d.health
	h.mu.Lock()
	defer h.mu.Unlock()
	failing := h.faults >= few && time.Since(h.failed) < calm
	return !h.closed && !failing && time.Since(h.well) < lookEvery+lookTimeout+time.Second
}

func (d *DB) look(ctx context.Context, me ID) {
	began := time.Now()
	inner, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	err := d.probe(inner, me)
	if ctx.Err() != nil {
		return
	}
	h := &d.health
	if err != nil {
		h.mu.Lock()
		h.well = time.Time{}
		h.mu.Unlock()
		d.fails(err)
		d.renewConnections()
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.well = began
	if !h.trouble.IsZero() && time.Since(h.failed) > calm {
		slog.WarnContext(ctx, "the store works again", "after", time.Since(h.trouble).Round(time.Second))
		h.trouble, h.faults = time.Time{}, 0
	}
}

// probe writes the row of this process and reads it.
func (d *DB) probe(ctx context.Context, me ID) error {
	now := At(time.Now())
	err := d.InTx(ctx, func(ctx context.Context) error {
		h := d.From(ctx)
		n, err := h.Exec(ctx, "UPDATE probes SET at = ? WHERE id = ?", now, me)
		if err != nil || n == 1 {
			return err
		}
		if _, err := h.Exec(ctx, "DELETE FROM probes WHERE at < ?", At(now.Add(-probeKeep))); err != nil {
			return err
		}
		_, err = h.Exec(ctx, "INSERT INTO probes (id, at) VALUES (?, ?)", me, now)
		return err
	})
	if err != nil {
		return err
	}
	_, err = One[Time](ctx, d.From(ctx), "SELECT at FROM probes WHERE id = ?", me)
	return err
}

func (d *DB) forget(ctx context.Context, me ID) error {
	return d.InTx(ctx, func(ctx context.Context) error {
		_, err := d.From(ctx).Exec(ctx, "DELETE FROM probes WHERE id = ?", me)
		return err
	})
}

// fails notes that the store failed, and logs it where that is news.
func (d *DB) fails(err error) {
	h := &d.health
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.failed = time.Now(); h.watched && h.trouble.IsZero() {
		h.trouble = h.failed
		slog.Error("the store fails", "err", err)
	}
	if !h.trouble.IsZero() {
		h.faults++
	}
}

// inTrouble reports whether the watch has told of the store already.
func (d *DB) inTrouble() bool {
	d.health.mu.Lock()
	defer d.health.mu.Unlock()
	return !d.health.trouble.IsZero()
}

// renewConnections closes those that nobody uses: a file that came back, or a server that did, is reached by new ones alone.
func (d *DB) renewConnections() {
	for _, pool := range []*sqlx.DB{d.writer, d.reader} {
		if n := pool.Stats().MaxOpenConnections; n > 0 {
			pool.SetMaxIdleConns(-1)
			pool.SetMaxIdleConns(n)
		}
	}
}

// reported is a fault of which the log tells already.
type reported struct{ error }

func (r reported) Unwrap() error { return r.error }

// noticed takes note of a fault of the store, and marks it where the log tells of it. That somebody stopped waiting is no
// news of the store, but goes with it while it fails.
func (d *DB) noticed(err error) error {
	if !ofCaller(err) {
		d.fails(err)
	}
	if d.inTrouble() {
		return reported{err}
	}
	return err
}

// Level is the level at which an error is logged: what comes of a store that fails, of which the log tells once, is for
// debugging alone.
func Level(err error, otherwise slog.Level) slog.Level {
	if _, ok := errors.AsType[reported](err); ok {
		return slog.LevelDebug
	}
	return otherwise
}
