package transport_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql/handler/testserver"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/wire/transport"
)

// listen runs the transport over the library's server for tests; the header Person signs in.
func listen(t *testing.T, h transport.HTTP) *httptest.Server {
	t.Helper()
	api := testserver.New()
	api.AddTransport(h)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		actor := access.Anonymous("192.0.2.1", "")
		if r.Header.Get("Person") != "" {
			actor.StaffID = db.NewID()
		}
		api.ServeHTTP(w, r.WithContext(access.With(fault.WithLocale(r.Context(), fault.English), actor)))
	}))
	t.Cleanup(server.Close)
	return server
}

// dial opens a connection that says what is given, and returns the answers.
func dial(t *testing.T, server *httptest.Server, says string) (net.Conn, *bufio.Reader) {
	t.Helper()
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	_ = c.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.WriteString(c, says); err != nil {
		t.Fatal(err)
	}
	return c, bufio.NewReader(c)
}

// answer reads one answer.
func answer(t *testing.T, from *bufio.Reader) (*http.Response, string) {
	t.Helper()
	r, err := http.ReadResponse(from, nil)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r, string(body)
}

// closed waits for the end of the connection, after which nothing comes.
func closed(t *testing.T, from *bufio.Reader) {
	t.Helper()
	if rest, err := io.ReadAll(from); err != nil || len(rest) > 0 {
		t.Errorf("not closed: %q, %v", rest, err)
	}
}

const head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"

// A client that drips its body is cut off; one that pauses between requests is not, nor is one whose work takes long.
func TestSlowBodies(t *testing.T) {
	t.Parallel()
	working := make(chan struct{})
	server := listen(t, transport.HTTP{BodyTime: 300 * time.Millisecond, Turn: func(ctx context.Context) func() {
		<-working
		if ctx.Err() != nil {
			t.Error("the work is cut off")
		}
		return func() {}
	}})
	for name, says := range map[string]string{
		"of known length": head + "Content-Length: 100\r\n\r\n{\"query\":",
		"in chunks":       head + "Transfer-Encoding: chunked\r\n\r\n4\r\n{\"qu\r\n",
		"with files":      strings.Replace(head, "application/json", "multipart/form-data; boundary=x\r\nPerson: 1", 1) + "Content-Length: 100\r\n\r\n--x\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, from := dial(t, server, says)
			stop := make(chan struct{})
			defer close(stop)
			go func() { // one byte now and then does not help
				for {
					select {
					case <-stop:
						return
					case <-time.After(50 * time.Millisecond):
						_, _ = io.WriteString(c, "a")
					}
				}
			}()
			r, body := answer(t, from)
			if r.StatusCode != http.StatusRequestTimeout || !strings.Contains(body, "too slowly") {
				t.Errorf("%d %s", r.StatusCode, body)
			}
		})
	}
	t.Run("long work", func(t *testing.T) {
		t.Parallel()
		const fine = head + "Content-Length: 18\r\n\r\n{\"query\":\"{name}\"}"
		c, from := dial(t, server, fine)
		time.AfterFunc(time.Second, func() { close(working) })
		if r, body := answer(t, from); r.StatusCode != http.StatusOK || body != `{"data":{"name":"test"}}` {
			t.Errorf("%d %s", r.StatusCode, body)
		}
		if _, err := io.WriteString(c, fine); err != nil {
			t.Fatal(err)
		}
		if r, body := answer(t, from); r.StatusCode != http.StatusOK {
			t.Errorf("%d %s", r.StatusCode, body)
		}
	})
}

// A body that is too large is refused by its length, before any of it is sent, and otherwise where the limit lies.
func TestLargeBodiesAreNotRead(t *testing.T) {
	t.Parallel()
	server := listen(t, transport.HTTP{})
	for name, says := range map[string]string{
		"by its length": head + "Content-Length: 262145\r\n\r\n",
		"asking first":  head + "Content-Length: 99999999999\r\nExpect: 100-continue\r\n\r\n",
		"in chunks":     head + "Transfer-Encoding: chunked\r\n\r\n50000\r\n" + strings.Repeat(" ", 0x50000),
		"with files":    strings.Replace(head, "application/json", "multipart/form-data; boundary=x\r\nPerson: 1", 1) + "Content-Length: 2097153\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, from := dial(t, server, says)
			r, body := answer(t, from)
			if r.StatusCode != http.StatusRequestEntityTooLarge || !strings.Contains(body, "KiB") || !r.Close {
				t.Errorf("%d %v %s", r.StatusCode, r.Header, body)
			}
			closed(t, from)
		})
	}
	t.Run("just fits", func(t *testing.T) {
		t.Parallel()
		_, from := dial(t, server, head+"Content-Length: 262144\r\n\r\n"+`{"query":"{name}"}`+strings.Repeat(" ", 262144-18))
		if r, body := answer(t, from); r.StatusCode != http.StatusOK {
			t.Errorf("%d %s", r.StatusCode, body)
		}
	})
}

