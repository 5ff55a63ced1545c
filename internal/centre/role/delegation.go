package role

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/core/access"
)

// DelegateInput lends one's own power to a colleague.
type DelegateInput struct {
	StaffMember string
	Role        access.Role // manager or director
	Department  string      // of a manager's power
	DecisionNo  string
	From        db.Time // now when left out
	Until       db.Time
}

// RevokeDelegationInput takes a lent power back.
type RevokeDelegationInput struct{ ID string }

// Delegate lends a power that the actor holds themselves, for a time, to a colleague who may hold it.
func (s *Service) Delegate(ctx context.Context, in DelegateInput) (d *Delegation, err error) {
	err = s.change(ctx, access.PowersLock, func(ctx context.Context) error {
		m, err := s.staff.Get(ctx, in.StaffMember)
		if err != nil {
			return err
		}
		now := s.db.Now(ctx)
		d = &Delegation{Key: db.NewID(), FromStaff: access.Of(ctx).StaffID, ToStaff: m.Key, Role: in.Role, DecisionNo: in.DecisionNo, From: in.From, Until: in.Until, CreatedAt: now}
		if d.From.IsZero() {
			d.From = now
		}
		if in.Role == access.Manager {
			if d.Department, err = s.departmentKey(ctx, in.Department); err != nil {
				return err
			}
		}
		grant, err := s.mayLend(ctx, d)
		if err != nil {
			return err
		}
		if err := atWork(m); err != nil {
			return err
		}
		if err := d.check(now); err != nil {
			return err
		}
		held, err := s.held(ctx, m.Key)
		if err != nil {
			return err
		}
		if err := together(d.Role, held); err != nil {
			return err
		}
		if err := s.db.From(ctx).Insert(ctx, "delegations", d); err != nil {
			return err
		}
		if err := s.ask(ctx, m.Key, d.Role); err != nil {
			return err
		}
		return s.record(ctx, d.event("delegation.create", grant, nil))
	})
	if err != nil {
		return nil, err
	}
	return d, nil
}

func (d *Delegation) event(action string, grant access.Grant, before any) event {
	return event{action: action, article: "12", detail: string(d.Role) + " " + d.DecisionNo, kind: "delegation", key: d.Key,
		person: d.ToStaff, department: d.Department, grant: grant, before: before, after: d}
}

// departmentKey reads the department that a manager's power is over.
func (s *Service) departmentKey(ctx context.Context, global string) (db.ID, error) {
	if global == "" {
		return db.ID{}, fault.User(fault.Required, fault.Text{VI: "Cần chọn đơn vị.", EN: "Name the department."}, "input.department")
	}
	d, err := s.departments.Get(ctx, global)
	if err != nil {
		return db.ID{}, err
	}
	return d.Key, nil
}

// mayLend returns the actor's own grant of the power. One that is only lent to them cannot be lent further.
func (s *Service) mayLend(ctx context.Context, d *Delegation) (access.Grant, error) {
	actor := access.Of(ctx)
	lender := access.Target{Department: d.Department, People: []db.ID{d.FromStaff}}
	if err := s.access.Require(ctx, "delegation", "create", lender); err != nil {
		return access.Grant{}, err
	}
	i := slices.IndexFunc(actor.Grants, func(g access.Grant) bool {
		return g.Role == d.Role && g.OnBehalfOf.IsZero() && g.Department == d.Department
	})
	lendable := d.Role == access.Manager || d.Role == access.Director
	if i < 0 || !lendable {
		return access.Grant{}, fault.Refused("12")
	}
	return actor.Grants[i], nil
}

func (d *Delegation) check(now db.Time) error {
	var f input.Form
	f.Check(d.ToStaff != d.FromStaff, "staffMember", "Không tự ủy quyền cho mình.", "Nobody lends a power to themselves.")
	f.Needed("decisionNo", &d.DecisionNo, 64)
	f.Check(!d.From.Before(now.Time), "from", "Ủy quyền không có hiệu lực từ trước.", "A power is not lent for the past.")
	f.Check(d.Until.After(d.From.Time) && d.Until.Sub(d.From.Time) <= longestLoan, "until", "Ủy quyền kết thúc sau lúc bắt đầu, nhiều nhất 90 ngày.", "A loan ends after it begins, within 90 days.")
	return f.Err()
}

// RevokeDelegation ends a lent power: the lender takes it back, the borrower gives it up, or personnel or a director
// ends it.
func (s *Service) RevokeDelegation(ctx context.Context, in RevokeDelegationInput) (d *Delegation, err error) {
	err = s.change(ctx, access.PowersLock, func(ctx context.Context) error {
		if d, err = s.Delegation(ctx, in.ID); err != nil {
			return err
		}
		if err := s.access.Require(ctx, "delegation", "revoke", d.Target()); err != nil {
			return err
		}
		return s.revokeDelegation(ctx, d)
	})
	if err != nil {
		return nil, err
	}
	return d, nil
}

// revokeDelegation ends a delegation; a user error where it is over.
func (s *Service) revokeDelegation(ctx context.Context, d *Delegation) error {
	before, now := *d, s.db.Now(ctx)
	d.RevokedAt = now
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE delegations SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL AND to_at > ?", now, d.Key, now)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.User(fault.WrongState, fault.Text{VI: "Ủy quyền này đã kết thúc.", EN: "This delegation is over."}, "").By("12")
	}
	return s.record(ctx, d.event("delegation.revoke", access.Grant{}, before))
}
