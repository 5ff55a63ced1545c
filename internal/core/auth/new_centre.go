package auth

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/inbox"
)

// opensCentre reports whether the account is, or becomes, the one of IT's that a new centre opens without a second person:
// none has been used yet, no other was opened that is still somebody's of IT, and its holder has no other powerful role.
func (s *Service) opensCentre(ctx context.Context, a *Account) (bool, error) {
	opening, err := s.access.Opening(ctx)
	if err != nil || opening != access.NewCentre {
		return false, err
	}
	roles, err := s.powerfulRoles(ctx, a.StaffID)
	if err != nil || !slices.Equal(roles, []access.Role{access.IT}) {
		return false, err
	}
	others, err := s.otherFirstIT(ctx, a.Key)
	return err == nil && others == 0, err
}

// tellFirstIT has the Board told that the account has become the first of IT's, which is now on its list.
func (s *Service) tellFirstIT(ctx context.Context, a *Account) error {
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
	roles, err := s.powerfulRoles(ctx, a.StaffID)
	if err != nil || !slices.Contains(roles, access.IT) {
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
	if err := s.startIT(ctx, a.Key); err != nil {
		return err
	}
	return s.endOrdered(ctx, a.StaffID)
}
