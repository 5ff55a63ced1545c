package metrics

import (
	"bytes"
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// Gauge is a figure that is read when it is asked for.
type Gauge struct {
	Name, Help string
	// Label is the name of the label that Read's keys are values of; "" if there is one figure, under "".
	Label string
	// Read returns the figures. After an error none is told.
	Read func(context.Context) (map[string]float64, error)
}

// One reads a gauge of a single figure.
func One[N int | float64](read func(context.Context) (N, error)) func(context.Context) (map[string]float64, error) {
	return func(ctx context.Context) (map[string]float64, error) {
		n, err := read(ctx)
		return map[string]float64{"": float64(n)}, err
	}
}

// Counts reads a gauge of how many there are of each kind.
func Counts(read func(context.Context) (map[string]int, error)) func(context.Context) (map[string]float64, error) {
	return func(ctx context.Context) (map[string]float64, error) {
		counts, err := read(ctx)
		all := make(map[string]float64, len(counts))
		for kind, n := range counts {
			all[kind] = float64(n)
		}
		return all, err
	}
}

// gaugeTime is how long all gauges may take to be read.
const gaugeTime = 2 * time.Second

// help says what each figure of the process is.
var help = map[string]string{
	"ttyt_db_statements_total":                "Statements sent to the store.",
	"ttyt_db_slow_statements_total":           "Statements that took long enough to be logged.",
	"ttyt_db_transaction_retries_total":       "Transactions run again after a deadlock, a lock wait or a conflict of a cluster.",
	"ttyt_connections":                        "Connections of the network that are open.",
	"ttyt_sockets":                            "WebSockets and event streams that are open.",
	"ttyt_change_feed_read_timestamp_seconds": "When the change feed was last read to its end, in Unix seconds.",
	"ttyt_http_request_seconds":               "How long HTTP requests took.",
	"ttyt_http_requests_total":                "HTTP requests by the status of their answer.",
	"ttyt_graphql_requests_total":             "GraphQL operations by type and the code of their first error.",
	"ttyt_graphql_request_seconds":            "How long GraphQL operations took, by type.",
	"ttyt_pages_total":                        "Pages of the website and the console by what became of them; kept ones were drawn before.",
	"ttyt_page_seconds":                       "How long pages took that were not kept, forms among them.",
	"ttyt_refused_total":                      "Requests that were turned away before any work, by the limit that they went beyond.",
	"ttyt_cache_requests_total":               "Requests of strangers by how the answer cache served them.",
	"ttyt_sign_ins_total":                     "Attempts to sign in, by what they came to.",
	"ttyt_ratings_total":                      "Ratings of posts that readers sent, by what became of them.",
	"ttyt_views_total":                        "Readings of posts that pages reported, by what became of them.",
	"ttyt_media_scans_total":                  "Scans of uploaded files by their verdict.",
	"ttyt_media_scan_seconds":                 "How long scans of uploaded files took.",
	"ttyt_media_drawings_total":               "Pictures drawn in one of their sizes, by the format that they were written in.",
	"ttyt_media_draw_seconds":                 "How long pictures took to be drawn, with the wait for memory.",
	"ttyt_media_probes_total":                 "Probes of the antivirus scanner, by whether its verdicts count since.",
	"ttyt_job_runs_total":                     "Runs of background jobs by kind and outcome.",
}

func init() { metrics.ExposeMetadata(true) }

// Handler serves all figures, those of the Go runtime and the process among them.
func Handler(gauges ...Gauge) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var b bytes.Buffer
		set.WritePrometheus(&b)
		out := described(b.Bytes())
		ctx, cancel := context.WithTimeout(r.Context(), gaugeTime)
		defer cancel()
		for _, g := range gauges {
			out = g.write(ctx, out)
		}
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		_, _ = w.Write(out) // the client may have gone
		metrics.WriteProcessMetrics(w)
	})
}

// described fills in the help texts, for which the library leaves room.
func described(figures []byte) []byte {
	var out []byte
	for line := range bytes.Lines(figures) {
		if name, ok := bytes.CutPrefix(line, []byte("# HELP ")); ok {
			line = []byte("# HELP " + string(bytes.TrimSpace(name)) + " " + help[string(bytes.TrimSpace(name))] + "\n")
		}
		out = append(out, line...)
	}
	return out
}

func (g Gauge) write(ctx context.Context, out []byte) []byte {
	figures, err := g.Read(ctx)
	if err != nil {
		return out
	}
	out = append(out, "# HELP "+g.Name+" "+g.Help+"\n# TYPE "+g.Name+" gauge\n"...)
	for _, of := range slices.Sorted(maps.Keys(figures)) {
		name := g.Name
		if g.Label != "" {
			name += "{" + g.Label + `="` + of + `"}`
		}
		out = append(out, name+" "+strconv.FormatFloat(figures[of], 'g', -1, 64)+"\n"...)
	}
	return out
}
