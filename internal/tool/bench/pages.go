package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/internal/wire/limits"
	"ttyt.example/ttyt/internal/wire/web"
)

// A page of the website is measured beside what it asks of the API, over the demonstration, whose website has all its parts: one that is
// cached beside a cached answer of its size, one that is not beside the answers to its documents. A page's figure and those that it is
// compared with are taken one after the other in each round; the median of the rounds' ratios counts.

// page is one that is measured: where it is, and what it asks beside what all pages ask.
type page struct {
	name, path, operation string
	variables             map[string]any
}

const readPost = "/bai-viet/khoa-nhi-kham-suc-khoe-cho-tre-mam-non-cac-xa-vung-cao"

var sitePages = []page{
	{"home", "/", "SiteHome", nil},
	{"list", "/tin-tuc", "PostsOfType", map[string]any{"type": "NEWS_ARTICLE", "first": 20, "offset": 0}},
	{"post", readPost, "SitePost", map[string]any{"path": readPost}},
	{"search", "/tim-kiem?q=tr%E1%BA%BB+em", "SiteSearch", map[string]any{"q": "trẻ em", "first": 20, "offset": 0}},
	{"departments", "/khoa-phong", "SiteDepartments", nil},
}

// What is measured.
const (
	cachedPages = "cached"
	drawnPages  = "drawn" // anew for each request
	starts      = "starts"
)

// pages is how long and how often pages are measured.
type pages struct {
	plan
	starts int // how often the program is started with its faces and without
	folder string
	bodies map[string]string // the documents of the site, by operation
}

// comparison is a page beside what it is compared with, round by round: requests a second and processor time, and their ratios.
type comparison struct {
	page          figure
	against       figure // of several answers: of all of them together
	speed, effort float64
}

func (p *pages) measure(ctx context.Context, out io.Writer, dir string) error {
	if _, err := exec.LookPath("wrk"); err != nil {
		return fmt.Errorf("%w; on Debian: apt-get install wrk", err)
	}
	p.folder = filepath.Join(dir, "pages")
	if err := os.MkdirAll(p.folder, 0o700); err != nil {
		return err
	}
	if built, err := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(dir, "ttyt"), "ttyt.example/ttyt").CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, built)
	}
	if err := p.readDocuments(); err != nil {
		return err
	}
	for _, part := range p.only {
		var err error
		switch part {
		case cachedPages:
			err = p.beside(ctx, out, dir, true)
		case drawnPages:
			err = p.beside(ctx, out, dir, false)
		case starts:
			err = p.start(ctx, out, dir)
		default:
			err = fmt.Errorf("nothing called %q is measured", part)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readDocuments reads what the pages send, as the program puts it together.
func (p *pages) readDocuments() error {
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	read, err := web.Read(web.Rules{Schema: schema, Limit: limits.ForStaff(schema), PublicLimit: limits.ForStrangers})
	if err != nil {
		return err
	}
	p.bodies = map[string]string{}
	for _, body := range read.Documents() {
		if name := regexp.MustCompile(`^query (\w+)`).FindStringSubmatch(body); name != nil {
			p.bodies[name[1]] = body
		}
	}
	for _, one := range append(sitePages, page{operation: "Site"}) {
		if p.bodies[one.operation] == "" {
			return fmt.Errorf("no page sends %s", one.operation)
		}
	}
	return nil
}

// demonstration runs the program over its made-up centre, which the first start writes.
func (p *pages) demonstration(ctx context.Context, dir string, cached bool, flags ...string) (*process, time.Duration, float64, error) {
	addr, err := freeAddr(ctx)
	if err != nil {
		return nil, 0, 0, err
	}
	args := append([]string{"demo", "-addr", addr, "-data", filepath.Join(p.folder, "demo"), "-rate", "0", "-log-level", "warn"}, flags...)
	if !cached {
		args = append(args, "-cache", "0")
	}
	began := time.Now()
	run, err := launch(ctx, filepath.Join(p.folder, "product.log"), nil, filepath.Join(dir, "ttyt"), args...)
	if err != nil {
		return nil, 0, 0, err
	}
	run.addr = addr
	anything := p.asking(run, "Any", "query Any { departments { id } }", nil)
	first, err := awaited(ctx, began, func() (*http.Response, error) { return anything.ask(ctx) })
	if err != nil {
		return run, 0, 0, errors.Join(err, run.stop())
	}
	time.Sleep(time.Second)
	memory, err := run.memory("VmRSS")
	return run, first, memory, err
}

// asking sends a document to the API.
func (p *pages) asking(run *process, name, document string, variables map[string]any) target {
	return target{query{name: name, document: document, variables: variables}, "http://" + run.addr + "/graphql", p.folder}
}

// beside measures the pages beside cached answers, or beside their documents.
func (p *pages) beside(ctx context.Context, out io.Writer, dir string, cached bool) (err error) {
	run, _, _, err := p.demonstration(ctx, dir, cached)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, run.stop()) }()
	fmt.Fprintf(out, "| %s | requests/s | %s | ratio | CPU µs | %s | ratio |\n|---|--:|--:|--:|--:|--:|--:|\n",
		map[bool]string{true: "cached page", false: "page, not cached"}[cached],
		map[bool]string{true: "cached answer", false: "its documents"}[cached], map[bool]string{true: "answer", false: "documents"}[cached])
	for _, one := range sitePages {
		at := target{query{name: one.name}, "http://" + run.addr + one.path, p.folder}
		against := []target{p.asking(run, one.operation, p.bodies[one.operation], one.variables), p.asking(run, "Site", p.bodies["Site"], nil)}
		if cached {
			alike, err := p.ofSize(ctx, run, at)
			if err != nil {
				return err
			}
			against = []target{alike}
		}
		for _, t := range against {
			if _, err := data(t.ask(ctx)); err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
		}
		var rounds []comparison
		for range p.rounds {
			c, err := p.compare(ctx, run, at, against)
			if err != nil {
				return err
			}
			rounds = append(rounds, c)
			fmt.Fprintf(os.Stderr, "%s: %.2f, processor time %.2f\n", one.name, c.speed, c.effort)
		}
		mid := func(part func(comparison) float64) float64 { return middle(rounds, part) }
		fmt.Fprintf(out, "| %s | %.0f | %.0f | **%.2f** | %.0f | %.0f | %.2f |\n", one.name,
			mid(func(c comparison) float64 { return c.page.perSecond }), mid(func(c comparison) float64 { return c.against.perSecond }), mid(func(c comparison) float64 { return c.speed }),
			mid(func(c comparison) float64 { return c.page.cpu }), mid(func(c comparison) float64 { return c.against.cpu }), mid(func(c comparison) float64 { return c.effort }))
	}
	fmt.Fprintln(out)
	return nil
}

