// Package assetfile brings files of assets into the register and writes it out as one: a spreadsheet saved as CSV, with its
// columns named in Vietnamese or English. A file is received in parts, each row of it is checked against the register, and
// the rows found right are written when that is asked for.
package assetfile

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/core/access"
)

// State is where an import stands.
type State string

// The states of an import. Until Applying nothing of it is in the register.
const (
	Receiving State = "RECEIVING"
	Checking  State = "CHECKING"
	Checked   State = "CHECKED"
	Applying  State = "APPLYING"
	Applied   State = "APPLIED"
	Failed    State = "FAILED"
)

// Import is a file of assets on its way into the register.
type Import struct {
	Key        db.ID   `db:"id"`
	FileName   string  `db:"file_name"`
	State      State   `db:"state"`
	Parts      int     `db:"parts"`
	Bytes      int     `db:"bytes"`
	StartedBy  db.ID   `db:"started_by"`
	Account    db.ID   `db:"account_id"`
	StartedAt  db.Time `db:"started_at"`
	FinishedAt db.Time `db:"finished_at"`
	Rows       int     `db:"row_count"`
	Done       int     `db:"done"` // rows of the present phase
	BadRows    int     `db:"bad_rows"`
	Created    int     `db:"created"`
	Updated    int     `db:"updated"`
	Unchanged  int     `db:"unchanged"`
	Attempts   int     `db:"attempts"` // at the present phase, that ended in an error of the program
	Kinds      Kinds   `db:"fault_kinds"`
	FailureVI  string  `db:"failure_vi"`
	FailureEN  string  `db:"failure_en"`
	Version    int     `db:"version"`
}

// Kinds are the kinds of what is wrong in a file, the most frequent first.
type Kinds = db.JSON[[]FaultKind]

// FaultKinds are how often each thing is wrong in the file. An import from before they were counted has none.
func (i *Import) FaultKinds() []FaultKind { return i.Kinds.V[:min(len(i.Kinds.V), maxKinds)] }

// kind is that of imports in global ids and the record.
const kind = asset.ByImport

// ID is the global id.
func (i *Import) ID() string { return db.GlobalID(kind, i.Key) }

// Target is what permission rules look at: the register is the centre's.
func (i *Import) Target() access.Target { return access.Target{} }

// Failure says why the import failed, nil where it did not.
func (i *Import) Failure(ctx context.Context) *string {
	if i.FailureEN == "" {
		return nil
	}
	says := kept(i.FailureVI, i.FailureEN).In(ctx)
	return &says
}

// kept is a message that is stored in both languages.
func kept(vi, en string) (says fault.Text) {
	says.VI, says.EN = vi, en
	return says
}

// Fault is something that is wrong in one cell of a file, or in a row as a whole.
type Fault struct {
	Key     db.ID          `db:"id"`
	Import  db.ID          `db:"import_id"`
	Row     int            `db:"line"` // of the file; its header is line 1
	Column  string         `db:"column_name"`
	Code    fault.UserCode `db:"code"`
	VI      string         `db:"message_vi"`
	EN      string         `db:"message_en"`
	Article string         `db:"article"`
}

// ID is the fault's global id.
func (x *Fault) ID() string { return db.GlobalID("asset_import_fault", x.Key) }

// Message is what to tell the person.
func (x *Fault) Message(ctx context.Context) string { return kept(x.VI, x.EN).In(ctx) }

// Rule is the article for GraphQL, nil if there is none.
func (x *Fault) Rule() *string {
	if x.Article == "" {
		return nil
	}
	return &x.Article
}

// Pages of imports and of what is wrong in them.
type (
	Connection      = paging.Connection[*Import]
	Edge            = paging.Edge[*Import]
	FaultConnection = paging.Connection[*Fault]
	FaultEdge       = paging.Edge[*Fault]
)
