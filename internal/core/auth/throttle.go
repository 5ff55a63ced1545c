package auth

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"math/bits"
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
	place  place
	own    []byte   // the counter of its pair or device, which success empties
	others [][]byte // those of its name and its address
	failed []byte   // counts wrong guesses of the pair, nil for a device; success empties it
}

// counting is how many attempts of strangers are counted in the store at once: a crowd shall not take all its connections.
const counting = 8

// attemptSignIn admits one attempt at the password of a login, or answers a WaitError: against the budget of a known device
// or, where there is none left, the counters of everybody. The work is the same whether or not the login exists.
func (s *Service) attemptSignIn(ctx context.Context, login string) (attempt, error) {
	a, err := s.attemptFrom(ctx, login)
	if err == nil && a.own == nil {
		a, err = s.attemptPair(ctx, login)
	}
	if w, ok := errors.AsType[*fault.WaitError](err); ok {
		err = w.WithLink()
	}
	return a, err
}

// attemptFrom admits an attempt from a known device; the zero attempt if the device is unknown or has no budget left.
func (s *Service) attemptFrom(ctx context.Context, login string) (attempt, error) {
	device, err := s.deviceOf(ctx, login)
	if err != nil || device.IsZero() {
		return attempt{}, err
	}
	c := counter{Name: counterName("device", device.String(), ""), bound: deviceBound}
	if wait, err := s.waits(ctx, c); err != nil || wait > 0 {
		return attempt{}, err
	}
	return attempt{place: place{rank: proven, source: device.String()}, own: c.Name}, s.admit(ctx, c)
}

// attemptPair admits an attempt from anywhere else.
func (s *Service) attemptPair(ctx context.Context, login string) (attempt, error) {
	t, err := s.counting.enter(place{rank: later, source: audit.Network(access.Of(ctx).Address)}, true)
	if err != nil {
		return attempt{}, err
	}
	defer s.counting.leave(t)
	if err := t.wait(ctx, nil); err != nil {
		return attempt{}, err
	}
	a, counters, err := s.planned(ctx, login)
	if err != nil {
		return a, err
	}
	return a, s.admit(ctx, counters...)
}

// planned returns what an attempt counts against that comes from no known device.
func (s *Service) planned(ctx context.Context, login string) (attempt, []counter, error) {
	from := audit.Network(access.Of(ctx).Address)
	pair := counter{Name: counterName("pair", login, from), bound: pairBound}
	failed := counter{Name: counterName("failed", login, from), bound: failedBound}
	name := counter{Name: counterName("name", login, ""), bound: nameBound}
	address := counter{Name: counterName("address", "", from), bound: addressBound}
	firsts := counter{Name: counterName("firsts of address", "", from), bound: firstsOfAddress}
	a := attempt{place: place{rank: later, source: from}, own: pair.Name, failed: failed.Name}
	seen, err := s.knownAddress(ctx, login, access.Of(ctx).Address)
	if err != nil {
		return a, nil, err
	}
	if err := s.readCounters(ctx, &failed, &address, &firsts); err != nil {
		return a, nil, err
	}
	a.place.failed = bits.Len(uint(address.Failures + firsts.Failures)) // roughly: an owner who tries again falls not far behind
	switch {
	case seen:
		a.place.rank, name.exempt, address.exempt = known, true, true
	case failed.Failures == 0:
		a.place.rank = first
		name = counter{Name: counterName("firsts of name", login, ""), bound: firstsOfName}
		address = firsts
	}
	a.others = [][]byte{name.Name, address.Name}
	return a, []counter{pair, name, address}, nil
}

// attemptLink admits one attempt at a one-time link that does not hold, or answers a WaitError.
func (s *Service) attemptLink(ctx context.Context) error {
	return s.admit(ctx, counter{Name: counterName("link", "", audit.Network(access.Of(ctx).Address)), bound: linkBound})
}

// admit counts an attempt against all counters, or against none and answers how long to wait: attempts that are not
// looked at make nobody wait longer. Who has to wait is told without a transaction, so that a crowd at one name does not
// queue for its row.
func (s *Service) admit(ctx context.Context, counters ...counter) error {
	if longest, err := s.waits(ctx, counters...); err != nil || longest > 0 {
		return told(longest, err)
	}
	return s.db.InTx(db.Aside(ctx), func(ctx context.Context) error {
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
			return told(longest, nil)
		}
		for _, c := range counters {
			if err := s.countFailure(ctx, c.Name, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// waits is how long the counters hold back an attempt at the moment, as far as can be told without locking them.
func (s *Service) waits(ctx context.Context, counters ...counter) (longest time.Duration, err error) {
	read := make([]*counter, len(counters))
	for i := range counters {
		c := counters[i]
		read[i] = &c
	}
	err = s.readCounters(ctx, read...)
	now := s.db.Now(ctx)
	for _, c := range read {
		longest = max(longest, c.wait(now))
	}
	return longest, err
}

// told is a WaitError of whole seconds, or the error that came first.
func told(wait time.Duration, err error) error {
	if err != nil {
		return err
	}
	return fault.Wait(int((wait + time.Second - 1) / time.Second))
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

// counterName hashes what a counter is about.
func counterName(kind, login, address string) []byte {
	h := sha256.Sum256([]byte(kind + "\x00" + login + "\x00" + address))
	return h[:]
}
