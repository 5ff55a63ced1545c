package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ttyt/internal/access"
	"ttyt/internal/fault"
)

// transport speaks GraphQL over HTTP: POST with a JSON body, GET for queries alone. It is written out here because
// the library's transports repeat a body in their errors and answer errors without a code.
type transport struct{ rate *Rate }

const (
	mediaJSON    = "application/json"
	mediaGraphQL = "application/graphql-response+json"

	maxBody   = 256 << 10
	maxErrors = 10 // of one invalid document
)

// Supports takes every request, so that each gets an answer of one form.
func (transport) Supports(*http.Request) bool { return true }

// Do serves one request.
func (t transport) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	a := answer{w: w, ctx: r.Context(), exec: exec, media: accepted(r.Header.Get("Accept"))}
	w.Header().Set("Content-Type", a.media+"; charset=utf-8")
	w.Header().Set("Vary", "Accept, Accept-Language, Authorization, Cookie")
	w.Header().Set("Cache-Control", "no-store")

	if caller := access.Of(a.ctx); !caller.SignedIn() && !t.rate.Allow(caller.Address) {
		w.Header().Set("Retry-After", "1")
		a.refuse(http.StatusTooManyRequests, gqlerror.Wrap(errRate))
		return
	}
	params, status, err := read(w, r)
	if err != nil {
		a.refuse(status, gqlerror.Wrap(err))
		return
	}
	op, invalid := exec.CreateOperationContext(a.ctx, params)
	if invalid != nil {
		a.ctx = graphql.WithOperationContext(a.ctx, op)
		a.refuse(a.invalidStatus(), invalid...)
		return
	}
	if r.Method == http.MethodGet && op.Operation.Operation != ast.Query {
		w.Header().Set("Allow", http.MethodPost)
		a.refuse(http.StatusMethodNotAllowed, gqlerror.Wrap(errGetQueries))
		return
	}
	responses, ctx := exec.DispatchOperation(a.ctx, op)
	if response := responses(ctx); response != nil {
		a.write(http.StatusOK, response)
		return
	}
	a.refuse(http.StatusServiceUnavailable, gqlerror.Wrap(context.Cause(ctx))) // its time was over before it began
}

type answer struct {
	w     http.ResponseWriter
	ctx   context.Context
	exec  graphql.GraphExecutor
	media string
}

// refuse answers a request that is not executed.
func (a answer) refuse(status int, errs ...*gqlerror.Error) {
	a.write(status, a.exec.DispatchError(a.ctx, errs[:min(len(errs), maxErrors)]))
}

// invalidStatus is the status of a well-formed request with an invalid document: plain JSON clients are promised 200.
func (a answer) invalidStatus() int {
	if a.media == mediaGraphQL {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

func (a answer) write(status int, r *graphql.Response) {
	out := struct {
		Errors     gqlerror.List   `json:"errors,omitempty"`
		Data       json.RawMessage `json:"data,omitempty"`
		Extensions map[string]any  `json:"extensions,omitempty"`
	}{r.Errors, r.Data, r.Extensions}
	body, err := json.Marshal(out)
	if err != nil {
		panic(err) // answered by the server as any panic
	}
	a.w.WriteHeader(status)
	_, _ = a.w.Write(body) // the client may have gone
}

// accepted picks the media type of the answer: what the client names first, else plain JSON.
func accepted(accept string) string {
	for part := range strings.SplitSeq(accept, ",") {
		media, _, err := mime.ParseMediaType(part)
		if err == nil && (media == mediaJSON || media == mediaGraphQL) {
			return media
		}
	}
	return mediaJSON
}

func read(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, int, error) {
	switch r.Method {
	case http.MethodPost:
		media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if media != mediaJSON {
			return nil, http.StatusUnsupportedMediaType, errMedia
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			return nil, http.StatusRequestEntityTooLarge, errBody
		}
		if err != nil {
			return nil, http.StatusBadRequest, errJSON
		}
		return decode(body)
	case http.MethodGet:
		return decodeQuery(r.URL)
	default:
		w.Header().Set("Allow", "GET, POST")
		return nil, http.StatusMethodNotAllowed, errMethod
	}
}

func decode(body []byte) (*graphql.RawParams, int, error) {
	params := new(graphql.RawParams)
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := d.Decode(params); err != nil || d.More() || !utf8.Valid(body) {
		return nil, http.StatusBadRequest, errJSON
	}
	return complete(params)
}

func decodeQuery(u *url.URL) (*graphql.RawParams, int, error) {
	q, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return nil, http.StatusBadRequest, errJSON
	}
	params := &graphql.RawParams{Query: q.Get("query"), OperationName: q.Get("operationName")}
	for name, into := range map[string]*map[string]any{"variables": &params.Variables, "extensions": &params.Extensions} {
		if q.Get(name) == "" {
			continue
		}
		d := json.NewDecoder(strings.NewReader(q.Get(name)))
		d.UseNumber()
		if err := d.Decode(into); err != nil || d.More() {
			return nil, http.StatusBadRequest, errJSON
		}
	}
	return complete(params)
}

func complete(params *graphql.RawParams) (*graphql.RawParams, int, error) {
	if params.Query == "" {
		return nil, http.StatusBadRequest, errNoQuery
	}
	return params, 0, nil
}

var (
	errRate       = &fault.Error{Code: fault.RateLimited, Text: fault.Text{VI: "Quá nhiều yêu cầu, vui lòng chờ một lát.", EN: "Too many requests; wait a moment."}}
	errJSON       = fault.Bad(fault.Text{VI: "Yêu cầu phải là một đối tượng JSON hợp lệ gồm query, operationName, variables.", EN: "The request has to be one valid JSON object of query, operationName and variables."})
	errNoQuery    = fault.Bad(fault.Text{VI: "Thiếu query.", EN: "query is missing."})
	errBody       = fault.Bad(fault.Text{VI: "Yêu cầu lớn hơn 256 KiB.", EN: "The request is larger than 256 KiB."})
	errMedia      = fault.Bad(fault.Text{VI: "Content-Type phải là application/json.", EN: "Content-Type has to be application/json."})
	errMethod     = fault.Bad(fault.Text{VI: "Chỉ nhận GET và POST.", EN: "Use GET or POST."})
	errGetQueries = fault.Bad(fault.Text{VI: "GET chỉ dùng cho truy vấn.", EN: "GET is for queries alone."})
)
