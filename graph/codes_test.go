package graph_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"ttyt/graph"
	"ttyt/internal/fault"
)

// Each top-level code can be had over HTTP. NOT_FOUND and FORBIDDEN need a store and somebody who is signed in: they are
// had in the acceptance tests.
func TestEveryCode(t *testing.T) {
	t.Parallel()
	empty := (&graph.Resolver{}).Handler(graph.Options{}) // whatever asks a service panics
	limited := (&graph.Resolver{}).Handler(graph.Options{Rate: graph.NewRate(1)})
	for range 5 {
		ask(t, limited, "{ __typename }", nil)
	}
	late := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithCancelCause(r.Context())
		cancel(context.DeadlineExceeded)
		empty.ServeHTTP(w, r.WithContext(ctx))
	})
	codes := fault.Codes()
	for _, c := range []struct {
		code   fault.Code
		h      http.Handler
		query  string
		status int
	}{
		{fault.BadInput, empty, "{", 200},
		{fault.Unauthenticated, empty, "{ auditEvents { totalCount } }", 200},
		{fault.PageTooLarge, empty, `{ posts(first: 101) { totalCount } }`, 200},
		{fault.QueryTooComplex, empty, "{" + strings.Repeat("__typename ", 1_001) + "}", 200},
		{fault.RateLimited, limited, "{ __typename }", 429},
		{fault.Unavailable, late, "{ departments { id } }", 503},
		{fault.Internal, empty, "{ departments { id } }", 200},
	} {
		status, body := ask(t, c.h, c.query, nil)
		if status != c.status || !strings.Contains(body, fmt.Sprintf(`"code":%q`, c.code)) {
			t.Errorf("%s: %d %.300s", c.code, status, body)
		}
		codes = slices.DeleteFunc(codes, func(code fault.Code) bool { return code == c.code })
	}
	if !slices.Equal(codes, []fault.Code{fault.NotFound, fault.Forbidden}) {
		t.Errorf("not provoked: %v", codes)
	}
}
