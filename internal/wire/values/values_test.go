package values

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"

	"ttyt.example/ttyt/internal/base/fault"
)

var schema = gqlparser.MustLoadSchema(&ast.Source{Input: `
	enum Colour { RED GREEN }
	scalar Day
	input One @oneOf { a: Int b: Int }
	input Deep { id: ID! name: String = "x" colour: Colour tags: [String!] flag: Boolean! = true day: Day in: Deep one: One size: Float many: [[Int]] }
	type Query { field(i: Int, f: Float, s: String, b: Boolean, id: ID, c: Colour, d: Day, o: Deep, l: [Colour!], one: One, need: Int! = 1): Int must(a: Int!): Int }
	type Subscription { event: Int }
`})

// day takes one day.
func day(v any) error {
	if v == "2026-03-02" {
		return nil
	}
	return fault.Bad(fault.Text{VI: "Phải là một ngày.", EN: "Must be a day."})
}

// run does what the server does with the values of a request, and returns the variables and what is wrong.
func run(t testing.TB, query, variables string) (map[string]any, []string) {
	t.Helper()
	doc, err := parser.ParseQuery(&ast.Source{Input: query})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	v := New(schema, map[string]Scalar{"Day": day}, func(context.Context) *ast.QueryDocument { return doc })
	p := &graphql.RawParams{Variables: decoded(t, variables)}
	if e := v.MutateOperationParameters(t.Context(), p); e != nil {
		return nil, []string{says(t, e)}
	}
	var wrong []string
	for _, e := range validator.ValidateWithRules(schema, doc, v.Rules()) {
		wrong = append(wrong, says(t, e))
	}
	if wrong != nil {
		return nil, slices.Compact(wrong) // a fragment is walked where it is spread and by itself
	}
	op := &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0]}
	if op.Variables, err = validator.VariableValues(schema, op.Operation, p.Variables); err != nil {
		t.Errorf("%s %s: the library finds %v", query, variables, err)
	}
	if e := v.MutateOperationContext(t.Context(), op); e != nil {
		return nil, []string{says(t, e)}
	}
	return op.Variables, nil
}

