package answercache

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"ttyt.example/ttyt/internal/core/feed"
)

// answer is one answer that may be given to every stranger who asks the same.
type answer struct {
	plain form
	small func() (form, bool) // compressed, and whether that is worth it; made at the first wish
	kind  []string            // its Content-Type
	vary  []string

	operation string // what the log calls it

	status int
	ids    []int // offsets of the caller's trace id in the plain form; nil if everything was found

	tags     []feed.Slot
	position uint64 // where the feed was before it was made
	age      uint64 // of the cache when it was begun
	until    time.Time
	weight   uint32

	checked atomic.Uint64 // the position at which it was last found to stand
}

// form is an answer as it goes over the wire.
type form struct {
	body   []byte
	etag   []string
	length []string
}

// overhead is what an answer takes beside its bytes, in bytes: about, and rather too much.
const overhead = 1 << 10

// answerOf returns what was recorded as an answer for all, nil if it is not.
func (c *Cache) answerOf(r *recorder, basis *feed.Basis, position, age uint64) *answer {
	on, ok := basis.Result()
	if !ok || r.through || !common(r.header) || !covered(on.Tables, on.Tags) {
		return nil
	}
	body := append([]byte(nil), r.body.Bytes()...)
	a := &answer{
		plain:     plainForm(body),
		kind:      r.header["Content-Type"],
		vary:      []string{strings.Join(append(r.header["Vary"], "Accept-Encoding"), ", ")},
		operation: r.operation,
		status:    r.status,
		tags:      c.o.Position.Slots(on.Tags),
		position:  position,
		age:       age,
		until:     on.Until,
		weight:    uint32(overhead + len(body) + len(body)/2 + 4*len(on.Tags)),
	}
	if on.Missed {
		ok = a.miss(r.w.Header())
	} else {
		ok = r.status == http.StatusOK
	}
	a.small = sync.OnceValues(a.compressed)
	if !ok || !c.stands(a) {
		return nil
	}
	return a
}

// common reports whether the headers say nothing to one caller alone.
func common(h http.Header) bool {
	for name := range h {
		switch name {
		case "Content-Type", "Vary", "Cache-Control", "Content-Length":
		default:
			return false
		}
	}
	return true
}

var (
	noStore = []string{"no-store"}
	noCache = []string{"no-cache"}
	gzipped = []string{"gzip"}
)

// write sends the answer in the form that the caller takes; again says that it was given before, so that compressing
// it pays.
func (c *Cache) write(w http.ResponseWriter, r *http.Request, a *answer, again bool) {
	if a.ids != nil {
		a.writeMiss(w)
		return
	}
	h, f := w.Header(), a.plain
	if again && len(f.body) >= worthCompressing && takesGzip(r.Header["Accept-Encoding"]) {
		if small, ok := a.small(); ok {
			f = small
			h["Content-Encoding"] = gzipped
		}
	}
	h["Content-Type"], h["Vary"] = a.kind, a.vary
	if r.Method != http.MethodGet {
		h["Cache-Control"] = noStore
	} else {
		h["Cache-Control"], h["Etag"] = c.control(a), f.etag
		if asked := r.Header["If-None-Match"]; len(asked) > 0 && a.matches(asked) {
			delete(h, "Content-Type")
			delete(h, "Content-Encoding")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h["Content-Length"] = f.length
	_, _ = w.Write(f.body) // the client may have gone
}

// control is what browsers and caches on the way are told: to ask each time, unless the owner chose otherwise. Nobody
// is told to keep an answer beyond its end.
func (c *Cache) control(a *answer) []string {
	shared := c.o.Shared
	if shared == 0 {
		return noCache
	}
	if !a.until.IsZero() {
		shared = min(shared, max(0, a.until.Sub(c.o.Now())))
	}
	control := "public, max-age=0, s-maxage=" + strconv.Itoa(int(shared.Seconds()))
	if c.o.Stale > 0 && shared == c.o.Shared {
		control += ", stale-while-revalidate=" + strconv.Itoa(int(c.o.Stale.Seconds()))
	}
	return []string{control}
}

// matches reports whether the caller holds the answer in one of its forms.
func (a *answer) matches(asked []string) bool {
	tag := strings.TrimSuffix(a.plain.etag[0], `"`)
	for _, list := range asked {
		for one := range strings.SplitSeq(list, ",") {
			one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
			if rest, ok := strings.CutPrefix(one, tag); one == "*" || ok && (rest == `"` || rest == gzipMark+`"`) {
				return true
			}
		}
	}
	return false
}
