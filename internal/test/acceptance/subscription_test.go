package acceptance

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/auth"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/wire/transport"
)

// serve runs one more replica of the product over a handle of its own on the world's store, background work included,
// until the test ends.
func (w *world) serve(t *testing.T, limits transport.Limits) *world {
	t.Helper()
	other, stop := w.start(t, limits, config.Config{})
	t.Cleanup(stop)
	return other
}

// start is serve with more settings, and with what stops the replica.
func (w *world) start(t *testing.T, limits transport.Limits, c config.Config) (replica *world, stop func()) {
	t.Helper()
	c.Addr, c.PublicURL, c.AuditKey = "127.0.0.1:0", &url.URL{Scheme: "http", Host: "127.0.0.1"}, []byte("an audit key of tests, 32 bytes!")
	kit := *w.Kit
	kit.DB = w.Replica()
	a, err := app.New(kit.DB, c, app.Options{Cost: auth.Cost{Memory: 64, Time: 1, Threads: 1}, Live: limits})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan net.Addr, 1), make(chan error, 1)
	go func() { done <- a.Run(ctx, func(addr net.Addr) { ready <- addr }) }()
	select {
	case addr := <-ready:
		kit.Feed = a.Feed
		return &world{Kit: &kit, App: a, URL: "http://" + addr.String()}, func() {
			cancel()
			select {
			case err := <-done:
				if err != nil {
					t.Error(err)
				}
			case <-time.After(patience):
				t.Error("it does not stop")
			}
		}
	case err := <-done:
		cancel()
		t.Fatal(err)
		return nil, nil
	}
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

// watch subscribes to the inbox of the person, and returns when the subscription holds: once a notice comes through, whose
// detail it returns.
func (s *socket) watch(t *testing.T, w *world, id, query string, person db.ID) (probe string) {
	t.Helper()
	s.subscribe(t, id, query)
	for range 100 {
		probe := db.GlobalID("post", db.NewID())
		w.tell(t, person, inbox.Notice{Kind: inbox.Published, SubjectKind: "post", Subject: db.NewID(), Detail: probe})
		for soon := time.After(500 * time.Millisecond); soon != nil; {
			select {
			case got := <-s.received:
				if strings.Contains(got, probe) {
					return probe
				}
			case <-soon:
				soon = nil
			}
		}
	}
	t.Fatal("the subscription does not come about")
	return ""
}

// pass reads up to the message that holds the text.
func (s *socket) pass(t *testing.T, text string) {
	t.Helper()
	for patient := time.After(patience); ; {
		select {
		case got := <-s.received:
			if strings.Contains(got, text) {
				return
			}
		case e := <-s.closed:
			t.Fatalf("closed with %v before %s", e, text)
		case <-patient:
			t.Fatalf("%s does not come", text)
		}
	}
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
	return c.events(t, body)
}

// events is stream for the body of a request.
func (c *client) events(t *testing.T, body []byte) <-chan string {
	t.Helper()
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
		if got == ":" && name != ":" { // a sign of life
			wantEvent(t, events, name, text)
			return
		}
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
		near.pass(t, far.watch(t, here, "1", inboxAdded, headID)) // the feed keeps the order: after it no probe comes
		stream := head.on(there).stream(t, inboxAdded)
		wantEvent(t, stream, ":", "")

		draft := author.on(here).do(t, createPost, map[string]any{"input": map[string]any{
			"type": "NEWS_ARTICLE", "department": db.GlobalID("department", department), "title": "Ngày hội tiêm chủng", "body": "<p>Mời bà con.</p>"}})
		author.on(here).do(t, submitPost, map[string]any{"input": map[string]any{"id": draft.at(t, "data.createPost.post.id"), "expectedVersion": 1, "privacy": "NO_PATIENT"}})
		const told = `{"data":{"inboxItemAdded":{"kind":"TO_ENDORSE","detail":"","subject":{"__typename":"NewsArticle","title":"Ngày hội tiêm chủng","workingCopy":{"title":"Ngày hội tiêm chủng"}}}}}`
		near.want(t, `{"id":"1","type":"next","payload":`+told+`}`)
		far.want(t, `{"id":"1","type":"next","payload":`+told+`}`)
		wantEvent(t, stream, "next", told)
	})
}

