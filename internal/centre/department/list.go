package department

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
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
	if s.db.InsideTx(ctx) { // an act rests on it
		return s.one(ctx, s.visible(ctx), id)
	}
	t, err := s.readable(ctx)
	if err != nil {
		return nil, err
	}
	return found(t.byKey[id])
}

// Find returns the department with the slug or the code, else NotFound.
func (s *Service) Find(ctx context.Context, slug, code *string) (*Department, error) {
	if (slug == nil) == (code == nil) {
		return nil, fault.Bad(slugOrCode.With("slug", "code"))
	}
	t, err := s.readable(ctx)
	switch {
	case err != nil:
		return nil, err
	case slug != nil:
		return found(t.bySlug[*slug])
	}
	return found(t.byCode[*code])
}

// found is what a look-up answers.
func found(d *Department) (*Department, error) {
	if d == nil {
		return nil, fault.ErrNotFound
	}
	return d, nil
}

// List returns the tree as it reads: each department before those below it, siblings in their order.
func (s *Service) List(ctx context.Context, f Filter) ([]*Department, error) {
	t, err := s.readable(ctx)
	if err != nil {
		return nil, err
	}
	all := t.all
	if f.Below != "" {
		id, err := db.ParseID("department", f.Below)
		if err != nil {
			return nil, err
		}
		all = t.subtree(id)
	}
	kept := make([]*Department, 0, len(all))
	for _, d := range all {
		if f.Kind == "" || d.Kind == f.Kind {
			kept = append(kept, d)
		}
	}
	return kept, nil
}

// ByIDs returns the departments with the keys that the actor may read.
func (s *Service) ByIDs(ctx context.Context, ids []db.ID) (map[db.ID]*Department, error) {
	if s.db.InsideTx(ctx) { // an act rests on them
		all, err := s.many(ctx, s.visible(ctx), "departments.id IN (?)", ids)
		return byKey(all), err
	}
	t, err := s.readable(ctx)
	if err != nil {
		return nil, err
	}
	found := make(map[db.ID]*Department, len(ids))
	for _, id := range ids {
		if d := t.byKey[id]; d != nil {
			found[id] = d
		}
	}
	return found, nil
}

// lists answers for each of the departments what of returns.
func (s *Service) lists(ctx context.Context, ids []db.ID, of func(*tree, db.ID) []*Department) (map[db.ID][]*Department, error) {
	t, err := s.readable(ctx)
	if err != nil {
		return nil, err
	}
	found := make(map[db.ID][]*Department, len(ids))
	for _, id := range ids {
		found[id] = of(t, id)
	}
	return found, nil
}

// Children returns those directly below each of the departments, in their order.
func (s *Service) Children(ctx context.Context, parents []db.ID) (map[db.ID][]*Department, error) {
	return s.lists(ctx, parents, func(t *tree, id db.ID) []*Department { return t.children[id] })
}

// Ancestors returns what lies above each of the departments, the root first.
func (s *Service) Ancestors(ctx context.Context, ids []db.ID) (map[db.ID][]*Department, error) {
	return s.lists(ctx, ids, (*tree).ancestors)
}

// Subtrees returns each of the departments with all below it, without checking rights: for lists of what belongs to them.
func (s *Service) Subtrees(ctx context.Context, ids []db.ID) (map[db.ID][]*Department, error) {
	t, err := s.tree.Get(ctx)
	if err != nil {
		return nil, err
	}
	found := make(map[db.ID][]*Department, len(ids))
	for _, id := range ids {
		found[id] = t.subtree(id)
	}
	return found, nil
}

func (s *Service) siblings(ctx context.Context, parent db.ID) ([]*Department, error) {
	if parent.IsZero() {
		return nil, nil
	}
	all, err := s.Children(ctx, []db.ID{parent})
	return slices.Clone(all[parent]), err
}

// EarlierNames returns the names that each of the departments bore before, latest first.
func (s *Service) EarlierNames(ctx context.Context, ids []db.ID) (map[db.ID][]*Name, error) {
	all, err := s.earlierNames(ctx, ids)
	names := make(map[db.ID][]*Name, len(ids))
	for _, n := range all {
		names[n.Department] = append(names[n.Department], n)
	}
	return names, err
}
