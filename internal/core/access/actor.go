package access

import (
	"cmp"
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
)

// Role is a bundle of rights. Rights are the union of the roles held; each scope is computed from the department
// where that role is held.
type Role string

// The roles of the permission matrix. IT, WebEditor, Director and Personnel are granted by a director and hold
// centre-wide; Manager follows from a position in force; System is the program itself acting on a command line.
const (
	Public    Role = "public"
	Staff     Role = "staff"
	Manager   Role = "manager"
	IT        Role = "it"
	WebEditor Role = "web_editor"
	Director  Role = "director"
	Personnel Role = "personnel"
	System    Role = "system"
)

// Grant is one role as one actor holds it.
type Grant struct {
	Role Role
	// Department is where the role is held, zero when it holds centre-wide; Reach is that department and all
	// below it.
	Department db.ID
	Reach      []db.ID
	// OnBehalfOf is the person who lent the power, zero when it is the actor's own.
	OnBehalfOf db.ID
}

// Actor is who calls: a person with the roles they hold now, an external tool with the scopes of its token, or an
// anonymous reader.
type Actor struct {
	StaffID   db.ID
	AccountID db.ID
	SessionID db.ID
	Name      string
	Home      db.ID   // the home department
	HomeLine  []db.ID // the home department and all above it
	Grants    []Grant
	// Locked is the session that waits for its holder's password: meanwhile its caller is an anonymous reader, and nil for others.
	Locked *Lock
	// Shared tells that the session is on a shared device, and PasswordDue that the password was entered too long ago for a decision.
	Shared, PasswordDue bool
	// HeadsBoard tells that the person is the head of the Board now, or acts as one by decision.
	HeadsBoard bool
	// Unmanaged are, for a director, the departments that nobody at work manages, nor one above them.
	Unmanaged []db.ID

	Address   string // network address of the request, for the record
	UserAgent string

	// Of an external tool, which is nobody's staff: its service account and token, the secret that it came with, and how
	// many requests a second it may make.
	// Its home is the department that owns its asset.
	Service, Token, Secret db.ID
	Rate                   int
	// Scans are the assets that it may report on.
	Scans Range
}

// Lock is a session on a shared device that nobody has used for a while. It counts again once its holder enters the password.
type Lock struct {
	Session, Account, Staff db.ID
	Name                    string // of the holder
}

var anonymous = &Actor{Grants: []Grant{{Role: Public}}}

type actorKey struct{}

// With returns a context in which the actor calls.
func With(ctx context.Context, a *Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// Of returns the actor of the context, an anonymous reader where none was set.
func Of(ctx context.Context) *Actor {
	switch a := ctx.Value(actorKey{}).(type) {
	case *Actor:
		return a
	case *live:
		return a.actor.Load()
	}
	return anonymous
}

// Anonymous returns a reader who is not signed in, calling from an address.
func Anonymous(address, userAgent string) *Actor {
	return &Actor{Grants: anonymous.Grants, Address: address, UserAgent: userAgent}
}

// AsSystem returns a context in which the program itself acts: from a command line or a job, never from a request.
func AsSystem(ctx context.Context) context.Context {
	return With(ctx, &Actor{Name: "system", Grants: []Grant{{Role: Public}, {Role: System}}})
}

// SignedIn reports whether a person is behind the call.
func (a *Actor) SignedIn() bool { return !a.StaffID.IsZero() }

// Session is the session that the call came with, locked or not; zero for none.
func (a *Actor) Session() db.ID {
	if a.Locked != nil {
		return a.Locked.Session
	}
	return a.SessionID
}

// NotSignedIn is the answer to a caller who is not signed in: where their session is locked, that says so.
func (a *Actor) NotSignedIn() *fault.Error {
	if a.Locked != nil {
		return fault.ErrLocked
	}
	return fault.ErrUnauthenticated
}

// Known reports whether the caller has shown who they are: a person or an external tool.
func (a *Actor) Known() bool { return a.SignedIn() || !a.Service.IsZero() }

// Holder is the account that the actor acts through: a person's, or a tool's service account.
func (a *Actor) Holder() db.ID { return cmp.Or(a.AccountID, a.Service) }

// Is reports whether the actor holds the role, wherever.
func (a *Actor) Is(r Role) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Role == r })
}

// Holds reports whether the actor holds the role themselves, wherever: not by a power that was lent to them.
func (a *Actor) Holds(r Role) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Role == r && g.OnBehalfOf.IsZero() })
}

// Without returns the actor without the powers that are left out.
func (a *Actor) Without(out func(g Grant) bool) *Actor {
	less := *a
	less.Grants = slices.DeleteFunc(slices.Clone(a.Grants), out)
	return &less
}

// Grant returns the actor's grant of the role over the department: their own before a lent one, a centre-wide one
// included. It names under which role, and on whose behalf, a decision is recorded.
func (a *Actor) Grant(r Role, department db.ID) (found Grant, ok bool) {
	for _, g := range a.Grants {
		if g.Role != r || !g.Department.IsZero() && !slices.Contains(g.Reach, department) {
			continue
		}
		if g.OnBehalfOf.IsZero() {
			return g, true
		}
		if !ok {
			found, ok = g, true
		}
	}
	return found, ok
}

// Wrote reports whether the target was written or submitted by, or is about, the actor or the person who lent them the power.
func (a *Actor) Wrote(g Grant, t Target) bool { return a.own(g, t.People) }

// own reports whether one of the people is the actor, or the person who lent them the power that is used.
func (a *Actor) own(g Grant, people []db.ID) bool {
	return !a.StaffID.IsZero() && slices.ContainsFunc(people, func(p db.ID) bool {
		return p == a.StaffID || !g.OnBehalfOf.IsZero() && p == g.OnBehalfOf
	})
}
