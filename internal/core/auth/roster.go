package auth

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// AvailableActions returns, for each of the accounts, what the caller may do now and, if not, why.
func (s *Service) AvailableActions(ctx context.Context, list []*Account) (map[*Account][]*act.Available, error) {
	r := &roster{list: list}
	return act.AvailableEach(ctx, s.accounts, list, func(a *Account) *Account {
		a.roster = r
		return a
	})
}

// VersionFor is what a change of the account has to expect, nil for those who may change nothing of it.
func (s *Service) VersionFor(ctx context.Context, a *Account) *int {
	return s.accounts.VersionFor(ctx, a)
}

// roster is what the rules ask about the accounts of one list, read for all of them at first need.
type roster struct {
	list      []*Account
	opening   paging.Once[access.Opening]
	directors paging.Once[access.Directors]
	working   paging.Once[map[db.ID]bool]
	out       paging.Once[map[db.ID]bool]
}

// of is the account's roster: one of its own where it was read alone.
func (a *Account) of() *roster {
	if a.roster == nil {
		return &roster{list: []*Account{a}}
	}
	return a.roster
}

// openingOf is whether, and why, directors may create accounts and issue links now.
func (r *roster) openingOf(ctx context.Context, s *Service) (access.Opening, error) {
	return r.opening.Get(func() (access.Opening, error) { return s.access.Opening(ctx) })
}

func (r *roster) directorsOf(ctx context.Context, s *Service) (access.Directors, error) {
	return r.directors.Get(func() (access.Directors, error) { return s.access.Directors(ctx) })
}

// workingOf are the holders who are in active service.
func (r *roster) workingOf(ctx context.Context, s *Service) (map[db.ID]bool, error) {
	return r.working.Get(func() (map[db.ID]bool, error) {
		return r.those(func(a *Account) db.ID { return a.StaffID }, func(keys []db.ID) ([]db.ID, error) { return s.working(ctx, keys) })
	})
}

// outOf are the accounts to which a link is out.
func (r *roster) outOf(ctx context.Context, s *Service) (map[db.ID]bool, error) {
	return r.out.Get(func() (map[db.ID]bool, error) {
		return r.those(func(a *Account) db.ID { return a.Key }, func(keys []db.ID) ([]db.ID, error) { return s.linksOut(ctx, keys) })
	})
}

// those reads which of the keys of the list answer a question.
func (r *roster) those(key func(*Account) db.ID, read func(keys []db.ID) ([]db.ID, error)) (map[db.ID]bool, error) {
	keys := make([]db.ID, len(r.list))
	for i, a := range r.list {
		keys[i] = key(a)
	}
	found, err := read(keys)
	all := make(map[db.ID]bool, len(found))
	for _, k := range found {
		all[k] = true
	}
	return all, err
}
