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

// takeBack makes an attempt count as if it had not been; forgive also forgets the pair's earlier failures.
func (s *Service) takeBack(ctx context.Context, a attempt, forgive bool) error {
	names := a.others
	if a.pair != nil {
		names = append([][]byte{a.pair}, names...)
	}
	slices.SortFunc(names, bytes.Compare)
	for _, name := range names {
		query := "UPDATE throttles SET failures = failures - 1 WHERE name = ? AND failures > 0"
		if forgive && bytes.Equal(name, a.pair) {
			query = "DELETE FROM throttles WHERE name = ?"
		}
		if _, err := s.db.From(ctx).Exec(ctx, query, name); err != nil {
			return err
		}
	}
	return nil
}

// forgive forgets the failures under a login, whose holder has just shown to be it.
func (s *Service) forgive(ctx context.Context, login string) error {
	pair := counterName("pair", login, audit.Network(access.Of(ctx).Address))
	_, err := s.db.From(ctx).Exec(ctx, "DELETE FROM throttles WHERE name IN (?)", [][]byte{pair, counterName("name", login, "")})
	return err
}
