// Package connectlist puts what was found connected to the Board as one list (Art. 5e): that of the take-over of a new centre's
// stock, or of an inventory round. It is decided on as a whole; the decider may take single lines out first, which refuses them.
package connectlist

import (
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/core/access"
)

// subjectKind is that of lists in global ids, permissions, approvals, notices and the change feed.
const subjectKind = asset.ByConnectList

// State says where a list stands.
type State string

// The states of a list.
const (
	Waiting   State = "WAITING"
	Approved  State = "APPROVED"
	Rejected  State = "REJECTED" // IT unplugs all of it
	Returned  State = "RETURNED" // its assets wait for another list
	Withdrawn State = "WITHDRAWN"
)

// Verdict is what became of one line.
type Verdict string

// What becomes of a line. A line lapses where its asset has changed since it was shown, or the list went back: the asset
// waits for another list.
const (
	LineWaiting   Verdict = "WAITING"
	LineConsented Verdict = "CONSENTED"
	LineRefused   Verdict = "REFUSED" // IT unplugs it
	LineLapsed    Verdict = "LAPSED"
)

// List is what was found connected and is put to the Board together.
type List struct {
	Key        db.ID   `db:"id"`
	State      State   `db:"state"`
	Round      db.ID   `db:"round_id"` // zero for the take-over
	Department db.ID   `db:"department_id"`
	Submitter  db.ID   `db:"submitter_id"`
	Approval   db.ID   `db:"approval_id"`
	Version    int     `db:"version"`
	CreatedAt  db.Time `db:"created_at"`
	ClosedAt   db.Time `db:"closed_at"`
}

// Line is one asset of a list: as it is once it is unplugged, and as it was found.
type Line struct {
	List    db.ID                     `db:"list_id"`
	Asset   db.ID                     `db:"asset_id"`
	Open    db.ID                     `db:"open_asset_id"` // the asset while it waits, unique
	Before  db.JSON[*asset.Technical] `db:"before_values"`
	After   db.JSON[*asset.Technical] `db:"after_values"`
	Verdict Verdict                   `db:"verdict"`
	Reason  string                    `db:"reason"`
}

// Was is the asset once it is unplugged.
func (l *Line) Was() *asset.Technical { return l.Before.V }

// Is is the asset as it was found.
func (l *Line) Is() *asset.Technical { return l.After.V }

// ID is the global id.
func (l *List) ID() string { return db.GlobalID(subjectKind, l.Key) }

// Target is what permission rules look at: a list is the centre's.
func (l *List) Target() access.Target {
	return access.Target{People: []db.ID{l.Submitter}, Submitted: true}
}

// maxLines is how many assets one list has at most; what is left waits for the next.
const maxLines = 1000
