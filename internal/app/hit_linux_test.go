package app_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

// latest is what the front page of a site asks for.
const latest = `{"query":"{ posts(first: 20) { nodes { id slug title excerpt postedAt author { name } department { name } } } }"}`

// BenchmarkHit compares an answer out of the cache with the same answer, header for header, written from memory by a bare
// handler. Both are asked over loopback in turn, so that what else the machine does falls on both; the processor time of
// the server alone counts: of-memory is the part of the memory handler's requests that the same time answers.
func BenchmarkHit(b *testing.B) {
	const round = 2000
	handler := published(b)
	first := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(latest))
	r.Header.Set("Content-Type", "application/json")
	handler.ServeHTTP(first, r)
	if first.Code != http.StatusOK || strings.Contains(first.Body.String(), `"errors"`) {
		b.Fatalf("%d %s", first.Code, first.Body)
	}
	memory := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		h := w.Header()
		for name, values := range first.Header() {
			h[name] = values
		}
		_, _ = w.Write(first.Body.Bytes())
	})
	runtime.LockOSThread()
	clients := []*connection{connect(b, memory), connect(b, handler)}
	spent := make([][]float64, len(clients))
	for b.Loop() {
		for i, c := range clients {
			runtime.GC()
			before := serverTime(b)
			for range round {
				c.ask(b)
			}
			spent[i] = append(spent[i], float64((serverTime(b)-before).Nanoseconds())/1e3/round)
		}
	}
	slices.Sort(spent[0])
	slices.Sort(spent[1])
	middle := len(spent[0]) / 2
	b.ReportMetric(spent[0][middle], "memory-µs")
	b.ReportMetric(spent[1][middle], "hit-µs")
	b.ReportMetric(spent[0][middle]/spent[1][middle], "of-memory")
	b.ReportMetric(0, "ns/op")
}

// serverTime is the processor time of this process without the calling thread's, which is the client's.
func serverTime(b *testing.B) time.Duration {
	b.Helper()
	var all, own syscall.Rusage
	if err := errors.Join(syscall.Getrusage(syscall.RUSAGE_SELF, &all), syscall.Getrusage(syscall.RUSAGE_THREAD, &own)); err != nil {
		b.Fatal(err)
	}
	return time.Duration(all.Utime.Nano() + all.Stime.Nano() - own.Utime.Nano() - own.Stime.Nano())
}

// connection is one client that asks again and again, with as little work as it can.
type connection struct {
	net.Conn
	request []byte
	answer  []byte
}

func connect(b *testing.B, to http.Handler) *connection {
	b.Helper()
	server := httptest.NewServer(to)
	b.Cleanup(server.Close)
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = conn.Close() })
	c := &connection{Conn: conn, request: []byte("POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept-Language: vi-VN,vi;q=0.9,en;q=0.8\r\nContent-Length: " +
		strconv.Itoa(len(latest)) + "\r\n\r\n" + latest)}
	if _, err := c.Write(c.request); err != nil {
		b.Fatal(err)
	}
	counted := &counter{Reader: conn}
	answer, err := http.ReadResponse(bufio.NewReaderSize(counted, 16), nil)
	if err != nil {
		b.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	c.answer = make([]byte, counted.n) // all answers are as long
	return c
}

func (c *connection) ask(b *testing.B) {
	if _, err := c.Write(c.request); err != nil {
		b.Fatal(err)
	}
	if _, err := io.ReadFull(c, c.answer); err != nil {
		b.Fatal(err)
	}
}

type counter struct {
	io.Reader
	n int
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.n += n
	return n, err
}

// published is the program over a store with posts on the site, following the change feed.
func published(b *testing.B) http.Handler {
	b.Helper()
	k := kit.New(b, kit.Stores(b)[0].Open(b, nil))
	a, err := app.New(k.DB, config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, AuditKey: make([]byte, 32), Cache: 32 << 20}, app.Options{})
	if err != nil {
		b.Fatal(err)
	}
	home := k.Department(b, "CENTRE", "TTYT", db.ID{})
	author, now := k.Staff(b, home, "Lê Văn An"), k.DB.Now(b.Context())
	for i := range 20 {
		post, revision := db.NewID(), db.NewID()
		k.Insert(b.Context(), b, "posts", kit.Row{"id": post, "type": "NEWS_ARTICLE", "department_id": home, "author_id": author, "publication": "PUBLISHED", "working": "NONE",
			"audience": "PUBLIC", "published_revision_id": revision, "published_at": now, "updated_public_at": now, "slug": fmt.Sprint("bai-", i), "title": fmt.Sprint("Tiêm chủng mở rộng đợt ", i),
			"excerpt": "Trung tâm Y tế tổ chức tiêm chủng mở rộng cho trẻ em trong độ tuổi tại trạm y tế các xã.", "created_at": now, "updated_at": now})
		k.Insert(b.Context(), b, "revisions", kit.Row{"id": revision, "post_id": post, "content": "{}", "created_at": now})
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); a.Feed.Run(ctx) }()
	b.Cleanup(func() { stop(); <-done })
	for !a.Feed.Position().Fresh() {
		time.Sleep(time.Millisecond)
	}
	return a.Handler()
}
