package itchange

import (
	"context"
	"slices"

	"ttyt/internal/access"
	"ttyt/internal/approval"
	"ttyt/internal/fault"
)

// Action is something a person may do to a request. Services ask may before they act and AvailableActions shows its
// answers, so that the two cannot differ.
type Action = approval.Action

// The actions.
const (
	ActionUpdate   Action = "UPDATE"
	ActionWithdraw Action = "WITHDRAW"
	ActionApprove  Action = "APPROVE"
	ActionReturn   Action = "RETURN"
	ActionReject   Action = "REJECT"
	ActionAssess   Action = "ASSESS"
	ActionExecute  Action = "EXECUTE"
	ActionConfirm  Action = "CONFIRM"
	ActionRollBack Action = "ROLL_BACK"
)

// act is what an action takes: a right of the policy, and a state of the request and its approval.
type act struct {
	asks  string
	state func(s *Service, ctx context.Context, c *Request, a *approval.Approval) error
}

var acts = map[Action]act{
	ActionUpdate: {"update", in(fault.Text{VI: "Chỉ sửa được yêu cầu đã bị trả lại.", EN: "Only what was returned can be changed."}, Returned)},
	ActionWithdraw: {"withdraw", in(fault.Text{VI: "Chỉ rút được yêu cầu chưa thực hiện.", EN: "Only what is not executed yet can be withdrawn."},
		InReview, Approved, Returned)},
	ActionAssess:   {"assess", assessable},
	ActionExecute:  {"execute", executable},
	ActionConfirm:  {"confirm", confirmable},
	ActionRollBack: {"roll_back", reversible},
}

// verdicts are the actions that decide on the request's approval.
var verdicts = map[Action]approval.Verdict{
	ActionApprove: approval.Approve, ActionReturn: approval.Return, ActionReject: approval.Reject,
}

// actionOrder is the order in which a client shows them.
var actionOrder = []Action{ActionUpdate, ActionWithdraw, ActionAssess, ActionApprove, ActionReturn, ActionReject, ActionExecute, ActionConfirm, ActionRollBack}

func in(otherwise fault.Text, states ...State) func(*Service, context.Context, *Request, *approval.Approval) error {
	return func(_ *Service, _ context.Context, c *Request, _ *approval.Approval) error {
		if slices.Contains(states, c.State) {
			return nil
		}
		return fault.User(fault.WrongState, otherwise, "").By(c.Article())
	}
}

func assessable(s *Service, ctx context.Context, c *Request, a *approval.Approval) error {
	if c.State != InReview || a == nil || a.State != approval.Pending || a.Step != approval.Assessment {
		return fault.User(fault.WrongState, fault.Text{VI: "Yêu cầu không chờ thẩm định.", EN: "The request is not waiting for an assessment."}, "").By("5a")
	}
	return s.approvals.MayDecideIn(ctx, a, approval.Approve)
}

// executable says why a request cannot be executed, as clearly as it is known.
func executable(_ *Service, _ context.Context, c *Request, a *approval.Approval) error {
	switch {
	case c.State == Superseded:
		return fault.User(fault.Superseded, fault.Text{
			VI: "Yêu cầu đã mất hiệu lực vì thiết bị đã được thay đổi theo một yêu cầu khác: hãy lập yêu cầu mới.",
			EN: "The request is superseded: the asset was changed by another request. Ask anew."}, "").By(c.Article())
	case c.State != Approved || a == nil || a.State != approval.Approved || !a.Open():
		return fault.User(fault.WrongState, fault.Text{
			VI: "Chỉ thực hiện yêu cầu đã được duyệt và chưa thực hiện.", EN: "Only what is approved, and not executed yet, can be executed."}, "").By(c.Article())
	}
	return nil
}

// confirmable lets the named director speak until the change is listed to the Board, then any director.
func confirmable(s *Service, ctx context.Context, c *Request, a *approval.Approval) error {
	if c.State != EmergencyOpen || a == nil || a.State != approval.Pending {
		return fault.User(fault.WrongState, fault.Text{VI: "Không có gì chờ xác nhận.", EN: "There is nothing to confirm."}, "").By("5f")
	}
	named := slices.ContainsFunc(access.Of(ctx).Grants, func(g access.Grant) bool {
		return g.Role == access.Director && (g.OnBehalfOf == c.Director || g.OnBehalfOf.IsZero() && access.Of(ctx).StaffID == c.Director)
	})
	if !named && c.UnconfirmedAt.IsZero() {
		return fault.User(fault.WrongState, fault.Text{
			VI: "Trong 24 giờ đầu, chính người đã đồng ý miệng xác nhận.", EN: "Within 24 hours it is confirmed by the director whose word it was."}, "").By("5f")
	}
	return s.approvals.MayDecideIn(ctx, a, approval.Approve)
}

func reversible(s *Service, ctx context.Context, c *Request, _ *approval.Approval) error {
	inTime := c.State == Executed && s.db.Now(ctx).Sub(c.ExecutedAt.Time) <= rollBackWithin
	if c.State != EmergencyOpen && !inTime {
		return fault.User(fault.WrongState, fault.Text{
			VI: "Chỉ khôi phục được thay đổi đã thực hiện trong bảy ngày qua.", EN: "Only what was executed within the last seven days can be rolled back."}, "").By(c.Article())
	}
	return nil
}

// may returns the grant under which the caller may do the action now, else why not.
func (s *Service) may(ctx context.Context, action Action, c *Request, a *approval.Approval) (access.Grant, error) {
	if v, ok := verdicts[action]; ok {
		if a == nil || !a.Open() {
			return access.Grant{}, fault.User(fault.WrongState, fault.Text{
				VI: "Yêu cầu không chờ quyết định.", EN: "The request is not waiting for a decision."}, "")
		}
		return access.Grant{}, s.approvals.MayDecide(ctx, a, v)
	}
	g, err := s.permitted(ctx, action, c)
	if err != nil {
		return g, err
	}
	return g, acts[action].state(s, ctx, c, a)
}

// permitted returns the grant under which the policy allows the action, else why it does not.
func (s *Service) permitted(ctx context.Context, action Action, c *Request) (access.Grant, error) {
	asks := acts[action].asks
	if g, ok := s.access.AllowedGrant(ctx, subjectKind, asks, c.Target()); ok {
		return g, nil
	}
	return access.Grant{}, s.access.Require(ctx, subjectKind, asks, c.Target())
}

// AvailableActions tells what the caller may do to the request now and, where not, why, with the article.
func (s *Service) AvailableActions(ctx context.Context, c *Request) ([]*approval.AvailableAction, error) {
	a, err := s.approvalOf(ctx, c)
	if err != nil {
		return nil, err
	}
	var list []*approval.AvailableAction
	for _, action := range actionOrder {
		_, err := s.may(ctx, action, c, a)
		answer, err := approval.Answer(action, err)
		if err != nil {
			return nil, err
		}
		list = append(list, answer)
	}
	return list, nil
}
