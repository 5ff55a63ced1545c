package approval

import (
	"context"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
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
		t, err := s.turn(ctx, c, "", in.Verdict)
		if err != nil {
			return line, err
		}
		return line, s.advance(ctx, c, t, in.Verdict, comment)
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
		return fault.User(fault.WrongState, onlyUrgentOrdered, "input.publish").By("11c")
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

// DecideIn gives the caller's verdict at the step in the open transaction of the subject's own mutation, which records more
// than that; the errors are those of Decide.
func (s *Service) DecideIn(ctx context.Context, c *Case, at Step, v Verdict, comment string) error {
	t, err := s.turn(ctx, c, at, v)
	if err != nil {
		return err
	}
	return s.advance(ctx, c, t, v, comment)
}

// advance records the verdict and moves the approval and its subject.
func (s *Service) advance(ctx context.Context, c *Case, t turn, v Verdict, comment string) error {
	flow := flows[c.Flow]
	if t.takesUp {
		if err := s.takeUp(ctx, c, t.grant); err != nil {
			return err
		}
		if _, next := flow.stage(c.Step); t.stage.Step == c.Step && v == Approve { // they decide when it comes to the Board
			c.Step = next.Step
			return s.enter(ctx, c, true)
		}
		c.Step = t.stage.Step
	}
	if t.sole { // whatever else is out of the ordinary
		c.Mark = SoleDirector
	}
	if err := c.give(ctx, v, t.grant, comment); err != nil {
		return err
	}
	present, next := flow.stage(c.Step)
	if next.Step != "" && v == Approve && !present.Settles {
		c.Step = next.Step
		return s.enter(ctx, c, !t.again)
	}
	return s.conclude(ctx, c, Decision{Step: c.Step, Verdict: v, Role: t.grant.Role, OnBehalfOf: t.grant.OnBehalfOf, Comment: comment}, comment)
}

// takeUp records that somebody decides instead of the deciders of the step, and why.
func (s *Service) takeUp(ctx context.Context, c *Case, g access.Grant) error {
	c.Mark = TakenUp
	why := overdue
	if !c.late(s.db.Now(ctx)) {
		var err error
		if why, err = c.nobody(ctx); err != nil {
			return err
		}
	}
	c.skip(why)
	return c.give(ctx, TakeUp, g, "")
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

// tellOutcome notifies those who carry out what was approved; if it was not approved, author, submitter and endorser learn why.
func (s *Service) tellOutcome(ctx context.Context, c *Case, comment string) error {
	flow := flows[c.Flow]
	switch {
	case c.State == Approved && c.Mark == SoleDirector && flow.Confirms != nil:
		return s.tell(ctx, c, flow.Confirms)
	case c.State == Approved:
		if ordered, err := c.Ordered(ctx); err != nil || ordered && c.Mark != SoleDirector { // it is carried out at once
			return err
		}
		return s.tell(ctx, c, flow.Approved)
	}
	return s.TellParties(ctx, c, map[State]inbox.Kind{Rejected: inbox.Rejected, Returned: inbox.Returned}[c.State], comment)
}

// TellParties notifies author, submitter and those who have approved so far, the caller excepted.
func (s *Service) TellParties(ctx context.Context, c *Case, kind inbox.Kind, detail string) error {
	people, err := c.Deciders(ctx)
	if err != nil {
		return err
	}
	people = slices.DeleteFunc(append([]db.ID{c.Author, c.Submitter}, people...), func(p db.ID) bool { return p == access.Of(ctx).StaffID })
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
		return "", input.Missing(path)
	}
	if len([]rune(c)) > commentMax {
		return "", fault.User(fault.TooLong, commentTooLong.With(commentMax), path)
	}
	return c, nil
}
