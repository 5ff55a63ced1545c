package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ttyt/internal/access"
	"ttyt/internal/db"
	"ttyt/internal/fault"
)

// How long a link holds: to set the first password, and to replace a forgotten one.
const (
	firstLife = 24 * time.Hour
	resetLife = time.Hour
	// confirmLife is how long a second person has to confirm.
	confirmLife = 24 * time.Hour
)

// ResetLink is a one-time link by which a holder sets a password. The row never has the link itself: it is made when
// it goes out, and only its hash is kept.
type ResetLink struct {
	Key         db.ID   `db:"id"`
	AccountID   db.ID   `db:"account_id"`
	TokenHash   []byte  `db:"token_hash"` // NULL until it goes out
	RequestedBy db.ID   `db:"requested_by"`
	NeedsSecond bool    `db:"needs_second"`
	ConfirmedBy db.ID   `db:"confirmed_by"`
	CreatedAt   db.Time `db:"created_at"`
	ExpiresAt   db.Time `db:"expires_at"`
	UsedAt      db.Time `db:"used_at"`
}

// ID is the link's global id; it opens nothing.
func (l *ResetLink) ID() string { return db.GlobalID("reset_link", l.Key) }

// AwaitsSecond reports whether a second person still has to confirm before the link goes out.
func (l *ResetLink) AwaitsSecond() bool { return l.NeedsSecond && l.ConfirmedBy.IsZero() }

// SendPasswordResetInput names whose password is to be set anew.
type SendPasswordResetInput struct{ Staff string }

// SendPasswordReset has the holder sent a one-time link, which nobody else sees. For the account of a director, of the
// website section or of IT it waits for ConfirmPasswordReset. Earlier links are void.
func (s *Service) SendPasswordReset(ctx context.Context, in SendPasswordResetInput) (*ResetLink, error) {
	staff, err := db.ParseID("staff", in.Staff)
	if err != nil {
		return nil, err
	}
	var l *ResetLink
	var send func(context.Context) error
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.access.Require(ctx, "account", "reset", access.Target{People: []db.ID{staff}}); err != nil {
			return err
		}
		a, err := s.account(ctx, "staff_id", staff)
		if err != nil {
			return err
		}
		holder, err := s.person(ctx, staff)
		if err != nil {
			return err
		}
		l, send, err = s.newLink(ctx, a, holder)
		return err
	})
	if err == nil {
		err = send(ctx)
	}
	if err != nil {
		return nil, err
	}
	return l, nil
}

// newLink inserts a link in the open transaction. send delivers it once that has committed.
func (s *Service) newLink(ctx context.Context, a *Account, holder person) (l *ResetLink, send func(context.Context) error, err error) {
	if a.State != Active {
		return nil, nil, errState
	}
	if s.o.Mailer == nil || holder.email() == "" {
		return nil, nil, errNoMail
	}
	if err := s.voidLinks(ctx, a.Key); err != nil {
		return nil, nil, err
	}
	powers, err := s.access.Load(ctx, a.StaffID)
	if err != nil {
		return nil, nil, err
	}
	now := s.db.Now(ctx)
	l = &ResetLink{Key: db.NewID(), AccountID: a.Key, RequestedBy: access.Of(ctx).StaffID, CreatedAt: now, ExpiresAt: db.At(now.Add(confirmLife)),
		NeedsSecond: powers.Is(access.Director) || powers.Is(access.WebEditor) || powers.Is(access.IT)}
	send = func(context.Context) error { return nil }
	if !l.NeedsSecond {
		send = s.arm(ctx, l, a, holder)
	}
	if err := s.db.From(ctx).Insert(ctx, "reset_links", l); err != nil {
		return nil, nil, err
	}
	return l, send, s.secure(ctx, "reset.requested", a.Key, "")
}

var errNoMail = fault.User(fault.WrongState, fault.Text{
	VI: "Không gửi được liên kết: chưa cấu hình thư điện tử hoặc người này chưa có địa chỉ thư.",
	EN: "The link cannot be sent: no outgoing mail is set up, or this person has no e-mail address on record."}, "").By("6c")

// arm gives a link its secret and the time it holds from now, and returns what sends it.
func (s *Service) arm(ctx context.Context, l *ResetLink, a *Account, holder person) (send func(context.Context) error) {
	url, life := s.secret(ctx, l, a)
	return func(ctx context.Context) error {
		err := s.o.Mailer.Send(ctx, holder.email(), "Đặt mật khẩu – "+s.o.PublicURL.Hostname(), fmt.Sprintf(
			"Kính gửi %s,\n\nMở liên kết sau để đặt mật khẩu cho tài khoản %s. Liên kết chỉ dùng được một lần, trong %d giờ:\n\n%s\n\n"+
				"Nếu không yêu cầu, hãy báo ngay cho bộ phận Công nghệ thông tin. Không ai có quyền hỏi mật khẩu hoặc liên kết này.\n",
			holder.Name, a.Login, int(life.Hours()), url))
		if err == nil {
			return nil
		}
		void := func(ctx context.Context) error { return s.voidLinks(ctx, a.Key) }
		return &fault.Error{Code: fault.Unavailable, Cause: errors.Join(err, s.db.InTx(context.WithoutCancel(ctx), void)), Text: fault.Text{
			VI: "Đã lưu, nhưng chưa gửi được thư. Hãy gửi lại liên kết.", EN: "Saved, but the mail could not be sent. Send the link again."}}
	}
}

