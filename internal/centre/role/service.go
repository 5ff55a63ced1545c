package role

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/feed"
)

// Service answers every use case of positions, granted roles and delegations.
type Service struct {
	db          *db.DB
	access      *access.Access
	audit       *audit.Log
	feed        *feed.Feed
	departments *department.Service
	staff       *staff.Service

	assignments *act.Frame[*Assignment]
	positions   *act.Frame[*Position]
	delegations *act.Frame[*Delegation]

	granting  []GrantHook
	appointed []staff.Hook
}

// GrantHook is asked about a role that a person is being given, or a power for a time, in the transaction that has just
// written it and under access.PowersLock. Its error takes it back.
type GrantHook func(ctx context.Context, person db.ID, role access.Role) error

// OnGrant registers what is asked when a role is given. It belongs to start-up.
func (s *Service) OnGrant(h GrantHook) { s.granting = append(s.granting, h) }

// OnPosition registers what hears of a decision that gives somebody a position or takes it. It belongs to start-up.
func (s *Service) OnPosition(h staff.Hook) { s.appointed = append(s.appointed, h) }

// ask asks the hooks whether the person may keep the role.
func (s *Service) ask(ctx context.Context, person db.ID, role access.Role) error {
	for _, h := range s.granting {
		if err := h(ctx, person, role); err != nil {
			return err
		}
	}
	return nil
}

// positionsLock is the name under which transactions that fill a position take turns.
const positionsLock = "positions"

// New returns the service over a store. It takes part in what happens to staff: powers end with the employment,
// positions with a transfer, and the last director stays.
func New(d *db.DB, a *access.Access, l *audit.Log, c *feed.Feed, departments *department.Service, people *staff.Service) *Service {
	s := &Service{db: d, access: a, audit: l, feed: c, departments: departments, staff: people}
	s.assignments = &act.Frame[*Assignment]{
		DB: d, Access: a, Kind: "role", Rules: s.assignmentRules(), Open: s.Assignment,
		Digest: func(a *Assignment) []byte { return keptAssignments.Digest(a) }, Keep: s.keepAssignment,
	}
	s.positions = &act.Frame[*Position]{
		DB: d, Access: a, Kind: "position", Rules: s.positionRules(), Open: s.Position,
		Digest: func(p *Position) []byte { return keptPositions.Digest(p) }, Keep: s.keepPosition,
	}
	s.delegations = &act.Frame[*Delegation]{
		DB: d, Access: a, Kind: "delegation", Rules: s.delegationRules(), Open: s.Delegation,
		Digest: func(d *Delegation) []byte { return keptDelegations.Digest(d) }, Keep: s.keepDelegation,
	}
	people.OnAbsence(s.access.KeepDirector)
	people.OnDeparture(s.endPowers)
	people.OnTransfer(s.endPositions)
	return s
}

// concern says whom a line of the record is about.
type concern struct {
	kind       string // of the row that changed, for the change feed
	key        db.ID
	person     db.ID  // whose power it is: the event concerns them
	department db.ID  // zero for their home
	after      []byte // its digest
}

// record notes what happened to a power.
func (s *Service) record(ctx context.Context, c concern, l act.Line) (err error) {
	e := audit.Event{Class: audit.Administration, Action: l.Action, Article: l.Article, Detail: l.Detail, SubjectKind: "staff", SubjectID: c.person,
		Department: c.department, Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf, Before: l.Before, After: c.after}
	if e.Department.IsZero() {
		if e.Department, err = s.homeOf(ctx, c.person); err != nil {
			return err
		}
	}
	if err := s.audit.Record(ctx, e); err != nil {
		return err
	}
	return s.feed.Record(ctx, c.kind, c.key, "staff", "staff:"+c.person.String())
}
