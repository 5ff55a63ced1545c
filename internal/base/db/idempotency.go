package db

import (
	"bytes"
	"context"
	"crypto/sha256"
	"regexp"
	"time"

	"ttyt.example/ttyt/internal/base/fault"
)

// onceFor is how long a repeated request is known.
const onceFor = 48 * time.Hour

var onceKey = regexp.MustCompile(`^[!-~]{1,64}$`)

// Once runs create for the first of equal requests under a key, and answers the others with what that one made. The
// key belongs to one account and operation; an empty one asks for no such care. It reports whether create ran now.
// Call it inside InTx: of two at once the second waits for the first, and takes its place where it rolls back.
// The same key over another request is a user error at input.idempotencyKey.
func (d *DB) Once(ctx context.Context, account ID, operation, key string, request []byte, create func(ctx context.Context) (ID, error)) (ID, bool, error) {
	if key == "" {
		id, err := create(ctx)
		return id, err == nil, err
	}
	if !onceKey.MatchString(key) {
		return ID{}, false, badKey(malformedKey)
	}
	h, now, hash := d.From(ctx), d.Now(ctx), sha256.Sum256(request)
	name := []any{account[:], operation, key} // as bytes: a command line has no account, which is no NULL here
	const where = " WHERE account_id = ? AND operation = ? AND name = ?"
	if _, err := h.Exec(ctx, "DELETE FROM idempotency_keys"+where+" AND created_at <= ?", append(name, At(now.Add(-onceFor)))...); err != nil {
		return ID{}, false, err
	}
	first, err := h.Exec(ctx, d.Dialect.InsertIgnore()+" INTO idempotency_keys (account_id, operation, name, request_hash, created_at) VALUES (?, ?, ?, ?, ?)",
		append(name, hash[:], now)...)
	if err != nil {
		return ID{}, false, err
	}
	if first == 0 {
		return d.madeBefore(ctx, hash[:], "SELECT request_hash, result_id FROM idempotency_keys"+where, name)
	}
	id, err := create(ctx)
	if err == nil {
		_, err = h.Exec(ctx, "UPDATE idempotency_keys SET result_id = ?"+where, append([]any{id}, name...)...)
	}
	return id, err == nil, err
}

func (d *DB) madeBefore(ctx context.Context, hash []byte, query string, name []any) (ID, bool, error) {
	var row struct {
		Request []byte `db:"request_hash"`
		Result  ID     `db:"result_id"`
	}
	if err := d.From(ctx).Get(ctx, &row, query, name...); err != nil {
		return ID{}, false, err
	}
	if !bytes.Equal(row.Request, hash) {
		return ID{}, false, badKey(keyUsed)
	}
	return row.Result, false, nil
}

func badKey(t fault.Text) error {
	return fault.User(fault.Invalid, t, "input.idempotencyKey")
}

// PruneOnce forgets the requests of which a repetition is no longer known.
func (d *DB) PruneOnce(ctx context.Context) error {
	return d.InTx(ctx, func(ctx context.Context) error {
		_, err := d.From(ctx).Exec(ctx, "DELETE FROM idempotency_keys WHERE created_at <= ?", At(d.Now(ctx).Add(-onceFor)))
		return err
	})
}