func decoded(t testing.TB, text string) map[string]any {
	t.Helper()
	var out map[string]any
	if text == "" {
		return out
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// says is our message, or the library's in brackets.
func says(t testing.TB, err error) string {
	t.Helper()
	f, ok := errors.AsType[*Fault](err)
	if !ok {
		return "(" + err.Error() + ")"
	}
	text := f.For(true).Text
	if text.VI == text.EN || strings.HasSuffix(text.VI, ": ") {
		t.Errorf("%q is not in Vietnamese", text.VI)
	}
	return text.EN
}

// kinds are values of each type as JSON and, where a document can say so, as a literal; and the message, "" for what is
// taken. In both the place is the same, except for the sign of the variable.
var kinds = []struct{ arg, of, json, literal, says string }{
	{"i", "Int", `1`, `1`, ``},
	{"i", "Int", `-2147483648`, `-2147483648`, ``},
	{"i", "Int", `2147483647`, `2147483647`, ``},
	{"i", "Int", `2147483648`, `2147483648`, errInt.EN},
	{"i", "Int", `-2147483649`, `-2147483649`, errInt.EN},
	{"i", "Int", `99999999999999999999`, `99999999999999999999`, errInt.EN},
	{"i", "Int", `1e3`, ``, ``},
	{"i", "Int", `1.0`, ``, ``},
	{"i", "Int", `1e400`, ``, errInt.EN},
	{"i", "Int", `1e10`, ``, errInt.EN},
	{"i", "Int", ``, `1.0`, errInt.EN}, // in a document a float is another kind of literal
	{"i", "Int", `1.5`, `1.5`, errInt.EN},
	{"i", "Int", `"1"`, `"1"`, errInt.EN},
	{"i", "Int", `true`, `true`, errInt.EN},
	{"i", "Int", `[1]`, `[1]`, errInt.EN},
	{"i", "Int", `{}`, `{}`, errInt.EN},
	{"i", "Int", `null`, `null`, ``},
	{"f", "Float", `1.5`, `1.5`, ``},
	{"f", "Float", `1`, `1`, ``},
	{"f", "Float", `1e999`, `1e999`, errFloat.EN},
	{"f", "Float", `"1.5"`, `"1.5"`, errFloat.EN},
	{"s", "String", `"x"`, `"x"`, ``},
	{"s", "String", `""`, `""""""`, ``},
	{"s", "String", `1`, `1`, NotString.EN},
	{"s", "String", `true`, `true`, NotString.EN},
	{"s", "String", `{}`, `{}`, NotString.EN},
	{"s", "String", ``, `RED`, NotString.EN},
	{"b", "Boolean", `false`, `false`, ``},
	{"b", "Boolean", `"true"`, `"true"`, errBoolean.EN},
	{"b", "Boolean", `0`, `0`, errBoolean.EN},
	{"id", "ID", `"x"`, `"x"`, ``},
	{"id", "ID", `7`, `7`, ``},
	{"id", "ID", `""`, `""`, errID.EN},
	{"id", "ID", `1.5`, `1.5`, errID.EN},
	{"id", "ID", `99999999999999999999`, `99999999999999999999`, errID.EN},
	{"id", "ID", `true`, `true`, errID.EN},
	{"c", "Colour", `"RED"`, `RED`, ``},
	{"c", "Colour", `"red"`, `red`, NotEnum.EN},
	{"c", "Colour", `"BLUE"`, `BLUE`, NotEnum.EN},
	{"c", "Colour", `"RED "`, `"RED"`, NotEnum.EN},
	{"c", "Colour", `0`, `0`, NotEnum.EN},
	{"c", "Colour", `{}`, `{}`, NotEnum.EN},
	{"d", "Day", `"2026-03-02"`, `"2026-03-02"`, ``},
	{"d", "Day", `"2026-3-2"`, `"2026-3-2"`, "Must be a day."},
	{"d", "Day", `20260302`, `20260302`, "Must be a day."},
	{"d", "Day", `{}`, `{}`, "Must be a day."},
	{"d", "Day", `["2026-03-02"]`, `["2026-03-02"]`, "Must be a day."},
	{"d", "Day", ``, `RED`, "Must be a day."},
	{"l", "[Colour!]", `["RED","GREEN"]`, `[RED, GREEN]`, ``},
	{"l", "[Colour!]", `"RED"`, `RED`, ``},
	{"l", "[Colour!]", `[]`, `[]`, ``},
	{"l", "[Colour!]", `"red"`, `red`, NotEnum.EN},
	{"l", "[Colour!]", `["RED","red"]`, `[RED, red]`, ".1: " + NotEnum.EN},
	{"l", "[Colour!]", `["RED",null]`, `[RED, null]`, ".1: " + errNull.EN},
	{"l", "[Colour!]", `[["RED"]]`, `[[RED]]`, ".0: " + NotEnum.EN},
	{"one", "One", `{"a":1}`, `{a: 1}`, ``},
	{"one", "One", `{}`, `{}`, errOneOf.EN},
	{"one", "One", `{"a":1,"b":2}`, `{a: 1, b: 2}`, errOneOf.EN},
	{"one", "One", `{"a":1,"b":null}`, `{a: 1, b: null}`, errOneOf.EN},
	{"one", "One", `{"a":null}`, `{a: null}`, errOneOf.EN},
	{"o", "Deep", `{"id":"x"}`, `{id: "x"}`, ``},
	{"o", "Deep", `{"id":"x","name":null,"colour":null,"tags":"t","in":null,"many":[1,[2,null]]}`, `{id: "x", name: null, colour: null, tags: "t", in: null}`, ``},
	{"o", "Deep", `[{"id":"x"}]`, `[{id: "x"}]`, errObject.EN},
	{"o", "Deep", `"x"`, `"x"`, errObject.EN},
	{"o", "Deep", `{}`, `{}`, ".id: " + errMissing.EN},
	{"o", "Deep", `{"id":null}`, `{id: null}`, ".id: " + errNull.EN},
	{"o", "Deep", `{"id":"x","flag":null}`, `{id: "x", flag: null}`, ".flag: " + errNull.EN},
	{"o", "Deep", `{"id":"x","Name":"y"}`, `{id: "x", Name: "y"}`, ".Name: " + errNoField.EN},
	{"o", "Deep", `{"id":"x","__typename":"Deep"}`, `{id: "x", __typename: "Deep"}`, ".__typename: " + errNoField.EN},
	{"o", "Deep", `{"id":"x","my pass word":"y"}`, ``, ".…: " + errNoField.EN},
	{"o", "Deep", ``, `{id: "x", id: "y"}`, ".id: " + errTwice.EN},
	{"o", "Deep", `{"id":"x","in":{"id":"y","colour":"green"}}`, `{id: "x", in: {id: "y", colour: green}}`, ".in.colour: " + NotEnum.EN},
	{"o", "Deep", `{"id":"x","in":{"id":"y","tags":["a",1]}}`, `{id: "x", in: {id: "y", tags: ["a", 1]}}`, ".in.tags.1: " + NotString.EN},
	{"o", "Deep", `{"id":"x","day":"2026-03-02T00:00"}`, `{id: "x", day: "2026-03-02T00:00"}`, ".day: Must be a day."},
	{"o", "Deep", `{"id":"x","many":[[1],["2"]]}`, `{id: "x", many: [[1], ["2"]]}`, ".many.1.0: " + errInt.EN},
}

func TestKindsOfValues(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		want := k.says
		if want != "" && !strings.HasPrefix(want, ".") {
			want = ": " + want
		}
		check := func(query, variables, place string) {
			_, wrong := run(t, query, variables)
			if want == "" && wrong != nil || want != "" && fmt.Sprint(wrong) != "["+place+want+"]" {
				t.Errorf("%s %s: %v, want %q", query, variables, wrong, place+want)
			}
		}
		if k.json != "" {
			check(fmt.Sprintf("query($v: %s) { field(%s: $v) }", k.of, k.arg), `{"v":`+k.json+`}`, "$v")
		}
		if k.literal != "" {
			check(fmt.Sprintf("{ field(%s: %s) }", k.arg, k.literal), "", k.arg)
			check(fmt.Sprintf("query($v: %s = %s) { field(%s: $v) }", k.of, k.literal, k.arg), "", "$v")
			check(fmt.Sprintf("{ ...F } fragment F on Query { ... on Query { field(%s: %s) } }", k.arg, k.literal), "", k.arg)
		}
	}
}

// What stands beside the values: variables and arguments that are missing, unknown or double, and null where a default
// does not help.
func TestArgumentsAndVariables(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ query, variables, says string }{
		{`query($v: Int!) { field(i: $v) }`, ``, "$v: " + errMissing.EN},
		{`query($v: Int!) { field(i: $v) }`, `{"v":null}`, "$v: " + errNull.EN},
		{`query($v: Int! = 1) { field(i: $v) }`, ``, ""},
		{`query($v: Int! = 1) { field(i: $v) }`, `{"v":null}`, "$v: " + errNull.EN},
		{`query($v: Int! = null) { field(i: $v) }`, ``, "$v: " + errNull.EN},
		{`query($v: Int) { field(i: $v) }`, `{"v":1,"w":"what no variable is defined for"}`, ""},
		{`query($v: Intt) { field(i: $v) }`, `{"v":1}`, `(input:1:7: Unknown type "Intt".) (input:1:28: Variable "$v" of type "Intt" used in position expecting type "Int".)`},
		{`query($v: Query) { field(i: $v) }`, `{"v":1}`, `(input:1:29: Variable "$v" of type "Query" used in position expecting type "Int".) (input:1:7: Variable "$v" cannot be non-input type "Query".)`},
		{`{ field(x: 1) }`, ``, "x: " + errNoArgument.EN},
		{`{ field(i: 1, i: 1) }`, ``, "i: " + errTwice.EN},
		{`{ field(need: null) }`, ``, "need: " + errNull.EN},
		{`{ must }`, ``, "must.a: " + errMissing.EN},
		{`{ must(a: null) }`, ``, "a: " + errNull.EN},
		{`{ field @skip }`, ``, "@skip.if: " + errMissing.EN},
		{`{ field @skip(if: "true") }`, ``, "if: " + errBoolean.EN},
		{`{ field @skip(if: null) }`, ``, "if: " + errNull.EN},
		{`{ field @skip(if: true, unless: true) }`, ``, "unless: " + errNoArgument.EN},

		{`query($v: Boolean = true) { field @include(if: $v) }`, ``, ""},
		{`query($v: Boolean = true) { field @include(if: $v) }`, `{"v":false}`, ""},
		{`query($v: Boolean = true) { field @include(if: $v) }`, `{"v":null}`, "$v: " + errNullUsed.EN},
		{`query($v: Boolean = true) { ... @skip(if: $v) { field } }`, `{"v":null}`, "$v: " + errNullUsed.EN},
		{`query($v: Boolean = true) { ...F @skip(if: $v) } fragment F on Query { field }`, `{"v":null}`, "$v: " + errNullUsed.EN},
		{`query($v: Boolean = true) { ...F ...F } fragment F on Query { ... on Query { field @skip(if: $v) } }`, `{"v":null}`, "$v: " + errNullUsed.EN},
		{`subscription($v: Boolean = true) { event @include(if: $v) }`, `{"v":null}`, "$v: " + errNullUsed.EN},
		{`query($v: Int = 1) { must(a: $v) }`, `{"v":null}`, "$v: " + errNullUsed.EN},
		{`query($v: Int) { field(need: $v) }`, `{"v":null}`, "$v: " + errNullUsed.EN},
		{`query($v: Int) { field(need: $v) }`, ``, ""},
		{`query($v: Int) { field(i: $v) }`, `{"v":null}`, ""},
		{`query($v: Boolean) { field(o: {id: 1, flag: $v}) }`, `{"v":null}`, "$v: " + errNullUsed.EN},
		{`query($v: ID = 1) { field(o: {id: 1, in: {id: $v}}) }`, `{"v":null}`, "$v: " + errNullUsed.EN},
		{`query($v: String = "a") { field(o: {id: 1, tags: ["b", $v]}) }`, `{"v":null}`, "$v: " + errNullUsed.EN},
		{`query($v: Int = 1, $w: Int) { must(a: $v) field(i: $w) }`, `{"w":null}`, ""},
	} {
		_, wrong := run(t, c.query, c.variables)
		if c.says == "" && wrong != nil || c.says != "" && fmt.Sprint(wrong) != "["+c.says+"]" {
			t.Errorf("%s %s: %v, want %s", c.query, c.variables, wrong, c.says)
		}
	}
}

