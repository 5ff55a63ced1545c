package transport

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ttyt.example/ttyt/internal/base/fault"
)

// A client that is refused for now is told when to come back, whatever part of the program refuses.
func TestWhoeverIsRefusedIsToldWhenToComeBack(t *testing.T) {
	t.Parallel()
	for code, want := range map[fault.Code]struct {
		status int
		retry  string
	}{fault.RateLimited: {http.StatusTooManyRequests, "1"}, fault.Unavailable: {http.StatusServiceUnavailable, "5"}, fault.Forbidden: {http.StatusForbidden, ""}} {
		w := httptest.NewRecorder()
		answer{w, mediaGraphQL}.respond(&graphql.Response{Errors: gqlerror.List{{Extensions: map[string]any{"code": code}}}})
		if w.Code != want.status || w.Header().Get("Retry-After") != want.retry {
			t.Errorf("%s: %d, Retry-After %q", code, w.Code, w.Header().Get("Retry-After"))
		}
	}
}
