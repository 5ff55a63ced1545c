package auth

import (
	"context"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
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
	a := &Account{Key: db.NewID(), StaffID: staff, Login: loginKey(in.Login), Alias: in.Alias, State: Active, Version: 1}
	var f input.Form
	f.Check(loginForm.MatchString(a.Login), "login",
		"Tên đăng nhập gồm 3 đến 32 ký tự a-z, 0-9, dấu chấm, gạch dưới, gạch ngang; bắt đầu bằng chữ hoặc số.",
		"A login is 3 to 32 of a-z, 0-9, full stop, underscore and hyphen, and starts with a letter or digit.")
	checkAlias(&f, a)
	var send delivery
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		ctx, err := s.issuing(ctx, "create", staff)
		if err != nil {
			return err
		}
		if err := f.Err(); err != nil {
			return err
		}
		holder, err := s.person(ctx, staff)
		if err != nil {
			return err
		}
		if !holder.active() {
			return fault.User(fault.WrongState, fault.Text{
				VI: "Chỉ người đang làm việc mới có tài khoản.", EN: "Only a person in active service has an account."}, "input.staff").By("1")
		}
		a.CreatedAt = s.db.Now(ctx)
		if err := s.insertAccount(ctx, a); err != nil {
			return err
		}
		if err := s.changed(ctx, "account.create", "1", nil, a, ""); err != nil {
			return err
		}
		if !access.Of(ctx).Is(access.System) {
			a.Link, send, err = s.newLink(ctx, a, holder)
		}
		return err
	})
	if err == nil {
		err = send.out(ctx)
	}
	if err != nil {
		return nil, err
	}
	return a, nil
}

func checkAlias(f *input.Form, a *Account) {
	f.Needed("alias", &a.Alias, aliasMax)
	f.Check(len([]rune(a.Alias)) >= aliasMin, "alias", "Bút danh có ít nhất 2 ký tự.", "An alias has at least 2 characters.")
	f.Check(!sameName(a.Alias, a.Login), "alias", "Bút danh công khai phải khác tên đăng nhập.", "The public alias must differ from the login.")
}

// insertAccount inserts a new account; Taken where the person has one or the login is in use.
func (s *Service) insertAccount(ctx context.Context, a *Account) error {
	_, err := s.account(ctx, "staff_id", a.StaffID)
	if err == nil {
		return fault.User(fault.Taken, fault.Text{VI: "Người này đã có tài khoản.", EN: "This person has an account already."}, "input.staff").By("6c")
	}
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	if err := s.db.From(ctx).Insert(ctx, "accounts", a); !db.IsDuplicate(err) {
		return err
	}
	return fault.User(fault.Taken, fault.Text{VI: "Tên đăng nhập đã có người dùng.", EN: "The login is in use."}, "input.login")
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
	return s.change(ctx, in.ID, "suspend", func(ctx context.Context, a *Account) (article, detail string, err error) {
		if err := f.Err(); err != nil {
			return "", "", err
		}
		if a.State == Ended || a.SuspendedFor == forOrder {
			return "", "", errState
		}
		if err := s.access.KeepDirector(ctx, a.StaffID); err != nil {
			return "", "", err
		}
		a.State, a.SuspendedFor = Suspended, forOrder
		return "6d", in.Reason, s.shut(ctx, a)
	})
}

// ResumeAccountInput names an account.
type ResumeAccountInput struct{ ID string }

