package approval

import (
	"context"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/inbox"
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
func (s *Service) Decide(ctx context.Context, in DecideInput) (*Approval, error) {
	comment, wrong := reason(in.Comment, in.Verdict != Approve, "input.comment")
	w := act.Want{Action: act.Action(in.Verdict), ID: in.ID, Version: in.ExpectedVersion, Fault: wrong}
	c, err := s.acts.Do(ctx, w, func(ctx context.Context, c *Case, g access.Grant) (act.Line, error) {
		line := act.Line{Action: "approval." + strings.ToLower(string(in.Verdict)), Detail: comment}
		if in.Publish != nil && *in.Publish {
			if err := s.order(ctx, c, in.Verdict, g); err != nil {
				return line, err
			}
		}
		return line, s.advance(ctx, c, in.Verdict, g, comment)
	})
	if err != nil {
		return nil, err
	}
	return c.Approval, s.veil(ctx, c.Approval)
}

// order records a director's order to publish an urgent post as soon as it is approved. The subject's feature carries
// it out when it sees the order among the decisions.
func (s *Service) order(ctx context.Context, c *Case, v Verdict, g access.Grant) error {
	if !c.Urgent || v != Approve {
		return fault.User(fault.WrongState, fault.Text{
			VI: "Chỉ bài khẩn được lệnh đăng ngay khi duyệt.", EN: "Only an urgent post can be ordered to publish on approval."}, "input.publish").By("11c")
	}
	sub, err := c.Matter.Snapshot(ctx)
	if err != nil {
		return err
	}
	if err := s.access.Require(ctx, c.SubjectKind, "order", sub.Target); err != nil {
		return err
	}
	return c.give(ctx, Order, g, "")
}

// MayDecide returns the grant under which the caller may give the verdict by decideApproval now, else why not: some
// verdicts are given through the subject alone.
func (s *Service) MayDecide(ctx context.Context, c *Case, v Verdict) (access.Grant, error) {
	g, err := s.mayDecide(ctx, c, v)
	if stage, _ := flows[c.Flow].stage(c.Step); err == nil && slices.Contains(stage.Apart, v) {
		return g, wrongState(fault.Text{
			VI: "Ở bước này, ý kiến được ghi cùng nội dung thẩm định hoặc xác nhận của yêu cầu.",
			EN: "At this step the verdict is given with the request's own assessment or confirmation."}).By(c.Article)
	}
	return g, err
}

// DecideIn gives the caller's verdict at the present step in the open transaction of the subject's own mutation, which
// records more than that; the errors are those of Decide.
func (s *Service) DecideIn(ctx context.Context, c *Case, v Verdict, comment string) error {
	g, err := s.mayDecide(ctx, c, v)
	if err != nil {
		return err
	}
	return s.advance(ctx, c, v, g, comment)
}

// MayDecideIn returns nil when the caller may DecideIn now, else why not.
func (s *Service) MayDecideIn(ctx context.Context, c *Case, v Verdict) error {
	_, err := s.mayDecide(ctx, c, v)
	return err
}

func (s *Service) mayDecide(ctx context.Context, c *Case, v Verdict) (g access.Grant, err error) {
	if c.State != Pending {
		return g, wrongState(fault.Text{VI: "Hồ sơ duyệt này không còn chờ quyết định.", EN: "This approval is not waiting for a decision."})
	}
	stage, _ := flows[c.Flow].stage(c.Step)
	sub, err := c.Matter.Snapshot(ctx)
	if err != nil {
		return g, err
	}
	actor := access.Of(ctx)
	if c.Step == Endorsement && c.AtBoard && s.access.Allowed(ctx, c.SubjectKind, boardConsent.Asks[v], sub.Target) && actor.Is(access.Director) {
		stage = boardConsent // taken up: see advance
	} else if c.Step == Endorsement && actor.Is(access.Director) && s.access.Allowed(ctx, c.SubjectKind, stage.Asks[v], sub.Target) {
		return g, wrongState(fault.Text{
			VI: "Thành viên Ban Giám đốc quyết định ở bước của Ban Giám đốc.", EN: "A director decides at the Board's step."})
	}
	action, ok := stage.Asks[v]
	if !ok {
		return g, fault.User(fault.Invalid, fault.Text{VI: "Ý kiến này không dùng ở bước hiện tại.", EN: "This verdict does not belong to the present step."}, "input.verdict")
	}
	g, ok = s.access.AllowedGrant(ctx, c.SubjectKind, action, sub.Target)
	if !ok {
		return g, s.access.Require(ctx, c.SubjectKind, action, sub.Target)
	}
	for _, person := range []db.ID{actor.StaffID, g.OnBehalfOf} {
		if person.IsZero() {
			continue
		}
		switch again, err := c.decided(ctx, person); {
		case err != nil:
			return g, err
		case again:
			return g, fault.User(fault.FourEyes, fault.Text{
				VI: "Mỗi người chỉ quyết định một lần trong một hồ sơ duyệt.", EN: "One person decides once per approval."}, "").By(c.Article)
		}
	}
	return g, s.CheckHash(c.Approval, sub.Hash)
}

// advance records the verdict and moves the approval and its subject.
func (s *Service) advance(ctx context.Context, c *Case, v Verdict, g access.Grant, comment string) error {
	if c.Step == Endorsement && g.Role == access.Director {
		if err := c.give(ctx, TakeUp, g, ""); err != nil {
			return err
		}
		c.skip("OVERDUE")
		c.Step, c.Mark = BoardConsent, TakenUp
	}
	if err := c.give(ctx, v, g, comment); err != nil {
		return err
	}
	last := Decision{Step: c.Step, Verdict: v, Role: g.Role, OnBehalfOf: g.OnBehalfOf, Comment: comment}
	if err := s.jobs.Cancel(ctx, escalation+":"+c.Key.String()); err != nil {
		return err
	}
	if next, ok := flows[c.Flow].after(c.Step); ok && v == Approve {
		c.Step = next
		return s.enter(ctx, c)
	}
	return s.conclude(ctx, c, last, comment)
}

// conclude gives the approval its outcome, which its last decision is, tells of it and moves the subject.
func (s *Service) conclude(ctx context.Context, c *Case, last Decision, comment string) error {
	c.State = map[Verdict]State{Approve: Approved, Reject: Rejected, Return: Returned}[last.Verdict]
	c.StepAt, c.unsaved = s.db.Now(ctx), true
	if c.State != Approved {
		c.Live, c.ClosedAt = nil, c.StepAt
	}
	if err := s.tellOutcome(ctx, c, comment); err != nil {
		return err
	}
	return c.Matter.Moved(ctx, c, last)
}

// tellOutcome tells whoever carries out what is approved; otherwise author, submitter and endorser hear why it is not.
func (s *Service) tellOutcome(ctx context.Context, c *Case, comment string) error {
	flow := flows[c.Flow]
	switch {
	case c.State == Approved && c.Mark == SoleDirector && flow.Confirms != nil:
		return s.tell(ctx, c.Approval, flow.Confirms, nil)
	case c.State == Approved:
		return s.tell(ctx, c.Approval, flow.Approved, nil)
	}
	return s.TellParties(ctx, c, map[State]inbox.Kind{Rejected: inbox.Rejected, Returned: inbox.Returned}[c.State], comment)
}

// TellParties tells author, submitter and those who have approved so far, the caller excepted.
func (s *Service) TellParties(ctx context.Context, c *Case, kind inbox.Kind, detail string) error {
	given, err := c.decisions(ctx)
	if err != nil {
		return err
	}
	people := []db.ID{c.Author, c.Submitter}
	for _, d := range given {
		if d.Verdict == Approve {
			people = append(people, d.Staff)
		}
	}
	people = slices.DeleteFunc(people, func(p db.ID) bool { return p == access.Of(ctx).StaffID })
	return s.Tell(ctx, c.Approval, kind, detail, people...)
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
