package connectlist

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
)

// Pages of lists.
type (
	Connection = paging.Connection[*List]
	Edge       = paging.Edge[*List]
)

// Get returns the list with the global id, NotFound if the caller may not read it.
func (s *Service) Get(ctx context.Context, global string) (*List, error) {
	return s.one(ctx, global, "")
}

// ByIDs returns the lists with the keys that the actor may read.
func (s *Service) ByIDs(ctx context.Context, keys []db.ID) (map[db.ID]*List, error) {
	all, err := s.some(ctx, keys, s.access.Reach(ctx, subjectKind, "read"))
	found := make(map[db.ID]*List, len(all))
	for _, l := range all {
		found[l.Key] = l
	}
	return found, err
}

// List is a page of the lists that the actor may read.
func (s *Service) List(ctx context.Context, o Order, args paging.Args) (*Connection, error) {
	plan, err := orders.Plan(o, s.access.Links(ctx), args)
	if err != nil {
		return nil, err
	}
	return s.page(ctx, plan, s.access.Reach(ctx, subjectKind, "read"))
}

// Lines returns the lines of each list, by the code of the asset, for any caller: those who see a list see all of it.
func (s *Service) Lines(ctx context.Context, lists []db.ID) (map[db.ID][]*Line, error) {
	return s.linesOf(ctx, lists)
}
