package changerequest

import (
	"context"
	"slices"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
)

// jobUnconfirmed lists an emergency change to the Board whose director has not confirmed it in time.
const jobUnconfirmed = "change_request.unconfirmed"

func unconfirmedJob(c *Request) string { return jobUnconfirmed + ":" + c.Key.String() }

// confirmWithin is how long a director has to confirm in the system what they said (Art. 5f).
const confirmWithin = 24 * time.Hour

// EmergencyInput records what IT did at once, on a director's word.
type EmergencyInput struct {
	Kind     Kind
	Asset    string
	Incident *string
	Title    string
	Reason   string
	Assessment
	Director string  // whose word it was: the global id of the staff member
	SpokenAt db.Time // when they gave it
	Outcome  *string
}

// RecordEmergency records the oral consent of a named director and carries the change out at once. The director confirms
// it within 24 hours; else the Board has it on its list until it is confirmed or rolled back.
func (s *Service) RecordEmergency(ctx context.Context, in EmergencyInput) (*Request, error) {
	m, err := s.acts.Create(ctx, act.Creation{Operation: "change.emergency", Input: in}, func(ctx context.Context) (*matter, error) {
		return s.emergency(ctx, in)
	})
	return s.shown(ctx, m, err)
}

func (s *Service) emergency(ctx context.Context, in EmergencyInput) (*matter, error) {
	c, err := s.draft(ctx, "record_emergency", in.Kind, in.Asset, in.Replacement)
	if err != nil {
		return nil, err
	}
	if err := s.startsFrom(ctx, c, in.Incident); err != nil {
		return nil, err
	}
	if c.Director, err = s.directorOf(ctx, in.Director); err != nil {
		return nil, err
	}
	now := s.db.Now(ctx)
	c.State, c.Title, c.Reason, c.SpokenAt = EmergencyOpen, in.Title, in.Reason, in.SpokenAt
	c.ConfirmBy = db.At(now.Add(confirmWithin))
	var f input.Form
	c.check(&f)
	f.Must(!in.SpokenAt.After(now.Time) && now.Sub(in.SpokenAt.Time) <= confirmWithin, "spokenAt", spokenTooEarly)
	if err := f.Err(); err != nil {
		return nil, err
	}
	if err := c.told(in.Outcome); err != nil {
		return nil, err
	}
	m := &matter{Request: c, s: s}
	if err := m.propose(ctx, in.Assessment); err != nil {
		return nil, err
	}
	if err := m.perform(ctx); err != nil {
		return nil, err
	}
	c.ExecutedBy, c.ExecutedAt = access.Of(ctx).StaffID, now
	return m, m.await(ctx)
}

// await opens the approval that the director's confirmation will be, and notifies them.
func (m *matter) await(ctx context.Context) error {
	s := m.s
	if _, err := s.approvals.Begin(ctx, m, approval.Opening{Flow: approval.ChangeEmergency, Urgent: true}); err != nil {
		return err
	}
	if err := s.jobs.Schedule(ctx, jobUnconfirmed, unconfirmedJob(m.Request), m.Key, m.ConfirmBy); err != nil {
		return err
	}
	if err := s.tell(ctx, m.Request, inbox.ToConfirm, m.Title, m.Director); err != nil {
		return err
	}
	g, _ := s.access.AllowedGrant(ctx, subjectKind, "record_emergency", m.Target())
	if err := m.add(ctx, act.Line{Action: "change_request.record_emergency", Grant: g, Detail: string(m.Request.Kind)}); err != nil {
		return err
	}
	return s.supersede(ctx, m.Request)
}

// directorOf is the person with the global id, who holds a director's role now.
func (s *Service) directorOf(ctx context.Context, global string) (db.ID, error) {
	m, err := s.people.Get(ctx, global)
	if err != nil {
		return db.ID{}, err
	}
	directors, err := s.directory.Holders(ctx, access.Director)
	if err != nil {
		return db.ID{}, err
	}
	if !slices.Contains(directors, m.Key) {
		return db.ID{}, fault.User(fault.Invalid, notDirector, "input.director").By("5f")
	}
	return m.Key, nil
}

