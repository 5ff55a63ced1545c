package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"ttyt.example/ttyt/internal/base/db"
)

// growth compares the same queries on a small and on a large store.
type growth struct {
	small        size
	factor       int
	rounds, rate int
	each         time.Duration
}

const (
	count         = `query Count { posts(first: 0) { totalCount } }`
	countFiltered = `query CountFiltered($department: ID!) { posts(first: 0, filter: {department: $department}) { totalCount } }`
	ofDepartment  = `query OfDepartment($department: ID!) { posts(first: 20, filter: {department: $department}) {
  nodes { id slug title excerpt postedAt department { name } } pageInfo { hasNextPage endCursor } } }`
	deep = `query Deep($after: String!) { posts(first: 20, after: $after) {
  nodes { id slug title excerpt postedAt department { name } } pageInfo { hasNextPage endCursor } } }`
	offset = `query Offset($offset: Int!) { posts(first: 20, offset: $offset) {
  nodes { id slug title excerpt postedAt department { name } } } }`
	deadline = `query Deadline { posts(first: 20, orderBy: {field: DEADLINE, direction: ASC}) { nodes { id title } } }`
	people   = `query People { staffMembers(first: 20) { nodes { id name title department { name } } } }`
)

// queries are what grows with the store: lists, slug, filters, counts, deep pages and nested lists.
func (g growth) queries(ctx context.Context, r *rig) ([]query, error) {
	pool, err := open(r.dsn)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	var at int64
	var id db.ID
	err = pool.QueryRowContext(ctx, "SELECT published_at, id FROM posts WHERE "+public+" AND published_at < ? ORDER BY published_at DESC, id DESC LIMIT 1",
		epoch.Add(span/2).UnixMicro()).Scan(&at, &id)
	if err != nil {
		return nil, err
	}
	department := map[string]any{"department": r.place.department}
	more := []query{
		{"department", "latest 20 of a department", nil, ofDepartment, department},
		{"count", "how many posts", nil, count, nil},
		{"count of", "how many posts of a department", nil, countFiltered, department},
		{"deep", "a page in the middle of the list, by cursor", nil, deep, map[string]any{"after": string(appendCursor(nil, "PUBLISHED_AT DESC", at, id))}},
		{"offset", "a page far on, by number", nil, offset, map[string]any{"offset": min(10_000, g.small.Posts*4/5)}},
		{"deadline", "20 by deadline", nil, deadline, nil},
		{"count in", "how many posts, signed in", &reader, count, nil},
		{"people", "20 of the directory, signed in", &reader, people, nil},
	}
	return slices.Concat(r.queries[:len(r.queries)-1], more), nil // all but the draft
}

// measure prints the 99th percentiles of a kind of store side by side, as Markdown.
func (g growth) measure(ctx context.Context, w io.Writer, dir, kind string) (err error) {
	large := size{g.small.Posts * g.factor, g.small.Staff * g.factor}
	a, err := newRig(ctx, dir, kind, g.small)
	defer func() { err = errors.Join(err, a.close()) }()
	if err != nil {
		return err
	}
	b, err := a.beside(ctx, large)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	if err := errors.Join(a.startProduct(ctx, false), b.startProduct(ctx, false)); err != nil {
		return err
	}
	few, err := g.queries(ctx, a)
	if err != nil {
		return err
	}
	many, err := g.queries(ctx, b)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "| %s | p50 ms, %d posts | %d posts | p99 ms, %d posts | %d posts | ratio of p99 |\n|---|--:|--:|--:|--:|--:|\n", kind, g.small.Posts, large.Posts, g.small.Posts, large.Posts)
	for i := range few {
		if err := g.compare(ctx, w, a.onProduct(few[i]), b.onProduct(many[i])); err != nil {
			return err
		}
	}
	return nil
}

// tooSlow is the time of one request from which no rate is tried: the row then shows single requests.
const tooSlow = 400 * time.Millisecond

// compare prints the row of one query on the small and on the large store.
func (g growth) compare(ctx context.Context, w io.Writer, few, many target) error {
	x, err := few.once(ctx)
	if err != nil {
		return err
	}
	y, err := many.once(ctx)
	if err != nil {
		return err
	}
	if max(x.P99, y.P99) < tooSlow {
		if x, y, err = g.inTurn(ctx, few, many); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(w, "| %s: %s | %s | %s | %s | %s | %.2f |\n", few.name, few.title, millis(x.P50), millis(y.P50), millis(x.P99), millis(y.P99), float64(y.P99)/float64(x.P99))
	return err
}

// once is the time of a second request, even if the product gave up by then.
func (t target) once(ctx context.Context) (l latency, err error) {
	var start time.Time
	for range 2 {
		start = time.Now()
		if _, err := whole(t.ask(ctx)); err != nil && time.Since(start) < tooSlow {
			return l, fmt.Errorf("%s after %s: %w", t.name, time.Since(start), err)
		}
	}
	took := time.Since(start)
	return latency{took, took}, nil
}

// inTurn measures both at the fixed rate, in turn, and returns their medians.
func (g growth) inTurn(ctx context.Context, few, many target) (x, y latency, err error) {
	var one, other []figure
	for range g.rounds {
		if x, err = few.latency(ctx, g.rate, g.each); err != nil {
			return x, y, err
		}
		if y, err = many.latency(ctx, g.rate, g.each); err != nil {
			return x, y, err
		}
		one, other = append(one, figure{latency: x}), append(other, figure{latency: y})
	}
	p50 := func(f figure) time.Duration { return f.P50 }
	p99 := func(f figure) time.Duration { return f.P99 }
	return latency{median(one, p50), median(one, p99)}, latency{median(other, p50), median(other, p99)}, nil
}
