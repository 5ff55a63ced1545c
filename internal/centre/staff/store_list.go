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

// number counts the people under a condition.
func (s *Service) number(ctx context.Context, where string, values []any) (int, error) {
	return db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(*) FROM staff WHERE "+where, values...)
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
