package feed

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"ttyt.example/ttyt/internal/base/db"
)

// Basis is what an answer rests on, as the services that made it say: the tags of the changes that would make it
// another answer, and until when it holds. It watches the store too, so that a service that says nothing is noticed.
// It is safe for use by several goroutines.
type Basis struct {
	dropped func() // called once, when the answer turns out to be for one request alone

	mu            sync.Mutex
	tags          map[string]struct{}
	tables        map[string]struct{} // that statements read
	until         time.Time           // zero: no boundary
	looks, bounds int                 // at the clock, and of those that said when it makes another answer
	asked, whole  int                 // documents that are to be answered, and that were in full
	alone, missed bool
}

// scope is the part of a basis that one root field adds.
type scope struct {
	basis *Basis
	noted atomic.Bool
}

type scopeKey struct{}

// WithBasis returns a context under which services note what they read, and the notes. dropped is called when one of
// them says that the answer is for this request alone.
func WithBasis(ctx context.Context, dropped func()) (context.Context, *Basis) {
	b := &Basis{dropped: dropped, tags: map[string]struct{}{}, tables: map[string]struct{}{}}
	return context.WithValue(db.Observe(ctx, b), scopeKey{}, &scope{basis: b}), b
}

func scopeOf(ctx context.Context) *scope {
	s, _ := ctx.Value(scopeKey{}).(*scope)
	return s
}

// Noting reports whether somebody wants to know what the answer rests on, so that what costs a statement is asked for
// then alone.
func Noting(ctx context.Context) bool { return scopeOf(ctx) != nil }

// Depends notes that a change with one of the tags may make the answer another.
func Depends(ctx context.Context, tags ...string) {
	s := scopeOf(ctx)
	if s == nil {
		return
	}
	s.noted.Store(true)
	b := s.basis
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, tag := range tags {
		b.tags[tag] = struct{}{}
	}
}

// Expires notes until when the answer holds: a deadline or a set time that was read. A zero time is no boundary.
func Expires(ctx context.Context, at time.Time) {
	if s := scopeOf(ctx); s != nil && !at.IsZero() {
		s.basis.within(at, 0)
	}
}

// Timed notes that an answer was made with a look at the clock, and when the clock makes it another; a zero time is
// never. Each look is followed by one such note.
func Timed(ctx context.Context, next time.Time) {
	if s := scopeOf(ctx); s != nil {
		s.basis.within(next, 1)
	}
}

func (b *Basis) within(at time.Time, bounds int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.bounds += bounds
	if !at.IsZero() && (b.until.IsZero() || at.Before(b.until)) {
		b.until = at
	}
}

// Drop says that the answer is for this request alone: it is no query, or it shows what only this caller may see.
func Drop(ctx context.Context) {
	if s := scopeOf(ctx); s != nil {
		s.basis.drop()
	}
}

func (b *Basis) drop() {
	b.mu.Lock()
	first := !b.alone
	b.alone = true
	b.mu.Unlock()
	if first && b.dropped != nil {
		b.dropped()
	}
}

// Asked says that an answer is put together of one document more: it is whole only if each of them was answered in full.
func Asked(ctx context.Context) {
	if s := scopeOf(ctx); s != nil {
		s.basis.mu.Lock()
		defer s.basis.mu.Unlock()
		s.basis.asked++
	}
}

// Whole says that the query was answered in full, without an error.
func Whole(ctx context.Context) {
	if s := scopeOf(ctx); s != nil {
		s.basis.mu.Lock()
		defer s.basis.mu.Unlock()
		s.basis.whole++
	}
}

// Missed says that the query was answered in full except for objects it names that do not exist. The answer holds errors.
func Missed(ctx context.Context) {
	if s := scopeOf(ctx); s != nil {
		s.basis.mu.Lock()
		defer s.basis.mu.Unlock()
		s.basis.whole++
		s.basis.missed = true
	}
}

// Field returns the context for one root field, and what to call once it is resolved: a field that noted nothing drops
// the answer.
func Field(ctx context.Context) (context.Context, func()) {
	s := scopeOf(ctx)
	if s == nil {
		return ctx, func() {}
	}
	own := &scope{basis: s.basis}
	return context.WithValue(ctx, scopeKey{}, own), func() {
		if !own.noted.Load() {
			own.basis.drop()
		}
	}
}

// Statement notes which tables a statement reads. A statement that writes, or whose tables are not plain to see, drops
// the answer.
func (b *Basis) Statement(query string, _ []any) {
	names, plain := read.tables(query)
	if !plain {
		b.drop()
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, name := range names {
		b.tables[name] = struct{}{}
	}
}

// Clock notes a look at the clock.
func (b *Basis) Clock() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.looks++
}

// Result is what a basis says once the answer is there.
type Result struct {
	Tags   []string
	Tables []string
	Until  time.Time // zero: no boundary
	Missed bool      // see Missed
}

// Result returns what the answer rests on, and whether it may be given to others: a query answered in full, of which
// every look at the clock named its boundary. Whether the tags cover the tables is for the caller to say.
func (b *Basis) Result() (r Result, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.whole == 0 || b.whole < b.asked || b.alone || len(b.tags) == 0 || b.looks > b.bounds {
		return r, false
	}
	for tag := range b.tags {
		r.Tags = append(r.Tags, tag)
	}
	for table := range b.tables {
		r.Tables = append(r.Tables, table)
	}
	r.Until, r.Missed = b.until, b.missed
	return r, true
}
