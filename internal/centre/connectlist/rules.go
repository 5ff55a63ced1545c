package connectlist

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
)

// The actions.
const (
	ActionTakeOut  act.Action = "TAKE_OUT" // refuses single lines
	ActionWithdraw act.Action = "WITHDRAW"
	ActionApprove  act.Action = "APPROVE"
	ActionReturn   act.Action = "RETURN"
	ActionReject   act.Action = "REJECT"
)

func rules() []act.Rule[*matter] {
	decides := func(v approval.Verdict) func(context.Context, *matter) (access.Grant, error) {
		return func(ctx context.Context, m *matter) (access.Grant, error) {
			c, err := m.approval(ctx)
			if err != nil {
				return access.Grant{}, err
			}
			return m.s.approvals.MayDecide(ctx, c, v)
		}
	}
	waits := func(_ context.Context, m *matter, _ access.Grant) error {
		if m.State == Waiting {
			return nil
		}
		return fault.User(fault.WrongState, notWaiting, "").By("5e")
	}
	return []act.Rule[*matter]{
		{Action: ActionTakeOut, Asks: "take_out", State: waits},
		{Action: ActionWithdraw, Asks: "withdraw", State: waits},
		{Action: ActionApprove, Decides: decides(approval.Approve)},
		{Action: ActionReturn, Decides: decides(approval.Return)},
		{Action: ActionReject, Decides: decides(approval.Reject)},
	}
}

// AvailableActions returns what the caller may do to the list now and, if not, why.
func (s *Service) AvailableActions(ctx context.Context, l *List) ([]*act.Available, error) {
	lines, err := s.linesOf(ctx, []db.ID{l.Key})
	if err != nil {
		return nil, err
	}
	return s.acts.Available(ctx, &matter{List: l, s: s, lines: lines[l.Key]})
}

// VersionFor is what a change of the list has to expect, nil for those who may change nothing of it.
func (s *Service) VersionFor(ctx context.Context, l *List) *int {
	return s.acts.VersionFor(ctx, &matter{List: l, s: s})
}