// ResumeAccount lifts a suspension that was ordered. One for leave ends with the leave.
func (s *Service) ResumeAccount(ctx context.Context, in ResumeAccountInput) (*Account, error) {
	return s.change(ctx, in.ID, "resume", func(ctx context.Context, a *Account) (article, detail string, err error) {
		holder, err := s.person(ctx, a.StaffID)
		if err != nil {
			return "", "", err
		}
		if a.State != Suspended || !holder.active() {
			return "", "", errState
		}
		a.State, a.SuspendedFor = Active, ""
		return "1", "", nil
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
	return s.change(ctx, in.ID, "update_alias", func(_ context.Context, a *Account) (article, detail string, err error) {
		if a.Version != in.ExpectedVersion {
			return "", "", fault.Changed("account", a.ID())
		}
		if a.State == Ended {
			return "", "", errState
		}
		a.Alias = in.Alias
		var f input.Form
		checkAlias(&f, a)
		return "6b", "", f.Err()
	})
}

var errState = fault.User(fault.WrongState, fault.Text{
	VI: "Trạng thái của tài khoản không cho phép việc này.", EN: "The account's state does not allow this."}, "")

// change loads an account that the caller sees, asks whether they may do the action, applies it and saves.
func (s *Service) change(ctx context.Context, id, action string, apply func(context.Context, *Account) (article, detail string, err error)) (a *Account, err error) {
	key, err := db.ParseID("account", id)
	if err != nil {
		return nil, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if a, err = s.reachable(ctx, key, s.access.Reach(ctx, "account", "read")); err != nil {
			return err
		}
		if err := s.access.Require(ctx, "account", action, a.Target()); err != nil {
			return err
		}
		before := a.digest()
		article, detail, err := apply(ctx, a)
		if err != nil {
			return err
		}
		if err := s.save(ctx, a); err != nil {
			return err
		}
		return s.changed(ctx, "account."+action, article, before, a, detail)
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}

// shut ends the sessions and voids the links of an account.
func (s *Service) shut(ctx context.Context, a *Account) error {
	if _, err := s.endAllBut(ctx, a.Key, db.ID{}); err != nil {
		return err
	}
	return s.voidLinks(ctx, a.Key)
}

// EndForStaff ends the account of a person who leaves, with all its sessions, in the open transaction that records the
// leaving (Art. 1). Whoever calls has asked for the right to do so.
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
		before := a.digest()
		if !apply(a) {
			return nil
		}
		if err := s.save(ctx, a); err != nil {
			return err
		}
		if a.State != Active {
			if err := s.shut(ctx, a); err != nil {
				return err
			}
		}
		return s.changed(ctx, action, "1", before, a, "")
	})
}

// AccountFilter narrows a list of accounts.
type AccountFilter struct {
	State              *State
	Login              *string
	AwaitsConfirmation *bool
}

// Accounts lists the accounts that the caller may see, by login.
func (s *Service) Accounts(ctx context.Context, filter AccountFilter, args paging.Args) (*Connection, error) {
	plan, err := paging.New(args, paging.Order{Name: "login", Column: "login", ID: "id"})
	if err != nil {
		return nil, err
	}
	reach := s.access.Reach(ctx, "account", "read")
	where, values := []string{reach.SQL}, reach.Args
	if filter.State != nil {
		where, values = append(where, "state = ?"), append(values, *filter.State)
	}
	if filter.Login != nil {
		where, values = append(where, "login = ?"), append(values, loginKey(*filter.Login))
	}
	if filter.AwaitsConfirmation != nil {
		where, values = append(where, "COALESCE("+awaitsSQL+", 0) = ?"), append(values, *filter.AwaitsConfirmation)
	}
	return paging.Query(ctx, s.db, plan, "*", "accounts", strings.Join(where, " AND "), values,
		func(a *Account) (any, db.ID) { return a.Login, a.Key })
}

// Get reads an account that the caller may see, by its global id.
func (s *Service) Get(ctx context.Context, id string) (*Account, error) {
	key, err := db.ParseID("account", id)
	if err != nil {
		return nil, err
	}
	found, err := s.ByIDs(ctx, []db.ID{key})
	if err == nil && found[key] == nil {
		err = fault.ErrNotFound
	}
	return found[key], err
}

// ByIDs reads those of the accounts that the caller may see.
func (s *Service) ByIDs(ctx context.Context, ids []db.ID) (map[db.ID]*Account, error) {
	return s.by(ctx, "id", ids, func(a *Account) db.ID { return a.Key })
}

// ByStaff reads the accounts of the people, as far as the caller may see them.
func (s *Service) ByStaff(ctx context.Context, staff []db.ID) (map[db.ID]*Account, error) {
	return s.by(ctx, "staff_id", staff, func(a *Account) db.ID { return a.StaffID })
}

func (s *Service) by(ctx context.Context, column string, ids []db.ID, key func(*Account) db.ID) (map[db.ID]*Account, error) {
	reach := s.access.Reach(ctx, "account", "read")
	var rows []*Account
	if err := s.db.From(ctx).Select(ctx, &rows, "SELECT * FROM accounts WHERE "+column+" IN (?) AND "+reach.SQL, append([]any{ids}, reach.Args...)...); err != nil {
		return nil, err
	}
	found := make(map[db.ID]*Account, len(rows))
	for _, a := range rows {
		found[key(a)] = a
	}
	return found, nil
}
