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
	"ttyt/internal/trusted"
)

// Options adjust the GraphQL handler.
type Options struct {
	// ShowSchema answers introspection to strangers too; signed-in people always have it.
	ShowSchema bool
	// Rate is how many requests a second one address of strangers may make for long; 0 is no limit.
	Rate int
	// Trusted are the registered documents, and TrustedOnly holds strangers to them.
	Trusted     *trusted.Registry
	TrustedOnly bool
}

// cachedDocuments is how many parsed and validated documents are kept.
const cachedDocuments = 500

// Handler serves the API over the services of the resolver. The context of a request carries the actor, the locale
// and the trace id.
func (r *Resolver) Handler(o Options) http.Handler {
	api := generated.NewExecutableSchema(generated.Config{Resolvers: r})
	documents := lru.New[*ast.QueryDocument](cachedDocuments)
	s := handler.New(api)
	s.AddTransport(transport{rate: newRate(o.Rate)})
	s.SetErrorPresenter(r.presentAndWatch)
	s.SetRecoverFunc(recovered)
	s.SetParserTokenLimit(maxTokens)
	s.SetDisableSuggestion(true)
	s.SetQueryCache(documents)
	s.Use(persisted{registered: o.Trusted, only: o.TrustedOnly, automatic: trusted.NewAutomatic()})
	s.Use(limits{schema: api.Schema(), cache: documents})
	s.Use(extension.Introspection{}) // the guard decides who sees it
	s.AroundOperations(func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		return next(r.withLoaders(ctx))
	})
	s.AroundRootFields(guard{showSchema: o.ShowSchema, fresh: r.withLoaders}.intercept)
	return s
}
