package analytics

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/core/access"
)

// Filter narrows the readings that are added up.
type Filter struct {
	From, To   *db.Date
	Department *string // the global id; its units count too
	Category   *string // the slug
	Post       *string // the global id
}

// List is a page of how often posts were read, by the group: of the posts whose counts the caller may read. Forbidden for those
// who may read none.
func (s *Service) List(ctx context.Context, f Filter, by Group, o Order, args paging.Args) (*Connection, error) {
	plan, err := orders.Plan(orderOf(o, by), nil, args)
	if err != nil {
		return nil, err
	}
	reach, err := s.readable(ctx)
	if err != nil {
		return nil, err
	}
	where, values, err := f.where(reach)
	if err != nil {
		return nil, err
	}
	return s.page(ctx, plan, by, where, values)
}

// where is the filter as a condition over read_counts joined with their posts.
func (f *Filter) where(reach access.Reach) (string, []any, error) {
	var c db.Conditions
	c.Add(reach.SQL, reach.Args...)
	if f.From != nil {
		c.Add("read_counts.day >= ?", *f.From)
	}
	if f.To != nil {
		c.Add("read_counts.day <= ?", *f.To)
	}
	for _, n := range []struct {
		kind, sql string
		global    *string
	}{
		{"department", "posts.department_id IN (SELECT descendant_id FROM department_paths WHERE ancestor_id = ?)", f.Department},
		{"post", "read_counts.post_id = ?", f.Post},
	} {
		if n.global == nil {
			continue
		}
		if err := c.Node(n.kind, *n.global, n.sql); err != nil {
			return "", nil, err
		}
	}
	if f.Category != nil {
		if err := input.Slug("category", *f.Category, category.MaxSlug); err != nil {
			return "", nil, err
		}
		c.Add("read_counts.post_id IN (SELECT p.post_id FROM post_categories p JOIN categories ON categories.id = p.category_id WHERE p.live = 1 AND categories.slug = ?)", *f.Category)
	}
	where, values := c.All()
	return where, values, nil
}

// Of returns how often the posts were read in all. Who may know is for the caller to ask.
func (s *Service) Of(ctx context.Context, posts []db.ID) (map[db.ID]int, error) {
	all, err := s.sums(ctx, posts)
	found := make(map[db.ID]int, len(all))
	for _, c := range all {
		found[c.Post] = c.N
	}
	return found, err
}
