package graph_test

import (
	"slices"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/graph"
)

// The file holds the whole schema: each type, field, argument and value with its description and its directives.
func TestSDLIsWhole(t *testing.T) {
	t.Parallel()
	if first, second := graph.SDL(), graph.SDL(); first != second {
		t.Error("it is not the same twice")
	}
	want := graph.Rules().Schema
	got, err := gqlparser.LoadSchema(&ast.Source{Input: graph.SDL()})
	if err != nil {
		t.Fatal(err)
	}
	delete(got.Directives, "defer") // the parser's own, which the program does not take
	if len(got.Types) != len(want.Types) || len(got.Directives) != len(want.Directives) {
		t.Fatalf("%d types, %d directives; want %d, %d", len(got.Types), len(got.Directives), len(want.Types), len(want.Directives))
	}
	for name, w := range want.Types {
		g := got.Types[name]
		if g == nil || g.Kind != w.Kind || g.Description != w.Description || len(g.Fields) != len(w.Fields) || len(g.Interfaces) != len(w.Interfaces) || len(g.Types) != len(w.Types) || len(g.EnumValues) != len(w.EnumValues) {
			t.Errorf("%s: %+v", name, g)
			continue
		}
		for _, f := range w.Fields {
			sameField(t, name, g.Fields.ForName(f.Name), f)
		}
		for _, v := range w.EnumValues {
			if other := g.EnumValues.ForName(v.Name); other == nil || other.Description != v.Description || len(other.Directives) != len(v.Directives) {
				t.Errorf("%s.%s: %+v", name, v.Name, other)
			}
		}
	}
}

func sameField(t *testing.T, on string, got, want *ast.FieldDefinition) {
	t.Helper()
	if got == nil || got.Description != want.Description || got.Type.String() != want.Type.String() || got.DefaultValue.String() != want.DefaultValue.String() || len(got.Directives) != len(want.Directives) || len(got.Arguments) != len(want.Arguments) {
		t.Errorf("%s.%s: %+v", on, want.Name, got)
		return
	}
	for _, a := range want.Arguments {
		if other := got.Arguments.ForName(a.Name); other == nil || other.Description != a.Description || other.Type.String() != a.Type.String() || other.DefaultValue.String() != a.DefaultValue.String() {
			t.Errorf("%s.%s(%s): %+v", on, want.Name, a.Name, other)
		}
	}
}

// Two inputs set an alias, and both keep the rule of auth.TestAliases; readers are shown the poster of an older site, which no
// input names: it comes with an imported file.
func TestWhatSetsThePostersName(t *testing.T) {
	t.Parallel()
	var aliases, posters []string
	for name, d := range graph.Rules().Schema.Types {
		if d.Kind != ast.InputObject {
			continue
		}
		if d.Fields.ForName("alias") != nil {
			aliases = append(aliases, name)
		}
		if d.Fields.ForName("postedBy") != nil || d.Fields.ForName("posterAlias") != nil {
			posters = append(posters, name)
		}
	}
	slices.Sort(aliases)
	if want := []string{"CreateAccountInput", "UpdateAliasInput"}; !slices.Equal(aliases, want) || posters != nil {
		t.Errorf("an alias is set by %v, want %v; the name of a poster by %v", aliases, want, posters)
	}
}
