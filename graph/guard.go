package graph

import (
	"context"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ttyt/internal/access"
	"ttyt/internal/fault"
)

// guard denies by default: a stranger gets no root field but those marked @public, and sees the schema only where it
// is shown to all.
type guard struct {
	showSchema bool
	fresh      func(context.Context) context.Context // loaders without anything read so far
}

// intercept runs around each root field, before its arguments are read.
func (g guard) intercept(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	root := graphql.GetRootFieldContext(ctx)
	if !access.Of(ctx).SignedIn() && !g.open(root.Field.Definition) {
		graphql.AddError(ctx, &gqlerror.Error{
			Err:       fault.ErrUnauthenticated,
			Path:      ast.Path{ast.PathName(root.Field.Alias)},
			Locations: []gqlerror.Location{{Line: root.Field.Position.Line, Column: root.Field.Position.Column}},
		})
		return graphql.Null
	}
	if root.Field.ObjectDefinition.Name == "Mutation" { // a payload shows what its own mutation left, not what an earlier one read
		ctx = g.fresh(ctx)
	}
	return next(ctx)
}

// subscription runs around each operation: the library runs nothing around the root field of a subscription.
func (g guard) subscription(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx)
	if op.Operation.Operation != ast.Subscription {
		return next(ctx)
	}
	for _, f := range graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Subscription"}) {
		if !access.Of(ctx).SignedIn() && !g.open(f.Definition) {
			return refused(ctx, fault.ErrUnauthenticated)
		}
	}
	return next(ctx)
}

// refused answers an operation that is not executed.
func refused(ctx context.Context, err error) graphql.ResponseHandler {
	return graphql.OneShot(&graphql.Response{Errors: gqlerror.List{present(ctx, err)}})
}

// event runs around each response: one event of a subscription shows nothing that an earlier one read.
func (g guard) event(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	if graphql.HasOperationContext(ctx) {
		if op := graphql.GetOperationContext(ctx).Operation; op != nil && op.Operation == ast.Subscription {
			ctx = g.fresh(ctx)
		}
	}
	return next(ctx)
}

func (g guard) open(field *ast.FieldDefinition) bool {
	if strings.HasPrefix(field.Name, "__") {
		return g.showSchema
	}
	return field.Directives.ForName("public") != nil
}
