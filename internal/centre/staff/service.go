package staff

import (
	"context"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
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
	acts        *act.Frame[*Member]

	absence, departure []Hook
	transfer, move     []func(ctx context.Context, staff, department db.ID) error
	renamed            []func(ctx context.Context, r act.Renaming) (shown bool, err error)
	named              []func(ctx context.Context, staff db.ID, name string) error
	titled             []func(ctx context.Context, titles ...string) error
}

// New returns the service over a store.
func New(d *db.DB, a *access.Access, l *audit.Log, c *feed.Feed, departments *department.Service, accounts Accounts) *Service {
	s := &Service{db: d, access: a, audit: l, feed: c, departments: departments, accounts: accounts}
	s.acts = &act.Frame[*Member]{
		DB: d, Access: a, Kind: "staff", Rules: s.rules(), Version: func(m *Member) int { return m.Version },
		Open: s.Get, Digest: func(m *Member) []byte { return keptMembers.Digest(m) }, Keep: s.keep,
	}
	return s
}

// OnAbsence registers what is asked before a person stops working, for a time or for good. Register at start-up only.
func (s *Service) OnAbsence(h Hook) { s.absence = append(s.absence, h) }

// OnDeparture registers what ends or passes on when a person leaves for good.
func (s *Service) OnDeparture(h Hook) { s.departure = append(s.departure, h) }

// OnTransfer registers what ends when a person leaves a department for another.
func (s *Service) OnTransfer(h func(ctx context.Context, staff, from db.ID) error) {
	s.transfer = append(s.transfer, h)
}

// OnMove registers what goes along with a person to another department, kept positions or not.
func (s *Service) OnMove(h func(ctx context.Context, staff, to db.ID) error) {
	s.move = append(s.move, h)
}

// OnRename registers what follows when a person on record gets another name, and tells whether readers see that.
func (s *Service) OnRename(h func(ctx context.Context, r act.Renaming) (shown bool, err error)) {
	s.renamed = append(s.renamed, h)
}

// OnName registers what follows when a person who works here is hired or renamed, before it is on record. Register at
// start-up only.
func (s *Service) OnName(h func(ctx context.Context, staff db.ID, name string) error) {
	s.named = append(s.named, h)
}

// OnTitle registers what follows when somebody gets another title, before it is on record.
func (s *Service) OnTitle(h func(ctx context.Context, titles ...string) error) {
	s.titled = append(s.titled, h)
}

// call runs the hooks of what the person is called from now on, and was not before.
func (s *Service) call(ctx context.Context, m, was *Member) error {
	if m.Name != was.Name && m.State != Left {
		for _, h := range s.named {
			if err := h(ctx, m.Key, m.Name); err != nil {
				return err
			}
		}
	}
	if m.Title != was.Title {
		for _, h := range s.titled {
			if err := h(ctx, m.Title); err != nil {
				return err
			}
		}
	}
	return nil
}

// Hire puts a person on record. An account is a later step, by another hand.
func (s *Service) Hire(ctx context.Context, in HireInput) (*Member, error) {
	made := act.Creation{Operation: "staff.hire", Key: in.IdempotencyKey, Input: in}
	return s.acts.Create(ctx, made, func(ctx context.Context) (*Member, error) { return s.hire(ctx, in) })
}

