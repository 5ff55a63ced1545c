package role

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// endPowers ends all that a person held, lent or was lent, in the transaction in which they leave.
func (s *Service) endPowers(ctx context.Context, person db.ID) error {
	var assignments []*Assignment
	if err := s.all(ctx, &assignments, assignmentColumns, "role_assignments", "staff_id = ? AND live = 1", person); err != nil {
		return err
	}
	for _, a := range assignments {
		if err := s.revoke(ctx, a, access.Grant{}); err != nil {
			return err
		}
	}
	now := s.db.Now(ctx)
	var delegations []*Delegation
	if err := s.all(ctx, &delegations, delegationColumns, "delegations", "(from_staff_id = ? OR to_staff_id = ?) AND revoked_at IS NULL AND to_at > ?", person, person, now); err != nil {
		return err
	}
	for _, d := range delegations {
		if err := s.revokeDelegation(ctx, d); err != nil {
			return err
		}
	}
	return s.endAll(ctx, "staff_id = ? AND (to_at IS NULL OR to_at > ?)", person, now)
}

// endPositions ends the positions that a person held in the department that they leave.
func (s *Service) endPositions(ctx context.Context, person, from db.ID) error {
	return s.endAll(ctx, "staff_id = ? AND department_id = ? AND (to_at IS NULL OR to_at > ?)", person, from, s.db.Now(ctx))
}

func (s *Service) endAll(ctx context.Context, where string, args ...any) error {
	var positions []*Position
	if err := s.all(ctx, &positions, positionColumns, "positions", where, args...); err != nil {
		return err
	}
	for _, p := range positions {
		if err := s.endPosition(ctx, p, access.Grant{}, ""); err != nil {
			return err
		}
	}
	return nil
}
