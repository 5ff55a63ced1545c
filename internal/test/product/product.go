// Package product runs the whole program over a test's store and talks to it over HTTP, as its clients do.
package product

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/auth"
	"ttyt.example/ttyt/internal/test/kit"
)

// World is one test's running program, whose clock the test sets.
type World struct {
	*kit.Kit
	App *app.App
	URL string
}

// New builds the program over the kit's store. Hashing a password costs next to nothing, and the program follows the
// change feed until the end of the test.
func New(t *testing.T, k *kit.Kit, c config.Config) *app.App {
	t.Helper()
	return NewWith(t, k, c, app.Options{})
}

// NewWith is New with more options.
func NewWith(t *testing.T, k *kit.Kit, c config.Config, o app.Options) *app.App {
	t.Helper()
	o.Cost = auth.Cost{Memory: 64, Time: 1, Threads: 1}
	c.PasswordAfter = cmp.Or(c.PasswordAfter, forever) // what is tested over days signs in once; tests of the rule set it
	c.AuditKey, c.Cache = []byte("an audit key of tests, 32 bytes!"), 8<<20
	c.MediaMax, c.MediaQuota = cmp.Or(c.MediaMax, 32<<20), cmp.Or(c.MediaQuota, 1<<30)
	if c.MediaDir == "" {
		c.MediaDir = t.TempDir()
	}
	if c.Data == "" {
		c.Data = t.TempDir()
	}
	a, err := app.New(k.DB, c, o)
	if err != nil {
		t.Fatal(err)
	}
	k.Feed = a.Feed // so that what the test writes is heard at once
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { a.Feed.Run(ctx) })
	t.Cleanup(func() { stop(); running.Wait() })
	for !a.Feed.Position().Fresh() {
		time.Sleep(time.Millisecond)
	}
	return a
}

const forever = 100 * 365 * 24 * time.Hour

// Serve lets the program answer over HTTP until the end of the test.
func Serve(t *testing.T, k *kit.Kit, a *app.App) *World {
	t.Helper()
	server := httptest.NewServer(a.Handler())
	t.Cleanup(server.Close)
	return &World{Kit: k, App: a, URL: server.URL}
}

// Password is the one that everybody sets.
const Password = "mưa rào tháng sáu"

// Enrol makes an account of the person on record and has them set the password by a one-time link.
func (w *World) Enrol(t *testing.T, staff db.ID, login string) {
	t.Helper()
	system := access.AsSystem(t.Context())
	if _, err := w.App.Services.Auth.CreateAccount(system, auth.CreateAccountInput{Staff: db.GlobalID("staff", staff), Login: login, Alias: "Bút danh " + login}); err != nil {
		t.Fatal(err)
	}
	link, err := w.App.Services.Auth.LinkFor(system, login)
	if err != nil {
		t.Fatal(err)
	}
	token := path.Base(link)
	r := w.patiently(t, `mutation($input: ResetPasswordInput!) { resetPassword(input: $input) { userErrors { message } } }`,
		map[string]any{"input": map[string]any{"token": token, "newPassword": Password}})
	if r.Body != `{"data":{"resetPassword":{"userErrors":[]}}}` {
		t.Fatalf("set the password of %s: %s", login, r.Body)
	}
}

// SignIn signs the holder of the account in as an app.
func (w *World) SignIn(t *testing.T, login string) (*Client, error) {
	t.Helper()
	r := w.patiently(t, `mutation($input: SignInInput!) { signIn(input: $input) { token userErrors { message } } }`,
		map[string]any{"input": map[string]any{"login": login, "password": Password, "client": "APP"}})
	var answer struct {
		Data struct{ SignIn struct{ Token string } }
	}
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil || answer.Data.SignIn.Token == "" {
		return nil, errors.Join(err, errors.New("sign in: "+r.Body))
	}
	return w.Stranger().With("Authorization", "Bearer "+answer.Data.SignIn.Token), nil
}

// patiently has a stranger ask again while the machine is too busy for a password, as clients are told to: many tests begin at once.
func (w *World) patiently(t *testing.T, query string, variables any) (r Response) {
	t.Helper()
	for range 10 {
		if r = w.Stranger().Do(t, query, variables); !strings.Contains(r.Body, string(fault.Unavailable)) {
			break
		}
		time.Sleep(time.Second)
	}
	return r
}

// Client is one caller.
type Client struct {
	URL    string
	Header http.Header
}

// TraceID is that of every request, so that whole answers compare.
const TraceID = "0af7651916cd43dd8448eb211c80319c"

// Stranger is a caller who is not signed in and reads English.
func (w *World) Stranger() *Client {
	return &Client{w.URL, http.Header{"Accept-Language": {"en"}, "Traceparent": {"00-" + TraceID + "-b7ad6b7169203331-01"}}}
}

// With returns the same caller sending one more header.
func (c *Client) With(name, value string) *Client {
	other := &Client{c.URL, c.Header.Clone()}
	other.Header.Set(name, value)
	return other
}

// Response is one whole answer.
type Response struct {
	Status int
	Header http.Header
	Body   string
}

// Do posts a document with its variables, nil or anything that encodes as a JSON object.
func (c *Client) Do(t *testing.T, query string, variables any) Response {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	return c.Send(t, http.MethodPost, "/graphql", "application/json", body)
}

// Send makes any request at all.
func (c *Client) Send(t *testing.T, method, path, contentType string, body []byte) Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, c.URL+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = c.Header.Clone()
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
	return Response{answer.StatusCode, answer.Header, string(content)}
}
