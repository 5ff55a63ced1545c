package metrics_test

import (
	"net/http/httptest"
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
		metrics.Gauge{Name: "ttyt_told", Read: func() (float64, bool) { return 7, true }},
		metrics.Gauge{Name: "ttyt_untold", Read: func() (float64, bool) { return 8, false }},
	).ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	body := w.Body.String()
	for _, want := range []string{
		`ttyt_http_requests_total{status="418"} 1`, `ttyt_http_request_seconds_bucket{le="0.005"} 1`, `ttyt_graphql_requests_total{operation="query",code="TEST"} 1`,
		`ttyt_graphql_request_seconds_count{operation="query"} 2`, `ttyt_refused_total{reason="rate"} 1`, `ttyt_cache_requests_total{outcome="hit"} 1`,
		`ttyt_job_runs_total{kind="audit.seal",outcome="done"} 1`, "ttyt_db_statements_total 1", "ttyt_told 7\n", "go_goroutines ", "process_resident_memory_bytes ",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in\n%s", want, body)
		}
	}
	if strings.Contains(body, "ttyt_untold") {
		t.Error("a figure that cannot be told is")
	}
}

func BenchmarkOperation(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		metrics.Operation("query", "OK", time.Millisecond)
	}
}