// What is taken reaches the operation in the form that its type has.
func TestVariablesAreCoerced(t *testing.T) {
	t.Parallel()
	got, wrong := run(t, `query($i: Int, $id: ID, $l: [Colour!], $o: Deep) { field(i: $i, id: $id, l: $l, o: $o) }`,
		`{"i":1e1,"id":7,"l":"RED","o":{"id":8,"tags":"t","many":[1.0,[2,null]]}}`)
	text, err := json.Marshal(got)
	if want := `{"i":10,"id":"7","l":["RED"],"o":{"id":"8","many":[[1],[2,null]],"tags":["t"]}}`; wrong != nil || err != nil || string(text) != want {
		t.Errorf("%s %v %v, want %s", text, wrong, err, want)
	}
}

// What is wrong names the field, never the value; and strangers are not told what the schema has.
func TestMessagesRepeatNothing(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		if k.json == "" {
			continue
		}
		_, wrong := run(t, fmt.Sprintf("query($v: %s) { field(%s: $v) }", k.of, k.arg), `{"v":`+strings.ReplaceAll(k.json, `"x"`, `"hunter2"`)+`}`)
		if strings.Contains(fmt.Sprint(wrong), "hunter2") {
			t.Errorf("%s: %v", k.json, wrong)
		}
	}
	for query, variables := range map[string]string{
		`query($v: Deep) { field(o: $v) }`:          `{"v":{}}`,
		`query($v: Deep) { field(o: $v) } # nested`: `{"v":{"id":1,"in":{}}}`,
		`{ must }`:            ``,
		`{ field(o: {}) }`:    ``,
		`{ field @include }`:  ``,
		`{ field(one: {}) }`:  ``,
		`{ field(c: PURPLE)}`: ``,
	} {
		doc, err := parser.ParseQuery(&ast.Source{Input: query})
		if err != nil {
			t.Fatal(err)
		}
		v := New(schema, nil, nil)
		f := v.variables(doc.Operations[0], decoded(t, variables))
		if f == nil {
			f, _ = errors.AsType[*Fault](validator.ValidateWithRules(schema, doc, v.Rules())[0])
		}
		for _, text := range []string{f.For(false).Text.EN, f.For(false).Text.VI} {
			for _, name := range []string{"id", "if", "a", "Deep", "RED"} {
				if bytes.Contains([]byte(text), []byte("."+name+":")) || strings.Contains(text, "Deep") || strings.Contains(text, "RED") {
					t.Errorf("%s %s: strangers read %q", query, variables, text)
				}
			}
		}
	}
}

