package graph

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"

	"ttyt/graph/generated"
	"ttyt/internal/access"
	"ttyt/internal/transport"
)

// Options adjust the GraphQL handler.
type Options struct {
	// ShowSchema answers introspection to strangers too; signed-in people always have it.
	ShowSchema bool
	// Live keeps the connections that stay open; without it there are none.
	Live *transport.Live
	// Rate is how many requests a second one address of strangers may make for long; 0 is no limit.
	Rate int
}

// cachedDocuments is how many parsed and validated documents are kept.
const cachedDocuments = 500

// Handler serves the API over the services of the resolver. The context of a request carries the actor, the locale
// and the trace id.
func (r *Resolver) Handler(o Options) http.Handler {
	api := generated.NewExecutableSchema(generated.Config{Resolvers: r})
	documents := lru.New[*ast.QueryDocument](cachedDocuments)
	s := handler.New(api)
	strangers := newRate(o.Rate)
	if o.Live != nil {
		allow := func(ctx context.Context) bool { return strangers.allow(access.Of(ctx).Address) }
		s.AddTransport(transport.WebSocket{Live: o.Live, Allow: allow})
		s.AddTransport(transport.SSE{Live: o.Live, Allow: allow})
	}
	s.AddTransport(httpTransport{rate: strangers})
	s.SetErrorPresenter(r.presentAndWatch)
	s.SetRecoverFunc(recovered)
	s.SetParserTokenLimit(maxTokens)
	s.SetDisableSuggestion(true)
	s.SetQueryCache(documents)
	s.Use(limits{schema: api.Schema(), cache: documents})
	s.Use(extension.Introspection{}) // the guard decides who sees it
	gate := guard{showSchema: o.ShowSchema, fresh: r.withLoaders}
	s.AroundOperations(gate.subscription)
	s.AroundOperations(func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		return next(r.withLoaders(ctx))
	})
	s.AroundRootFields(gate.intercept)
	s.AroundResponses(gate.event)
	return s
}
