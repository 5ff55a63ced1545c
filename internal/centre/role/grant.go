package role

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// GrantInput gives a person a role.
type GrantInput struct {
	StaffMember string
	Role        access.Role
}

// RevokeInput takes a granted role back.
type RevokeInput struct{ ID string }

// Grant gives somebody else a role, with effect from their next request. A director's role takes the head of the Board.
func (s *Service) Grant(ctx context.Context, in GrantInput) (a *Assignment, err error) {
	err = s.change(ctx, access.PowersLock, func(ctx context.Context) error {
		m, err := s.staff.Get(ctx, in.StaffMember)
		if err != nil {
			return err
		}
		if articles[in.Role] == "" {
			return fault.User(fault.Invalid, fault.Text{VI: "Quyền này không được cấp bằng tay.", EN: "This role is not granted by hand."}, "input.role").By("12")
		}
		grant, err := s.mayGrant(ctx, in.Role, m.Key)
		if err != nil {
			return err
		}
		if err := atWork(m); err != nil {
			return err
		}
		held, err := s.held(ctx, m.Key)
		if err != nil {
			return err
		}
		if err := together(in.Role, held); err != nil {
			return err
		}
		a = &Assignment{Key: db.NewID(), Staff: m.Key, Role: in.Role, GrantedBy: access.Of(ctx).StaffID, GrantedAt: s.db.Now(ctx)}
		if err := s.insertAssignment(ctx, a); err != nil {
			return err
		}
		if err := s.ask(ctx, m.Key, in.Role); err != nil {
			return err
		}
		return s.record(ctx, event{action: "role.grant", article: articles[a.Role], detail: string(a.Role), kind: "role", key: a.Key,
			person: m.Key, grant: grant, after: a})
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}

// Revoke takes a role back, with effect from the holder's next request. The last active director keeps theirs.
func (s *Service) Revoke(ctx context.Context, in RevokeInput) (a *Assignment, err error) {
	err = s.change(ctx, access.PowersLock, func(ctx context.Context) error {
		if a, err = s.Assignment(ctx, in.ID); err != nil {
			return err
		}
		grant, err := s.mayGrant(ctx, a.Role, a.Staff)
		if err != nil {
			return err
		}
		if a.Role == access.Director && a.RevokedAt.IsZero() {
			if err := s.access.KeepDirector(ctx, a.Staff); err != nil {
				return err
			}
		}
		if err := s.revoke(ctx, a, grant); err != nil {
			return err
		}
		return s.keepPlace(ctx, a)
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}

// keepPlace notes that the role of IT was taken from somebody while no other account of IT's was in use. They count as its
// holder on, until somebody of IT signs in: else revoking it would let directors issue links, see access.Opening.
func (s *Service) keepPlace(ctx context.Context, a *Assignment) error {
	if a.Role != access.IT {
		return nil
	}
	others, err := db.One[int](ctx, s.db.From(ctx), `SELECT COUNT(*) FROM role_assignments ra JOIN accounts a ON a.staff_id = ra.staff_id AND a.it_since IS NOT NULL
		WHERE ra.role = 'it' AND ra.live = 1`)
	if err != nil || others > 0 {
		return err
	}
	_, err = s.db.From(ctx).Exec(ctx, "UPDATE role_assignments SET last_held = 1 WHERE id = ?", a.Key)
	return err
}

// mayGrant returns under which power the actor gives or takes the role.
func (s *Service) mayGrant(ctx context.Context, role access.Role, person db.ID) (access.Grant, error) {
	about := access.Target{People: []db.ID{person}}
	if err := s.access.Require(ctx, "role", "grant", about); err != nil {
		return access.Grant{}, err
	}
	if role == access.Director {
		return s.authority(ctx, person)
	}
	grant, _ := s.access.AllowedGrant(ctx, "role", "grant", about)
	return grant, nil
}

// revoke ends a live assignment; a user error where it is not.
func (s *Service) revoke(ctx context.Context, a *Assignment, grant access.Grant) error {
	before := *a
	a.RevokedBy, a.RevokedAt = access.Of(ctx).StaffID, s.db.Now(ctx)
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE role_assignments SET live = NULL, revoked_by = ?, revoked_at = ? WHERE id = ? AND live = 1", a.RevokedBy, a.RevokedAt, a.Key)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.User(fault.WrongState, fault.Text{VI: "Quyền này đã được thu hồi.", EN: "This role was revoked already."}, "")
	}
	return s.record(ctx, event{action: "role.revoke", article: articles[a.Role], detail: string(a.Role), kind: "role", key: a.Key,
		person: a.Staff, grant: grant, before: before, after: a})
}
