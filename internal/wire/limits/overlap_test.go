package limits

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// zoo has what decides over merging: interfaces, a union, fields of one name and of different types.
var zoo = gqlparser.MustLoadSchema(&ast.Source{Input: `
	type Query { pet: Pet pets(first: Int, in: Filter): [Pet!] dog: Dog cat: Cat any: Any }
	input Filter { a: Int b: [Int!] f: Filter }
	interface Pet { name: String mate: Pet call(as: String, n: Int): String }
	type Dog implements Pet { name: String mate: Dog call(as: String, n: Int): String size: Int toy: Toy! bite: [Int] kin: [Pet] }
	type Cat implements Pet { name: String mate: Pet call(as: String, n: Int): String size: String toy: Toy bite: [Int!] kin: Pet }
	type Toy { name: String size: Int! by: Any }
	union Any = Dog | Cat | Toy
`})

// conflicts reports whether the rule refuses the document; ok is false where other rules refuse it.
func conflicts(t testing.TB, query string, rule core.Rule) (conflict, ok bool) {
	t.Helper()
	doc, err := parser.ParseQuery(&ast.Source{Input: query})
	if err != nil {
		return false, false
	}
	set := rules.NewDefaultRules()
	set.RemoveRule("OverlappingFieldsCanBeMerged")
	if len(validator.ValidateWithRules(zoo, doc, set)) > 0 {
		return false, false
	}
	return len(validator.ValidateWithRules(zoo, doc, rules.NewRules(rule))) > 0, true
}

func TestOverlappingFields(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]bool{
		`{ dog { name name } }`:                                                                                                                        false,
		`{ dog { name: size name } }`:                                                                                                                  true,
		`{ dog { a: call(as: "x", n: 1) a: call(n: 1, as: "x") } }`:                                                                                    false,
		`{ dog { call(as: "x") call(as: "y") } }`:                                                                                                      true,
		`{ dog { call(as: "x") call } }`:                                                                                                               true,
		`{ dog { call(as: "x") call(as: """x""") } }`:                                                                                                  true,
		`{ pets(in: {a: 1, b: [1, 2]}) { name } pets(in: {b: [1, 2], a: 1}) { name } }`:                                                                false,
		`{ pets(in: {b: [1, 2]}) { name } pets(in: {b: [2, 1]}) { name } }`:                                                                            true,
		`{ pets(in: {f: {a: 1}}) { name } pets(in: {f: {a: 2}}) { name } }`:                                                                            true,
		`{ pets(in: {b: []}) { name } pets(in: {}) { name } }`:                                                                                         true,
		`query($n: Int, $m: Int) { pets(first: $n) { name } pets(first: $m) { name } }`:                                                                true,
		`{ pet { ... on Dog { x: call(as: "1") } ... on Cat { x: call(as: "2") } } }`:                                                                  false,
		`{ pet { ... on Dog { x: call(as: "1") } ... on Pet { x: call(as: "2") } } }`:                                                                  true,
		`{ pet { x: call(as: "2") ... on Dog { x: name } } }`:                                                                                          true,
		`{ pet { ... on Dog { x: size } ... on Cat { x: size } } }`:                                                                                    true, // Int and String
		`{ pet { ... on Dog { toy { name } } ... on Cat { toy { name } } } }`:                                                                          true, // Toy! and Toy
		`{ pet { ... on Dog { bite } ... on Cat { bite } } }`:                                                                                          true,
		`{ pet { ... on Dog { kin { name } } ... on Cat { kin { name } } } }`:                                                                          true,
		`{ pet { ... on Dog { x: mate { name } } ... on Cat { x: mate { name } } } }`:                                                                  false,
		`{ pet { ... on Dog { x: mate { y: name } } ... on Cat { x: mate { y: call } } } }`:                                                            false,
		`{ pet { ... on Dog { x: mate { y: name } } ... on Cat { x: mate { ... on Dog { y: size } } } } }`:                                             true,
		`{ dog { mate { x: name } mate { x: size } } }`:                                                                                                true,
		`{ dog { ...A ...B } } fragment A on Dog { x: name } fragment B on Dog { x: size }`:                                                            true,
		`{ dog { ...A } pet { ...B } } fragment A on Dog { x: name } fragment B on Pet { x: call }`:                                                    false,
		`{ any { ... on Dog { mate { ...A } } ... on Cat { mate { ...A } } } } fragment A on Pet { name }`:                                             false,
		`{ dog { ...A mate { ...A } } cat { mate { ...A } } } fragment A on Pet { name x: mate { name } }`:                                             false,
		`{ a: dog { ...A } a: dog { ...B } } fragment A on Dog { mate { x: name } } fragment B on Dog { ...C } fragment C on Dog { mate { x: size } }`: true,
	} {
		conflict, ok := conflicts(t, query, overlappingFieldsRule)
		library, _ := conflicts(t, query, rules.OverlappingFieldsCanBeMergedRule)
		if !ok || conflict != want || library != want {
			t.Errorf("%s\n  got %v (valid otherwise: %v), the library says %v, want %v", query, conflict, ok, library, want)
		}
	}
}

