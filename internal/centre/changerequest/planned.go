package changerequest

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
)

// Work is what everybody may know of a change that is approved and planned: what kind it is of, and when (Art. 4).
type Work struct {
	Request db.ID   `db:"id"`
	Asset   db.ID   `db:"asset_id"`
	Kind    Kind    `db:"kind"`
	From    db.Time `db:"planned_from"`
	To      db.Time `db:"planned_to"` // zero if nobody said
}

// Planned returns the planned, approved changes to each of the assets whose time is not over, the next first. It checks no
// permission.
func (s *Service) Planned(ctx context.Context, assets []db.ID) (map[db.ID][]*Work, error) {
	on := map[db.ID][]*Work{}
	if len(assets) == 0 {
		return on, nil
	}
	all, err := s.planned(ctx, assets)
	for _, w := range all {
		on[w.Asset] = append(on[w.Asset], w)
	}
	return on, err
}
