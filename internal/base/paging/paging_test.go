package paging_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

type row struct {
	Key  db.ID  `db:"id"`
	Code string `db:"code"`
	Kind string `db:"kind"`
}

// byKind has many ties, so the id has to break them.
var byKind = paging.Order{Name: "kind", Column: "kind", ID: "id", Desc: true}

func read(t *testing.T, k *kit.Kit, a paging.Args, o paging.Order) *paging.Connection[*row] {
	t.Helper()
	p, err := paging.New(a, o)
	if err != nil {
		t.Fatal(err)
	}
	c, err := paging.Query(context.Background(), k.DB, p, "id, code, kind", "departments", "parent_id IS NOT NULL", nil,
		func(r *row) (any, db.ID) { return r.Kind, r.Key })
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func codes(c *paging.Connection[*row]) (list []string) {
	for _, r := range c.Nodes() {
		list = append(list, r.Code)
	}
	return list
}

func next[T any](t *testing.T, c *paging.Connection[T]) bool {
	t.Helper()
	some, err := c.PageInfo.HasNextPage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return some
}

func previous[T any](t *testing.T, c *paging.Connection[T]) bool {
	t.Helper()
	some, err := c.PageInfo.HasPreviousPage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return some
}

// What lies before a page and after it is what is there: whichever arguments lead to it, with the cursors of rows that are in the
// list, are gone, or belong to another list.
func TestWhatLiesBeyondAPageIsThere(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		root := k.Department(t, "CENTRE", "ROOT", db.ID{})
		var keys []db.ID
		for i := range 7 {
			keys = append(keys, k.Department(t, []string{"CLINICAL", "OFFICE"}[i%2], fmt.Sprintf("D%02d", i), root))
		}
		for _, desc := range []bool{false, true} {
			order := byKind
			order.Desc = desc
			cursors := []*string{nil}
			for _, e := range read(t, k, paging.Args{}, order).Edges {
				cursor := e.Cursor()
				cursors = append(cursors, &cursor)
			}
			for _, gone := range [][]int{nil, {0}, {6}, {0, 1, 2, 3, 4, 5, 6}} {
				for _, i := range gone { // out of the list
					k.Exec(t, "UPDATE departments SET parent_id = NULL WHERE id = ?", keys[i])
				}
				all := codes(read(t, k, paging.Args{}, order))
				check := func(a paging.Args) {
					t.Helper()
					c := read(t, k, a, order)
					// What the page lies between, by the list as a whole: the first row at its end or beyond.
					var before, after int
					if page := codes(c); len(page) > 0 {
						before, after = slices.Index(all, page[0]), len(all)-1-slices.Index(all, page[len(page)-1])
					} else {
						before = len(codes(read(t, k, paging.Args{Before: a.After}, order))) // of which the cursor's own is one more
						if a.After == nil {
							before = 0
						} else if slices.ContainsFunc(read(t, k, paging.Args{}, order).Edges, func(e *paging.Edge[*row]) bool { return e.Cursor() == *a.After }) {
							before++
						}
						if after = 0; a.Before != nil {
							after = len(codes(read(t, k, paging.Args{After: a.Before}, order)))
							if slices.ContainsFunc(read(t, k, paging.Args{}, order).Edges, func(e *paging.Edge[*row]) bool { return e.Cursor() == *a.Before }) {
								after++
							}
						}
						if a.Offset != nil && *a.Offset > 0 {
							before = len(all)
						}
						if a.First != nil && *a.First == 0 || a.Last != nil && *a.Last == 0 {
							return // a page of nothing lies nowhere
						}
					}
					if next(t, c) != (after > 0) || previous(t, c) != (before > 0) {
						t.Errorf("desc %v, without %v, %v: next %v, previous %v, with %d before and %d after", desc, gone, a, next(t, c), previous(t, c), before, after)
					}
				}
				for _, size := range []int{1, 3, 50} {
					for _, offset := range []int{0, 2, 6, 7, 40} {
						check(paging.Args{First: &size, Offset: &offset})
					}
					for _, after := range cursors {
						for _, before := range cursors {
							check(paging.Args{First: &size, After: after, Before: before})
							check(paging.Args{Last: &size, After: after, Before: before})
						}
					}
				}
			}
			k.Exec(t, "UPDATE departments SET parent_id = ? WHERE id <> ?", root, root)
		}
	})
}

