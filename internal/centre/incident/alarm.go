package incident

import (
	"context"
	"time"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/inbox"
)

// alarmEvery is how often it is looked for targets that passed.
const alarmEvery = 30 * time.Second

// closeDays is after how many working days a solution that nobody objected to is taken to hold.
const closeDays = 5

func (i *Incident) closesAt() db.Time {
	return db.At(calendar.AddWorkingDays(i.ResolvedAt.Time, closeDays))
}

// alarmBatch bounds how many incidents one pass looks at.
const alarmBatch = 200

func (s *Service) alarming(ctx context.Context) (bool, error) {
	due, err := s.due(ctx, 1)
	return len(due) > 0, err
}

// alarm notifies handlers, once, of each target that passed, and closes what was resolved long enough ago.
func (s *Service) alarm(ctx context.Context) error {
	keys, err := s.due(ctx, alarmBatch)
	if err != nil {
		return err
	}
	for _, key := range keys {
		err := s.db.InTx(ctx, func(ctx context.Context) error { return s.alarmOne(ctx, key) })
		if _, err := fault.Split(err); err != nil { // somebody else's change comes first; the next pass looks again
			return err
		}
	}
	return nil
}

func (s *Service) alarmOne(ctx context.Context, key db.ID) error {
	i, err := s.one(ctx, key, everywhere)
	if err != nil {
		return err
	}
	now := s.db.Now(ctx)
	if i.AlarmAt.IsZero() || i.AlarmAt.After(now.Time) {
		return nil
	}
	e := step{kind: EventOverdue, detail: "RESPONSE", before: keptIncidents.Digest(i)}
	switch {
	case i.State == StateResolved:
		e.kind, e.detail = EventClosed, ""
		i.close(now)
		err = s.tell(ctx, i, inbox.IncidentClosed, i.Title, i.Reporter)
	case i.AlarmAt.Before(i.ResolutionDueAt.Time) && now.Before(i.ResolutionDueAt.Time):
		i.AlarmAt = i.ResolutionDueAt
		err = s.tellHandlers(ctx, i, inbox.IncidentOverdue, i.Title)
	default:
		e.detail, i.AlarmAt = "RESOLUTION", db.Time{}
		err = s.tellHandlers(ctx, i, inbox.IncidentOverdue, i.Title)
	}
	if err != nil {
		return err
	}
	if err := s.save(ctx, i); err != nil {
		return err
	}
	return s.record(ctx, i, e)
}