func (s *Service) hire(ctx context.Context, in HireInput) (*Member, error) {
	m := &Member{
		Key: db.NewID(), Code: in.Code, Name: in.Name, Title: in.Title, Employment: in.Employment, State: Active,
		StartedOn: in.StartedOn, EndsOn: in.EndsOn, WorkPhone: in.WorkPhone, WorkEmail: in.WorkEmail, BirthDate: in.BirthDate,
		IdentityNo: in.IdentityNo, PrivatePhone: in.PrivatePhone, PrivateEmail: in.PrivateEmail, Address: in.Address,
		Version: 1, CreatedAt: s.db.Now(ctx), UpdatedAt: s.db.Now(ctx),
	}
	grant, err := s.acts.May(ctx, actionHire, m)
	if err != nil {
		return nil, err
	}
	home, err := s.home(ctx, in.Department)
	if err != nil {
		return nil, err
	}
	m.Department = home.Key
	if err := m.check(); err != nil {
		return nil, err
	}
	step := StepInput{DecisionNo: in.DecisionNo, EffectiveOn: in.StartedOn}
	if err := step.check(m, s.today(ctx), "startedOn"); err != nil {
		return nil, err
	}
	if err := s.call(ctx, m, &Member{}); err != nil {
		return nil, err
	}
	if err := s.insert(ctx, m); err != nil {
		return nil, err
	}
	if err := s.insertEvent(ctx, m, Hired, step); err != nil {
		return nil, err
	}
	return m, s.record(ctx, m, act.Line{Action: recorded[Hired], Detail: step.DecisionNo, Grant: grant})
}

// home is the department that a person shall work in. Nobody works at the root, where a right would reach everybody.
func (s *Service) home(ctx context.Context, global string) (*department.Department, error) {
	d, err := s.departments.Get(ctx, global)
	if err == nil && d.Kind == department.Centre {
		return nil, fault.User(fault.Invalid, notTheCentre, "input.department")
	}
	return d, err
}

// Update corrects the record of somebody else.
func (s *Service) Update(ctx context.Context, in UpdateInput) (*Member, error) {
	w := act.Want{Action: actionUpdate, ID: in.ID, Version: in.ExpectedVersion}
	return s.edit(ctx, w, "staff.update", func(m *Member) {
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
	w := act.Want{Action: actionUpdateContact, ID: in.ID, Version: in.ExpectedVersion}
	return s.edit(ctx, w, "staff.update_contact", func(m *Member) {
		set(&m.WorkPhone, in.WorkPhone)
		set(&m.WorkEmail, in.WorkEmail)
		set(&m.PrivatePhone, in.PrivatePhone)
		set(&m.PrivateEmail, in.PrivateEmail)
		set(&m.Address, in.Address)
	})
}

func (s *Service) edit(ctx context.Context, w act.Want, action string, apply func(m *Member)) (*Member, error) {
	return s.acts.Do(ctx, w, func(ctx context.Context, m *Member, _ access.Grant) (line act.Line, err error) {
		was := *m
		apply(m)
		if err = m.check(); err == nil {
			err = s.call(ctx, m, &was)
		}
		if err == nil && m.Name != was.Name {
			line.Detail, err = s.rename(ctx, act.Renaming{Kind: "staff", Subject: m.Key, Before: was.Name, After: m.Name})
		}
		line.Action = action
		return line, err
	})
}

// rename returns what the record says of a new name: both, where readers see it; else nothing, for it is personal data.
func (s *Service) rename(ctx context.Context, r act.Renaming) (detail string, err error) {
	for _, hook := range s.renamed {
		shown, err := hook(ctx, r)
		if err != nil {
			return "", err
		}
		if shown {
			detail = r.Detail()
		}
	}
	return detail, nil
}

// keep saves the person and records the act.
func (s *Service) keep(ctx context.Context, m *Member, l act.Line) error {
	if err := s.save(ctx, m); err != nil {
		return err
	}
	return s.record(ctx, m, l)
}

// record notes what happened to the person.
func (s *Service) record(ctx context.Context, m *Member, l act.Line) error {
	err := s.audit.Record(ctx, audit.Event{Class: audit.Administration, Action: l.Action, Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf,
		SubjectKind: "staff", SubjectID: m.Key, Department: m.Department, Before: l.Before, After: keptMembers.Digest(m), Article: "1", Detail: l.Detail})
	if err != nil {
		return err
	}
	return s.feed.Record(ctx, "staff", m.Key, "staff", tagOf(m.Key))
}

// today is the day in Viet Nam.
func (s *Service) today(ctx context.Context) db.Date {
	return db.DateOf(s.db.Now(ctx).In(calendar.Zone))
}