func TestPagesMeetWithoutGapOrOverlap(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		root := k.Department(t, "CENTRE", "ROOT", db.ID{})
		var want []string
		for i := range 11 {
			code := fmt.Sprintf("D%02d", i)
			k.Department(t, []string{"CLINICAL", "OFFICE"}[i%2], code, root)
			want = append(want, code)
		}
		all := codes(read(t, k, paging.Args{}, byKind))
		if len(all) != len(want) {
			t.Fatalf("the default page holds all %d rows: got %v", len(want), all)
		}

		three := 3
		t.Run("forwards", func(t *testing.T) {
			var got []string
			a := paging.Args{First: &three}
			for range 10 {
				c := read(t, k, a, byKind)
				got = append(got, codes(c)...)
				if !next(t, c) {
					break
				}
				a.After = c.PageInfo.EndCursor()
			}
			if !slices.Equal(got, all) {
				t.Errorf("got %v, want %v", got, all)
			}
		})
		t.Run("backwards", func(t *testing.T) {
			var got []string
			a := paging.Args{Last: &three}
			for range 10 {
				c := read(t, k, a, byKind)
				got = append(codes(c), got...)
				if !previous(t, c) {
					break
				}
				a.Before = c.PageInfo.StartCursor()
			}
			if !slices.Equal(got, all) {
				t.Errorf("got %v, want %v", got, all)
			}
		})
		t.Run("numbered", func(t *testing.T) {
			six := 6
			if got := codes(read(t, k, paging.Args{First: &three, Offset: &six}, byKind)); !slices.Equal(got, all[6:9]) {
				t.Errorf("got %v, want %v", got, all[6:9])
			}
		})
		t.Run("total", func(t *testing.T) {
			ctx, statements := db.CountStatements(context.Background())
			c := read(t, k, paging.Args{First: &three}, byKind)
			n, err := c.TotalCount(ctx)
			if err != nil || n != len(all) {
				t.Errorf("totalCount = %d, %v; want %d", n, err, len(all))
			}
			if statements.Load() != 1 {
				t.Errorf("counting took %d statements, want 1 and only when asked", statements.Load())
			}
		})
	})
}

func TestArgumentsAreChecked(t *testing.T) {
	n := func(i int) *int { return &i }
	s := func(s string) *string { return &s }
	other := paging.Connect(must(paging.New(paging.Args{}, paging.Order{Name: "code", Column: "code", ID: "id"})), []*row{{Key: db.NewID()}},
		func(r *row) (any, db.ID) { return "x", r.Key }, paging.Rest{})

	for name, c := range map[string]struct {
		args paging.Args
		want fault.Code
	}{
		"page too large":         {paging.Args{First: n(101)}, fault.PageTooLarge},
		"last too large":         {paging.Args{Last: n(101)}, fault.PageTooLarge},
		"offset too large":       {paging.Args{Offset: n(10_001)}, fault.PageTooLarge},
		"negative":               {paging.Args{First: n(-1)}, fault.BadInput},
		"negative offset":        {paging.Args{Offset: n(-1)}, fault.BadInput},
		"first and last":         {paging.Args{First: n(1), Last: n(1)}, fault.BadInput},
		"offset and after":       {paging.Args{Offset: n(1), After: other.PageInfo.EndCursor()}, fault.BadInput},
		"offset and last":        {paging.Args{Offset: n(1), Last: n(1)}, fault.BadInput},
		"garbage cursor":         {paging.Args{After: s("garbage")}, fault.BadInput},
		"cursor of other orders": {paging.Args{After: other.PageInfo.EndCursor()}, fault.BadInput},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := paging.New(c.args, byKind); !fault.Is(err, c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func must(p *paging.Plan, err error) *paging.Plan {
	if err != nil {
		panic(err)
	}
	return p
}

func FuzzCursor(f *testing.F) {
	f.Add("")
	f.Add("eyJvIjoia2luZCJ9")
	f.Fuzz(func(t *testing.T, after string) {
		p, err := paging.New(paging.Args{After: &after}, byKind)
		if err != nil {
			if !fault.Is(err, fault.BadInput) {
				t.Fatalf("got %v", err)
			}
			return
		}
		if _, args := p.Where(); len(args) != 3 {
			t.Fatalf("an accepted cursor makes a condition of three values: got %v", args)
		}
	})
}
