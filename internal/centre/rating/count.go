package rating

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"ttyt.example/ttyt/internal/base/db"
)

// How often the totals of one post are written by one process, how often it looks for what is due, and how many marks it
// counts at once.
const (
	countEvery = time.Second
	lookEvery  = 250 * time.Millisecond
	batch      = 500
)

// due remembers which posts have marks that their totals lack, and when those were last written. It goes by the clock of the
// process, which nobody sets.
type due struct {
	mu    sync.Mutex
	posts map[db.ID]bool
	last  map[db.ID]time.Time // of those within countEvery
}

func newDue() *due { return &due{posts: map[db.ID]bool{}, last: map[db.ID]time.Time{}} }

func (d *due) add(posts ...db.ID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, p := range posts {
		d.posts[p] = true
	}
}

// take returns the posts whose totals may be written now, or all at once, of those that are asked for, or of any: they are no
// longer due.
func (d *due) take(all bool, asked ...db.ID) (now []db.ID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	at := time.Now()
	maps.DeleteFunc(d.last, func(_ db.ID, last time.Time) bool { return at.Sub(last) >= countEvery })
	for p := range d.posts {
		if len(asked) > 0 && !slices.Contains(asked, p) {
			continue
		}
		if _, lately := d.last[p]; all || !lately {
			now = append(now, p)
			delete(d.posts, p)
			d.last[p] = at
		}
	}
	return now
}

// noted has the new mark of a post counted: now, if the post was not counted within the last second, else by Run. A total that
// cannot be written is no fault of the rating, which is kept.
func (s *Service) noted(ctx context.Context, post db.ID) {
	if s.db.InsideTx(ctx) {
		s.db.AfterCommit(ctx, func() { s.due.add(post) })
		return
	}
	s.due.add(post)
	s.log(ctx, s.countAll(ctx, s.due.take(false, post), false))
}

// countDue brings the totals of those posts up to date whose time has come, or of all.
func (s *Service) countDue(ctx context.Context, all bool) error {
	return s.countAll(ctx, s.due.take(all), all)
}

// Count brings all totals up to date, whichever process kept the ratings.
func (s *Service) Count(ctx context.Context) error {
	posts, err := s.waiting(ctx)
	if err != nil {
		return err
	}
	return s.countAll(ctx, posts, true)
}

// countAll brings the totals of the posts up to date: each to the end, or by one batch.
func (s *Service) countAll(ctx context.Context, posts []db.ID, all bool) error {
	var errs []error
	for _, p := range posts {
		more, err := s.count(ctx, p)
		for all && more && err == nil {
			more, err = s.count(ctx, p)
		}
		if err != nil || more {
			s.due.add(p)
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// change is what some marks of a day have in common: how they were counted, and how they are to be.
type change struct {
	day         db.Date
	from, stars int
}

// count adds to the total of the post what it lacks, and reports whether there is more. Each mark is counted where it still is as
// it was read, so that replicas may count at once, and a rating that is replaced meanwhile waits for the next time. The
// changes are added to what the total holds.
func (s *Service) count(ctx context.Context, post db.ID) (more bool, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.lockTotal(ctx, post); err != nil {
			return err
		}
		marks, err := s.waitingOf(ctx, post)
		if err != nil {
			return err
		}
		more = len(marks) == batch
		groups := map[change][]db.ID{}
		for _, m := range marks {
			of := change{m.Day, m.Counted, m.Stars}
			groups[of] = append(groups[of], m.Reader)
		}
		sum := total{Post: post}
		for of, readers := range groups {
			n, err := s.counted(ctx, post, of, readers)
			if err != nil {
				return err
			}
			sum.Stars += n * (of.stars - of.from)
			if of.from == 0 {
				sum.Marks += n
			}
		}
		if sum.Stars == 0 && sum.Marks == 0 {
			return nil
		}
		if err := s.add(ctx, sum); err != nil {
			return err
		}
		return s.feed.Record(ctx, "rating", post, tagOf(post))
	})
	return more, err
}
