package approval

import (
	"context"

	"ttyt/internal/fault"
)

// Action is something a person may do to a subject or its approval.
type Action string

// AvailableAction tells a client whether the caller may do an action now and, where not, why: so that no client
// repeats a rule.
type AvailableAction struct {
	Action  Action
	Allowed bool
	Reasons []*fault.RuleError
}

// Answer makes an AvailableAction of the answer to "may I?"; an error that is no answer is returned.
func Answer(action Action, err error) (*AvailableAction, error) {
	reasons, err := fault.Reasons(err)
	if err != nil {
		return nil, err
	}
	return &AvailableAction{Action: action, Allowed: len(reasons) == 0, Reasons: reasons}, nil
}

// AvailableActions tells which verdicts the caller may give on the approval now.
func (s *Service) AvailableActions(ctx context.Context, a *Approval) ([]*AvailableAction, error) {
	var list []*AvailableAction
	for _, v := range []Verdict{Approve, Return, Reject} {
		answer, err := Answer(Action(v), s.MayDecide(ctx, a, v))
		if err != nil {
			return nil, err
		}
		list = append(list, answer)
	}
	return list, nil
}
