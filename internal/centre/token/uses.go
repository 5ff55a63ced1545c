package token

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"ttyt.example/ttyt/internal/base/db"
)

// uses are the last uses of secrets that are not written yet. A request leaves a note in memory and goes on; there are
// no more notes than secrets.
type uses struct {
	mu   sync.Mutex
	last map[db.ID]use
}

type use struct {
	at      db.Time
	address string
}

// note keeps the use of a secret, unless one within the last minute is written.
func (u *uses) note(h held, now db.Time, address string) {
	if now.Sub(h.UsedAt.Time) < usedStep {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.last[h.Secret] = use{now, address}
}

// again keeps a use that could not be written, unless the secret was used since.
func (u *uses) again(secret db.ID, last use) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if _, newer := u.last[secret]; !newer {
		u.last[secret] = last
	}
}

func (u *uses) take() map[db.ID]use {
	u.mu.Lock()
	defer u.mu.Unlock()
	taken := u.last
	u.last = map[db.ID]use{}
	return taken
}

const flushEvery = 5 * time.Second

// Run writes the uses of tokens down until the context ends; Flush then writes what is left.
func (s *Service) Run(ctx context.Context) {
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			s.Flush(ctx)
		}
	}
}

// Flush writes the uses down that were noted. One that another replica noted later stays.
func (s *Service) Flush(ctx context.Context) {
	for secret, u := range s.uses.take() {
		err := s.db.InTx(ctx, func(ctx context.Context) error {
			return s.used(ctx, secret, u)
		})
		if err != nil {
			slog.Log(ctx, db.Level(err, slog.LevelWarn), "note a token's use", "err", err)
			s.uses.again(secret, u)
		}
	}
}
