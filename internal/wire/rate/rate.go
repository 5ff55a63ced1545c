// Package rate limits how often one caller may ask: strangers by their address, people by their account, external tools
// by their token.
package rate

import (
	"context"
	"encoding/binary"
	"hash/maphash"
	"net/netip"
	"sync"
	"time"

	"ttyt.example/ttyt/internal/core/access"
)

// Limits are the sustained requests per second of one caller; 0 means no limit. A caller who was quiet may make those of burst
// seconds at once.
type Limits struct {
	Stranger int // each IPv4 address, or IPv6 network of 64 bits
	Account  int // each signed-in account, from wherever
}

const burst = 5 * time.Second

// Limiter holds a bucket for each caller, in the form of the moment when it will be full again: a request takes one step
// of time, and is refused where that would lie more than burst ahead. A full bucket is no bucket, so a caller who has made no
// request for burst is forgotten without losing anything.
type Limiter struct {
	stranger, account time.Duration // between two requests; 0 is no limit
	now               func() time.Time
	seed              maphash.Seed
	shards            [shards]shard
}

// Memory is bounded, however many addresses ask: 64 shards of 1,024 callers are about 4 MB.
const (
	shards    = 64
	shardSize = 1_024
	sample    = 8
)

type shard struct {
	mu   sync.Mutex
	full map[Caller]int64 // when the bucket is full again, Unix nanoseconds
	_    [40]byte         // a cache line each
}

// Caller is what is counted as one caller: an account, a token, or a stranger's part of the address space, an IPv4 address or
// an IPv6 network of 64 bits.
type Caller struct {
	account bool
	id      [16]byte
}

// CallerOf tells whom the actor is counted as.
func CallerOf(a *access.Actor) Caller {
	switch {
	case a.SignedIn():
		return Caller{account: true, id: a.AccountID}
	case a.Known():
		return Caller{account: true, id: a.Token}
	}
	at, _ := netip.ParseAddr(a.Address) // all who come from nowhere are one
	return Caller{id: network(at)}
}

// New makes a limiter. Callers are counted in this process: with several replicas each allows as much.
func New(l Limits) *Limiter {
	r := &Limiter{stranger: step(l.Stranger), account: step(l.Account), now: time.Now, seed: maphash.MakeSeed()}
	for i := range r.shards {
		r.shards[i].full = map[Caller]int64{}
	}
	return r
}

func step(perSecond int) time.Duration {
	if perSecond == 0 {
		return 0
	}
	return time.Second / time.Duration(perSecond)
}

// Admit counts one request of the actor in its context. It returns 0 if they may ask now, else how long they have to
// wait; a request that is refused costs nothing.
func (l *Limiter) Admit(ctx context.Context) (wait time.Duration) {
	a := access.Of(ctx)
	c := CallerOf(a)
	if !a.SignedIn() && a.Known() {
		return l.take(c, step(a.Rate))
	}
	if c.account {
		return l.take(c, l.account)
	}
	return l.take(c, l.stranger)
}

// AdmitStranger is Admit for a stranger at an address, where nothing more is to be known of them.
func (l *Limiter) AdmitStranger(address netip.Addr) (wait time.Duration) {
	return l.take(Caller{id: network(address)}, l.stranger)
}

func (l *Limiter) take(k Caller, step time.Duration) time.Duration {
	if step == 0 {
		return 0
	}
	now := l.now().UnixNano()
	s := &l.shards[maphash.Comparable(l.seed, k)%shards]
	s.mu.Lock()
	defer s.mu.Unlock()
	full, known := s.full[k]
	full = max(full, now) + int64(step)
	if wait := time.Duration(full-now) - burst; wait > 0 {
		return wait
	}
	if !known && len(s.full) >= shardSize {
		s.makeRoom(now)
	}
	s.full[k] = full
	return 0
}

// makeRoom forgets those of a few callers who are idle, or else the one who lately asked for least. A map is walked from
// a place chosen at random, so nobody can shield themselves, and the work is the same under any load.
func (s *shard) makeRoom(now int64) {
	var least Caller
	seen, soonest := 0, int64(0)
	for k, full := range s.full {
		if full <= now {
			delete(s.full, k)
		} else if soonest == 0 || full < soonest {
			least, soonest = k, full
		}
		if seen++; seen == sample {
			break
		}
	}
	if len(s.full) >= shardSize {
		delete(s.full, least)
	}
}

// network is what one caller holds of the address space: an IPv4 address, or the 64 bits that an IPv6 site gets.
func network(address netip.Addr) (id [16]byte) {
	if !address.IsValid() {
		return id
	}
	id = address.As16()
	if !address.Unmap().Is4() {
		binary.BigEndian.PutUint64(id[8:], 0)
	}
	return id
}
