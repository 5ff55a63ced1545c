package graph

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
)

// What follows tells a caller what became of an operation that the store did not carry through.

// mutates reports whether the context is of a mutation.
func mutates(ctx context.Context) bool {
	if !graphql.HasOperationContext(ctx) {
		return false
	}
	op := graphql.GetOperationContext(ctx).Operation
	return op != nil && op.Operation == ast.Mutation
}

// trailed lets each root field of a mutation remember what its transactions came to.
func trailed(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	if mutates(ctx) {
		ctx = db.WithTrail(ctx)
	}
	return next(ctx)
}

// unanswered gives no part of a query whose rest could not be read: a list without what is missing in it looks complete.
func unanswered(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	r := next(ctx)
	if r == nil || !graphql.HasOperationContext(ctx) {
		return r
	}
	op := graphql.GetOperationContext(ctx).Operation
	if op != nil && op.Operation == ast.Query && slices.ContainsFunc(r.Errors, isUnavailable) {
		r.Data = []byte("null")
	}
	return r
}

func isUnavailable(e *gqlerror.Error) bool { return e.Extensions["code"] == fault.Unavailable }
