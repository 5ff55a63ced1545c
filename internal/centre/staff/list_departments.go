package staff

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
)

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
		found[d] = paging.Connect(plan, paging.Leading(plan, all, compare), place, s.rest(Filter{Department: db.GlobalID("department", d), Subtree: true}))
	}
	return found, nil
}

func (s *Service) oneByOne(ctx context.Context, departments []db.ID, args paging.Args) (map[db.ID]*Connection, error) {
	found := make(map[db.ID]*Connection, len(departments))
	for _, d := range departments {
		var err error
		if found[d], err = s.List(ctx, Filter{Department: db.GlobalID("department", d), Subtree: true}, Order{}, args); err != nil {
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
