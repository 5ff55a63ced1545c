package auth

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// CreateAccountInput gives a staff member their one account.
type CreateAccountInput struct {
	Staff string
	Login string
	Alias string
}

// CreateAccount makes an account without a password, and issues a one-time link to set one, as SendPasswordReset does; the
// program itself, which has LinkFor, gets none. WrongState when the person has left or is on leave, Taken when there is
// an account or the login is in use.
func (s *Service) CreateAccount(ctx context.Context, in CreateAccountInput) (*Account, error) {
	staff, err := db.ParseID("staff", in.Staff)
	if err != nil {
		return nil, err
	}
	var d *draft
	made := act.Creation{Operation: "createAccount", Input: in, Turn: access.PowersLock}
	a, err := s.accounts.Create(ctx, made, func(ctx context.Context) (a *Account, err error) {
		a = &Account{Key: db.NewID(), StaffID: staff, Login: loginKey(in.Login), Alias: in.Alias, State: Active, Version: 1, CreatedAt: s.db.Now(ctx)}
		d, err = s.create(ctx, a)
		return a, err
	})
	if err == nil {
		err = d.out(ctx)
	}
	if err != nil {
		return nil, err
	}
	a.Link = d.link()
	return a, nil
}

// create checks and inserts a new account with its first link, nil if there is none.
func (s *Service) create(ctx context.Context, a *Account) (*draft, error) {
	grant, err := s.accounts.May(ctx, actionCreate, a)
	if err != nil {
		return nil, err
	}
	if err := s.check(ctx, a); err != nil {
		return nil, err
	}
	holder, err := s.person(ctx, a.StaffID)
	if err != nil {
		return nil, err
	}
	if !holder.active() {
		return nil, fault.User(fault.WrongState, noActiveService, "input.staff").By("1")
	}
	var d *draft
	if !access.Of(ctx).Is(access.System) {
		if d, err = s.draft(ctx, a, holder); err != nil {
			return nil, err
		}
	}
	if err := s.insertAccount(ctx, a); err != nil {
		return nil, err
	}
	if err := s.changed(ctx, a, act.Line{Action: "account.create", Article: "1", Grant: grant}); err != nil || d == nil {
		return nil, err
	}
	return d, s.issue(ctx, d, grant)
}

// check brings a new account into its stored form.
func (s *Service) check(ctx context.Context, a *Account) error {
	var f input.Form
	if err := s.db.Lock(ctx, namesLock); err != nil {
		return err
	}
	if err := s.checkLogin(ctx, &f, a.Login); err != nil {
		return err
	}
	if err := s.checkAlias(ctx, &f, a); err != nil {
		return err
	}
	return f.Err()
}

// SuspendAccountInput names an account and why it is suspended.
type SuspendAccountInput struct {
	ID     string
	Reason string
}

// SuspendAccount bars an account and ends its sessions until IT resumes it. The last director who can act is not
// suspended.
func (s *Service) SuspendAccount(ctx context.Context, in SuspendAccountInput) (*Account, error) {
	var f input.Form
	f.Needed("reason", &in.Reason, 500)
	w := act.Want{Action: actionSuspend, ID: in.ID, Whatever: true, Fault: f.Err()}
	return s.accounts.Do(ctx, w, func(ctx context.Context, a *Account, _ access.Grant) (act.Line, error) {
		line := act.Line{Action: "account.suspend", Article: "6d", Detail: in.Reason}
		if err := s.access.KeepDirector(ctx, a.StaffID); err != nil {
			return line, err
		}
		a.State, a.SuspendedFor = Suspended, forOrder
		return line, s.shut(ctx, a)
	})
}

// ResumeAccountInput names an account.
type ResumeAccountInput struct{ ID string }

// ResumeAccount lifts a suspension that was ordered. One for leave ends with the leave.
func (s *Service) ResumeAccount(ctx context.Context, in ResumeAccountInput) (*Account, error) {
	w := act.Want{Action: actionResume, ID: in.ID, Whatever: true}
	return s.accounts.Do(ctx, w, func(_ context.Context, a *Account, _ access.Grant) (act.Line, error) {
		a.State, a.SuspendedFor = Active, ""
		return act.Line{Action: "account.resume", Article: "1"}, nil
	})
}

// UpdateAliasInput gives an account another public name.
type UpdateAliasInput struct {
	ID              string
	Alias           string
	ExpectedVersion int
}

// UpdateAlias changes the public name under which the holder's posts appear from now on.
func (s *Service) UpdateAlias(ctx context.Context, in UpdateAliasInput) (*Account, error) {
	w := act.Want{Action: actionUpdateAlias, ID: in.ID, Version: in.ExpectedVersion, Turn: namesLock} // before the account is locked
	return s.accounts.Do(ctx, w, func(ctx context.Context, a *Account, _ access.Grant) (act.Line, error) {
		line := act.Line{Action: "account.update_alias", Article: "6b"}
		a.Alias = in.Alias
		var f input.Form
		if err := s.checkAlias(ctx, &f, a); err != nil {
			return line, err
		}
		return line, f.Err()
	})
}

// open reads, for an act, the account with the global id that the caller may see, and locks it.
func (s *Service) open(ctx context.Context, global string) (*Account, error) {
	key, err := db.ParseID("account", global)
	if err != nil {
		return nil, err
	}
	return s.reachable(ctx, key, s.access.Reach(ctx, "account", "read"))
}

// keep saves the account and records the act.
func (s *Service) keep(ctx context.Context, a *Account, l act.Line) error {
	if err := s.save(ctx, a); err != nil {
		return err
	}
	return s.changed(ctx, a, l)
}

// shut ends the sessions and voids the links of an account.
func (s *Service) shut(ctx context.Context, a *Account) error {
	if _, err := s.endAllBut(ctx, a.Key, db.ID{}); err != nil {
		return err
	}
	return s.voidLinks(ctx, a.Key)
}

// EndForStaff ends the account of a person who leaves, with all its sessions, in the open transaction that records the
// leaving (Art. 1). The caller of this function has checked the permission.
func (s *Service) EndForStaff(ctx context.Context, staff db.ID) error {
	return s.follow(ctx, staff, "account.end", func(a *Account) bool {
		if a.State == Ended {
			return false
		}
		a.State, a.SuspendedFor, a.PasswordHash = Ended, "", ""
		return true
	})
}

// SuspendForStaff suspends the account of a person who goes on leave, in the transaction that records the leave.
func (s *Service) SuspendForStaff(ctx context.Context, staff db.ID) error {
	return s.follow(ctx, staff, "account.suspend", func(a *Account) bool {
		if a.State != Active {
			return false
		}
		a.State, a.SuspendedFor = Suspended, forLeave
		return true
	})
}

// ResumeForStaff lifts the suspension for leave of a person who is back, in the transaction that records it. What was
// suspended by order stays so.
func (s *Service) ResumeForStaff(ctx context.Context, staff db.ID) error {
	return s.follow(ctx, staff, "account.resume", func(a *Account) bool {
		if a.SuspendedFor != forLeave {
			return false
		}
		a.State, a.SuspendedFor = Active, ""
		return true
	})
}

// follow lets an account follow its holder's employment; apply reports whether there is anything to do.
func (s *Service) follow(ctx context.Context, staff db.ID, action string, apply func(*Account) bool) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		a, err := s.account(ctx, "staff_id", staff)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		line := act.Line{Action: action, Article: "1", Before: a.digest()}
		if !apply(a) {
			return nil
		}
		if a.State != Active {
			if err := s.shut(ctx, a); err != nil {
				return err
			}
		}
		return s.keep(ctx, a, line)
	})
}
