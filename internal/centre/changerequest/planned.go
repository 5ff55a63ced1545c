package changerequest

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
)

// Work is what everybody may know of a change that is approved and planned: what kind it is of, and when (Art. 4).
type Work struct {
	Request db.ID   `db:"id"`
	Asset   db.ID   `db:"asset_id"`
	Kind    Kind    `db:"kind"`
	From    db.Time `db:"planned_from"`
	To      db.Time `db:"planned_to"` // zero where nobody said
}

// Planned returns the approved changes to each of the assets that are planned and whose time is not over, the next first,
// whoever asks.
func (s *Service) Planned(ctx context.Context, assets []db.ID) (map[db.ID][]*Work, error) {
	on := map[db.ID][]*Work{}
	if len(assets) == 0 {
		return on, nil
	}
	all, err := db.All[*Work](ctx, s.db.From(ctx), `SELECT id, asset_id, kind, planned_from, planned_to FROM change_requests
		WHERE state = 'APPROVED' AND planned_from IS NOT NULL AND (planned_to IS NULL OR planned_to > ?) AND asset_id IN (?) ORDER BY planned_from, id`, s.db.Now(ctx), assets)
	for _, w := range all {
		on[w.Asset] = append(on[w.Asset], w)
	}
	return on, err
}

// Tally counts the requests that List would show, all of them or those of each department, since they were asked for or,
// of an emergency, since the director spoke.
func (s *Service) Tally(ctx context.Context, f Filter, each bool) ([]paging.Tally, error) {
	where, values, err := s.where(ctx, f)
	if err != nil {
		return nil, err
	}
	by := ""
	if each {
		by = "department_id"
	}
	return paging.Count(ctx, s.db, by, "COALESCE(spoken_at, created_at)", "change_requests", where, values)
}
