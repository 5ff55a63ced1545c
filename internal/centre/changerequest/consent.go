package changerequest

import (
	"context"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
)

// For how long a consent lasts: after the end of the planned window, and without one.
const (
	graceAfterWindow = 7 * 24 * time.Hour
	lastsUnplanned   = 90 * 24 * time.Hour
)

// jobLapse ends a consent under which nothing was done in time.
const jobLapse = "change_request.lapse"

// windowEnd is when the planned window is over, zero without one.
func (c *Request) windowEnd() db.Time {
	if c.PlannedTo.IsZero() {
		return c.PlannedFrom
	}
	return c.PlannedTo
}

// consented notes until when the consent lasts that was just given.
func (m *matter) consented(ctx context.Context) error {
	if end := m.windowEnd(); end.IsZero() {
		m.LapsesAt = db.At(m.s.db.Now(ctx).Add(lastsUnplanned))
	} else {
		m.LapsesAt = db.At(end.Add(graceAfterWindow))
	}
	return m.s.jobs.Schedule(ctx, jobLapse, jobLapse+":"+m.Key.String(), m.Key, m.LapsesAt)
}

// lapsed reports whether the consent has lapsed, whether or not the job has said so yet.
func (c *Request) lapsed(now db.Time) bool {
	return c.State == Lapsed || c.State == Approved && !c.LapsesAt.IsZero() && now.After(c.LapsesAt.Time)
}

// lapse ends a consent under which nothing was done in time, and notifies those who hoped for it.
func (s *Service) lapse(ctx context.Context, key db.ID) error {
	c, err := s.of(ctx, key)
	if err != nil || c.State != Approved || c.LapsesAt.After(s.db.Now(ctx).Time) {
		return err
	}
	m, g := &matter{Request: c, s: s}, access.Grant{Role: access.System}
	a, err := m.approval(ctx)
	if err != nil {
		return err
	}
	if err := s.approvals.End(ctx, a, approval.Lapse, g, ""); err != nil {
		return err
	}
	m.State = Lapsed
	if err := m.tellConcerned(ctx, inbox.Lapsed, m.Title); err != nil {
		return err
	}
	return m.Keep(ctx, act.Line{Action: "change_request.lapse", Article: "5f", Grant: g})
}

// excused keeps why a change is made after its planned window; it has to be said then.
func (m *matter) excused(ctx context.Context, given *string) error {
	var f input.Form
	var why string
	if given != nil {
		why = *given
	}
	f.Line("lateReason", &why, 500)
	if err := f.Err(); err != nil {
		return err
	}
	switch end := m.windowEnd(); {
	case end.IsZero() || !m.s.db.Now(ctx).After(end.Time):
		return nil
	case why == "":
		return fault.User(fault.Required, lateReasonMissing, "input.lateReason").By("5f")
	}
	m.LateReason = why
	return nil
}

// tellLate notifies the Board of a change that was made after its planned window.
func (m *matter) tellLate(ctx context.Context) error {
	if m.LateReason == "" {
		return nil
	}
	return m.s.tellHolders(ctx, m.Request, access.Director, inbox.ExecutedLate, m.LateReason)
}

// Revoke takes the Board's consent back, until the request is executed: any director may. Who asked may change the request
// and submit it again.
func (s *Service) Revoke(ctx context.Context, in ReasonInput) (*Request, error) {
	wrong := in.check()
	return s.do(ctx, act.Want{Action: ActionRevoke, ID: in.ID, Version: in.ExpectedVersion, Fault: wrong}, func(ctx context.Context, m *matter, g access.Grant) (act.Line, error) {
		line := act.Line{Action: "change_request.revoke", Article: "5f", Detail: in.Reason}
		if err := s.approvals.End(ctx, m.now, approval.Revoke, g, in.Reason); err != nil {
			return line, err
		}
		m.State = Revoked
		return line, m.tellConcerned(ctx, inbox.Revoked, in.Reason)
	})
}

// tellConcerned notifies the people who asked, who endorsed or decided, the managers of the department, and IT.
func (m *matter) tellConcerned(ctx context.Context, kind inbox.Kind, detail string) error {
	_, people, err := m.s.directory.Managers(ctx, m.Department)
	if err != nil {
		return err
	}
	it, err := m.s.directory.Holders(ctx, access.IT)
	if err != nil {
		return err
	}
	decided, err := m.now.Deciders(ctx)
	if err != nil {
		return err
	}
	told := map[db.ID]bool{}
	var each []db.ID
	for _, p := range append(append(append(people, it...), decided...), m.Requester) {
		if !told[p] {
			told[p], each = true, append(each, p)
		}
	}
	return m.s.tell(ctx, m.Request, kind, detail, each...)
}

func lapsedError(c *Request) error {
	return fault.User(fault.WrongState, consentLapsed, "").By("5f")
}
