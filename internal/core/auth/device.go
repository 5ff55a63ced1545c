package auth

import (
	"context"
	"net/http"
	"time"

	"ttyt.example/ttyt/internal/base/db"
)

// A device cookie says that somebody has signed in from this browser before, as the OWASP text on device cookies has it. It
// signs nobody in: it puts attempts at that person's password ahead of those of strangers, with a budget of its own.
const (
	deviceLife = 90 * 24 * time.Hour // since the last sign-in
	maxDevices = 10                  // of one account; one more forgets the one not used for longest
)

// device is a browser on which the holder of an account has signed in. Several people may share one, so its secret may
// stand under several accounts.
type device struct {
	Key       db.ID   `db:"id"`
	AccountID db.ID   `db:"account_id"`
	TokenHash []byte  `db:"token_hash"`
	UsedAt    db.Time `db:"used_at"`
	ExpiresAt db.Time `db:"expires_at"`

	secret string
}

type deviceKey struct{}

func (s *Service) deviceCookie() string { return s.ownName("device") }

// withDevice puts the secret of the browser's device cookie into the context.
func (s *Service) withDevice(ctx context.Context, r *http.Request) context.Context {
	cookie, err := r.Cookie(s.deviceCookie())
	if err != nil || cookie.Value == "" || !s.ownSite(r) {
		return ctx
	}
	return context.WithValue(ctx, deviceKey{}, cookie.Value)
}

// deviceOf returns the device of the caller on which the holder of the login has signed in, zero if there is none.
func (s *Service) deviceOf(ctx context.Context, login string) (db.ID, error) {
	secret, _ := ctx.Value(deviceKey{}).(string)
	if secret == "" {
		return db.ID{}, nil
	}
	found, err := s.devicesBy(ctx, hashSecret(secret), login)
	if err != nil || len(found) == 0 {
		return db.ID{}, err
	}
	return found[0], nil
}

// remember notes that the holder of an account has signed in on the caller's browser. A secret that the program did not
// make is replaced.
func (s *Service) remember(ctx context.Context, account db.ID) (device, error) {
	now := s.db.Now(ctx)
	d := device{Key: db.NewID(), AccountID: account, UsedAt: now, ExpiresAt: db.At(now.Add(deviceLife))}
	d.secret, _ = ctx.Value(deviceKey{}).(string)
	d.TokenHash = hashSecret(d.secret)
	made, err := s.deviceStands(ctx, d.TokenHash)
	if err != nil {
		return d, err
	}
	if !made {
		d.secret, d.TokenHash = newSecret(devicePrefix)
	}
	return d, s.keepDevice(ctx, d)
}
