package token

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// The actions on service accounts.
const (
	actionUpdate  act.Action = "UPDATE"
	actionDisable act.Action = "DISABLE"
	actionEnable  act.Action = "ENABLE"
	actionIssue   act.Action = "ISSUE_TOKEN"
)

func (s *Service) accountRules() []act.Rule[*Account] {
	in := func(want AccountState) func(context.Context, *Account, access.Grant) error {
		return func(_ context.Context, a *Account, _ access.Grant) error {
			if a.State != want {
				return errState
			}
			return nil
		}
	}
	return []act.Rule[*Account]{
		{Action: actionUpdate, Asks: "manage"}, {Action: actionDisable, Asks: "manage", State: in(Active)}, {Action: actionEnable, Asks: "manage", State: in(Disabled)},
		{Action: actionIssue, Decides: s.mayIssue},
	}
}

// The actions on tokens.
const (
	actionRotate act.Action = "ROTATE"
	actionRevoke act.Action = "REVOKE"
)

func tokenRules() []act.Rule[*matter] {
	unless := func(states ...State) func(context.Context, *matter, access.Grant) error {
		return func(_ context.Context, m *matter, _ access.Grant) error {
			if slices.Contains(states, m.State) {
				return errState
			}
			return nil
		}
	}
	return []act.Rule[*matter]{
		{Action: actionRotate, Asks: "rotate", State: unless(Revoked, Expired)},
		{Action: actionRevoke, Asks: "revoke", State: unless(Revoked)},
	}
}

// mayIssue returns the grant under which the caller issues a token of the account. An account whose tokens are not valid gets
// no new ones.
func (s *Service) mayIssue(ctx context.Context, a *Account) (access.Grant, error) {
	grant, err := s.access.Granted(ctx, "token", "issue", access.Target{})
	if err != nil {
		return grant, err
	}
	return grant, s.sound(ctx, a)
}

// AvailableActions returns what the caller may do with the token now and, if not, why.
func (s *Service) AvailableActions(ctx context.Context, t *Token) ([]*act.Available, error) {
	return s.tokens.Available(ctx, &matter{Token: t, s: s})
}

// VersionFor is what a change of the token has to expect, nil for those who may change nothing of it.
func (s *Service) VersionFor(ctx context.Context, t *Token) *int {
	return s.tokens.VersionFor(ctx, &matter{Token: t, s: s})
}

// AccountActions returns, for each of the service accounts, what the caller may do now and, if not, why.
func (s *Service) AccountActions(ctx context.Context, list []*Account) (map[*Account][]*act.Available, error) {
	c := &company{list: list}
	return act.AvailableEach(ctx, s.accountActs, list, func(a *Account) *Account {
		a.company = c
		return a
	})
}

// AccountVersion is what a change of the service account has to expect, nil for those who may change nothing of it.
func (s *Service) AccountVersion(ctx context.Context, a *Account) *int {
	return s.accountActs.VersionFor(ctx, a)
}

// company is service accounts that are asked about together, with the concerns of all of them.
type company struct {
	list     []*Account
	concerns paging.Once[map[db.ID]*Concerns]
}

// concernsOf are the account's, read together with those of its list.
func (s *Service) concernsOf(ctx context.Context, a *Account) (*Concerns, error) {
	c := a.company
	if c == nil {
		c = &company{list: []*Account{a}}
	}
	all, err := c.concerns.Get(func() (map[db.ID]*Concerns, error) {
		keys := make([]db.ID, len(c.list))
		for i, a := range c.list {
			keys[i] = a.Key
		}
		return s.Concerns(ctx, keys)
	})
	return all[a.Key], err
}
