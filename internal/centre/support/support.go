// Package support is the queue of what people ask of IT (Art. 4): advice and support. Nothing is broken, so a request is
// no incident; it has no priority and no target. It is a conversation of both sides until it is closed.
package support

import (
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// Kind says what is asked of IT.
type Kind string

// The kinds of requests.
const (
	Advice  Kind = "ADVICE"
	Support Kind = "SUPPORT"
)

// State is where a request stands.
type State string

// The states of requests. Reopening leads from StateAnswered back to StateInProgress or StateNew; nothing leaves StateWithdrawn.
const (
	StateNew        State = "NEW"
	StateInProgress State = "IN_PROGRESS"
	StateAnswered   State = "ANSWERED"
	StateWithdrawn  State = "WITHDRAWN"
)

// Request asks IT for advice or support.
type Request struct {
	Key         db.ID   `db:"id"`
	Kind        Kind    `db:"kind"`
	Title       string  `db:"title"`
	Description string  `db:"description"`
	Department  db.ID   `db:"department_id"` // the requester's at the time
	Requester   db.ID   `db:"requester_id"`
	State       State   `db:"state"`
	Assignee    db.ID   `db:"assignee_id"` // zero while nobody took it
	Answer      string  `db:"answer"`
	ClosedAt    db.Time `db:"closed_at"`
	Version     int     `db:"version"`
	CreatedAt   db.Time `db:"created_at"`
	UpdatedAt   db.Time `db:"updated_at"`
}

// kind is that of requests in global ids, notices and the record; permission rules call them by the shorter policy.
const (
	kind   = "support_request"
	policy = "support"
)

// ID is the global id.
func (r *Request) ID() string { return db.GlobalID(kind, r.Key) }

// Target is what permission rules look at.
func (r *Request) Target() access.Target {
	return access.Target{Department: r.Department, People: []db.ID{r.Requester}}
}

// Answered is the answer, nil before there is one.
func (r *Request) Answered() *string {
	if r.Answer == "" {
		return nil
	}
	return &r.Answer
}

// Connection and Edge are pages of requests.
type (
	Connection = paging.Connection[*Request]
	Edge       = paging.Edge[*Request]
)
