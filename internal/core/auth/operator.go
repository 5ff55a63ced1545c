package auth

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// LinkFor returns a one-time link for the operator at the machine itself, who made the account: so the first director
// gets in, whom nobody could confirm.
func (s *Service) LinkFor(ctx context.Context, login string) (url string, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if !access.Of(ctx).Is(access.System) {
			return fault.Refused("6c")
		}
		a, err := s.account(ctx, "login", loginKey(login))
		if err != nil {
			return err
		}
		if a.State != Active {
			return errState
		}
		if err := s.voidLinks(ctx, a.Key); err != nil {
			return err
		}
		l := &ResetLink{Key: db.NewID(), AccountID: a.Key, CreatedAt: s.db.Now(ctx)}
		url = s.secret(ctx, l, lifeFor(a))
		a.IssuedBy, a.ConfirmedBy = db.ID{}, db.ID{}
		if err := s.saveVouching(ctx, a); err != nil {
			return err
		}
		if err := s.insertLink(ctx, l); err != nil {
			return err
		}
		return s.secure(ctx, "reset.operator_link", a.Key, "")
	})
	return url, err
}

// HasPassword tells the operator at the machine itself whether an account has the password: NotFound if there is no
// such account, WrongState where it is not active.
func (s *Service) HasPassword(ctx context.Context, login, password string) (bool, error) {
	if !access.Of(ctx).Is(access.System) {
		return false, fault.Refused("6c")
	}
	a, err := s.account(ctx, "login", loginKey(login))
	if err != nil {
		return false, err
	}
	if a.State != Active {
		return false, errState
	}
	ok, _, err := s.hasher.verify(ctx, place{rank: proven, source: "operator"}, password, a.PasswordHash)
	return ok, err
}

// Holder returns who holds the login, to act for them at the machine itself: NotFound if there is no such account,
// WrongState where it is not active.
func (s *Service) Holder(ctx context.Context, login string) (*access.Actor, error) {
	if !access.Of(ctx).Is(access.System) {
		return nil, fault.Refused("6c")
	}
	a, err := s.account(ctx, "login", loginKey(login))
	if err != nil {
		return nil, err
	}
	if a.State != Active {
		return nil, errState
	}
	actor, err := s.access.Load(ctx, a.StaffID)
	if err != nil {
		return nil, err
	}
	actor.AccountID = a.Key
	return actor, nil
}
