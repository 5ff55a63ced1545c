package auth

import (
	"context"
	"errors"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
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

// heldLink is a link with the account that it opens.
type heldLink struct {
	*ResetLink
	account *Account
}

// Target is what permission rules look at: neither the issuer of the link nor the holder of the account counts as a second person.
func (h *heldLink) Target() access.Target {
	return access.Target{People: []db.ID{h.account.StaffID, h.RequestedBy}}
}

// draft is a link on its way out.
type draft struct {
	heldLink
	holder person
	first  bool     // the account becomes the first of IT's by it
	send   delivery // nil if there is nothing to send
}

// draft makes a link, and puts into the account what the link makes of it; nothing is written yet. The caller
// saves the account and calls issue.
func (s *Service) draft(ctx context.Context, a *Account, holder person) (d *draft, err error) {
	now := s.db.Now(ctx)
	l := &ResetLink{Key: db.NewID(), AccountID: a.Key, RequestedBy: access.Of(ctx).StaffID, CreatedAt: now, ExpiresAt: db.At(now.Add(confirmLife))}
	d = &draft{heldLink: heldLink{l, a}, holder: holder}
	var first bool
	if l.NeedsSecond, first, err = s.needsSecond(ctx, a); err != nil || l.NeedsSecond {
		return d, err
	}
	d.first = first && !a.FirstIT
	a.FirstIT, a.IssuedBy, a.ConfirmedBy = a.FirstIT || first, l.RequestedBy, db.ID{}
	d.send = s.arm(ctx, l, a, holder)
	return d, nil
}

// issue inserts the link, tells whom it concerns and records it. The draft's out delivers it once that has committed.
func (s *Service) issue(ctx context.Context, d *draft, g access.Grant) error {
	if err := s.insertLink(ctx, d.ResetLink); err != nil {
		return err
	}
	if d.first {
		if err := s.tellFirstIT(ctx, d.account); err != nil {
			return err
		}
	}
	if err := s.handOver(ctx, &d.heldLink, d.holder); err != nil {
		return err
	}
	return s.recordLink(ctx, &d.heldLink, act.Line{Action: "reset.requested", Grant: g})
}

// needsSecond reports whether a second person stands behind each link to the account: for powerful ones, save the first of
// IT's in a new centre.
func (s *Service) needsSecond(ctx context.Context, a *Account) (needs, first bool, err error) {
	powerful, err := s.access.Powerful(ctx, a.StaffID)
	if err != nil || !powerful {
		return false, false, err
	}
	first, err = s.opensCentre(ctx, a)
	return !first, first, err
}

// delivery sends a link after its transaction; nil if there is nothing to send.
type delivery func(context.Context) error

func (d delivery) out(ctx context.Context) error {
	if d == nil {
		return nil
	}
	return d(ctx)
}

// out delivers the link of a draft, where there is one.
func (d *draft) out(ctx context.Context) error {
	if d == nil {
		return nil
	}
	return d.send.out(ctx)
}

// link is the link of a draft, nil if there is none.
func (d *draft) link() *ResetLink {
	if d == nil {
		return nil
	}
	return d.ResetLink
}

// arm gives a link its secret and the time it holds from now, and returns what sends it. Where no mail can go, it leaves the
// link in URL.
func (s *Service) arm(ctx context.Context, l *ResetLink, a *Account, holder person) delivery {
	if s.o.Mailer == nil || holder.email() == "" {
		url := s.secret(ctx, l, resetLife)
		l.URL = &url
		return nil
	}
	life := lifeFor(a)
	url := s.secret(ctx, l, life)
	return func(ctx context.Context) error {
		err := s.o.Mailer.Send(ctx, holder.email(), letterSubject.With(s.o.PublicURL.Hostname()).VI,
			letter.With(holder.Name, a.Login, int(life.Hours()), url).VI+"\n")
		if err == nil {
			return nil
		}
		void := func(ctx context.Context) error { return s.voidLinks(ctx, a.Key) }
		return &fault.Error{Code: fault.Unavailable, Cause: errors.Join(err, s.db.InTx(context.WithoutCancel(ctx), void)), Text: mailNotSent}
	}
}

// lifeFor is how long a link to the account holds, unless somebody carries it.
func lifeFor(a *Account) time.Duration {
	if a.PasswordHash == "" {
		return firstLife
	}
	return resetLife
}

// handOver has the holder and their managers told where somebody else gets to see a link, to hand it over in person. Where
// nobody manages the holder, the Board is notified.
func (s *Service) handOver(ctx context.Context, h *heldLink, holder person) error {
	if h.URL == nil {
		return nil
	}
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
	return s.secure(ctx, "reset.shown", h.AccountID, "")
}

// ResetPath is the page that a one-time link opens. The secret stands behind it.
const ResetPath = "/console/password/"

// secret makes a link's secret, which holds for the time given, and returns the address to open. The page there takes the secret
// out of the address before it shows anything.
func (s *Service) secret(ctx context.Context, l *ResetLink, life time.Duration) (url string) {
	secret, hash := newSecret(resetPrefix)
	l.TokenHash, l.ExpiresAt = hash, db.At(s.db.Now(ctx).Add(life))
	return s.o.PublicURL.String() + ResetPath + secret
}
