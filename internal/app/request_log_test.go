package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/trace"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/wire/web"
)

// requestLine is a line of the log about a request.
type requestLine struct {
	Level, Msg, Method, Path, Operation, Trace string
	Status, Bytes                              int
	Took                                       *int64
}

// requestLog takes the log of the process, and returns its lines about the requests of a trace.
func requestLog(t *testing.T) (lines func(trace string) []requestLine, all func() string) {
	t.Helper()
	var mu sync.Mutex
	var written bytes.Buffer
	usual := slog.Default()
	t.Cleanup(func() { slog.SetDefault(usual) })
	c := config.Config{LogLevel: trace.LevelRequest, LogFormat: "json"}
	slog.SetDefault(slog.New(trace.LogHandler{Handler: c.LogHandler(writer(func(b []byte) (int, error) {
		mu.Lock()
		defer mu.Unlock()
		return written.Write(b)
	}))}))
	lines = func(of string) (found []requestLine) {
		mu.Lock()
		defer mu.Unlock()
		for one := range strings.Lines(written.String()) {
			var l requestLine
			if json.Unmarshal([]byte(one), &l) == nil && l.Msg == "request" && l.Trace == of {
				found = append(found, l)
			}
		}
		return found
	}
	return lines, func() string { mu.Lock(); defer mu.Unlock(); return written.String() }
}

type writer func([]byte) (int, error)

func (w writer) Write(b []byte) (int, error) { return w(b) }

// Each request has one line that names its operation, and no value that a client sent is in the log.
func TestEachRequestHasALine(t *testing.T) { // not in parallel: it takes the log of the process
	lines, written := requestLog(t)
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		a := opened(t, k, config.Config{Cache: 1 << 20, Rate: 1000})
		running, stop := context.WithCancel(t.Context())
		var following sync.WaitGroup
		following.Go(func() { a.Feed.Run(running) }) // without it, nothing is answered from memory
		t.Cleanup(func() { stop(); following.Wait() })
		h, hits := a.Handler(), figure(t, a, `ttyt_cache_requests_total{outcome="hit"}`, false)
		for wait := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
			w := httptest.NewRecorder()
			if h.ServeHTTP(w, httptest.NewRequest("GET", "/graphql?query={posts{totalCount}}", nil)); w.Header().Get("Etag") != "" {
				break
			}
			if time.Now().After(wait) {
				t.Fatal("nothing is kept in memory")
			}
		}
		const unnamed = "sha256:"
		for name, c := range map[string]struct {
			method, target, body, operation string
			status                          int
		}{
			"a named operation":     {"POST", "/graphql", `{"query":"query Latest($s: Slug!) { post(slug: $s) { id } }","variables":{"s":"bi-mat"}}`, "Latest", 200},
			"the chosen operation":  {"POST", "/graphql", `{"query":"query A { __typename } query B { __typename }","operationName":"B"}`, "B", 200},
			"one without a name":    {"POST", "/graphql", `{"query":"{ post(slug: \"bi-mat\") { id } }"}`, unnamed, 200},
			"by GET":                {"GET", "/graphql?query=query+Bi{post(slug:%22bi-mat%22){id}}", "", "Bi", 200},
			"one that is not valid": {"POST", "/graphql", `{"query":"query Wrong { nowhere(x: \"bi-mat\") }"}`, unnamed, 200},
			"no document":           {"POST", "/graphql", `{"query":"{ bi-mat"}`, unnamed, 200},
			"no JSON":               {"POST", "/graphql", `bi-mat`, "", 400},
			"a long name":           {"POST", "/graphql", `{"query":"query ` + strings.Repeat("N", 300) + ` { __typename }"}`, strings.Repeat("N", 80), 200},
			"another page":          {"GET", "/nowhere?token=bi-mat", "", "", 404},
			"a one-time link":       {"GET", "/console/password/bi-mat", "", "", 303},
			"a long path":           {"GET", "/" + strings.Repeat("p", 8000), "", "", 404},
			"a look at the health":  {"GET", "/healthz", "", "", 204},
		} {
			for _, again := range []string{"", " again"} { // the second may be from memory
				r, w := httptest.NewRequest(c.method, c.target, strings.NewReader(c.body)), httptest.NewRecorder()
				if c.body != "" {
					r.Header.Set("Content-Type", "application/json")
				}
				h.ServeHTTP(w, r)
				got := lines(w.Header().Get(trace.Header))
				if len(got) != 1 {
					t.Errorf("%s%s: %d lines", name, again, len(got))
					continue
				}
				l, logged := got[0], web.LogPath(r.URL.Path)
				if l.Level != "REQUEST" || l.Method != c.method || l.Path != logged[:min(len(logged), 80)] || l.Status != w.Code || w.Code != c.status || l.Bytes != w.Body.Len() ||
					l.Took == nil || l.Operation != c.operation && (c.operation != unnamed || !strings.HasPrefix(l.Operation, unnamed)) {
					t.Errorf("%s%s: %d with %d bytes, and the line %+v", name, again, w.Code, w.Body.Len(), l)
				}
			}
		}
		if figure(t, a, `ttyt_cache_requests_total{outcome="hit"}`, false) < hits+3 {
			t.Error("too little was answered from memory")
		}
		if strings.Contains(written(), "bi-mat") {
			t.Errorf("the log tells what was sent:\n%s", written())
		}
	})
}

// What is asked for over a socket has lines of its own.
func TestOperationsOfASocketHaveLines(t *testing.T) { // not in parallel: it takes the log of the process
	lines, _ := requestLog(t)
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		server := httptest.NewServer(opened(t, k, config.Config{}).Handler())
		defer server.Close()
		socket, upgraded, err := websocket.Dial(t.Context(), "ws"+strings.TrimPrefix(server.URL, "http")+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
		if err != nil {
			t.Fatal(err)
		}
		defer socket.CloseNow()
		said := func(send, awaited string) {
			t.Helper()
			if err := socket.Write(t.Context(), websocket.MessageText, []byte(send)); err != nil {
				t.Fatal(err)
			}
			for {
				_, got, err := socket.Read(context.WithoutCancel(t.Context()))
				if err != nil {
					t.Fatal(err)
				}
				if strings.Contains(string(got), awaited) {
					return
				}
			}
		}
		said(`{"type":"connection_init"}`, "connection_ack")
		said(`{"id":"1","type":"subscribe","payload":{"query":"query Socket { __typename }"}}`, "complete")
		for wait := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
			for _, l := range lines(upgraded.Header.Get(trace.Header)) {
				if l.Method == "WEBSOCKET" && l.Operation == "Socket" && l.Path == "/graphql" && l.Bytes > 0 && l.Status == http.StatusOK {
					return
				}
			}
			if time.Now().After(wait) {
				t.Fatal("no line")
			}
		}
	})
}

// A flood is counted, and does not fill the disk.
func TestAFloodHasNoLines(t *testing.T) { // not in parallel: it takes the log of the process
	lines, _ := requestLog(t)
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		h := opened(t, k, config.Config{Rate: 1}).Handler()
		refused, told := 0, 0
		for range 40 {
			r, w := httptest.NewRequest("POST", "/graphql", strings.NewReader(`{"query":"{ __typename }"}`)), httptest.NewRecorder()
			r.Header.Set("Content-Type", "application/json")
			if h.ServeHTTP(w, r); w.Code == http.StatusTooManyRequests {
				refused++
			}
			told += len(lines(w.Header().Get(trace.Header)))
		}
		if refused == 0 || told != 40-refused {
			t.Errorf("%d of 40 were refused, and there are %d lines", refused, told)
		}
	})
}
