package limits

import (
	"context"
	"sync"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/wire/rate"
)

// A request that computes, such as one for what changed between two revisions, takes memory and processor for a while. Each
// caller has one at work, whatever connections they come on: their others wait, and beyond maxWaiting are told to come
// later. All callers together have maxComputing.
const (
	maxWaiting   = 8
	maxComputing = 16
)

// turns are the requests that compute now, and those that wait for it.
type turns struct {
	all     chan struct{}
	mu      sync.Mutex
	callers map[rate.Caller]*queue
}

// queue are the requests of one caller.
type queue struct {
	turn chan struct{}
	here int // computing or waiting
}

func newTurns() *turns {
	return &turns{all: make(chan struct{}, maxComputing), callers: map[rate.Caller]*queue{}}
}

// enter waits for the turn of a request, and returns what its end is told by.
func (t *turns) enter(ctx context.Context, c rate.Caller) (leave func(), err error) {
	q := t.join(c)
	if q == nil {
		return nil, errTurn
	}
	for i, turn := range []chan struct{}{q.turn, t.all} {
		select {
		case turn <- struct{}{}:
		case <-ctx.Done():
			if i > 0 {
				<-q.turn
			}
			t.leave(c, q)
			return nil, context.Cause(ctx)
		}
	}
	return func() {
		<-t.all
		<-q.turn
		t.leave(c, q)
	}, nil
}

// join returns the queue of the caller, nil if it is full.
func (t *turns) join(c rate.Caller) *queue {
	t.mu.Lock()
	defer t.mu.Unlock()
	q := t.callers[c]
	if q == nil {
		q = &queue{turn: make(chan struct{}, 1)}
		t.callers[c] = q
	}
	if q.here > maxWaiting {
		return nil
	}
	q.here++
	return q
}

// leave forgets a caller with the last of their requests.
func (t *turns) leave(c rate.Caller, q *queue) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if q.here--; q.here == 0 {
		delete(t.callers, c)
	}
}

var errTurn = &fault.Error{Code: fault.RateLimited, Text: stillComputing}
