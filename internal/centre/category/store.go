package category

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/feed"
)

// tag tells of every change of the sections, which are few.
const tag = "categories"

const columns = "id, slug, name, position, version"

func (s *Service) all(ctx context.Context) ([]*Category, error) {
	feed.Depends(ctx, tag)
	all, err := db.All[*Category](ctx, s.db.From(ctx), "SELECT "+columns+" FROM categories ORDER BY id")
	text.Sort(all, func(c *Category) string { return c.Name })
	slices.SortStableFunc(all, func(a, b *Category) int { return a.Position - b.Position })
	return all, err
}

func (s *Service) get(ctx context.Context, id db.ID) (*Category, error) {
	feed.Depends(ctx, tag)
	c := new(Category)
	return c, s.db.From(ctx).Get(ctx, c, "SELECT "+columns+" FROM categories WHERE id = ?", id)
}

// ByIDs returns the categories with the keys, those that exist.
func (s *Service) ByIDs(ctx context.Context, ids []db.ID) (map[db.ID]*Category, error) {
	feed.Depends(ctx, tag)
	var list []*Category
	if err := s.db.From(ctx).Select(ctx, &list, "SELECT "+columns+" FROM categories WHERE id IN (?)", ids); err != nil {
		return nil, err
	}
	found := make(map[db.ID]*Category, len(list))
	for _, c := range list {
		found[c.Key] = c
	}
	return found, nil
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
