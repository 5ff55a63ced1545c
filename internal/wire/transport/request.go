package transport

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"time"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// Bounds of a stranger's request.
const (
	maxBody = 256 << 10 // of JSON
	maxURL  = 8 << 10   // of parameters in an address
)

// restTime is for the rest of a body that is refused because of its content or its sender. The server reads up to 256 KiB
// of it: a client that is cut off while it sends never sees the answer.
const restTime = time.Second

// refusal is why a request is not executed. Its text never repeats what was sent: that may be a password.
type refusal struct {
	status int
	why    *fault.Error
}

func bad(why *fault.Error) *refusal { return &refusal{http.StatusBadRequest, why} }

// readBody reads the parameters of a POST, within a time that no client stretches by dripping.
func (t HTTP) readBody(w http.ResponseWriter, r *http.Request) (params *graphql.RawParams, leave func(), refused *refusal) {
	clock := http.NewResponseController(w)
	_ = clock.SetReadDeadline(time.Now().Add(t.bodyTime())) // also of what the server reads of a body that is refused
	read, max, refused := t.readerOf(w, r)
	if refused != nil {
		return nil, nil, refused
	}
	defer func() {
		switch {
		case refused == nil:
		case refused.status == http.StatusBadRequest || refused.status == http.StatusUnauthorized:
			_ = clock.SetReadDeadline(time.Now().Add(restTime))
		default: // nobody wants the rest of it
			w.Header().Set("Connection", "close")
			_ = clock.SetReadDeadline(time.Now())
		}
	}()
	if r.ContentLength > max {
		return nil, nil, tooLarge(max)
	}
	room, refused := takeRoom(r.Context(), r.ContentLength, min(max, maxMemory), t.bodyTime())
	if refused != nil {
		return nil, nil, refused
	}
	body := &source{Reader: http.MaxBytesReader(w, r.Body, max)}
	var pace *steady
	if max > maxMemory {
		pace = newSteady(r.Context(), w, body.Reader, t.bodyTime())
		body.Reader = pace
	}
	params, off, refused := read(r, body)
	if refused == nil {
		_, _ = io.Copy(io.Discard, body)
	}
	if body.err != nil { // whatever its reader made of that
		refused = failed(body.err)
	}
	leave = func() {
		if off != nil {
			off()
		}
		room()
	}
	if refused != nil {
		leave()
		return nil, nil, refused
	}
	_ = clock.SetReadDeadline(time.Time{}) // the work has a time of its own
	if pace != nil {
		pace.done()
	}
	return params, leave, nil
}

// reads takes the parameters out of a body. leave gives back what they hold beside memory; nil where that is nothing.
type reads func(r *http.Request, body io.Reader) (params *graphql.RawParams, leave func(), refused *refusal)

// readerOf returns what reads the body, and how long it may be.
func (t HTTP) readerOf(w http.ResponseWriter, r *http.Request) (read reads, max int64, refused *refusal) {
	if coding := r.Header.Get("Content-Encoding"); coding != "" && coding != "identity" {
		w.Header().Set("Accept-Encoding", "identity")
		return nil, 0, &refusal{http.StatusUnsupportedMediaType, errCoding}
	}
	media, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case media == mediaJSON && utf8Charset(params):
		return readJSON, maxBody, nil
	case media == "multipart/form-data":
		if t.Spool == nil || !access.Of(r.Context()).SignedIn() {
			return t.readMultipart, maxMemory, nil
		}
		return t.readMultipart, t.Spool.most(), nil
	}
	return nil, 0, &refusal{http.StatusUnsupportedMediaType, errMedia}
}

func (t HTTP) bodyTime() time.Duration {
	if t.BodyTime > 0 {
		return t.BodyTime
	}
	return DefaultBodyTime
}

