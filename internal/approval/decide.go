package approval

import (
	"context"
	"slices"

	"ttyt/internal/access"
	"ttyt/internal/db"
	"ttyt/internal/fault"
	"ttyt/internal/inbox"
	"ttyt/internal/text"
)

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
		if a, err = s.byID(ctx, key, s.db.ForUpdate(ctx)); err != nil {
			return err
		}
		g, refused := s.mayDecideHere(ctx, a, in.Verdict)
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
	return a, s.veil(ctx, a)
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
	_, err := s.mayDecideHere(ctx, a, v)
	return err
}

// DecideIn gives the caller's verdict at the present step in the open transaction of the subject's own mutation, which
// records more than that; the errors are those of Decide.
func (s *Service) DecideIn(ctx context.Context, a *Approval, v Verdict, comment string) error {
	g, err := s.mayDecide(ctx, a, v)
	if err != nil {
		return err
	}
	return s.advance(ctx, a, v, g, comment)
}

// MayDecideIn returns nil when the caller may DecideIn now, else why not.
func (s *Service) MayDecideIn(ctx context.Context, a *Approval, v Verdict) error {
	_, err := s.mayDecide(ctx, a, v)
	return err
}

// mayDecideHere is mayDecide for what decideApproval records: some verdicts are given through the subject alone.
func (s *Service) mayDecideHere(ctx context.Context, a *Approval, v Verdict) (access.Grant, error) {
	g, err := s.mayDecide(ctx, a, v)
	if stage, _ := flows[a.Flow].stage(a.Step); err == nil && slices.Contains(stage.Apart, v) {
		return g, wrongState(fault.Text{
			VI: "Ở bước này, ý kiến được ghi cùng nội dung thẩm định hoặc xác nhận của yêu cầu.",
			EN: "At this step the verdict is given with the request's own assessment or confirmation."}).By(a.Article)
	}
	return g, err
}

func (s *Service) mayDecide(ctx context.Context, a *Approval, v Verdict) (g access.Grant, err error) {
	if a.State != Pending {
		return g, wrongState(fault.Text{VI: "Hồ sơ duyệt này không còn chờ quyết định.", EN: "This approval is not waiting for a decision."})
	}
	stage, _ := flows[a.Flow].stage(a.Step)
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
				VI: "Mỗi người chỉ quyết định một lần trong một hồ sơ duyệt.", EN: "One person decides once per approval."}, "").By(a.Article)
		}
	}
	return g, s.CheckHash(a, sub.Hash)
}

// advance records the verdict and moves the approval and its subject.
func (s *Service) advance(ctx context.Context, a *Approval, v Verdict, g access.Grant, comment string) error {
	if a.Step == Endorsement && g.Role == access.Director {
		if err := s.record(ctx, a, TakeUp, g, ""); err != nil {
			return err
		}
		a.skip("OVERDUE")
		a.Step, a.Mark = BoardConsent, TakenUp
	}
	if err := s.record(ctx, a, v, g, comment); err != nil {
		return err
	}
	last := Decision{Step: a.Step, Verdict: v, Role: g.Role, OnBehalfOf: g.OnBehalfOf, Comment: comment}
	if err := s.jobs.Cancel(ctx, escalation+":"+a.Key.String()); err != nil {
		return err
	}
	if next, ok := flows[a.Flow].after(a.Step); ok && v == Approve {
		a.Step = next
		sub, err := s.snapshot(ctx, a)
		if err != nil {
			return err
		}
		return s.enter(ctx, a, sub)
	}
	return s.conclude(ctx, a, last, comment)
}

// conclude gives the approval its outcome, which its last decision is, tells of it and moves the subject.
func (s *Service) conclude(ctx context.Context, a *Approval, last Decision, comment string) error {
	a.State = map[Verdict]State{Approve: Approved, Reject: Rejected, Return: Returned}[last.Verdict]
	a.StepAt = s.db.Now(ctx)
	if a.State != Approved {
		a.Live, a.ClosedAt = nil, a.StepAt
	}
	if ok, err := s.update(ctx, a); err != nil || !ok {
		return s.conflict(a, err)
	}
	if err := s.tellOutcome(ctx, a, comment); err != nil {
		return err
	}
	return s.moved(ctx, a, last)
}

// tellOutcome tells whoever carries out what is approved; otherwise author, submitter and endorser hear why it is not.
func (s *Service) tellOutcome(ctx context.Context, a *Approval, comment string) error {
	flow := flows[a.Flow]
	switch {
	case a.State == Approved && a.Mark == SoleDirector && flow.Confirms != nil:
		return s.tell(ctx, a, flow.Confirms, nil)
	case a.State == Approved:
		return s.tell(ctx, a, flow.Approved, nil)
	}
	return s.TellParties(ctx, a, map[State]inbox.Kind{Rejected: inbox.Rejected, Returned: inbox.Returned}[a.State], comment)
}

// TellParties tells author, submitter and those who have approved so far, the caller excepted.
func (s *Service) TellParties(ctx context.Context, a *Approval, kind inbox.Kind, detail string) error {
	people, err := s.deciders(ctx, a.Key)
	if err != nil {
		return err
	}
	people = append(people, a.Author, a.Submitter)
	people = slices.DeleteFunc(people, func(p db.ID) bool { return p == access.Of(ctx).StaffID })
	return s.Tell(ctx, a, kind, detail, people...)
}

func wrongState(t fault.Text) *fault.RuleError { return fault.User(fault.WrongState, t, "") }

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
