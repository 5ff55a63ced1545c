package analytics

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/metrics"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
)

// A browser at an address counts once in this time for each post; an address, under whatever names of browsers, so often in an
// hour. Many readers share the address of a mobile network.
const (
	once       = 30 * time.Minute
	perAddress = 100
	readers    = 100_000
)

// flushEvery is how long a reading stays in memory, and atOnce how many counts are added in one transaction.
const (
	flushEvery = 5 * time.Second
	atOnce     = 200
)

// key is what readings are counted by.
type key struct {
	day  db.Date
	post db.ID
}

// pending are the readings that are not in the store yet: no more than there are posts.
type pending struct {
	mu     sync.Mutex
	counts map[key]int
}

func (p *pending) add(k key, n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.counts[k] += n
}

// take returns what is pending, in the order in which all replicas write, so that none waits for another in a circle.
func (p *pending) take() []Count {
	p.mu.Lock()
	taken := p.counts
	p.counts = map[key]int{}
	p.mu.Unlock()
	counts := make([]Count, 0, len(taken))
	for k, n := range taken {
		counts = append(counts, Count{k.day, k.post, n})
	}
	slices.SortFunc(counts, func(a, b Count) int { return cmp.Or(a.Day.Compare(b.Day.Time), a.Post.Compare(b.Post)) })
	return counts
}

// RecordViewInput names the post that is shown.
type RecordViewInput struct {
	Post string
}

// Record counts that the caller is shown a post that is on the site, and reports whether it was counted: not for staff and robots,
// and not again within half an hour. NotFound is for what the caller may not read.
func (s *Service) Record(ctx context.Context, in RecordViewInput) (counted bool, err error) {
	h, err := s.posts.Head(ctx, in.Post)
	if err != nil {
		return false, err
	}
	outcome := s.outcomeOf(ctx, in.Post)
	metrics.Viewed(outcome)
	if outcome != metrics.ViewCounted {
		return false, nil
	}
	s.pending.add(key{db.DateOf(s.db.Now(ctx).In(calendar.Zone)), h.Key}, 1)
	return true, nil
}

// outcomeOf is what becomes of a reading by the caller.
func (s *Service) outcomeOf(ctx context.Context, post string) metrics.View {
	me, now := access.Of(ctx), s.db.Now(ctx).Time
	network := audit.Network(me.Address)
	switch {
	case me.Known():
		return metrics.ViewOfStaff
	case robot(me.UserAgent):
		return metrics.ViewOfRobot
	case !s.seen.Take(now, network, me.UserAgent, post), !s.addresses.Take(now, network, post):
		return metrics.ViewAgain
	}
	return metrics.ViewCounted
}

// Run adds the readings to the store until the context ends; Flush then adds what is left.
func (s *Service) Run(ctx context.Context) {
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			s.Flush(ctx)
		}
	}
}

// Flush adds the readings to the store. What it could not save waits for the next time; of what nobody knows whether it is
// saved, nothing is added twice.
func (s *Service) Flush(ctx context.Context) {
	ctx = db.WithTrail(ctx)
	for some := range slices.Chunk(s.pending.take(), atOnce) {
		err := s.Add(ctx, some...)
		if err == nil {
			continue
		}
		kept := fault.Is(err, fault.Unavailable) && db.OutcomeOf(ctx, err) != fault.NotSaved
		slog.Log(ctx, db.Level(err, slog.LevelWarn), "add read counts", "err", err, "lost", kept)
		for _, c := range some {
			if !kept {
				s.pending.add(key{c.Day, c.Post}, c.N)
			}
		}
	}
}

// Add adds readings that were counted elsewhere, in one transaction.
func (s *Service) Add(ctx context.Context, counts ...Count) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		for _, c := range counts {
			if err := s.add(ctx, c); err != nil {
				return err
			}
		}
		return nil
	})
}