// ConfirmInput is what a director says about the word that an emergency change was done on.
type ConfirmInput struct {
	ID              string
	ExpectedVersion int
	Given           bool // whether they gave it
	Comment         *string
}

// Confirm records that the director did, or did not, consent to an emergency change. Once it is listed to the Board, any
// director may. A change that got no consent stays on the Board's list until it is rolled back.
func (s *Service) Confirm(ctx context.Context, in ConfirmInput) (*Request, error) {
	v, comment := approval.Approve, ""
	if in.Comment != nil {
		comment = *in.Comment
	}
	var f input.Form
	f.Lines("comment", &comment, 2000)
	if !in.Given {
		v = approval.Reject
		f.Present("comment", comment != "")
	}
	return s.do(ctx, act.Want{Action: ActionConfirm, ID: in.ID, Version: in.ExpectedVersion, Fault: f.Err()}, func(ctx context.Context, m *matter, _ access.Grant) (act.Line, error) {
		return act.Line{Action: "change_request.confirm", Detail: comment}, s.approvals.DecideIn(ctx, m.now, approval.BoardConsent, v, comment)
	})
}

// Close closes, with a reason, the case of an emergency change to which nobody consented: the Board has dealt with what was
// done to the asset, which need not be what it is by now.
func (s *Service) Close(ctx context.Context, in ReasonInput) (*Request, error) {
	wrong := in.check()
	return s.do(ctx, act.Want{Action: ActionClose, ID: in.ID, Version: in.ExpectedVersion, Fault: wrong}, func(ctx context.Context, m *matter, _ access.Grant) (act.Line, error) {
		m.State, m.ClosedBy, m.ClosedAt, m.CloseReason = Closed, access.Of(ctx).StaffID, s.db.Now(ctx), in.Reason
		line := act.Line{Action: "change_request.close", Article: "5f", Detail: in.Reason}
		for _, role := range []access.Role{access.Director, access.IT} {
			if err := s.tellHolders(ctx, m.Request, role, inbox.Closed, in.Reason); err != nil {
				return line, err
			}
		}
		return line, nil
	})
}

// heard carries out on an emergency change what its director said.
func (m *matter) heard(ctx context.Context, g access.Grant) error {
	s := m.s
	switch m.now.State {
	case approval.Approved:
		m.State, m.ConfirmedAt = Executed, s.db.Now(ctx)
		if err := s.approvals.CarryOut(ctx, m.now, approval.Execute, g, ""); err != nil {
			return err
		}
		if err := s.jobs.Cancel(ctx, unconfirmedJob(m.Request)); err != nil {
			return err
		}
		return s.tell(ctx, m.Request, inbox.Consented, "", m.Requester)
	case approval.Rejected:
		if err := s.jobs.Cancel(ctx, unconfirmedJob(m.Request)); err != nil {
			return err
		}
		return s.list(ctx, m.Request)
	}
	return nil
}

// unconfirmed lists an emergency change to the Board that nobody has confirmed in time.
func (s *Service) unconfirmed(ctx context.Context, key db.ID) error {
	c, err := s.of(ctx, key)
	if err != nil || c.State != EmergencyOpen || !c.UnconfirmedAt.IsZero() {
		return err
	}
	if err := s.list(ctx, c); err != nil {
		return err
	}
	return (&matter{Request: c, s: s}).Keep(ctx, act.Line{Action: "change_request.unconfirmed", Grant: access.Grant{Role: access.System}})
}

// list puts the change onto the Board's list and notifies the Board and IT.
func (s *Service) list(ctx context.Context, c *Request) error {
	if c.UnconfirmedAt.IsZero() {
		c.UnconfirmedAt = s.db.Now(ctx)
	}
	for _, role := range []access.Role{access.Director, access.IT} {
		if err := s.tellHolders(ctx, c, role, inbox.Unconfirmed, c.Title); err != nil {
			return err
		}
	}
	return nil
}
