package auth

import (
	"context"
	"errors"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/audit"
)

// SendPasswordResetInput names whose password is to be set anew.
type SendPasswordResetInput struct{ Staff string }

// SendPasswordReset has the holder sent a one-time link, which nobody else sees; where no mail can go, the caller gets it to
// hand over. For the account of a director, of the website section or of IT it waits for ConfirmPasswordReset, save the first
// of IT's in a new centre. Earlier links are void.
func (s *Service) SendPasswordReset(ctx context.Context, in SendPasswordResetInput) (*ResetLink, error) {
	staff, err := db.ParseID("staff", in.Staff)
	if err != nil {
		return nil, err
	}
	var d *draft
	made := act.Creation{Operation: "sendPasswordReset", Input: in, Turn: access.PowersLock}
	_, err = s.links.Create(ctx, made, func(ctx context.Context) (*heldLink, error) {
		grant, err := s.links.May(ctx, actionSend, &heldLink{ResetLink: new(ResetLink), account: &Account{StaffID: staff}})
		if err != nil {
			return nil, err
		}
		if d, err = s.replaceLink(ctx, staff); err != nil {
			return nil, err
		}
		return &d.heldLink, s.issue(ctx, d, grant)
	})
	if err == nil {
		err = d.out(ctx)
	}
	if err != nil {
		return nil, err
	}
	return d.link(), nil
}

// replaceLink drafts another link to a person's account. Earlier ones are void.
func (s *Service) replaceLink(ctx context.Context, staff db.ID) (*draft, error) {
	a, err := s.account(ctx, "staff_id", staff)
	if err != nil {
		return nil, err
	}
	holder, err := s.person(ctx, staff)
	if err != nil {
		return nil, err
	}
	if err := a.sendable(); err != nil {
		return nil, err
	}
	if err := s.voidLinks(ctx, a.Key); err != nil {
		return nil, err
	}
	d, err := s.draft(ctx, a, holder)
	if err != nil || d.NeedsSecond {
		return d, err
	}
	return d, s.saveVouching(ctx, a)
}

// ConfirmPasswordResetInput names a link that waits for a second person.
type ConfirmPasswordResetInput struct{ ID string }

// ConfirmPasswordReset lets a second person of IT or of the Board, neither the requester nor the holder, have the
// link sent, or get it to hand over where no mail can go.
func (s *Service) ConfirmPasswordReset(ctx context.Context, in ConfirmPasswordResetInput) (*ResetLink, error) {
	var send delivery
	w := act.Want{Action: actionConfirm, ID: in.ID, Turn: access.PowersLock}
	h, err := s.links.Do(ctx, w, func(ctx context.Context, h *heldLink, _ access.Grant) (act.Line, error) {
		line := act.Line{Action: "reset.confirmed"}
		holder, err := s.person(ctx, h.account.StaffID)
		if err != nil {
			return line, err
		}
		h.ConfirmedBy = access.Of(ctx).StaffID
		send = s.arm(ctx, h.ResetLink, h.account, holder)
		return line, s.handOver(ctx, h, holder)
	})
	if err == nil {
		err = send.out(ctx)
	}
	if err != nil {
		return nil, err
	}
	return h.ResetLink, nil
}

// openLink reads, for an act, the link with the global id to an account that the caller may see, and locks both.
func (s *Service) openLink(ctx context.Context, global string) (*heldLink, error) {
	key, err := db.ParseID("reset_link", global)
	if err != nil {
		return nil, err
	}
	l, err := s.reachableLink(ctx, key, s.access.Reach(ctx, "account", "read"))
	if err != nil {
		return nil, err
	}
	a, err := s.account(ctx, "id", l.AccountID)
	return &heldLink{l, a}, err
}

// keepLink saves a confirmation and records it.
func (s *Service) keepLink(ctx context.Context, h *heldLink, l act.Line) error {
	if err := s.confirm(ctx, h.ResetLink); err != nil {
		return err
	}
	return s.recordLink(ctx, h, l)
}

