package approval

import (
	"bytes"
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
	"ttyt/internal/page"
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
	// SkipEndorsement is why no manager endorses ("" when one must): the Board's own posts, say.
	SkipEndorsement string
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
		Hash: sub.Hash, Urgent: o.Urgent, Privacy: o.Privacy, PrivacyNote: o.PrivacyNote,
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
	stage, i := flow.stage(a.Step)
	a.StepAt = s.db.Now(ctx)
	at, managers, err := s.directory.Managers(ctx, a.Department, a.Author, a.Submitter, a.About)
	if err != nil {
		return err
	}
	switch a.Step {
	case Endorsement:
		a.SkipReason = sub.SkipEndorsement
		if g, ok := access.Of(ctx).Grant(access.Manager, a.Department); ok && a.SkipReason == "" {
			// A manager of the department who submits has endorsed.
			if err := s.record(ctx, a, Approve, g, ""); err != nil {
				return err
			}
			a.SkipReason = "SUBMITTED_BY_MANAGER"
		}
		if a.SkipReason == "" && len(managers) == 0 {
			a.SkipReason = "NO_MANAGER_IN_OFFICE"
		}
		if a.SkipReason != "" {
			a.Step = flow.Steps[i+1].Step
			return s.enter(ctx, a, sub)
		}
		a.DeciderDepartment = at
		// A late endorsement does not block: after one working day any director may take it up.
		due := db.At(calendar.AddWorkingDays(s.db.Now(ctx).Time, 1))
		if err := s.jobs.Schedule(ctx, escalation, escalation+":"+a.Key.String(), a.Key, due); err != nil {
			return err
		}
	case DepartmentConsent:
		a.DeciderDepartment = at
		if len(managers) == 0 { // nobody but the author could consent: the Board does
			a.SkipReason, a.Step = "NO_MANAGER_IN_OFFICE", BoardConsent
			stage = boardConsent
		}
	}
	if stage.ByBoard {
		a.AtBoard = true
	}
	if ok, err := s.update(ctx, a); err != nil || !ok {
		return s.conflict(a, err)
	}
	if err := s.tellStage(ctx, a, stage, managers); err != nil {
		return err
	}
	if err := s.moved(ctx, a, Decision{Step: a.Step}); err != nil {
		return err
	}
	if a.Step == BoardConsent {
		return s.soleDirector(ctx, a)
	}
	return nil
}

// tellStage tells everybody of a stage in the same transaction: at the Board's step that is the website section and the
// Board at the same moment (Art. 11c).
func (s *Service) tellStage(ctx context.Context, a *Approval, stage Stage, managers []db.ID) error {
	for role, kind := range stage.Tells {
		people := managers
		if role != access.Manager {
			var err error
			if people, err = s.directory.Holders(ctx, role); err != nil {
				return err
			}
		}
		if err := s.Tell(ctx, a, kind, "", people...); err != nil {
			return err
		}
	}
	return nil
}

// soleDirector applies the rule for a centre with one director in office: their own submission is the Board's consent.
func (s *Service) soleDirector(ctx context.Context, a *Approval) error {
	directors, err := s.directory.Holders(ctx, access.Director)
	if err != nil || len(directors) != 1 || directors[0] != a.Submitter || access.Of(ctx).StaffID != a.Submitter {
		return err
	}
	a.Mark = SoleDirector
	return s.advance(ctx, a, Approve, access.Grant{Role: access.Director}, "")
}

// DecideInput is one decision on an approval.
type DecideInput struct {
	ID              string
	Verdict         Verdict
	Comment         *string
	ExpectedVersion int
	// Publish orders publication on approval: for urgent posts, by a director.
	Publish *bool
}

