package answercache

import (
	"bytes"
	"encoding/json"
	"net/http"

	"ttyt.example/ttyt/internal/base/trace"
)

// NOT_FOUND answers are kept apart from the others, in a share of the memory of their own: a client that keeps asking for
// things that never existed evicts only other such answers. Each is served with the trace id of the client that gets it, so
// that no error names another client's request.

const (
	missShare = 16      // the part of the cache's size that they may take: one of so many
	maxMiss   = 4 << 10 // bytes of one
)

// miss makes the answer one of something that is not found, which names the request of the header; it reports false if the
// answer cannot be given to others.
func (a *answer) miss(asked http.Header) bool {
	named := asked[trace.Header]
	if len(a.plain.body) > maxMiss || len(named) == 0 || a.status/100 != 2 {
		return false
	}
	errors, id := errorsOf(a.plain.body), []byte(`"traceId":"`+named[0]+`"`)
	for at := 0; ; {
		next := bytes.Index(errors[at:], id)
		if next < 0 {
			return len(a.ids) > 0
		}
		at += next + len(id)
		a.ids = append(a.ids, at-1-len(named[0]))
	}
}

// errorsOf returns the answer up to the end of its errors, which come before the data: what clients wrote stands there
// as a path or within a text, never as the member of an object.
func errorsOf(body []byte) []byte {
	d := json.NewDecoder(bytes.NewReader(body))
	_, _ = d.Token() // {
	if name, _ := d.Token(); name != "errors" {
		return nil
	}
	var errors json.RawMessage
	if d.Decode(&errors) != nil {
		return nil
	}
	return body[:d.InputOffset()]
}

// writeMiss sends the answer, as the handler would have made it for this caller.
func (a *answer) writeMiss(w http.ResponseWriter) {
	h := w.Header()
	body := a.plain.body
	if named := h[trace.Header]; len(named) > 0 {
		body = bytes.Clone(body)
		for _, at := range a.ids {
			copy(body[at:], named[0])
		}
	}
	h["Content-Type"], h["Vary"], h["Cache-Control"], h["Content-Length"] = a.kind, a.vary, noStore, a.plain.length
	w.WriteHeader(a.status)
	_, _ = w.Write(body) // the client may have gone
}
