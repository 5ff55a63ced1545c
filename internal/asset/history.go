package asset

import (
	"context"

	"ttyt/internal/access"
	"ttyt/internal/db"
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
	ActionRetired     Action = "RETIRED"
)

// Cause is what made a change of protected fields lawful: a carried out change request, or the handling of an infection
// (Art. 7c). Kind is the kind of the global id that Key has. Article is the rule under which it happened.
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

// line is a line of the history before it is written.
type line struct {
	action        Action
	field         string
	before, after string
	technical     bool
	article       string // that of the cause where empty
}

// history writes lines of an asset's history, in the name of who acts.
func (s *Service) history(ctx context.Context, asset db.ID, c Cause, lines ...line) error {
	for _, l := range lines {
		e := Event{Key: db.NewID(), Asset: asset, Action: l.action, Field: l.field, Before: clip(l.before), After: clip(l.after), Technical: l.technical,
			Article: l.article, CauseKind: c.Kind, CauseKey: c.Key, Staff: access.Of(ctx).StaffID, At: s.db.Now(ctx)}
		if e.Article == "" {
			e.Article = c.Article
		}
		if err := s.db.From(ctx).Insert(ctx, "asset_events", e); err != nil {
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
