package access_test

import (
	"context"
	_ "embed" // the allow-list
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

//go:embed testdata/scopes.csv
var scopesText string

// allowance is one row of the allow-list of tokens.
type allowance struct{ scope, kind, action, situation string }

func readScopes(t testing.TB) (list []allowance) {
	t.Helper()
	r := csv.NewReader(strings.NewReader(scopesText))
	r.Comment, r.TrimLeadingSpace = '#', true
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, rec := range records[1:] {
		list = append(list, allowance{rec[0], rec[1], rec[2], rec[3]})
	}
	return list
}

// tool is an external tool whose token holds the scopes.
func tool(scopes ...string) context.Context {
	return access.With(context.Background(), access.Tool(drafter, db.NewID(), db.NewID(), scopes))
}

// tools are one without any scope, one of each scope, and one with all, which may report on every kind of asset and draft for one
// department. The token of another names no department to draft for.
func (w *world) tools() []context.Context {
	all, list := []string{}, []context.Context{tool(), tool(access.DraftScope)}
	for _, s := range w.k.Access.Scopes() {
		all, list = append(all, s.Name), append(list, over(tool(s.Name), access.Range{Kinds: assetKinds}))
	}
	list = append(list, over(tool(all...), access.Range{Kinds: assetKinds}))
	for _, ctx := range list[2:] {
		access.Of(ctx).Confine(access.DraftScope, w.ids[drafted])
	}
	return list
}

// drafter is the service account of the tools, which may draft for one department where their token has the scope.
var drafter = db.NewID()

const drafted = "NOI"

var assetKinds = []string{"WORKSTATION", "SERVER"}

// over lets a tool report on the assets of a range.
func over(ctx context.Context, r access.Range) context.Context {
	access.Of(ctx).Scans = r
	return ctx
}

// ranged are tools that may report on some assets of a world: named ones, those of departments, of kinds, of both, and any
// of these together.
func (w *world) ranged() (list []context.Context) {
	var some, lines []db.ID
	for i, o := range w.objects["asset"] {
		if i%3 == 0 {
			some = append(some, o.id)
		}
		if i%2 == 0 {
			lines = append(lines, w.ids[o.department])
		}
	}
	for n := range 8 {
		var r access.Range
		if n&1 != 0 {
			r.Assets = some
		}
		if n&2 != 0 {
			r.Departments = lines
		}
		if n&4 != 0 {
			r.Kinds = assetKinds[:1]
		}
		list = append(list, over(tool("scan.record"), r))
	}
	return list
}

// confined reports whether the tool holds the scope and, of one that goes by department, for the one of the test.
func (w *world) confined(a *access.Actor, scope string) bool {
	if scope != access.DraftScope {
		return a.HasScope(scope)
	}
	return slices.ContainsFunc(a.Grants, func(g access.Grant) bool {
		return g.Role == "scope:"+access.DraftScope && g.Department == w.ids[drafted]
	})
}

// Every action upon every object, three ways, for tokens of each scope: a tool gets what is public and what its scopes
// say by hand, is never the owner of anything, and never gets what is for people.
func TestScopes(t *testing.T) {
	list, matrix := readScopes(t), readMatrix(t)
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := newWorld(t, k, fillCentre)
		shown := map[allowance]bool{}
		for _, ctx := range w.tools() {
			for _, l := range matrix {
				reached := w.reached(ctx, l.kind, l.action)
				for _, o := range w.objects[l.kind] {
					if !situations[l.situation](o) {
						continue
					}
					may := l.cells[access.Public] == "any"
					for _, a := range list {
						if w.confined(access.Of(ctx), a.scope) && a.kind == l.kind && a.action == l.action && situations[a.situation](o) {
							may, shown[a] = true, true
						}
					}
					err := k.Access.Require(ctx, l.kind, l.action, w.target(o))
					if allowed := err == nil; allowed != may || reached[o.id] != may {
						t.Errorf("%v, %s.%s on %s: by hand %v, Require %v, Reach %v", access.Of(ctx).Grants, l.kind, l.action, o.label, may, allowed, reached[o.id])
					}
					if fault.Is(err, fault.Unauthenticated) {
						t.Errorf("%s.%s: a tool is known, so it is refused, not asked to sign in", l.kind, l.action)
					}
				}
				if t.Failed() {
					t.FailNow()
				}
			}
		}
		for _, a := range list {
			if !shown[a] {
				t.Errorf("%+v: nothing of the world shows that it is allowed", a)
			}
		}
		var byHand, inPolicy []string
		for _, a := range list {
			byHand = append(byHand, a.scope)
		}
		for _, s := range k.Access.Scopes() {
			inPolicy = append(inPolicy, s.Name)
		}
		slices.Sort(byHand)
		if !slices.Equal(slices.Compact(byHand), inPolicy) {
			t.Errorf("by hand %q, in the policy %q", byHand, inPolicy)
		}
	})
}
