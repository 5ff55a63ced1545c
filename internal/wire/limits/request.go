package limits

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ttyt.example/ttyt/internal/base/budget"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/wire/rate"
)

// request is what the limits remember of one request.
type request struct {
	limits      *Limits
	budget      Budget
	document    // with its plan, once the request is within the limits
	cost        int
	reportsCost bool
	computes    bool
	namesSchema bool // in messages

	text   budget.Text  // of the answer so far
	work   *budget.Work // done for it
	errors atomic.Int64 // of the answer so far
}

const (
	requestKey = "limits" // in the operation's statistics
	costKey    = "cost"   // in the extensions of request and answer
)

// requestOf is nil outside requests.
func requestOf(ctx context.Context) *request {
	if !graphql.HasOperationContext(ctx) {
		return nil
	}
	r, _ := graphql.GetOperationContext(ctx).Stats.GetExtension(requestKey).(*request)
	return r
}

// Document returns the parsed document of the request, once the limits have let it through. It need not be valid.
func Document(ctx context.Context) *ast.QueryDocument { return requestOf(ctx).doc }

// NamesSchema reports whether messages to the caller of the request may name what the schema has.
func NamesSchema(ctx context.Context) bool {
	r := requestOf(ctx)
	return r != nil && r.namesSchema
}

// Report is the cost of a request, in extensions.cost of the answer where the request's extensions ask for it with
// {"cost": true}.
type Report struct {
	Available int `json:"available"` // what the caller may spend on one operation
	Requested int `json:"requested"` // what this one costs
	// Computed is how many bytes of text its fields computed over, of Computable.
	Computed   int `json:"computed,omitempty"`
	Computable int `json:"computable,omitempty"`
}

// InterceptResponse bounds one answer, or one event of a subscription, and adds what was asked to be reported.
func (l *Limits) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	r := requestOf(ctx)
	if r == nil {
		return next(ctx)
	}
	if r.computes {
		leave, err := l.turns.enter(ctx, rate.CallerOf(access.Of(ctx)))
		if err != nil {
			return l.noTurn(ctx, err)
		}
		defer leave()
	}
	r.text.Reset()
	r.work.Reset()
	r.errors.Store(0)
	answer := next(budget.WithWork(budget.With(ctx, &r.text), r.work))
	if answer == nil {
		return nil
	}
	if len(answer.Data) > r.budget.Text {
		l.Refused(ctx, ReasonText)
		answer.Data, answer.Errors = []byte("null"), presented(ctx, tooMuchText(ctx, r.budget.Text))
	}
	if left := r.errors.Swap(0) - maxFieldErrors; left > 0 {
		answer.Errors = append(answer.Errors, presented(ctx, leftOut(left))...)
	}
	if r.reportsCost {
		if answer.Extensions == nil {
			answer.Extensions = map[string]any{}
		}
		answer.Extensions[costKey] = r.report()
	}
	return answer
}

func (r *request) report() Report {
	told := Report{Available: r.budget.Cost, Requested: r.cost}
	if r.computes {
		told.Computed, told.Computable = r.work.Done(), r.budget.Work
	}
	return told
}

// noTurn answers a request that did not come to compute, of which nothing was executed.
func (l *Limits) noTurn(ctx context.Context, err error) *graphql.Response {
	if errors.Is(err, errTurn) {
		l.Refused(ctx, ReasonTurn)
	}
	return &graphql.Response{Errors: presented(ctx, err)}
}

// presented words an error for the client as the server does.
func presented(ctx context.Context, err error) gqlerror.List {
	ctx = graphql.WithFreshResponseContext(ctx)
	graphql.AddError(ctx, err)
	return graphql.GetErrors(ctx)
}

// over refuses text beyond the budget, and counts the request once.
func (r *request) over(ctx context.Context, first bool) error {
	if first {
		r.limits.Refused(ctx, ReasonText)
	}
	return tooMuchText(ctx, r.budget.Text)
}

// tooMuchWork refuses to compute beyond the budget, and counts the request once.
func (r *request) tooMuchWork(ctx context.Context, first bool) error {
	if first {
		r.limits.Refused(ctx, ReasonWork)
	}
	return &fault.Error{Code: fault.QueryTooComplex, Text: tooMuchComputing.With(r.budget.Work >> 20)}
}

// tooMuchText refuses to show what goes beyond the limit. A mutation has run by then, and nobody knows better than its
// client whether to run it again, so that is told.
func tooMuchText(ctx context.Context, limit int) error {
	says := answerTooLarge.With(limit >> 20)
	if op := graphql.GetOperationContext(ctx).Operation; op != nil && op.Operation == ast.Mutation {
		says = mutationAnswerTooLarge.With(limit >> 20)
	}
	return &fault.Error{Code: fault.AnswerTooLarge, Text: says}
}

// CapErrors leaves out what errors an answer has beyond the first ones, before they are worded or logged.
func CapErrors(present graphql.ErrorPresenterFunc) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		if r := requestOf(ctx); r != nil && r.leavesOut(err) {
			return nil
		}
		return present(ctx, err)
	}
}

// leavesOut counts the error. The library adds another one to each field that must not be null and whose own error it
// does not find.
func (r *request) leavesOut(err error) bool {
	if r.errors.Load() >= maxFieldErrors && strings.HasSuffix(err.Error(), "must not be null") {
		return true
	}
	return r.errors.Add(1) > maxFieldErrors
}

func leftOut(n int64) error {
	return &fault.Error{Code: fault.QueryTooComplex, Text: moreErrors.With(n)}
}
