package asset

import (
	"context"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
)

// LiveRound returns the inventory round that is open to whoever may see assets, nil where none is.
func (s *Service) LiveRound(ctx context.Context) (*Round, error) {
	if s.visible(ctx).None() {
		return nil, nil
	}
	r := new(Round)
	err := s.db.From(ctx).Get(ctx, r, "SELECT "+roundColumns+" FROM inventory_rounds WHERE inventory_rounds.live = 1")
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return r, err
}

// TallyLines counts the lines that Lines would show, all of them or those of each department, since the round was opened.
func (s *Service) TallyLines(ctx context.Context, r *Round, f LineFilter, each bool) ([]paging.Tally, error) {
	where, values, err := s.lines(ctx, r, f)
	if err != nil {
		return nil, err
	}
	by := ""
	if each {
		by = "inventory_lines.department_id"
	}
	counted, err := paging.Count(ctx, s.db, by, "inventory_lines.at", "inventory_lines", where, values)
	for i := range counted {
		if counted[i].Count > 0 {
			counted[i].Since = r.OpenedAt
		}
	}
	return counted, err
}
