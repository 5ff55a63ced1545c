package role

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// GrantInput gives a person a role.
type GrantInput struct {
	StaffMember string
	Role        access.Role
}

// RevokeInput takes a granted role back.
type RevokeInput struct{ ID string }

// Grant gives somebody else a role, with effect from their next request. A director's role takes the head of the Board.
func (s *Service) Grant(ctx context.Context, in GrantInput) (*Assignment, error) {
	made := act.Creation{Operation: "grantRole", Input: in, Turn: access.PowersLock}
	return s.assignments.Create(ctx, made, func(ctx context.Context) (*Assignment, error) { return s.grant(ctx, in) })
}

func (s *Service) grant(ctx context.Context, in GrantInput) (*Assignment, error) {
	m, err := s.staff.GetHeld(ctx, in.StaffMember)
	if err != nil {
		return nil, err
	}
	a := &Assignment{Key: db.NewID(), Staff: m.Key, Role: in.Role, GrantedBy: access.Of(ctx).StaffID, GrantedAt: s.db.Now(ctx)}
	grant, err := s.assignments.May(ctx, actionGrant, a)
	if err != nil {
		return nil, err
	}
	if articles[in.Role] == "" {
		return nil, fault.User(fault.Invalid, notByHand, "input.role").By("12")
	}
	if err := atWork(m); err != nil {
		return nil, err
	}
	held, err := s.held(ctx, m.Key)
	if err != nil {
		return nil, err
	}
	if err := together(in.Role, held); err != nil {
		return nil, err
	}
	if err := s.insertAssignment(ctx, a); err != nil {
		return nil, err
	}
	if err := s.ask(ctx, m.Key, in.Role); err != nil {
		return nil, err
	}
	return a, s.recordAssignment(ctx, a, act.Line{Action: "role.grant", Grant: grant})
}

// Revoke takes a role back, with effect from the holder's next request. The last active director keeps theirs.
func (s *Service) Revoke(ctx context.Context, in RevokeInput) (*Assignment, error) {
	w := act.Want{Action: actionRevoke, ID: in.ID, Turn: access.PowersLock}
	return s.assignments.Do(ctx, w, func(ctx context.Context, a *Assignment, _ access.Grant) (line act.Line, err error) {
		last, err := s.lastOfIT(ctx, a)
		a.revoke(ctx, s.db.Now(ctx), last)
		return act.Line{Action: "role.revoke"}, err
	})
}

func (a *Assignment) revoke(ctx context.Context, now db.Time, last bool) {
	if a.RevokedBy, a.RevokedAt, a.Live = access.Of(ctx).StaffID, now, nil; last {
		a.LastHeld = &yes
	}
}

// lastOfIT reports whether the role of IT is taken from somebody while no other account of IT's is in use. They count as
// its holder on, until somebody of IT signs in: else revoking it would let directors issue links, see access.Opening.
func (s *Service) lastOfIT(ctx context.Context, a *Assignment) (bool, error) {
	if a.Role != access.IT {
		return false, nil
	}
	others, err := s.othersOfIT(ctx, a)
	return others == 0, err
}

// keepAssignment saves a revocation and records it.
func (s *Service) keepAssignment(ctx context.Context, a *Assignment, l act.Line) error {
	if err := s.saveRevocation(ctx, a); err != nil {
		return err
	}
	return s.recordAssignment(ctx, a, l)
}

func (s *Service) recordAssignment(ctx context.Context, a *Assignment, l act.Line) error {
	l.Article, l.Detail = articles[a.Role], string(a.Role)
	return s.record(ctx, concern{kind: "role", key: a.Key, person: a.Staff, after: keptAssignments.Digest(a)}, l)
}