// Decide records the caller's verdict at the present step. NotFound for what they may not see; user errors for four
// eyes, a second decision by one person, a missing comment, a stale hash, and a ConflictError when somebody else
// decided first.
func (s *Service) Decide(ctx context.Context, in DecideInput) (a *Approval, err error) {
	key, err := db.ParseID("approval", in.ID)
	if err != nil {
		return nil, err
	}
	comment, err := reason(in.Comment, in.Verdict != Approve, "input.comment")
	if err != nil {
		return nil, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		ctx, err := s.access.Refresh(ctx)
		if err != nil {
			return err
		}
		if a, err = s.byID(ctx, key, s.db.Dialect.ForUpdate()); err != nil {
			return err
		}
		g, refused := s.mayDecide(ctx, a, in.Verdict)
		if a.Version != in.ExpectedVersion && !fault.Is(refused, fault.Forbidden) {
			return s.conflict(a, nil)
		}
		if refused != nil {
			return refused
		}
		if in.Publish != nil && *in.Publish {
			if err := s.order(ctx, a, in.Verdict, g); err != nil {
				return err
			}
		}
		return s.advance(ctx, a, in.Verdict, g, comment)
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}

// order records a director's order to publish an urgent post as soon as it is approved. The subject's feature carries
// it out when it sees the order among the decisions.
func (s *Service) order(ctx context.Context, a *Approval, v Verdict, g access.Grant) error {
	if !a.Urgent || v != Approve {
		return fault.User(fault.WrongState, fault.Text{
			VI: "Chỉ bài khẩn được lệnh đăng ngay khi duyệt.", EN: "Only an urgent post can be ordered to publish on approval."}, "input.publish").By("11c")
	}
	sub, err := s.snapshot(ctx, a)
	if err != nil {
		return err
	}
	if err := s.access.Require(ctx, a.SubjectKind, "order", sub.Target); err != nil {
		return err
	}
	return s.record(ctx, a, Order, g, "")
}

// MayDecide returns nil when the caller may give the verdict now, else why not.
func (s *Service) MayDecide(ctx context.Context, a *Approval, v Verdict) error {
	_, err := s.mayDecide(ctx, a, v)
	return err
}

func (s *Service) mayDecide(ctx context.Context, a *Approval, v Verdict) (g access.Grant, err error) {
	if a.State != Pending {
		return g, wrongState(fault.Text{VI: "Hồ sơ duyệt này không còn chờ quyết định.", EN: "This approval is not waiting for a decision."})
	}
	stage, _ := flows[a.Flow].stage(a.Step)
	if stage.Asks == nil { // a step that a rule moved the approval to
		stage = boardConsent
	}
	sub, err := s.snapshot(ctx, a)
	if err != nil {
		return g, err
	}
	actor := access.Of(ctx)
	if a.Step == Endorsement && a.AtBoard && s.access.Allowed(ctx, a.SubjectKind, boardConsent.Asks[v], sub.Target) && actor.Is(access.Director) {
		stage = boardConsent // taken up: see advance
	} else if a.Step == Endorsement && actor.Is(access.Director) && s.access.Allowed(ctx, a.SubjectKind, stage.Asks[v], sub.Target) {
		return g, wrongState(fault.Text{
			VI: "Thành viên Ban Giám đốc quyết định ở bước của Ban Giám đốc.", EN: "A director decides at the Board's step."})
	}
	action, ok := stage.Asks[v]
	if !ok {
		return g, fault.User(fault.Invalid, fault.Text{VI: "Ý kiến này không dùng ở bước hiện tại.", EN: "This verdict does not belong to the present step."}, "input.verdict")
	}
	g, ok = s.access.AllowedGrant(ctx, a.SubjectKind, action, sub.Target)
	if !ok {
		return g, s.access.Require(ctx, a.SubjectKind, action, sub.Target)
	}
	for _, person := range []db.ID{actor.StaffID, g.OnBehalfOf} {
		if person.IsZero() {
			continue
		}
		switch again, err := s.decided(ctx, a.Key, person); {
		case err != nil:
			return g, err
		case again:
			return g, fault.User(fault.FourEyes, fault.Text{
				VI: "Mỗi người chỉ quyết định một lần trong một hồ sơ duyệt.", EN: "One person decides once per approval."}, "").By("11c")
		}
	}
	if !bytes.Equal(sub.Hash, a.Hash) {
		return g, staleHash()
	}
	return g, nil
}

// advance records the verdict and moves the approval and its subject.
func (s *Service) advance(ctx context.Context, a *Approval, v Verdict, g access.Grant, comment string) error {
	if a.Step == Endorsement && g.Role == access.Director {
		if err := s.record(ctx, a, TakeUp, g, ""); err != nil {
			return err
		}
		a.Step, a.Mark, a.SkipReason = BoardConsent, TakenUp, "OVERDUE"
	}
	if err := s.record(ctx, a, v, g, comment); err != nil {
		return err
	}
	last := Decision{Step: a.Step, Verdict: v, Role: g.Role, OnBehalfOf: g.OnBehalfOf, Comment: comment}
	if err := s.jobs.Cancel(ctx, escalation+":"+a.Key.String()); err != nil {
		return err
	}
	switch _, i := flows[a.Flow].stage(a.Step); {
	case v == Approve && i >= 0 && i+1 < len(flows[a.Flow].Steps):
		a.Step = flows[a.Flow].Steps[i+1].Step
		sub, err := s.snapshot(ctx, a)
		if err != nil {
			return err
		}
		return s.enter(ctx, a, sub)
	case v == Approve:
		a.State = Approved
	default:
		a.State, a.Live, a.ClosedAt = map[Verdict]State{Reject: Rejected, Return: Returned}[v], nil, s.db.Now(ctx)
	}
	a.StepAt = s.db.Now(ctx)
	if ok, err := s.update(ctx, a); err != nil || !ok {
		return s.conflict(a, err)
	}
	if err := s.tellOutcome(ctx, a, v, comment); err != nil {
		return err
	}
	return s.moved(ctx, a, last)
}

// tellOutcome tells author, submitter and endorser how it went, and the website section what it may publish.
func (s *Service) tellOutcome(ctx context.Context, a *Approval, v Verdict, comment string) error {
	people, err := s.deciders(ctx, a.Key)
	if err != nil {
		return err
	}
	people = append(people, a.Author, a.Submitter)
	people = slices.DeleteFunc(people, func(p db.ID) bool { return p == access.Of(ctx).StaffID })
	kind := map[Verdict]inbox.Kind{Reject: inbox.Rejected, Return: inbox.Returned}[v]
	if v == Approve {
		if a.Flow == PublicationInternal {
			return nil // published by the consent; the subject tells
		}
		if people, err = s.directory.Holders(ctx, access.WebEditor); err != nil {
			return err
		}
		kind = inbox.ToPublish
	}
	return s.Tell(ctx, a, kind, comment, people...)
}

// Tell puts a notice about the approval's subject into inboxes, in the open transaction.
func (s *Service) Tell(ctx context.Context, a *Approval, kind inbox.Kind, detail string, people ...db.ID) error {
	return s.inbox.Tell(ctx, inbox.Notice{Kind: kind, SubjectKind: a.SubjectKind, Subject: a.Subject, Approval: a.Key, Detail: detail}, people...)
}

// End closes an open approval as withdrawn, revoked or superseded, in the open transaction of the subject's own
// service, which has asked for the right to do so.
func (s *Service) End(ctx context.Context, a *Approval, v Verdict, g access.Grant, comment string) error {
	if err := s.record(ctx, a, v, g, comment); err != nil {
		return err
	}
	a.State, a.Live, a.HoldReason = map[Verdict]State{Withdraw: Withdrawn, Revoke: Revoked, Edit: Superseded}[v], nil, ""
	a.ClosedAt, a.StepAt = s.db.Now(ctx), s.db.Now(ctx)
	if ok, err := s.update(ctx, a); err != nil || !ok {
		return s.conflict(a, err)
	}
	return s.jobs.Cancel(ctx, escalation+":"+a.Key.String())
}

// CarryOut closes an approved approval whose subject has been published under it.
func (s *Service) CarryOut(ctx context.Context, a *Approval, g access.Grant) error {
	if err := s.record(ctx, a, Publish, g, ""); err != nil {
		return err
	}
	a.Live, a.ClosedAt = nil, s.db.Now(ctx)
	if ok, err := s.update(ctx, a); err != nil || !ok {
		return s.conflict(a, err)
	}
	return nil
}

// SetHold puts publication on hold with a reason, or releases it with "".
func (s *Service) SetHold(ctx context.Context, a *Approval, g access.Grant, why string) error {
	v := Release
	if why != "" {
		v = Hold
	}
	if err := s.record(ctx, a, v, g, why); err != nil {
		return err
	}
	a.HoldReason = why
	if ok, err := s.update(ctx, a); err != nil || !ok {
		return s.conflict(a, err)
	}
	return nil
}

// Rebind binds the approval to new content that the website section made at the Board's step: the endorsement stands,
// the director decides on the new hash, author and endorser are told.
func (s *Service) Rebind(ctx context.Context, a *Approval, hash []byte) error {
	a.Hash = hash
	if err := s.record(ctx, a, Edit, access.Grant{Role: access.WebEditor}, ""); err != nil {
		return err
	}
	if ok, err := s.update(ctx, a); err != nil || !ok {
		return s.conflict(a, err)
	}
	people, err := s.deciders(ctx, a.Key)
	if err != nil {
		return err
	}
	return s.Tell(ctx, a, inbox.Edited, "", append(people, a.Author, a.Submitter)...)
}

// CheckHash reports whether the subject's content, read now, is what was decided on; StaleHash otherwise.
func (s *Service) CheckHash(a *Approval, hash []byte) error {
	if !bytes.Equal(a.Hash, hash) {
		return staleHash()
	}
	return nil
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
		Class: audit.Content, Action: "approval." + map[Verdict]string{
			Approve: "approve", Reject: "reject", Return: "return", Withdraw: "withdraw", Revoke: "revoke", Hold: "hold",
			Release: "release", Edit: "rebind", Order: "order", TakeUp: "take_up", Publish: "carry_out"}[v],
		OnBehalfOf: g.OnBehalfOf, Role: g.Role, SubjectKind: a.SubjectKind, SubjectID: a.Subject, Department: a.Department,
		After: a.Hash, Article: article(a.Step), Detail: text.Truncate(comment, 500),
	})
}

