package token

import (
	"context"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

var (
	columns       = db.ColumnsOf("tokens", Token{})
	secretColumns = db.ColumnsOf("token_secrets", Secret{})
)

// standingSQL joins the secrets that stand with what they stand for; its arguments are the moment, twice.
const standingSQL = `FROM token_secrets
	JOIN tokens ON tokens.id = token_secrets.token_id AND tokens.revoked_at IS NULL
	JOIN service_accounts ON service_accounts.id = tokens.service_account_id AND service_accounts.state = 'ACTIVE'
	JOIN assets ON assets.id = service_accounts.asset_id AND assets.state NOT IN ('RETIRED', 'QUARANTINED')
	WHERE token_secrets.valid_until > ? AND tokens.expires_at > ?`

// standing reads a secret that stands, by its hash or its id: NotFound if there is none.
func (s *Service) standing(ctx context.Context, column string, value any) (held, error) {
	now := s.db.Now(ctx)
	return db.One[held](ctx, s.db.From(ctx), `SELECT token_secrets.id AS secret_id, token_secrets.used_at, token_secrets.token_id,
		tokens.service_account_id, assets.department_id, service_accounts.name, tokens.scopes, tokens.addresses, tokens.rate, tokens.consented_at, tokens.scan_assets, tokens.scan_department_id, tokens.scan_kinds, tokens.draft_department_id `+
		standingSQL+" AND token_secrets."+column+" = ?", now, now, value)
}

// standingOf returns those of the secrets that stand.
func (s *Service) standingOf(ctx context.Context, secrets []db.ID) ([]db.ID, error) {
	now := s.db.Now(ctx)
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT token_secrets.id "+standingSQL+" AND token_secrets.id IN (?)", now, now, secrets)
}

// current reads what the holder of a secret is told of its token.
func (s *Service) current(ctx context.Context, secret db.ID) (*Current, error) {
	c := new(Current)
	return c, s.db.From(ctx).Get(ctx, c, `SELECT service_accounts.name AS account, tokens.name, tokens.scopes, tokens.rate, tokens.expires_at, tokens.draft_department_id, token_secrets.valid_until
		FROM token_secrets JOIN tokens ON tokens.id = token_secrets.token_id JOIN service_accounts ON service_accounts.id = tokens.service_account_id
		WHERE token_secrets.id = ?`, secret)
}

// maxSecrets is how many secrets a token shows: two work at a time, and the rest is over.
const maxSecrets = 20

// secrets reads the latest secrets of each of the tokens, the last first.
func (s *Service) secrets(ctx context.Context, tokens []db.ID) ([]*Secret, error) {
	return db.All[*Secret](ctx, s.db.From(ctx), "SELECT "+secretColumns+` FROM token_secrets JOIN (
		SELECT id, ROW_NUMBER() OVER (PARTITION BY token_id ORDER BY created_at DESC, id DESC) AS place FROM token_secrets WHERE token_id IN (?)) latest
		ON latest.id = token_secrets.id WHERE latest.place <= ? ORDER BY token_secrets.created_at DESC, token_secrets.id DESC`, tokens, maxSecrets)
}

// used notes when and from where a secret was used, unless a later use is noted.
func (s *Service) used(ctx context.Context, secret db.ID, u use) error {
	_, err := s.db.From(ctx).Exec(ctx, "UPDATE token_secrets SET used_at = ?, used_address = ? WHERE id = ? AND (used_at IS NULL OR used_at < ?)",
		u.at, u.address, secret, u.at)
	return err
}

// token reads a token that the caller may see, by its global id.
func (s *Service) token(ctx context.Context, global, lock string) (*Token, error) {
	key, err := db.ParseID("token", global)
	if err != nil {
		return nil, err
	}
	reach := s.access.Reach(ctx, "token", "read")
	return s.one(ctx, "SELECT "+columns+" FROM tokens WHERE id = ? AND "+reach.SQL+lock, append([]any{key}, reach.Args...)...)
}

// allForUpdate reads tokens for the program itself, in the order of their keys, and locks them.
func (s *Service) allForUpdate(ctx context.Context, keys []db.ID) ([]*Token, error) {
	rows, err := db.All[*Token](ctx, s.db.From(ctx), "SELECT "+columns+" FROM tokens WHERE id IN (?) ORDER BY id"+s.db.ForUpdate(ctx), keys)
	for _, t := range rows {
		t.State = t.stateAt(s.db.Now(ctx))
	}
	return rows, err
}

// some reads those of the tokens that the reach covers.
func (s *Service) some(ctx context.Context, keys []db.ID, reach access.Reach) ([]*Token, error) {
	rows, err := db.All[*Token](ctx, s.db.From(ctx), "SELECT "+columns+" FROM tokens WHERE id IN (?) AND "+reach.SQL, append([]any{keys}, reach.Args...)...)
	for _, t := range rows {
		t.State = t.stateAt(s.db.Now(ctx))
	}
	return rows, err
}

// page reads a page of the tokens that meet the condition.
func (s *Service) page(ctx context.Context, plan *paging.Plan, where string, values []any) (*Connection, error) {
	list, err := paging.Read[*Token](ctx, s.db, plan, columns, "tokens", where, values)
	if err != nil {
		return nil, err
	}
	for _, t := range list.Nodes() {
		t.State = t.stateAt(s.db.Now(ctx))
	}
	return list, nil
}

// expiring reads the keys of the tokens that expire within the time and that IT was not told of, the next first.
func (s *Service) expiring(ctx context.Context, within time.Duration) ([]db.ID, error) {
	now := s.db.Now(ctx)
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT id FROM tokens WHERE revoked_at IS NULL AND told_at IS NULL AND expires_at > ? AND expires_at <= ? ORDER BY expires_at, id",
		now, db.At(now.Add(within)))
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

// insert writes a token with its secret, and makes what disables the account conflict with the open transaction.
func (s *Service) insert(ctx context.Context, t *Token, secret *Secret) error {
	if err := s.db.From(ctx).Hold(ctx, "service_accounts", t.Account); err != nil {
		return err
	}
	if err := s.db.From(ctx).Insert(ctx, "tokens", t); err != nil {
		return err
	}
	return s.db.From(ctx).Insert(ctx, "token_secrets", secret)
}

// save writes what may change of a token, unless somebody else did so since it was read.
func (s *Service) save(ctx context.Context, t *Token) error {
	expected := t.Version
	t.Version = expected + 1
	saved, err := s.db.From(ctx).Update(ctx, "tokens", t, t.Key, expected, "id", "service_account_id", "name", "scopes", "addresses", "rate", "expires_at",
		"reason", "issued_by", "issued_at", "told_at", "scan_assets", "scan_department_id", "scan_kinds")
	if err == nil && !saved {
		err = fault.Changed("token", t.ID())
	}
	return err
}

// rotate adds a secret to a token. The present one ends at the moment given, if it does not end before; older ones end
// now.
func (s *Service) rotate(ctx context.Context, t *Token, secret *Secret, until db.Time) error {
	h, now := s.db.From(ctx), s.db.Now(ctx)
	standing, err := db.All[db.ID](ctx, h, "SELECT id FROM token_secrets WHERE token_id = ? ORDER BY created_at DESC, id DESC", t.Key)
	if err != nil {
		return err
	}
	present := standing[0]
	if _, err := h.Exec(ctx, "UPDATE token_secrets SET valid_until = ? WHERE id = ? AND valid_until > ?", until, present, until); err != nil {
		return err
	}
	if _, err := h.Exec(ctx, "UPDATE token_secrets SET valid_until = ? WHERE token_id = ? AND id <> ? AND valid_until > ?", now, t.Key, present, now); err != nil {
		return err
	}
	for _, key := range standing {
		h.Touched("token_secrets", key)
	}
	return h.Insert(ctx, "token_secrets", secret)
}

// told notes that IT was notified of a row, and reports whether this is the first time.
func (s *Service) told(ctx context.Context, table string, key db.ID) (bool, error) {
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE "+table+" SET told_at = ? WHERE id = ? AND told_at IS NULL", s.db.Now(ctx), key)
	return n == 1, err
}
