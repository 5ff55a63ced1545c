package incident

import (
	"context"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
)

// How many mistakes are reported: from one network in an hour, by all who are not signed in together in an hour, and on one post in a day.
// Staff are held to the pace of incidents.
const (
	mistakesOfNetwork = 5
	mistakesOfAll     = 200
	mistakesOnPost    = 30
	mistakeDay        = 24 * time.Hour
)

// slowed refuses a report beyond what its sender, or all anonymous senders together, may file within an hour.
func (s *Service) slowed(ctx context.Context) error {
	me, now := access.Of(ctx), s.db.Now(ctx)
	if me.SignedIn() {
		return s.paced(ctx, &Opening{Category: Website})
	}
	since := db.At(now.Add(-pace))
	own, err := s.sentFrom(ctx, audit.Network(me.Address), since, mistakesOfNetwork)
	if err != nil {
		return err
	}
	all, err := s.sent(ctx, since, mistakesOfAll)
	if err != nil {
		return err
	}
	return tooManyMistakes(now, pace, bound{own, mistakesOfNetwork}, bound{all, mistakesOfAll})
}

// slowedAt refuses a report beyond what is taken on one post within a day from those who are not signed in.
func (s *Service) slowedAt(ctx context.Context, post db.ID) error {
	if access.Of(ctx).SignedIn() {
		return nil
	}
	now := s.db.Now(ctx)
	on, err := s.sentOn(ctx, post, db.At(now.Add(-mistakeDay)), mistakesOnPost)
	if err != nil {
		return err
	}
	return tooManyMistakes(now, mistakeDay, bound{on, mistakesOnPost})
}

// bound is when the latest reports were filed that a bound counts, the latest first.
type bound struct {
	at   []db.Time
	most int
}

func tooManyMistakes(now db.Time, within time.Duration, bounds ...bound) error {
	for _, b := range bounds {
		if len(b.at) < b.most {
			continue
		}
		left := b.at[b.most-1].Add(within).Sub(now.Time)
		e := fault.Wait(int((left + time.Second - 1) / time.Second))
		e.Text = tooManyMistakeReports.With(int((left + time.Minute - 1) / time.Minute))
		e.Rule = "11b"
		return e
	}
	return nil
}

// forgetSenders forgets from where reports came that no bound counts any more.
func (s *Service) forgetSenders(ctx context.Context) error {
	return s.deleteSenders(ctx, db.At(s.db.Now(ctx).Add(-pace)))
}
