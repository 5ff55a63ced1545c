package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The public tools that make the load, beside wrk of the system's own packages.
const (
	vegeta      = "github.com/tsenart/vegeta/v12@v12.13.0"
	connections = 16
)

// target is one query at one server, or a page where the query has no document.
type target struct {
	query
	url string
	dir string // of scripts
}

func (t target) header() http.Header {
	h := http.Header{"Content-Type": {"application/json"}, "Accept": {"application/graphql-response+json"}}
	if t.as != nil {
		h.Set("Authorization", "Bearer "+t.as.token())
	}
	return h
}

// ask sends the query once.
func (t target) ask(ctx context.Context) (*http.Response, error) {
	if t.document == "" {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, t.url, http.NoBody)
		if err != nil {
			return nil, err
		}
		r.Header.Set("Accept-Encoding", "identity") // as wrk asks
		return http.DefaultClient.Do(r)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, t.url, bytes.NewReader(t.numbered(time.Now().UnixMicro())))
	if err != nil {
		return nil, err
	}
	r.Header = t.header()
	return http.DefaultClient.Do(r)
}

func (t target) numbered(n int64) []byte {
	return bytes.Replace(t.body(), []byte(draftNumber), fmt.Appendf(nil, "%0*d", len(draftNumber), n), 1)
}

// throughput is what wrk measures over connections that never pause.
type throughput struct {
	requests  int
	perSecond float64
	tail      time.Duration // the 99th percentile of a server that is never idle
}

func (t target) throughput(ctx context.Context, d time.Duration) (p throughput, err error) {
	script := filepath.Join(t.dir, "wrk.lua")
	if err := os.WriteFile(script, []byte(t.lua()), 0o600); err != nil {
		return p, err
	}
	out, err := exec.CommandContext(ctx, "taskset", "-c", loadCore, "wrk", "-t1", "-c"+strconv.Itoa(connections), "-d"+strconv.Itoa(int(d.Seconds()))+"s", "--timeout", "30s", "-s", script, t.url).CombinedOutput()
	if err != nil {
		return p, fmt.Errorf("wrk: %w\n%s", err, out)
	}
	var micros, p99, failed int
	_, result, _ := strings.Cut(string(out), "RESULT ")
	if _, err := fmt.Sscan(result, &p.requests, &micros, &p99, &failed); err != nil {
		return p, fmt.Errorf("wrk: %s: %w\n%s", t.name, err, out)
	}
	if failed > 0 || p.requests == 0 {
		return p, fmt.Errorf("wrk: %s: %d of %d requests failed\n%s", t.name, failed, p.requests, out)
	}
	p.perSecond, p.tail = float64(p.requests)/(float64(micros)/1e6), time.Duration(p99)*time.Microsecond
	return p, nil
}

// lua is the script of wrk; each draft gets a number of its own.
func (t target) lua() string {
	if t.document == "" {
		return finish
	}
	var b strings.Builder
	b.WriteString("wrk.method = 'POST'\n")
	for name, values := range t.header() {
		fmt.Fprintf(&b, "wrk.headers[%q] = %q\n", name, values[0])
	}
	before, after, numbered := strings.Cut(string(t.body()), draftNumber)
	if numbered {
		fmt.Fprintf(&b, "local n = %d\nrequest = function() n = n + 1; return wrk.format(nil, nil, nil, %s .. string.format('%%0%dd', n) .. %s) end\n",
			time.Now().UnixMicro(), long(before), len(draftNumber), long(after))
	} else {
		fmt.Fprintf(&b, "wrk.body = %s\n", long(before))
	}
	b.WriteString(finish)
	return b.String()
}

// finish has wrk print its figures.
const finish = "done = function(s, latency) io.write(string.format('RESULT %d %d %d %d\\n', s.requests, s.duration, latency:percentile(99), s.errors.connect + s.errors.read + s.errors.write + s.errors.status + s.errors.timeout)) end\n"

// long is a Lua string that stands for itself.
func long(s string) string { return "[==[" + s + "]==]" }

// latency is what vegeta measures at a fixed rate.
type latency struct{ P50, P99 time.Duration }

func (t target) latency(ctx context.Context, rate int, d time.Duration) (latency, error) {
	all := []target{t}
	if strings.Contains(string(t.body()), draftNumber) {
		all = slices.Repeat(all, rate*int(d.Seconds()))
	}
	return attack(ctx, t.dir, t.name, all, rate, d)
}

// line is the target as vegeta reads it.
func (t target) line(n int64) ([]byte, error) {
	return json.Marshal(map[string]any{"method": http.MethodPost, "url": t.url, "header": t.header(), "body": t.numbered(n)})
}

// attack sends the targets in turn, each draft with a number of its own.
func attack(ctx context.Context, dir, name string, all []target, rate int, d time.Duration) (l latency, err error) {
	targets := filepath.Join(dir, "targets.json")
	var b bytes.Buffer
	for i, t := range all {
		line, err := t.line(time.Now().UnixMicro() + int64(i))
		if err != nil {
			return l, err
		}
		b.Write(append(line, '\n'))
	}
	if err := os.WriteFile(targets, b.Bytes(), 0o600); err != nil {
		return l, err
	}
	tool := filepath.Join(dir, "vegeta")
	results, err := exec.CommandContext(ctx, "taskset", "-c", loadCore, tool, "attack", "-format=json", "-targets="+targets, "-rate="+strconv.Itoa(rate), "-duration="+d.String()).Output()
	if err != nil {
		return l, fmt.Errorf("vegeta attack: %w", err)
	}
	report := exec.CommandContext(ctx, tool, "report", "-type=json")
	report.Stdin = bytes.NewReader(results)
	out, err := report.Output()
	if err != nil {
		return l, fmt.Errorf("vegeta report: %w", err)
	}
	var figures struct {
		Success   float64
		Latencies struct {
			P50 int64 `json:"50th"`
			P99 int64 `json:"99th"`
		}
	}
	if err := json.Unmarshal(out, &figures); err != nil {
		return l, err
	}
	if figures.Success < 1 {
		return l, fmt.Errorf("vegeta: %s: requests failed\n%.600s", name, out)
	}
	return latency{time.Duration(figures.Latencies.P50), time.Duration(figures.Latencies.P99)}, nil
}

// tools builds vegeta where it is not built yet; wrk comes with the system.
func tools(ctx context.Context, dir string) error {
	for _, name := range []string{"taskset", "wrk"} {
		if _, err := exec.LookPath(name); err != nil {
			return fmt.Errorf("%w; on Debian: apt-get install wrk util-linux", err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "vegeta")); err == nil {
		return nil
	}
	cmd := exec.CommandContext(ctx, "go", "install", vegeta)
	cmd.Env = append(os.Environ(), "GOBIN="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go install %s: %w\n%s", vegeta, err, out)
	}
	return nil
}
