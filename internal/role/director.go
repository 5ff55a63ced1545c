package role

import (
	"context"
	"slices"

	"ttyt/internal/access"
	"ttyt/internal/db"
	"ttyt/internal/staff"
)

// KeepDirector refuses to let the last active director go. Call it inside the transaction that revokes, suspends or
// ends them; such transactions take turns.
func (s *Service) KeepDirector(ctx context.Context, person db.ID) error {
	var mine, others int
	err := s.db.From(ctx).Get(ctx, &mine, "SELECT COUNT(*) FROM role_assignments WHERE staff_id = ? AND role = 'director' AND live = 1", person)
	if err != nil || mine == 0 {
		return err
	}
	if err := s.db.Lock(ctx, directorsLock); err != nil {
		return err
	}
	err = s.db.From(ctx).Get(ctx, &others, `SELECT COUNT(*) FROM role_assignments ra
		JOIN staff s ON s.id = ra.staff_id AND s.state = 'ACTIVE' LEFT JOIN accounts a ON a.staff_id = s.id
		WHERE ra.role = 'director' AND ra.live = 1 AND s.id <> ? AND COALESCE(a.state, 'ACTIVE') = 'ACTIVE'`, person)
	if err == nil && others == 0 {
		return errLastDirector
	}
	return err
}

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
