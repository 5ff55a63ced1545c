package app_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

func TestRunServesUntilStopped(t *testing.T) {
	t.Parallel()
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			c := config.Config{Addr: "127.0.0.1:0", Data: t.TempDir(), DSN: s.DSN(t), PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, AuditKey: make([]byte, 32)}
			a, err := app.Open(t.Context(), c, app.Options{})
			if err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithCancel(t.Context())
			ready, done := make(chan net.Addr, 1), make(chan error, 1)
			go func() { done <- a.Run(ctx, func(addr net.Addr) { ready <- addr }) }()
			base := "http://" + (<-ready).String()

			for path, want := range map[string]int{"/healthz": 204, "/readyz": 204, "/graphql?query={__typename}": 200, "/console/password": 200, "/explorer/": 200, "/nowhere": 404} {
				if status, _, _ := get(t, base+path); status != want {
					t.Errorf("%s: %d, want %d", path, status, want)
				}
			}
			_, header, _ := get(t, base+"/graphql?query={__typename}")
			for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "Cache-Control": "no-store"} {
				if header.Get(name) != want {
					t.Errorf("%s: %q, want %q", name, header.Get(name), want)
				}
			}
			if id := header.Get("X-Trace-Id"); len(id) != 32 {
				t.Errorf("trace id %q", id)
			}

			stop()
			select {
			case err := <-done:
				if err != nil {
					t.Error(err)
				}
			case <-time.After(10 * time.Second):
				t.Fatal("it does not stop")
			}
			if err := a.Close(); err != nil {
				t.Error(err)
			}
			if _, err := http.Get(base + "/healthz"); err == nil {
				t.Error("it still answers")
			}
		})
	}
}

// Ready says no when the store is gone; healthy says that the process lives.
func TestReadyAsksTheStore(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		a, err := app.New(k.DB, config.Config{PublicURL: &url.URL{Scheme: "https", Host: "ttyt.example"}}, app.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		for path, want := range map[string]int{"/healthz": 204, "/readyz": 503} {
			w := httptest.NewRecorder()
			a.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
			if w.Code != want {
				t.Errorf("%s: %d, want %d", path, w.Code, want)
			}
			if w.Header().Get("Strict-Transport-Security") == "" {
				t.Error("https without Strict-Transport-Security")
			}
		}
	})
}

// Who comes when the store is gone hears of it in the form of all refusals.
func TestWithoutAStoreTheAPIIsUnavailable(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		a, err := app.New(k.DB, config.Config{PublicURL: &url.URL{Scheme: "https", Host: "ttyt.example"}}, app.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		r, w := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(`{"query":"{ me { name } }"}`)), httptest.NewRecorder()
		r.Header = http.Header{"Content-Type": {"application/json"}, "Authorization": {"Bearer x"}, "Accept-Language": {"en"}}
		a.Handler().ServeHTTP(w, r)
		want := `{"errors":[{"message":"The service is overloaded or not ready. Try again in a few seconds.","extensions":{"code":"UNAVAILABLE","traceId":"` + w.Header().Get("X-Trace-Id") + `"}}]}`
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || w.Body.String() != want {
			t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
		}
	})
}

func TestPrepareDemoKeepsItsSecrets(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "demo")
	prepare := func(set string) (string, config.Config) {
		c := config.Config{Data: folder, DemoPassword: set}
		if err := app.PrepareDemo(&c); err != nil {
			t.Fatal(err)
		}
		return c.DemoPassword, c
	}
	first, c1 := prepare("")
	again, c2 := prepare("")
	if len(first) < 16 || first != again || string(c1.AuditKey) != string(c2.AuditKey) || len(c1.AuditKey) < 32 {
		t.Errorf("%q, then %q", first, again)
	}
	if set, _ := prepare("mat-khau-moi-2026"); set != "mat-khau-moi-2026" {
		t.Errorf("got %q", set)
	}
	if after, _ := prepare(""); after != first {
		t.Errorf("got %q before the accounts have another", after)
	}
	for name, want := range map[string]os.FileMode{"": 0o700, "password": 0o600, "audit.key": 0o600} {
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
}

func TestTheStoreIsPrivate(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "data", "ttyt.db")
	a, err := app.Open(t.Context(), config.Config{Data: filepath.Dir(file), DSN: "sqlite:" + file, PublicURL: new(url.URL)}, app.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if _, err := app.Open(t.Context(), config.Config{Data: t.TempDir(), DSN: "mysql:nonsense"}, app.Options{}); err == nil || strings.Contains(err.Error(), "nonsense") {
		t.Errorf("got %v", err)
	}
}

func get(t *testing.T, address string) (int, http.Header, string) {
	t.Helper()
	r, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, r.Header, string(body)
}

// freePort is an address at which nobody listens, a moment ago at least.
func freePort(t *testing.T) string {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	return free.Addr().String()
}

// Figures are served on a listener of their own, and only where it is asked for.
func TestMetricsHaveAListenerOfTheirOwn(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var addr net.Addr
		var inner string
		var done chan error
		for tries := 0; addr == nil; tries++ { // somebody else may take the free port first
			inner = freePort(t)
			c := config.Config{Addr: "127.0.0.1:0", MetricsAddr: inner, PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, AuditKey: make([]byte, 32)}
			a, err := app.New(k.DB, c, app.Options{})
			if err != nil {
				t.Fatal(err)
			}
			ready := make(chan net.Addr, 1)
			done = make(chan error, 1)
			go func() { done <- a.Run(ctx, func(addr net.Addr) { ready <- addr }) }()
			select {
			case addr = <-ready:
			case err := <-done:
				if tries == 4 {
					t.Fatal(err)
				}
			}
		}
		outer := "http://" + addr.String()
		for path, want := range map[string]int{"/graphql?query={__typename}": 200, "/graphql?query={x}": 200, "/metrics": 404} {
			if status, _, _ := get(t, outer+path); status != want {
				t.Errorf("%s: %d, want %d", path, status, want)
			}
		}
		status, _, body := get(t, "http://"+inner+"/metrics")
		for _, want := range []string{`ttyt_http_requests_total{status="200"}`, `ttyt_graphql_requests_total{operation="query",code="OK"}`,
			`ttyt_graphql_requests_total{operation="none",code="BAD_INPUT"}`, "ttyt_db_statements_total", "ttyt_audit_backlog 0", "go_goroutines"} {
			if status != http.StatusOK || !strings.Contains(body, want) {
				t.Errorf("%d, no %s in\n%s", status, want, body)
			}
		}
		for _, path := range []string{"/", "/graphql", "/debug/pprof/"} {
			if status, _, _ := get(t, "http://"+inner+path); status != http.StatusNotFound {
				t.Errorf("%s is served beside the figures: %d", path, status)
			}
		}
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}
