package answercache

import (
	"bytes"
	"crypto/sha256"
	"io"
	"net/http"
	"strings"
	"sync"

	"ttyt.example/ttyt/internal/base/fault"
)

// key is the digest of everything that a stranger's answer depends on, as it was sent. Two spellings of one question
// have two keys: that costs some memory, saves taking requests apart, and nobody can make two questions share one.
type key [sha256.Size]byte

// maxQuestion bounds the questions that are looked up, in bytes; longer ones are for the handler.
const maxQuestion = 64 << 10

// scratches are buffers that hold a question while it is worked on.
var scratches = sync.Pool{New: func() any { b := make([]byte, 0, 2<<10); return &b }}

// plain reports whether the request may be a stranger's who asks for one plain answer: no credentials of any kind, no
// socket, no stream.
func plain(r *http.Request) bool {
	h := r.Header
	if len(h["Authorization"]) > 0 || len(h["Cookie"]) > 0 || len(h["Upgrade"]) > 0 || len(h["Content-Encoding"]) > 0 {
		return false
	}
	for _, accept := range h["Accept"] {
		if strings.Contains(accept, "event-stream") || strings.Contains(accept, "multipart") {
			return false
		}
	}
	switch r.Method {
	case http.MethodGet:
		return len(r.URL.RawQuery) <= maxQuestion && r.ContentLength == 0
	case http.MethodPost:
		return 0 < r.ContentLength && r.ContentLength <= maxQuestion && len(r.URL.RawQuery) == 0
	}
	return false
}

// keyOf returns the key of a plain request, whose body it reads into the scratch buffer.
func keyOf(r *http.Request, scratch *[]byte) (key, bool) {
	b := (*scratch)[:0]
	// Neither a header nor an escaped path holds a line feed, so the parts cannot run into each other.
	b = append(b, r.Method...)
	b = append(b, '\n')
	b = append(b, r.URL.EscapedPath()...)
	b = append(b, '\n')
	b = append(b, fault.LocaleFor(r)...)
	for _, name := range [...]string{"Content-Type", "Accept"} {
		for _, value := range r.Header[name] {
			b = append(b, '\n')
			b = append(b, value...)
		}
		b = append(b, '\n', '\n')
	}
	if r.Method == http.MethodGet {
		b = append(b, r.URL.RawQuery...)
		*scratch = b
		return sha256.Sum256(b), true
	}
	start := len(b)
	b = append(b, make([]byte, r.ContentLength)...)
	*scratch = b
	n, err := io.ReadFull(r.Body, b[start:])
	if err != nil {
		r.Body = body{io.MultiReader(bytes.NewReader(b[start:start+n]), failing{err}), r.Body}
		return key{}, false
	}
	return sha256.Sum256(b), true
}

// again lets the handler read the body of a request whose key was taken.
func again(r *http.Request, scratch *[]byte) {
	if r.Method == http.MethodPost {
		question := *scratch
		r.Body = body{bytes.NewReader(question[len(question)-int(r.ContentLength):]), r.Body}
	}
}

// body is a request's body read again.
type body struct {
	io.Reader
	io.Closer
}

// failing is what is left of a body that broke off.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
