package audit

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// NewOld returns the record as it was written before there were key ids.
func NewOld(d *db.DB, a *access.Access, secret []byte) *Log {
	l := New(d, a, secret)
	l.key.id, l.ring[0].id = db.ID{}, db.ID{}
	return l
}

// Usurp hands over to the log's key as a rotation does, signed with another one, whatever the log says.
func (l *Log) Usurp(ctx context.Context, by *Log) error {
	return l.db.InTx(ctx, func(ctx context.Context) error {
		return l.handOver(ctx, by.key, Event{Action: actionRotate})
	})
}

// KeyID is the id of the log's own key.
func (l *Log) KeyID() db.ID { return l.key.id }
