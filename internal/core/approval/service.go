package approval

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/core/job"
)

// Service runs approvals.
type Service struct {
	db        *db.DB
	access    *access.Access
	feed      *feed.Feed
	inbox     *inbox.Service
	directory Directory
	round     round
	subjects  map[string]Subject
	acts      *act.Frame[*Case]
}

// New returns the engine. Features register their subjects before it is used.
func New(d *db.DB, a *access.Access, f *feed.Feed, i *inbox.Service, dir Directory, jobs *job.Runner) *Service {
	s := &Service{db: d, access: a, feed: f, inbox: i, directory: dir, subjects: map[string]Subject{}}
	s.acts = &act.Frame[*Case]{
		DB: d, Access: a, Kind: "approval", Rules: s.rules(), Version: func(c *Case) int { return c.Version }, Open: s.openCase, Keep: s.keep, Own: own,
	}
	jobs.EveryIf("approval.attend", attendEvery, s.unattended, s.attend)
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
	Correction  *Correction // what was found, where a correction was asked for
}

// Begin opens an approval over the subject in the open transaction of the subject's own service, which has asked for the
// right to submit and keeps the case last: it skips or fulfils the endorsement where the rules say so, and notifies those
// whose step it is.
func (s *Service) Begin(ctx context.Context, m Matter, o Opening) (*Case, error) {
	sub, err := m.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	one, now := 1, s.db.Now(ctx)
	c := &Case{Matter: m, s: s, desk: newDesk(s.directory), read: true, unsaved: true, Approval: &Approval{
		Key: db.NewID(), Flow: o.Flow, SubjectKind: sub.Kind, Subject: sub.ID, Department: sub.Department,
		Author: sub.Author, Submitter: sub.Submitter, About: sub.About, State: Pending, Step: flows[o.Flow].Steps[0].Step,
		Hash: sub.Hash, Article: sub.Article, Urgent: o.Urgent, Privacy: o.Privacy, PrivacyNote: o.PrivacyNote,
		Live: &one, Version: 1, OpenedAt: now, StepAt: now, Judged: db.JSON[*Correction]{V: o.Correction},
	}}
	return c, s.enter(ctx, c, true)
}

// enter begins the approval's step: its deciders are notified, or the step is skipped at once. passable is false where
// a director has to decide, whatever the subject says: on what IT assessed without anybody free to do it.
func (s *Service) enter(ctx context.Context, c *Case, passable bool) error {
	stage, _ := flows[c.Flow].stage(c.Step)
	c.StepAt, c.Vacant, c.unsaved = s.db.Now(ctx), false, true
	c.DueAt = stage.due(c.StepAt)
	if passable {
		if why, err := s.passed(ctx, c, stage); err != nil || why != "" {
			return s.pass(ctx, c, why, err)
		}
	}
	return s.seek(ctx, c, true)
}

// passed is why nobody is asked at the step, "" where somebody is: a manager of the department who submits has endorsed, by a
// position of their own. A power that was lent to somebody does not endorse their own text.
func (s *Service) passed(ctx context.Context, c *Case, stage Stage) (string, error) {
	if why, err := c.Matter.Skips(ctx, c.Step); err != nil || why != "" {
		return why, err
	}
	me := access.Of(ctx)
	if stage.Step != Endorsement || me.StaffID != c.Submitter {
		return "", nil
	}
	g, ok := me.Without(func(g access.Grant) bool { return !g.OnBehalfOf.IsZero() }).Grant(access.Manager, c.Department)
	if !ok {
		return "", nil
	}
	return "SUBMITTED_BY_MANAGER", c.give(ctx, Approve, g, "")
}

// pass leads the approval past its step. After the last one it is approved.
func (s *Service) pass(ctx context.Context, c *Case, why string, err error) error {
	if err != nil {
		return err
	}
	c.skip(why)
	if _, next := flows[c.Flow].stage(c.Step); next.Step != "" {
		c.Step = next.Step
		return s.enter(ctx, c, true)
	}
	return s.conclude(ctx, c, Decision{Step: c.Step, Verdict: Approve}, "")
}

// Why a step was passed, or taken up.
const (
	noManager        = "NO_MANAGER_IN_OFFICE"
	managerIsAuthor  = "MANAGER_IS_AUTHOR"  // the manager of the department wrote or submitted it
	managerIsSubject = "MANAGER_IS_SUBJECT" // it is about the manager of the department
	noIT             = "NO_IT_IN_OFFICE"
	overdue          = "OVERDUE"
)

// nobody is why nobody in office could decide at the present step.
func (c *Case) nobody(ctx context.Context) (string, error) {
	if c.Step == Assessment || c.Step == Verification {
		return noIT, nil
	}
	seats, err := c.desk.seatsOf(ctx, c.Department)
	held := func(by func(db.ID) bool) bool {
		return slices.ContainsFunc(seats, func(s Seat) bool { return by(s.Staff) || !s.Lender.IsZero() && by(s.Lender) })
	}
	switch {
	case err != nil:
		return "", err
	case held(c.sent):
		return managerIsAuthor, nil
	case held(c.concerns):
		return managerIsSubject, nil
	}
	return noManager, nil
}

