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
	saved, err := s.db.From(ctx).Update(ctx, "categories", c, c.Key, expected, "id", "slug")
	return raced(c, saved, err)
}

func (s *Service) delete(ctx context.Context, c *Category) error {
	h := s.db.From(ctx)
	n, err := h.Exec(ctx, "DELETE FROM categories WHERE id = ? AND version = ?", c.Key, c.Version)
	h.Gone("categories", c.Key)
	return raced(c, n > 0, err)
}

// raced answers a write that matched no row, because somebody else was faster.
func raced(c *Category, written bool, err error) error {
	if err == nil && !written {
		return fault.Changed("category", c.ID())
	}
	return err
}
