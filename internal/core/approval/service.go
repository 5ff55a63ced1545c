package approval

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/core/job"
)

// Directory knows who holds which office now.
type Directory interface {
	// Managers returns those in office of the department, else of the nearest above it (the Board excluded).
	Managers(ctx context.Context, department db.ID, except ...db.ID) (at db.ID, managers []db.ID, err error)
	// Holders returns the active staff holding a granted role.
	Holders(ctx context.Context, role access.Role) ([]db.ID, error)
}

// Service runs approvals.
type Service struct {
	db        *db.DB
	access    *access.Access
	feed      *feed.Feed
	inbox     *inbox.Service
	directory Directory
	jobs      *job.Runner
	subjects  map[string]Subject
	acts      *act.Frame[*Case]
}

// escalation is the job that tells the Board of an endorsement that is a working day late.
const escalation = "approval.escalate"

// New returns the engine. Features register their subjects before it is used.
func New(d *db.DB, a *access.Access, f *feed.Feed, i *inbox.Service, dir Directory, jobs *job.Runner) *Service {
	s := &Service{db: d, access: a, feed: f, inbox: i, directory: dir, jobs: jobs, subjects: map[string]Subject{}}
	s.acts = &act.Frame[*Case]{
		DB: d, Access: a, Kind: "approval", Rules: s.rules(), Version: func(c *Case) int { return c.Version }, Open: s.openCase, Keep: s.keep,
	}
	jobs.Handle(escalation, func(ctx context.Context, j job.Job) error { return s.escalate(ctx, j.Subject) })
	return s
}

// Register makes the engine know a kind of subject.
func (s *Service) Register(kind string, subject Subject) { s.subjects[kind] = subject }

// Opening is what the submitter says when an approval opens.
type Opening struct {
	Flow        string
	Urgent      bool
	Privacy     Privacy
	PrivacyNote string
}

// Begin opens an approval over the subject in the open transaction of the subject's own service, which has asked for the
// right to submit and keeps the case last: it skips or fulfils the endorsement where the rules say so, and tells those
// whose step it is.
func (s *Service) Begin(ctx context.Context, m Matter, o Opening) (*Case, error) {
	sub, err := m.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	one, now := 1, s.db.Now(ctx)
	c := &Case{Matter: m, s: s, read: true, unsaved: true, Approval: &Approval{
		Key: db.NewID(), Flow: o.Flow, SubjectKind: sub.Kind, Subject: sub.ID, Department: sub.Department,
		Author: sub.Author, Submitter: sub.Submitter, About: sub.About, State: Pending, Step: flows[o.Flow].Steps[0].Step,
		Hash: sub.Hash, Article: sub.Article, Urgent: o.Urgent, Privacy: o.Privacy, PrivacyNote: o.PrivacyNote,
		Live: &one, Version: 1, OpenedAt: now, StepAt: now,
	}}
	return c, s.enter(ctx, c)
}

// enter begins the approval's step: whoever decides there is told, or the step is passed at once.
func (s *Service) enter(ctx context.Context, c *Case) error {
	flow := flows[c.Flow]
	c.StepAt, c.unsaved = s.db.Now(ctx), true
	managers, why, err := s.passed(ctx, c)
	if err != nil {
		return err
	}
	stage, _ := flow.stage(c.Step)
	if why != "" {
		c.skip(why)
		if next, ok := flow.after(c.Step); ok {
			c.Step = next
			return s.enter(ctx, c)
		}
		return s.conclude(ctx, c, Decision{Step: c.Step, Verdict: Approve}, "")
	}
	if stage.ByBoard {
		c.AtBoard = true
	}
	if err := s.tell(ctx, c.Approval, stage.Tells, managers); err != nil {
		return err
	}
	if err := c.Matter.Moved(ctx, c, Decision{Step: c.Step}); err != nil {
		return err
	}
	if c.Step == BoardConsent && access.Of(ctx).StaffID == c.Submitter && c.Mark == SoleDirector {
		return s.advance(ctx, c, Approve, access.Grant{Role: access.Director}, "")
	}
	return nil
}

// passed returns the managers who may decide at the approval's step, and why the step is passed, "" where it is not.
func (s *Service) passed(ctx context.Context, c *Case) (managers []db.ID, why string, err error) {
	if why, err = c.Matter.Skips(ctx, c.Step); err != nil || why != "" {
		return nil, why, err
	}
	a := c.Approval
	at, managers, err := s.directory.Managers(ctx, a.Department, a.Author, a.Submitter, a.About)
	if err != nil {
		return nil, "", err
	}
	switch a.Step {
	case Endorsement:
		return s.endorsers(ctx, c, at, managers)
	case DepartmentConsent:
		a.DeciderDepartment = at
		if len(managers) > 0 {
			return managers, "", nil
		}
		a.skip(noManager) // nobody but the author could consent: the Board does
		a.Step = BoardConsent
	}
	if a.Step == BoardConsent {
		why, err = s.soleDirector(ctx, a)
	}
	return managers, why, err
}

