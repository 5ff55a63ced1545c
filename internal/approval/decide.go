package approval

import (
	"bytes"
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
		if a.Flow == PublicationInternal && a.Mark != SoleDirector {
			return nil // published by the consent; the subject tells
		}
		if people, err = s.directory.Holders(ctx, access.WebEditor); err != nil {
			return err
		}
		kind = inbox.ToPublish
	}
	return s.Tell(ctx, a, kind, comment, people...)
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
