package role

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// DelegateInput lends the caller's own power to a colleague.
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

// maxLoans is how many powers that are not over are lent to one person at most.
const maxLoans = 20

// Delegate lends a power that the actor holds themselves, for a time, to a colleague who may hold it.
func (s *Service) Delegate(ctx context.Context, in DelegateInput) (*Delegation, error) {
	made := act.Creation{Operation: "delegate", Input: in, Turn: access.PowersLock}
	return s.delegations.Create(ctx, made, func(ctx context.Context) (*Delegation, error) { return s.delegate(ctx, in) })
}

func (s *Service) delegate(ctx context.Context, in DelegateInput) (*Delegation, error) {
	m, err := s.staff.GetHeld(ctx, in.StaffMember, access.Of(ctx).StaffID)
	if err != nil {
		return nil, err
	}
	now := s.db.Now(ctx)
	d := &Delegation{Key: db.NewID(), FromStaff: access.Of(ctx).StaffID, ToStaff: m.Key, Role: in.Role, DecisionNo: in.DecisionNo, From: in.From, Until: in.Until, CreatedAt: now}
	if d.From.IsZero() {
		d.From = now
	}
	if in.Role == access.Manager {
		if d.Department, err = s.departmentKey(ctx, in.Department); err != nil {
			return nil, err
		}
	}
	grant, err := s.delegations.May(ctx, actionLend, d)
	if err != nil {
		return nil, err
	}
	if err := atWork(m); err != nil {
		return nil, err
	}
	if err := d.check(now); err != nil {
		return nil, err
	}
	held, err := s.held(ctx, m.Key)
	if err != nil {
		return nil, err
	}
	if err := together(d.Role, held); err != nil {
		return nil, err
	}
	if lent, err := s.countLoans(ctx, m.Key); err != nil {
		return nil, err
	} else if lent >= maxLoans {
		return nil, fault.User(fault.Invalid, tooManyLent, "input.staffMember").By("12")
	}
	if err := s.insertDelegation(ctx, d); err != nil {
		return nil, err
	}
	if err := s.ask(ctx, m.Key, d.Role); err != nil {
		return nil, err
	}
	return d, s.recordDelegation(ctx, d, act.Line{Action: "delegation.create", Grant: grant})
}

// departmentKey reads the department that a manager's power is over.
func (s *Service) departmentKey(ctx context.Context, global string) (db.ID, error) {
	if global == "" {
		return db.ID{}, fault.User(fault.Required, department.Choose, "input.department")
	}
	d, err := s.departments.Get(ctx, global)
	if err != nil {
		return db.ID{}, err
	}
	return d.Key, nil
}

func (d *Delegation) check(now db.Time) error {
	var f input.Form
	f.Must(d.ToStaff != d.FromStaff, "staffMember", lentToSelf)
	f.Needed("decisionNo", &d.DecisionNo, 64)
	f.Must(!d.From.Before(now.Time), "from", lentForPast)
	f.Must(d.Until.After(d.From.Time) && d.Until.Sub(d.From.Time) <= longestLoan, "until", lentTooLong)
	return f.Err()
}

// RevokeDelegation ends a lent power: the lender takes it back, the borrower gives it up, or personnel or a director
// ends it.
func (s *Service) RevokeDelegation(ctx context.Context, in RevokeDelegationInput) (*Delegation, error) {
	w := act.Want{Action: actionRevoke, ID: in.ID, Turn: access.PowersLock}
	return s.delegations.Do(ctx, w, func(ctx context.Context, d *Delegation, _ access.Grant) (act.Line, error) {
		d.RevokedAt = s.db.Now(ctx)
		return act.Line{Action: "delegation.revoke"}, nil
	})
}

// keepDelegation saves that a power was taken back and records it.
func (s *Service) keepDelegation(ctx context.Context, d *Delegation, l act.Line) error {
	if err := s.saveReturn(ctx, d); err != nil {
		return err
	}
	return s.recordDelegation(ctx, d, l)
}

func (s *Service) recordDelegation(ctx context.Context, d *Delegation, l act.Line) error {
	l.Article, l.Detail = "12", string(d.Role)+" "+d.DecisionNo
	return s.record(ctx, concern{kind: "delegation", key: d.Key, person: d.ToStaff, department: d.Department, after: keptDelegations.Digest(d)}, l)
}
