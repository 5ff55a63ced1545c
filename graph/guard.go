package graph

import (
	"context"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
)

// guard denies by default: a stranger gets no root field but those marked @public, and sees the schema only where it
// is shown to all. A locked session gets those marked @locked alone, and one whose password was entered long ago none marked
// @decides. An external tool reads what is public and, where its token holds one of the scopes that a field names
// with @scope, that field; what it gets there the permission rules decide.
type guard struct {
	showSchema bool
	fresh      func(context.Context) context.Context // loaders without anything read so far
	watch      *audit.Watch
}

// intercept runs around each root field, before its arguments are read.
func (g guard) intercept(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	root := graphql.GetRootFieldContext(ctx)
	if err := g.refuse(ctx, root.Field.ObjectDefinition.Name, root.Field.Definition); err != nil {
		graphql.AddError(ctx, &gqlerror.Error{
			Err:       err,
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
		if err := g.refuse(ctx, "Subscription", f.Definition); err != nil {
			return refused(ctx, err)
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

// refuse returns why the caller does not get a root field of a type, nil where they do.
func (g guard) refuse(ctx context.Context, of string, field *ast.FieldDefinition) error {
	actor := access.Of(ctx)
	switch {
	case actor.Locked != nil:
		if field.Directives.ForName("locked") != nil {
			return nil
		}
		return fault.ErrLocked
	case actor.PasswordDue && field.Directives.ForName("decides") != nil:
		return fault.ErrPasswordNeeded
	case actor.SignedIn():
		return nil
	case !actor.Known():
		if g.open(field) {
			return nil
		}
		return fault.ErrUnauthenticated
	case of != "Mutation" && (g.open(field) || strings.HasPrefix(field.Name, "__")): // a tool neither signs in nor acts for a reader
		return nil
	}
	scopes := scopesOf(field)
	if slices.ContainsFunc(scopes, actor.HasScope) {
		return nil
	}
	err := notForTool(scopes)
	g.watch.Refused(ctx, of+"."+field.Name, err)
	return err
}

// scopesOf lists the scopes of which one opens the field to a tool.
func scopesOf(field *ast.FieldDefinition) []string {
	d := field.Directives.ForName("scope")
	if d == nil {
		return nil
	}
	var names []string
	for _, c := range d.Arguments.ForName("any").Value.Children {
		names = append(names, c.Value.Raw)
	}
	return names
}

// notForTool tells a tool what its token lacks.
func notForTool(scopes []string) error {
	e := fault.Refused("4")
	if scopes == nil {
		e.Text = notForTokens
		return e
	}
	list := strings.Join(scopes, ", ")
	e.Text = tokenLacksScope.With(list)
	return e
}

func (g guard) open(field *ast.FieldDefinition) bool {
	if strings.HasPrefix(field.Name, "__") {
		return g.showSchema
	}
	return field.Directives.ForName("public") != nil
}
