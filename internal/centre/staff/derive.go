package staff

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
)

// derivedAtOnce is how many people one step of Derive looks at.
const derivedAtOnce = 200

// Derive computes anew what people after the key are sorted and found by, and returns the last of those it looked at: a
// step over a store that an earlier version wrote.
func (s *Service) Derive(ctx context.Context, after db.ID) (last db.ID, err error) {
	h := s.db.From(ctx)
	some, err := db.All[*Member](ctx, h, "SELECT "+columns+" FROM staff WHERE staff.id > COALESCE(?, X'') ORDER BY staff.id LIMIT ?"+s.db.ForUpdate(ctx), after, derivedAtOnce)
	for _, m := range some {
		m.derive()
		if _, err := h.Exec(ctx, "UPDATE staff SET sort_name = ?, search = ? WHERE id = ?", m.SortName, m.Search, m.Key); err != nil {
			return last, err
		}
		last = m.Key
	}
	return last, err
}