// ResetPath is the page that a one-time link opens.
const ResetPath = "/reset-password"

// secret makes a link's secret and returns the address to open. There it stands behind the #, which no browser sends
// to a server.
func (s *Service) secret(ctx context.Context, l *ResetLink, a *Account) (url string, life time.Duration) {
	secret, hash := newSecret(resetPrefix)
	life = resetLife
	if a.PasswordHash == "" {
		life = firstLife
	}
	l.TokenHash, l.ExpiresAt = hash, db.At(s.db.Now(ctx).Add(life))
	return s.o.PublicURL.String() + ResetPath + "#" + secret, life
}

// ConfirmPasswordResetInput names a link that waits for a second person.
type ConfirmPasswordResetInput struct{ ID string }

// ConfirmPasswordReset lets a second person of IT or of the Board, neither the requester nor the holder, have the
// link sent.
func (s *Service) ConfirmPasswordReset(ctx context.Context, in ConfirmPasswordResetInput) (*ResetLink, error) {
	key, err := db.ParseID("reset_link", in.ID)
	if err != nil {
		return nil, err
	}
	var l *ResetLink
	var send func(context.Context) error
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		ctx, err := s.access.Refresh(ctx)
		if err != nil {
			return err
		}
		if l, err = s.reachableLink(ctx, key, s.access.Reach(ctx, "account", "read")); err != nil {
			return err
		}
		a, err := s.account(ctx, "id", l.AccountID)
		if err != nil {
			return err
		}
		if err := s.access.Require(ctx, "account", "confirm_reset", access.Target{People: []db.ID{a.StaffID, l.RequestedBy}}); err != nil {
			return err
		}
		if a.State != Active || !l.AwaitsSecond() || !s.db.Now(ctx).Before(l.ExpiresAt.Time) {
			return errState
		}
		holder, err := s.person(ctx, a.StaffID)
		if err != nil {
			return err
		}
		if s.o.Mailer == nil || holder.email() == "" {
			return errNoMail
		}
		send = s.arm(ctx, l, a, holder)
		l.ConfirmedBy = access.Of(ctx).StaffID
		if err := s.confirm(ctx, l); err != nil {
			return err
		}
		return s.secure(ctx, "reset.confirmed", a.Key, "")
	})
	if err == nil {
		err = send(ctx)
	}
	if err != nil {
		return nil, err
	}
	return l, nil
}

// PasswordResets are the links that wait for a second person, the oldest first, for those who may be that person.
func (s *Service) PasswordResets(ctx context.Context) ([]*ResetLink, error) {
	if err := s.access.Require(ctx, "account", "confirm_reset", access.Target{}); err != nil {
		return nil, err
	}
	return s.waitingLinks(ctx)
}

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
		url, _ = s.secret(ctx, l, a)
		if err := s.db.From(ctx).Insert(ctx, "reset_links", l); err != nil {
			return err
		}
		return s.secure(ctx, "reset.operator_link", a.Key, "")
	})
	return url, err
}

// HasPassword tells the operator at the machine itself whether an account has the password: NotFound where there is no
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
	ok, _, err := s.hasher.verify(ctx, password, a.PasswordHash)
	return ok, err
}

// Holder returns who holds the login, to act for them at the machine itself: NotFound where there is no such account,
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

// ResetPasswordInput is what came with a one-time link, and the password to set.
type ResetPasswordInput struct {
	Token       string
	NewPassword string
}

var errLink = fault.User(fault.LinkExpired, fault.Text{
	VI: "Liên kết không đúng, đã dùng hoặc đã hết hạn.", EN: "The link is wrong, used or too old."}, "input.token").By("6c")

// ResetPassword sets the password of a link's account and ends all its sessions: LinkExpired for a link that does not
// hold, WeakPassword for what the policy refuses (the link holds on), a WaitError after too many wrong links.
func (s *Service) ResetPassword(ctx context.Context, in ResetPasswordInput) error {
	try, err := s.attemptLink(ctx)
	if err != nil {
		return err
	}
	l, a, err := s.linkOf(ctx, in.Token)
	if fault.HasCode(err, fault.LinkExpired) {
		refused := func(ctx context.Context) error { return s.secure(ctx, "reset.refused", db.ID{}, "") }
		return errors.Join(s.db.InTx(ctx, refused), err)
	}
	if err != nil {
		return err
	}
	hash, err := s.hashNew(ctx, a, in.NewPassword)
	undo := func(ctx context.Context) error { return s.takeBack(ctx, try, false) }
	if err := errors.Join(err, s.db.InTx(context.WithoutCancel(ctx), undo)); err != nil {
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
		before := a.digest()
		if err := s.setPassword(ctx, a, hash, db.ID{}); err != nil {
			return err
		}
		if err := s.forgive(ctx, a.Login); err != nil {
			return err
		}
		return s.changed(ctx, "password.reset", "6c", before, a, "")
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
	return s.hasher.hash(ctx, password)
}
