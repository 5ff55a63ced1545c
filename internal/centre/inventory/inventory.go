// Package inventory is the rounds in which managers confirm what their departments own (Art. 5b). A round lists all that the
// register has when it is opened, and what comes into it while it is open; what is not as it should be becomes a list of differences. The register itself stays as
// it is: what follows from a difference is a decision of its own.
package inventory

import (
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/core/access"
)

// State is where an inventory round stands.
type State string

// The states of a round. Nothing leaves StateClosed.
const (
	StateOpen   State = "OPEN"
	StateClosed State = "CLOSED"
)

// Result is what a round found of an asset.
type Result string

// The results. Unseen is what nobody looked at, UnknownExtra what is not in the register.
const (
	Unseen         Result = "OPEN"
	Confirmed      Result = "CONFIRMED"
	Missing        Result = "MISSING"
	Elsewhere      Result = "ELSEWHERE"
	OtherCustodian Result = "OTHER_CUSTODIAN"
	UnknownExtra   Result = "UNKNOWN_EXTRA"
	FoundConnected Result = "FOUND_CONNECTED" // though the register has it as not connected
)

// Round is a time in which managers confirm what their departments own (Art. 5b).
type Round struct {
	Key      db.ID   `db:"id"`
	Name     string  `db:"name"`
	Live     *bool   `db:"live"` // true for the one that is open, nil for the others
	DueOn    db.Date `db:"due_on"`
	OpenedBy db.ID   `db:"opened_by"`
	OpenedAt db.Time `db:"opened_at"`
	ClosedBy db.ID   `db:"closed_by"`
	ClosedAt db.Time `db:"closed_at"`
	Version  int     `db:"version"`
}

// kind is that of rounds in global ids, the record and the change feed.
const kind = asset.ByInventory

// ID is the global id.
func (r *Round) ID() string { return db.GlobalID(kind, r.Key) }

// State is where the round stands.
func (r *Round) State() State {
	if r.Live != nil {
		return StateOpen
	}
	return StateClosed
}

// Target is what permission rules look at: a round is the centre's.
func (r *Round) Target() access.Target { return access.Target{} }

// different are the results that are not as they should be; what nobody looked at counts once the round is over.
func (r *Round) different() []Result {
	all := []Result{Missing, Elsewhere, OtherCustodian, UnknownExtra, FoundConnected}
	if r.State() == StateClosed {
		all = append(all, Unseen)
	}
	return all
}

// Line is what a round found of one asset, or something extra.
type Line struct {
	Round      db.ID   `db:"round_id"`
	Key        db.ID   `db:"id"`       // the asset's, or one of its own for what is extra
	Asset      db.ID   `db:"asset_id"` // zero for what is extra
	Label      string  `db:"label"`
	Department db.ID   `db:"department_id"`
	Result     Result  `db:"result"`
	Place      string  `db:"place"`
	FoundIn    db.ID   `db:"found_in"`
	Custodian  db.ID   `db:"custodian_id"`
	Note       string  `db:"note"`
	Connected  bool    `db:"connected"`     // of what is extra: it is plugged into the network
	Registered db.ID   `db:"registered_id"` // as which asset it was registered since; zero if it was not
	Staff      db.ID   `db:"staff_id"`
	Service    db.ID   `db:"service_account_id"` // the tool that looked; zero where a person did
	At         db.Time `db:"at"`
}

// ByTool reports whether an external tool looked, and no person.
func (l *Line) ByTool() bool { return !l.Service.IsZero() }

// ID is the line's global id: an asset has a line in each round.
func (l *Line) ID() string { return db.GlobalPair("inventory_line", l.Round, l.Key) }

// Progress is how far a department is in a round.
type Progress struct {
	Department  db.ID `db:"department_id"`
	Expected    int   `db:"expected"`
	Confirmed   int   `db:"confirmed"`
	Open        int   `db:"open_lines"`
	Differences int   `db:"differences"`

	round *Round
}

// Pages of rounds and of their lines.
type (
	Connection     = paging.Connection[*Round]
	Edge           = paging.Edge[*Round]
	LineConnection = paging.Connection[*Line]
	LineEdge       = paging.Edge[*Line]
)
