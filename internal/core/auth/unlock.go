package auth

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// UnlockInput is the password of the session's holder.
type UnlockInput struct{ Password string }

// Unlock takes the password of the caller's session once more: a locked one counts again, and decisions do not ask for it for
// a while. BadCredentials for a wrong one, a WaitError after too many attempts, which count with those to sign in;
// Unauthenticated without a session.
func (s *Service) Unlock(ctx context.Context, in UnlockInput) error {
	from := access.Of(ctx)
	held, err := s.sessionOf(ctx, "id", from.Session())
	if err != nil {
		return ended(err)
	}
	a, err := s.account(ctx, "id", held.AccountID)
	if err != nil {
		return err
	}
	try, err := s.attemptSignIn(ctx, a.Login)
	if err != nil {
		return err
	}
	try.place.rank = proven
	renewed, ok, err := s.checkHash(ctx, try, a, in.Password)
	if err != nil {
		return err
	}
	ctx = as(ctx, a, held.Key)
	if !ok {
		return s.refused(ctx, try, a, "input.password")
	}
	if from.Locked != nil { // somebody may have come to the machine since
		if err := s.inspect(ctx, try, a); err != nil {
			return err
		}
	}
	action := "password.confirmed"
	if from.Locked != nil {
		action = "session.unlocked"
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error { return s.reenter(ctx, try, a, renewed, held.Key, action) })
	if fault.HasCode(err, fault.BadCredentials) { // the account changed while the password was being checked
		return s.refused(ctx, try, a, "input.password")
	}
	return err
}

// reenter notes that the right password was entered on a session, if the account still is as it was when it was checked.
func (s *Service) reenter(ctx context.Context, try attempt, checked *Account, renewed string, session db.ID, action string) error {
	a, err := s.account(ctx, "id", checked.Key)
	if err != nil {
		return err
	}
	if a.State != Active || a.PasswordHash != checked.PasswordHash {
		return errCredentials("input.password")
	}
	if renewed != "" {
		if err := s.renewHash(ctx, a.Key, a.PasswordHash, renewed); err != nil {
			return err
		}
	}
	if err := s.takeBack(ctx, try, true); err != nil {
		return err
	}
	if err := s.entered(ctx, session); err != nil {
		return err
	}
	return s.secure(ctx, action, a.Key, "")
}
