package token

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
)

// standingSQL joins the secrets that stand with what they stand for; its arguments are the moment, twice.
const standingSQL = `FROM token_secrets
	JOIN tokens ON tokens.id = token_secrets.token_id AND tokens.revoked_at IS NULL
	JOIN service_accounts ON service_accounts.id = tokens.service_account_id AND service_accounts.state = 'ACTIVE'
	JOIN assets ON assets.id = service_accounts.asset_id AND assets.state NOT IN ('RETIRED', 'QUARANTINED')
	WHERE token_secrets.valid_until > ? AND tokens.expires_at > ?`

// standing reads a secret that stands, by its hash or its id: NotFound where there is none.
func (s *Service) standing(ctx context.Context, column string, value any) (held, error) {
	now := s.db.Now(ctx)
	return db.One[held](ctx, s.db.From(ctx), `SELECT token_secrets.id AS secret_id, token_secrets.used_at, token_secrets.token_id,
		tokens.service_account_id, assets.department_id, service_accounts.name, tokens.scopes, tokens.addresses, tokens.rate, tokens.consented_at `+
		standingSQL+" AND token_secrets."+column+" = ?", now, now, value)
}

// account reads a service account that the caller may see, by its global id.
func (s *Service) account(ctx context.Context, global, lock string) (*Account, error) {
	key, err := db.ParseID("service_account", global)
	if err != nil {
		return nil, err
	}
	reach := s.access.Reach(ctx, "service_account", "read")
	a := new(Account)
	return a, s.db.From(ctx).Get(ctx, a, "SELECT * FROM service_accounts WHERE id = ? AND "+reach.SQL+lock, append([]any{key}, reach.Args...)...)
}

func (s *Service) insertAccount(ctx context.Context, a *Account) error {
	return nameTaken(s.db.From(ctx).Insert(ctx, "service_accounts", a))
}

// saveAccount writes what may change of a service account, unless somebody else did so since it was read.
func (s *Service) saveAccount(ctx context.Context, a *Account) error {
	a.UpdatedAt = s.db.Now(ctx)
	n, err := s.db.From(ctx).Exec(ctx, `UPDATE service_accounts SET name = ?, name_key = ?, sort_name = ?, purpose = ?, responsible_id = ?, state = ?, told_at = ?, updated_at = ?,
		version = version + 1 WHERE id = ? AND version = ?`, a.Name, a.NameKey, a.SortName, a.Purpose, a.Responsible, a.State, a.ToldAt, a.UpdatedAt, a.Key, a.Version)
	if err == nil && n == 0 {
		return fault.Changed("service_account", a.ID())
	}
	a.Version++
	return nameTaken(err)
}

// token reads a token that the caller may see, by its global id.
func (s *Service) token(ctx context.Context, global, lock string) (*Token, error) {
	key, err := db.ParseID("token", global)
	if err != nil {
		return nil, err
	}
	reach := s.access.Reach(ctx, "token", "read")
	return s.one(ctx, "SELECT * FROM tokens WHERE id = ? AND "+reach.SQL+lock, append([]any{key}, reach.Args...)...)
}

// allForUpdate reads tokens for the program itself, in the order of their keys, and locks them.
func (s *Service) allForUpdate(ctx context.Context, keys []db.ID) ([]*Token, error) {
	rows, err := db.All[*Token](ctx, s.db.From(ctx), "SELECT * FROM tokens WHERE id IN (?) ORDER BY id"+s.db.ForUpdate(ctx), keys)
	for _, t := range rows {
		t.State = t.stateAt(s.db.Now(ctx))
	}
	return rows, err
}

// owner is the department that owns the asset of an account.
func (s *Service) owner(ctx context.Context, account db.ID) (db.ID, error) {
	return db.One[db.ID](ctx, s.db.From(ctx), "SELECT assets.department_id FROM assets JOIN service_accounts ON service_accounts.asset_id = assets.id WHERE service_accounts.id = ?", account)
}

// owners are the departments that own the assets of the tokens' accounts, by token.
func (s *Service) owners(ctx context.Context, tokens []db.ID) (map[db.ID]db.ID, error) {
	var rows []struct {
		Token db.ID `db:"id"`
		Owner db.ID `db:"department_id"`
	}
	err := s.db.From(ctx).Select(ctx, &rows, `SELECT tokens.id, assets.department_id FROM tokens
		JOIN service_accounts ON service_accounts.id = tokens.service_account_id JOIN assets ON assets.id = service_accounts.asset_id WHERE tokens.id IN (?)`, tokens)
	owners := make(map[db.ID]db.ID, len(rows))
	for _, r := range rows {
		owners[r.Token] = r.Owner
	}
	return owners, err
}

func (s *Service) one(ctx context.Context, query string, args ...any) (*Token, error) {
	t := new(Token)
	err := s.db.From(ctx).Get(ctx, t, query, args...)
	t.State = t.stateAt(s.db.Now(ctx))
	return t, err
}

func (s *Service) insert(ctx context.Context, t *Token, secret *Secret) error {
	if err := s.db.From(ctx).Insert(ctx, "tokens", t); err != nil {
		return err
	}
	return s.db.From(ctx).Insert(ctx, "token_secrets", secret)
}

// save writes what may change of a token, unless somebody else did so since it was read.
func (s *Service) save(ctx context.Context, t *Token) error {
	n, err := s.db.From(ctx).Exec(ctx, `UPDATE tokens SET approval_id = ?, consented_at = ?, revoked_by = ?, revoked_at = ?, revoke_reason = ?,
		version = version + 1 WHERE id = ? AND version = ?`,
		t.Approval, t.ConsentedAt, t.RevokedBy, t.RevokedAt, t.RevokeReason, t.Key, t.Version)
	if err == nil && n == 0 {
		return fault.Changed("token", t.ID())
	}
	t.Version++
	return err
}

// rotate adds a secret to a token. The present one ends at the moment given, if it does not end before; older ones end
// now.
func (s *Service) rotate(ctx context.Context, t *Token, secret *Secret, until db.Time) error {
	h, now := s.db.From(ctx), s.db.Now(ctx)
	present, err := db.One[db.ID](ctx, h, "SELECT id FROM token_secrets WHERE token_id = ? ORDER BY created_at DESC, id DESC LIMIT 1", t.Key)
	if err != nil {
		return err
	}
	if _, err := h.Exec(ctx, "UPDATE token_secrets SET valid_until = ? WHERE id = ? AND valid_until > ?", until, present, until); err != nil {
		return err
	}
	if _, err := h.Exec(ctx, "UPDATE token_secrets SET valid_until = ? WHERE token_id = ? AND id <> ? AND valid_until > ?", now, t.Key, present, now); err != nil {
		return err
	}
	return h.Insert(ctx, "token_secrets", secret)
}

// told notes that IT was told of a row, and reports whether this is the first time.
func (s *Service) told(ctx context.Context, table string, key db.ID) (bool, error) {
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE "+table+" SET told_at = ? WHERE id = ? AND told_at IS NULL", s.db.Now(ctx), key)
	return n == 1, err
}

// settled notes that there is nothing to tell IT of a service account, so that it is told when there is again.
func (s *Service) settled(ctx context.Context, account db.ID) error {
	_, err := s.db.From(ctx).Exec(ctx, "UPDATE service_accounts SET told_at = NULL WHERE id = ? AND told_at IS NOT NULL", account)
	return err
}
