package token

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// The actions on service accounts.
const (
	actionUpdate  act.Action = "UPDATE"
	actionDisable act.Action = "DISABLE"
	actionEnable  act.Action = "ENABLE"
)

func accountRules() []act.Rule[*Account] {
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
