// Package metrics counts what the process does, for its operators. The metrics are served on a listener of their own, in the
// Prometheus text format. Labels come from short fixed lists: nothing that a client sends becomes one.
package metrics

import (
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

var set = metrics.NewSet()

// Metrics of the store.
var (
	Statements         = set.NewCounter("ttyt_db_statements_total")
	SlowStatements     = set.NewCounter("ttyt_db_slow_statements_total")
	TransactionRetries = set.NewCounter("ttyt_db_transaction_retries_total")
)

// Metrics of open matters.
var (
	Connections = set.NewGauge("ttyt_connections", nil) // of the network
	Sockets     = set.NewGauge("ttyt_sockets", nil)     // WebSockets and event streams
)

// init begins the counters of the fixed lists at zero: a rate cannot be told of a figure that appears at one.
func init() {
	for _, r := range []Reason{TooOften, TooManyConnections, TooBusy, TooLarge, WrongMedia, OtherSite, NotTrusted} {
		add("ttyt_refused_total", "reason", string(r), 0)
	}
	for _, e := range []Entry{Entered, WrongSecret, HeldBack, Crowded, Denied} {
		add("ttyt_sign_ins_total", "outcome", string(e), 0)
	}
	for _, r := range []Rating{RatingKept, RatingRefused, RatingFailed} {
		add("ttyt_ratings_total", "outcome", string(r), 0)
	}
	for _, v := range []View{ViewCounted, ViewAgain, ViewOfStaff, ViewOfRobot} {
		add("ttyt_views_total", "outcome", string(v), 0)
	}
	for _, verdict := range []string{"CLEAN", "INFECTED", "FAILED"} {
		add("ttyt_media_scans_total", "verdict", verdict, 0)
	}
	for _, format := range []string{"jpeg", "png", "webp"} {
		add("ttyt_media_drawings_total", "format", format, 0)
	}
	for _, p := range []Probe{ProbeFound, ProbeMissed, ProbeFailed} {
		add("ttyt_media_probes_total", "outcome", string(p), 0)
	}
	for _, o := range []Outcome{Hit, Miss, Bypass} {
		add("ttyt_cache_requests_total", "outcome", string(o), 0)
	}
}

// FeedRead is when the change feed was last read to its end, in Unix seconds; 0 if nothing follows it.
var FeedRead = set.NewGauge("ttyt_change_feed_read_timestamp_seconds", nil)

// bounds of the histograms of durations, in seconds.
var bounds = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

var answered = set.NewPrometheusHistogramExt("ttyt_http_request_seconds", bounds)

var served atomic.Uint64

// Served is how many HTTP requests were answered so far.
func Served() uint64 { return served.Load() }

// told are the reasons that a status tells.
var told = map[int]Reason{
	http.StatusRequestEntityTooLarge: TooLarge,
	http.StatusUnsupportedMediaType:  WrongMedia,
	http.StatusTooManyRequests:       TooOften,
}

// Answered counts one HTTP request by the status of its answer, and as refused where the status tells the reason.
func Answered(status int, took time.Duration) {
	if r, ok := told[status]; ok {
		Refused(r)
	}
	served.Add(1)
	add("ttyt_http_requests_total", "status", strconv.Itoa(status), 1)
	answered.Update(took.Seconds())
}

// Operation counts one GraphQL request: its operation is query, mutation, subscription or, before it is known, none; code
// is that of its first error, OK without one.
func Operation(operation, code string, took time.Duration) {
	set.GetOrCreateCounter(`ttyt_graphql_requests_total{operation="` + operation + `",code="` + code + `"}`).Inc()
	set.GetOrCreatePrometheusHistogramExt(`ttyt_graphql_request_seconds{operation="`+operation+`"}`, bounds).Update(took.Seconds())
}

// Reason is why a request was turned away before any work.
type Reason string

// The reasons.
const (
	TooOften           Reason = "rate"
	TooManyConnections Reason = "connections"
	TooBusy            Reason = "busy"
	TooComplex         Reason = "limit_" // and the limit that the document goes beyond
	TooLarge           Reason = "body"
	WrongMedia         Reason = "media"
	OtherSite          Reason = "csrf"
	NotTrusted         Reason = "trusted_documents"
)

// Refused counts one request that was turned away.
func Refused(r Reason) { add("ttyt_refused_total", "reason", string(r), 1) }

// Outcome is how the answer cache served a request.
type Outcome string

// The outcomes.
const (
	Hit    Outcome = "hit"
	Miss   Outcome = "miss"
	Bypass Outcome = "bypass"
)

// Cached counts one request that the answer cache looked at.
func Cached(o Outcome) { add("ttyt_cache_requests_total", "outcome", string(o), 1) }

// Entry is what an attempt to sign in came to.
type Entry string

// What attempts come to.
const (
	Entered     Entry = "in"
	WrongSecret Entry = "wrong"   // name or password
	HeldBack    Entry = "wait"    // after too many attempts
	Crowded     Entry = "busy"    // too many at once, or the store is away
	Denied      Entry = "refused" // by a rule, with the right password
)

// SignIn counts one attempt to sign in.
func SignIn(e Entry) { add("ttyt_sign_ins_total", "outcome", string(e), 1) }

// Rating is what became of a reader's rating of a post.
type Rating string

// What becomes of ratings.
const (
	RatingKept    Rating = "kept"
	RatingRefused Rating = "rate"   // the address sends too many
	RatingFailed  Rating = "failed" // the store is away
)

// Rated counts one rating of a post.
func Rated(r Rating) { add("ttyt_ratings_total", "outcome", string(r), 1) }

// View is what became of a reading of a post that the script of a page reported.
type View string

// What becomes of readings.
const (
	ViewCounted View = "counted"
	ViewAgain   View = "again" // by the same browser, or too many from its address
	ViewOfStaff View = "staff" // or an external tool
	ViewOfRobot View = "robot"
)

// Viewed counts one reading that was reported.
func Viewed(v View) { add("ttyt_views_total", "outcome", string(v), 1) }

var scanned = set.NewPrometheusHistogramExt("ttyt_media_scan_seconds", bounds)

// Scanned counts one scan of an uploaded file by its verdict.
func Scanned(verdict string, took time.Duration) {
	add("ttyt_media_scans_total", "verdict", verdict, 1)
	scanned.Update(took.Seconds())
}

var drawn = set.NewPrometheusHistogramExt("ttyt_media_draw_seconds", bounds)

// Drawn counts one picture that was drawn in one of its sizes, by the format that it was written in.
func Drawn(format string, took time.Duration) {
	add("ttyt_media_drawings_total", "format", format, 1)
	drawn.Update(took.Seconds())
}

// Probe is what became of a probe of the scanner.
type Probe string

// What becomes of probes.
const (
	ProbeFound  Probe = "found"
	ProbeMissed Probe = "missed" // the scanner says OK of what it should not
	ProbeFailed Probe = "failed" // it did not answer
)

// Probed counts one probe of the scanner.
func Probed(p Probe) { add("ttyt_media_probes_total", "outcome", string(p), 1) }

// JobRun counts one run of a job of a registered kind.
func JobRun(kind string, failed bool) {
	outcome := "done"
	if failed {
		outcome = "failed"
	}
	set.GetOrCreateCounter(`ttyt_job_runs_total{kind="` + kind + `",outcome="` + outcome + `"}`).Inc()
}

// counters are those with labels, by name and values: the library's own look-up builds a text for each count.
var counters = struct {
	sync.RWMutex
	of map[[3]string]*metrics.Counter
}{of: map[[3]string]*metrics.Counter{}}

func add(name, label, value string, n int) {
	count([3]string{name, value}, func() string { return name + `{` + label + `="` + value + `"}` }, n)
}

func count(key [3]string, name func() string, n int) {
	counters.RLock()
	c := counters.of[key]
	counters.RUnlock()
	if c == nil {
		c = set.GetOrCreateCounter(name())
		counters.Lock()
		counters.of[key] = c
		counters.Unlock()
	}
	c.Add(n)
}
