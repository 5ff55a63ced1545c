package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"ttyt/internal/access"
	"ttyt/internal/change"
)

// What follows tells the collector of an answer's basis whether the answer may be given to others.

// forAll drops what is no query, and what is answered to somebody.
func forAll(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	if graphql.GetOperationContext(ctx).Operation.Operation != ast.Query || access.Of(ctx).Known() {
		change.Drop(ctx)
	}
	return next(ctx)
}

// whole tells of an answer that is complete: without errors, without extensions, which are for who asked for them.
func whole(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	r := next(ctx)
	if r != nil && len(r.Errors) == 0 && len(r.Extensions) == 0 && r.HasNext == nil {
		change.Whole(ctx)
	}
	return r
}

// noted drops the answer if a root field does not say what it rests on.
func noted(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	ctx, done := change.Field(ctx)
	defer done()
	return next(ctx)
}
