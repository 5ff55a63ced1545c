package graph

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"

	"ttyt/graph/generated"
	"ttyt/internal/limits"
	"ttyt/internal/transport"
)

// Options adjust the GraphQL handler.
type Options struct {
	// ShowSchema answers introspection to strangers too; signed-in people always have it.
	ShowSchema bool
	// Rate is how many requests a second one address of strangers may make for long; 0 is no limit.
	Rate int
	// Turn waits until a request may be worked on, see transport.HTTP; nil lets all be.
	Turn func(context.Context) (done func())
}

// Handler serves the API over the services of the resolver. The context of a request carries the actor, the locale
// and the trace id.
func (r *Resolver) Handler(o Options) http.Handler {
	api := generated.NewExecutableSchema(generated.Config{Resolvers: r})
	s := handler.New(api)
	s.AddTransport(transport.HTTP{Admit: newRate(o.Rate).admit, Turn: o.Turn})
	s.SetErrorPresenter(limits.CapErrors(r.presentAndWatch))
	s.SetRecoverFunc(recovered)
	limits.New(api.Schema(), limits.Options{ShowSchema: o.ShowSchema}).Install(s)
	s.Use(extension.Introspection{}) // the guard decides who sees it
	s.AroundOperations(func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		return next(r.withLoaders(ctx))
	})
	s.AroundRootFields(guard{showSchema: o.ShowSchema, fresh: r.withLoaders}.intercept)
	return s
}
