package auth

import (
	"context"
	"slices"
	"sync"
	"time"
)

// rank says who goes first where hashes queue.
type rank int

const (
	proven rank = iota // a known device, a one-time link, or somebody who is signed in
	known              // a pair of name and address that has signed in before
	first              // a pair of name and address that never failed
	later
)

// place is an attempt's place in line: by rank, then by the number of failed attempts from its address, then by its number
// among the attempts of its source, then by arrival. So a client that guesses, or sends many attempts, waits behind one that
// does not.
type place struct {
	rank   rank
	failed int
	source string
}

// line is a queue before a few slots.
type line struct {
	mu      sync.Mutex
	free    int
	most    int       // that wait, before it is kinder to say so at once
	waiting []*ticket // by arrival
}

// How many wait in a line: what waits there for seconds helps nobody, and many of the requests that are worked on at the
// same time are left to others.
const (
	mostHashes   = 32
	mostCounting = 96
)

// ticket is one place in a line. Who does not hold the slot passes when their turn comes, at no cost to those behind.
type ticket struct {
	place
	ahead   int // of the same source, when it came
	holds   bool
	called  chan struct{}
	at      time.Time // when it was called
	dropped chan struct{}
}

// before reports whether t is called before o, which came earlier.
func (t *ticket) before(o *ticket) bool {
	if t.rank != o.rank {
		return t.rank < o.rank
	}
	if t.failed != o.failed {
		return t.failed < o.failed
	}
	return t.ahead < o.ahead
}

// enter takes a place. It returns Unavailable if the line is full of attempts that go first; otherwise the last one in line
// makes room. The caller must call leave.
func (l *line) enter(p place, holds bool) (*ticket, error) {
	t := &ticket{place: p, holds: holds, called: make(chan struct{}), dropped: make(chan struct{})}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, o := range l.waiting {
		if o.source == p.source {
			t.ahead++
		}
	}
	if len(l.waiting) >= l.most {
		last := 0
		for i, o := range l.waiting {
			if !o.before(l.waiting[last]) {
				last = i
			}
		}
		if !t.before(l.waiting[last]) {
			return nil, busy(nil)
		}
		close(l.waiting[last].dropped)
		l.waiting = slices.Delete(l.waiting, last, last+1)
	}
	l.waiting = append(l.waiting, t)
	l.call()
	return t, nil
}

// call lets those in whose turn it is; the caller holds mu.
func (l *line) call() {
	for l.free > 0 && len(l.waiting) > 0 {
		next := 0
		for i, t := range l.waiting {
			if t.before(l.waiting[next]) {
				next = i
			}
		}
		t := l.waiting[next]
		l.waiting = slices.Delete(l.waiting, next, next+1)
		if t.holds {
			l.free--
		}
		t.at = time.Now()
		close(t.called)
	}
}

// leave gives up a place or a slot; twice is once.
func (l *line) leave(t *ticket) {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-t.called:
		if t.holds {
			t.holds = false
			l.free++
		}
	default:
		l.waiting = slices.DeleteFunc(l.waiting, func(o *ticket) bool { return o == t })
	}
	l.call()
}

// wait returns when it is the ticket's turn: Unavailable where that or the other ticket was dropped, or the caller
// stops waiting.
func (t *ticket) wait(ctx context.Context, other *ticket) error {
	var gone <-chan struct{}
	if other != nil {
		gone = other.dropped
	}
	select {
	case <-t.called:
		return nil
	case <-t.dropped:
		return busy(nil)
	case <-gone:
		return busy(nil)
	case <-ctx.Done():
		return busy(ctx.Err())
	}
}
