package role

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
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

	granting []GrantHook
}

// GrantHook is asked about a role that a person is being given, or a power for a time, in the transaction that has just
// written it and under access.PowersLock. Its error takes it back.
type GrantHook func(ctx context.Context, person db.ID, role access.Role) error

// OnGrant registers what is asked when a role is given. It belongs to start-up.
func (s *Service) OnGrant(h GrantHook) { s.granting = append(s.granting, h) }

// ask asks the hooks whether the person may keep the role.
func (s *Service) ask(ctx context.Context, person db.ID, role access.Role) error {
	for _, h := range s.granting {
		if err := h(ctx, person, role); err != nil {
			return err
		}
	}
	return nil
}

// New returns the service over a store. It takes part in what happens to staff: powers end with the employment,
// positions with a transfer, and the last director stays.
func New(d *db.DB, a *access.Access, l *audit.Log, c *feed.Feed, departments *department.Service, people *staff.Service) *Service {
	s := &Service{db: d, access: a, audit: l, feed: c, departments: departments, staff: people}
	people.OnAbsence(s.access.KeepDirector)
	people.OnDeparture(s.endPowers)
	people.OnTransfer(s.endPositions)
	return s
}

// positionsLock is the name under which transactions that fill a position take turns.
const positionsLock = "positions"

// change runs fn in a transaction that takes turns under the lock, with the rights that the actor holds once it is
// their turn.
func (s *Service) change(ctx context.Context, lock string, fn func(ctx context.Context) error) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.db.Lock(ctx, lock); err != nil {
			return err
		}
		ctx, err := s.access.Refresh(ctx)
		if err != nil {
			return err
		}
		return fn(ctx)
	})
}

// atWork refuses a person who is on leave or has left: they hold no power. Ask for the right first, so that a refused
// caller is told of that alone.
func atWork(m *staff.Member) error {
	if m.State != staff.Active {
		return errNotActive
	}
	return nil
}

// event is one line of the record about a power.
type event struct {
	action, article, detail string
	kind                    string // of the row that changed, for the change feed
	key                     db.ID
	person                  db.ID // whose power it is: the event concerns them
	department              db.ID // zero for their home
	grant                   access.Grant
	before, after           any
}

func (s *Service) record(ctx context.Context, e event) error {
	line := audit.Event{Class: audit.Administration, Action: e.action, Article: e.article, Detail: e.detail, SubjectKind: "staff",
		SubjectID: e.person, Department: e.department, Role: e.grant.Role, OnBehalfOf: e.grant.OnBehalfOf}
	if line.Department.IsZero() {
		if err := s.db.From(ctx).Get(ctx, &line.Department, "SELECT department_id FROM staff WHERE id = ?", e.person); err != nil {
			return err
		}
	}
	if e.before != nil {
		line.Before = audit.DigestOf(e.before)
	}
	if e.after != nil {
		line.After = audit.DigestOf(e.after)
	}
	if err := s.audit.Record(ctx, line); err != nil {
		return err
	}
	return s.feed.Record(ctx, e.kind, e.key, "staff", "staff:"+e.person.String())
}
