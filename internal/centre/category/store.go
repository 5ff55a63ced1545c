package category

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
)

// tag tells of every change of the sections, which are few.
const tag = "categories"

const columns = "id, slug, name, position, version"

// all returns the categories in their order. Outside transactions they may come from memory: nobody changes them.
func (s *Service) all(ctx context.Context) ([]*Category, error) { return s.mirror.Get(ctx) }

func (s *Service) readAll(ctx context.Context) ([]*Category, error) {
	all, err := db.All[*Category](ctx, s.db.From(ctx), "SELECT "+columns+" FROM categories ORDER BY id")
	text.Sort(all, func(c *Category) string { return c.Name })
	slices.SortStableFunc(all, func(a, b *Category) int { return a.Position - b.Position })
	return all, err
}

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
	all, err := s.all(ctx)
	found := make(map[db.ID]*Category, len(ids))
	for _, c := range all {
		if slices.Contains(ids, c.Key) {
			found[c.Key] = c
		}
	}
	return found, err
}

func (s *Service) insert(ctx context.Context, c *Category) error {
	return s.db.From(ctx).Insert(ctx, "categories", c)
}

func (s *Service) update(ctx context.Context, c *Category) error {
	expected := c.Version
	c.Version++
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE categories SET name = ?, position = ?, version = ? WHERE id = ? AND version = ?",
		c.Name, c.Position, c.Version, c.Key, expected)
	return raced(c, n, err)
}

func (s *Service) delete(ctx context.Context, c *Category) error {
	n, err := s.db.From(ctx).Exec(ctx, "DELETE FROM categories WHERE id = ? AND version = ?", c.Key, c.Version)
	return raced(c, n, err)
}

// raced answers a write that matched no row, because somebody else was faster.
func raced(c *Category, n int64, err error) error {
	if err == nil && n == 0 {
		return fault.Changed("category", c.ID())
	}
	return err
}
