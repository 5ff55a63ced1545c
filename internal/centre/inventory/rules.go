package inventory

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// policy is what permission rules call the register, which rounds go through.
const policy = "asset"

// The actions.
const (
	actionClose   act.Action = "CLOSE"
	actionConfirm act.Action = "CONFIRM"
	actionDiffer  act.Action = "DIFFER"
)

// rules are the actions on a round as a whole.
func rules() []act.Rule[*Round] {
	return []act.Rule[*Round]{{Action: actionClose, Asks: "take_inventory", State: func(_ context.Context, r *Round, _ access.Grant) error { return r.open() }}}
}

// share is what a department has to look for in a round, as one act has read it. line is the asset's that the act is about,
// nil if it is about none.
type share struct {
	*Round
	department db.ID
	line       *Line
}

// Target is what permission rules look at: the department whose things they are.
func (s *share) Target() access.Target { return access.Target{Department: s.department} }

// shareRules are the actions on what a department has to look for.
func shareRules() []act.Rule[*share] {
	open := func(_ context.Context, s *share, _ access.Grant) error { return s.open() }
	return []act.Rule[*share]{{Action: actionConfirm, Asks: "report_inventory", State: open}, {Action: actionDiffer, Asks: "report_inventory", State: open}}
}

// AvailableActions returns what the caller may do with the round now and, if not, why.
func (s *Service) AvailableActions(ctx context.Context, r *Round) ([]*act.Available, error) {
	return s.rounds.Available(ctx, r)
}

// VersionFor is what a change of the round has to expect, nil for those who may change nothing of it.
func (s *Service) VersionFor(ctx context.Context, r *Round) *int {
	return s.rounds.VersionFor(ctx, r)
}

// ActionsOf returns what the caller may do in the round for the department now and, if not, why.
func (s *Service) ActionsOf(ctx context.Context, p *Progress) ([]*act.Available, error) {
	return s.looks.Available(ctx, &share{Round: p.round, department: p.Department})
}

func (r *Round) open() error {
	if r.State() == StateClosed {
		return fault.User(fault.WrongState, roundOver, "").By("5b")
	}
	return nil
}
