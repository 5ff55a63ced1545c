package auth

import (
	"bytes"
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
)

// knownAddress reports whether the holder of a login has signed in from the address before.
func (s *Service) knownAddress(ctx context.Context, login, address string) (bool, error) {
	var n int
	err := s.db.From(ctx).Get(ctx, &n, `SELECT COUNT(*) FROM sessions JOIN accounts ON accounts.id = sessions.account_id
		WHERE accounts.login = ? AND sessions.address = ?`, login, address)
	return n > 0, err
}

// lockCounter reads a counter, making its row, and keeps it from others until the transaction ends.
func (s *Service) lockCounter(ctx context.Context, c *counter) error {
	h := s.db.From(ctx)
	n, err := h.Exec(ctx, "UPDATE throttles SET failures = failures WHERE name = ?", c.Name)
	if err != nil {
		return err
	}
	if n == 0 {
		c.LastAt = s.db.Now(ctx)
		err := h.Insert(ctx, "throttles", *c)
		if db.IsDuplicate(err) { // somebody else made it meanwhile
			return s.lockCounter(ctx, c)
		}
		return err
	}
	if err := h.Get(ctx, c, "SELECT failures, last_at FROM throttles WHERE name = ?", c.Name); err != nil {
		return err
	}
	if s.db.Now(ctx).Sub(c.LastAt.Time) < c.bound.forget {
		return nil
	}
	c.Failures = 0
	_, err = h.Exec(ctx, "UPDATE throttles SET failures = 0 WHERE name = ?", c.Name)
	return err
}

func (s *Service) countFailure(ctx context.Context, name []byte, now db.Time) error {
	_, err := s.db.From(ctx).Exec(ctx, "UPDATE throttles SET failures = failures + 1, last_at = ? WHERE name = ?", now, name)
	return err
}

// takeBack makes an attempt count as if it had not been; forgive also forgets the earlier failures of its pair or device.
func (s *Service) takeBack(ctx context.Context, a attempt, forgive bool) error {
	names := append([][]byte{a.own}, a.others...)
	if forgive && a.failed != nil {
		names = append(names, a.failed)
	}
	slices.SortFunc(names, bytes.Compare)
	for _, name := range names {
		query := "UPDATE throttles SET failures = failures - 1 WHERE name = ? AND failures > 0"
		if forgive && (bytes.Equal(name, a.own) || bytes.Equal(name, a.failed)) {
			query = "DELETE FROM throttles WHERE name = ?"
		}
		if _, err := s.db.From(ctx).Exec(ctx, query, name); err != nil {
			return err
		}
	}
	return nil
}

// readCounters reads counters without keeping them from others.
func (s *Service) readCounters(ctx context.Context, counters ...*counter) error {
	names := make([][]byte, len(counters))
	for i, c := range counters {
		names[i] = c.Name
	}
	found, err := db.All[counter](ctx, s.db.From(ctx), "SELECT name, failures, last_at FROM throttles WHERE name IN (?)", names)
	now := s.db.Now(ctx)
	for _, f := range found {
		for _, c := range counters {
			if bytes.Equal(c.Name, f.Name) && now.Sub(f.LastAt.Time) < c.bound.forget {
				c.Failures, c.LastAt = f.Failures, f.LastAt
			}
		}
	}
	return err
}

// forgive forgets the failures under a login whose holder has just been verified.
func (s *Service) forgive(ctx context.Context, login string) error {
	from := audit.Network(access.Of(ctx).Address)
	names := [][]byte{counterName("pair", login, from), counterName("failed", login, from), counterName("name", login, ""), counterName("firsts of name", login, "")}
	_, err := s.db.From(ctx).Exec(ctx, "DELETE FROM throttles WHERE name IN (?)", names)
	return err
}
