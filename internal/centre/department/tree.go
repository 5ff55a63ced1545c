package department

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
)

// tree holds all departments, for display. It is shared: nobody changes what it holds.
type tree struct {
	all            []*Department // as the tree reads: each before those below it, siblings in their order
	byKey          map[db.ID]*Department
	bySlug, byCode map[string]*Department
	children       map[db.ID][]*Department
}

func newTree(all []*Department) *tree {
	t := &tree{all: inOrder(all), byKey: byKey(all), bySlug: map[string]*Department{}, byCode: map[string]*Department{}, children: map[db.ID][]*Department{}}
	for _, d := range t.all {
		t.bySlug[d.Slug], t.byCode[d.Code] = d, d
		t.children[d.ParentKey] = append(t.children[d.ParentKey], d)
	}
	return t
}

func byKey(all []*Department) map[db.ID]*Department {
	found := make(map[db.ID]*Department, len(all))
	for _, d := range all {
		found[d.Key] = d
	}
	return found
}

// ancestors returns what lies above the department, the root first.
func (t *tree) ancestors(id db.ID) (above []*Department) {
	for d := t.byKey[id]; d != nil; {
		if d = t.byKey[d.ParentKey]; d != nil {
			above = append(above, d)
		}
	}
	slices.Reverse(above)
	return above
}

// subtree returns the department and all below it, as the tree reads; nothing if there is no such department.
func (t *tree) subtree(id db.ID) []*Department {
	d := t.byKey[id]
	if d == nil {
		return nil
	}
	under := []*Department{d}
	for _, c := range t.children[id] {
		under = append(under, t.subtree(c.Key)...)
	}
	return under
}

// readable returns the departments that the actor may read. For display alone: it may come from memory.
func (s *Service) readable(ctx context.Context) (*tree, error) {
	reach := s.visible(ctx)
	if reach.None() {
		return newTree(nil), nil
	}
	whole, err := s.tree.Get(ctx)
	if err != nil || reach.All() {
		return whole, err
	}
	some, err := s.many(ctx, reach, "1 = 1")
	return newTree(some), err
}
