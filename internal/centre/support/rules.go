package support

import (
	"context"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// The actions.
const (
	ActionTake     act.Action = "TAKE"
	ActionWrite    act.Action = "FOLLOW_UP"
	ActionAnswer   act.Action = "RESOLVE"
	ActionWithdraw act.Action = "WITHDRAW"
	ActionReopen   act.Action = "REOPEN"
)

// rules are the actions in the order in which clients show them.
func (s *Service) rules() []act.Rule[*Request] {
	return []act.Rule[*Request]{
		{Action: ActionTake, Asks: "handle", State: open}, {Action: ActionWrite, Asks: "write", State: open},
		{Action: ActionAnswer, Asks: "handle", State: open}, {Action: ActionWithdraw, Asks: "withdraw", State: open},
		{Action: ActionReopen, Asks: "reopen", State: s.reopenable},
	}
}

func open(_ context.Context, r *Request, _ access.Grant) error {
	if r.State == StateNew || r.State == StateInProgress {
		return nil
	}
	return fault.User(fault.WrongState, requestOver, "").By("4")
}