// recordLink writes down what happened to a link, under the account that it opens.
func (s *Service) recordLink(ctx context.Context, h *heldLink, l act.Line) error {
	return s.audit.Record(ctx, audit.Event{Class: audit.Security, Action: l.Action, SubjectKind: "account", SubjectID: h.AccountID, Article: "6c",
		Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf})
}

// PasswordResets returns the links that wait for a second person, oldest first, to those who may be that person.
func (s *Service) PasswordResets(ctx context.Context) ([]*ResetLink, error) {
	if err := s.access.Require(ctx, "account", "confirm_reset", access.Target{}); err != nil {
		return nil, err
	}
	return s.waitingLinks(ctx)
}

// PasswordReset returns the link with the global id to those who may confirm links, else NotFound.
func (s *Service) PasswordReset(ctx context.Context, global string) (*ResetLink, error) {
	key, err := db.ParseID("reset_link", global)
	if err != nil {
		return nil, err
	}
	if !s.access.Allowed(ctx, "account", "confirm_reset", access.Target{}) {
		return nil, fault.ErrNotFound
	}
	return s.link(ctx, key)
}

// ResetPasswordInput is what came with a one-time link, and the password to set.
type ResetPasswordInput struct {
	Token       string
	NewPassword string
}

var errLink = fault.User(fault.LinkExpired, linkInvalid, "input.token").By("6c")

// ResetPassword sets the password of a link's account and ends all its sessions: LinkExpired for a link that does not
// hold, WeakPassword for what the policy refuses (the link holds on), a WaitError after too many wrong links.
func (s *Service) ResetPassword(ctx context.Context, in ResetPasswordInput) error {
	l, a, err := s.linkOf(ctx, in.Token)
	if fault.HasCode(err, fault.LinkExpired) {
		if err := s.attemptLink(ctx); err != nil {
			return err
		}
		refused := func(ctx context.Context) error { return s.secure(ctx, "reset.refused", db.ID{}, "") }
		return errors.Join(s.db.InTx(ctx, refused), err)
	}
	if err != nil {
		return err
	}
	hash, err := s.hashNew(ctx, a, in.NewPassword)
	if err != nil {
		return err
	}
	return s.db.InTx(as(ctx, a, db.ID{}), func(ctx context.Context) error {
		if err := s.use(ctx, l); err != nil {
			return err
		}
		a, err := s.account(ctx, "id", l.AccountID)
		if err != nil {
			return err
		}
		if a.State != Active {
			return errLink
		}
		line := act.Line{Action: "password.reset", Article: "6c", Before: a.digest()}
		if err := s.setPassword(ctx, a, hash, db.ID{}); err != nil {
			return err
		}
		a.IssuedBy, a.ConfirmedBy = l.RequestedBy, l.ConfirmedBy
		if err := s.forgive(ctx, a.Login); err != nil {
			return err
		}
		return s.keep(ctx, a, line)
	})
}

// linkOf reads a link that holds, with its account: LinkExpired otherwise.
func (s *Service) linkOf(ctx context.Context, token string) (*ResetLink, *Account, error) {
	l, err := s.linkByHash(ctx, hashSecret(token))
	if fault.Is(err, fault.NotFound) {
		return nil, nil, errLink
	}
	if err != nil {
		return nil, nil, err
	}
	a, err := s.account(ctx, "id", l.AccountID)
	if err == nil && (a.State != Active || !l.UsedAt.IsZero() || !s.db.Now(ctx).Before(l.ExpiresAt.Time)) {
		err = errLink
	}
	return l, a, err
}

// hashNew checks and hashes a password that an account is to get.
func (s *Service) hashNew(ctx context.Context, a *Account, password string) (string, error) {
	holder, err := s.person(ctx, a.StaffID)
	if err != nil {
		return "", err
	}
	if err := checkPassword(password, "input.newPassword", a.Login, a.Alias, holder.Name); err != nil {
		return "", err
	}
	return s.hasher.hash(ctx, a.ID(), password)
}
