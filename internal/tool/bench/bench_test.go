package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/richtext"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

// servers are the product and the ceiling over one filled store.
type servers struct {
	product, ceiling http.Handler
	queries          []query
}

func start(t testing.TB, dsn string, s size) *servers {
	t.Helper()
	if err := fill(t.Context(), dsn, s); err != nil {
		t.Fatal(err)
	}
	store, err := db.Open(t.Context(), dsn, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	a, err := app.New(store, config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, AuditKey: make([]byte, 32)}, app.Options{})
	if err != nil {
		t.Fatal(err)
	}
	running, stop := context.WithCancel(context.Background())
	var feed sync.WaitGroup
	feed.Go(func() { a.Feed.Run(running) })
	t.Cleanup(func() { stop(); feed.Wait() })
	c, err := newCeiling(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = c.pool.Close(), c.writer.Close() })
	p, err := placeIn(t.Context(), c.pool)
	if err != nil {
		t.Fatal(err)
	}
	return &servers{a.Handler(), c.handler(), queries(p)}
}

// ask sends the query to a handler, as its n-th request.
func (q query) ask(h http.Handler, path string, body []byte, n int64) *httptest.ResponseRecorder {
	body = bytes.Replace(body, []byte(draftNumber), fmt.Appendf(nil, "%016d", n), 1)
	r := httptest.NewRequest(http.MethodPost, path, bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/graphql-response+json")
	if q.as != nil {
		r.Header.Set("Authorization", "Bearer "+q.as.token())
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestCeilingAnswersAsTheProductDoes(t *testing.T) {
	for _, store := range kit.Stores(t) {
		t.Run(string(store.Dialect), func(t *testing.T) {
			s := start(t, store.DSN(t), size{Posts: 2000, Staff: 300})
			for i, q := range s.queries {
				n := int64(2 * i)
				product, ceiling := q.ask(s.product, "/graphql", q.body(), n), q.ask(s.ceiling, q.path(), q.body(), n+1)
				want, err := data(product.Result(), nil)
				if err != nil {
					t.Fatal(q.name, err)
				}
				got, err := data(ceiling.Result(), nil)
				if err != nil || want != got || !strings.Contains(want, `"name"`) && !strings.Contains(want, `"title"`) {
					t.Errorf("%s: %v\nproduct %s\nceiling %s", q.name, err, want, got)
				}
			}
		})
	}
}

func TestFillMakesTheSameAgain(t *testing.T) {
	one, two := newMaker(size{1000, 300}), newMaker(size{1000, 300})
	for n := range 50 {
		a, b := one.post(n), two.post(n)
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("post %d\n%+v\n%+v", n, a, b)
		}
		if body := a.Revision.Body; richtext.Parse(body).HTML() != body || len(body) < 3500 || len(body) > 5000 {
			t.Errorf("post %d has a body of %d bytes that a service would store otherwise", n, len(body))
		}
	}
}

// BenchmarkQueries measures each query in process: -bench 'Queries/sqlite/Q1$/product'.
func BenchmarkQueries(b *testing.B) {
	for _, store := range kit.Stores(b) {
		b.Run(string(store.Dialect), func(b *testing.B) {
			s := start(b, store.DSN(b), size{Posts: 5000, Staff: 300})
			for _, q := range s.queries {
				b.Run(q.name, func(b *testing.B) {
					b.Run("product", func(b *testing.B) { q.benchmark(b, s.product, "/graphql") })
					b.Run("ceiling", func(b *testing.B) { q.benchmark(b, s.ceiling, q.path()) })
				})
			}
		})
	}
}

var drafts atomic.Int64

func (q query) benchmark(b *testing.B, h http.Handler, path string) {
	b.ReportAllocs()
	body := q.body()
	before := cpu()
	defer func() { b.ReportMetric(float64(cpu()-before)/float64(b.N), "cpu-ns/op") }()
	for b.Loop() {
		if w := q.ask(h, path, body, drafts.Add(1)); w.Code != http.StatusOK || strings.Contains(w.Body.String(), `"errors"`) {
			b.Fatal(w.Code, w.Body)
		}
	}
}

// cpu is the processor time that the process took, which a busy machine does not stretch.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // the process itself can always be asked
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
