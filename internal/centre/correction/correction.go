// Package correction puts right what was mistyped in the register: code, kind or serial of an asset, or whether it is connected
// (Art. 5d to 5f). Nothing is done to the machine, which a change request would be for. A second person decides: another one of
// IT, or a director where the network is concerned. Nothing changes before.
package correction

import (
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
)

// subjectKind is that of corrections in global ids, permissions, approvals, notices and the change feed.
const subjectKind = asset.ByCorrection

// State says where a correction stands.
type State string

// The states of a correction.
const (
	Waiting   State = "WAITING"
	Returned  State = "RETURNED" // the asker states it anew, or takes it back
	Made      State = "MADE"     // the register is right
	Rejected  State = "REJECTED"
	Withdrawn State = "WITHDRAWN"
)

// Correction is what somebody of IT found mistyped in the register: what it says, and what is right.
type Correction struct {
	Key        db.ID                 `db:"id"`
	Asset      db.ID                 `db:"asset_id"`
	Open       db.ID                 `db:"open_asset_id"` // the asset until it is over, unique
	State      State                 `db:"state"`
	Before     db.JSON[*asset.Facts] `db:"before_values"`
	After      db.JSON[*asset.Facts] `db:"after_values"`
	FormerCode asset.Optional        `db:"former_code"` // that the asset had until it was corrected
	Reason     string                `db:"reason"`
	Department db.ID                 `db:"department_id"` // of the asker
	Asker      db.ID                 `db:"asker_id"`
	Approval   db.ID                 `db:"approval_id"`
	Version    int                   `db:"version"`
	CreatedAt  db.Time               `db:"created_at"`
	ClosedAt   db.Time               `db:"closed_at"`
}

// ID is the global id.
func (c *Correction) ID() string { return db.GlobalID(subjectKind, c.Key) }

// Target is what permission rules look at: a correction is IT's.
func (c *Correction) Target() access.Target {
	return access.Target{People: []db.ID{c.Asker}, Submitted: true}
}

// Was is what the register says.
func (c *Correction) Was() *asset.Facts { return c.Before.V }

// Is is what is right.
func (c *Correction) Is() *asset.Facts { return c.After.V }

// Rule is the article that it is decided under.
func (c *Correction) Rule() string { return c.Was().Rule(c.Is()) }

// Why a director decides, and nobody of IT.
const (
	becauseConnection  = "CONNECTION"
	becauseNetworkKind = "NETWORK_KIND"
)

// withoutIT is why nobody of IT decides, "" where a second person of theirs does: on what is the network, and on what is
// connected to it, the Board does.
func (c *Correction) withoutIT() string {
	switch {
	case c.Was().Reconnects(c.Is()):
		return becauseConnection
	case c.Was().ToOrFromNetwork(c.Is()):
		return becauseNetworkKind
	}
	return ""
}

// hash covers all that is decided on: the asset, each of its facts as it is and as it is to be, and why.
func (c *Correction) hash() []byte {
	values := append([]any{c.Asset, c.Reason}, c.Was().Sealed()...)
	return audit.Seal(subjectKind, append(values, c.Is().Sealed()...)...)
}

// Pages of corrections.
type (
	Connection = paging.Connection[*Correction]
	Edge       = paging.Edge[*Correction]
)