// compare measures a page, then what it is compared with: answers that are asked for one after the other take the sum of their times.
func (p *pages) compare(ctx context.Context, run *process, at target, against []target) (c comparison, err error) {
	r := &rig{product: run}
	if c.page, err = r.once(ctx, run, at, p.each); err != nil {
		return c, err
	}
	seconds := 0.0
	for _, t := range against {
		found, err := r.once(ctx, run, t, p.each)
		if err != nil {
			return c, err
		}
		seconds += 1 / found.perSecond
		c.against.cpu += found.cpu
	}
	c.against.perSecond = 1 / seconds
	c.speed, c.effort = c.page.perSecond/c.against.perSecond, c.against.cpu/c.page.cpu
	return c, nil
}

// ofSize is a query whose answer is as long as the page, or a little longer.
func (p *pages) ofSize(ctx context.Context, run *process, at target) (target, error) {
	want, err := whole(at.ask(ctx))
	if err != nil {
		return target{}, err
	}
	for n := 1; n <= 50; n++ {
		t := p.asking(run, "OfSize", fmt.Sprintf("query OfSize { posts(first: %d) { nodes { id path title summary excerpt body postedAt postedBy department { name slug } } } }", n), nil)
		got, err := whole(t.ask(ctx))
		if err != nil || len(got) >= len(want) {
			return t, err
		}
	}
	return target{}, fmt.Errorf("%s has %d bytes, which no answer has", at.name, len(want))
}

// start compares starts with the faces and without, in turn: the time to the first answer, and the memory a second after it.
func (p *pages) start(ctx context.Context, out io.Writer, dir string) error {
	var rounds []started
	for range p.starts {
		var s started
		for i, flags := range [][]string{nil, {"-site=false", "-console=false"}} {
			run, first, memory, err := p.demonstration(ctx, dir, true, flags...)
			if err != nil {
				return err
			}
			if err := run.stop(); err != nil {
				return err
			}
			s.first[i], s.memory[i] = float64(first.Microseconds())/1000, memory
		}
		rounds = append(rounds, s)
		fmt.Fprintf(os.Stderr, "started: %.0f and %.0f ms, %.1f and %.1f MB\n", s.first[0], s.first[1], s.memory[0], s.memory[1])
	}
	mid := func(part func(started) float64) float64 { return middle(rounds, part) }
	fmt.Fprintf(out, "| start | with the faces | without | difference |\n|---|--:|--:|--:|\n| first answer, ms | %.0f | %.0f | **%.0f** |\n| memory, MB | %.1f | %.1f | **%.1f** |\n",
		mid(func(s started) float64 { return s.first[0] }), mid(func(s started) float64 { return s.first[1] }), mid(func(s started) float64 { return s.first[0] - s.first[1] }),
		mid(func(s started) float64 { return s.memory[0] }), mid(func(s started) float64 { return s.memory[1] }), mid(func(s started) float64 { return s.memory[0] - s.memory[1] }))
	return nil
}

// started is a start with the faces, and one without.
type started struct{ first, memory [2]float64 }

// middle is the median of a part of each.
func middle[T any, V cmp.Ordered](all []T, part func(T) V) V {
	values := make([]V, len(all))
	for i, one := range all {
		values[i] = part(one)
	}
	slices.Sort(values)
	return values[len(values)/2]
}
