package changerequest

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
)

// The actions.
const (
	ActionUpdate   act.Action = "UPDATE"
	ActionWithdraw act.Action = "WITHDRAW"
	ActionApprove  act.Action = "APPROVE"
	ActionReturn   act.Action = "RETURN"
	ActionReject   act.Action = "REJECT"
	ActionAssess   act.Action = "ASSESS"
	ActionExecute  act.Action = "EXECUTE"
	ActionConfirm  act.Action = "CONFIRM"
	ActionRollBack act.Action = "ROLL_BACK"
	ActionRevoke   act.Action = "REVOKE"
	ActionClose    act.Action = "CLOSE"
)

// rules are the actions in the order in which clients show them.
func rules() []act.Rule[*matter] {
	return []act.Rule[*matter]{
		{Action: ActionUpdate, Asks: "update", State: in(notEditable, Returned, Revoked, Lapsed)},
		{Action: ActionWithdraw, Asks: "withdraw", State: in(notWithdrawable,
			InReview, Approved, Returned, Revoked, Lapsed)},
		{Action: ActionAssess, Asks: "assess", State: assessable},
		{Action: ActionApprove, Decides: decides(approval.Approve)},
		{Action: ActionReturn, Decides: decides(approval.Return)},
		{Action: ActionReject, Decides: decides(approval.Reject)},
		{Action: ActionExecute, Asks: "execute", State: executable},
		{Action: ActionConfirm, Asks: "confirm", State: confirmable},
		{Action: ActionRollBack, Asks: "roll_back", State: reversible},
		{Action: ActionRevoke, Asks: "revoke", State: revocable},
		{Action: ActionClose, Asks: "close", State: closable},
	}
}

func in(otherwise fault.Text, states ...State) func(context.Context, *matter, access.Grant) error {
	return func(_ context.Context, m *matter, _ access.Grant) error {
		if slices.Contains(states, m.State) {
			return nil
		}
		return fault.User(fault.WrongState, otherwise, "").By(m.Article())
	}
}

// decides asks the approval.
func decides(v approval.Verdict) func(context.Context, *matter) (access.Grant, error) {
	return func(ctx context.Context, m *matter) (access.Grant, error) {
		c, err := m.approval(ctx)
		if err != nil {
			return access.Grant{}, err
		}
		if c == nil {
			return access.Grant{}, fault.User(fault.WrongState, noDecisionDue, "")
		}
		return m.s.approvals.MayDecide(ctx, c, v)
	}
}

func assessable(ctx context.Context, m *matter, _ access.Grant) error {
	c, err := m.approval(ctx)
	if err != nil {
		return err
	}
	if m.State != InReview || c == nil || !m.s.approvals.At(ctx, c, approval.Assessment) {
		return fault.User(fault.WrongState, noAssessmentDue, "").By("5a")
	}
	if err := m.s.approvals.MayDecideIn(ctx, c, approval.Assessment, approval.Approve); err != nil {
		return err
	}
	on, err := m.stock(ctx)
	if err != nil {
		return err
	}
	if err := movable(on.of, ""); err != nil {
		return err
	}
	return m.maySettle(ctx, on.of)
}

// executable says why a request cannot be executed, as clearly as it is known.
func executable(ctx context.Context, m *matter, _ access.Grant) error {
	a, err := m.approval(ctx)
	switch {
	case err != nil:
		return err
	case m.State == Superseded:
		return fault.User(fault.Superseded, superseded, "").By(m.Article())
	case m.lapsed(m.s.db.Now(ctx)):
		return lapsedError(m.Request)
	case m.State != Approved || a == nil || a.State != approval.Approved || !a.Open():
		return fault.User(fault.WrongState, notExecutable, "").By(m.Article())
	}
	return m.standing(ctx)
}

