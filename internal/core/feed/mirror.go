package feed

import (
	"context"
	"sync/atomic"
)

// Mirror holds in memory what is small, rarely changes and is read by nearly every request: names, a tree. It is for
// display. Rights, reach and writes read the store, and so does everything inside a transaction.
//
// What it holds is never behind the position of the feed: it is read anew as soon as the position passes a change that
// carries the tag. An answer made of it is therefore overtaken whenever it is.
type Mirror[T any] struct {
	feed *Feed
	tag  string
	slot []Slot
	read func(ctx context.Context) (T, error)
	held atomic.Pointer[held[T]]
}

// held is what was read, and the position from which on.
type held[T any] struct {
	value T
	at    uint64
}

// NewMirror returns a mirror of what read reads from the store and changes with the tag tell of. What read returns is
// shared: nobody changes it.
func NewMirror[T any](f *Feed, tag string, read func(ctx context.Context) (T, error)) *Mirror[T] {
	return &Mirror[T]{feed: f, tag: tag, slot: f.position.Slots([]string{tag}), read: read}
}

// Get returns what the store holds, as far as this process knows the feed, and notes that the answer depends on it. While
// the feed is not being read, everybody is answered by the store.
func (m *Mirror[T]) Get(ctx context.Context) (T, error) {
	Depends(ctx, m.tag)
	p := m.feed.position
	if m.feed.db.InsideTx(ctx) || !p.Fresh() {
		return m.read(ctx)
	}
	if h := m.held.Load(); h != nil && !p.Overtaken(h.at, m.slot) {
		return h.value, nil
	}
	at := p.Now()
	value, err := m.read(ctx)
	if err == nil {
		m.held.Store(&held[T]{value, at})
	}
	return value, err
}
