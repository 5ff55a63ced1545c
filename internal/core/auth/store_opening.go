package auth

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// openingRow is one that was ordered, as it is kept.
type openingRow struct {
	Key      db.ID   `db:"id"`
	Live     int     `db:"live"`
	Reason   string  `db:"reason"`
	OpenedBy db.ID   `db:"opened_by"`
	OpenedAt db.Time `db:"opened_at"`
	ClosedBy db.ID   `db:"closed_by"`
	ClosedAt db.Time `db:"closed_at"`
}

// ordered reads what the head of the Board has opened.
func (s *Service) ordered(ctx context.Context) (*Opening, error) {
	o := new(Opening)
	return o, s.db.From(ctx).Get(ctx, o, "SELECT reason, opened_by, opened_at FROM account_openings WHERE live = 1")
}

func (s *Service) insertOpening(ctx context.Context, o *Opening) error {
	return s.db.From(ctx).Insert(ctx, "account_openings", openingRow{Key: db.NewID(), Live: 1, Reason: *o.Reason, OpenedBy: o.OpenedBy, OpenedAt: o.OpenedAt})
}

// endOpening ends what was ordered, and reports whether anything was.
func (s *Service) endOpening(ctx context.Context, by db.ID) (bool, error) {
	h := s.db.From(ctx)
	live, err := db.All[db.ID](ctx, h, "SELECT id FROM account_openings WHERE live = 1"+s.db.ForUpdate(ctx))
	if err != nil || len(live) == 0 {
		return false, err
	}
	_, err = h.Exec(ctx, "UPDATE account_openings SET live = NULL, closed_by = ?, closed_at = ? WHERE id IN (?)", by, s.db.Now(ctx), live)
	for _, key := range live {
		h.Touched("account_openings", key)
	}
	return true, err
}

// toldOfOpening are all directors and those who hold, or held last, the role of IT.
func (s *Service) toldOfOpening(ctx context.Context) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT staff_id FROM role_assignments WHERE live = 1 AND role IN ('director', 'it') OR last_held = 1")
}

// powerfulRoles are the roles of the person that take a second person behind each link.
func (s *Service) powerfulRoles(ctx context.Context, staff db.ID) ([]access.Role, error) {
	return db.All[access.Role](ctx, s.db.From(ctx), "SELECT role FROM role_assignments WHERE staff_id = ? AND live = 1 AND role IN ('director', 'web_editor', 'it')", staff)
}

// otherFirstIT counts the other accounts that were opened as the first of IT's and are still somebody's of IT.
func (s *Service) otherFirstIT(ctx context.Context, account db.ID) (int, error) {
	return db.One[int](ctx, s.db.From(ctx), `SELECT COUNT(*) FROM accounts
		JOIN role_assignments held ON held.staff_id = accounts.staff_id AND held.role = 'it' AND held.live = 1
		WHERE accounts.first_it = 1 AND accounts.state <> 'ENDED' AND accounts.id <> ?`, account)
}

// startIT notes that the account works as IT from now on; who held the role last no longer counts.
func (s *Service) startIT(ctx context.Context, account db.ID) error {
	h := s.db.From(ctx)
	n, err := h.Exec(ctx, "UPDATE accounts SET it_since = ? WHERE id = ? AND it_since IS NULL", s.db.Now(ctx), account)
	if err != nil {
		return err
	}
	if n > 0 {
		h.Touched("accounts", account)
	}
	last, err := db.All[db.ID](ctx, h, "SELECT id FROM role_assignments WHERE role = 'it' AND last_held = 1"+s.db.ForUpdate(ctx))
	if err != nil || len(last) == 0 {
		return err
	}
	_, err = h.Exec(ctx, "UPDATE role_assignments SET last_held = NULL WHERE id IN (?)", last)
	for _, key := range last {
		h.Touched("role_assignments", key)
	}
	return err
}

// saveVouching writes who stands behind an account. It is no change that anybody else could overwrite, so the version stays.
func (s *Service) saveVouching(ctx context.Context, a *Account) error {
	h := s.db.From(ctx)
	if _, err := h.Exec(ctx, "UPDATE accounts SET issued_by = ?, confirmed_by = ?, first_it = ? WHERE id = ?", a.IssuedBy, a.ConfirmedBy, a.FirstIT, a.Key); err != nil {
		return err
	}
	return h.Saved("accounts", a)
}
