// Package incident is what people report to IT or to the website section (Art. 5c, 6d, 7, 8, 11b): something broken or
// suspicious, with a priority, targets, a handler and a solution.
package incident

import (
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// Category says what kind of trouble it is.
type Category string

// The categories.
const (
	Security Category = "SECURITY" // impersonation, attacks, password theft (Art. 6d); the reporter is protected
	Software Category = "SOFTWARE" // a fault of an application (Art. 8)
	Network  Category = "NETWORK"
	Computer Category = "COMPUTER"
	Malware  Category = "MALWARE" // a suspected infection (Art. 7)
	Website  Category = "WEBSITE" // an error on the site (Art. 11b), handled by the website section
)

// Queue is who handles an incident.
type Queue string

// The queues.
const (
	QueueIT      Queue = "IT"
	QueueWebsite Queue = "WEBSITE"
)

func (c Category) queue() Queue {
	if c == Website {
		return QueueWebsite
	}
	return QueueIT
}

// articles is what reporting a category rests on.
var articles = map[Category]string{Security: "6d", Software: "8", Network: "5c", Computer: "5c", Malware: "7c", Website: "11b"}

// State says where an incident stands.
type State string

// The states. Reopening leads back to ASSIGNED or NEW.
const (
	StateNew        State = "NEW"         // nobody handles it yet
	StateAssigned   State = "ASSIGNED"    // a handler is named, who has not begun
	StateInProgress State = "IN_PROGRESS" // being worked on
	StateWaiting    State = "WAITING"     // nothing can be done until something else happens; the target stands still
	StateResolved   State = "RESOLVED"    // there is a solution; the reporter may say that it does not hold
	StateClosed     State = "CLOSED"
)

// live reports whether there is still something to do.
func (s State) live() bool { return s != StateResolved && s != StateClosed }

// Party is whom an incident waits for.
type Party string

// The parties.
const (
	Reporter Party = "REPORTER" // whose next follow-up ends the waiting
	Others   Party = "OTHERS"   // a supplier, a spare part, consent
)

// Incident is one report and what came of it.
type Incident struct {
	Key            db.ID    `db:"id"`
	Category       Category `db:"category"`
	Queue          Queue    `db:"queue"`
	Title          string   `db:"title"`
	Description    string   `db:"description"`
	Place          string   `db:"place"`
	Department     db.ID    `db:"department_id"`      // the one concerned: the reporter's, or the owner of a post with an error
	Reporter       db.ID    `db:"reporter_id"`        // zero where the program reported
	ServiceAccount db.ID    `db:"service_account_id"` // the tool that reported; zero for people and the program
	Confidential   bool     `db:"confidential"`       // was SECURITY once: the reporter stays protected (Art. 6d)
	Application    db.ID    `db:"application_id"`
	Cause          db.ID    `db:"cause_id"` // the asset that IT has found to be the cause; zero for none
	Impact         Level    `db:"impact"`
	Urgency        Level    `db:"urgency"`
	Priority       Priority `db:"priority"`
	State          State    `db:"state"`
	Live           bool     `db:"live"`
	Assignee       db.ID    `db:"assignee_id"`
	WaitingFor     Party    `db:"waiting_for"`
	WaitReason     string   `db:"wait_reason"`
	Solution       string   `db:"solution"`
	Targets
	RespondedAt db.Time `db:"responded_at"`
	ResolvedAt  db.Time `db:"resolved_at"`
	ClosedAt    db.Time `db:"closed_at"`
	Reopened    int     `db:"reopened"` // how often
	Version     int     `db:"version"`
	CreatedAt   db.Time `db:"created_at"`
	UpdatedAt   db.Time `db:"updated_at"`

	veiled bool // reporter and department were taken out for this caller
}

// ID is the global id.
func (i *Incident) ID() string { return db.GlobalID(kind, i.Key) }

// kind is that of incidents in global ids, permissions, notices and the change feed.
const kind = "incident"

// Target is what permission rules look at.
func (i *Incident) Target() access.Target {
	return access.Target{Department: i.Department, People: []db.ID{i.Reporter}, Confidential: i.Confidential, Website: i.Queue == QueueWebsite}
}

// WaitsFor is whom it waits for, nil unless it waits.
func (i *Incident) WaitsFor() *Party { return given(i.WaitingFor) }

// WaitsWhy is why it waits, nil unless it does.
func (i *Incident) WaitsWhy() *string { return given(i.WaitReason) }

// SolvedBy is the solution, nil before there is one.
func (i *Incident) SolvedBy() *string { return given(i.Solution) }

// given is nil for "".
func given[T ~string](s T) *T {
	if s == "" {
		return nil
	}
	return &s
}

// Connection and Edge are pages of incidents.
type (
	Connection = paging.Connection[*Incident]
	Edge       = paging.Edge[*Incident]
)

// EventKind is a step in the life of an incident.
type EventKind string

// The kinds of events.
const (
	EventReported   EventKind = "REPORTED"
	EventTriaged    EventKind = "TRIAGED" // category, impact or urgency were set anew
	EventTaken      EventKind = "TAKEN"
	EventAssigned   EventKind = "ASSIGNED"
	EventUnassigned EventKind = "UNASSIGNED" // the handler left
	EventWaiting    EventKind = "WAITING"
	EventResumed    EventKind = "RESUMED"
	EventLinked     EventKind = "LINKED"
	EventUnlinked   EventKind = "UNLINKED"
	EventCauseFound EventKind = "CAUSE_FOUND" // the detail is the global id of the asset
	EventOverdue    EventKind = "OVERDUE"
	EventResolved   EventKind = "RESOLVED"
	EventCorrected  EventKind = "CORRECTED" // by a newer version of the post
	EventClosed     EventKind = "CLOSED"
	EventReopened   EventKind = "REOPENED"
	EventFollowedUp EventKind = "FOLLOWED_UP"
	EventNoted      EventKind = "NOTED" // an internal note, which handlers alone see
)

// Event is one line of an incident's history.
type Event struct {
	Key        db.ID     `db:"id"`
	Incident   db.ID     `db:"incident_id"`
	Kind       EventKind `db:"kind"`
	Actor      db.ID     `db:"actor_id"`    // zero where the program acted, or the reporter is protected
	ByReporter bool      `db:"by_reporter"` // done by the reporter as such
	Detail     string    `db:"detail"`
	At         db.Time   `db:"at"`
}

// FollowUp is what somebody says about an incident.
type FollowUp struct {
	Key        db.ID   `db:"id"`
	Incident   db.ID   `db:"incident_id"`
	Author     db.ID   `db:"author_id"` // zero where the reporter is protected
	ByReporter bool    `db:"by_reporter"`
	Internal   bool    `db:"internal"` // for handlers alone
	Text       string  `db:"text"`
	At         db.Time `db:"at"`
}

// verb is the step in the words of the record.
func (k EventKind) verb() string { return strings.ToLower(string(k)) }
