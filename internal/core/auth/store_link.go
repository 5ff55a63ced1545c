package auth

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

var linkColumns = db.ColumnsOf("reset_links", ResetLink{})

// voidLinks makes an account's open links hold no longer.
func (s *Service) voidLinks(ctx context.Context, account db.ID) error {
	now := s.db.Now(ctx)
	_, err := s.db.From(ctx).Exec(ctx, "UPDATE reset_links SET expires_at = ?, token_hash = NULL WHERE account_id = ? AND used_at IS NULL AND expires_at > ?", now, account, now)
	return err
}

// linksOut returns those of the accounts that have a link by which a password can still be set.
func (s *Service) linksOut(ctx context.Context, accounts []db.ID) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT account_id FROM reset_links WHERE account_id IN (?) AND token_hash IS NOT NULL AND used_at IS NULL AND expires_at > ?",
		accounts, s.db.Now(ctx))
}

func (s *Service) linkByHash(ctx context.Context, hash []byte) (*ResetLink, error) {
	l := new(ResetLink)
	return l, s.db.From(ctx).Get(ctx, l, "SELECT "+linkColumns+" FROM reset_links WHERE token_hash = ?", hash)
}

func (s *Service) link(ctx context.Context, key db.ID) (*ResetLink, error) {
	l := new(ResetLink)
	return l, s.db.From(ctx).Get(ctx, l, "SELECT "+linkColumns+" FROM reset_links WHERE id = ?", key)
}

// reachableLink reads the link of an account under a reach, and locks it.
func (s *Service) reachableLink(ctx context.Context, key db.ID, reach access.Reach) (*ResetLink, error) {
	l := new(ResetLink)
	return l, s.db.From(ctx).Get(ctx, l, "SELECT "+linkColumns+" FROM reset_links JOIN accounts ON accounts.id = reset_links.account_id WHERE reset_links.id = ? AND "+
		reach.SQL+s.db.ForUpdate(ctx), append([]any{key}, reach.Args...)...)
}

// maxWaitingLinks is how many of the links that wait for a second person are shown: the next follow as those are decided.
const maxWaitingLinks = 100

// waitingLinks reads the links that wait for a second person, oldest first.
func (s *Service) waitingLinks(ctx context.Context) ([]*ResetLink, error) {
	return db.All[*ResetLink](ctx, s.db.From(ctx), "SELECT "+linkColumns+` FROM reset_links WHERE needs_second = 1 AND confirmed_by IS NULL
		AND used_at IS NULL AND expires_at > ? ORDER BY created_at, id LIMIT ?`, s.db.Now(ctx), maxWaitingLinks)
}

func (s *Service) insertLink(ctx context.Context, l *ResetLink) error {
	return s.db.From(ctx).Insert(ctx, "reset_links", l)
}

// confirm writes the confirmation of a link that nobody confirmed yet.
func (s *Service) confirm(ctx context.Context, l *ResetLink) error {
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE reset_links SET token_hash = ?, confirmed_by = ?, expires_at = ? WHERE id = ? AND confirmed_by IS NULL",
		l.TokenHash, l.ConfirmedBy, l.ExpiresAt, l.Key)
	if err == nil && n == 0 {
		err = errState
	}
	return err
}

// use spends a link; LinkExpired when it is spent or no longer holds.
func (s *Service) use(ctx context.Context, l *ResetLink) error {
	now := s.db.Now(ctx)
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE reset_links SET used_at = ? WHERE id = ? AND token_hash = ? AND used_at IS NULL AND expires_at > ?",
		now, l.Key, l.TokenHash, now)
	if err == nil && n == 0 {
		err = errLink
	}
	return err
}
