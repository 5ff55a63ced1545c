package fastfield_test

import (
	"bytes"
	"context"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"ttyt.example/ttyt/graph/fastfield"
)

var zoo = gqlparser.MustLoadSchema(&ast.Source{Input: `
	type Query { all: [Node] }
	interface Node { id: ID name: String near: Node }
	type Cat implements Node { id: ID name: String near: Node all: [Node] lives: String }
	type Dog implements Node { id: ID name: String near: Node all: [Node] trick: String }
	union Pet = Cat | Dog`})

var satisfied = map[string][]string{"Query": {"Query"}, "Cat": {"Cat", "Node", "Pet"}, "Dog": {"Dog", "Node", "Pet"}}

// kinds are the types that lists of the zoo hold.
var kinds = []string{"Cat", "Dog", "Cat", "Dog", "Cat"}

// A plan answers as the library does, whichever objects it met before.
func TestAPlanAnswersAsTheLibraryDoes(t *testing.T) {
	t.Parallel()
	for name, document := range map[string]string{
		"fields":               `{ all { id name } }`,
		"names of types":       `{ __typename all { __typename } }`,
		"aliases":              `{ all { name first: name second: name } again: all { second: id } }`,
		"order":                `{ all { name id } again: all { id name } }`,
		"inline fragments":     `{ all { id ... { name } ... on Cat { lives } ... on Dog { trick } ... on Node { id } } }`,
		"fragments":            `{ all { ...f ...g } } fragment f on Node { id ...g } fragment g on Cat { lives name }`,
		"a fragment twice":     `{ all { ...f near { ...f } } } fragment f on Node { id name }`,
		"unions":               `{ all { ... on Pet { ... on Cat { lives } ... on Dog { trick } } } }`,
		"merged":               `{ all { near { id } ... on Cat { near { name } } near { near { id } } } all { near { near { name } } id } }`,
		"merged in fragments":  `{ all { ...f ...g } } fragment f on Node { near { id } } fragment g on Dog { near { name ... on Cat { lives } } }`,
		"skipped":              `query($yes: Boolean!) { all { id @skip(if: $yes) name @include(if: $yes) } }`,
		"skipped for all":      `{ all { id @skip(if: true) name @include(if: true) near @include(if: false) { id } } }`,
		"skipped fragments":    `query($yes: Boolean!) { all { ...f @skip(if: $yes) ... on Cat @include(if: $yes) { lives } name } } fragment f on Node { id near { id @skip(if: $yes) name } }`,
		"skipped and merged":   `query($yes: Boolean!) { all { near @include(if: $yes) { id } near { name @skip(if: $yes) near { id } } } }`,
		"skipped to nothing":   `query($yes: Boolean!) { all { near { id @skip(if: $yes) } } }`,
		"lists inside of each": `{ all { ... on Cat { all { id ... on Dog { trick } } } ... on Dog { all { name } } } }`,
	} {
		doc, errs := gqlparser.LoadQueryWithRules(zoo, document, rules.NewDefaultRules())
		if errs != nil {
			t.Fatal(name, errs)
		}
		for _, yes := range []bool{true, false} {
			operation := func() *graphql.OperationContext {
				return &graphql.OperationContext{Doc: doc, Variables: map[string]any{"yes": yes}}
			}
			var want, got bytes.Buffer
			theirs(operation, doc.Operations[0].SelectionSet, "Query").MarshalGQL(&want)
			ours(t.Context(), new(fastfield.Plan), operation(), doc.Operations[0].SelectionSet, "Query").MarshalGQL(&got)
			if want.String() != got.String() {
				t.Errorf("%s, %v\n%s, want\n%s", name, yes, &got, &want)
			}
		}
	}
}

// ours answers an object with the plan.
func ours(ctx context.Context, plan *fastfield.Plan, op *graphql.OperationContext, selected ast.SelectionSet, kind string) graphql.Marshaler {
	o := plan.New(op, selected, satisfied[kind])
	for i, f := range o.Fields {
		switch f.Name {
		case "all":
			o.Set(i, fastfield.List(ctx, nil, f.Selections, kinds, 0, false, func(ctx context.Context, n int) graphql.Marshaler {
				return ours(ctx, plan, op, f.Selections, kinds[n])
			}))
		case "near":
			o.Set(i, ours(ctx, plan, op, f.Selections, "Cat"))
		default:
			o.Text(i, kind+" "+f.Name)
		}
	}
	return o.Done(ctx)
}

// theirs answers it with what the library collects for this object alone.
func theirs(op func() *graphql.OperationContext, selected ast.SelectionSet, kind string) graphql.Marshaler {
	fields := graphql.CollectFields(op(), selected, satisfied[kind])
	o := graphql.NewFieldSet(fields)
	for i, f := range fields {
		switch f.Name {
		case "all":
			list := graphql.Array{}
			for _, k := range kinds {
				list = append(list, theirs(op, f.Selections, k))
			}
			o.Values[i] = list
		case "near":
			o.Values[i] = theirs(op, f.Selections, "Cat")
		default:
			o.Values[i] = graphql.MarshalString(kind + " " + f.Name)
		}
	}
	return o
}

// An operation may be answered by many goroutines at once.
func TestAPlanServesAllAtOnce(t *testing.T) {
	t.Parallel()
	doc, errs := gqlparser.LoadQueryWithRules(zoo, `{ all { id ... on Cat { lives near { name } } } }`, rules.NewDefaultRules())
	if errs != nil {
		t.Fatal(errs)
	}
	op, plans := &graphql.OperationContext{Doc: doc}, make([]fastfield.Plan, 100)
	text := func(plan *fastfield.Plan) string {
		var b bytes.Buffer
		ours(t.Context(), plan, op, doc.Operations[0].SelectionSet, "Query").MarshalGQL(&b)
		return b.String()
	}
	want := text(new(fastfield.Plan))
	var all sync.WaitGroup
	for i := range 20 * len(plans) {
		all.Go(func() {
			if got := text(&plans[i/20]); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
	all.Wait()
}
