package auth

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
)

// devicesBy returns the device with the secret under the account with the login.
func (s *Service) devicesBy(ctx context.Context, hash []byte, login string) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), `SELECT devices.id FROM devices JOIN accounts ON accounts.id = devices.account_id
		WHERE devices.token_hash = ? AND accounts.login = ? AND devices.expires_at > ?`, hash, login, s.db.Now(ctx))
}

// deviceStands reports whether a secret stands under any account.
func (s *Service) deviceStands(ctx context.Context, hash []byte) (bool, error) {
	var n int
	err := s.db.From(ctx).Get(ctx, &n, "SELECT COUNT(*) FROM devices WHERE token_hash = ? AND expires_at > ?", hash, s.db.Now(ctx))
	return n > 0, err
}

// keepDevice inserts a device, or notes that it is used again, and forgets those of the account beyond the bound. The
// caller has locked the account.
func (s *Service) keepDevice(ctx context.Context, d device) error {
	h := s.db.From(ctx)
	n, err := h.Exec(ctx, "UPDATE devices SET used_at = ?, expires_at = ? WHERE token_hash = ? AND account_id = ?", d.UsedAt, d.ExpiresAt, d.TokenHash, d.AccountID)
	if err != nil || n > 0 {
		return err
	}
	if err := h.Insert(ctx, "devices", d); err != nil {
		return err
	}
	beyond, err := db.All[db.ID](ctx, h, "SELECT id FROM devices WHERE account_id = ? ORDER BY used_at DESC, id DESC LIMIT 100 OFFSET ?", d.AccountID, maxDevices)
	if err != nil || len(beyond) == 0 {
		return err
	}
	_, err = h.Exec(ctx, "DELETE FROM devices WHERE id IN (?)", beyond)
	return err
}

// forgetDevices makes every device of an account a strange one.
func (s *Service) forgetDevices(ctx context.Context, account db.ID) error {
	_, err := s.db.From(ctx).Exec(ctx, "DELETE FROM devices WHERE account_id = ?", account)
	return err
}