// Our verdict is the library's on documents made at random, many of them in conflict.
func TestOverlappingFieldsAsTheLibraryDoes(t *testing.T) {
	t.Parallel()
	seen := map[bool]int{}
	for seed := range uint64(6_000) {
		query := randomDocument(rand.New(rand.NewPCG(seed, 1)))
		if want, ok := conflicts(t, query, rules.OverlappingFieldsCanBeMergedRule); ok {
			seen[want]++
			if got, _ := conflicts(t, query, overlappingFieldsRule); got != want {
				t.Fatalf("seed %d: got %v, the library says %v:\n%s", seed, got, want, query)
			}
		}
	}
	t.Logf("conflicts: %v", seen)
	if seen[true] < 300 || seen[false] < 300 {
		t.Errorf("conflicts: %v", seen)
	}
}

// FuzzOverlappingFields is the same from a seed that the fuzzer chooses.
func FuzzOverlappingFields(f *testing.F) {
	f.Add(uint64(1), uint64(2))
	f.Fuzz(func(t *testing.T, a, b uint64) {
		query := randomDocument(rand.New(rand.NewPCG(a, b)))
		want, ok := conflicts(t, query, rules.OverlappingFieldsCanBeMergedRule)
		if got, _ := conflicts(t, query, overlappingFieldsRule); ok && got != want {
			t.Fatalf("got %v, the library says %v:\n%s", got, want, query)
		}
	})
}

// randomDocument is valid except for field merging, which is likely to fail because there are few names.
func randomDocument(r *rand.Rand) string {
	g := &generator{r: r, fragments: 1 + r.IntN(3)}
	var b strings.Builder
	b.WriteString("{" + g.selection(zoo.Query, 4, 0) + "}")
	for len(g.pending) > 0 {
		f := g.pending[0]
		g.pending = g.pending[1:]
		fmt.Fprintf(&b, "\nfragment %s on %s {%s}", f.name, f.on.Name, g.selection(f.on, 2, f.level+1))
	}
	return b.String()
}

type generator struct {
	r         *rand.Rand
	fragments int
	made      []pending
	pending   []pending
}

type pending struct {
	name  string
	on    *ast.Definition
	level int
}

func (g *generator) selection(on *ast.Definition, depth, level int) string {
	var list []string
	for range 1 + g.r.IntN(3) {
		switch n := g.r.IntN(10); {
		case n < 3 && depth > 0 && on.IsAbstractType():
			list = append(list, g.inline(zoo.GetPossibleTypes(on)[g.r.IntN(len(zoo.GetPossibleTypes(on)))], depth, level))
		case n == 3 && depth > 0 && on.Kind == ast.Object && len(on.Interfaces) > 0:
			list = append(list, g.inline(zoo.Types[on.Interfaces[0]], depth, level))
		case n == 4 && level < 3 && on.Name != "Query":
			list = append(list, g.spread(on, level))
		default:
			list = append(list, g.field(on, depth, level))
		}
	}
	return " " + strings.Join(list, " ") + " "
}

func (g *generator) inline(on *ast.Definition, depth, level int) string {
	return "... on " + on.Name + " {" + g.selection(on, depth-1, level) + "}"
}

// spread spreads a fragment of a deeper level, so that there are no cycles.
func (g *generator) spread(on *ast.Definition, level int) string {
	for _, f := range g.made {
		if f.on == on && f.level > level && g.r.IntN(2) == 0 {
			return "..." + f.name
		}
	}
	f := pending{fmt.Sprintf("F%d", len(g.made)), on, level + 1}
	g.made, g.pending = append(g.made, f), append(g.pending, f)
	return "..." + f.name
}

func (g *generator) field(on *ast.Definition, depth, level int) string {
	var able []*ast.FieldDefinition
	for _, f := range on.Fields {
		if !strings.HasPrefix(f.Name, "__") && (depth > 0 || !zoo.Types[f.Type.Name()].IsCompositeType()) {
			able = append(able, f)
		}
	}
	if len(able) == 0 {
		return "__typename"
	}
	f := able[g.r.IntN(len(able))]
	text := f.Name
	if g.r.IntN(3) == 0 {
		text = string("xyz"[g.r.IntN(3)]) + ": " + text
	}
	if f.Arguments.ForName("n") != nil && g.r.IntN(2) == 0 {
		text += []string{"(n: 1)", "(n: 2)", `(as: "a", n: 1)`, `(n: 1, as: "a")`}[g.r.IntN(4)]
	}
	if of := zoo.Types[f.Type.Name()]; of.IsCompositeType() {
		text += " {" + g.selection(of, depth-1, level) + "}"
	}
	return text
}

// The same field a thousand times, and fields that only different types let stand together.
func BenchmarkOverlappingFields(b *testing.B) {
	for name, query := range map[string]string{
		"same":  "{ dog {" + strings.Repeat(" mate { name }", 490) + "} }",
		"types": "{ any {" + strings.Repeat(" ... on Dog { x: mate { name } } ... on Cat { x: mate { name } } ... on Toy { x: by { __typename } }", 60) + "} }",
	} {
		doc, err := parser.ParseQuery(&ast.Source{Input: query})
		if err != nil {
			b.Fatal(err)
		}
		for _, rule := range []struct {
			name string
			core.Rule
		}{{"ours", overlappingFieldsRule}, {"library", rules.OverlappingFieldsCanBeMergedRule}} {
			b.Run(name+"/"+rule.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					_ = validator.ValidateWithRules(zoo, doc, rules.NewRules(rule.Rule))
				}
			})
		}
	}
}
