package auth

import (
	"bytes"
	"context"
	"crypto/sha256"
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

// Three counters stand against guessing. The pair of name and address is strict. The name over all addresses is what a
// crowd of machines meets; it and the address, which a whole centre may share, are mild and do not count where the
// holder has signed in before, so that nobody can lock the holder out.
var (
	pairBound    = bound{free: 5, most: 15 * time.Minute, forget: 24 * time.Hour}
	nameBound    = bound{free: 20, most: 30 * time.Second, forget: time.Hour}
	addressBound = bound{free: 100, most: 5 * time.Minute, forget: time.Hour}
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

// attempt is one try at a secret. It counts as failed from the start, so that attempts at the same moment see each
// other, until it is taken back.
type attempt struct {
	pair   []byte // nil where only the address counts
	others [][]byte
}

// attemptSignIn admits one attempt at the password of a login, or answers a WaitError. The work is the same whether
// or not the login exists.
func (s *Service) attemptSignIn(ctx context.Context, login string) (attempt, error) {
	from := audit.Network(access.Of(ctx).Address)
	pair := counter{Name: counterName("pair", login, from), bound: pairBound}
	name := counter{Name: counterName("name", login, ""), bound: nameBound}
	address := counter{Name: counterName("address", "", from), bound: addressBound}
	a := attempt{pair: pair.Name, others: [][]byte{name.Name, address.Name}}
	return a, s.admit(ctx, func(ctx context.Context) ([]counter, error) {
		known, err := s.knownAddress(ctx, login, access.Of(ctx).Address)
		name.exempt, address.exempt = known, known
		return []counter{pair, name, address}, err
	})
}

// attemptLink admits one attempt at a one-time link.
func (s *Service) attemptLink(ctx context.Context) (attempt, error) {
	address := counter{Name: counterName("address", "", audit.Network(access.Of(ctx).Address)), bound: addressBound}
	return attempt{others: [][]byte{address.Name}}, s.admit(ctx, func(context.Context) ([]counter, error) {
		return []counter{address}, nil
	})
}

// admit counts an attempt against all counters, or against none and answers how long to wait: attempts that are not
// looked at make nobody wait longer.
func (s *Service) admit(ctx context.Context, read func(ctx context.Context) ([]counter, error)) error {
	return s.db.InTx(db.Aside(ctx), func(ctx context.Context) error {
		counters, err := read(ctx)
		if err != nil {
			return err
		}
		now, names, longest := s.db.Now(ctx), [][]byte(nil), time.Duration(0)
		// One order for all, so that attempts wait for each other instead of deadlocking.
		slices.SortFunc(counters, func(a, b counter) int { return bytes.Compare(a.Name, b.Name) })
		for _, c := range counters {
			if err := s.lockCounter(ctx, &c); err != nil {
				return err
			}
			longest = max(longest, c.wait(now))
			names = append(names, c.Name)
		}
		if longest > 0 {
			return fault.Wait(int((longest + time.Second - 1) / time.Second))
		}
		for _, name := range names {
			if err := s.countFailure(ctx, name, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// counterName hashes what a counter is about.
func counterName(kind, login, address string) []byte {
	h := sha256.Sum256([]byte(kind + "\x00" + login + "\x00" + address))
	return h[:]
}