// BenchmarkVariables is what a small request pays.
func BenchmarkVariables(b *testing.B) {
	doc, err := parser.ParseQuery(&ast.Source{Input: `query($i: Int, $id: ID!, $c: [Colour!], $o: Deep) { field(i: $i, id: $id, l: $c, o: $o) }`})
	if err != nil {
		b.Fatal(err)
	}
	v := New(schema, nil, nil)
	variables := decoded(b, `{"i":20,"id":"x","c":["RED"],"o":{"id":"y","colour":"RED","tags":["a","b"]}}`)
	b.ReportAllocs()
	for b.Loop() {
		if f := v.variables(doc.Operations[0], variables); f != nil {
			b.Fatal(f)
		}
	}
}

// Whatever is sent, what is taken the library takes too, and nothing falls.
func FuzzVariables(f *testing.F) {
	for _, k := range kinds {
		if k.json != "" {
			f.Add(k.of, k.arg, k.json)
		}
	}
	f.Fuzz(func(t *testing.T, of, arg, text string) {
		query := fmt.Sprintf("query($v: %s) { field(%s: $v) }", of, arg)
		if _, err := parser.ParseQuery(&ast.Source{Input: query}); err != nil || !json.Valid([]byte(text)) {
			return
		}
		if doc, _ := parser.ParseQuery(&ast.Source{Input: query}); len(doc.Operations) != 1 || doc.Operations[0].Name != "" {
			return
		}
		run(t, query, `{"v":`+text+`}`)
	})
}
