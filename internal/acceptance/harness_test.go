// Package acceptance tests the product as its clients see it: whole answers over HTTP, on both stores.
package acceptance

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt/internal/access"
	"ttyt/internal/app"
	"ttyt/internal/auth"
	"ttyt/internal/config"
	"ttyt/internal/db"
	"ttyt/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// world is one test's running product over a fresh store, whose clock the test sets.
type world struct {
	*testkit.Kit
	App *app.App
	URL string
}

// run runs the test once per store, in parallel.
func run(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
		test(t, open(t, k, config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}}))
	})
}

func open(t *testing.T, k *testkit.Kit, c config.Config) *world {
	t.Helper()
	c.AuditKey, c.Cache = []byte("an audit key of tests, 32 bytes!"), 8<<20
	a, err := app.New(k.DB, c, app.Options{Cost: auth.Cost{Memory: 64, Time: 1, Threads: 1}})
	if err != nil {
		t.Fatal(err)
	}
	follow(t, a)
	t.Cleanup(func() { nothingPrivate(t, k, a) })
	server := httptest.NewServer(a.Handler())
	t.Cleanup(server.Close)
	return &world{Kit: k, App: a, URL: server.URL}
}

// follow lets the program follow the change feed, so that it may keep answers, until the end of the test.
func follow(t *testing.T, a *app.App) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { a.Changes.Run(ctx) })
	t.Cleanup(func() { stop(); running.Wait() })
	for !a.Changes.Position().Fresh() {
		time.Sleep(time.Millisecond)
	}
}

// client is one caller. Every request carries the trace id traceID, so that whole answers compare.
type client struct {
	url    string
	header http.Header
}

const traceID = "0af7651916cd43dd8448eb211c80319c"

// stranger is a caller who is not signed in and reads English.
func (w *world) stranger() *client {
	return &client{url: w.URL, header: http.Header{
		"Accept-Language": {"en"},
		"Traceparent":     {"00-" + traceID + "-b7ad6b7169203331-01"},
	}}
}

// signIn makes an account of the person on record, has them set a password by a one-time link, and signs them in as an
// app.
func (w *world) signIn(t *testing.T, staff db.ID, login string) *client {
	t.Helper()
	const password = "mưa rào tháng sáu"
	system := access.AsSystem(t.Context())
	if _, err := w.App.Services.Auth.CreateAccount(system, auth.CreateAccountInput{Staff: db.GlobalID("staff", staff), Login: login, Alias: "Bút danh " + login}); err != nil {
		t.Fatal(err)
	}
	link, err := w.App.Services.Auth.LinkFor(system, login)
	if err != nil {
		t.Fatal(err)
	}
	_, token, _ := strings.Cut(link, "#")
	c := w.stranger()
	c.do(t, `mutation($input: ResetPasswordInput!) { resetPassword(input: $input) { userErrors { message } } }`,
		map[string]any{"input": map[string]any{"token": token, "newPassword": password}}).
		want(t, `{"data":{"resetPassword":{"userErrors":[]}}}`)
	in := c.do(t, `mutation($input: SignInInput!) { signIn(input: $input) { token userErrors { message } } }`,
		map[string]any{"input": map[string]any{"login": login, "password": password, "client": "APP"}})
	return c.with("Authorization", "Bearer "+in.at(t, "data.signIn.token"))
}

// person puts somebody on record who holds the roles, and signs them in.
func (w *world) person(t *testing.T, department db.ID, login string, roles ...access.Role) (*client, db.ID) {
	t.Helper()
	id := w.Staff(t, department, login, roles...)
	return w.signIn(t, id, login), id
}

// with returns the same caller sending one more header.
func (c *client) with(name, value string) *client {
	other := &client{url: c.url, header: c.header.Clone()}
	other.header.Set(name, value)
	return other
}

// response is one whole answer.
type response struct {
	Status int
	Header http.Header
	Body   string
}

// do posts a document with its variables, nil or whatever encodes as a JSON object.
func (c *client) do(t *testing.T, query string, variables any) response {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	return c.send(t, http.MethodPost, "/graphql", "application/json", body)
}

// send makes any request at all.
func (c *client) send(t *testing.T, method, path, contentType string, body []byte) response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, c.url+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = c.header.Clone()
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response{answer.StatusCode, answer.Header, string(content)}
}

// want compares the whole answer with the JSON text, in which "*" stands for any value but null.
func (r response) want(t *testing.T, text string) {
	t.Helper()
	var want, got any
	if err := json.Unmarshal([]byte(text), &want); err != nil {
		t.Fatalf("the wanted answer: %v", err)
	}
	if err := json.Unmarshal([]byte(r.Body), &got); err != nil {
		t.Fatalf("the answer is not JSON: %v\n%s", err, r.Body)
	}
	if where := differ(want, got, "$"); where != "" {
		t.Errorf("%s\ngot  %s\nwant %s", where, indent(got), indent(want))
	}
}

// at returns the value at a path such as "data.posts.nodes.0.id", as text.
func (r response) at(t *testing.T, path string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(r.Body), &v); err != nil {
		t.Fatalf("the answer is not JSON: %v\n%s", err, r.Body)
	}
	for name := range strings.SplitSeq(path, ".") {
		switch in := v.(type) {
		case map[string]any:
			v = in[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i >= len(in) {
				t.Fatalf("no %s in %s", path, r.Body)
			}
			v = in[i]
		default:
			t.Fatalf("no %s in %s", path, r.Body)
		}
	}
	if s, ok := v.(string); ok {
		return s
	}
	return indent(v)
}

// refusal is the whole answer to a request with one error and no data of the named root field.
func refusal(field, code, message string) string {
	return `{"errors":[{"message":` + strconv.Quote(message) + `,"path":["` + field + `"],"locations":"*","extensions":{"code":"` + code + `","traceId":"` + traceID + `"}}],"data":{"` + field + `":null}}`
}

// refusedChange is refusal for a mutation, whose payload cannot be null: nothing else is answered.
func refusedChange(field, code, message string) string {
	return `{"errors":[{"message":` + strconv.Quote(message) + `,"path":["` + field + `"],"locations":"*","extensions":{"code":"` + code + `","traceId":"` + traceID + `"}}],"data":null}`
}

// differ names the first place where the values differ.
func differ(want, got any, at string) string {
	if want == "*" && got != nil {
		return ""
	}
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return "differs at " + at
		}
		for name := range g {
			if _, ok := w[name]; !ok {
				return "unexpected " + at + "." + name
			}
		}
		for name, v := range w {
			if d := differ(v, g[name], at+"."+name); d != "" {
				return d
			}
		}
		return ""
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return "differs in length at " + at
		}
		for i, v := range w {
			if d := differ(v, g[i], at+"."+strconv.Itoa(i)); d != "" {
				return d
			}
		}
		return ""
	}
	if want != got {
		return "differs at " + at
	}
	return ""
}

func indent(v any) string {
	text, _ := json.MarshalIndent(v, "", "  ") // it came from JSON
	return string(text)
}
