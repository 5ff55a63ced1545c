package inventory

import (
	"context"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/asset"
)

// turn is the name under which a round is opened, and assets come to their departments, one after the other: what is registered
// beside the opening of a round is in it, whichever comes first.
const turn = "inventory_scope"

// placed gives the open round a line of each asset that came to a department since it was opened. Of an asset that went to another
// department, that department looks for it, unless it was looked at already.
func (s *Service) placed(ctx context.Context, assets []*asset.Asset) error {
	if err := s.db.Lock(ctx, turn); err != nil {
		return err
	}
	r, err := s.live(ctx)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if r, err = s.one(ctx, r.Key); err != nil || r.Live == nil { // closed a moment ago
		return err
	}
	if err := s.hold(ctx, r); err != nil {
		return err
	}
	known, err := s.linesOf(ctx, r, assets)
	if err != nil {
		return err
	}
	var lines []*Line
	for _, a := range assets {
		l := known[a.Key]
		switch {
		case l == nil:
			lines = append(lines, &Line{Round: r.Key, Key: a.Key, Asset: a.Key, Label: a.Code, Department: a.Department, Result: Unseen})
		case l.Result == Unseen && l.Department != a.Department:
			l.Department = a.Department
			if err := s.saveDepartment(ctx, l); err != nil {
				return err
			}
		}
	}
	return s.insertLines(ctx, lines)
}
