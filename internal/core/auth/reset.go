package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/inbox"
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

	URL *string // the link itself, to be handed over in person: for this once, and only where no mail can go
}

// ID is the link's global id; it opens nothing.
func (l *ResetLink) ID() string { return db.GlobalID("reset_link", l.Key) }

// AwaitsSecond reports whether a second person still has to confirm before the link goes out.
func (l *ResetLink) AwaitsSecond() bool { return l.NeedsSecond && l.ConfirmedBy.IsZero() }

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
	var l *ResetLink
	var send delivery
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		ctx, err := s.issuing(ctx, "reset", staff)
		if err != nil {
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
		err = send.out(ctx)
	}
	if err != nil {
		return nil, err
	}
	return l, nil
}

// turn waits until nobody else gives powers or issues links, and returns the context with the rights that the actor holds
// then.
func (s *Service) turn(ctx context.Context) (context.Context, error) {
	if err := s.db.Lock(ctx, access.PowersLock); err != nil {
		return nil, err
	}
	return s.access.Refresh(ctx)
}

// issuing is turn, and asks whether the actor may create the person's account, or issue a link to it.
func (s *Service) issuing(ctx context.Context, action string, holder db.ID) (context.Context, error) {
	ctx, err := s.turn(ctx)
	if err != nil {
		return nil, err
	}
	opening, err := s.access.Opening(ctx)
	if err != nil {
		return nil, err
	}
	return ctx, s.access.Require(ctx, "account", action, access.Target{People: []db.ID{holder}, Opening: opening})
}

// newLink inserts a link in the open transaction. send delivers it once that has committed.
func (s *Service) newLink(ctx context.Context, a *Account, holder person) (l *ResetLink, send delivery, err error) {
	if a.State != Active {
		return nil, nil, errState
	}
	if err := s.voidLinks(ctx, a.Key); err != nil {
		return nil, nil, err
	}
	now := s.db.Now(ctx)
	l = &ResetLink{Key: db.NewID(), AccountID: a.Key, RequestedBy: access.Of(ctx).StaffID, CreatedAt: now, ExpiresAt: db.At(now.Add(confirmLife))}
	if l.NeedsSecond, err = s.needsSecond(ctx, a); err != nil {
		return nil, nil, err
	}
	if !l.NeedsSecond {
		if send, err = s.arm(ctx, l, a, holder); err != nil {
			return nil, nil, err
		}
	}
	if err := s.db.From(ctx).Insert(ctx, "reset_links", l); err != nil {
		return nil, nil, err
	}
	return l, send, s.secure(ctx, "reset.requested", a.Key, "")
}

// needsSecond reports whether a second person stands behind each link to the account: for powerful ones, save the first of
// IT's in a new centre.
func (s *Service) needsSecond(ctx context.Context, a *Account) (bool, error) {
	powerful, err := s.access.Powerful(ctx, a.StaffID)
	if err != nil || !powerful {
		return false, err
	}
	first, err := s.opensCentre(ctx, a)
	return !first, err
}

// delivery sends a link after its transaction; nil where there is nothing to send.
type delivery func(context.Context) error

func (d delivery) out(ctx context.Context) error {
	if d == nil {
		return nil
	}
	return d(ctx)
}

// arm gives a link its secret and the time it holds from now, and returns what sends it. Where no mail can go, it leaves the
// link in URL.
func (s *Service) arm(ctx context.Context, l *ResetLink, a *Account, holder person) (delivery, error) {
	if l.ConfirmedBy.IsZero() {
		if err := s.vouch(ctx, a, l.RequestedBy, db.ID{}); err != nil {
			return nil, err
		}
	}
	if s.o.Mailer == nil || holder.email() == "" {
		url := s.secret(ctx, l, resetLife)
		l.URL = &url
		return nil, s.handOver(ctx, a, holder)
	}
	life := lifeFor(a)
	url := s.secret(ctx, l, life)
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
	}, nil
}

// lifeFor is how long a link to the account holds, unless somebody carries it.
func lifeFor(a *Account) time.Duration {
	if a.PasswordHash == "" {
		return firstLife
	}
	return resetLife
}

// handOver has the holder and their managers told that somebody else got to see a link, to hand it over in person. Where
// nobody manages the holder, the Board is told.
func (s *Service) handOver(ctx context.Context, a *Account, holder person) error {
	_, told, err := s.directory.Managers(ctx, holder.Department, holder.Key)
	if err == nil && len(told) == 0 {
		told, err = s.directory.Holders(ctx, access.Director)
	}
	if err != nil {
		return err
	}
	n := inbox.Notice{Kind: inbox.LinkShown, SubjectKind: "staff", Subject: holder.Key, Detail: access.Of(ctx).Name}
	if err := s.inbox.TellOthers(ctx, n, append(told, holder.Key)...); err != nil {
		return err
	}
	return s.secure(ctx, "reset.shown", a.Key, "")
}

// ResetPath is the page that a one-time link opens.
const ResetPath = "/reset-password"

// secret makes a link's secret, which holds for the time given, and returns the address to open. There it stands behind the
// #, which no browser sends to a server.
func (s *Service) secret(ctx context.Context, l *ResetLink, life time.Duration) (url string) {
	secret, hash := newSecret(resetPrefix)
	l.TokenHash, l.ExpiresAt = hash, db.At(s.db.Now(ctx).Add(life))
	return s.o.PublicURL.String() + ResetPath + "#" + secret
}

// ConfirmPasswordResetInput names a link that waits for a second person.
type ConfirmPasswordResetInput struct{ ID string }

// ConfirmPasswordReset lets a second person of IT or of the Board, neither the requester nor the holder, have the
// link sent, or get it to hand over where no mail can go.
func (s *Service) ConfirmPasswordReset(ctx context.Context, in ConfirmPasswordResetInput) (*ResetLink, error) {
	key, err := db.ParseID("reset_link", in.ID)
	if err != nil {
		return nil, err
	}
	var l *ResetLink
	var send delivery
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		ctx, err := s.turn(ctx)
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
		l.ConfirmedBy = access.Of(ctx).StaffID
		if send, err = s.arm(ctx, l, a, holder); err != nil {
			return err
		}
		if err := s.confirm(ctx, l); err != nil {
			return err
		}
		return s.secure(ctx, "reset.confirmed", a.Key, "")
	})
	if err == nil {
		err = send.out(ctx)
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
		url = s.secret(ctx, l, lifeFor(a))
		if err := s.vouch(ctx, a, db.ID{}, db.ID{}); err != nil {
			return err
		}
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
		if err := s.vouch(ctx, a, l.RequestedBy, l.ConfirmedBy); err != nil {
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
