package token

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/inbox"
)

// CreateAccountInput makes a service account for an external tool.
type CreateAccountInput struct {
	Asset       string
	Name        string
	Purpose     string
	Responsible string
}

// UpdateAccountInput changes what is given of a service account.
type UpdateAccountInput struct {
	ID              string
	ExpectedVersion int
	Name            *string
	Purpose         *string
	Responsible     *string
}

// SwitchAccountInput disables a service account, or enables it again.
type SwitchAccountInput struct {
	ID              string
	ExpectedVersion int
	Reason          string
}

const (
	nameMax     = 120
	reasonMax   = 500
	maxSortName = 240
)

// CreateAccount makes a service account. It belongs to a system or an integration of the register, and somebody in
// active service answers for it; Taken where the name is in use.
func (s *Service) CreateAccount(ctx context.Context, in CreateAccountInput) (*Account, error) {
	return s.accountActs.Create(ctx, act.Creation{Operation: "createServiceAccount", Input: in}, func(ctx context.Context) (*Account, error) {
		return s.createAccount(ctx, in)
	})
}

func (s *Service) createAccount(ctx context.Context, in CreateAccountInput) (*Account, error) {
	if err := s.access.Require(ctx, "service_account", "manage", access.Target{}); err != nil {
		return nil, err
	}
	owner, err := s.assets.Get(ctx, in.Asset)
	if err != nil {
		return nil, err
	}
	now := s.db.Now(ctx)
	a := &Account{Key: db.NewID(), Asset: owner.Key, Name: in.Name, Purpose: in.Purpose, State: Active, Version: 1, CreatedAt: now, UpdatedAt: now}
	if err := s.answers(ctx, a, in.Responsible); err != nil {
		return nil, err
	}
	var f input.Form
	f.Needed("name", &a.Name, nameMax)
	f.Needed("purpose", &a.Purpose, reasonMax)
	a.derive()
	f.Must(owner.Kind.Serves(), "asset", notSoftware)
	f.Must(owner.State != asset.Retired && owner.State != asset.Quarantined, "asset", ownerUnfit)
	if err := f.Err(); err != nil {
		return nil, err
	}
	if err := s.insertAccount(ctx, a); err != nil {
		return nil, err
	}
	return a, s.record(ctx, "service_account", a.Key, keptAccounts.Digest(a), act.Line{Action: "service_account.create", Detail: a.Name})
}

// keepAccount saves a service account and records the act.
func (s *Service) keepAccount(ctx context.Context, a *Account, l act.Line) error {
	if err := s.saveAccount(ctx, a); err != nil {
		return err
	}
	return s.record(ctx, "service_account", a.Key, keptAccounts.Digest(a), l)
}

// UpdateAccount renames a service account, or names who answers for it from now on.
func (s *Service) UpdateAccount(ctx context.Context, in UpdateAccountInput) (*Account, error) {
	w := act.Want{Action: actionUpdate, ID: in.ID, Version: in.ExpectedVersion}
	return s.accountActs.Do(ctx, w, func(ctx context.Context, a *Account, _ access.Grant) (act.Line, error) {
		var f input.Form
		if in.Name != nil {
			a.Name = *in.Name
			f.Needed("name", &a.Name, nameMax)
			a.derive()
		}
		if in.Purpose != nil {
			a.Purpose = *in.Purpose
			f.Needed("purpose", &a.Purpose, reasonMax)
		}
		line := act.Line{Action: "service_account.update", Detail: a.Name}
		if in.Responsible != nil {
			if err := s.answers(ctx, a, *in.Responsible); err != nil {
				return line, err
			}
			a.ToldAt = db.Time{}
		}
		return line, f.Err()
	})
}

// DisableAccount invalidates all tokens of a service account from this moment on, and notifies IT.
func (s *Service) DisableAccount(ctx context.Context, in SwitchAccountInput) (*Account, error) {
	return s.turn(ctx, in, actionDisable, Disabled, "service_account.disable")
}

// EnableAccount lets the tokens of a disabled service account stand again, as far as they are not over meanwhile.
func (s *Service) EnableAccount(ctx context.Context, in SwitchAccountInput) (*Account, error) {
	return s.turn(ctx, in, actionEnable, Active, "service_account.enable")
}

func (s *Service) turn(ctx context.Context, in SwitchAccountInput, action act.Action, to AccountState, recorded string) (*Account, error) {
	var f input.Form
	f.Needed("reason", &in.Reason, reasonMax)
	w := act.Want{Action: action, ID: in.ID, Version: in.ExpectedVersion, Fault: f.Err()}
	return s.accountActs.Do(ctx, w, func(ctx context.Context, a *Account, _ access.Grant) (act.Line, error) {
		a.State = to
		line := act.Line{Action: recorded, Detail: in.Reason}
		if to == Active {
			return line, nil
		}
		return line, s.tellIT(ctx, inbox.Notice{Kind: inbox.ServiceStopped, SubjectKind: "service_account", Subject: a.Key, Detail: in.Reason})
	})
}

// answers names who answers for the account: somebody in active service.
func (s *Service) answers(ctx context.Context, a *Account, person string) error {
	m, err := s.people.Get(ctx, person)
	if err != nil {
		return err
	}
	if m.State != staff.Active {
		return fault.User(fault.WrongState, responsibleAway, "input.responsible").By("4")
	}
	a.Responsible = m.Key
	return nil
}

// departed notifies IT of the service accounts that nobody answers for any more, in the transaction of the departure.
func (s *Service) departed(ctx context.Context, person db.ID) error {
	keys, err := s.answeredBy(ctx, person)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if err := s.tellConcern(ctx, key, ResponsibleLeft); err != nil {
			return err
		}
	}
	return nil
}

var (
	errState = fault.User(fault.WrongState, access.WrongState, "").By("4")
	errName  = fault.User(fault.Taken, accountNameTaken, "input.name")
)

// nameTaken turns the store's word for a name in use into the user's.
func nameTaken(err error) error {
	if db.IsDuplicate(err) {
		return errName
	}
	return err
}