func article(s Step) string {
	if s == BoardConsent {
		return "11c"
	}
	return "12"
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

func staleHash() error {
	return fault.User(fault.StaleHash, fault.Text{
		VI: "Nội dung hiện tại không phải là nội dung đã được trình duyệt.", EN: "The content is not what was put up for consent."}, "").By("11c")
}

func wrongState(t fault.Text) error { return fault.User(fault.WrongState, t, "") }

// commentMax bounds a decision's comment, in characters.
const commentMax = 2000

func reason(s *string, required bool, path string) (string, error) {
	var c string
	if s != nil {
		c = text.NFC(*s)
	}
	if required && text.Line(c) == "" {
		return "", fault.User(fault.Required, fault.Text{VI: "Cần nêu lý do.", EN: "A reason is required."}, path)
	}
	if len([]rune(c)) > commentMax {
		return "", fault.User(fault.TooLong, fault.Text{VI: "Ý kiến dài nhất 2000 ký tự.", EN: "A comment has at most 2000 characters."}, path)
	}
	return c, nil
}

// Get reads an approval by its global id.
func (s *Service) Get(ctx context.Context, id string) (*Approval, error) {
	key, err := db.ParseID("approval", id)
	if err != nil {
		return nil, err
	}
	return s.byID(ctx, key, "")
}

// Filter narrows a list of approvals.
type Filter struct {
	State *State
	Step  *Step
	Mine  *bool // only what the caller may decide now
}

// List is a page of the approvals that the caller may see, latest moved first.
func (s *Service) List(ctx context.Context, f *Filter, args page.Args) (*Connection, error) {
	if f == nil {
		f = &Filter{}
	}
	reach := s.access.Reach(ctx, "approval", "read")
	where, values := []string{reach.SQL}, reach.Args
	if f.State != nil {
		where, values = append(where, "approvals.state = ?"), append(values, *f.State)
	}
	if f.Step != nil {
		where, values = append(where, "approvals.step = ?"), append(values, *f.Step)
	}
	if f.Mine != nil && *f.Mine {
		sql, args := s.toDecide(ctx)
		where, values = append(where, sql), append(values, args...)
	}
	return s.list(ctx, args, where, values)
}

// Visible reads an approval by its key, nil for one that the caller may not see.
func (s *Service) Visible(ctx context.Context, key db.ID) (*Approval, error) {
	if key.IsZero() {
		return nil, nil
	}
	a, err := s.byID(ctx, key, "")
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return a, err
}

// Decisions reads the decisions of approvals that the caller may see, oldest first.
func (s *Service) Decisions(ctx context.Context, approvals []db.ID) (map[db.ID][]*Decision, error) {
	return s.decisions(ctx, approvals)
}

// History is the approvals of a subject that the caller may see, latest first.
func (s *Service) History(ctx context.Context, subject db.ID) ([]*Approval, error) {
	reach := s.access.Reach(ctx, "approval", "read")
	return db.All[*Approval](ctx, s.db.From(ctx), "SELECT * FROM approvals WHERE subject_id = ? AND "+reach.SQL+" ORDER BY opened_at DESC, id DESC LIMIT 50",
		append([]any{subject}, reach.Args...)...)
}