// source is a body that remembers why it could not be read.
type source struct {
	io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

// failed is the refusal that a failure to read a body amounts to.
func failed(err error) *refusal {
	large := new(http.MaxBytesError)
	switch {
	case errors.As(err, &large):
		return tooLarge(large.Limit)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return &refusal{http.StatusRequestTimeout, errSlow}
	}
	return bad(errBroken)
}

func tooLarge(max int64) *refusal {
	return &refusal{http.StatusRequestEntityTooLarge, fault.Bad(requestTooLarge.With(max >> 10))}
}

func readJSON(_ *http.Request, body io.Reader) (params *graphql.RawParams, leave func(), refused *refusal) {
	b := buffers.Get().(*bytes.Buffer)
	defer keep(b)
	if _, err := b.ReadFrom(body); err != nil {
		return nil, nil, bad(errBroken)
	}
	params, refused = decode(b.Bytes())
	return params, nil, refused
}

// decode reads one request. Names are told apart by case, and others than ours are passed over, as the specification
// asks. Nothing of text is kept.
func decode(text []byte) (*graphql.RawParams, *refusal) {
	if start := bytes.TrimLeft(text, " \t\r\n"); len(start) > 0 && start[0] == '[' {
		return nil, bad(errBatch)
	}
	request, why := readObject(text)
	if why != nil {
		return nil, bad(why)
	}
	return complete(request)
}

// DocumentID is the parameter that names a document instead of sending it, as in the specification's draft on persisted
// documents. It goes among the extensions, since the library has no place of its own for it.
const DocumentID = "documentId"

// readURL reads the parameters of a GET; an empty one counts as missing.
func readURL(u *url.URL) (*graphql.RawParams, *refusal) {
	if len(u.RawQuery) > maxURL {
		return nil, &refusal{http.StatusRequestURITooLong, errURL}
	}
	q, err := url.ParseQuery(u.RawQuery)
	if err != nil || !utf8.ValidString(q.Get("query")) {
		return nil, bad(errEncoding)
	}
	request := map[string]any{}
	for _, name := range []string{"query", "operationName", "variables", "extensions", DocumentID} {
		if len(q[name]) > 1 {
			return nil, bad(twice(name))
		}
		if value := q.Get(name); value != "" || name == DocumentID && q.Has(name) {
			request[name] = value
		}
	}
	for _, name := range []string{"variables", "extensions"} {
		if text, given := request[name].(string); given {
			value, why := readValue([]byte(text))
			switch {
			case why == errJSON:
				return nil, bad(wrongType(name))
			case why != nil:
				return nil, bad(why)
			}
			request[name] = value
		}
	}
	return complete(request)
}

// complete turns a request into parameters. It refuses one that neither holds a document nor names one.
func complete(request map[string]any) (*graphql.RawParams, *refusal) {
	params, document := new(graphql.RawParams), ""
	if why := cmp.Or(
		take(request, "query", &params.Query),
		take(request, "operationName", &params.OperationName),
		take(request, "variables", &params.Variables),
		take(request, "extensions", &params.Extensions),
		take(request, DocumentID, &document),
	); why != nil {
		return nil, bad(why)
	}
	if request[DocumentID] != nil {
		if params.Extensions == nil {
			params.Extensions = map[string]any{}
		}
		params.Extensions[DocumentID] = document
	}
	if params.Query == "" && params.Extensions[DocumentID] == nil && params.Extensions["persistedQuery"] == nil {
		return nil, bad(ErrNoQuery)
	}
	return params, nil
}

// take reads a parameter; null counts as missing.
func take[T string | map[string]any](request map[string]any, name string, into *T) *fault.Error {
	value := request[name]
	if value == nil {
		return nil
	}
	var ok bool
	if *into, ok = value.(T); !ok {
		return wrongType(name)
	}
	return nil
}

func wrongType(name string) *fault.Error {
	if name == "query" || name == "operationName" || name == DocumentID {
		return fault.Bad(notAString.With(name))
	}
	return fault.Bad(notAnObject.With(name))
}

// ErrNoQuery refuses a request without a document.
var ErrNoQuery = fault.Bad(noQuery)

var (
	errJSON     = fault.Bad(notJSON)
	errBatch    = fault.Bad(noBatches)
	errMedia    = fault.Bad(wrongMediaType)
	errCoding   = fault.Bad(compressed)
	errSlow     = fault.Bad(tooSlow)
	errBroken   = fault.Bad(cutShort)
	errURL      = fault.Bad(addressTooLong)
	errEncoding = fault.Bad(malformedAddress)
)
