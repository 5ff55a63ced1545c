package web

import (
	"cmp"
	"net/http"
	"time"

	"ttyt.example/ttyt/internal/base/metrics"
)

// visit is a request for a page of the site. It is told which operation is answered, by the cache too, and whether the page was drawn
// for it; so what is kept is counted without a look at the address.
type visit struct {
	http.ResponseWriter
	operation string
	drawn     bool
}

// Operation notes which operation is answered.
func (v *visit) Operation(name string) { v.operation = name }

// Unwrap lets http.ResponseController reach the real writer.
func (v *visit) Unwrap() http.ResponseWriter { return v.ResponseWriter }

// countKept counts the visit if nothing was drawn for it.
func (f *Faces) countKept(v *visit) {
	if !v.drawn {
		metrics.Paged(cmp.Or(f.site.asking[v.operation], f.site.name+"/"+errorName), metrics.PageKept)
	}
}

// counted remembers the status of an answer, 0 before it begins.
type counted struct {
	http.ResponseWriter
	status int
}

// count begins to count the answer for a page. Call done at its end.
func count(w http.ResponseWriter, page string) (c *counted, done func()) {
	for at := w; at != nil; {
		if v, ok := at.(*visit); ok {
			v.drawn = true
		}
		inner, ok := at.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			break
		}
		at = inner.Unwrap()
	}
	start := time.Now()
	c = &counted{ResponseWriter: w}
	return c, func() {
		metrics.Paged(page, metrics.PageOf(cmp.Or(c.status, http.StatusOK)))
		metrics.Drew(page, time.Since(start))
	}
}

func (c *counted) WriteHeader(status int) {
	c.status = cmp.Or(c.status, status)
	c.ResponseWriter.WriteHeader(status)
}

func (c *counted) Write(b []byte) (int, error) {
	c.status = cmp.Or(c.status, http.StatusOK)
	return c.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the real writer.
func (c *counted) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// countPages begins the counters of a face's pages, and notes which page asks which query.
func (f *face) countPages(more ...string) {
	f.asking = map[string]string{}
	names := more
	for name, p := range f.pages {
		names = append(names, f.name+"/"+name)
		if p.query != nil {
			f.asking[p.query.def.Name] = p.name
		}
	}
	for _, name := range more {
		f.asking[name] = name
	}
	metrics.Pages(names, f.public)
}

// nameOf is what the page of a route is called in figures.
func (f *face) nameOf(r route) string {
	return f.name + "/" + cmp.Or(r.counted, r.page)
}
