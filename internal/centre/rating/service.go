package rating

import (
	"context"
	"crypto/rand"
	"log/slog"
	"time"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/metrics"
	"ttyt.example/ttyt/internal/base/quota"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/feed"
)

// Ratings that one network address may send in an hour, and addresses that are told apart at once. Many readers share the
// address of a mobile network.
const (
	perHour   = 120
	addresses = 20_000
)

// Service answers every use case of ratings.
type Service struct {
	db     *db.DB
	access *access.Access
	feed   *feed.Feed
	posts  *post.Service
	quota  *quota.Quota
	due    *due
}

// New returns the service over a store, known to the posts.
func New(d *db.DB, a *access.Access, f *feed.Feed, posts *post.Service) *Service {
	s := &Service{db: d, access: a, feed: f, posts: posts, quota: quota.New(perHour, time.Hour, addresses), due: newDue()}
	posts.Rated(s)
	return s
}

// RateInput is how many stars the caller gives a post.
type RateInput struct {
	Post  string
	Stars int
}

// Rate keeps how many stars the caller gives a post that they may read on the site, instead of what they gave it earlier the
// same day, and returns the post. NotFound and Forbidden come before anything else; RateLimited is for an address that
// rates too often. Once it returns nil the rating is kept, whatever becomes of this process.
func (s *Service) Rate(ctx context.Context, in RateInput) (post.Post, error) {
	h, err := s.posts.Head(ctx, in.Post)
	if err != nil {
		return nil, err
	}
	if err := s.may(ctx, h, in.Stars); err != nil {
		return nil, err
	}
	if err := s.keep(ctx, h.Key, in.Stars); err != nil {
		metrics.Rated(metrics.RatingFailed)
		return nil, err
	}
	metrics.Rated(metrics.RatingKept)
	s.noted(ctx, h.Key)
	return s.posts.Get(ctx, in.Post)
}

// keep writes the mark of the caller.
func (s *Service) keep(ctx context.Context, post db.ID, stars int) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		day := s.today(ctx)
		key, err := s.keyOf(ctx, day)
		if err != nil {
			return err
		}
		reader := quota.Sum(key, string(post[:]), network(ctx), access.Of(ctx).UserAgent)
		return s.put(ctx, &mark{Day: day, Post: post, Reader: reader, Stars: stars, Waiting: true})
	})
}

// today is the day in Viet Nam.
func (s *Service) today(ctx context.Context) db.Date {
	return db.DateOf(s.db.Now(ctx).In(calendar.Zone))
}

// keyOf is the key of the day, on which all replicas agree: who needs it first makes it.
func (s *Service) keyOf(ctx context.Context, day db.Date) ([]byte, error) {
	key, err := s.key(ctx, day)
	if err != nil || key != nil {
		return key, err
	}
	fresh := make([]byte, 32)
	_, _ = rand.Read(fresh) // never fails
	if err := s.offerKey(ctx, day, fresh); err != nil {
		return nil, err
	}
	return s.key(ctx, day)
}

// Forget deletes the keys of the days that are over, then the marks, once the totals hold them. A job runs it every few
// minutes. It also counts what a process left behind that ended without counting.
func (s *Service) Forget(ctx context.Context) error {
	today := s.today(ctx)
	if err := s.db.InTx(ctx, func(ctx context.Context) error { return s.deleteKeys(ctx, today) }); err != nil {
		return err
	}
	waiting, err := s.waiting(ctx)
	if err != nil {
		return err
	}
	s.due.add(waiting...)
	if err := s.countDue(ctx, false); err != nil {
		return err
	}
	old, err := s.marked(ctx, today)
	for _, p := range old {
		if err := s.db.InTx(ctx, func(ctx context.Context) error { return s.deleteMarks(ctx, today, p) }); err != nil {
			return err
		}
	}
	return err
}

// ForgetWanted reports whether there is anything for Forget to do.
func (s *Service) ForgetWanted(ctx context.Context) (bool, error) {
	return s.leftOver(ctx, s.today(ctx))
}

// Run brings the totals up to date until the context ends; Flush then counts what is left.
func (s *Service) Run(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			s.log(ctx, s.countDue(ctx, false))
		}
	}
}

// Flush counts all that is not counted yet, without waiting for its time.
func (s *Service) Flush(ctx context.Context) { s.log(ctx, s.countDue(ctx, true)) }

// log notes that totals could not be written: the marks are kept, and are counted later.
func (s *Service) log(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		slog.Log(ctx, db.Level(err, slog.LevelWarn), "count ratings", "err", err)
	}
}
