// Package answercache caches answers to anonymous requests, so that the same request gets the same bytes again without
// any work. It never gives an answer that a change of this process has overtaken, nor one that a change elsewhere
// overtook more than a second ago: see feed.Position. What it keeps is decided by what the services say an answer
// rests on, and whatever is not said is not kept: see feed.Basis.
package answercache

import (
	"context"
	"iter"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"

	"ttyt.example/ttyt/internal/base/metrics"
	"ttyt.example/ttyt/internal/base/trace"
	"ttyt.example/ttyt/internal/core/feed"
)

// Options adjust a cache.
type Options struct {
	// Size bounds the memory of all answers, in bytes; 0 keeps none.
	Size int
	// Position is where this process stands in the change feed.
	Position *feed.Position
	// Now is the clock that deadlines are compared with.
	Now func() time.Time
	// Allow reports whether the caller may have another answer now. A caller who may not is left to the handler, which refuses.
	// The handler counts its own answers.
	Allow func(*http.Request) bool
	// Begin makes a request ready for the handler; nil leaves it as it is.
	Begin func(http.ResponseWriter, *http.Request) *http.Request
	// Shared is how long a cache in front may keep an answer without asking, and Stale how long it may go on giving it
	// while it asks: it cannot know of a change in that time, so both are 0 unless the owner accepts that.
	Shared, Stale time.Duration
	// Serve is how much longer than a second answers are given while the feed cannot be read: changes elsewhere are not known
	// then, so it is 0 unless the owner accepts that.
	Serve time.Duration
}

// Cache is the answers kept by one process.
type Cache struct {
	o     Options
	known *otter.Cache[key, *answer]
	miss  *otter.Cache[key, *answer] // of those that tell of something that is not found
	age   atomic.Uint64              // how often all answers were forgotten

	mu    sync.Mutex
	fills map[key]*fill
}

// New returns an empty cache.
func New(o Options) (*Cache, error) {
	known, err := share(o.Size - o.Size/missShare)
	if err != nil {
		return nil, err
	}
	miss, err := share(o.Size / missShare)
	return &Cache{o: o, known: known, miss: miss, fills: map[key]*fill{}}, err
}

func share(size int) (*otter.Cache[key, *answer], error) {
	return otter.New(&otter.Options[key, *answer]{
		MaximumWeight: uint64(max(1, size)),
		Weigher:       func(_ key, a *answer) uint32 { return a.weight },
	})
}

// Middleware answers from the cache where it can, and otherwise keeps what the handler answers where it may.
func (c *Cache) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fresh := c.o.Position.Fresh()
		if c.o.Size == 0 || !plain(r) || !fresh && !c.o.Position.FreshBut(c.o.Serve) {
			c.pass(w, c.begun(w, r), next)
			return
		}
		scratch := scratches.Get().(*[]byte)
		defer scratches.Put(scratch)
		k, ok := keyOf(r, scratch)
		if !ok {
			c.pass(w, c.begun(w, r), next)
			return
		}
		if a := c.find(k); a != nil && c.allows(r) {
			c.give(w, r, a)
			return
		}
		again(r, scratch)
		if !fresh {
			c.pass(w, c.begun(w, r), next)
			return
		}
		c.serve(w, c.begun(w, r), k, next)
	})
}

func (c *Cache) begun(w http.ResponseWriter, r *http.Request) *http.Request {
	if c.o.Begin == nil {
		return r
	}
	return c.o.Begin(w, r)
}

// find returns the kept answer that may be given now, nil if there is none.
func (c *Cache) find(k key) *answer {
	for _, in := range [...]*otter.Cache[key, *answer]{c.known, c.miss} {
		if a, ok := in.GetIfPresent(k); ok && c.stands(a) {
			return a
		}
	}
	return nil
}

// keep keeps an answer in the share that it belongs to.
func (c *Cache) keep(k key, a *answer) {
	if a.ids != nil {
		c.miss.Set(k, a)
	} else {
		c.known.Set(k, a)
	}
}

