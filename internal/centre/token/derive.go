package token

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
)

// derivedAtOnce is how many service accounts one step of Derive looks at.
const derivedAtOnce = 200

// Derive computes anew what service accounts after the key are sorted and told apart by, and returns the last of those it
// looked at: a step over a store that an earlier version wrote. Of two names that have become one, the older account keeps it.
func (s *Service) Derive(ctx context.Context, after db.ID) (last db.ID, err error) {
	h := s.db.From(ctx)
	some, err := db.All[*Account](ctx, h, "SELECT * FROM service_accounts WHERE id > COALESCE(?, X'') ORDER BY id LIMIT ?"+s.db.ForUpdate(ctx), after, derivedAtOnce)
	for _, a := range some {
		a.derive()
		if _, err := h.Exec(ctx, "UPDATE service_accounts SET sort_name = ? WHERE id = ?", a.SortName, a.Key); err != nil {
			return last, err
		}
		if _, err := h.Exec(ctx, s.db.Dialect.UpdateIgnore()+" service_accounts SET name_key = ? WHERE id = ?", a.NameKey, a.Key); err != nil {
			return last, err
		}
		last = a.Key
	}
	return last, err
}
