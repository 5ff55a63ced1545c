package answercache

import (
	"bytes"
	"net/http"
)

// maxAnswer bounds the answers that are kept, in bytes; longer ones go straight to the caller.
const maxAnswer = 1 << 20

// recorder holds an answer back until it is whole. One that is flushed or grows too long goes to the caller as it comes.
type recorder struct {
	w       http.ResponseWriter
	header  http.Header
	status  int
	body    bytes.Buffer
	through bool

	operation string
}

// Operation notes which operation is answered.
func (r *recorder) Operation(name string) { r.operation = name }

func (r *recorder) Header() http.Header {
	if r.through {
		return r.w.Header()
	}
	return r.header
}

func (r *recorder) WriteHeader(status int) {
	switch {
	case status < http.StatusOK || r.through:
		r.w.WriteHeader(status)
	case r.status == 0:
		r.status = status
	}
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	if !r.through && r.body.Len()+len(b) > maxAnswer {
		r.replay()
	}
	if r.through {
		return r.w.Write(b)
	}
	return r.body.Write(b)
}

// FlushError lets an answer go that is sent bit by bit.
func (r *recorder) FlushError() error {
	r.replay()
	return http.NewResponseController(r.w).Flush()
}

// Flush is FlushError for handlers that ask for an http.Flusher.
func (r *recorder) Flush() { _ = r.FlushError() }

// Unwrap lets http.ResponseController set deadlines.
func (r *recorder) Unwrap() http.ResponseWriter { return r.w }

// replay gives the caller what was held back, and from now on everything at once.
func (r *recorder) replay() {
	if r.through {
		return
	}
	r.through = true
	h := r.w.Header()
	for name, values := range r.header {
		h[name] = values
	}
	if r.status != 0 {
		r.w.WriteHeader(r.status)
	}
	if r.body.Len() > 0 {
		_, _ = r.w.Write(r.body.Bytes()) // the client may have gone
	}
	r.body = bytes.Buffer{}
}
