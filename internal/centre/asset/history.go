package asset

import (
	"context"
	"errors"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// Action is what happened to an asset.
type Action string

// What happens to assets.
const (
	FirstRegistration Action = "FIRST_REGISTRATION" // carries protected fields without a request
	Updated           Action = "UPDATED"
	Transferred       Action = "TRANSFERRED"
	Changed           Action = "CHANGED" // protected fields, by what the cause names
	Linked            Action = "LINKED"
	Unlinked          Action = "UNLINKED"
	Licensed          Action = "LICENSED"
	LicenceRemoved    Action = "LICENCE_REMOVED"
	Confirmed         Action = "CONFIRMED" // in an inventory round
	WrittenOff        Action = "RETIRED"
	FoundConnected    Action = "FOUND_CONNECTED" // without the Board's consent
	PassedOn          Action = "PASSED_ON"       // what was found connected, to what took its place
	ConnectConsented  Action = "CONNECTION_CONSENTED"
	ConnectRefused    Action = "CONNECTION_REFUSED"
	Unplugged         Action = "UNPLUGGED" // what was found connected
	Corrected         Action = "CORRECTED" // what was mistyped
)

// Cause is what made a change of protected fields lawful: a carried out change request, the handling of an infection
// (Art. 7c), or a correction of what was mistyped. Kind is the kind of the global id that Key has. Article is the rule under which it happened.
type Cause struct {
	Kind    string
	Key     db.ID
	Article string
}

// The kinds of causes.
const (
	ByChangeRequest = "change_request"
	ByInfection     = "infection"
	ByImport        = "asset_import"
	ByInventory     = "inventory_round"
	ByConnectList   = "connect_list"
	ByCorrection    = "asset_correction"
)

// Event is one line of an asset's history. Lines that are Technical are for IT alone (Art. 5a).
type Event struct {
	Key            db.ID   `db:"id"`
	Asset          db.ID   `db:"asset_id"`
	Action         Action  `db:"action"`
	Field          string  `db:"field"` // as the API calls it, "" where the line is about the asset as a whole
	Before         string  `db:"before_text"`
	After          string  `db:"after_text"`
	Technical      bool    `db:"technical"`
	Article        string  `db:"article"`
	CauseKind      string  `db:"cause_kind"`
	CauseKey       db.ID   `db:"cause_id"`
	Staff          db.ID   `db:"staff_id"` // zero where the program or a service account did it
	ServiceAccount db.ID   `db:"service_account_id"`
	At             db.Time `db:"at"`
}

// ID is the line's global id.
func (e *Event) ID() string { return db.GlobalID("asset_event", e.Key) }

// Rule is the article for GraphQL, nil if there is none.
func (e *Event) Rule() *string { return Optional(e.Article).pointer() }

// CauseID is the global id of the cause, "" if there is none.
func (e *Event) CauseID() string {
	if e.CauseKey.IsZero() {
		return ""
	}
	return db.GlobalID(e.CauseKind, e.CauseKey)
}

// EventConnection is a page of an asset's history.
type (
	EventConnection = paging.Connection[*Event]
	EventEdge       = paging.Edge[*Event]
)

// newest is the order of a history.
var newest = paging.Order{Name: "at", Column: "asset_events.at", ID: "asset_events.id", Desc: true}

// History returns a page of what happened to an asset that the actor may read, latest first. Technical lines are
// there for IT alone, and are not counted for others (Art. 5a).
func (s *Service) History(ctx context.Context, a *Asset, args paging.Args) (*EventConnection, error) {
	plan, err := paging.New(args, newest)
	if err != nil {
		return nil, err
	}
	where := "asset_events.asset_id = ?"
	if !s.access.Allowed(ctx, "asset", "read_technical", a.Target()) {
		where += " AND asset_events.technical = 0"
	}
	c, err := paging.Query(ctx, s.db, plan, eventColumns, "asset_events", where, []any{a.Key}, func(e *Event) (any, db.ID) { return e.At, e.Key })
	if err != nil {
		return nil, err
	}
	return c, errors.Join(s.veil(ctx, c.Nodes()), s.unlink(ctx, c.Nodes()))
}

// Event returns the line with the global id of the history of an asset that the actor may read, else NotFound: a technical one
// to IT alone (Art. 5a).
func (s *Service) Event(ctx context.Context, global string) (*Event, error) {
	key, err := db.ParseID("asset_event", global)
	if err != nil {
		return nil, err
	}
	e, err := s.event(ctx, key)
	if err != nil {
		return nil, err
	}
	a, err := s.one(ctx, s.visible(ctx), "id", e.Asset)
	if err != nil {
		return nil, err
	}
	if e.Technical && !s.access.Allowed(ctx, "asset", "read_technical", a.Target()) {
		return nil, fault.ErrNotFound
	}
	return e, errors.Join(s.veil(ctx, []*Event{e}), s.unlink(ctx, []*Event{e}))
}

// veil takes from lines who did it, where that tells who reported a matter of security (Art. 6d).
func (s *Service) veil(ctx context.Context, events []*Event) error {
	return access.Cover(ctx, s.access, "asset_events", events, func(e *Event) (key db.ID) {
		if e.CauseKind == ByInfection {
			key = e.Key
		}
		return key
	}, func(e *Event) { e.Staff = db.ID{} })
}

// unlink takes from lines about what the asset depends on the codes of assets that the actor may not see, as the links
// themselves are without them.
func (s *Service) unlink(ctx context.Context, events []*Event) error {
	var codes []string
	for _, e := range events {
		if e.Field == fieldDependsOn {
			codes = append(codes, e.Before, e.After)
		}
	}
	if codes == nil {
		return nil
	}
	seen, err := s.codesEver(ctx, s.visible(ctx), codes)
	for _, e := range events {
		if e.Field == fieldDependsOn && !slices.Contains(seen, e.Before+e.After) { // one of them is empty
			e.Before, e.After = "", ""
		}
	}
	return err
}

// fieldDependsOn is the field of lines that name another asset, by its code.
const fieldDependsOn = "dependsOn"

// line is a line of the history before it is written.
type line struct {
	action        Action
	field         string
	before, after string
	technical     bool
	article       string // that of the cause where empty
}

// history writes lines of an asset's history, in the actor's name.
func (s *Service) history(ctx context.Context, asset db.ID, c Cause, lines ...line) error {
	for _, l := range lines {
		e := Event{Key: db.NewID(), Asset: asset, Action: l.action, Field: l.field, Before: clip(l.before), After: clip(l.after), Technical: l.technical,
			Article: l.article, CauseKind: c.Kind, CauseKey: c.Key, Staff: access.Of(ctx).StaffID, ServiceAccount: access.Of(ctx).Service, At: s.db.Now(ctx)}
		if e.Article == "" {
			e.Article = c.Article
		}
		if err := s.insertEvent(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// maxText is how long a value in the history may be, in characters.
const maxText = 4000

func clip(s string) string {
	if r := []rune(s); len(r) > maxText {
		return string(r[:maxText])
	}
	return s
}
