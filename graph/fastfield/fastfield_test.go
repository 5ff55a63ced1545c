package fastfield_test

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/graph/fastfield"
)

// object starts an answer with the fields a and b.
func object() (*graphql.OperationContext, *fastfield.Object) {
	op, on := &graphql.OperationContext{}, &ast.Definition{Name: "T"}
	fields := ast.SelectionSet{&ast.Field{Name: "a", Alias: "a", ObjectDefinition: on}, &ast.Field{Name: "b", Alias: "second", ObjectDefinition: on}}
	return op, new(fastfield.Plan).New(op, fields, []string{"T"})
}

func null(context.Context) graphql.Marshaler { return graphql.Null }

// A field that may not be null takes its object with it, whether it was there or resolved beside the others.
func TestNullSpreadsWhereItMust(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fill func(o *fastfield.Object)
		want string
	}{
		"all there":       {func(o *fastfield.Object) { o.Text(0, "x"); o.Set(1, graphql.Null) }, `{"a":"x","second":null}`},
		"required":        {func(o *fastfield.Object) { o.Require(0, graphql.Null); o.Set(1, graphql.Null) }, `null`},
		"later":           {func(o *fastfield.Object) { o.Later(0, false, null); o.Later(1, false, null) }, `{"a":null,"second":null}`},
		"later, required": {func(o *fastfield.Object) { o.Later(0, false, null); o.Later(1, true, null) }, `null`},
	} {
		var b bytes.Buffer
		_, o := object()
		c.fill(o)
		o.Done(t.Context()).MarshalGQL(&b)
		if b.String() != c.want {
			t.Errorf("%s: %s, want %s", name, &b, c.want)
		}
	}
}

// An error carries the place of its field, down to the element of a list.
func TestErrorsKeepTheirPlace(t *testing.T) {
	t.Parallel()
	ctx := graphql.WithResponseContext(t.Context(), graphql.DefaultErrorPresenter, graphql.DefaultRecover)
	op, o := object()
	ctx = graphql.WithOperationContext(ctx, op)
	fastfield.Field(ctx, op, "T", &o.Fields[0], nil, func(ctx context.Context) graphql.Marshaler {
		return fastfield.List(ctx, nil, nil, []string{"bad", "broken"}, 0, false, func(ctx context.Context, i int) graphql.Marshaler {
			if i == 0 {
				return graphql.Null
			}
			return fastfield.Field(ctx, op, "T", &o.Fields[1], errors.New("broken"), nil)
		})
	})
	if errs := graphql.GetErrors(ctx); len(errs) != 1 || errs[0].Path.String() != "a[1].second" || errs[0].Message != "broken" {
		t.Errorf("%v", errs)
	}
}
