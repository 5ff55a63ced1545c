// Package auth is identity: accounts, passwords, sessions and the one-time links by which holders set a password. An
// account belongs to exactly one staff member (Art. 1, 6), and nobody but its holder ever knows the password.
package auth

import (
	"cmp"
	"context"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/core/inbox"
)

// Mailer delivers a plain-text message. It is called outside transactions.
type Mailer interface {
	Send(ctx context.Context, to, subject, body string) error
}

// Options adjust the service.
type Options struct {
	PublicURL      *url.URL       // decides the form of cookies and links
	TrustedProxies []netip.Prefix // whose X-Forwarded-For is believed
	Mailer         Mailer         // nil: one-time links cannot be sent
	Cost           Cost           // OWASP when zero; tests set a cheap one
	// LockAfter is how long a shared device may be left alone before it asks for the password, and PasswordAfter how long ago the
	// password may have been entered for a decision.
	LockAfter, PasswordAfter time.Duration
}

// Service answers every use case of identity.
type Service struct {
	db     *db.DB
	access *access.Access
	audit  *audit.Log
	feed   *feed.Feed
	hasher *hasher
	o      Options

	counting *line // attempts of strangers, on their way to the hasher

	inbox     *inbox.Service
	directory Directory

	accounts *act.Frame[*Account]
	links    *act.Frame[*heldLink]
	sessions *act.Frame[*heldSession]
	openings *act.Frame[*Opening]

	tools      Tools
	refuseTool http.HandlerFunc
	refuseSite http.HandlerFunc

	crossOrigin *http.CrossOriginProtection // of the pages of this program
	signIns     []SignInHook
}

// Directory tells who is in office.
type Directory interface {
	// Managers returns those of the department, or of the nearest above it that has any, without those in except.
	Managers(ctx context.Context, department db.ID, except ...db.ID) (at db.ID, managers []db.ID, err error)
	// Holders returns the active staff to whom the role is granted.
	Holders(ctx context.Context, role access.Role) ([]db.ID, error)
}

// Inform has people told of what happens to accounts. It belongs to start-up.
func (s *Service) Inform(i *inbox.Service, d Directory) { s.inbox, s.directory = i, d }

// SignInHook looks at a sign-in whose password is right, in a transaction of its own and in the holder's name. What it writes
// stays; refused is the user error for a person who is not let in from there.
type SignInHook func(ctx context.Context) (refused error, err error)

// OnSignIn has every sign-in looked at. It belongs to start-up.
func (s *Service) OnSignIn(h SignInHook) { s.signIns = append(s.signIns, h) }

// New returns the service over a store.
func New(d *db.DB, a *access.Access, l *audit.Log, c *feed.Feed, o Options) *Service {
	if o.Cost == (Cost{}) {
		o.Cost = OWASP
	}
	o.LockAfter, o.PasswordAfter = cmp.Or(o.LockAfter, LockAfter), cmp.Or(o.PasswordAfter, PasswordAfter)
	s := &Service{db: d, access: a, audit: l, feed: c, hasher: newHasher(o.Cost), o: o, counting: &line{free: counting, most: mostCounting}}
	s.accounts = &act.Frame[*Account]{
		DB: d, Access: a, Kind: "account", Rules: s.accountRules(), Version: func(a *Account) int { return a.Version },
		Open: s.open, Digest: (*Account).digest, Keep: s.keep,
	}
	s.links = &act.Frame[*heldLink]{
		DB: d, Access: a, Kind: "reset_link", Policy: "account", Rules: s.linkRules(), Open: s.openLink, Keep: s.keepLink,
	}
	s.sessions = &act.Frame[*heldSession]{
		DB: d, Access: a, Kind: "session", Rules: sessionRules(), Open: s.heldSession, Keep: s.keepSession,
	}
	s.openings = &act.Frame[*Opening]{
		DB: d, Access: a, Kind: "account_opening", Policy: "account", Rules: openingRules(), Open: s.opening, Keep: s.keepOpening,
	}
	s.Accept(noTools{}, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) })
	s.RefuseSites(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	s.crossOrigin = http.NewCrossOriginProtection()
	if u := o.PublicURL; u != nil && u.Host != "" { // a proxy may ask under another host
		if err := s.crossOrigin.AddTrustedOrigin(u.Scheme + "://" + u.Host); err != nil {
			panic(err) // the settings have checked it
		}
	}
	return s
}

// secure writes down what happened to an account's security. The actor is taken from the context.
func (s *Service) secure(ctx context.Context, action string, account db.ID, detail string) error {
	return s.audit.Record(ctx, audit.Event{Class: audit.Security, Action: action, SubjectKind: "account", SubjectID: account, Article: "6c", Detail: detail})
}

// changed writes down that an account's state changed, and tells the change feed.
func (s *Service) changed(ctx context.Context, a *Account, l act.Line) error {
	err := s.audit.Record(ctx, audit.Event{Class: audit.Security, Action: l.Action, SubjectKind: "account", SubjectID: a.Key,
		Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf, Before: l.Before, After: a.digest(), Article: l.Article, Detail: l.Detail})
	if err != nil {
		return err
	}
	return s.feed.Record(ctx, "account", a.Key, "accounts")
}

// as returns a context in which the holder of an account acts, from where the request came: for what a stranger did
// by proving to be the holder.
func as(ctx context.Context, a *Account, session db.ID) context.Context {
	from := access.Of(ctx)
	return access.With(ctx, &access.Actor{StaffID: a.StaffID, AccountID: a.Key, SessionID: session,
		Grants: []access.Grant{{Role: access.Public}}, Address: from.Address, UserAgent: from.UserAgent})
}
