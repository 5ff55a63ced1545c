package asset

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
)

// derivedAtOnce is how many assets one step of Derive looks at.
const derivedAtOnce = 200

// Derive computes anew what assets after the key are found and told apart by, and returns the last of those it looked at:
// a step over a store that an earlier version wrote. Of two serials that have become one, the older asset's keeps it.
func (s *Service) Derive(ctx context.Context, after db.ID) (last db.ID, err error) {
	h := s.db.From(ctx)
	some, err := db.All[*Asset](ctx, h, "SELECT "+columns+" FROM assets WHERE assets.id > COALESCE(?, X'') ORDER BY assets.id LIMIT ?"+s.db.ForUpdate(ctx), after, derivedAtOnce)
	for _, a := range some {
		a.derive()
		if _, err := h.Exec(ctx, "UPDATE assets SET search = ? WHERE id = ?", a.Search, a.Key); err != nil {
			return last, err
		}
		if _, err := h.Exec(ctx, s.db.Dialect.UpdateIgnore()+" assets SET serial_key = ? WHERE id = ?", a.SerialKey, a.Key); err != nil {
			return last, err
		}
		last = a.Key
	}
	return last, err
}
