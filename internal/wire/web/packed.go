package web

import (
	"net/http"

	"github.com/klauspost/compress/gzhttp"
)

const (
	worthPacking = 1400 // from how many bytes on a text saves a packet when it is compressed
	jitter       = 64   // bytes
)

var (
	// packed compresses texts for readers who take that, the first reader of a page too: many of them wait at the end of a thin
	// line. What the cache has compressed passes through, and has the same tag.
	packed = packing(0)
	// packedForStaff does so for pages that show what not everybody may see beside what others typed: bytes that nobody can foresee
	// keep the length from telling (BREACH).
	packedForStaff = packing(jitter)
)

func packing(jitter int) func(http.Handler) http.HandlerFunc {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(worthPacking), gzhttp.EnableZstd(false), gzhttp.SuffixETag("-gzip"), gzhttp.RandomJitter(jitter, 0, false),
		gzhttp.ContentTypes([]string{"text/html", "text/css", "text/javascript", "text/plain", "text/xml", "application/xml", "image/svg+xml"}))
	if err != nil {
		panic(err) // the options are constants
	}
	return wrap
}
