package staff

import (
	"context"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
)

// maxBranches is how many departments one statement reads from; SQLite joins at most 500 selections.
const maxBranches = 128

// OfEach returns a page of the staff of each of the departments, units included; none for those who may not read the
// directory at all. It reads as many people of a department as the page holds, however many there are, and where fields
// are named, nothing but those.
func (s *Service) OfEach(ctx context.Context, departments []db.ID, args paging.Args, fields ...string) (map[db.ID]*Connection, error) {
	if s.visible(ctx).None() {
		return nil, nil
	}
	if args.Offset != nil { // passing over rows takes counting them department by department
		return s.oneByOne(ctx, departments, args)
	}
	plan, err := paging.New(args, byName)
	if err != nil {
		return nil, err
	}
	units, err := s.units(ctx, departments)
	if err != nil {
		return nil, err
	}
	people, err := s.leading(ctx, plan, listed(fields), units)
	if err != nil {
		return nil, err
	}
	found := make(map[db.ID]*Connection, len(departments))
	for _, d := range departments {
		var all []*Member
		for _, u := range units[d] {
			all = append(all, people[u]...)
		}
		found[d] = paging.Connect(plan, paging.Leading(plan, all, compare), place, s.count(Filter{Department: db.GlobalID("department", d), Subtree: true}))
	}
	return found, nil
}

func (s *Service) oneByOne(ctx context.Context, departments []db.ID, args paging.Args) (map[db.ID]*Connection, error) {
	found := make(map[db.ID]*Connection, len(departments))
	for _, d := range departments {
		var err error
		if found[d], err = s.List(ctx, Filter{Department: db.GlobalID("department", d), Subtree: true}, args); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// units returns each of the departments with all below it.
func (s *Service) units(ctx context.Context, departments []db.ID) (map[db.ID][]db.ID, error) {
	trees, err := s.departments.Subtrees(ctx, departments)
	units := make(map[db.ID][]db.ID, len(trees))
	for id, tree := range trees {
		for _, d := range tree {
			units[id] = append(units[id], d.Key)
		}
	}
	return units, err
}

// leading returns the people whom a page of any of the departments could hold, by their home department.
func (s *Service) leading(ctx context.Context, plan *paging.Plan, columns string, units map[db.ID][]db.ID) (map[db.ID][]*Member, error) {
	var homes []db.ID
	for _, below := range units {
		homes = append(homes, below...)
	}
	slices.SortFunc(homes, db.ID.Compare)
	reach := s.visible(ctx).Residual() // the index by name finds them, not one by state
	keyset, keyArgs := plan.Where()
	branch := "SELECT * FROM (SELECT " + columns + " FROM staff WHERE staff.department_id = ? AND " + reach.SQL + " AND " + keyset + plan.Tail() + ") m"
	people := map[db.ID][]*Member{}
	for some := range slices.Chunk(slices.Compact(homes), maxBranches) {
		n := db.ListLength(len(some)) // few texts, so that they stay prepared
		var args []any
		for i := range n {
			var home db.ID // NULL, where nobody is
			if i < len(some) {
				home = some[i]
			}
			args = slices.Concat(args, []any{home}, reach.Args, keyArgs)
		}
		all, err := db.All[*Member](ctx, s.db.From(ctx), strings.TrimSuffix(strings.Repeat(branch+" UNION ALL ", n), " UNION ALL "), args...)
		if err != nil {
			return nil, err
		}
		for _, m := range all {
			people[m.Department] = append(people[m.Department], m)
		}
	}
	return people, nil
}
