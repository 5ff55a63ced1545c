package category

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
)

// List returns the categories in their order. They are public.
func (s *Service) List(ctx context.Context) ([]*Category, error) { return s.all(ctx) }

// Get returns the category with the global id, or NotFound.
func (s *Service) Get(ctx context.Context, global string) (*Category, error) {
	id, err := db.ParseID("category", global)
	if err != nil {
		return nil, err
	}
	return s.get(ctx, id)
}

// Find returns the category with the slug, or NotFound; BadInput for what is no slug.
func (s *Service) Find(ctx context.Context, slug string) (*Category, error) {
	if err := input.Slug("slug", slug, MaxSlug); err != nil {
		return nil, err
	}
	all, err := s.all(ctx)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(all, func(c *Category) bool { return c.Slug == slug }); i >= 0 {
		return all[i], nil
	}
	return nil, fault.ErrNotFound
}

// all returns the categories in their order. Outside transactions they may come from memory: nobody changes them.
func (s *Service) all(ctx context.Context) ([]*Category, error) { return s.mirror.Get(ctx) }

func (s *Service) get(ctx context.Context, id db.ID) (*Category, error) {
	all, err := s.all(ctx)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(all, func(c *Category) bool { return c.Key == id }); i >= 0 {
		return all[i], nil
	}
	return nil, fault.ErrNotFound
}

// ByIDs returns the categories with the keys, those that exist.
func (s *Service) ByIDs(ctx context.Context, ids []db.ID) (map[db.ID]*Category, error) {
	of := s.all
	if s.db.InsideTx(ctx) { // where all of them would be read and sorted for a few
		of = func(ctx context.Context) ([]*Category, error) { return s.some(ctx, ids) }
	}
	all, err := of(ctx)
	found := make(map[db.ID]*Category, len(ids))
	for _, c := range all {
		if slices.Contains(ids, c.Key) {
			found[c.Key] = c
		}
	}
	return found, err
}
