// Package changerequest is the change requests of Art. 5d to 5f: what people ask to have repaired, replaced, installed,
// connected or configured, how that is decided, and how IT carries it out. What the register protects changes by an
// executed request alone.
package changerequest

import (
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
)

// subjectKind is that of change requests in global ids, permissions, approvals, notices and the change feed.
const subjectKind = asset.ByChangeRequest

// Kind says what is asked for.
type Kind string

// The kinds of changes.
const (
	Repair    Kind = "REPAIR"    // starts from an incident (Art. 5d)
	Replace   Kind = "REPLACE"   // another asset from stock takes the place of this one (Art. 5d)
	Install   Kind = "INSTALL"   // puts an asset into use (Art. 5d)
	Connect   Kind = "CONNECT"   // onto the internal network, or off it (Art. 5e)
	Configure Kind = "CONFIGURE" // its settings in the network (Art. 5f)
)

// articles is what each kind of change carries out.
var articles = map[Kind]string{Repair: "5d", Replace: "5d", Install: "5d", Connect: "5e", Configure: "5f"}

// State says where a request stands.
type State string

// The states of a request.
const (
	InReview      State = "IN_REVIEW"
	Approved      State = "APPROVED" // IT may execute it
	Executed      State = "EXECUTED"
	Rejected      State = "REJECTED"
	Returned      State = "RETURNED"  // changes are asked for; who asked may change and submit it again
	Withdrawn     State = "WITHDRAWN" // taken back by the requester, or by IT if it no longer applies
	Superseded    State = "SUPERSEDED"
	Revoked       State = "REVOKED"        // a director took the consent back; it may be submitted again
	Lapsed        State = "LAPSED"         // nothing was done while the consent lasted; it may be submitted again
	EmergencyOpen State = "EMERGENCY_OPEN" // done on a director's word that is not confirmed yet
	RolledBack    State = "ROLLED_BACK"
	Closed        State = "CLOSED" // an emergency change without consent, with which the Board has dealt
)

// Risk grades what may go wrong.
type Risk string

// The risks; "" before IT has assessed.
const (
	LowRisk    Risk = "LOW"
	MediumRisk Risk = "MEDIUM"
	HighRisk   Risk = "HIGH"
)

// Values are the protected fields of what a request is about, at one moment. Whom the request is decided by sees them;
// they are technical (Art. 5a).
type Values struct {
	Asset       asset.Technical
	Replacement *asset.Technical `json:",omitempty"`
}

// same reports whether two moments are alike.
func (v *Values) same(other *Values) bool { return alike(v, other) }

// Request is what somebody asks to have done to an asset, and what came of it.
type Request struct {
	Key          db.ID                `db:"id"`
	Kind         Kind                 `db:"kind"`
	State        State                `db:"state"`
	Asset        db.ID                `db:"asset_id"`
	Replacement  db.ID                `db:"replacement_id"` // of a REPLACE: what takes the asset's place
	Department   db.ID                `db:"department_id"`  // that owned the asset when it was asked for
	Requester    db.ID                `db:"requester_id"`
	Incident     db.ID                `db:"incident_id"` // that a REPAIR starts from
	Title        string               `db:"title"`
	Reason       string               `db:"reason"`
	Risk         Risk                 `db:"risk"`
	Cost         int64                `db:"cost"` // in VND
	Plan         string               `db:"plan"`
	RollBackPlan string               `db:"roll_back_plan"`
	Wanted       db.JSON[asset.Patch] `db:"wanted"`
	// Before and After are what IT's assessment proposes; once executed, what was and is. Nil before the assessment.
	Before         db.JSON[*Values] `db:"before_values"`
	After          db.JSON[*Values] `db:"after_values"`
	PlannedFrom    db.Time          `db:"planned_from"`
	PlannedTo      db.Time          `db:"planned_to"`
	Approval       db.ID            `db:"approval_id"`
	AtBoard        bool             `db:"at_board"` // the Board has been told
	Outcome        string           `db:"outcome"`
	ExecutedBy     db.ID            `db:"executed_by"`
	ExecutedAt     db.Time          `db:"executed_at"`
	Director       db.ID            `db:"director_id"` // of an emergency: whose word it was done on
	SpokenAt       db.Time          `db:"spoken_at"`
	ConfirmBy      db.Time          `db:"confirm_by"`
	ConfirmedAt    db.Time          `db:"confirmed_at"`
	UnconfirmedAt  db.Time          `db:"unconfirmed_at"` // when it was listed to the Board
	RolledBackBy   db.ID            `db:"rolled_back_by"`
	RolledBackAt   db.Time          `db:"rolled_back_at"`
	RollBackReason string           `db:"roll_back_reason"`
	LapsesAt       db.Time          `db:"lapses_at"`   // until when the consent lasts; zero before it is given
	LateReason     string           `db:"late_reason"` // why it was executed after its planned window
	ClosedBy       db.ID            `db:"closed_by"`
	ClosedAt       db.Time          `db:"closed_at"`
	CloseReason    string           `db:"close_reason"`
	Version        int              `db:"version"`
	CreatedAt      db.Time          `db:"created_at"`
	UpdatedAt      db.Time          `db:"updated_at"`

	batch *batch // the list that it was read with
}

// Connection and Edge are pages of requests.
type (
	Connection = paging.Connection[*Request]
	Edge       = paging.Edge[*Request]
)

// ID is the request's global id.
func (c *Request) ID() string { return db.GlobalID(subjectKind, c.Key) }

// Article is what the change carries out: 5d, 5e or 5f. What plugs an asset in is a CONNECT, whatever it is called.
func (c *Request) Article() string {
	if c.plugsIn() {
		return articles[Connect]
	}
	return articles[c.Kind]
}

// Risked is the risk for GraphQL, nil before the assessment.
func (c *Request) Risked() *Risk {
	if c.Risk == "" {
		return nil
	}
	return &c.Risk
}

// Emergency reports whether it was done on a director's word.
func (c *Request) Emergency() bool { return !c.Director.IsZero() }

// Unconfirmed reports whether a director's word for it was never confirmed in time, or was denied.
func (c *Request) Unconfirmed() bool { return c.State == EmergencyOpen && !c.UnconfirmedAt.IsZero() }

// Target is what permission rules look at.
func (c *Request) Target() access.Target {
	return access.Target{Department: c.Department, People: []db.ID{c.Requester}, Submitted: c.AtBoard}
}

// Hash covers all that is decided on: what is asked for, how IT would do it, and the protected fields that it starts
// from.
func (c *Request) Hash() ([]byte, error) {
	values := []any{c.Kind, c.Asset, c.Replacement, c.Incident, c.Title, c.Reason, c.Risk, c.Cost, c.Plan, c.RollBackPlan,
		c.PlannedFrom, c.PlannedTo, c.Director}
	values = slices.Concat(values, c.Wanted.V.Sealed(), c.Before.V.sealed(), c.After.V.sealed())
	return audit.Seal(subjectKind, values...), nil
}

// sealed are the values for the hash, in an order that never changes.
func (v *Values) sealed() []any {
	switch {
	case v == nil:
		return []any{0}
	case v.Replacement == nil:
		return append([]any{1}, v.Asset.Sealed()...)
	}
	return slices.Concat([]any{2}, v.Asset.Sealed(), v.Replacement.Sealed())
}
