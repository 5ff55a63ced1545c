package approval

import (
	"context"
	"slices"

	"ttyt/internal/access"
	"ttyt/internal/audit"
	"ttyt/internal/calendar"
	"ttyt/internal/change"
	"ttyt/internal/db"
	"ttyt/internal/fault"
	"ttyt/internal/inbox"
	"ttyt/internal/job"
	"ttyt/internal/text"
)

// Subject is a kind of thing that approvals run over, registered by its feature. Every call comes inside the open
// transaction.
type Subject interface {
	// Snapshot reads the subject as it is now.
	Snapshot(ctx context.Context, id db.ID) (Snapshot, error)
	// Moved carries out on the subject what just happened to its approval.
	Moved(ctx context.Context, a *Approval, d Decision) error
}

// Snapshot is a subject as the engine sees it.
type Snapshot struct {
	Kind       string
	ID         db.ID
	Department db.ID
	Author     db.ID
	Submitter  db.ID
	About      db.ID
	Hash       []byte
	Target     access.Target
	Article    string // of the regulation, that the flow's decisions carry out
	// Skip is why nobody need decide at a step, by step: no manager endorses the Board's own posts, say. An approval
	// whose last step is skipped is approved.
	Skip map[Step]string
}

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
	audit     *audit.Log
	changes   *change.Feed
	inbox     *inbox.Service
	directory Directory
	jobs      *job.Runner
	subjects  map[string]Subject
}

// escalation is the job that tells the Board of an endorsement that is a working day late.
const escalation = "approval.escalate"

