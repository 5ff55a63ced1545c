package auth

import (
	"context"
	"encoding/hex"
	"errors"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/metrics"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/audit"
)

// SignInInput is what a person signs in with.
type SignInInput struct {
	Login    string
	Password string
	Client   Client
	Device   *SessionDevice // nil: as its client
}

func (in SignInInput) device() SessionDevice {
	if in.Device != nil {
		return *in.Device
	}
	return in.Client.device()
}

// SignedIn is a fresh session. Token is nil for a browser, which got a cookie.
type SignedIn struct {
	Session *Session
	Token   *string
}

// errCredentials is the one answer, whether the name is unknown, the password wrong or the account not active.
func errCredentials(path string) error {
	return fault.User(fault.BadCredentials, badCredentials, path).By("6c")
}

// SignIn opens a session: BadCredentials, or a WaitError after too many attempts. A browser gets its cookie through the
// context of Middleware, an app its bearer token here.
func (s *Service) SignIn(ctx context.Context, in SignInInput) (SignedIn, error) {
	signed, err := s.signIn(ctx, in)
	metrics.SignIn(entry(err))
	return signed, err
}

// entry is what the figures call the end of an attempt.
func entry(err error) metrics.Entry {
	_, waits := errors.AsType[*fault.WaitError](err)
	switch {
	case err == nil:
		return metrics.Entered
	case fault.HasCode(err, fault.BadCredentials):
		return metrics.WrongSecret
	case waits:
		return metrics.HeldBack
	case fault.Is(err, fault.Unavailable):
		return metrics.Crowded
	}
	return metrics.Denied
}

func (s *Service) signIn(ctx context.Context, in SignInInput) (SignedIn, error) {
	login := loginKey(in.Login)
	try, err := s.attemptSignIn(ctx, login)
	if err != nil {
		return SignedIn{}, err
	}
	a, err := s.account(ctx, "login", login)
	if fault.Is(err, fault.NotFound) {
		a, err = &Account{}, nil
	}
	if err != nil {
		return SignedIn{}, err
	}
	renewed, ok, err := s.checkHash(ctx, try, a, in.Password)
	if err != nil {
		return SignedIn{}, err
	}
	if !ok || a.State != Active {
		return SignedIn{}, s.signInFailed(ctx, try, a, login)
	}
	if err := s.inspect(ctx, try, a); err != nil {
		return SignedIn{}, err
	}
	token, hash := newSecret(sessionPrefix)
	opened := &Session{Key: db.NewID(), AccountID: a.Key, TokenHash: hash, Client: in.Client, Device: in.device()}
	device, err := s.openSession(ctx, try, a, renewed, opened)
	if fault.HasCode(err, fault.BadCredentials) { // the account changed while the password was being checked
		return SignedIn{}, s.signInFailed(ctx, try, a, login)
	}
	if err != nil {
		return SignedIn{}, err
	}
	if in.Client == Browser {
		s.setCookie(ctx, s.cookieName(), token, opened.ExpiresAt.Time)
		s.setCookie(ctx, s.deviceCookie(), device.secret, device.ExpiresAt.Time)
		s.setMark(ctx, opened.ExpiresAt.Time)
		return SignedIn{Session: opened}, nil
	}
	return SignedIn{opened, &token}, nil
}

// inspect lets others look at a sign-in before it is one. A refusal is written down, and was no guess.
func (s *Service) inspect(ctx context.Context, try attempt, a *Account) (refused error) {
	for _, look := range s.signIns {
		err := s.db.InTx(ctx, func(ctx context.Context) error {
			holder, err := s.person(ctx, a.StaffID)
			if err != nil {
				return err
			}
			ctx = as(ctx, a, db.ID{})
			access.Of(ctx).Name = holder.Name
			if refused, err = look(ctx); err != nil || refused == nil {
				return err
			}
			if err := s.takeBack(ctx, try, false); err != nil {
				return err
			}
			return s.secure(ctx, "sign_in.refused", a.Key, "")
		})
		if err != nil {
			return err
		}
		if refused != nil {
			return refused
		}
	}
	return nil
}

// checkHash compares outside any transaction. Where today's cost is another, it returns the hash anew. What ends
// without an answer stays an attempt.
func (s *Service) checkHash(ctx context.Context, try attempt, a *Account, password string) (renewed string, ok bool, err error) {
	hash := a.PasswordHash
	if a.State != Active {
		hash = "" // queues with the names that nobody has
	}
	ok, stale, err := s.hasher.verify(ctx, try.place, password, hash)
	if ok && stale && err == nil {
		renewed, err = s.hasher.hash(ctx, a.ID(), password)
	}
	return renewed, ok, err
}

// signInFailed writes the failure down and returns the one answer. A name that does not exist may be a password typed
// into the wrong field, so only its hash is kept.
func (s *Service) signInFailed(ctx context.Context, try attempt, a *Account, login string) error {
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.wrong(ctx, try); err != nil {
			return err
		}
		e := audit.Event{Class: audit.Security, Action: "sign_in.failed", Article: "6d"}
		if a.Key.IsZero() {
			e.Detail = "unknown name " + hex.EncodeToString(counterName("name", login, "")[:6])
		} else {
			e.SubjectKind, e.SubjectID, e.Detail = "account", a.Key, "login "+a.Login+", account "+string(a.State)
		}
		return s.audit.Record(ctx, e)
	})
	if err != nil {
		return err
	}
	return errCredentials("input.password")
}

