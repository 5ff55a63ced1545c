package department

import (
	"cmp"
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/feed"
)

// Filter narrows the list of departments.
type Filter struct {
	Below string // the department with this global id and all below it
	Kind  Kind
}

// visible is where the actor may read departments.
func (s *Service) visible(ctx context.Context) access.Reach {
	return s.access.Reach(ctx, "department", "read")
}

// Get returns the department with the global id, else NotFound.
func (s *Service) Get(ctx context.Context, global string) (*Department, error) {
	id, err := db.ParseID("department", global)
	if err != nil {
		return nil, err
	}
	return s.one(ctx, s.visible(ctx), "id", id)
}

// Find returns the department with the slug or the code, else NotFound.
func (s *Service) Find(ctx context.Context, slug, code *string) (*Department, error) {
	switch {
	case slug != nil && code == nil:
		return s.one(ctx, s.visible(ctx), "slug", *slug)
	case code != nil && slug == nil:
		return s.one(ctx, s.visible(ctx), "code", *code)
	}
	return nil, fault.Bad(fault.Text{VI: "Cần slug hoặc code.", EN: "Name either slug or code."})
}

// List returns the tree as it reads: each department before those below it, siblings in their order.
func (s *Service) List(ctx context.Context, f Filter) ([]*Department, error) {
	where, args := "1 = 1", []any(nil)
	if f.Below != "" {
		id, err := db.ParseID("department", f.Below)
		if err != nil {
			return nil, err
		}
		where, args = "departments.id IN (SELECT descendant_id FROM department_paths WHERE ancestor_id = ?)", []any{id}
	}
	all, err := s.many(ctx, columns, s.visible(ctx), where, args...)
	if err != nil {
		return nil, err
	}
	kept := make([]*Department, 0, len(all))
	for _, d := range inOrder(all) {
		if f.Kind == "" || d.Kind == f.Kind {
			kept = append(kept, d)
		}
	}
	return kept, nil
}

// ByIDs returns the departments with the keys that the actor may read; where fields are named, with nothing but those.
func (s *Service) ByIDs(ctx context.Context, ids []db.ID, fields ...string) (map[db.ID]*Department, error) {
	all, err := s.many(ctx, db.Project("departments", columnOf, columns, fields), s.visible(ctx), "departments.id IN (?)", ids)
	found := make(map[db.ID]*Department, len(all))
	for _, d := range all {
		found[d.Key] = d
	}
	return found, err
}

// Children returns those directly below each of the departments, in their order.
func (s *Service) Children(ctx context.Context, parents []db.ID) (map[db.ID][]*Department, error) {
	all, err := s.many(ctx, columns, s.visible(ctx), "departments.parent_id IN (?)", parents)
	slices.SortFunc(all, func(a, b *Department) int { return cmp.Or(a.Position-b.Position, a.Key.Compare(b.Key)) })
	children := make(map[db.ID][]*Department, len(parents))
	for _, d := range all {
		children[d.ParentKey] = append(children[d.ParentKey], d)
	}
	return children, err
}

func (s *Service) siblings(ctx context.Context, parent db.ID) ([]*Department, error) {
	if parent.IsZero() {
		return nil, nil
	}
	all, err := s.Children(ctx, []db.ID{parent})
	return all[parent], err
}

// Ancestors returns what lies above each of the departments, the root first.
func (s *Service) Ancestors(ctx context.Context, ids []db.ID) (map[db.ID][]*Department, error) {
	var rows []struct {
		Of db.ID `db:"of_id"`
		Department
	}
	feed.Depends(ctx, tag)
	reach := s.visible(ctx)
	err := s.db.From(ctx).Select(ctx, &rows, "SELECT p.descendant_id AS of_id, "+columns+` FROM department_paths p JOIN departments ON departments.id = p.ancestor_id
		WHERE p.descendant_id IN (?) AND p.depth > 0 AND `+reach.SQL+" ORDER BY p.depth DESC", append([]any{ids}, reach.Args...)...)
	above := make(map[db.ID][]*Department, len(ids))
	for _, r := range rows {
		above[r.Of] = append(above[r.Of], &r.Department)
	}
	return above, err
}

// EarlierNames returns the names that each of the departments bore before, the latest first.
func (s *Service) EarlierNames(ctx context.Context, ids []db.ID) (map[db.ID][]*Name, error) {
	feed.Depends(ctx, tag)
	var all []*Name
	reach := s.visible(ctx)
	err := s.db.From(ctx).Select(ctx, &all, `SELECT n.id, n.department_id, n.name, n.from_at, n.to_at FROM department_names n
		JOIN departments ON departments.id = n.department_id WHERE n.department_id IN (?) AND `+reach.SQL+" ORDER BY n.to_at DESC, n.id DESC",
		append([]any{ids}, reach.Args...)...)
	names := make(map[db.ID][]*Name, len(ids))
	for _, n := range all {
		names[n.Department] = append(names[n.Department], n)
	}
	return names, err
}

// keepName puts the name that the department bears until now among its earlier names.
func (s *Service) keepName(ctx context.Context, d *Department) error {
	from := d.CreatedAt
	earlier, err := s.EarlierNames(ctx, []db.ID{d.Key})
	if err != nil {
		return err
	}
	if names := earlier[d.Key]; len(names) > 0 {
		from = names[0].To
	}
	return s.db.From(ctx).Insert(ctx, "department_names", Name{Key: db.NewID(), Department: d.Key, Name: d.Name, From: from, To: s.db.Now(ctx)})
}

// Subtree returns the keys of the department and of all below it.
func (s *Service) Subtree(ctx context.Context, department db.ID) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT descendant_id FROM department_paths WHERE ancestor_id = ?", department)
}
