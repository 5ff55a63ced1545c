package token

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/core/access"
)

// bindDrafts keeps in a new token the department for which it drafts posts: wanted with the scope, and not without. Nobody holds a
// role in the centre as a whole, so nobody could take a draft of it over.
func (s *Service) bindDrafts(ctx context.Context, t *Token, global *string) error {
	var f input.Form
	drafts := slices.Contains(t.Scopes(), access.DraftScope)
	if global == nil {
		f.Present("department", !drafts)
		return f.Err()
	}
	d, err := s.departments.Get(ctx, *global)
	if err != nil {
		return err
	}
	f.Must(drafts, "department", draftScopeOnly.With(access.DraftScope))
	f.Must(d.Kind != department.Centre, "department", draftsForCentre)
	t.DraftDepartment = d.Key
	return f.Err()
}
