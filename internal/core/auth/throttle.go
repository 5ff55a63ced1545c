package auth

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
)

// bound says how failures delay the next attempt: none are delayed up to free of them, then for 1 s, doubling up to
// most. After forget without an attempt, nothing is left of them.
type bound struct {
	free         int
	most, forget time.Duration
}

// Counters stand against guessing. The pair of name and address is strict. The name over all addresses is what a crowd of
// machines meets; it and the address, which a whole centre may share, are mild and do not count where the holder has
// signed in before. A pair that never failed has counters of its own, which only a crowd of thousands fills: so neither a
// crowd that guesses one name nor the failures of colleagues keep a holder out who comes from a new place. A device that the
// holder has signed in on has a budget of its own; beyond it, it counts as no such device, so a stolen cookie is no free
// pass.
var (
	deviceBound  = bound{free: 10, most: 15 * time.Minute, forget: 24 * time.Hour}
	pairBound    = bound{free: 5, most: 15 * time.Minute, forget: 24 * time.Hour}
	failedBound  = bound{free: 1 << 30, forget: 24 * time.Hour} // holds nobody back: it says who never failed
	nameBound    = bound{free: 20, most: 30 * time.Second, forget: time.Hour}
	addressBound = bound{free: 300, most: time.Minute, forget: time.Hour}
	// Of pairs that never failed.
	firstsOfName    = bound{free: 10_000, most: 30 * time.Second, forget: time.Hour}
	firstsOfAddress = bound{free: 1_000, most: 5 * time.Minute, forget: time.Hour}
	linkBound       = bound{free: 100, most: 5 * time.Minute, forget: time.Hour}
)

// longestForget is when a counter's row is of no more use.
const longestForget = 24 * time.Hour

func (b bound) delay(failures int) time.Duration {
	if failures < b.free {
		return 0
	}
	return min(time.Second<<min(failures-b.free, 20), b.most)
}

// counter is one row of failures.
type counter struct {
	Name     []byte  `db:"name"` // hashed, so that names tried in error, which may be passwords, are not kept
	Failures int     `db:"failures"`
	LastAt   db.Time `db:"last_at"`

	bound  bound
	exempt bool // counted, but not waited for
}

// wait is how long the counter holds back an attempt at the moment.
func (c counter) wait(now db.Time) time.Duration {
	if c.exempt {
		return 0
	}
	return c.bound.delay(c.Failures) - now.Sub(c.LastAt.Time)
}

// attempt is one try at a secret. It counts as failed from when it arrives, so that attempts at the same moment see each
// other and those that are given up count too, until it is taken back.
type attempt struct {
	place   place
	device  db.ID    // the known device that it comes from
	forgets [][]byte // counters that success empties
	others  [][]byte
	failed  []byte // the counter that says that a guess of the pair was wrong; nil for a device's
}

// attemptSignIn admits one attempt at the password of a login, or answers a WaitError. The work is the same whether
// or not the login exists.
func (s *Service) attemptSignIn(ctx context.Context, login string) (a attempt, err error) {
	err = s.db.InTx(db.Aside(ctx), func(ctx context.Context) error {
		device, err := s.deviceOf(ctx, login)
		if err != nil {
			return err
		}
		if !device.IsZero() {
			if a, err = s.attemptFrom(ctx, device); err == nil || !isWait(err) {
				return err
			}
		}
		a, err = s.attemptPair(ctx, login)
		return err
	})
	if w, ok := errors.AsType[*fault.WaitError](err); ok {
		err = w.WithLink()
	}
	return a, err
}

// attemptFrom admits an attempt from a known device.
func (s *Service) attemptFrom(ctx context.Context, device db.ID) (attempt, error) {
	c := counter{Name: counterName("device", device.String(), ""), bound: deviceBound}
	return attempt{place: place{proven, device.String()}, device: device, forgets: [][]byte{c.Name}}, s.admit(ctx, c)
}

// attemptPair admits an attempt from anywhere else.
func (s *Service) attemptPair(ctx context.Context, login string) (attempt, error) {
	from := audit.Network(access.Of(ctx).Address)
	pair := counter{Name: counterName("pair", login, from), bound: pairBound}
	failed := counter{Name: counterName("failed", login, from), bound: failedBound}
	name := counter{Name: counterName("name", login, ""), bound: nameBound}
	address := counter{Name: counterName("address", "", from), bound: addressBound}
	a := attempt{place: place{later, from}, failed: failed.Name}
	seen, err := s.knownAddress(ctx, login, access.Of(ctx).Address)
	if err != nil {
		return a, err
	}
	tried, err := s.failures(ctx, failed)
	if err != nil {
		return a, err
	}
	switch {
	case seen:
		a.place.rank, name.exempt, address.exempt = known, true, true
	case tried == 0:
		a.place.rank = first
		name = counter{Name: counterName("firsts of name", login, ""), bound: firstsOfName}
		address = counter{Name: counterName("firsts of address", "", from), bound: firstsOfAddress}
	}
	a.forgets, a.others = [][]byte{pair.Name, failed.Name}, [][]byte{name.Name, address.Name}
	return a, s.admit(ctx, pair, name, address)
}

// attemptLink admits one attempt at a one-time link that does not hold, or answers a WaitError.
func (s *Service) attemptLink(ctx context.Context) error {
	return s.db.InTx(db.Aside(ctx), func(ctx context.Context) error {
		return s.admit(ctx, counter{Name: counterName("link", "", audit.Network(access.Of(ctx).Address)), bound: linkBound})
	})
}

// admit counts an attempt against all counters, or against none and answers how long to wait: attempts that are not
// looked at make nobody wait longer.
func (s *Service) admit(ctx context.Context, counters ...counter) error {
	now, longest := s.db.Now(ctx), time.Duration(0)
	// One order for all, so that attempts wait for each other instead of deadlocking.
	slices.SortFunc(counters, func(a, b counter) int { return bytes.Compare(a.Name, b.Name) })
	for _, c := range counters {
		if err := s.lockCounter(ctx, &c); err != nil {
			return err
		}
		longest = max(longest, c.wait(now))
	}
	if longest > 0 {
		return fault.Wait(int((longest + time.Second - 1) / time.Second))
	}
	for _, c := range counters {
		if err := s.countFailure(ctx, c.Name, now); err != nil {
			return err
		}
	}
	return nil
}

// wrong notes that the guess of an attempt was wrong: its pair is no longer one that never failed.
func (s *Service) wrong(ctx context.Context, a attempt) error {
	if a.failed == nil {
		return nil
	}
	if err := s.lockCounter(ctx, &counter{Name: a.failed, bound: failedBound}); err != nil {
		return err
	}
	return s.countFailure(ctx, a.failed, s.db.Now(ctx))
}

func isWait(err error) bool {
	_, ok := errors.AsType[*fault.WaitError](err)
	return ok
}

// counterName hashes what a counter is about.
func counterName(kind, login, address string) []byte {
	h := sha256.Sum256([]byte(kind + "\x00" + login + "\x00" + address))
	return h[:]
}