// Strangers who hold all the room for large bodies keep out neither small requests nor people who are signed in.
func TestSlowStrangersKeepNobodyOut(t *testing.T) {
	server := listen(t, transport.HTTP{BodyTime: 2 * time.Second})
	for range 64 {
		dial(t, server, head+"Content-Length: 262144\r\n\r\n{")
	}
	full := head + "Content-Length: 20000\r\n"
	rest := "\r\n" + `{"query":"{name}"}` + strings.Repeat(" ", 20000-18)
	done := make(chan string, 3)
	for name, says := range map[string]string{"small": head + "Content-Length: 18\r\n" + rest[:20], "signed in": full + "Person: 1\r\n" + rest} {
		go func() {
			_, from := dial(t, server, says)
			r, body := answer(t, from)
			done <- fmt.Sprintf("%s: %d %s", name, r.StatusCode, body)
		}()
	}
	for range 2 {
		if got := <-done; !strings.Contains(got, `200 {"data"`) {
			t.Error(got)
		}
	}
	_, from := dial(t, server, full+rest) // its room comes once theirs is taken away
	if r, body := answer(t, from); r.StatusCode != http.StatusOK && r.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("%d %s", r.StatusCode, body)
	}
}

func TestAdmit(t *testing.T) {
	t.Parallel()
	for wait, retry := range map[time.Duration]string{0: "", time.Nanosecond: "1", time.Second: "1", 1500 * time.Millisecond: "2", time.Minute: "60"} {
		server := listen(t, transport.HTTP{Admit: func(context.Context) time.Duration { return wait }})
		r, err := http.Get(server.URL + "?query={name}")
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r.Body)
		_ = r.Body.Close()
		refused := wait > 0
		if err != nil || r.Header.Get("Retry-After") != retry || (r.StatusCode == http.StatusTooManyRequests) != refused || bytes.Contains(body, []byte("RATE_LIMITED")) != refused {
			t.Errorf("%v: %d %v %s", wait, r.StatusCode, r.Header, body)
		}
	}
}

// Turns end with their requests, and who gets none is told to come back.
func TestTurns(t *testing.T) {
	t.Parallel()
	var left atomic.Int32
	var full atomic.Bool
	server := listen(t, transport.HTTP{Turn: func(context.Context) func() {
		if full.Load() {
			return nil
		}
		return func() { left.Add(1) }
	}})
	post := func(body string) (*http.Response, string) {
		_, from := dial(t, server, head+fmt.Sprintf("Content-Length: %d\r\nConnection: close\r\n\r\n%s", len(body), body))
		r, text := answer(t, from)
		closed(t, from)
		return r, text
	}
	post(`{"query":"{name}"}`)
	post(`{"query":"{"}`)
	post(`no JSON takes no turn`)
	if left.Load() != 2 {
		t.Errorf("%d turns ended", left.Load())
	}
	full.Store(true)
	if r, body := post(`{"query":"{name}"}`); r.StatusCode != http.StatusServiceUnavailable || r.Header.Get("Retry-After") == "" || !strings.Contains(body, "UNAVAILABLE") {
		t.Errorf("%d %v %s", r.StatusCode, r.Header, body)
	}
}

// A subscription needs a connection that stays; a compressed body is not opened.
func TestWhatThisTransportDoesNotDo(t *testing.T) {
	t.Parallel()
	server := listen(t, transport.HTTP{})
	const subscription = `{"query":"subscription { name }"}`
	_, from := dial(t, server, head+fmt.Sprintf("Accept: application/graphql-response+json\r\nContent-Length: %d\r\n\r\n%s", len(subscription), subscription))
	if r, body := answer(t, from); r.StatusCode != http.StatusBadRequest || !strings.Contains(body, "WebSocket") {
		t.Errorf("%d %s", r.StatusCode, body)
	}
	_, from = dial(t, server, head+"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b")
	if r, body := answer(t, from); r.StatusCode != http.StatusUnsupportedMediaType || r.Header.Get("Accept-Encoding") != "identity" {
		t.Errorf("%d %v %s", r.StatusCode, r.Header, body)
	}
}

// Every part that refuses a request on its way to the API uses the error format of the API.
func TestRefuse(t *testing.T) {
	t.Parallel()
	r, w := httptest.NewRequest(http.MethodPost, "/", nil), httptest.NewRecorder()
	r.Header.Set("Accept", "application/graphql-response+json")
	transport.Refuse(w, r.WithContext(fault.WithLocale(r.Context(), fault.English)), http.StatusForbidden, fault.Refused("6d"))
	const want = `{"errors":[{"message":"You may not do this.","extensions":{"code":"FORBIDDEN","rule":"6d","traceId":""}}]}`
	if w.Code != http.StatusForbidden || w.Body.String() != want || w.Header().Get("Content-Type") != "application/graphql-response+json; charset=utf-8" {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
}
