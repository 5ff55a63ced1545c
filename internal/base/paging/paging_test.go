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
				if c.PageInfo.HasPreviousPage != (a.After != nil) {
					t.Errorf("hasPreviousPage = %v after cursor %v", c.PageInfo.HasPreviousPage, a.After)
				}
				if !c.PageInfo.HasNextPage {
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
				if !c.PageInfo.HasPreviousPage {
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
		func(r *row) (any, db.ID) { return "x", r.Key }, nil)

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
