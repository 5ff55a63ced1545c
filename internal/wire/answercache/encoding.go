package answercache

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"sync"
)

const (
	// worthCompressing is from how many bytes on an answer saves a packet when it is compressed.
	worthCompressing = 1400
	gzipMark         = "-gzip" // marks the tag of the compressed form
)

func plainForm(body []byte) form {
	sum := sha256.Sum256(body)
	return tagged(body, `"`+base64.RawURLEncoding.EncodeToString(sum[:16])+`"`)
}

func tagged(body []byte, tag string) form {
	return form{body: body, etag: []string{tag}, length: []string{strconv.Itoa(len(body))}}
}

var gzips = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzip.DefaultCompression) // the level is one of its own
	return w
}}

// compressed returns the gzip form of a body, and whether it is worth having: half the size or less, which is what an
// answer's weight allows for.
func (a *answer) compressed() (form, bool) {
	body := a.plain.body
	var out bytes.Buffer
	w := gzips.Get().(*gzip.Writer)
	defer gzips.Put(w)
	w.Reset(&out)
	_, _ = w.Write(body) // a buffer takes everything
	_ = w.Close()
	if out.Len() > len(body)/2 {
		return form{}, false
	}
	return tagged(bytes.Clone(out.Bytes()), strings.TrimSuffix(a.plain.etag[0], `"`)+gzipMark+`"`), true
}

// takesGzip reports whether the caller takes gzip and does not like the plain form better (RFC 9110, 12.5.3).
func takesGzip(accepted []string) bool {
	const unnamed = -1
	gzip, plain, others := float64(unnamed), float64(unnamed), float64(unnamed)
	for _, list := range accepted {
		for part := range strings.SplitSeq(list, ",") {
			coding, q := cutQuality(part)
			switch {
			case strings.EqualFold(coding, "gzip") || strings.EqualFold(coding, "x-gzip"):
				gzip = q
			case strings.EqualFold(coding, "identity"):
				plain = q
			case coding == "*":
				others = q
			}
		}
	}
	if gzip == unnamed {
		gzip = others
	}
	return gzip > 0 && gzip >= plain
}

// cutQuality splits an element of an Accept header into its name and its weight; 0 where the weight is malformed.
func cutQuality(part string) (name string, q float64) {
	name, parameter, weighed := strings.Cut(part, ";")
	name = strings.TrimSpace(name)
	if !weighed {
		return name, 1
	}
	value, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(parameter)), "q=")
	q, err := strconv.ParseFloat(value, 64)
	if !ok || err != nil || !(0 <= q && q <= 1) {
		return name, 0
	}
	return name, q
}
