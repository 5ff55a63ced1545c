// Package staff keeps the people of the centre on record (Art. 1): what every colleague may know of them, what only
// those who keep the records may, and their way through hiring, transfer, leave and leaving.
package staff

import (
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
)

// State says whether a person works here now.
type State string

// The states of a person on record.
const (
	Active  State = "ACTIVE"
	OnLeave State = "ON_LEAVE" // the account is suspended
	Left    State = "LEFT"     // account, sessions, powers are at an end
)

// Employment says on which basis a person works here.
type Employment string

// The bases of employment. A trainee's has an end; the others may have one.
const (
	CivilServant   Employment = "CIVIL_SERVANT"
	PublicEmployee Employment = "PUBLIC_EMPLOYEE"
	Contract       Employment = "CONTRACT"
	Seconded       Employment = "SECONDED"
	Trainee        Employment = "TRAINEE"
)

// Member is a person on record: one home department, and no more than one account.
type Member struct {
	Key          db.ID      `db:"id"`
	Code         string     `db:"code"`
	Name         string     `db:"name"`
	SortName     string     `db:"sort_name"`
	Search       string     `db:"search"` // what the name is found by
	Title        string     `db:"title"`
	Department   db.ID      `db:"department_id"`
	Employment   Employment `db:"employment"`
	State        State      `db:"state"`
	StartedOn    db.Date    `db:"started_on"`
	EndsOn       db.Date    `db:"ends_on"` // the last day agreed on
	LeftOn       db.Date    `db:"left_on"`
	WorkPhone    string     `db:"work_phone"`
	WorkEmail    string     `db:"work_email"`
	BirthDate    db.Date    `db:"birth_date"`
	IdentityNo   string     `db:"identity_no"`
	PrivatePhone string     `db:"private_phone"`
	PrivateEmail string     `db:"private_email"`
	Address      string     `db:"address"`
	Version      int        `db:"version"`
	CreatedAt    db.Time    `db:"created_at"`
	UpdatedAt    db.Time    `db:"updated_at"`

	board *paging.Once[access.Directors] // shared with those asked about together
}

// ID is the global id.
func (m *Member) ID() string { return db.GlobalID("staff", m.Key) }

// Target is what permission rules look at.
func (m *Member) Target() access.Target {
	return access.Target{Department: m.Department, People: []db.ID{m.Key}, Left: m.State == Left}
}

// PrivateRecord is the part of a record that only the person, their manager and those who keep the records read.
type PrivateRecord struct{ *Member }

// EventKind is a step of an employment.
type EventKind string

// The steps of an employment.
const (
	Hired       EventKind = "HIRED"
	Transferred EventKind = "TRANSFERRED"
	LeaveBegun  EventKind = "LEAVE_BEGUN"
	LeaveEnded  EventKind = "LEAVE_ENDED"
	Ended       EventKind = "ENDED"
)

// Event is one step of an employment and the decision behind it.
type Event struct {
	Key         db.ID     `db:"id"`
	Staff       db.ID     `db:"staff_id"`
	Kind        EventKind `db:"kind"`
	Department  db.ID     `db:"department_id"` // where the person works from then on
	DecisionNo  string    `db:"decision_no"`
	EffectiveOn db.Date   `db:"effective_on"`
	Note        string    `db:"note"`
	RecordedBy  db.ID     `db:"recorded_by"` // zero where the program did it
	At          db.Time   `db:"at"`
}

// How long a name may be, and what follows from it.
const (
	maxName     = 120
	maxSortName = 120
	maxSearch   = 400
)

// SortName is what people of the name are sorted by.
func SortName(name string) string { return text.SortName(name, maxSortName) }

// derive fills in what follows from the name.
func (m *Member) derive() {
	m.SortName, m.Search = SortName(m.Name), text.Searched(maxSearch, m.Name)
}
