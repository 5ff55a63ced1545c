package audit

import (
	"context"
	"encoding/hex"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// Filter narrows a list of events; what is zero does not count.
type Filter struct {
	Class      Class
	Action     string
	Staff      string // global id of the person who did it
	Service    string // global id of the service account that did it
	Subject    string // global id of what it was done to
	Department string // global id; all below it count too
	From, To   db.Time
}

// Connection and Edge are a page of events.
type (
	Connection = paging.Connection[*Event]
	Edge       = paging.Edge[*Event]
)

// Events lists the events that the actor may read. NotFound when the filter names another kind of object than it asks for.
func (l *Log) Events(ctx context.Context, f Filter, o Order, a paging.Args) (*Connection, error) {
	p, err := orders.Plan(o, nil, a)
	if err != nil {
		return nil, err
	}
	where, args, err := f.sql()
	if err != nil {
		return nil, err
	}
	reach := l.readable(ctx)
	if f.Department != "" {
		reach = reach.Beyond(l.placeless(ctx))
	}
	reach = reach.Residual()
	where, args = append(where, reach.SQL), append(args, reach.Args...)
	c, err := l.page(ctx, p, strings.Join(where, " AND "), args)
	if err != nil {
		return nil, err
	}
	return c, l.veil(ctx, c.Nodes()...)
}

// readable is where the actor may read events: of content, those whose subject they may read; what tells who reported a matter of security is there for the reporter and
// the Board alone (Art. 6d), and for its actor in their own trail.
func (l *Log) readable(ctx context.Context) access.Reach {
	reach := l.access.Reach(ctx, "audit", "read")
	if content := l.access.Reach(ctx, "audit", "read_content"); !content.None() {
		reach = reach.Or(content.And(l.inSight(ctx)))
	}
	return reach.Beyond(l.access.Veil(ctx, "audit_log"))
}

// placeless is where an event keeps its department to itself, so that no filter by department finds it either: about an
// incident whose reporter the actor may not know.
func (l *Log) placeless(ctx context.Context) access.Reach {
	veil := l.access.Veil(ctx, "incidents")
	if !veil.None() {
		veil.SQL = "(audit_log.subject_kind = 'incident' AND (SELECT COUNT(*) FROM incidents WHERE incidents.id = audit_log.subject_id AND " + veil.SQL + ") > 0)"
	}
	return veil
}

// Get reads the event with the global id; NotFound when the actor may not read it.
func (l *Log) Get(ctx context.Context, id string) (*Event, error) {
	key, err := db.ParseID("audit_event", id)
	if err != nil {
		return nil, err
	}
	e, err := l.byKey(ctx, key)
	if err != nil {
		return nil, err
	}
	return e, l.veil(ctx, e)
}

// veil takes from events what the actor may not know: from where they came; of a matter of security whose reporter is
// protected, the department and the digests, which cover the reporter too; the code of an asset that is out of sight.
func (l *Log) veil(ctx context.Context, events ...*Event) error {
	of := map[string][]db.ID{}
	for _, e := range events {
		if !l.access.Allowed(ctx, "audit", "read_origin", e.target()) {
			e.Address, e.SessionID, e.TokenID = "", db.ID{}, db.ID{}
		}
		of[e.SubjectKind] = append(of[e.SubjectKind], e.SubjectID)
	}
	protected, err := l.access.Veiled(ctx, map[string][]db.ID{"incidents": of["incident"], "infections": of["infection"]})
	if err != nil {
		return err
	}
	unseen, err := l.access.Unseen(ctx, map[string][]db.ID{"asset": of["asset"], "scan": of["scan"]})
	for _, e := range events {
		if protected[e.SubjectID] {
			e.Before, e.After = nil, nil
		}
		if protected[e.SubjectID] && e.SubjectKind == "incident" {
			e.Department = db.ID{}
		}
		if unseen[e.SubjectID] {
			e.Detail = ""
		}
	}
	return err
}

func (e *Event) target() access.Target {
	return access.Target{Department: e.Department, People: []db.ID{e.StaffID, e.OnBehalfOf, e.SubjectID}, Class: string(e.Class)}
}

// ID is the global id of the event.
func (e *Event) ID() string { return db.GlobalID("audit_event", e.Key) }

// Actor is the global id of the staff member who acted, nil if nobody was signed in.
func (e *Event) Actor() *string { return globalID("staff", e.StaffID) }

// Account is the global id of the account that was used.
func (e *Event) Account() *string { return globalID("account", e.AccountID) }

// Principal is the global id of the staff member whose lent power was used.
func (e *Event) Principal() *string { return globalID("staff", e.OnBehalfOf) }

// Under is the role that was used, nil where several would do.
func (e *Event) Under() *access.Role {
	if e.Role == "" {
		return nil
	}
	return &e.Role
}

// Origin is the network address that it came from.
func (e *Event) Origin() *string { return text(e.Address) }

// Rule is the article of the regulation behind it.
func (e *Event) Rule() *string { return text(e.Article) }

// Remark is the detail, nil if there is none.
func (e *Event) Remark() *string { return text(e.Detail) }

// Session is the global id of the session that was used.
func (e *Event) Session() *string { return globalID("session", e.SessionID) }

// Service is the global id of the external tool's service account that acted, nil where a person did.
func (e *Event) Service() *string { return globalID("service_account", e.ServiceID) }

// Token is the global id of the token that was used.
func (e *Event) Token() *string { return globalID("token", e.TokenID) }

// Subject is the global id of what was acted upon.
func (e *Event) Subject() *string { return globalID(e.SubjectKind, e.SubjectID) }

// BeforeDigest is the SHA-256 in hexadecimal of the subject's state before, nil if there was none.
func (e *Event) BeforeDigest() *string { return text(hex.EncodeToString(e.Before)) }

// AfterDigest is the SHA-256 in hexadecimal of the subject's state after, nil if none was left.
func (e *Event) AfterDigest() *string { return text(hex.EncodeToString(e.After)) }

func globalID(kind string, id db.ID) *string {
	if id.IsZero() {
		return nil
	}
	return text(db.GlobalID(kind, id))
}

// text is nil for "".
func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
