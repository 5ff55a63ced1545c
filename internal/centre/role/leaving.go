package role

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/act"
)

// endPowers ends all that a person held, lent or was lent, in the transaction in which they leave. The caller who ends the
// employment needs no right to each.
func (s *Service) endPowers(ctx context.Context, person db.ID) error {
	now := s.db.Now(ctx)
	assignments, err := s.liveAssignments(ctx, person)
	if err != nil {
		return err
	}
	for _, a := range assignments {
		line := act.Line{Action: "role.revoke", Before: keptAssignments.Digest(a)}
		a.revoke(ctx, now, false)
		if err := s.keepAssignment(ctx, a, line); err != nil {
			return err
		}
	}
	delegations, err := s.openDelegations(ctx, person)
	if err != nil {
		return err
	}
	for _, d := range delegations {
		line := act.Line{Action: "delegation.revoke", Before: keptDelegations.Digest(d)}
		d.RevokedAt = now
		if err := s.keepDelegation(ctx, d, line); err != nil {
			return err
		}
	}
	return s.endAll(ctx, person, db.ID{})
}

// endPositions ends the positions that a person held in the department that they leave.
func (s *Service) endPositions(ctx context.Context, person, from db.ID) error {
	return s.endAll(ctx, person, from)
}

// endAll ends the positions of a person in the department, in all where none is given.
func (s *Service) endAll(ctx context.Context, person, department db.ID) error {
	positions, err := s.openPositions(ctx, person, department)
	if err != nil {
		return err
	}
	for _, p := range positions {
		line := act.Line{Action: "position.end", Before: keptPositions.Digest(p)}
		p.end(s.db.Now(ctx))
		if err := s.keepPosition(ctx, p, line); err != nil {
			return err
		}
	}
	return nil
}
