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
)

// Options adjust the GraphQL handler.
type Options struct {
	// ShowSchema answers introspection to strangers too; signed-in people always have it.
	ShowSchema bool
	// Rate limits how often strangers ask.
	Rate *Rate
}

// cachedDocuments is how many parsed and validated documents are kept.
const cachedDocuments = 500

// Handler serves the API over the services of the resolver. The context of a request carries the actor, the locale
// and the trace id.
func (r *Resolver) Handler(o Options) http.Handler {
	api := generated.NewExecutableSchema(generated.Config{Resolvers: r})
	documents := lru.New[*ast.QueryDocument](cachedDocuments)
	s := handler.New(api)
	s.AddTransport(transport{rate: o.Rate})
	s.SetErrorPresenter(r.presentAndWatch)
	s.SetRecoverFunc(recovered)
	s.SetParserTokenLimit(maxTokens)
	s.SetDisableSuggestion(true)
	s.SetQueryCache(documents)
	s.Use(limits{schema: api.Schema(), cache: documents})
	s.Use(extension.Introspection{}) // the guard decides who sees it
	s.AroundOperations(forAll)
	s.AroundResponses(whole)
	s.AroundRootFields(noted)
	s.AroundOperations(func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		return next(r.withLoaders(ctx))
	})
	s.AroundRootFields(guard{showSchema: o.ShowSchema, fresh: r.withLoaders}.intercept)
	return s
}