// The moment a session ends, however and wherever, so does what it listens to.
func TestArticle6c_ARevokedSessionEndsLiveConnections(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		here, there := w.serve(t, transport.Limits{}), w.serve(t, transport.Limits{})
		centre := w.Department(t, "CENTRE", "TTYT", db.ID{})
		it, _ := w.person(t, centre, "phongcntt", access.IT)
		for name, revoke := range map[string]func(t *testing.T, c *client, staff db.ID){
			"signed out on another replica": func(t *testing.T, c *client, _ db.ID) {
				c.on(there).do(t, `mutation { signOut { userErrors { code } } }`, nil).want(t, `{"data":{"signOut":{"userErrors":[]}}}`)
			},
			"account suspended by IT": func(t *testing.T, _ *client, staff db.ID) {
				account, err := db.One[db.ID](t.Context(), w.DB.From(t.Context()), "SELECT id FROM accounts WHERE staff_id = ?", staff)
				if err != nil {
					t.Fatal(err)
				}
				it.on(there).do(t, `mutation($id: ID!) { suspendAccount(input: {id: $id, reason: "Kiểm tra"}) { userErrors { message } } }`, map[string]any{"id": db.GlobalID("account", account)}).
					want(t, `{"data":{"suspendAccount":{"userErrors":[]}}}`)
			},
		} {
			t.Run(name, func(t *testing.T) {
				c, staff := w.person(t, centre, "nguoi"+strconv.Itoa(len(name)))
				idle, listening := c.on(here).connect(t), c.on(here).connect(t)
				listening.watch(t, here, "1", inboxAdded, staff)
				stream := c.on(here).stream(t, inboxAdded)
				wantEvent(t, stream, ":", "")
				revoke(t, c, staff)
				idle.wantClosed(t, 4403, 5*time.Second)
				listening.wantClosed(t, 4403, 5*time.Second)
				wantEvent(t, stream, "next", `{"errors":[{"message":"Sign in first.","extensions":{"code":"UNAUTHENTICATED","traceId":"`+traceID+`"}}]}`)
				wantEvent(t, stream, "complete", "")
				if got, open := <-stream; open {
					t.Errorf("after complete: %s", got)
				}
				again, _, err := c.on(here).dial(t)
				if err != nil {
					t.Fatal(err)
				}
				again.send(t, `{"type":"connection_init","payload":{"Authorization":"`+c.header.Get("Authorization")+`"}}`)
				again.wantClosed(t, 4403, patience)
			})
		}
	})
}

// What a subscription shows is what its reader may see when it happens.
func TestArticle9_RightsAreLookedUpAgainAtEachEvent(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		here := w.serve(t, transport.Limits{})
		centre := w.Department(t, "CENTRE", "TTYT", db.ID{})
		department := w.Department(t, "CLINICAL", "NHI", centre)
		author, _ := w.person(t, department, "nhanvien")
		head, headID := w.person(t, w.Department(t, "CLINICAL", "NOI", centre), "truongkhoa")
		draft := author.on(here).do(t, createPost, map[string]any{"input": map[string]any{
			"type": "NEWS_ARTICLE", "department": db.GlobalID("department", department), "title": "Nháp", "body": "<p>Nháp.</p>"}})
		_, post, err := db.SplitID(draft.at(t, "data.createPost.post.id"))
		if err != nil {
			t.Fatal(err)
		}
		about := inbox.Notice{Kind: inbox.ToEndorse, SubjectKind: "post", Subject: post}
		shown := func(subject string) string {
			return `{"id":"1","type":"next","payload":{"data":{"inboxItemAdded":{"kind":"TO_ENDORSE","detail":"","subject":` + subject + `}}}}`
		}
		s := head.on(here).connect(t)
		s.watch(t, here, "1", inboxAdded, headID)
		here.tell(t, headID, about)
		s.want(t, shown(`null`))
		w.Position(t, headID, department, "ACTING")
		here.tell(t, headID, about)
		s.want(t, shown(`{"__typename":"NewsArticle","title":"Nháp","workingCopy":{"title":"Nháp"}}`))
		w.Exec(t, "DELETE FROM positions WHERE staff_id = ?", headID)
		here.tell(t, headID, about)
		s.want(t, shown(`null`))
	})
}

