package graph

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/feed"
)

// What follows tells the collector of an answer's basis whether the answer may be given to others.

// forAll drops what is no query, and what is answered to somebody.
func forAll(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	if graphql.GetOperationContext(ctx).Operation.Operation != ast.Query || access.Of(ctx).Known() {
		feed.Drop(ctx)
	}
	return next(ctx)
}

// whole reports whether the answer is complete: its only errors are NOT_FOUND, and it has no extensions, which belong to the
// client that asked for them.
func whole(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	r := next(ctx)
	switch {
	case r == nil || len(r.Extensions) > 0 || r.HasNext != nil:
	case len(r.Errors) == 0:
		feed.Whole(ctx)
	case len(r.Data) > 0 && !slices.ContainsFunc(r.Errors, func(e *gqlerror.Error) bool { return e.Extensions["code"] != fault.NotFound }):
		feed.Missed(ctx)
	}
	return r
}

// noted drops the answer if a root field does not say what it rests on.
func noted(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	ctx, done := feed.Field(ctx)
	defer done()
	return next(ctx)
}
