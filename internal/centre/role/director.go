package role

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
)

// authority returns under which power the actor speaks for the Board as a whole: as its head, or authorised in writing
// by the head, which is a delegation of the head's power. A power lent by the person concerned does not count.
func (s *Service) authority(ctx context.Context, about db.ID) (access.Grant, error) {
	actor := access.Of(ctx)
	if actor.Is(access.System) {
		return access.Grant{Role: access.System}, nil
	}
	heads, err := s.boardHeads(ctx, staff.Active, staff.OnLeave)
	if err != nil {
		return access.Grant{}, err
	}
	for _, g := range actor.Grants {
		principal := g.OnBehalfOf
		if principal.IsZero() {
			principal = actor.StaffID
		}
		if g.Role == access.Director && principal != about && slices.Contains(heads, principal) {
			return g, nil
		}
	}
	return access.Grant{}, errNeedsAuthority
}

// boardHeads returns who heads the Board now: its head, or whoever acts as one by decision.
func (s *Service) boardHeads(ctx context.Context, states ...staff.State) ([]db.ID, error) {
	var heads []db.ID
	now := s.db.Now(ctx)
	return heads, s.db.From(ctx).Select(ctx, &heads, `SELECT po.staff_id FROM positions po JOIN departments d ON d.id = po.department_id AND d.kind = 'BOARD'
		JOIN staff s ON s.id = po.staff_id AND s.state IN (?)
		WHERE po.kind IN ('HEAD', 'ACTING') AND po.from_at <= ? AND (po.to_at IS NULL OR po.to_at > ?)`, states, now, now)
}

// held returns the roles that a person holds or was lent, those lent for later included.
func (s *Service) held(ctx context.Context, person db.ID) ([]access.Role, error) {
	var roles []access.Role
	return roles, s.db.From(ctx).Select(ctx, &roles, `SELECT role FROM role_assignments WHERE staff_id = ? AND live = 1
		UNION SELECT role FROM delegations WHERE to_staff_id = ? AND to_at > ? AND revoked_at IS NULL`, person, person, s.db.Now(ctx))
}