// all are the answers in memory, by their keys.
func (c *Cache) all() iter.Seq2[key, *answer] {
	return func(yield func(key, *answer) bool) {
		for k, a := range c.known.All() {
			if !yield(k, a) {
				return
			}
		}
		for k, a := range c.miss.All() {
			if !yield(k, a) {
				return
			}
		}
	}
}

// pass leaves a request to the handler.
func (c *Cache) pass(w http.ResponseWriter, r *http.Request, next http.Handler) {
	if c.o.Size > 0 {
		metrics.Cached(metrics.Bypass)
	}
	next.ServeHTTP(w, r)
}

// tries bounds how often a request waits for what another fills in vain, before it is worked on by itself.
const tries = 3

func (c *Cache) serve(w http.ResponseWriter, r *http.Request, k key, next http.Handler) {
	for range tries {
		if a := c.find(k); a != nil {
			c.offer(w, r, a, next)
			return
		}
		f, first := c.join(k)
		if first {
			c.lead(w, r, f, next)
			return
		}
		select {
		case <-f.done:
		case <-r.Context().Done(): // nobody is there to be answered
			c.leave(f)
			return
		}
		if f.answer == nil {
			break // it was not to be shared
		}
		if c.stands(f.answer) {
			c.offer(w, r, f.answer, next)
			return
		}
	}
	c.pass(w, r, next)
}

// Forget ends all answers, those under way included: for a change that no tag tells of.
func (c *Cache) Forget() {
	c.age.Add(1)
	c.known.InvalidateAll()
	c.miss.InvalidateAll()
}

// sweepEvery is how long an answer that is overtaken takes up memory at most. It is not given to anybody meanwhile.
const sweepEvery = 10 * time.Second

// Run forgets what may no longer be given, until the context ends.
func (c *Cache) Run(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			c.sweep()
		}
	}
}

func (c *Cache) sweep() {
	for k, a := range c.all() {
		if !c.stands(a) {
			c.known.Invalidate(k)
			c.miss.Invalidate(k)
		}
	}
}

// Bodies returns what strangers would be given now, for tests that nothing in it is private.
func (c *Cache) Bodies() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for _, a := range c.all() {
			if c.stands(a) && !yield(a.plain.body) {
				return
			}
		}
	}
}

// offer gives a kept answer to one more caller, if they may have it now.
func (c *Cache) offer(w http.ResponseWriter, r *http.Request, a *answer, next http.Handler) {
	if !c.allows(r) {
		c.pass(w, r, next)
		return
	}
	c.give(w, r, a)
}

func (c *Cache) allows(r *http.Request) bool { return c.o.Allow == nil || c.o.Allow(r) }

func (c *Cache) give(w http.ResponseWriter, r *http.Request, a *answer) {
	metrics.Cached(metrics.Hit)
	trace.Operation(w, a.operation)
	c.write(w, r, a, true)
}

// stands reports whether the answer may still be given.
func (c *Cache) stands(a *answer) bool {
	if a.age != c.age.Load() || !a.until.IsZero() && !c.o.Now().Before(a.until) {
		return false
	}
	p := c.o.Position
	now := p.Now()
	if a.checked.Load() == now {
		return true
	}
	if p.Overtaken(a.position, a.tags) {
		return false
	}
	a.checked.Store(now)
	return true
}

// lead lets the handler answer, and gives what it answered to all who wait.
func (c *Cache) lead(w http.ResponseWriter, r *http.Request, f *fill, next http.Handler) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(r.Context()))
	f.cancel = cancel
	stop := context.AfterFunc(r.Context(), func() { c.desert(f) })
	defer cancel()
	defer stop()
	defer c.finish(f, nil) // after a panic

	metrics.Cached(metrics.Miss)
	position, age := c.o.Position.Now(), c.age.Load()
	ctx, basis := feed.WithBasis(ctx, func() { c.finish(f, nil) })
	record := &recorder{w: w, header: http.Header{}}
	next.ServeHTTP(record, r.WithContext(ctx))
	a := c.answerOf(record, basis, position, age)
	if a == nil {
		c.finish(f, nil)
		record.replay()
		return
	}
	c.keep(f.key, a)
	c.finish(f, a)
	c.write(w, r, a, false)
}
