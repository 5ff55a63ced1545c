package incident

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
)

// Trouble is what everybody may know of an open incident on a service (Art. 4): not the reporter's words, and nobody's name.
type Trouble struct {
	Incident   db.ID    `db:"id"`
	Asset      db.ID    `db:"asset_id"`
	Category   Category `db:"category"`
	Priority   Priority `db:"priority"`
	State      State    `db:"state"`
	ReportedAt db.Time  `db:"created_at"`
}

// On returns the open incidents about each of the assets, gravest first. It checks no permission. What is or was a matter
// of security is never among them: an attacker would learn from the service's state that they were noticed (Art. 6d).
func (s *Service) On(ctx context.Context, assets []db.ID) (map[db.ID][]*Trouble, error) {
	on := map[db.ID][]*Trouble{}
	if len(assets) == 0 {
		return on, nil
	}
	all, err := s.troubles(ctx, assets)
	grave := []Priority{PriorityCritical, PriorityHigh, PriorityMedium, PriorityLow}
	slices.SortFunc(all, func(a, b *Trouble) int {
		if n := slices.Index(grave, a.Priority) - slices.Index(grave, b.Priority); n != 0 {
			return n
		}
		if n := a.ReportedAt.Compare(b.ReportedAt.Time); n != 0 {
			return n
		}
		return a.Incident.Compare(b.Incident)
	})
	for _, t := range all {
		on[t.Asset] = append(on[t.Asset], t)
	}
	return on, err
}

// Tally counts the incidents that List would show: all of them, or those of each department concerned. Counted by
// department, whatever names the department of a protected reporter is left out, as it is of a list that is narrowed to
// one. since is the field whose earliest value is told.
func (s *Service) Tally(ctx context.Context, f Filter, since OrderField, each bool) ([]paging.Tally, error) {
	where, values, err := s.where(ctx, f)
	if err != nil {
		return nil, err
	}
	by, column := "", orders.Order(Order{Field: since}, nil).Column
	if each {
		known := s.access.Reach(ctx, kind, "read_reporter")
		by, where, values = "incidents.department_id", where+" AND "+known.SQL, slices.Concat(values, known.Args)
	}
	return paging.Count(ctx, s.db, by, column, "incidents", where, values)
}
