// Package values holds the values of a request to the schema before any of its fields runs: the variables as they were
// sent, the values in the document, and the null that a variable brings where none may stand. The library alone would
// take enum values in any letter case, numbers for text and text for numbers, and finds some faults only after other
// fields have run.
package values

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Scalar reports what is wrong with a value of a custom scalar. It gets what the scalar is unmarshalled from.
type Scalar func(value any) error

// Values is the extension of the GraphQL server that checks values. An operation with one fault runs no field at all.
type Values struct {
	schema   *ast.Schema
	scalars  map[string]Scalar
	document func(context.Context) *ast.QueryDocument
}

var _ interface {
	graphql.OperationParameterMutator
	graphql.OperationContextMutator
} = (*Values)(nil)

// New returns the check of values by the schema. The scalars are its custom ones, by name. document returns the parsed
// document of a request, which need not be valid yet.
func New(schema *ast.Schema, scalars map[string]Scalar, document func(context.Context) *ast.QueryDocument) *Values {
	return &Values{schema, scalars, document}
}

// ExtensionName names the extension to the library.
func (*Values) ExtensionName() string { return "values" }

// Validate has nothing to check.
func (*Values) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters checks the variables while they are what was sent: the library coerces them in place.
func (v *Values) MutateOperationParameters(ctx context.Context, p *graphql.RawParams) *gqlerror.Error {
	op := v.document(ctx).Operations.ForName(p.OperationName)
	if op == nil { // the library says so
		return nil
	}
	if f := v.variables(op, p.Variables); f != nil {
		return gqlerror.Wrap(f)
	}
	return nil
}

// MutateOperationContext checks where the document, which is valid by now, uses the variables that are null.
func (v *Values) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if f := nullUsed(op); f != nil {
		return gqlerror.Wrap(f)
	}
	return nil
}
