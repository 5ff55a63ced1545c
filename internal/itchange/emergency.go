package itchange

import (
	"context"
	"slices"
	"time"

	"ttyt/internal/access"
	"ttyt/internal/approval"
	"ttyt/internal/db"
	"ttyt/internal/fault"
	"ttyt/internal/form"
	"ttyt/internal/inbox"
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
	var made *Request
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		ctx, err := s.access.Refresh(ctx)
		if err != nil {
			return err
		}
		made, err = s.emergency(ctx, in)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.after(ctx, made.ID())
}

func (s *Service) emergency(ctx context.Context, in EmergencyInput) (*Request, error) {
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
	var f form.Form
	c.check(&f)
	f.Check(!in.SpokenAt.After(now.Time) && now.Sub(in.SpokenAt.Time) <= confirmWithin, "spokenAt",
		"Lời đồng ý miệng phải có trong 24 giờ qua.", "The word was given within the last 24 hours.")
	if err := f.Err(); err != nil {
		return nil, err
	}
	if err := c.told(in.Outcome); err != nil {
		return nil, err
	}
	if _, _, err := s.propose(ctx, c, in.Assessment); err != nil {
		return nil, err
	}
	if err := s.perform(ctx, c); err != nil {
		return nil, err
	}
	c.ExecutedBy, c.ExecutedAt = access.Of(ctx).StaffID, now
	if err := s.db.From(ctx).Insert(ctx, "change_requests", c); err != nil {
		return nil, err
	}
	return c, s.await(ctx, c)
}

// await opens the approval that the director's confirmation will be, and tells them.
func (s *Service) await(ctx context.Context, c *Request) error {
	g, _ := s.access.AllowedGrant(ctx, subjectKind, "record_emergency", c.Target())
	if err := s.record(ctx, c, g, "record_emergency", string(c.Kind)); err != nil {
		return err
	}
	sub, err := subject{s}.Snapshot(ctx, c.Key)
	if err != nil {
		return err
	}
	sub.Skip = nil // whoever recorded it, a director confirms
	a, err := s.approvals.Begin(ctx, sub, approval.Opening{Flow: approval.ChangeEmergency, Urgent: true})
	if err != nil {
		return err
	}
	c.Approval = a.Key
	if err := s.jobs.Schedule(ctx, jobUnconfirmed, unconfirmedJob(c), c.Key, c.ConfirmBy); err != nil {
		return err
	}
	if err := s.tell(ctx, c, inbox.ToConfirm, c.Title, c.Director); err != nil {
		return err
	}
	return s.supersede(ctx, c)
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
		return db.ID{}, fault.User(fault.Invalid, fault.Text{VI: "Người này không thuộc Ban Giám đốc.", EN: "This person is no director."}, "input.director").By("5f")
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
// director may. What was not consented to stays on the Board's list until it is rolled back.
func (s *Service) Confirm(ctx context.Context, in ConfirmInput) (*Request, error) {
	return s.step(ctx, in.ID, in.ExpectedVersion, ActionConfirm, func(ctx context.Context, c *Request, a *approval.Approval, _ access.Grant) error {
		v, comment := approval.Approve, ""
		if in.Comment != nil {
			comment = *in.Comment
		}
		var f form.Form
		f.Lines("comment", &comment, 2000)
		if !in.Given {
			v = approval.Reject
			f.Present("comment", comment != "")
		}
		if err := f.Err(); err != nil {
			return err
		}
		return s.approvals.DecideIn(ctx, a, v, comment)
	})
}

// heard carries out on an emergency change what its director said.
func (s *Service) heard(ctx context.Context, c *Request, a *approval.Approval, g access.Grant) error {
	switch a.State {
	case approval.Approved:
		c.State, c.ConfirmedAt = Executed, s.db.Now(ctx)
		if err := s.approvals.CarryOut(ctx, a, approval.Execute, access.Grant{Role: g.Role, OnBehalfOf: g.OnBehalfOf}, ""); err != nil {
			return err
		}
		if err := s.jobs.Cancel(ctx, unconfirmedJob(c)); err != nil {
			return err
		}
		if err := s.tell(ctx, c, inbox.Consented, "", c.Requester); err != nil {
			return err
		}
	case approval.Rejected:
		if err := s.jobs.Cancel(ctx, unconfirmedJob(c)); err != nil {
			return err
		}
		if err := s.list(ctx, c); err != nil {
			return err
		}
	}
	return s.keep(ctx, c, g, "moved", string(a.State)+" "+string(a.Step))
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
	return s.keep(ctx, c, access.Grant{Role: access.System}, "unconfirmed", "")
}

// list puts the change onto the Board's list and tells the Board and IT.
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