// New returns the engine. Features register their subjects before it is used.
func New(d *db.DB, a *access.Access, l *audit.Log, f *change.Feed, i *inbox.Service, dir Directory, jobs *job.Runner) *Service {
	s := &Service{db: d, access: a, audit: l, changes: f, inbox: i, directory: dir, jobs: jobs, subjects: map[string]Subject{}}
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

// Begin opens an approval over the subject in the open transaction: it skips or fulfils the endorsement where the rules
// say so, and tells those whose step it is. The caller has asked for the right to submit.
func (s *Service) Begin(ctx context.Context, sub Snapshot, o Opening) (*Approval, error) {
	one, now := 1, s.db.Now(ctx)
	flow := flows[o.Flow]
	a := &Approval{
		Key: db.NewID(), Flow: o.Flow, SubjectKind: sub.Kind, Subject: sub.ID, Department: sub.Department,
		Author: sub.Author, Submitter: sub.Submitter, About: sub.About, State: Pending, Step: flow.Steps[0].Step,
		Hash: sub.Hash, Article: sub.Article, Urgent: o.Urgent, Privacy: o.Privacy, PrivacyNote: o.PrivacyNote,
		Live: &one, Version: 1, OpenedAt: now, StepAt: now,
	}
	if err := s.db.From(ctx).Insert(ctx, "approvals", a); err != nil {
		if db.IsDuplicate(err) {
			return nil, fault.Changed(sub.Kind, db.GlobalID(sub.Kind, sub.ID))
		}
		return nil, err
	}
	return a, s.enter(ctx, a, sub)
}

// enter begins the approval's step: whoever decides there is told, or the step is passed at once.
func (s *Service) enter(ctx context.Context, a *Approval, sub Snapshot) error {
	flow := flows[a.Flow]
	a.StepAt = s.db.Now(ctx)
	managers, why, err := s.passed(ctx, a, sub)
	if err != nil {
		return err
	}
	stage, _ := flow.stage(a.Step)
	if why != "" {
		a.skip(why)
		next, ok := flow.after(a.Step)
		if ok {
			a.Step = next
			return s.enter(ctx, a, sub)
		}
		return s.conclude(ctx, a, Decision{Step: a.Step, Verdict: Approve}, "")
	}
	if stage.ByBoard {
		a.AtBoard = true
	}
	if ok, err := s.update(ctx, a); err != nil || !ok {
		return s.conflict(a, err)
	}
	if err := s.tell(ctx, a, stage.Tells, managers); err != nil {
		return err
	}
	if err := s.moved(ctx, a, Decision{Step: a.Step}); err != nil {
		return err
	}
	if a.Step == BoardConsent && access.Of(ctx).StaffID == a.Submitter && a.Mark == SoleDirector {
		return s.advance(ctx, a, Approve, access.Grant{Role: access.Director}, "")
	}
	return nil
}

// passed returns the managers who may decide at the approval's step, and why the step is passed, "" where it is not.
func (s *Service) passed(ctx context.Context, a *Approval, sub Snapshot) (managers []db.ID, why string, err error) {
	if why = sub.Skip[a.Step]; why != "" {
		return nil, why, nil
	}
	at, managers, err := s.directory.Managers(ctx, a.Department, a.Author, a.Submitter, a.About)
	if err != nil {
		return nil, "", err
	}
	switch a.Step {
	case Endorsement:
		return s.endorsers(ctx, a, at, managers)
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
func (s *Service) endorsers(ctx context.Context, a *Approval, at db.ID, managers []db.ID) ([]db.ID, string, error) {
	if g, ok := access.Of(ctx).Grant(access.Manager, a.Department); ok {
		return nil, "SUBMITTED_BY_MANAGER", s.record(ctx, a, Approve, g, "")
	}
	flow := flows[a.Flow]
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
	a.DeciderDepartment = at
	if !flow.Escalates {
		return managers, "", nil
	}
	// A late endorsement does not block: after one working day any director may take it up.
	due := db.At(calendar.AddWorkingDays(s.db.Now(ctx).Time, 1))
	return managers, "", s.jobs.Schedule(ctx, escalation, escalation+":"+a.Key.String(), a.Key, due)
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
	a.AtBoard = true
	if ok, err := s.update(ctx, a); err != nil || !ok {
		return s.conflict(a, err)
	}
	for _, role := range []access.Role{access.Director, access.WebEditor} {
		people, err := s.directory.Holders(ctx, role)
		if err != nil {
			return err
		}
		if err := s.Tell(ctx, a, inbox.Overdue, "", people...); err != nil {
			return err
		}
	}
	return s.moved(ctx, a, Decision{Step: a.Step})
}

// record inserts a decision and its audit row.
func (s *Service) record(ctx context.Context, a *Approval, v Verdict, g access.Grant, comment string) error {
	actor := access.Of(ctx)
	if actor.SignedIn() {
		d := Decision{Key: db.NewID(), Approval: a.Key, Step: a.Step, Verdict: v, Staff: actor.StaffID,
			OnBehalfOf: g.OnBehalfOf, Role: g.Role, Comment: comment, Hash: a.Hash, At: s.db.Now(ctx)}
		if err := s.db.From(ctx).Insert(ctx, "decisions", d); err != nil {
			return err
		}
	}
	return s.audit.Record(ctx, audit.Event{
		Class: flows[a.Flow].Class, Action: "approval." + map[Verdict]string{
			Approve: "approve", Reject: "reject", Return: "return", Withdraw: "withdraw", Revoke: "revoke", Hold: "hold",
			Release: "release", Edit: "rebind", Order: "order", TakeUp: "take_up", Publish: "carry_out", Execute: "carry_out", Supersede: "supersede"}[v],
		OnBehalfOf: g.OnBehalfOf, Role: g.Role, SubjectKind: a.SubjectKind, SubjectID: a.Subject, Department: a.Department,
		After: a.Hash, Article: a.rule(), Detail: text.Truncate(comment, 500),
	})
}

// moved lets the subject's feature carry the change out, and writes the change feed.
func (s *Service) moved(ctx context.Context, a *Approval, d Decision) error {
	if err := s.subjects[a.SubjectKind].Moved(ctx, a, d); err != nil {
		return err
	}
	return s.changes.Record(ctx, "approval", a.Key, "approvals", "approvals:department:"+a.Department.String())
}

func (s *Service) snapshot(ctx context.Context, a *Approval) (Snapshot, error) {
	return s.subjects[a.SubjectKind].Snapshot(ctx, a.Subject)
}

func (s *Service) conflict(a *Approval, err error) error {
	if err != nil {
		return err
	}
	return fault.Changed("approval", a.ID())
}
