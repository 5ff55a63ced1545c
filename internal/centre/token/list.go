package token

import (
	"context"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// AccountFilter narrows the list of service accounts.
type AccountFilter struct {
	Asset *string
	State *AccountState
}

// Filter narrows the list of tokens.
type Filter struct {
	ServiceAccount *string
	State          *State
	// Prefix is how a leaked token begins; what follows its public part is not looked at.
	Prefix *string
}

// Accounts lists the service accounts that the caller may see.
func (s *Service) Accounts(ctx context.Context, f AccountFilter, o AccountOrder, args paging.Args) (*AccountConnection, error) {
	plan, err := accountOrders.Plan(o, s.access.Links(ctx), args)
	if err != nil {
		return nil, err
	}
	reach := s.access.Reach(ctx, "service_account", "read")
	where, values := []string{reach.SQL}, slices.Clone(reach.Args)
	if f.Asset != nil {
		key, err := db.ParseID("asset", *f.Asset)
		if err != nil {
			return nil, err
		}
		where, values = append(where, "service_accounts.asset_id = ?"), append(values, key)
	}
	if f.State != nil {
		where, values = append(where, "service_accounts.state = ?"), append(values, *f.State)
	}
	return s.accountPage(ctx, plan, strings.Join(where, " AND "), values)
}

// Tokens lists the tokens that the caller may see.
func (s *Service) Tokens(ctx context.Context, f Filter, o Order, args paging.Args) (*Connection, error) {
	plan, err := orders.Plan(o, s.access.Links(ctx), args)
	if err != nil {
		return nil, err
	}
	reach := s.access.Reach(ctx, "token", "read")
	where, values := []string{reach.SQL}, slices.Clone(reach.Args)
	if f.ServiceAccount != nil {
		key, err := db.ParseID("service_account", *f.ServiceAccount)
		if err != nil {
			return nil, err
		}
		where, values = append(where, "tokens.service_account_id = ?"), append(values, key)
	}
	if f.Prefix != nil {
		where, values = append(where, "tokens.id IN (SELECT token_id FROM token_secrets WHERE prefix = ?)"), append(values, prefixOf(*f.Prefix))
	}
	if f.State != nil {
		sql, more := f.State.sql(s.db.Now(ctx))
		where, values = append(where, sql), append(values, more...)
	}
	return s.page(ctx, plan, strings.Join(where, " AND "), values)
}

// sql is stateAt as a condition.
func (st State) sql(now db.Time) (string, []any) {
	const consented = "(scopes = '' OR consented_at IS NOT NULL)"
	switch st {
	case Revoked:
		return "revoked_at IS NOT NULL", nil
	case Expired:
		return "revoked_at IS NULL AND expires_at <= ?", []any{now}
	case AwaitingConsent:
		return "revoked_at IS NULL AND expires_at > ? AND NOT " + consented, []any{now}
	}
	return "revoked_at IS NULL AND expires_at > ? AND " + consented, []any{now}
}

// Account reads a service account that the caller may see, by its global id.
func (s *Service) Account(ctx context.Context, id string) (*Account, error) {
	return s.account(ctx, id, "")
}

// Get reads a token that the caller may see, by its global id.
func (s *Service) Get(ctx context.Context, id string) (*Token, error) { return s.token(ctx, id, "") }

// ByIDs reads those of the tokens that the caller may see.
func (s *Service) ByIDs(ctx context.Context, ids []db.ID) (map[db.ID]*Token, error) {
	rows, err := s.some(ctx, ids, s.access.Reach(ctx, "token", "read"))
	found := make(map[db.ID]*Token, len(rows))
	for _, t := range rows {
		found[t.Key] = t
	}
	return found, err
}

// AccountsByIDs reads those of the service accounts that the caller may see.
func (s *Service) AccountsByIDs(ctx context.Context, ids []db.ID) (map[db.ID]*Account, error) {
	rows, err := s.someAccounts(ctx, ids, s.access.Reach(ctx, "service_account", "read"))
	found := make(map[db.ID]*Account, len(rows))
	for _, a := range rows {
		found[a.Key] = a
	}
	return found, err
}

// Secrets reads the secrets of tokens that the caller has been shown, latest first.
func (s *Service) Secrets(ctx context.Context, tokens []db.ID) (map[db.ID][]*Secret, error) {
	rows, err := s.secrets(ctx, tokens)
	of := make(map[db.ID][]*Secret, len(tokens))
	for _, r := range rows {
		of[r.Token] = append(of[r.Token], r)
	}
	return of, err
}

// Concerns reads why IT has to look after service accounts that the caller has been shown.
func (s *Service) Concerns(ctx context.Context, accounts []db.ID) (map[db.ID]*Concerns, error) {
	rows, err := s.troubled(ctx, accounts)
	of := map[db.ID]*Concerns{}
	for _, r := range rows {
		var list Concerns
		if r.Person == "LEFT" {
			list = append(list, ResponsibleLeft)
		}
		if c, ok := map[string]Concern{"RETIRED": AssetRetired, "QUARANTINED": AssetQuarantined}[r.Asset]; ok {
			list = append(list, c)
		}
		of[r.Account] = &list
	}
	return of, err
}

// Current is what a tool is told of itself.
type Current struct {
	ServiceAccount string   `db:"account"`
	Name           string   `db:"name"`
	ScopeList      string   `db:"scopes"`
	Rate           int      `db:"rate"`
	ExpiresAt      db.Time  `db:"expires_at"`
	Department     db.ID    `db:"draft_department_id"` // for which it drafts posts, zero where it may not
	ValidUntil     db.Time  `db:"valid_until"`
	Scopes         []string // those that work now
}

// Current returns the token that the request came with, nil where it came with none.
func (s *Service) Current(ctx context.Context) (*Current, error) {
	me := access.Of(ctx)
	if me.Token.IsZero() {
		return nil, nil
	}
	c, err := s.current(ctx, me.Secret)
	if err != nil {
		return nil, err
	}
	c.Scopes = []string{}
	if !me.HasScope(access.DraftScope) {
		c.Department = db.ID{}
	}
	for _, name := range strings.Fields(c.ScopeList) {
		if me.HasScope(name) {
			c.Scopes = append(c.Scopes, name)
		}
	}
	return c, nil
}

// Scopes are the allow-list of what a token may be given.
func (s *Service) Scopes() []*access.Scope {
	var list []*access.Scope
	for _, scope := range s.access.Scopes() {
		list = append(list, &scope)
	}
	return list
}
