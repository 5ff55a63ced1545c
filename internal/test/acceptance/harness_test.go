// Package acceptance tests the product as its clients see it: whole answers over HTTP, on both stores.
package acceptance

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/product"
)

func TestMain(m *testing.M) { kit.Main(m) }

// world is one test's running product over a fresh store, whose clock the test sets.
type world product.World

// run runs the test once per store, in parallel.
func run(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		test(t, open(t, k, config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}}))
	})
}

// runUnhurried is run with time enough for each request, however busy the machine is: what a request may cost is bounded by other
// means than its time.
func runUnhurried(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}}
		test(t, openWith(t, k, c, app.Options{RequestTimeout: 5 * time.Minute}))
	})
}

func open(t *testing.T, k *kit.Kit, c config.Config) *world {
	t.Helper()
	return openWith(t, k, c, app.Options{})
}

func openWith(t *testing.T, k *kit.Kit, c config.Config, o app.Options) *world {
	t.Helper()
	a := product.NewWith(t, k, c, o)
	t.Cleanup(func() { nothingPrivate(t, k, a) })
	return (*world)(product.Serve(t, k, a))
}

// client is one caller. Every request carries the trace id traceID, so that whole answers compare.
type client struct {
	url    string
	header http.Header
}

const traceID = product.TraceID

// stranger is a caller who is not signed in and reads English.
func (w *world) stranger() *client {
	c := (*product.World)(w).Stranger()
	return &client{url: c.URL, header: c.Header}
}

// signIn makes an account of the person on record, has them set a password by a one-time link, and signs them in as an
// app.
func (w *world) signIn(t *testing.T, staff db.ID, login string) *client {
	t.Helper()
	(*product.World)(w).Enrol(t, staff, login)
	c, err := (*product.World)(w).SignIn(t, login)
	if err != nil {
		t.Fatal(err)
	}
	return &client{url: c.URL, header: c.Header}
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
type response product.Response

// do posts a document with its variables, nil or whatever encodes as a JSON object.
func (c *client) do(t *testing.T, query string, variables any) response {
	t.Helper()
	return response((&product.Client{URL: c.url, Header: c.header}).Do(t, query, variables))
}

// send makes any request at all.
func (c *client) send(t *testing.T, method, path, contentType string, body []byte) response {
	t.Helper()
	return response((&product.Client{URL: c.url, Header: c.header}).Send(t, method, path, contentType, body))
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
