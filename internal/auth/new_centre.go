package auth

import (
	"context"
	"slices"

	"ttyt/internal/access"
	"ttyt/internal/db"
	"ttyt/internal/inbox"
)

// opensCentre reports whether the account is, or becomes, the one of IT's that a new centre opens without a second person:
// none has been used yet, no other was opened that is still somebody's of IT, and its holder has no other powerful role. It
// puts the account on the Board's list.
func (s *Service) opensCentre(ctx context.Context, a *Account) (bool, error) {
	opening, err := s.access.Opening(ctx)
	if err != nil || opening != access.NewCentre {
		return false, err
	}
	roles, err := db.All[access.Role](ctx, s.db.From(ctx), "SELECT role FROM role_assignments WHERE staff_id = ? AND live = 1 AND role IN ('director', 'web_editor', 'it')", a.StaffID)
	if err != nil || !slices.Equal(roles, []access.Role{access.IT}) {
		return false, err
	}
	others, err := db.One[int](ctx, s.db.From(ctx), `SELECT COUNT(*) FROM accounts
		JOIN role_assignments held ON held.staff_id = accounts.staff_id AND held.role = 'it' AND held.live = 1
		WHERE accounts.first_it = 1 AND accounts.state <> 'ENDED' AND accounts.id <> ?`, a.Key)
	if err != nil || others > 0 || a.FirstIT {
		return others == 0, err
	}
	return true, s.listFirstIT(ctx, a)
}

// listFirstIT marks the account, and tells the Board.
func (s *Service) listFirstIT(ctx context.Context, a *Account) error {
	a.FirstIT = true
	if _, err := s.db.From(ctx).Exec(ctx, "UPDATE accounts SET first_it = 1 WHERE id = ?", a.Key); err != nil {
		return err
	}
	board, err := s.directory.Holders(ctx, access.Director)
	if err != nil {
		return err
	}
	n := inbox.Notice{Kind: inbox.FirstITAccount, SubjectKind: "account", Subject: a.Key, Detail: a.Login}
	if err := s.inbox.TellOthers(ctx, n, board...); err != nil {
		return err
	}
	return s.secure(ctx, "account.first_it", a.Key, "")
}

// signedInto ends what is allowed without IT, where the account is one of IT's.
func (s *Service) signedInto(ctx context.Context, a *Account) error {
	n, err := db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(*) FROM role_assignments WHERE staff_id = ? AND live = 1 AND role = 'it'", a.StaffID)
	if err != nil || n == 0 {
		return err
	}
	if err := s.db.Lock(ctx, access.PowersLock); err != nil {
		return err
	}
	return s.itWorks(ctx, a)
}

// itWorks notes that somebody works as IT from now on: accounts are theirs alone, and who held the role last no longer
// counts.
func (s *Service) itWorks(ctx context.Context, a *Account) error {
	h, now := s.db.From(ctx), s.db.Now(ctx)
	if _, err := h.Exec(ctx, "UPDATE accounts SET it_since = ? WHERE id = ? AND it_since IS NULL", now, a.Key); err != nil {
		return err
	}
	if _, err := h.Exec(ctx, "UPDATE role_assignments SET last_held = NULL WHERE role = 'it' AND last_held = 1"); err != nil {
		return err
	}
	_, err := s.closeOpening(ctx, a.StaffID)
	return err
}
