package metrics_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/metrics"
)

func TestHandler(t *testing.T) {
	t.Parallel()
	metrics.Answered(418, 3*time.Millisecond)
	metrics.Operation("query", "OK", time.Millisecond)
	metrics.Operation("query", "TEST", time.Millisecond)
	metrics.Refused(metrics.TooOften)
	metrics.Cached(metrics.Hit)
	metrics.JobRun("audit.seal", false)
	metrics.Statements.Inc()
	w := httptest.NewRecorder()
	metrics.Handler(
		metrics.Gauge{Name: "ttyt_told", Help: "One.", Read: metrics.One(func(context.Context) (int, error) { return 7, nil })},
		metrics.Gauge{Name: "ttyt_untold", Help: "None.", Read: metrics.One(func(context.Context) (float64, error) { return 8, errors.New("gone") })},
		metrics.Gauge{Name: "ttyt_each", Help: "Several.", Label: "of", Read: metrics.Counts(func(context.Context) (map[string]int, error) { return map[string]int{"b": 2, "a": 1}, nil })},
	).ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	body := w.Body.String()
	for _, want := range []string{
		`ttyt_http_requests_total{status="418"} 1`, `ttyt_http_request_seconds_bucket{le="0.005"} 1`, `ttyt_graphql_requests_total{operation="query",code="TEST"} 1`,
		`ttyt_graphql_request_seconds_count{operation="query"} 2`, `ttyt_refused_total{reason="rate"} 1`, `ttyt_cache_requests_total{outcome="hit"} 1`,
		`ttyt_job_runs_total{kind="audit.seal",outcome="done"} 1`, "ttyt_db_statements_total 1", "# HELP ttyt_told One.\n# TYPE ttyt_told gauge\nttyt_told 7\n", "ttyt_each{of=\"a\"} 1\nttyt_each{of=\"b\"} 2\n", "go_goroutines ", "process_resident_memory_bytes ",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in\n%s", want, body)
		}
	}
	if strings.Contains(body, "ttyt_untold") {
		t.Error("a figure that cannot be told is")
	}
	// Every figure of ours says what it is and of which type.
	for _, m := range regexp.MustCompile(`(?m)^(ttyt_\w+?)(_bucket|_sum|_count)?[{ ]`).FindAllStringSubmatch(body, -1) {
		if !regexp.MustCompile(`(?m)^# HELP `+m[1]+` [A-Z].*\.$`).MatchString(body) || !regexp.MustCompile(`(?m)^# TYPE `+m[1]+` (counter|gauge|histogram)$`).MatchString(body) {
			t.Errorf("%s has no HELP or no TYPE", m[1])
		}
	}
}

func BenchmarkOperation(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		metrics.Operation("query", "OK", time.Millisecond)
	}
}
