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

func (s *Service) readAll(ctx context.Context) ([]*Category, error) {
	all, err := db.All[*Category](ctx, s.db.From(ctx), "SELECT "+columns+" FROM categories ORDER BY id")
	text.Sort(all, func(c *Category) string { return c.Name })
	slices.SortStableFunc(all, func(a, b *Category) int { return a.Position - b.Position })
	return all, err
}

func (s *Service) some(ctx context.Context, ids []db.ID) ([]*Category, error) {
	return db.All[*Category](ctx, s.db.From(ctx), "SELECT "+columns+" FROM categories WHERE id IN (?)", ids)
}

func (s *Service) insert(ctx context.Context, c *Category) error {
	return s.db.From(ctx).Insert(ctx, "categories", c)
}

func (s *Service) update(ctx context.Context, c *Category) error {
	expected := c.Version
	c.Version++
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE categories SET name = ?, position = ?, version = ? WHERE id = ? AND version = ?",
		c.Name, c.Position, c.Version, c.Key, expected)
	if err := raced(c, n, err); err != nil {
		return err
	}
	return s.db.From(ctx).Saved("categories", c)
}

func (s *Service) delete(ctx context.Context, c *Category) error {
	h := s.db.From(ctx)
	n, err := h.Exec(ctx, "DELETE FROM categories WHERE id = ? AND version = ?", c.Key, c.Version)
	h.Gone("categories", c.Key)
	return raced(c, n, err)
}

// raced answers a write that matched no row, because somebody else was faster.
func raced(c *Category, n int64, err error) error {
	if err == nil && n == 0 {
		return fault.Changed("category", c.ID())
	}
	return err
}
