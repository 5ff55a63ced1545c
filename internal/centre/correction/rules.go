package correction

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/fault"
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
)

// rules are the actions in the order in which clients show them.
func rules() []act.Rule[*matter] {
	return []act.Rule[*matter]{
		{Action: ActionUpdate, Asks: "update", State: in(onlyReturnedChanges, Returned)},
		{Action: ActionWithdraw, Asks: "withdraw", State: in(onlyUndecidedWithdraws, Waiting, Returned)},
		{Action: ActionApprove, Decides: decides(approval.Approve)},
		{Action: ActionReturn, Decides: decides(approval.Return)},
		{Action: ActionReject, Decides: decides(approval.Reject)},
	}
}

func in(otherwise fault.Text, states ...State) func(context.Context, *matter, access.Grant) error {
	return func(_ context.Context, m *matter, _ access.Grant) error {
		if slices.Contains(states, m.State) {
			return nil
		}
		return fault.User(fault.WrongState, otherwise, "").By(m.Rule())
	}
}

// decides asks the approval.
func decides(v approval.Verdict) func(context.Context, *matter) (access.Grant, error) {
	return func(ctx context.Context, m *matter) (access.Grant, error) {
		c, err := m.approval(ctx)
		if err != nil {
			return access.Grant{}, err
		}
		return m.s.approvals.MayDecide(ctx, c, v)
	}
}

// AvailableActions returns what the caller may do to the correction now and, if not, why.
func (s *Service) AvailableActions(ctx context.Context, c *Correction) ([]*act.Available, error) {
	return s.acts.Available(ctx, &matter{Correction: c, s: s})
}

// VersionFor is what a change of the correction has to expect, nil for those who may change nothing of it.
func (s *Service) VersionFor(ctx context.Context, c *Correction) *int {
	return s.acts.VersionFor(ctx, &matter{Correction: c, s: s})
}