// standing says what has changed since the consent was given: the request, its assets, or who has to consent.
func (m *matter) standing(ctx context.Context) error {
	now, err := m.Snapshot(ctx)
	if err != nil {
		return err
	}
	if err := m.s.approvals.CheckHash(m.now.Approval, now.Hash); err != nil {
		return err
	}
	on, err := m.stock(ctx)
	if err != nil {
		return err
	}
	if err := movable(on.of, ""); err != nil {
		return err
	}
	if !on.values.same(m.Before.V) {
		return changedSince(m.Request)
	}
	consented, err := m.now.BoardConsented(ctx)
	if err == nil && !consented && m.withoutBoard(on.of.Kind, m.s.limit) == "" {
		err = fault.User(fault.StaleHash, boardNeeded, "").By(m.Article())
	}
	return err
}

// confirmable lets the named director speak until the change is listed to the Board, then any director.
func confirmable(ctx context.Context, m *matter, _ access.Grant) error {
	a, err := m.approval(ctx)
	if err != nil {
		return err
	}
	if m.State != EmergencyOpen || a == nil || a.State != approval.Pending {
		return fault.User(fault.WrongState, nothingToConfirm, "").By("5f")
	}
	if !slices.Contains(spokesmen(ctx), m.Director) && m.UnconfirmedAt.IsZero() {
		return fault.User(fault.WrongState, directorConfirms, "").By("5f")
	}
	return m.s.approvals.MayDecideIn(ctx, a, approval.BoardConsent, approval.Approve)
}

// reversible says why the assets do not get their former values back: it is too late, or they have changed since.
func reversible(ctx context.Context, m *matter, _ access.Grant) error {
	inTime := m.State == Executed && m.s.db.Now(ctx).Sub(m.ExecutedAt.Time) <= rollBackWithin
	if m.State != EmergencyOpen && !inTime {
		return fault.User(fault.WrongState, notReversible, "").By(m.Article())
	}
	on, err := m.stock(ctx)
	if err == nil && !on.values.same(m.After.V) {
		err = changedSince(m.Request)
	}
	return err
}

// revocable lets consent be taken back until the request is executed.
func revocable(ctx context.Context, m *matter, _ access.Grant) error {
	a, err := m.approval(ctx)
	if err == nil && (m.State != Approved || a == nil || a.State != approval.Approved || !a.Open()) {
		err = fault.User(fault.WrongState, notRevocable, "").By("5f")
	}
	return err
}

// closable lets the Board deal with an emergency change that nobody consented to, though it cannot or shall not be rolled
// back.
func closable(ctx context.Context, m *matter, _ access.Grant) error {
	a, err := m.approval(ctx)
	if err == nil && (!m.Unconfirmed() || a == nil || a.State == approval.Pending) {
		err = fault.User(fault.WrongState, notClosable, "").By("5f")
	}
	return err
}

// AvailableActions returns what the caller may do to the request now and, if not, why, with the article.
func (s *Service) AvailableActions(ctx context.Context, c *Request) ([]*act.Available, error) {
	m, err := s.matterOf(ctx, c)
	if err != nil {
		return nil, err
	}
	return s.acts.Available(ctx, m)
}

// VersionFor is what a change of the request has to expect, nil for those who may change nothing of it.
func (s *Service) VersionFor(ctx context.Context, c *Request) *int {
	return s.acts.VersionFor(ctx, &matter{Request: c, s: s})
}

// batch is a list of requests whose approvals and assets are read together, once somebody asks for one of them.
type batch struct {
	requests []*Request
	matters  paging.Once[map[db.ID]*matter]
	stocks   paging.Once[map[db.ID]*stock]
}

// listed lets what is asked of the requests of one list be read together.
func (s *Service) listed(requests ...*Request) {
	b := &batch{requests: requests}
	for _, c := range requests {
		c.batch = b
	}
}

// matterOf is a request as an act would find it, read together with those of its list.
func (s *Service) matterOf(ctx context.Context, c *Request) (*matter, error) {
	if c.batch == nil {
		return &matter{Request: c, s: s}, nil
	}
	matters, err := c.batch.matters.Get(func() (map[db.ID]*matter, error) { return s.matters(ctx, c.batch.requests) })
	return matters[c.Key], err
}
