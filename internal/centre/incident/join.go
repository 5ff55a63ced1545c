package incident

import (
	"context"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// How many incidents one caller may report within an hour: ordinary ones, and all of them. What is CRITICAL or a matter of
// security counts among the latter alone, so that no flood of small things keeps a grave one out. A tool watches many machines.
const (
	pace          = time.Hour
	maxOrdinary   = 10
	maxReports    = 60
	toolsOrdinary = 60
	toolsReports  = 120
)

// grave reports whether a report is held to the wider limit.
func grave(c Category, p Priority) bool { return c == Security || p == PriorityCritical }

// paced refuses a report beyond what its caller may file within an hour, with the time after which it is taken. Reports of one
// caller take turns, so that none slips through beside another.
func (s *Service) paced(ctx context.Context, o *Opening) error {
	impact, urgency := o.levels()
	ordinary, most := maxOrdinary, maxReports
	if !access.Of(ctx).Service.IsZero() {
		ordinary, most = toolsOrdinary, toolsReports
	}
	now := s.db.Now(ctx)
	filed, err := s.filed(ctx, db.At(now.Add(-pace)))
	if err != nil {
		return err
	}
	var all, small []db.Time
	for _, f := range filed {
		if all = append(all, f.At); !grave(f.Category, f.Priority) {
			small = append(small, f.At)
		}
	}
	if len(all) >= most {
		return tooMany(most, all[len(all)-most], now)
	}
	if len(small) >= ordinary && !grave(o.Category, priorityOf(impact, urgency)) {
		return tooMany(ordinary, small[len(small)-ordinary], now)
	}
	return nil
}

// tooMany says when the report that was filed at the moment counts no longer.
func tooMany(most int, oldest, now db.Time) error {
	left := oldest.Add(pace).Sub(now.Time)
	minutes := int((left + time.Minute - 1) / time.Minute)
	e := fault.Wait(int((left + time.Second - 1) / time.Second))
	e.Text = reportedTooMany.With(most, minutes)
	e.Rule = "5c"
	return e
}

// join puts a new incident with those still to be solved that name one of its assets and are of its category, for their handlers
// to see and solve together. Incidents that are or were a matter of security are never among them, and reporters see no difference.
func (s *Service) join(ctx context.Context, i *Incident, assets []db.ID) error {
	if !i.Application.IsZero() {
		assets = append([]db.ID{i.Application}, assets...)
	}
	if i.Confidential || len(assets) == 0 {
		return nil
	}
	first, err := s.same(ctx, i, assets)
	if err != nil || first.IsZero() {
		return err
	}
	return s.saveJoin(ctx, first, i.Key)
}

// along does to the others that are to be solved with the incident what was done to it, and records it with each.
func (s *Service) along(ctx context.Context, i *Incident, e step, do func(ctx context.Context, other *Incident) (bool, error)) error {
	others, err := s.joined(ctx, i.Key)
	if err != nil {
		return err
	}
	for _, o := range others {
		line := step{kind: e.kind, grant: e.grant, detail: e.detail, before: keptIncidents.Digest(o)}
		done, err := do(ctx, o)
		if err != nil {
			return err
		}
		if !done {
			continue
		}
		if err := s.save(ctx, o); err != nil {
			return err
		}
		if err := s.record(ctx, o, line); err != nil {
			return err
		}
	}
	return nil
}

// JoinedWith returns, to those who handle an incident, a page of the other reports of the same trouble, the earliest first;
// nothing to anybody else, so that no reporter learns of another.
func (s *Service) JoinedWith(ctx context.Context, incidents []db.ID, args paging.Args) (map[db.ID]*Connection, error) {
	plan, err := paging.New(args, paging.Order{Name: "joined", Column: "incidents.created_at", ID: "incidents.id"})
	if err != nil {
		return nil, err
	}
	reach := s.access.Reach(ctx, kind, "handle")
	if reach.None() {
		return nil, nil
	}
	handled, err := s.joinable(ctx, incidents, reach)
	if err != nil {
		return nil, err
	}
	rows, err := s.others(ctx, plan, handled, reach)
	found := make(map[db.ID]*Connection, len(rows))
	for key, c := range rows {
		found[key] = paging.Map(c, func(o *other) *Incident { return &o.Incident })
	}
	return found, err
}
