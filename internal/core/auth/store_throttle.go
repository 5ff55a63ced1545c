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
	names := slices.Concat(a.forgets, a.others)
	slices.SortFunc(names, bytes.Compare)
	for _, name := range names {
		query := "UPDATE throttles SET failures = failures - 1 WHERE name = ? AND failures > 0"
		own := slices.ContainsFunc(a.forgets, func(n []byte) bool { return bytes.Equal(n, name) })
		switch {
		case own && forgive:
			query = "DELETE FROM throttles WHERE name = ?"
		case bytes.Equal(name, a.failed): // nothing was wrong
			continue
		}
		if _, err := s.db.From(ctx).Exec(ctx, query, name); err != nil {
			return err
		}
	}
	return nil
}

// failures reads a counter without keeping it from others.
func (s *Service) failures(ctx context.Context, c counter) (int, error) {
	found, err := db.All[int](ctx, s.db.From(ctx), "SELECT failures FROM throttles WHERE name = ? AND last_at > ?", c.Name, db.At(s.db.Now(ctx).Add(-c.bound.forget)))
	if err != nil || len(found) == 0 {
		return 0, err
	}
	return found[0], nil
}

// forgive forgets the failures under a login, whose holder has just shown to be it.
func (s *Service) forgive(ctx context.Context, login string) error {
	from := audit.Network(access.Of(ctx).Address)
	names := [][]byte{counterName("pair", login, from), counterName("failed", login, from), counterName("name", login, ""), counterName("firsts of name", login, "")}
	_, err := s.db.From(ctx).Exec(ctx, "DELETE FROM throttles WHERE name IN (?)", names)
	return err
}
