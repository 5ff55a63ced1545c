package staff_test

import (
	"fmt"
	"reflect"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/test/kit"
)

// What is read for many departments at once is what the directory lists for each.
func TestStaffOfManyDepartments(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		departments := []db.ID{c.root, c.ward, c.unit, c.office, k.Department(t, "CLINICAL", "TRONG", c.root)}
		for i := range 40 {
			k.Staff(t, departments[1+i%3], fmt.Sprintf("Người %d", i/2)) // two of each name
		}
		ctx := k.As(t, c.nurse)
		lies := func(i paging.Info) string {
			start, end := i.StartCursor(), i.EndCursor()
			if start == nil {
				start, end = ptr(""), ptr("")
			}
			return fmt.Sprint(*start, *end, must(i.HasPreviousPage(ctx))(t), must(i.HasNextPage(ctx))(t))
		}
		all := must(c.List(ctx, staff.Filter{}, staff.Order{}, paging.Args{First: ptr(30)}))(t)
		after, before := ptr(all.Edges[5].Cursor()), ptr(all.Edges[25].Cursor())
		for _, args := range []paging.Args{
			{}, {First: ptr(0)}, {First: ptr(7)}, {Last: ptr(7)}, {First: ptr(7), After: after}, {Last: ptr(7), Before: before},
			{First: ptr(9), After: after, Before: before}, {First: ptr(4), Offset: ptr(3)},
		} {
			got := must(c.OfEach(ctx, departments, args))(t)
			for _, d := range departments {
				want := must(c.List(ctx, staff.Filter{Department: db.GlobalID("department", d), Subtree: true, State: staff.Active}, staff.Order{}, args))(t)
				if !reflect.DeepEqual(got[d].Nodes(), want.Nodes()) || lies(got[d].PageInfo) != lies(want.PageInfo) {
					t.Errorf("%s: department %d: %d of %d people", args, d, len(got[d].Edges), len(want.Edges))
				}
				for i, m := range must(c.OfEach(ctx, []db.ID{d}, args, "name"))(t)[d].Edges {
					if w := want.Edges[i]; m.Node.Name != w.Node.Name || m.Node.Key != w.Node.Key || m.Cursor() != w.Cursor() {
						t.Errorf("%s: department %d: %s alone, %s among all fields", args, d, m.Node.Name, w.Node.Name)
					}
				}
				if g, w := must(got[d].TotalCount(ctx))(t), must(want.TotalCount(ctx))(t); g != w {
					t.Errorf("%s: department %d: %d people in all, want %d", args, d, g, w)
				}
			}
		}
		if got := must(c.OfEach(t.Context(), departments, paging.Args{}))(t); len(got) != 0 {
			t.Errorf("a stranger got %v", got)
		}
	})
}
