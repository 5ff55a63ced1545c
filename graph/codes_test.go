package graph_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/graph"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/wire/documents"
)

// Each top-level code can be had over HTTP. NOT_FOUND, FORBIDDEN and ANSWER_TOO_LARGE need a store
// and somebody who is signed in: they are had in the acceptance tests.
func TestEveryCode(t *testing.T) {
	t.Parallel()
	empty := (&graph.Resolver{}).Handler(graph.Options{}) // whatever asks a service panics
	limited := (&graph.Resolver{}).Handler(graph.Options{Admit: func(context.Context) time.Duration { return time.Second }})
	late := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithCancelCause(r.Context())
		cancel(context.DeadlineExceeded)
		empty.ServeHTTP(w, r.WithContext(ctx))
	})
	held := (&graph.Resolver{}).Handler(graph.Options{TrustedOnly: true})
	hashed := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = io.NopCloser(strings.NewReader(`{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + documents.Hash("{ __typename }") + `"}}}`))
		empty.ServeHTTP(w, r)
	})
	locked := access.Anonymous("192.0.2.1", "")
	locked.Locked = &access.Lock{Session: db.NewID()}
	due := &access.Actor{StaffID: db.NewID(), PasswordDue: true}
	codes := fault.Codes()
	for _, c := range []struct {
		code   fault.Code
		h      http.Handler
		query  string
		status int
	}{
		{fault.NotTrusted, held, "{ __typename }", 200},
		{fault.NotPersisted, hashed, "{ __typename }", 200},
		{fault.BadInput, empty, "{", 200},
		{fault.Unauthenticated, empty, "{ auditEvents { totalCount } }", 200},
		{fault.Locked, calledBy(locked, empty), "{ departments { id } }", 200},
		{fault.PasswordNeeded, calledBy(due, empty), `mutation { revokeRole(input: {id: "x"}) { userErrors { code } } }`, 200},
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
	if !slices.Equal(codes, []fault.Code{fault.NotFound, fault.Forbidden, fault.AnswerTooLarge}) {
		t.Errorf("not provoked: %v", codes)
	}
}
