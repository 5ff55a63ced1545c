package limits

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"

	"ttyt.example/ttyt/internal/base/fault"
	wirevalues "ttyt.example/ttyt/internal/wire/values"
)

// Whatever is wrong many times in one way is told three times, and then how often more; other things beside it are told too.
func TestErrorsOfAKindAreFew(t *testing.T) {
	t.Parallel()
	many := func(n int, part string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.ReplaceAll(part, "%d", fmt.Sprint(i)))
		}
		return b.String()
	}
	scalars := map[string]wirevalues.Scalar{}
	for name, def := range schema.Types {
		if def.Kind == ast.Scalar {
			scalars[name] = func(any) error { return nil }
		}
	}
	check := wirevalues.New(schema, scalars, Document)
	l := New(schema, Options{ShowSchema: true, Rules: []validator.Rule{check.Rule()}})
	for name, query := range map[string]string{
		"directives":       `{ posts { nodes { id ` + many(10, "a%d: title @nothing%d ") + `} } }`,
		"fields":           `{ posts { nodes { ` + many(10, "nothing%d ") + `} } }`,
		"arguments":        `{ posts(` + many(10, "nothing%d: 1 ") + `) { totalCount } }`,
		"types":            `{ __typename } ` + many(10, "fragment F%d on Nothing%d { id } "),
		"fragments":        `{ ` + many(10, "...Nothing%d ") + `}`,
		"unused fragments": `{ __typename } ` + many(10, "fragment F%d on Query { __typename } "),
		"unused variables": `query(` + many(10, "$v%d: Int ") + `) { __typename }`,
		"variables":        `{ ` + many(10, "a%d: posts(first: $v%d) { totalCount } ") + `}`,
		"no selections":    `{ ` + many(10, "a%d: posts ") + `}`,
		"selections":       `{ posts { nodes { ` + many(10, "a%d: title { x } ") + `} } }`,
		"values":           `{ ` + many(10, `a%d: posts(first: "%d") { totalCount } `) + `}`,
		"missing":          `{ ` + many(10, "a%d: node { id } ") + `}`,
		"enums":            `{ ` + many(10, "a%d: posts(filter: {type: NOTHING%d}) { totalCount } ") + `}`,
		"input types":      `query(` + many(10, "$v%d: Post ") + `) { ` + many(10, "a%d: posts(first: $v%d) { totalCount } ") + `}`,
		"overlaps":         `{ posts { nodes { ` + many(10, "a%d: id a%d: title ") + `} } }`,
	} {
		doc, err := parser.ParseQuery(&ast.Source{Input: query})
		if err != nil {
			t.Fatal(name, err)
		}
		kinds, lines := map[string]int{}, 0
		for _, e := range validator.ValidateWithRules(schema, doc, l.ruleSet()) {
			if f, more := errors.AsType[*fault.Error](e.Err); more {
				lines++
				if name != "input types" && f.Text.EN != "7 more errors of this kind." {
					t.Errorf("%s: %s", name, f.Text.EN)
				}
				continue
			}
			if kinds[kindIn(e.Rule, e.Message)]++; kinds[kindIn(e.Rule, e.Message)] > 3 {
				t.Errorf("%s: %s", name, e.Message)
			}
		}
		if lines == 0 {
			t.Errorf("%s: nothing says that there is more: %v", name, kinds)
		}
	}
	both, err := parser.ParseQuery(&ast.Source{Input: `{ ` + many(30, "nothing%d ") + `...Nothing }`})
	if err != nil {
		t.Fatal(err)
	}
	if list := validator.ValidateWithRules(schema, both, l.ruleSet()); !strings.Contains(said(list), `Unknown fragment "Nothing"`) {
		t.Errorf("only %s", said(list))
	}
}

func said(list gqlerror.List) string { return list.Error() }