// openSession inserts the session if the account still is as it was when its password was checked, and remembers the
// browser.
func (s *Service) openSession(ctx context.Context, try attempt, checked *Account, renewed string, opened *Session) (d device, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		a, err := s.account(ctx, "id", checked.Key)
		if err != nil {
			return err
		}
		holder, err := s.person(ctx, a.StaffID)
		if err != nil {
			return err
		}
		if a.State != Active || !holder.active() || a.PasswordHash != checked.PasswordHash {
			return errCredentials("input.password")
		}
		if err := s.hold(ctx, a.Key); err != nil {
			return err
		}
		if renewed != "" {
			if err := s.renewHash(ctx, a.Key, a.PasswordHash, renewed); err != nil {
				return err
			}
		}
		if err := s.signedInto(as(ctx, a, opened.Key), a); err != nil {
			return err
		}
		if err := s.takeBack(ctx, try, true); err != nil {
			return err
		}
		now, from := s.db.Now(ctx), access.Of(ctx)
		opened.Address, opened.SeenAddress, opened.UserAgent = from.Address, from.Address, from.UserAgent
		opened.CreatedAt, opened.SeenAt, opened.ExpiresAt = now, now, db.At(now.Add(opened.Device.life()))
		opened.ActiveAt, opened.PasswordAt = now, now
		if err := s.makeRoom(ctx, from, opened); err != nil {
			return err
		}
		if err := s.insertSession(ctx, opened); err != nil {
			return err
		}
		if opened.Client == Browser {
			if d, err = s.remember(ctx, a.Key); err != nil {
				return err
			}
		}
		return s.secure(as(ctx, a, opened.Key), "sign_in.ok", a.Key, string(opened.Client)+", "+string(opened.Device))
	})
	return d, err
}

// makeRoom ends the session that the new one replaces and what is beyond the bound, and reports the account's use in
// two places at once (Art. 6c).
func (s *Service) makeRoom(ctx context.Context, from *access.Actor, opened *Session) error {
	live, err := s.liveSessions(ctx, opened.AccountID)
	if err != nil {
		return err
	}
	if err := s.endReplaced(ctx, from.Session(), opened.Client); err != nil {
		return err
	}
	elsewhere := ""
	for i, l := range live {
		if l.Key == from.Session() && l.Client == opened.Client {
			continue
		}
		if i >= maxSessions-1 {
			if _, err := s.endOne(ctx, l.Key); err != nil {
				return err
			}
		} else if l.SeenAddress != opened.Address && opened.CreatedAt.Sub(l.SeenAt.Time) < sharedIdle {
			elsewhere = l.SeenAddress
		}
	}
	if elsewhere == "" {
		return nil
	}
	return s.secure(ctx, "sign_in.elsewhere", opened.AccountID, "from "+opened.Address+" while in use from "+elsewhere)
}

// SignOut ends the caller's session, locked or not.
func (s *Service) SignOut(ctx context.Context) error {
	if l := access.Of(ctx).Locked; l != nil {
		ctx = as(ctx, &Account{Key: l.Account, StaffID: l.Staff}, l.Session)
	}
	me := access.Of(ctx)
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		ended, err := s.endOne(ctx, me.SessionID)
		if err != nil || !ended {
			return err
		}
		return s.secure(ctx, "sign_out", me.AccountID, "")
	})
	if err == nil {
		s.clearCookie(ctx)
	}
	return err
}

// ChangePasswordInput replaces the caller's password.
type ChangePasswordInput struct {
	CurrentPassword string
	NewPassword     string
}

// ChangePassword sets the caller's password and ends all their other sessions: BadCredentials for a wrong present one,
// WeakPassword for what the policy refuses, a WaitError after too many attempts.
func (s *Service) ChangePassword(ctx context.Context, in ChangePasswordInput) error {
	me := access.Of(ctx)
	a, err := s.account(ctx, "id", me.AccountID)
	if err != nil {
		return err
	}
	if err := checkPassword(in.NewPassword, "input.newPassword", a.Login, a.Alias, me.Name); err != nil {
		return err
	}
	try, err := s.attemptSignIn(ctx, a.Login)
	if err != nil {
		return err
	}
	try.place.rank = proven
	_, ok, err := s.checkHash(ctx, try, a, in.CurrentPassword)
	if err != nil {
		return err
	}
	if !ok {
		return s.refused(ctx, try, a, "input.currentPassword")
	}
	hash, err := s.hasher.hash(ctx, a.ID(), in.NewPassword)
	if err != nil {
		return err
	}
	w := act.Want{Action: actionChangePassword, ID: a.ID(), Version: a.Version}
	_, err = s.accounts.Do(ctx, w, func(ctx context.Context, a *Account, _ access.Grant) (act.Line, error) {
		line := act.Line{Action: "password.changed", Article: "6c"}
		if err := s.takeBack(ctx, try, true); err != nil {
			return line, err
		}
		if err := s.entered(ctx, me.SessionID); err != nil {
			return line, err
		}
		return line, s.setPassword(ctx, a, hash, me.SessionID)
	})
	return err
}

// refused writes down that a holder who is signed in, or whose session is locked, entered a wrong password, and answers so.
func (s *Service) refused(ctx context.Context, try attempt, a *Account, path string) error {
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.wrong(ctx, try); err != nil {
			return err
		}
		return s.secure(ctx, "password.refused", a.Key, "")
	})
	if err != nil {
		return err
	}
	return errCredentials(path)
}

// setPassword gives an account its new hash, ends its sessions but one, forgets its devices, and voids its links.
func (s *Service) setPassword(ctx context.Context, a *Account, hash string, keep db.ID) error {
	a.PasswordHash, a.PasswordChangedAt = hash, s.db.Now(ctx)
	if err := s.voidLinks(ctx, a.Key); err != nil {
		return err
	}
	_, err := s.endAllBut(ctx, a.Key, keep)
	return err
}
