package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http/httputil"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// plan is how long and how often is measured.
type plan struct {
	rounds int
	each   time.Duration // one measurement
	only   []string      // names of queries; all when empty
	hits   bool          // cached answers against memory, instead of misses against the ceiling
}

// figure is one measurement, or the median of several.
type figure struct {
	throughput
	cpu      float64 // microseconds a request, of the server alone
	storeCPU float64 // microseconds a request, of MariaDB
	latency
}

// result is a query measured on both.
type result struct {
	query
	rate             int // of the latencies, a second
	product, against []figure
}

// figures are what a run found.
type figures struct {
	kind                 string
	hits                 bool
	results              []*result
	firstAnswer          time.Duration
	idle, loaded, peaked float64 // MB of the product: idle, right after the load, at most
}

// measure measures product and ceiling in turn.
func measure(ctx context.Context, dir, kind string, s size, p plan) (f *figures, err error) {
	r, err := newRig(ctx, dir, kind, s)
	defer func() {
		if closing := r.close(); err == nil {
			err = closing
		}
	}()
	if err != nil {
		return nil, err
	}
	f = &figures{kind: kind, hits: p.hits}
	if err := r.startProduct(ctx, p.hits); err != nil {
		return nil, err
	}
	f.firstAnswer = r.firstAnswer
	time.Sleep(3 * time.Second) // idle
	if f.idle, err = r.product.memory("VmRSS"); err != nil {
		return nil, err
	}
	if p.hits {
		err = r.startMemory(ctx)
	} else {
		err = r.startAgainst(ctx, "ceiling", "-dsn", r.dsn)
	}
	if err != nil {
		return nil, err
	}
	for _, q := range r.queries {
		wanted := len(p.only) == 0 || slices.Contains(p.only, q.name)
		if !wanted || p.hits && q.as != nil {
			continue
		}
		if err := r.alike(ctx, q); err != nil {
			return nil, err
		}
		f.results = append(f.results, &result{query: q})
	}
	for range p.rounds {
		for _, res := range f.results {
			if err := r.round(ctx, res, p.each); err != nil {
				return nil, err
			}
		}
	}
	if f.loaded, err = r.product.memory("VmRSS"); err != nil {
		return nil, err
	}
	f.peaked, err = r.product.memory("VmHWM")
	return f, err
}

// startMemory serves what the product answers now from memory.
func (r *rig) startMemory(ctx context.Context) error {
	answers := filepath.Join(r.dir, "answers")
	if err := os.MkdirAll(answers, 0o700); err != nil {
		return err
	}
	for _, q := range r.queries {
		if q.as != nil {
			continue
		}
		if err := r.keep(ctx, q, filepath.Join(answers, q.path())); err != nil {
			return err
		}
	}
	return r.startAgainst(ctx, "memory", "-dir", answers)
}

// keep writes the product's answer to the query into a file, with its headers.
func (r *rig) keep(ctx context.Context, q query, file string) error {
	answer, err := r.onProduct(q).ask(ctx)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	kept, err := httputil.DumpResponse(answer, true)
	if err != nil {
		return err
	}
	return os.WriteFile(file, kept, 0o600)
}

// round measures a query once on each.
func (r *rig) round(ctx context.Context, res *result, each time.Duration) error {
	product, err := r.once(ctx, r.product, r.onProduct(res.query), each)
	if err != nil {
		return err
	}
	against, err := r.once(ctx, r.against, r.onAgainst(res.query), each)
	if err != nil {
		return err
	}
	if res.rate == 0 { // half of what the slower one can take
		res.rate = max(1, min(500, int(min(product.perSecond, against.perSecond)/2)))
	}
	if product.latency, err = r.onProduct(res.query).latency(ctx, res.rate, each); err != nil {
		return err
	}
	if against.latency, err = r.onAgainst(res.query).latency(ctx, res.rate, each); err != nil {
		return err
	}
	res.product, res.against = append(res.product, product), append(res.against, against)
	fmt.Fprintf(os.Stderr, "%s %-3s product %8.0f/s %7.0f µs, %s %8.0f/s %7.0f µs: %.2f\n", r.kind, res.name,
		product.perSecond, product.cpu, filepath.Base(r.against.cmd.Args[4]), against.perSecond, against.cpu, product.perSecond/against.perSecond)
	return r.sealNothing(ctx, res.query)
}

// once measures throughput and processor time.
func (r *rig) once(ctx context.Context, p *process, t target, each time.Duration) (f figure, err error) {
	if _, err := t.throughput(ctx, time.Second); err != nil { // warm
		return f, err
	}
	before, err := p.cpu()
	if err != nil {
		return f, err
	}
	var storeBefore, storeAfter time.Duration
	if r.database != nil {
		if storeBefore, err = r.database.cpu(); err != nil {
			return f, err
		}
	}
	if f.throughput, err = t.throughput(ctx, each); err != nil {
		return f, err
	}
	after, err := p.cpu()
	if err != nil {
		return f, err
	}
	if r.database != nil {
		if storeAfter, err = r.database.cpu(); err != nil {
			return f, err
		}
	}
	micros := func(d time.Duration) float64 { return float64(d.Microseconds()) / float64(f.requests) }
	f.cpu, f.storeCPU = micros(after-before), micros(storeAfter-storeBefore)
	return f, nil
}

// sealNothing takes the ceiling's audit rows off the waiting list, so that the product does not seal them in its turn.
func (r *rig) sealNothing(ctx context.Context, q query) error {
	if !q.writes() {
		return nil
	}
	pool, err := open(r.dsn)
	if err != nil {
		return err
	}
	defer pool.Close()
	_, err = pool.ExecContext(ctx, "DELETE FROM audit_pending")
	return err
}

// median of what a part of each figure is.
func median[T cmp.Ordered](all []figure, part func(figure) T) T {
	values := make([]T, len(all))
	for i, f := range all {
		values[i] = part(f)
	}
	slices.Sort(values)
	return values[len(values)/2]
}
