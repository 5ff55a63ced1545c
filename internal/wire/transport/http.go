// Package transport speaks GraphQL over the wire. Over HTTP it follows the GraphQL-over-HTTP specification and the
// multipart request specification; it is written out here because the library's transports repeat a body in their errors,
// answer without a code, bound nothing, and read no Accept header as HTTP means it.
package transport

import (
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/trace"
)

// HTTP answers requests one by one: POST with a JSON body, POST with files, GET and HEAD for queries.
type HTTP struct {
	// Admit says how long the caller has to wait before a request of theirs is looked at: 0 admits it. Where it is nil,
	// everybody is admitted.
	Admit func(context.Context) (wait time.Duration)
	// Turn waits until a request that has arrived whole may be worked on, and returns what its end is told by; nil where its
	// time was over before. Where Turn is nil, all are worked on at once.
	Turn func(context.Context) (done func())
	// BodyTime is how long a client may take to send a body, DefaultBodyTime when 0.
	BodyTime time.Duration
	// Spool is where long files wait until their request is answered; nil takes none.
	Spool *Spool
}

// DefaultBodyTime is enough for the largest body over a slow mobile network.
const DefaultBodyTime = 8 * time.Second

// maxErrors is how many errors of one invalid document are answered: ten, and three lines that say how many more of a kind
// there are.
const maxErrors = 13

// Supports takes every request, so that each gets an answer of one form.
func (HTTP) Supports(*http.Request) bool { return true }

// Do serves one request.
func (t HTTP) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	ctx, a := r.Context(), answerTo(w, r)
	params, leave, refused := t.receive(w, r, a)
	if refused != nil {
		a.refuse(ctx, refused.status, refused.why)
		return
	}
	defer leave()
	if params == nil { // OPTIONS
		w.Header().Del("Content-Type")
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if t.Turn != nil {
		done := t.Turn(ctx)
		if done == nil {
			Unavailable(w, r)
			return
		}
		defer done()
	}
	t.execute(w, r, a, params, exec)
}

// execute runs the operation that a request asks for.
func (t HTTP) execute(w http.ResponseWriter, r *http.Request, a answer, params *graphql.RawParams, exec graphql.GraphExecutor) {
	ctx := r.Context()
	op, invalid := exec.CreateOperationContext(ctx, params)
	trace.Operation(w, nameOf(op, params))
	if len(invalid) > 0 {
		invalid = invalid[:min(len(invalid), maxErrors)]
		if ambiguous(op) {
			invalid = gqlerror.List{gqlerror.Wrap(errOperation)}
		}
		a.respond(exec.DispatchError(graphql.WithOperationContext(ctx, op), invalid))
		return
	}
	switch kind := op.Operation.Operation; {
	case kind == ast.Subscription:
		a.respond(exec.DispatchError(graphql.WithOperationContext(ctx, op), gqlerror.List{gqlerror.Wrap(errSubscription)}))
		return
	case kind != ast.Query && r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		a.refuse(ctx, http.StatusMethodNotAllowed, errQueries)
		return
	}
	a.respond(dispatch(ctx, exec, op))
}

// dispatch runs an operation that nothing is wrong with.
func dispatch(ctx context.Context, exec graphql.GraphExecutor, op *graphql.OperationContext) *graphql.Response {
	responses, ctx := exec.DispatchOperation(ctx, op)
	response := responses(ctx)
	if response == nil { // its time was over before it began
		response = exec.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(context.Cause(ctx))})
	}
	return response
}

// Run executes one query or mutation without a network between.
func Run(ctx context.Context, exec graphql.GraphExecutor, params *graphql.RawParams) *graphql.Response {
	ctx = graphql.StartOperationTrace(ctx)
	op, invalid := exec.CreateOperationContext(ctx, params)
	if len(invalid) > 0 {
		return exec.DispatchError(graphql.WithOperationContext(ctx, op), invalid)
	}
	return dispatch(ctx, exec, op)
}

// receive takes the parameters out of the request, nil where it asks for what the endpoint can do. leave gives back the
// room that they take in memory.
func (t HTTP) receive(w http.ResponseWriter, r *http.Request, a answer) (params *graphql.RawParams, leave func(), refused *refusal) {
	leave = func() {}
	if t.Admit != nil {
		if wait := t.Admit(r.Context()); wait > 0 {
			comeBack(w, wait)
			return nil, nil, &refusal{http.StatusTooManyRequests, errRate}
		}
	}
	if a.media == "" {
		return nil, nil, &refusal{http.StatusNotAcceptable, errAccept}
	}
	switch r.Method {
	case http.MethodPost:
		return t.readBody(w, r)
	case http.MethodGet, http.MethodHead:
		params, refused = readURL(r.URL)
		return params, leave, refused
	}
	w.Header().Set("Allow", "GET, HEAD, OPTIONS, POST")
	if r.Method != http.MethodOptions {
		refused = &refusal{http.StatusMethodNotAllowed, errMethod}
	}
	return nil, leave, refused
}

// nameOf is what the log calls the operation.
func nameOf(op *graphql.OperationContext, params *graphql.RawParams) string {
	name := params.OperationName
	if name == "" && op != nil && op.Operation != nil {
		name = op.Operation.Name
	}
	return trace.Name(name, params.Query)
}

// ambiguous reports whether the document is valid, but which of its operations is meant is not said.
func ambiguous(op *graphql.OperationContext) bool {
	return op.Doc != nil && op.Operation == nil && op.OperationName == "" && len(op.Doc.Operations) > 1
}

var (
	errToken        = &fault.Error{Code: fault.Unauthenticated, Text: badToken}
	errRate         = &fault.Error{Code: fault.RateLimited, Text: TooManyRequests}
	errBusy         = &fault.Error{Code: fault.Unavailable, Text: Overloaded}
	errAccept       = fault.Bad(unacceptable)
	errMethod       = fault.Bad(getOrPost)
	errQueries      = fault.Bad(queriesByGET)
	errOperation    = fault.Bad(severalOperations)
	errSubscription = fault.Bad(needsStream)
)