func TestSubscriptionsAreClosedToStrangers(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		here := w.serve(t, transport.Limits{})
		clerk, _ := w.person(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "thuky")
		signIn := `[{"message":"Sign in first.","extensions":{"code":"UNAUTHENTICATED","traceId":"` + traceID + `"}}]`
		stranger := w.stranger().on(here)
		s := stranger.connect(t)
		s.subscribe(t, "1", inboxAdded)
		s.want(t, `{"id":"1","type":"error","payload":`+signIn+`}`)
		// Nothing follows an error, and the id is free again.
		s.subscribe(t, "1", `{ __typename }`)
		s.want(t, `{"id":"1","type":"next","payload":{"data":{"__typename":"Query"}}}`)
		s.want(t, `{"id":"1","type":"complete"}`)
		s.subscribe(t, "1", `{ nonsense }`)
		s.want(t, `{"id":"1","type":"error","payload":"*"}`)
		s.send(t, `{"type":"ping"}`)
		s.want(t, `{"type":"pong"}`)

		events := stranger.stream(t, inboxAdded)
		wantEvent(t, events, "next", `{"errors":`+signIn+`}`)
		wantEvent(t, events, "complete", "")

		clerk.on(here).do(t, inboxAdded, nil).want(t, `{"errors":[{"message":"A subscription needs a WebSocket or text/event-stream.",
			"extensions":{"code":"BAD_INPUT","traceId":"`+traceID+`"}}]}`)
	})
}

// A page of another site gets no socket and no stream, and a cookie counts where the browser names a page of this one.
func TestSocketsAreClosedToOtherSites(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		here := w.serve(t, transport.Limits{})
		_, _ = w.person(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "thuky")
		in := w.stranger().do(t, `mutation { signIn(input: {login: "thuky", password: "mưa rào tháng sáu", client: BROWSER}) { userErrors { code } } }`, nil)
		cookie := (&http.Response{Header: in.Header}).Cookies()[0]
		browser := w.stranger().on(here).with("Cookie", cookie.Name+"="+cookie.Value)
		for _, origin := range []string{"https://evil.example", "null", "http://127.0.0.1:1", strings.Replace(here.URL, "http:", "https:", 1), "://"} {
			if _, answer, err := browser.with("Origin", origin).dial(t); err == nil || answer.StatusCode != http.StatusForbidden {
				t.Errorf("%s: %v", origin, err)
			}
			if got := browser.with("Origin", origin).with("Accept", "text/event-stream").do(t, `{ me { name } }`, nil); got.Status != http.StatusForbidden {
				t.Errorf("%s: %d %s", origin, got.Status, got.Body)
			}
		}
		const me = `{ me { name } }`
		for origin, want := range map[string]string{
			here.URL:           `{"id":"1","type":"next","payload":{"data":{"me":{"name":"thuky"}}}}`,
			"http://127.0.0.1": `{"id":"1","type":"next","payload":{"data":{"me":{"name":"thuky"}}}}`,
			"":                 `{"id":"1","type":"next","payload":` + refusal("me", "UNAUTHENTICATED", "Sign in first.") + `}`,
		} {
			c := browser
			if origin != "" {
				c = browser.with("Origin", origin)
			}
			s := c.connect(t)
			s.subscribe(t, "1", me)
			s.want(t, want)
		}
	})
}

// Who one is can be said in the first message, and the language too.
func TestConnectionInitSignsIn(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		here := w.serve(t, transport.Limits{})
		clerk, _ := w.person(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "thuky")
		s, _, err := w.stranger().on(here).dial(t)
		if err != nil {
			t.Fatal(err)
		}
		s.send(t, `{"type":"connection_init","payload":{"Authorization":"`+clerk.header.Get("Authorization")+`","Accept-Language":"vi"}}`)
		s.want(t, `{"type":"connection_ack"}`)
		s.subscribe(t, "a", `{ me { name } }`)
		s.want(t, `{"id":"a","type":"next","payload":{"data":{"me":{"name":"thuky"}}}}`)
		s.want(t, `{"id":"a","type":"complete"}`)
		s.subscribe(t, "b", `{ node(id: "x") { id } }`)
		got := <-s.received
		if !strings.Contains(got, "mã") && !strings.Contains(got, "Mã") {
			t.Errorf("not Vietnamese: %s", got)
		}
	})
}

// A program that stops tells its clients to connect anew, and does not wait for them.
func TestStoppingClosesLiveConnections(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		here, stop := w.start(t, transport.Limits{}, config.Config{})
		clerk, staff := w.person(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "thuky")
		s := clerk.on(here).connect(t)
		s.watch(t, here, "1", inboxAdded, staff)
		stream := clerk.on(here).stream(t, inboxAdded)
		wantEvent(t, stream, ":", "")
		stop()
		s.wantClosed(t, websocket.StatusGoingAway, patience)
		if got, open := <-stream; open {
			t.Errorf("a stream that is cut off has no end of its own: %s", got)
		}
	})
}
