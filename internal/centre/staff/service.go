package staff

import (
	"context"
	"encoding/json"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/feed"
)

// Accounts is what an employment decides about sign-in. Each call joins the open transaction.
type Accounts interface {
	EndForStaff(ctx context.Context, staff db.ID) error
	SuspendForStaff(ctx context.Context, staff db.ID) error
	ResumeForStaff(ctx context.Context, staff db.ID) error
}

// Hook joins the transaction in which something happens to a person. Its error rolls everything back.
type Hook func(ctx context.Context, staff db.ID) error

// Service answers every use case of staff.
type Service struct {
	db          *db.DB
	access      *access.Access
	audit       *audit.Log
	feed        *feed.Feed
	departments *department.Service
	accounts    Accounts

	absence, departure []Hook
	transfer           []func(ctx context.Context, staff, from db.ID) error
}

// New returns the service over a store.
func New(d *db.DB, a *access.Access, l *audit.Log, c *feed.Feed, departments *department.Service, accounts Accounts) *Service {
	return &Service{db: d, access: a, audit: l, feed: c, departments: departments, accounts: accounts}
}

// OnAbsence registers what is asked before a person stops working, for a time or for good. Register at start-up only.
func (s *Service) OnAbsence(h Hook) { s.absence = append(s.absence, h) }

// OnDeparture registers what ends or passes on when a person leaves for good.
func (s *Service) OnDeparture(h Hook) { s.departure = append(s.departure, h) }

// OnTransfer registers what ends when a person leaves a department for another.
func (s *Service) OnTransfer(h func(ctx context.Context, staff, from db.ID) error) {
	s.transfer = append(s.transfer, h)
}

// Hire puts a person on record. An account is a later step, by another hand.
func (s *Service) Hire(ctx context.Context, in HireInput) (*Member, error) {
	request, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, func(ctx context.Context) (*Member, error) {
		id, _, err := s.db.Once(ctx, access.Of(ctx).AccountID, "staff.hire", in.IdempotencyKey, request, func(ctx context.Context) (db.ID, error) {
			return s.hire(ctx, in)
		})
		if err != nil {
			return nil, err
		}
		return s.read(ctx, id)
	})
}

func (s *Service) hire(ctx context.Context, in HireInput) (db.ID, error) {
	if err := s.access.Require(ctx, "staff", "create", access.Target{}); err != nil {
		return db.ID{}, err
	}
	home, err := s.home(ctx, in.Department)
	if err != nil {
		return db.ID{}, err
	}
	m := &Member{
		Key: db.NewID(), Code: in.Code, Name: in.Name, Title: in.Title, Department: home.Key, Employment: in.Employment, State: Active,
		StartedOn: in.StartedOn, EndsOn: in.EndsOn, WorkPhone: in.WorkPhone, WorkEmail: in.WorkEmail, BirthDate: in.BirthDate,
		IdentityNo: in.IdentityNo, PrivatePhone: in.PrivatePhone, PrivateEmail: in.PrivateEmail, Address: in.Address,
		Version: 1, CreatedAt: s.db.Now(ctx), UpdatedAt: s.db.Now(ctx),
	}
	if err := m.check(); err != nil {
		return db.ID{}, err
	}
	step := StepInput{DecisionNo: in.DecisionNo, EffectiveOn: in.StartedOn}
	if err := step.check(m, s.today(ctx), "startedOn"); err != nil {
		return db.ID{}, err
	}
	if err := s.insert(ctx, m); err != nil {
		return db.ID{}, err
	}
	return m.Key, s.step(ctx, m, nil, Hired, step)
}

// home is the department that a person shall work in. Nobody works at the root, where a right would reach everybody.
func (s *Service) home(ctx context.Context, global string) (*department.Department, error) {
	d, err := s.departments.Get(ctx, global)
	if err == nil && d.Kind == department.Centre {
		return nil, fault.User(fault.Invalid, fault.Text{
			VI: "Cán bộ thuộc một khoa, phòng, trạm hoặc bộ phận, không thuộc thẳng trung tâm.",
			EN: "A person belongs to a department, not to the centre as a whole."}, "input.department")
	}
	return d, err
}

// Update corrects the record of somebody else.
func (s *Service) Update(ctx context.Context, in UpdateInput) (*Member, error) {
	return s.edit(ctx, "update", in.ID, in.ExpectedVersion, func(m *Member) {
		set(&m.Name, in.Name)
		set(&m.Title, in.Title)
		set(&m.Employment, in.Employment)
		set(&m.IdentityNo, in.IdentityNo)
		if day, given := in.EndsOn.ValueOK(); given {
			m.EndsOn = day
		}
		if day, given := in.BirthDate.ValueOK(); given {
			m.BirthDate = day
		}
	})
}

// UpdateContact changes how a person is reached; everybody keeps their own up to date.
func (s *Service) UpdateContact(ctx context.Context, in ContactInput) (*Member, error) {
	return s.edit(ctx, "update_contact", in.ID, in.ExpectedVersion, func(m *Member) {
		set(&m.WorkPhone, in.WorkPhone)
		set(&m.WorkEmail, in.WorkEmail)
		set(&m.PrivatePhone, in.PrivatePhone)
		set(&m.PrivateEmail, in.PrivateEmail)
		set(&m.Address, in.Address)
	})
}

func (s *Service) edit(ctx context.Context, action, global string, expected int, apply func(m *Member)) (*Member, error) {
	return s.change(ctx, func(ctx context.Context) (*Member, error) {
		m, err := s.toChange(ctx, action, global, expected)
		if err != nil {
			return nil, err
		}
		before := *m
		apply(m)
		if err := m.check(); err != nil {
			return nil, err
		}
		if err := s.save(ctx, m, before.Version); err != nil {
			return nil, err
		}
		return m, s.record(ctx, "staff."+action, m, &before, "")
	})
}

// change runs fn in a transaction under the rights that the actor holds at this moment.
func (s *Service) change(ctx context.Context, fn func(ctx context.Context) (*Member, error)) (m *Member, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		ctx, err := s.access.Refresh(ctx)
		if err != nil {
			return err
		}
		m, err = fn(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	return m, nil
}

// toChange reads the person whom the actor wants to change, as they last saw them.
func (s *Service) toChange(ctx context.Context, action, global string, expected int) (*Member, error) {
	m, err := s.Get(ctx, global)
	if err != nil {
		return nil, err
	}
	if err := s.access.Require(ctx, "staff", action, m.Target()); err != nil {
		return nil, err
	}
	if m.Version != expected {
		return nil, fault.Changed("staff", global)
	}
	return m, nil
}

// record notes what happened to the person; before is nil for a new one.
func (s *Service) record(ctx context.Context, action string, m, before *Member, detail string) error {
	e := audit.Event{Class: audit.Administration, Action: action, SubjectKind: "staff", SubjectID: m.Key,
		Department: m.Department, After: audit.DigestOf(m), Article: "1", Detail: detail}
	if before != nil {
		e.Before = audit.DigestOf(before)
	}
	if err := s.audit.Record(ctx, e); err != nil {
		return err
	}
	return s.feed.Record(ctx, "staff", m.Key, "staff", tagOf(m.Key))
}

// today is the day in Viet Nam.
func (s *Service) today(ctx context.Context) db.Date {
	return db.DateOf(s.db.Now(ctx).In(calendar.Zone))
}
