package feed

import (
	"hash/maphash"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Position is how far this process knows the feed: its own changes from the moment they are committed, those of others
// from when they are read. It remembers for each tag when it last changed, in a table of fixed size: tags that share a
// slot overtake each other's answers, which costs a read and is never wrong.
type Position struct {
	seed maphash.Seed

	mu   sync.Mutex // one writer at a time
	last [slots]atomic.Uint64
	now  atomic.Uint64
	// looked is when the latest look that succeeded began, in nanoseconds after epoch; 0 before the first.
	looked atomic.Int64
}

const slots = 1 << 14

// epoch is where this process counts from, by the clock that nobody sets.
var epoch = time.Now()

// freshFor is how long after a look the position counts as known.
const freshFor = time.Second

// Slot is the place of a tag in the table of a position.
type Slot uint32

func newPosition() *Position { return &Position{seed: maphash.MakeSeed()} }

// Now returns the position. Take it before reading what shall be compared with it later.
func (p *Position) Now() uint64 { return p.now.Load() }

// Fresh reports whether the feed was read within the last second. While it is not, changes elsewhere may be unknown.
func (p *Position) Fresh() bool { return p.FreshBut(0) }

// FreshBut reports whether the feed was read within the last second and so much longer.
func (p *Position) FreshBut(more time.Duration) bool {
	looked := p.looked.Load()
	return looked != 0 && int64(time.Since(epoch))-looked < int64(freshFor+more)
}

// Slots returns where the tags stand.
func (p *Position) Slots(tags []string) []Slot {
	at := make([]Slot, len(tags))
	for i, tag := range tags {
		at[i] = p.slot(tag)
	}
	return at
}

func (p *Position) slot(tag string) Slot { return Slot(maphash.String(p.seed, tag) % slots) }

// Overtaken reports whether one of the tags changed after the position.
func (p *Position) Overtaken(at uint64, tags []Slot) bool {
	for _, slot := range tags {
		if p.last[slot].Load() > at {
			return true
		}
	}
	return false
}

// note moves the position past a change. A reader of the store who knows the new position sees the change, so the slots are
// marked before the position is published.
func (p *Position) note(c Change) {
	p.mu.Lock()
	defer p.mu.Unlock()
	next := p.now.Load() + 1
	for tag := range strings.FieldsSeq(c.Tags) {
		p.last[p.slot(tag)].Store(next)
	}
	p.now.Store(next)
}

// lookedAt tells that everything committed before the moment is noted.
func (p *Position) lookedAt(began time.Time) { p.looked.Store(max(1, int64(began.Sub(epoch)))) }

// Position returns where this process stands in the feed. It is known while Run runs.
func (f *Feed) Position() *Position { return f.position }
