package site

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
)

// The actions, of which the first two are on the website and the others on a change to it.
const (
	ActionArrange  act.Action = "ARRANGE"
	ActionPropose  act.Action = "PROPOSE"
	ActionConfirm  act.Action = "CONFIRM"
	ActionWithdraw act.Action = "WITHDRAW"
	ActionApprove  act.Action = "APPROVE"
	ActionReturn   act.Action = "RETURN"
	ActionReject   act.Action = "REJECT"
)

// siteRules are how the website is changed: what only arranges it takes effect at once, and what states something is proposed.
func siteRules() []act.Rule[*Site] {
	return []act.Rule[*Site]{{Action: ActionArrange, Asks: "arrange"}, {Action: ActionPropose, Asks: "state"}}
}

// rules are the actions on a change in the order in which clients show them. What a sole director proposed is no change of the
// website before a second person confirms it.
func rules() []act.Rule[*matter] {
	return []act.Rule[*matter]{
		{Action: ActionConfirm, Asks: "confirm", State: func(ctx context.Context, m *matter, g access.Grant) error {
			if err := in(onlyConsentedConfirms, Consented)(ctx, m, g); err != nil {
				return err
			}
			return m.Stands(ctx)
		}},
		{Action: ActionWithdraw, Asks: "withdraw", State: in(onlyOpenWithdraws, Waiting, Consented)},
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
		return fault.User(fault.WrongState, otherwise, "").By(article)
	}
}

// decides asks the approval; what was arranged has none.
func decides(v approval.Verdict) func(context.Context, *matter) (access.Grant, error) {
	return func(ctx context.Context, m *matter) (access.Grant, error) {
		if m.Approval.IsZero() {
			return access.Grant{}, fault.User(fault.WrongState, nothingToDecide, "").By(article)
		}
		c, err := m.approval(ctx)
		if err != nil {
			return access.Grant{}, err
		}
		return m.s.approvals.MayDecide(ctx, c, v)
	}
}
