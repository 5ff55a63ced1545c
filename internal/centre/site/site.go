// Package site keeps what the website shows beside posts: its name, address, opening hours, hotline and the like (Art. 10). It
// changes by site changes alone, and so do the categories: what only arranges is the website section's, what states something takes a
// director's consent.
package site

import (
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// The kinds of the website and of its changes in global ids, permissions, approvals, notices and the change feed.
const (
	siteKind   = "site"
	changeKind = "site_change"
)

// article is what the acts carry out: the website section runs and promotes the site.
const article = "10"

// theSite is the key of the only website.
var theSite = db.ID{15: 1}

// row is the website as it is stored.
type row struct {
	Key       db.ID            `db:"id"`
	Content   db.JSON[Content] `db:"content"`
	Version   int              `db:"version"`
	ChangedAt db.Time          `db:"changed_at"`
}

// Site is the website. Until something has been set, all of it is empty.
type Site struct {
	Content
	Number  int     // how many changes have taken effect, and one
	Changed db.Time // zero until the first
}

// ID is the global id.
func (s *Site) ID() string { return db.GlobalID(siteKind, theSite) }

// Target is what permission rules look at: nothing, since there is one website.
func (s *Site) Target() access.Target { return access.Target{} }

// ChangedAt is when the last change took effect, nil if there was none.
func (s *Site) ChangedAt() *db.Time {
	if s.Changed.IsZero() {
		return nil
	}
	return &s.Changed
}

// State says where a change stands.
type State string

// The states of a change. What is arranged is made at once.
const (
	Waiting State = "WAITING"
	// Consented waits for somebody of the website section without a part in it: the only director in office proposed it.
	Consented State = "CONSENTED"
	Made      State = "MADE"
	Returned  State = "RETURNED" // it is over; what was asked for is proposed anew
	Rejected  State = "REJECTED"
	Withdrawn State = "WITHDRAWN"
)

// Change is one change of the website: the fields that it touches, as they were and as they are to be.
type Change struct {
	Key        db.ID            `db:"id"`
	State      State            `db:"state"`
	Arranged   bool             `db:"arranged"` // it states nothing
	Touched    db.JSON[[]Field] `db:"fields"`
	Was        db.JSON[Content] `db:"before_values"`
	Is         db.JSON[Content] `db:"after_values"`
	Reason     string           `db:"reason"`
	Department db.ID            `db:"department_id"` // of the proposer
	Proposer   db.ID            `db:"proposer_id"`
	Approval   db.ID            `db:"approval_id"` // zero for what was arranged
	Version    int              `db:"version"`
	CreatedAt  db.Time          `db:"created_at"`
	ClosedAt   db.Time          `db:"closed_at"`
}

// ID is the global id.
func (c *Change) ID() string { return db.GlobalID(changeKind, c.Key) }

// Target is what permission rules look at.
func (c *Change) Target() access.Target {
	return access.Target{People: []db.ID{c.Proposer}, Submitted: true}
}

// Fields are those that the change touches.
func (c *Change) Fields() []Field { return c.Touched.V }

// Before holds the touched fields as they were.
func (c *Change) Before() *Content { return &c.Was.V }

// After holds the touched fields as they are to be.
func (c *Change) After() *Content { return &c.Is.V }

// Pages of changes.
type (
	ChangeConnection = paging.Connection[*Change]
	ChangeEdge       = paging.Edge[*Change]
)
