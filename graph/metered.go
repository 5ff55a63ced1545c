package graph

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/metrics"
)

// metered counts each answer by the type of its operation and the code of its first error.
type metered struct{}

var _ graphql.ResponseInterceptor = metered{}

// ExtensionName names the extension to the library.
func (metered) ExtensionName() string { return "metered" }

// Validate has nothing to check.
func (metered) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptResponse counts the answer, one for each event of a subscription.
func (metered) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	r := next(ctx)
	if r == nil {
		return nil
	}
	operation, start := begun(ctx)
	metrics.Operation(operation, string(outcome(r)), time.Since(start))
	return r
}

// begun returns the type of the operation and when it began; a request that never became an operation has no type and took no time.
func begun(ctx context.Context) (operation string, start time.Time) {
	if graphql.HasOperationContext(ctx) {
		if op := graphql.GetOperationContext(ctx); op.Operation != nil {
			return string(op.Operation.Operation), op.Stats.OperationStart
		}
	}
	return "none", time.Now()
}

// outcome is the code of the first error, OK without one.
func outcome(r *graphql.Response) fault.Code {
	if len(r.Errors) == 0 {
		return "OK"
	}
	code, _ := r.Errors[0].Extensions["code"].(fault.Code)
	return code
}
