package app_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/job"
	"ttyt.example/ttyt/internal/test/kit"
)

// Each way to be turned away before any work is counted under its reason, and is told of as zero before it happens.
// Other tests count in the same process, so figures are held to what they were before.
func TestRefusalsAreCounted(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		manifest := filepath.Join(t.TempDir(), "manifest.json")
		if err := os.WriteFile(manifest, []byte("{}"), 0o600); err != nil {
			t.Fatal(err)
		}
		base := config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, Cache: 1 << 20}
		held, slow := base, base
		held.TrustedDocuments, held.TrustedOnly, slow.Rate = manifest, true, 1
		for reason, c := range map[string]struct {
			config               config.Config
			times                int
			method, target, body string
			header               http.Header
			status               int
		}{
			"rate":              {slow, 6, "POST", "/graphql", `{"query":"{ __typename }"}`, nil, 429},
			"body":              {base, 1, "POST", "/graphql", strings.Repeat(" ", 300<<10), nil, 413},
			"media":             {base, 1, "POST", "/graphql", "query={__typename}", http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, 415},
			"csrf":              {base, 1, "GET", "/graphql?query={__typename}", "", http.Header{"Content-Type": {"text/plain"}, "Cookie": {"session=x"}}, 200},
			"trusted_documents": {held, 1, "POST", "/graphql", `{"query":"{ __typename }"}`, nil, 200},
			"limit_depth":       {base, 1, "POST", "/graphql", `{"query":"` + strings.Repeat("{ a ", 40) + strings.Repeat("}", 40) + `"}`, nil, 200},
		} {
			a, err := app.New(k.DB, c.config, app.Options{})
			if err != nil {
				t.Fatal(err)
			}
			counted := func() float64 {
				return figure(t, a, `ttyt_refused_total{reason="`+reason+`"}`, strings.HasPrefix(reason, "limit_"))
			}
			before, status := counted(), 0
			for range c.times {
				r, w := httptest.NewRequest(c.method, c.target, strings.NewReader(c.body)), httptest.NewRecorder()
				r.Header = http.Header{"Content-Type": {"application/json"}}
				for name, values := range c.header {
					r.Header[name] = values
				}
				a.Handler().ServeHTTP(w, r)
				status = w.Code
			}
			if got := counted(); status != c.status || got <= before {
				t.Errorf("%s: %d; counted %v, then %v", reason, status, before, got)
			}
		}
	})
}

// What the cache does with a request is told too.
func TestTheCacheIsCounted(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		a, err := app.New(k.DB, config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, Cache: 1 << 20}, app.Options{})
		if err != nil {
			t.Fatal(err)
		}
		const bypass = `ttyt_cache_requests_total{outcome="bypass"}`
		before := figure(t, a, bypass, false)
		a.Handler().ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/graphql?query={__typename}", nil)) // nothing follows the feed
		if got := figure(t, a, bypass, false); got <= before {
			t.Errorf("%v, then %v", before, got)
		}
		for _, name := range []string{"hit", "miss"} {
			figure(t, a, `ttyt_cache_requests_total{outcome="`+name+`"}`, false)
		}
	})
}

// What waits in the store is told: approvals by step, incidents by priority, jobs that are late, and that it answers at all.
func TestFiguresOfTheStore(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		a := opened(t, k, config.Config{})
		if n := figure(t, a, "ttyt_store_up", false); n != 1 {
			t.Errorf("the store is %v", n)
		}
		for _, name := range []string{"ttyt_audit_backlog", "ttyt_job_lag_seconds"} {
			if n := figure(t, a, name, false); n != 0 {
				t.Errorf("%s is %v in an empty store", name, n)
			}
		}
		a.Jobs.Handle("late", func(context.Context, job.Job) error { return nil })
		if err := k.DB.InTx(t.Context(), func(ctx context.Context) error {
			return a.Jobs.Schedule(ctx, "late", "late", db.NewID(), k.DB.Now(ctx))
		}); err != nil {
			t.Fatal(err)
		}
		k.Clock.Advance(90 * time.Second)
		if n := figure(t, a, "ttyt_job_lag_seconds", false); n != 90 {
			t.Errorf("a job is due for 90 s, told are %v", n)
		}
		if err := k.DB.Close(); err != nil {
			t.Fatal(err)
		}
		if n := figure(t, a, "ttyt_store_up", false); n != 0 {
			t.Errorf("a closed store is %v", n)
		}
		figure(t, a, `ttyt_http_requests_total{status="200"}`, true) // what the process counts is told all the same
	})
}

// What attempts to sign in come to is counted: 25 wrong ones at a name, of which the last are held back.
func TestSignInsAreCounted(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		a := opened(t, k, config.Config{})
		counted := func(outcome string) float64 {
			return figure(t, a, `ttyt_sign_ins_total{outcome="`+outcome+`"}`, false)
		}
		wrong, wait := counted("wrong"), counted("wait")
		for range 25 {
			r := httptest.NewRequest("POST", "/graphql", strings.NewReader(`{"query":"mutation { signIn(input: {login: \"ai-do\", password: \"doan mo\", client: APP}) { token } }"}`))
			r.Header.Set("Content-Type", "application/json")
			a.Handler().ServeHTTP(httptest.NewRecorder(), r)
		}
		for _, outcome := range []string{"in", "busy", "refused"} {
			counted(outcome)
		}
		if counted("wrong") <= wrong || counted("wait") <= wait {
			t.Errorf("%v wrong and %v held back, then %v and %v", wrong, wait, counted("wrong"), counted("wait"))
		}
	})
}

// figure reads one figure of /metrics, 0 if it may be missing.
func figure(t *testing.T, a *app.App, name string, missing bool) float64 {
	t.Helper()
	w := httptest.NewRecorder()
	a.Figures().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	for lines := bufio.NewScanner(w.Body); lines.Scan(); {
		if text, ok := strings.CutPrefix(lines.Text(), name+" "); ok {
			value, err := strconv.ParseFloat(text, 64)
			if err != nil {
				t.Fatal(err)
			}
			return value
		}
	}
	if !missing {
		t.Errorf("no %s", name)
	}
	return 0
}
