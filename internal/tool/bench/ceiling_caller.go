package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"time"

	"ttyt.example/ttyt/internal/base/db"
)

// caller is who is signed in: their department and all above it, the last one repeated up to four.
type caller struct {
	staff, account, session db.ID
	line                    []db.ID
}

var errSession = errors.New("the session is not valid")

// authorise reads session, person and roles, as the product does for every signed-in request.
func (c *ceiling) authorise(ctx context.Context, token string) (*caller, error) {
	hash, now := sha256.Sum256([]byte(token)), time.Now().UnixMicro()
	var who caller
	var stored []byte
	var client, device, address, agent, seenAddress string
	var created, seen, active, entered, expires int64
	var ended nullTime
	err := c.session.QueryRowContext(ctx, hash[:]).Scan(&who.session, &who.account, &stored, &client, &device, &address, &agent, &created, &seen, &seenAddress, &active, &entered, &expires, &ended, &who.staff)
	if err != nil {
		return nil, err
	}
	if client != "APP" || expires <= now {
		return nil, errSession
	}
	return &who, c.hold(ctx, c.grants, &who)
}

// hold reads what somebody may act under.
func (c *ceiling) hold(ctx context.Context, grants *sql.Stmt, who *caller) error {
	now, id := time.Now().UnixMicro(), who.staff
	rows, err := grants.QueryContext(ctx, id, id, id, now, now, id, now, now, id, now, now, id, now, now, id, now, now, id, now, now, now, now, now, now)
	if err != nil {
		return err
	}
	who.line = who.line[:0]
	for rows.Next() {
		var role string
		var department, reach, principal db.ID
		var name *string
		if err := rows.Scan(&role, &department, &reach, &principal, &name); err != nil {
			return errors.Join(err, rows.Close())
		}
		if role == "line" {
			who.line = append(who.line, department)
		}
	}
	for n := len(who.line); n > 0 && n < 4; n++ {
		who.line = append(who.line, who.line[n-1])
	}
	return rows.Err()
}
