package graph

import (
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/internal/base/metrics"
	"ttyt.example/ttyt/internal/core/feed"
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
	// Spool is where long files wait until their request is answered; without it none is taken.
	Spool *transport.Spool
	// Live keeps the connections that stay open; without it there are none.
	Live *transport.Live
}

// API is the executor of operations, served over the network and to the pages of this very program alike: the same guard,
// limits and permissions. The context of an operation carries the actor, the locale and the trace id.
type API struct {
	exec       *executor.Executor
	transports []graphql.Transport
}

// ServeHTTP answers one request by the first transport that supports it; the last one supports all.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r = r.WithContext(graphql.StartOperationTrace(r.Context()))
	for _, t := range a.transports {
		if t.Supports(r) {
			t.Do(w, r, a.exec)
			return
		}
	}
}

// Run executes one query or mutation of this program's own, without a network between. The caller has been
// admitted and has waited for its turn.
func (a *API) Run(ctx context.Context, document, operation string, variables map[string]any) *graphql.Response {
	feed.Asked(ctx)
	return transport.Run(ctx, a.exec, &graphql.RawParams{Query: document, OperationName: operation, Variables: variables})
}

// Schema is what operations are written in.
func Schema() *ast.Schema { return generated.NewExecutableSchema(generated.Config{}).Schema() }

// Handler serves the API over the services of the resolver.
func (r *Resolver) Handler(o Options) *API {
	api := generated.NewExecutableSchema(generated.Config{Resolvers: r})
	s := executor.New(api)
	a := &API{exec: s}
	if o.Live != nil {
		a.transports = append(a.transports, transport.WebSocket{Live: o.Live, Admit: o.Admit}, transport.SSE{Live: o.Live, Admit: o.Admit})
	}
	a.transports = append(a.transports, transport.HTTP{Admit: o.Admit, Turn: o.Turn, Spool: o.Spool})
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
	return a
}
