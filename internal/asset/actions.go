package asset

import (
	"context"

	"ttyt/internal/approval"
)

// ActionName is something a person may do with an asset. Services ask may before they act and AvailableActions shows its
// answers, so that the two cannot differ.
type ActionName = approval.Action

// The actions.
const (
	ActionUpdate   ActionName = "UPDATE"
	ActionCare     ActionName = "CARE"
	ActionTransfer ActionName = "TRANSFER"
	ActionLink     ActionName = "LINK"
	ActionRetire   ActionName = "RETIRE"
)

// rights are what each action asks of the policy.
var rights = map[ActionName]string{
	ActionUpdate: "write", ActionCare: "care", ActionTransfer: "write", ActionLink: "write", ActionRetire: "write",
}

// actionOrder is the order in which a client shows them.
var actionOrder = []ActionName{ActionCare, ActionUpdate, ActionTransfer, ActionLink, ActionRetire}

// may returns what keeps the actor from the action by right or by the asset's state; nil where nothing does.
func (s *Service) may(ctx context.Context, a *Asset, action ActionName) error {
	if err := s.access.Require(ctx, "asset", rights[action], a.Target()); err != nil {
		return err
	}
	if a.State == Retired {
		return errRetired
	}
	return nil
}

// AvailableActions tells what the actor may do with the asset now and, where not, why.
func (s *Service) AvailableActions(ctx context.Context, a *Asset) ([]*approval.AvailableAction, error) {
	list := make([]*approval.AvailableAction, len(actionOrder))
	for i, action := range actionOrder {
		err := s.may(ctx, a, action)
		if err == nil && action == ActionRetire {
			err = s.retirable(ctx, a)
		}
		if list[i], err = approval.Answer(action, err); err != nil {
			return nil, err
		}
	}
	return list, nil
}
