// Package quota counts how often something was done in a span of time, for bounds that one process keeps. Nothing is written
// down, and what a count is of cannot be read back from memory: it is held under a key that ends with the process.
package quota

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"sync"
	"time"
)

// Quota lets something be done so many times within a span of time that begins with the first.
type Quota struct {
	most int
	span time.Duration
	size int
	key  [32]byte

	mu     sync.Mutex
	counts map[mark]count
}

// mark stands for what is counted.
type mark [16]byte

type count struct {
	ends time.Time
	n    int
}

// sample is how many counts are looked at to make room for one more.
const sample = 8

// New returns a quota of so many times within a span, for at most size things at once.
func New(most int, span time.Duration, size int) *Quota {
	q := &Quota{most: most, span: span, size: size, counts: map[mark]count{}}
	_, _ = rand.Read(q.key[:]) // never fails
	return q
}

// Take counts that it was done once more, by whom the parts name, and reports whether it may be.
func (q *Quota) Take(now time.Time, parts ...string) bool {
	m := mark(Sum(q.key[:], parts...))
	q.mu.Lock()
	defer q.mu.Unlock()
	c, known := q.counts[m]
	if !known || !now.Before(c.ends) {
		if !known && len(q.counts) >= q.size {
			q.makeRoom(now)
		}
		c = count{ends: now.Add(q.span)}
	}
	if c.n >= q.most {
		return false
	}
	c.n++
	q.counts[m] = c
	return true
}

// makeRoom forgets a few counts that are over, or else the lowest of them, which of equals ends first. A map is walked from a
// place chosen at random, so the work is the same however much is counted, and a crowd does not shield who does most.
func (q *Quota) makeRoom(now time.Time) {
	var least mark
	var lowest count
	seen := 0
	for m, c := range q.counts {
		if !now.Before(c.ends) {
			delete(q.counts, m)
		} else if seen == 0 || c.n < lowest.n || c.n == lowest.n && c.ends.Before(lowest.ends) {
			least, lowest = m, c
		}
		if seen++; seen == sample {
			break
		}
	}
	if len(q.counts) >= q.size {
		delete(q.counts, least)
	}
}

// Sum is what the parts come to under a key: 16 bytes from which nothing can be learnt without it. Each part counts with its
// length, so that no two lists of parts are alike.
func Sum(key []byte, parts ...string) [16]byte {
	h := hmac.New(sha256.New, key)
	var length [8]byte
	for _, p := range parts {
		binary.BigEndian.PutUint64(length[:], uint64(len(p)))
		_, _ = h.Write(length[:])
		_, _ = h.Write([]byte(p))
	}
	return [16]byte(h.Sum(nil)[:16])
}