// noManager is why a step of the department is passed that nobody in office could take.
const noManager = "NO_MANAGER_IN_OFFICE"

// endorsers returns who endorses, or why nobody does: a manager of the department who submits has endorsed.
func (s *Service) endorsers(ctx context.Context, c *Case, at db.ID, managers []db.ID) ([]db.ID, string, error) {
	if g, ok := access.Of(ctx).Grant(access.Manager, c.Department); ok {
		return nil, "SUBMITTED_BY_MANAGER", c.give(ctx, Approve, g, "")
	}
	flow := flows[c.Flow]
	if !flow.Escalates { // a director decides at the Board's step, and nobody takes this one up
		directors, err := s.directory.Holders(ctx, access.Director)
		if err != nil {
			return nil, "", err
		}
		managers = slices.DeleteFunc(managers, func(m db.ID) bool { return slices.Contains(directors, m) })
	}
	if len(managers) == 0 {
		return nil, noManager, nil
	}
	c.DeciderDepartment = at
	if !flow.Escalates {
		return managers, "", nil
	}
	// A late endorsement does not block: after one working day any director may take it up.
	due := db.At(calendar.AddWorkingDays(s.db.Now(ctx).Time, 1))
	return managers, "", s.jobs.Schedule(ctx, escalation, escalation+":"+c.Key.String(), c.Key, due)
}

// tell tells everybody of a stage in the same transaction: at the Board's step of a post that is the website section and
// the Board at the same moment (Art. 11c).
func (s *Service) tell(ctx context.Context, a *Approval, tellings []Telling, managers []db.ID) error {
	for _, t := range tellings {
		people := managers
		if t.Role != access.Manager {
			var err error
			if people, err = s.directory.Holders(ctx, t.Role); err != nil {
				return err
			}
		}
		if err := s.Tell(ctx, a, t.Kind, "", people...); err != nil {
			return err
		}
	}
	return nil
}

// soleDirector applies the rule for a centre with one director in office: their own submission is the Board's consent.
// Where another's act brought the approval to the Board's step, that is why the step is passed.
func (s *Service) soleDirector(ctx context.Context, a *Approval) (why string, err error) {
	directors, err := s.directory.Holders(ctx, access.Director)
	if err != nil || len(directors) != 1 || directors[0] != a.Submitter {
		return "", err
	}
	a.Mark = SoleDirector
	if access.Of(ctx).StaffID != a.Submitter {
		a.AtBoard = true
		return string(SoleDirector), nil
	}
	return "", nil
}

// Tell puts a notice about the approval's subject into inboxes, in the open transaction.
func (s *Service) Tell(ctx context.Context, a *Approval, kind inbox.Kind, detail string, people ...db.ID) error {
	return s.inbox.Tell(ctx, inbox.Notice{Kind: kind, SubjectKind: a.SubjectKind, Subject: a.Subject, Approval: a.Key, Detail: detail}, people...)
}

// escalate tells the Board and the website section of an endorsement that is a working day late, so that any director
// may take the subject up.
func (s *Service) escalate(ctx context.Context, key db.ID) error {
	a, err := s.Of(ctx, key)
	if err != nil || a.State != Pending || a.Step != Endorsement {
		return err
	}
	c, err := s.caseOf(ctx, a)
	if err != nil {
		return err
	}
	c.AtBoard, c.unsaved = true, true
	for _, role := range []access.Role{access.Director, access.WebEditor} {
		people, err := s.directory.Holders(ctx, role)
		if err != nil {
			return err
		}
		if err := s.Tell(ctx, a, inbox.Overdue, "", people...); err != nil {
			return err
		}
	}
	if err := c.Matter.Moved(ctx, c, Decision{Step: a.Step}); err != nil {
		return err
	}
	return s.keep(ctx, c, act.Line{Action: "approval.escalate", Grant: access.Grant{Role: access.System}})
}

// give adds a decision to the case. What the program does by itself is none.
func (c *Case) give(ctx context.Context, v Verdict, g access.Grant, comment string) error {
	c.unsaved = true
	if !access.Of(ctx).SignedIn() {
		return nil
	}
	if _, err := c.decisions(ctx); err != nil {
		return err
	}
	d := Decision{Key: db.NewID(), Approval: c.Key, Step: c.Step, Verdict: v, Staff: access.Of(ctx).StaffID,
		OnBehalfOf: g.OnBehalfOf, Role: g.Role, Comment: comment, Hash: c.Hash, At: c.s.db.Now(ctx)}
	c.given = append(c.given, d)
	return c.s.insertDecision(ctx, d)
}

// keep saves a case whose subject the engine has opened, and has the subject record what was done.
func (s *Service) keep(ctx context.Context, c *Case, l act.Line) error {
	if err := s.Save(ctx, c); err != nil {
		return err
	}
	l.Article, l.Detail = c.Article, text.Truncate(l.Detail, 500)
	if n := len(c.given); n > 0 {
		l.Article = c.rule(c.given[n-1].Step)
	}
	return c.Matter.Keep(ctx, l)
}

func (s *Service) conflict(a *Approval) error { return fault.Changed("approval", a.ID()) }
