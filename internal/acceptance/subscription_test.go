package acceptance

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"ttyt/internal/app"
	"ttyt/internal/auth"
	"ttyt/internal/config"
	"ttyt/internal/db"
	"ttyt/internal/inbox"
	"ttyt/internal/transport"
)

// serve runs one more replica of the product over the world's store, background work included, until the test ends.
func (w *world) serve(t *testing.T, limits transport.Limits) *world {
	t.Helper()
	c := config.Config{Addr: "127.0.0.1:0", PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, AuditKey: []byte("an audit key of tests, 32 bytes!")}
	a, err := app.New(w.DB, c, app.Options{Cost: auth.Cost{Memory: 64, Time: 1, Threads: 1}, Live: limits})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ready, done := make(chan net.Addr, 1), make(chan error, 1)
	go func() { done <- a.Run(ctx, func(addr net.Addr) { ready <- addr }) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	select {
	case addr := <-ready:
		return &world{Kit: w.Kit, App: a, URL: "http://" + addr.String()}
	case err := <-done:
		t.Fatal(err)
	}
	return nil
}

// on is the same caller asking another replica.
func (c *client) on(w *world) *client { return &client{url: w.URL, header: c.header} }

// socket is a client of graphql-transport-ws.
type socket struct {
	*websocket.Conn
	received chan string
	closed   chan websocket.CloseError
}

// dial opens a socket; the handshake carries the caller's headers.
func (c *client) dial(t *testing.T) (*socket, *http.Response, error) {
	t.Helper()
	ws, answer, err := websocket.Dial(t.Context(), c.url+"/graphql", &websocket.DialOptions{HTTPHeader: c.header, Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		return nil, answer, err
	}
	t.Cleanup(func() { _ = ws.CloseNow() })
	s := &socket{ws, make(chan string, 1000), make(chan websocket.CloseError, 1)}
	go func() {
		for {
			_, data, err := ws.Read(context.Background())
			if err != nil {
				e, _ := errors.AsType[websocket.CloseError](err)
				s.closed <- e
				return
			}
			s.received <- string(data)
		}
	}()
	return s, answer, nil
}

// connect opens a socket and has it acknowledged.
func (c *client) connect(t *testing.T) *socket {
	t.Helper()
	s, _, err := c.dial(t)
	if err != nil {
		t.Fatal(err)
	}
	s.send(t, `{"type":"connection_init"}`)
	s.want(t, `{"type":"connection_ack"}`)
	return s
}

func (s *socket) send(t *testing.T, message string) {
	t.Helper()
	if err := s.Write(t.Context(), websocket.MessageText, []byte(message)); err != nil {
		t.Fatal(err)
	}
}

// subscribe begins an operation.
func (s *socket) subscribe(t *testing.T, id, query string) {
	t.Helper()
	message, err := json.Marshal(map[string]any{"id": id, "type": "subscribe", "payload": map[string]any{"query": query}})
	if err != nil {
		t.Fatal(err)
	}
	s.send(t, string(message))
}

// patience is how long a message, or a close, is waited for.
const patience = 20 * time.Second

// want compares the next message with the JSON text.
func (s *socket) want(t *testing.T, text string) {
	t.Helper()
	select {
	case got := <-s.received:
		response{Body: got}.want(t, text)
	case e := <-s.closed:
		t.Fatalf("closed with %v instead of %s", e, text)
	case <-time.After(patience):
		t.Fatalf("nothing came; want %s", text)
	}
}

// wantClosed waits until the server closes, with nothing sent before.
func (s *socket) wantClosed(t *testing.T, code websocket.StatusCode, within time.Duration) {
	t.Helper()
	select {
	case e := <-s.closed:
		if e.Code != code {
			t.Errorf("closed with %v, want %d", e, code)
		}
	case <-time.After(within):
		t.Errorf("still open after %s", within)
	}
	if len(s.received) > 0 {
		t.Errorf("sent before it closed: %s", <-s.received)
	}
}

// watch subscribes to the inbox of the person, and returns when the subscription holds: once a notice comes through.
func (s *socket) watch(t *testing.T, w *world, id, query string, person db.ID) {
	t.Helper()
	s.subscribe(t, id, query)
	for n := range 100 {
		probe := fmt.Sprintf("probe %d.", n)
		w.tell(t, person, inbox.Notice{Kind: inbox.Published, SubjectKind: "post", Subject: db.NewID(), Detail: probe})
		for soon := time.After(500 * time.Millisecond); soon != nil; {
			select {
			case got := <-s.received:
				if strings.Contains(got, probe) {
					return
				}
			case <-soon:
				soon = nil
			}
		}
	}
	t.Fatal("the subscription does not come about")
}

// tell puts a notice into somebody's inbox.
func (w *world) tell(t *testing.T, person db.ID, n inbox.Notice) {
	t.Helper()
	err := w.DB.InTx(t.Context(), func(ctx context.Context) error { return w.App.Services.Inbox.Tell(ctx, n, person) })
	if err != nil {
		t.Fatal(err)
	}
}

// stream reads an operation as server-sent events, each as its name, a space and its data.
func (c *client) stream(t *testing.T, query string) <-chan string {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = c.header.Clone()
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != "text/event-stream; charset=utf-8" {
		t.Fatalf("%d %v", answer.StatusCode, answer.Header)
	}
	events := make(chan string, 1000)
	go func() {
		defer close(events)
		name := ""
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			field, value, _ := strings.Cut(lines.Text(), ":")
			switch field {
			case "event":
				name = strings.TrimSpace(value)
			case "data":
				events <- name + " " + strings.TrimSpace(value)
			case "":
				if value == "" && strings.HasPrefix(lines.Text(), ":") {
					events <- ":"
				}
			}
		}
	}()
	return events
}

// wantEvent compares the next event with its name and, unless "", the JSON text of its data.
func wantEvent(t *testing.T, events <-chan string, name, text string) {
	t.Helper()
	select {
	case got, ok := <-events:
		is, data, _ := strings.Cut(got, " ")
		if !ok || is != name {
			t.Fatalf("got %q (%v), want %s", got, ok, name)
		}
		if text != "" {
			response{Body: data}.want(t, text)
		}
	case <-time.After(patience):
		t.Fatalf("nothing came; want %s %s", name, text)
	}
}

const inboxAdded = `subscription { inboxItemAdded { kind detail subject { __typename ... on NewsArticle { title workingCopy { title } } } } }`

// What one person does reaches the other's screen, on the same replica and on another.
func TestArticle11c_AnInboxItemIsToldAsItHappens(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		here, there := w.serve(t, transport.Limits{}), w.serve(t, transport.Limits{})
		centre := w.Department(t, "CENTRE", "TTYT", db.ID{})
		department := w.Department(t, "CLINICAL", "NHI", centre)
		author, _ := w.person(t, department, "nhanvien")
		head, headID := w.person(t, department, "truongkhoa")
		w.Position(t, headID, department, "HEAD")

		near, far := head.on(here).connect(t), head.on(there).connect(t)
		near.watch(t, here, "1", inboxAdded, headID)
		far.watch(t, here, "1", inboxAdded, headID)
		stream := head.on(there).stream(t, inboxAdded)
		wantEvent(t, stream, ":", "")
		for len(near.received) > 0 { // the probes of the other
			<-near.received
		}

		draft := author.on(here).do(t, createPost, map[string]any{"input": map[string]any{
			"type": "NEWS_ARTICLE", "department": db.GlobalID("department", department), "title": "Ngày hội tiêm chủng", "body": "<p>Mời bà con.</p>"}})
		author.on(here).do(t, submitPost, map[string]any{"input": map[string]any{"id": draft.at(t, "data.createPost.post.id"), "expectedVersion": 1, "privacy": "NO_PATIENT"}})
		const told = `{"data":{"inboxItemAdded":{"kind":"TO_ENDORSE","detail":"","subject":{"__typename":"NewsArticle","title":"Ngày hội tiêm chủng","workingCopy":{"title":"Ngày hội tiêm chủng"}}}}}`
		near.want(t, `{"id":"1","type":"next","payload":`+told+`}`)
		far.want(t, `{"id":"1","type":"next","payload":`+told+`}`)
		wantEvent(t, stream, "next", told)
	})
}
