package transport_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/auth"
	"ttyt.example/ttyt/internal/wire/transport"
)

// executor stands in for the schema: what a document asks for is its first word.
type executor struct {
	streams atomic.Int32 // subscriptions under way
	tick    chan struct{}
}

func (e *executor) CreateOperationContext(_ context.Context, p *graphql.RawParams) (*graphql.OperationContext, gqlerror.List) {
	op := &graphql.OperationContext{RawQuery: p.Query, Variables: p.Variables, Operation: &ast.OperationDefinition{Operation: ast.Query}}
	switch kind, _, _ := strings.Cut(p.Query, " "); kind {
	case "invalid", "":
		return op, gqlerror.List{gqlerror.Errorf("invalid")}
	case "panic":
		panic("on purpose")
	case "mutation":
		op.Operation.Operation = ast.Mutation
	case "subscription":
		op.Operation.Operation = ast.Subscription
	}
	return op, nil
}

func (e *executor) DispatchOperation(ctx context.Context, op *graphql.OperationContext) (graphql.ResponseHandler, context.Context) {
	_, what, _ := strings.Cut(op.RawQuery, " ")
	if op.Operation.Operation != ast.Subscription {
		return func(ctx context.Context) *graphql.Response {
			if what == "forever" {
				<-ctx.Done()
				return nil
			}
			data, _ := json.Marshal(map[string]any{"says": what, "locale": fault.LocaleOf(ctx), "variables": op.Variables})
			return &graphql.Response{Data: data}
		}, ctx
	}
	if what == "refused" {
		return graphql.OneShot(&graphql.Response{Errors: gqlerror.List{gqlerror.Errorf("refused")}}), ctx
	}
	if what == "slow" {
		return e.slow(ctx), ctx
	}
	e.streams.Add(1)
	context.AfterFunc(ctx, func() { e.streams.Add(-1) })
	n := 0
	return func(ctx context.Context) *graphql.Response {
		n++
		switch {
		case what == "twice" && n > 2:
			return nil
		case what == "breaks" && n > 1:
			return &graphql.Response{Errors: gqlerror.List{gqlerror.Errorf("broken")}}
		case what == "large":
			return &graphql.Response{Data: json.RawMessage(`"` + strings.Repeat("x", 1<<20) + `"`)}
		case what == "waits":
			select {
			case <-e.tick:
			case <-ctx.Done():
				return nil
			}
		}
		data, _ := json.Marshal(n)
		return &graphql.Response{Data: data}
	}, ctx
}

// slow is a subscription whose events come with a tick each, and of which the first is answered only when its time is over.
func (e *executor) slow(ctx context.Context) graphql.ResponseHandler {
	source := make(chan int)
	go func() {
		defer close(source)
		for n := range 3 {
			select {
			case <-e.tick:
				source <- n
			case <-ctx.Done():
				return
			}
		}
	}()
	events := transport.Timed(ctx, source)
	return func(ctx context.Context) *graphql.Response {
		select {
		case n, ok := <-events:
			if !ok {
				return nil
			}
			if n == 0 {
				<-ctx.Done()
			}
			data, _ := json.Marshal([]any{n, fmt.Sprint(context.Cause(ctx))})
			return &graphql.Response{Data: data}
		case <-ctx.Done():
			return nil
		}
	}
}

func (e *executor) DispatchError(ctx context.Context, list gqlerror.List) *graphql.Response {
	for _, g := range list {
		if f, ok := errors.AsType[*fault.Error](g); ok {
			g.Message, g.Extensions = f.Text.In(ctx), map[string]any{"code": f.Code}
		}
	}
	return &graphql.Response{Errors: list}
}

// site is a server that speaks both transports, and nothing else.
type site struct {
	*httptest.Server
	*executor
	live *transport.Live
}

// serverTime is what the server gives an ordinary request.
const serverTime = 300 * time.Millisecond

func open(t *testing.T, adjust func(*transport.Limits)) *site { return serve(t, adjust, false) }

// serve serves with the limits that adjust leaves, on TLS with HTTP/2.
// Callers are strangers, or somebody where a header says so.
func serve(t *testing.T, adjust func(*transport.Limits), tls bool) *site {
	t.Helper()
	limits := transport.Default
	if adjust != nil {
		adjust(&limits)
	}
	// Strangers need no store.
	identity := auth.New(nil, nil, nil, nil, auth.Options{PublicURL: &url.URL{Scheme: "http", Host: "ttyt.example"}})
	s := &site{executor: &executor{tick: make(chan struct{})}, live: transport.NewLive(identity, limits)}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who := access.Anonymous("192.0.2.1", "")
		if at := r.Header.Get("From-Address"); at != "" {
			who = access.Anonymous(at, "")
		}
		if r.Header.Get("Signed-In") != "" {
			who = &access.Actor{StaffID: db.ID{1}, AccountID: db.ID{2}, SessionID: db.ID{3}}
		}
		ctx := fault.WithLocale(access.With(r.Context(), who), fault.English)
		for _, x := range []graphql.Transport{transport.WebSocket{Live: s.live}, transport.SSE{Live: s.live}} {
			if x.Supports(r) {
				x.Do(w, r.WithContext(ctx), s.executor)
				return
			}
		}
		w.WriteHeader(http.StatusTeapot)
	}))
	t.Cleanup(s.Close)
	s.Config.WriteTimeout, s.Config.ReadTimeout = serverTime, serverTime
	s.EnableHTTP2 = tls
	if tls {
		s.StartTLS()
	} else {
		s.Start()
	}
	return s
}

// eventually waits until the condition holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not within %s: %s", patience, what)
		}
	}
}

// patience is how long a test waits for what has to happen.
const patience = 20 * time.Second
