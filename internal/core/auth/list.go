package auth

import (
	"context"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
)

// AccountFilter narrows a list of accounts.
type AccountFilter struct {
	State              *State
	Login              *string
	AwaitsConfirmation *bool
}

// Accounts lists the accounts that the caller may see.
func (s *Service) Accounts(ctx context.Context, filter AccountFilter, o AccountOrder, args paging.Args) (*Connection, error) {
	plan, err := accountOrders.Plan(o, s.access.Links(ctx), args)
	if err != nil {
		return nil, err
	}
	reach := s.access.Reach(ctx, "account", "read")
	where, values := []string{reach.SQL}, reach.Args
	if filter.State != nil {
		where, values = append(where, "accounts.state = ?"), append(values, *filter.State)
	}
	if filter.Login != nil {
		where, values = append(where, "accounts.login = ?"), append(values, loginKey(*filter.Login))
	}
	if filter.AwaitsConfirmation != nil {
		where, values = append(where, "COALESCE("+awaitsSQL+", 0) = ?"), append(values, *filter.AwaitsConfirmation)
	}
	return paging.Read[*Account](ctx, s.db, plan, columns, "accounts", strings.Join(where, " AND "), values)
}

// Get reads an account that the caller may see, by its global id.
func (s *Service) Get(ctx context.Context, id string) (*Account, error) {
	key, err := db.ParseID("account", id)
	if err != nil {
		return nil, err
	}
	found, err := s.ByIDs(ctx, []db.ID{key})
	if err == nil && found[key] == nil {
		err = fault.ErrNotFound
	}
	return found[key], err
}

// ByIDs reads those of the accounts that the caller may see.
func (s *Service) ByIDs(ctx context.Context, ids []db.ID) (map[db.ID]*Account, error) {
	return s.by(ctx, "id", ids, func(a *Account) db.ID { return a.Key })
}

// ByStaff reads the accounts of the people, as far as the caller may see them.
func (s *Service) ByStaff(ctx context.Context, staff []db.ID) (map[db.ID]*Account, error) {
	return s.by(ctx, "staff_id", staff, func(a *Account) db.ID { return a.StaffID })
}

func (s *Service) by(ctx context.Context, column string, ids []db.ID, key func(*Account) db.ID) (map[db.ID]*Account, error) {
	rows, err := s.accountsBy(ctx, column, ids, s.access.Reach(ctx, "account", "read"))
	found := make(map[db.ID]*Account, len(rows))
	for _, a := range rows {
		found[key(a)] = a
	}
	return found, err
}
