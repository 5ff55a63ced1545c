package auth

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// errUnconfirmed keeps a powerful role from an account that one person alone may have opened.
var errUnconfirmed = fault.User(fault.LinkUnconfirmed, unconfirmed, "").By("6c")

// Granting asks whether a person may keep the role that they are being given, for package role, in its transaction and under
// access.PowersLock. A powerful role waits until a second person has confirmed the link of the account, save for the first of IT's in a new
// centre: LinkUnconfirmed. Without an account there is nothing to ask; its first link will need a second person.
func (s *Service) Granting(ctx context.Context, staff db.ID, role access.Role) error {
	if role != access.Director && role != access.WebEditor && role != access.IT {
		return nil
	}
	a, err := s.account(ctx, "staff_id", staff)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.entrusted(ctx, a, role); err != nil || role != access.IT {
		return err
	}
	live, err := s.liveSessions(ctx, a.Key)
	if err != nil || len(live) == 0 {
		return err
	}
	return s.itWorks(ctx, a) // by the next request of the session
}

// entrusted returns LinkUnconfirmed where the account has to be confirmed before it gets the role.
func (s *Service) entrusted(ctx context.Context, a *Account, role access.Role) error {
	if !a.ConfirmedBy.IsZero() {
		return nil
	}
	if role != access.IT {
		return errUnconfirmed
	}
	first, err := s.opensCentre(ctx, a)
	if err != nil {
		return err
	}
	if !first {
		return errUnconfirmed
	}
	if a.FirstIT {
		return nil
	}
	a.FirstIT = true
	if err := s.saveVouching(ctx, a); err != nil {
		return err
	}
	return s.tellFirstIT(ctx, a)
}

// ConfirmAccountInput names an account that was opened without a second person.
type ConfirmAccountInput struct{ ID string }

// ConfirmAccount lets a second person of IT or of the Board, neither who issued the last link nor the holder, stand for it
// that the account is in its holder's hands. It takes the first account of IT's off the Board's list, and lets the account
// get a powerful role. WrongState before the holder has set a password, while a link is out, and after.
func (s *Service) ConfirmAccount(ctx context.Context, in ConfirmAccountInput) (*Account, error) {
	w := act.Want{Action: actionConfirm, ID: in.ID, Whatever: true, Turn: access.PowersLock}
	return s.accounts.Do(ctx, w, func(ctx context.Context, a *Account, _ access.Grant) (act.Line, error) {
		a.ConfirmedBy = access.Of(ctx).StaffID
		return act.Line{Action: "account.confirm", Article: "6c"}, nil
	})
}
