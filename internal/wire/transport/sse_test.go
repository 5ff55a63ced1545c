package transport_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/wire/transport"
)

// ask sends an operation to be answered as an event stream; body "" means GET.
func (s *site) ask(t *testing.T, ctx context.Context, query, body string, headers ...string) *http.Response {
	t.Helper()
	method := http.MethodPost
	if body == "" {
		method = http.MethodGet
	}
	r, err := http.NewRequestWithContext(ctx, method, s.URL+"/?"+query, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := s.Client().Transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	return answer
}

// An event has the time that a query has, and waiting for it takes nothing of that.
func TestAnEventHasItsTime(t *testing.T) {
	t.Parallel()
	const within = 50 * time.Millisecond
	s := open(t, func(l *transport.Limits) { l.Operation = within })
	ws, _, err := s.dial(t)
	if err != nil {
		t.Fatal(err)
	}
	next := func(data string) string { return `< {"id":"1","type":"next","payload":{"data":` + data + `}}` }
	play(t, ws, hello, ack, subscribe("1", "subscription slow"))
	time.Sleep(3 * within) // nothing happens for longer than an event may take
	s.tick <- struct{}{}
	play(t, ws, next(`[0,"context deadline exceeded"]`))
	time.Sleep(3 * within)
	s.tick <- struct{}{}
	play(t, ws, next(`[1,"<nil>"]`))
	s.tick <- struct{}{}
	play(t, ws, next(`[2,"<nil>"]`), `< {"id":"1","type":"complete"}`)
}

func TestEventStream(t *testing.T) {
	t.Parallel()
	const (
		hi       = "event: next\ndata: {\"data\":{\"locale\":\"en\",\"says\":\"hi\",\"variables\":null}}\n\n"
		complete = "event: complete\ndata:\n\n"
		open1    = ":\n\n"
	)
	for name, test := range map[string]struct {
		query, body string
		headers     []string
		status      int
		want        string
	}{
		"query":            {"", `{"query":"query hi"}`, nil, 200, hi + complete},
		"query by GET":     {"query=query+hi", "", nil, 200, hi + complete},
		"variables by GET": {"query=query+hi&variables=%7B%22n%22%3A1%7D", "", nil, 200, strings.Replace(hi, "null", `{"n":1}`, 1) + complete},
		"among others":     {"query=query+hi", "", []string{"Accept", "application/json;q=0.5, text/event-stream"}, 200, hi + complete},
		"mutation":         {"", `{"query":"mutation hi"}`, nil, 200, hi + complete},
		"mutation by GET": {"query=mutation+hi", "", nil, 200,
			"event: next\ndata: {\"errors\":[{\"message\":\"GET is for queries only.\",\"extensions\":{\"code\":\"BAD_INPUT\"}}]}\n\n" + complete},
		"subscription":         {"", `{"query":"subscription twice"}`, nil, 200, open1 + "event: next\ndata: {\"data\":1}\n\nevent: next\ndata: {\"data\":2}\n\n" + complete},
		"subscription by GET":  {"query=subscription+twice", "", nil, 200, open1 + "event: next\ndata: {\"data\":1}\n\nevent: next\ndata: {\"data\":2}\n\n" + complete},
		"invalid":              {"", `{"query":"invalid"}`, nil, 200, "event: next\ndata: {\"errors\":[{\"message\":\"invalid\"}]}\n\n" + complete},
		"broken":               {"", `{"query":"subscription breaks"}`, nil, 200, open1 + "event: next\ndata: {\"data\":1}\n\nevent: next\ndata: {\"errors\":[{\"message\":\"broken\"}]}\n\n" + complete},
		"not JSON":             {"", `{`, nil, 400, ""},
		"more than one value":  {"", `{"query":"query hi"}{}`, nil, 400, ""},
		"a list":               {"", `[{"query":"query hi"}]`, nil, 400, ""},
		"variables not JSON":   {"query=query+hi&variables=x", "", nil, 400, ""},
		"a form":               {"", `query=query+hi`, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, ""},
		"too large":            {"", `{"query":"` + strings.Repeat("x", 256<<10) + `"}`, nil, 413, ""},
		"a page of other site": {"", `{"query":"query hi"}`, []string{"Origin", "https://evil.example"}, 403, ""},
		"not asked for":        {"query=query+hi", "", []string{"Accept", "application/json"}, 418, ""},
		"any type is not it":   {"query=query+hi", "", []string{"Accept", "*/*"}, 418, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer := open(t, nil).ask(t, t.Context(), test.query, test.body, test.headers...)
			got, err := io.ReadAll(answer.Body)
			if err != nil || answer.StatusCode != test.status || test.want != "" && string(got) != test.want {
				t.Errorf("got %d %v\n%s\nwant %d\n%s", answer.StatusCode, err, got, test.status, test.want)
			}
			if events := strings.HasPrefix(answer.Header.Get("Content-Type"), "text/event-stream"); events != (test.status == 200) || events && answer.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("header %v", answer.Header)
			}
		})
	}
}

// A stream shows that it lives, outlives the server's time for a request, over HTTP/2 too, and ends its source when its
// client goes.
func TestEventStreamsStay(t *testing.T) {
	t.Parallel()
	for name, tls := range map[string]bool{"HTTP/1.1": false, "HTTP/2.0": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, func(l *transport.Limits) { l.Ping, l.Write, l.Operation = serverTime, serverTime/2, time.Millisecond }, tls)
			ctx, leave := context.WithCancel(t.Context())
			answer := s.ask(t, ctx, "", `{"query":"subscription waits"}`)
			beats := make([]byte, 4*len(":\n\n"))
			if _, err := io.ReadFull(answer.Body, beats); err != nil || strings.Trim(string(beats), ":\n") != "" || answer.Proto != name {
				t.Fatalf("%s %q %v", answer.Proto, beats, err)
			}
			if s.streams.Load() != 1 {
				t.Error("it does not go on")
			}
			leave()
			eventually(t, "it ends", func() bool { return s.streams.Load() == 0 })
		})
	}
}

// A stream whose client does not read ends.
func TestAStalledEventStreamIsDropped(t *testing.T) {
	t.Parallel()
	s := open(t, func(l *transport.Limits) { l.Write = 100 * time.Millisecond })
	answer := s.ask(t, t.Context(), "", `{"query":"subscription large"}`)
	eventually(t, "it ends", func() bool { return s.streams.Load() == 0 })
	if _, err := io.Copy(io.Discard, answer.Body); err == nil {
		t.Error("it ended in order")
	}
}

// What stops takes no more connections, and ends those it has.
func TestLiveStops(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	ws, _, err := s.dial(t)
	if err != nil {
		t.Fatal(err)
	}
	play(t, ws, hello, ack, subscribe("1", "subscription waits"))
	answer := s.ask(t, t.Context(), "", `{"query":"subscription waits"}`)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { s.live.Run(ctx); close(done) }()
	stop()
	play(t, ws, `x 1001 Connect anew`)
	if got, _ := io.ReadAll(answer.Body); string(got) != ":\n\n" {
		t.Errorf("got %q", got)
	}
	<-done
	if _, refused, err := s.dial(t); err == nil || refused.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("got %v", err)
	}
}
