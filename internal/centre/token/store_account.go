package token

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

var accountColumns = db.ColumnsOf("service_accounts", Account{})

// account reads a service account that the caller may see, by its global id.
func (s *Service) account(ctx context.Context, global, lock string) (*Account, error) {
	key, err := db.ParseID("service_account", global)
	if err != nil {
		return nil, err
	}
	reach := s.access.Reach(ctx, "service_account", "read")
	a := new(Account)
	return a, s.db.From(ctx).Get(ctx, a, "SELECT "+accountColumns+" FROM service_accounts WHERE id = ? AND "+reach.SQL+lock, append([]any{key}, reach.Args...)...)
}

func (s *Service) insertAccount(ctx context.Context, a *Account) error {
	return nameTaken(s.db.From(ctx).Insert(ctx, "service_accounts", a))
}

// saveAccount writes what may change of a service account, unless somebody else did so since it was read.
func (s *Service) saveAccount(ctx context.Context, a *Account) error {
	expected := a.Version
	a.Version, a.UpdatedAt = expected+1, s.db.Now(ctx)
	saved, err := s.db.From(ctx).Update(ctx, "service_accounts", a, a.Key, expected, "id", "asset_id", "held", "created_at")
	if err == nil && !saved {
		return fault.Changed("service_account", a.ID())
	}
	return nameTaken(err)
}

// someAccounts reads those of the service accounts that the reach covers.
func (s *Service) someAccounts(ctx context.Context, keys []db.ID, reach access.Reach) ([]*Account, error) {
	return db.All[*Account](ctx, s.db.From(ctx), "SELECT "+accountColumns+" FROM service_accounts WHERE id IN (?) AND "+reach.SQL, append([]any{keys}, reach.Args...)...)
}

// accountPage reads a page of the service accounts that meet the condition.
func (s *Service) accountPage(ctx context.Context, plan *paging.Plan, where string, values []any) (*AccountConnection, error) {
	return paging.Read[*Account](ctx, s.db, plan, accountColumns, "service_accounts", where, values)
}

// activeAccounts reads the keys of the service accounts that are not disabled.
func (s *Service) activeAccounts(ctx context.Context) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT id FROM service_accounts WHERE state = 'ACTIVE' ORDER BY id")
}

// answeredBy reads the keys of the active service accounts that the person answers for.
func (s *Service) answeredBy(ctx context.Context, person db.ID) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT id FROM service_accounts WHERE responsible_id = ? AND state = 'ACTIVE' ORDER BY id", person)
}

// trouble is a service account with the states of its responsible person and of its asset, one of which is not as it
// should be.
type trouble struct {
	Account db.ID  `db:"id"`
	Person  string `db:"person"`
	Asset   string `db:"asset"`
}

// troubled reads those of the service accounts that IT has to look after.
func (s *Service) troubled(ctx context.Context, accounts []db.ID) ([]trouble, error) {
	return db.All[trouble](ctx, s.db.From(ctx), `SELECT service_accounts.id, staff.state AS person, assets.state AS asset FROM service_accounts
		JOIN staff ON staff.id = service_accounts.responsible_id JOIN assets ON assets.id = service_accounts.asset_id
		WHERE service_accounts.id IN (?) AND (staff.state = 'LEFT' OR assets.state IN ('RETIRED', 'QUARANTINED'))`, accounts)
}

// owner is the department that owns the asset of an account.
func (s *Service) owner(ctx context.Context, account db.ID) (db.ID, error) {
	return db.One[db.ID](ctx, s.db.From(ctx), "SELECT assets.department_id FROM assets JOIN service_accounts ON service_accounts.asset_id = assets.id WHERE service_accounts.id = ?", account)
}

// settled notes that there is nothing to notify IT of a service account, so that it is told when there is again.
func (s *Service) settled(ctx context.Context, account db.ID) error {
	_, err := s.db.From(ctx).Exec(ctx, "UPDATE service_accounts SET told_at = NULL WHERE id = ? AND told_at IS NOT NULL", account)
	return err
}
