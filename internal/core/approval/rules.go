package approval

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// rules are the verdicts in the order in which clients show them.
func (s *Service) rules() (all []act.Rule[*Case]) {
	for _, v := range []Verdict{Approve, Return, Reject} {
		all = append(all, act.Rule[*Case]{Action: act.Action(v), Decides: func(ctx context.Context, c *Case) (access.Grant, error) {
			return s.MayDecide(ctx, c, v)
		}, Could: func(ctx context.Context, c *Case) bool { return s.could(ctx, c, v) }})
	}
	return all
}

// openCase reads, for an act, the approval with the global id that the caller may see, with its subject.
func (s *Service) openCase(ctx context.Context, global string) (*Case, error) {
	key, err := db.ParseID("approval", global)
	if err != nil {
		return nil, err
	}
	a, err := s.byID(ctx, key, s.db.ForUpdate(ctx))
	if err != nil {
		return nil, err
	}
	return s.caseOf(ctx, a)
}

// AvailableActions returns which verdicts the caller may give on the approval now.
func (s *Service) AvailableActions(ctx context.Context, a *Approval) ([]*act.Available, error) {
	c, err := s.caseOf(ctx, a)
	if err != nil {
		return nil, err
	}
	return s.acts.Available(ctx, c)
}

// VersionFor is what a decision on the approval has to expect, nil for those who may decide on it at none of its steps.
func (s *Service) VersionFor(ctx context.Context, a *Approval) *int {
	return s.acts.VersionFor(ctx, &Case{Approval: a, s: s})
}

// could reports whether the caller may give the verdict at any step of the approval's flow. A director may be the sole one, who
// decides on what is about themselves.
func (s *Service) could(ctx context.Context, c *Case, v Verdict) bool {
	over := c.Target()
	over.AtBoard = c.AtBoard && c.State == Pending
	return slices.ContainsFunc(flows[c.Flow].Steps, func(st Stage) bool {
		action, asked := st.Asks[v]
		return asked && (s.access.Allowed(ctx, c.SubjectKind, action, over) || st.Role == access.Director && access.Of(ctx).Holds(access.Director))
	})
}