// seek looks who in office could decide at the step. They are told when it begins; where nobody could, the flow says what happens.
func (s *Service) seek(ctx context.Context, c *Case, begins bool) error {
	stage, _ := flows[c.Flow].stage(c.Step)
	f, err := s.fate(ctx, c, stage)
	switch {
	case err != nil:
		return err
	case f == passes:
		why, err := c.nobody(ctx)
		return s.pass(ctx, c, why, err)
	case f == consented:
		me := access.Of(ctx)
		if c.Mark, c.AtBoard = SoleDirector, true; me.StaffID != c.Submitter || !me.Holds(access.Director) {
			return s.pass(ctx, c, string(SoleDirector), nil)
		}
	}
	c.Vacant, c.unsaved = f == taken, true
	c.AtBoard = c.AtBoard || c.Vacant || stage.Role == access.Director || s.openTo(ctx, c.Approval, access.Director)
	if begins {
		if err := s.tellStage(ctx, c, stage); err != nil {
			return err
		}
	}
	if err := c.Matter.Moved(ctx, c, Decision{Step: c.Step}); err != nil || f != consented {
		return err
	}
	return s.advance(ctx, c, turn{stage: stage, grant: access.Grant{Role: access.Director}}, Approve, "")
}

// fate is what becomes of an approval at its step.
type fate int

const (
	waits     fate = iota // for somebody whose step it is, now or later
	passes                // past the step
	taken                 // up by a director
	consented             // the sole director's own submission is the consent
)

// fate depends on who is in office now, and on the flow if nobody is.
func (s *Service) fate(ctx context.Context, c *Case, stage Stage) (fate, error) {
	people, err := c.desk.deciders(ctx, c, stage)
	if err != nil || len(people) > 0 {
		return waits, err
	}
	if stage.Role == access.Director {
		if own, err := c.desk.consents(ctx, c); err != nil || !own || stage.Asks[Approve] != boardConsent.Asks[Approve] {
			return waits, err
		}
		return consented, nil
	}
	switch stage.Vacant {
	case Passes:
		return passes, nil
	case ToDirector:
		directors, err := c.desk.deciders(ctx, c, boardConsent)
		if err == nil && len(directors) == 0 && !slices.Contains(stage.Apart, Approve) {
			return passes, nil
		}
		return taken, err
	}
	return waits, nil
}

// tellStage notifies everybody of a stage in the same transaction: at the Board's step of a post that is the website section
// and the Board at the same moment (Art. 11c).
func (s *Service) tellStage(ctx context.Context, c *Case, stage Stage) error {
	tellings := stage.Tells
	if c.Vacant {
		tellings = boardConsent.Tells
	}
	return s.tell(ctx, c, tellings)
}

func (s *Service) tell(ctx context.Context, c *Case, tellings []Telling) error {
	for _, t := range tellings {
		people, err := c.desk.told(ctx, c, t)
		if err != nil {
			return err
		}
		if err := s.Tell(ctx, c.Approval, t.Kind, "", people...); err != nil {
			return err
		}
	}
	return nil
}

// told are those who hear of the approval by a telling: of the managers, and of those to verify it, who could decide.
func (d *desk) told(ctx context.Context, c *Case, t Telling) ([]db.ID, error) {
	if t.Role == access.Manager {
		stage, _ := flows[c.Flow].stage(c.Step)
		return d.managers(ctx, c, stage, func(p db.ID) bool { return p == access.Of(ctx).StaffID })
	}
	people, err := d.of(ctx, t.Role)
	if t.Kind == inbox.ToVerify {
		people = without(people, c.sent)
	}
	return people, err
}

// Tell puts a notice about the approval's subject into inboxes, in the open transaction.
func (s *Service) Tell(ctx context.Context, a *Approval, kind inbox.Kind, detail string, people ...db.ID) error {
	return s.inbox.Tell(ctx, inbox.Notice{Kind: kind, SubjectKind: a.SubjectKind, Subject: a.Subject, Approval: a.Key, Detail: detail}, people...)
}

// give adds a decision to the case. What the program does by itself does not count as one.
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

// own notifies somebody who presses twice that they have decided: nobody else came first.
func own(ctx context.Context, c *Case, _ act.Want) (fault.Text, bool, error) {
	given, err := c.decisions(ctx)
	mine := len(given) > 0 && given[len(given)-1].Staff == access.Of(ctx).StaffID
	return alreadyDecided, mine, err
}

func (s *Service) conflict(a *Approval) error { return fault.Changed("approval", a.ID()) }
