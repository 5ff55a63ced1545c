// Package feed is the change feed: every change of state writes a row in its own transaction, and caches,
// subscriptions and webhooks read only this. A command line is just another writer.
package feed

import (
	"context"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
)

// Change is one row of the feed. Ids are not in commit order, so a reader polls with an overlap.
type Change struct {
	Key     db.ID   `db:"id"`
	Kind    string  `db:"kind"`
	Subject db.ID   `db:"subject_id"`
	Tags    string  `db:"tags"` // space-separated, such as "posts posts:department:…"
	At      db.Time `db:"at"`
}

// Feed writes and reads the change feed.
type Feed struct {
	db       *db.DB
	hub      hub
	position *Position
}

// New returns the feed of a store.
func New(d *db.DB) *Feed { return &Feed{db: d, position: newPosition()} }

// Record notes inside the open transaction that the subject changed. Tags name the lists it may enter or leave. Once
// the transaction is committed, before its caller goes on, this process's position is past it.
func (f *Feed) Record(ctx context.Context, kind string, subject db.ID, tags ...string) error {
	c := Change{Key: db.NewID(), Kind: kind, Subject: subject, Tags: strings.Join(tags, " "), At: f.db.Now(ctx)}
	if err := f.insert(ctx, c); err != nil {
		return err
	}
	f.db.AfterCommit(ctx, func() { f.committed(c) })
	return nil
}
