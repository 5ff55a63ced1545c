package graph

import (
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/vektah/gqlparser/v2/validator/core"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/internal/base/metrics"
	"ttyt.example/ttyt/internal/wire/documents"
	"ttyt.example/ttyt/internal/wire/limits"
	"ttyt.example/ttyt/internal/wire/transport"
)

// Options adjust the GraphQL handler.
type Options struct {
	// ShowSchema answers introspection to strangers too; signed-in people always have it.
	ShowSchema bool
	// Turn waits until a request may be worked on, see transport.HTTP; nil lets all be.
	Turn func(context.Context) (done func())
	// Admit counts a request and returns how long its caller has to wait, 0 if it may go on; nil admits all.
	Admit func(context.Context) (wait time.Duration)
	// Trusted are the registered documents, and TrustedOnly holds strangers to them.
	Trusted     *documents.Registry
	TrustedOnly bool
	// Live keeps the connections that stay open; without it there are none.
	Live *transport.Live
}

// Handler serves the API over the services of the resolver. The context of a request carries the actor, the locale
// and the trace id.
func (r *Resolver) Handler(o Options) http.Handler {
	api := generated.NewExecutableSchema(generated.Config{Resolvers: r})
	s := handler.New(api)
	if o.Live != nil {
		s.AddTransport(transport.WebSocket{Live: o.Live, Admit: o.Admit})
		s.AddTransport(transport.SSE{Live: o.Live, Admit: o.Admit})
	}
	s.AddTransport(transport.HTTP{Admit: o.Admit, Turn: o.Turn})
	s.SetErrorPresenter(limits.CapErrors(r.presentAndWatch))
	s.SetRecoverFunc(recovered)
	s.Use(persisted{registered: o.Trusted, only: o.TrustedOnly, automatic: documents.NewAutomatic()})
	checked := checkedValues(api.Schema())
	limits.New(api.Schema(), limits.Options{ShowSchema: o.ShowSchema, Rules: []core.Rule{checked.Rule()}, Refused: func(_ context.Context, reason string) {
		metrics.Refused(metrics.TooComplex + metrics.Reason(reason))
	}}).Install(s)
	s.Use(checked)
	s.Use(metered{})
	s.Use(extension.Introspection{}) // the guard decides who sees it
	gate := guard{showSchema: o.ShowSchema, fresh: r.withLoaders, watch: r.Watch}
	s.AroundOperations(gate.subscription)
	s.AroundOperations(forAll)
	s.AroundResponses(whole)
	s.AroundResponses(unanswered)
	s.AroundRootFields(noted)
	s.AroundRootFields(trailed)
	s.AroundOperations(func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		return next(r.withLoaders(ctx))
	})
	s.AroundRootFields(gate.intercept)
	s.AroundResponses(gate.event)
	return s
}
