package paging_test

import (
	"fmt"
	"slices"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/test/kit"
)

// child is a row with what it belongs to.
type child struct {
	row
	Parent db.ID `db:"parent_id"`
}

// What is read for many owners at once is what a list of each one alone holds, whatever page is asked for.
func TestPagesOfManyListsAreThoseOfEach(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		root := k.Department(t, "CENTRE", "ROOT", db.ID{})
		owners := []db.ID{root}
		for i := range 3 {
			owners = append(owners, k.Department(t, "OFFICE", fmt.Sprintf("P%d", i), root))
		}
		for i := range 24 {
			k.Department(t, []string{"UNIT", "CLINICAL"}[i%2], fmt.Sprintf("C%02d", i), owners[1+i%2])
		}
		for range 150 { // who own nothing, so that it takes several statements
			owners = append(owners, db.NewID())
		}
		ctx, at := t.Context(), func(c *child) (any, db.ID) { return c.Kind, c.Key }
		for _, desc := range []bool{false, true} {
			order := byKind
			order.Desc = desc
			one := func(owner db.ID, a paging.Args) *paging.Connection[*child] {
				t.Helper()
				c, err := paging.Query(ctx, k.DB, must(paging.New(a, order)), "id, code, kind, parent_id", "departments", "parent_id = ? AND code <> ?", []any{owner, "C00"}, at)
				if err != nil {
					t.Fatal(err)
				}
				return c
			}
			middle := one(owners[1], paging.Args{}).Edges[5].Cursor()
			n, over, many := 3, 2, 100
			for _, a := range []paging.Args{
				{}, {First: &many}, {First: &n}, {Last: &n}, {First: &n, After: &middle}, {Last: &n, Before: &middle}, {First: &n, Before: &middle}, {Last: &n, After: &middle}, {First: &n, Offset: &over},
			} {
				all, err := paging.Each(ctx, k.DB, must(paging.New(a, order)), paging.Lists[*child]{
					Columns: "id, code, kind, parent_id", From: "departments", Owner: "parent_id", Where: "code <> ?", Args: func(db.ID) []any { return []any{"C00"} },
					At: at, Of: func(c *child) db.ID { return c.Parent },
				}, owners)
				if err != nil || len(all) != len(owners) {
					t.Fatalf("%d lists of %d, %v", len(all), len(owners), err)
				}
				for i, owner := range owners[:6] {
					got, want := all[owner], one(owner, a)
					if !slices.Equal(places(got), places(want)) {
						t.Errorf("descending %v, %s: list %d is %v, want %v", desc, a, i, places(got), places(want))
					}
					if next(t, got) != next(t, want) || previous(t, got) != previous(t, want) {
						t.Errorf("descending %v, %s: list %d lies elsewhere", desc, a, i)
					}
					total, err := got.TotalCount(ctx)
					if whole, _ := want.TotalCount(ctx); err != nil || total != whole {
						t.Errorf("list %d holds %d, %v, want %d", i, total, err, whole)
					}
				}
			}
		}
	})
}

func places(c *paging.Connection[*child]) (list []string) {
	for _, e := range c.Edges {
		list = append(list, e.Node.Code+" "+e.Cursor())
	}
	return list
}
