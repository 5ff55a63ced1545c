package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ttyt/internal/fault"
)

// SSE answers one operation as an event stream, the distinct connections mode of the clients graphql-sse and urql: a next
// event for each response, then complete. What is wrong with the operation comes in a next event too, because browsers
// hide the body of a refused stream.
type SSE struct {
	Live  *Live
	Allow func(context.Context) bool // whether a stranger may ask now
}

const mediaEvents = "text/event-stream"

// Supports takes GET and POST of clients that accept event streams.
func (SSE) Supports(r *http.Request) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		return false
	}
	for part := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		if media, _, err := mime.ParseMediaType(part); err == nil && media == mediaEvents {
			return true
		}
	}
	return false
}

// Do answers one request until its operation is over.
func (t SSE) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	c, ctx, ok := t.Live.admit(w, r, exec, t.Allow)
	if !ok {
		return
	}
	defer c.done()
	params, status, err := readParams(w, r)
	if err != nil {
		refuseHTTP(w, status, exec.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(err)}))
		return
	}
	s := &events{connection: c, w: w, control: http.NewResponseController(w)}
	var beating sync.WaitGroup
	beating.Go(func() { s.beat(ctx) })
	o := operation{params: params, safe: r.Method == http.MethodGet, opened: func() { s.write(":\n\n") }}
	refused := c.perform(ctx, exec, o, func(r *graphql.Response) { s.next(r) })
	switch {
	case errors.Is(context.Cause(ctx), endSession):
		refused = c.refuse(ctx, exec, fault.ErrUnauthenticated)
	case ctx.Err() != nil: // the client is gone, or is to connect anew: no complete, which would be a good end
		beating.Wait()
		return
	}
	if refused != nil {
		s.next(&graphql.Response{Errors: refused})
	}
	s.write("event: complete\ndata:\n\n")
	c.end(nil)
	beating.Wait()
}

// events is the stream of one operation.
type events struct {
	*connection
	w       http.ResponseWriter
	control *http.ResponseController

	mu    sync.Mutex
	begun bool
	over  bool
}

func (s *events) next(r *graphql.Response) {
	s.write(fmt.Sprintf("event: next\ndata: %s\n\n", encode(r)))
}

// write sends a piece of the stream, its header before the first. A client that takes too long to read loses it.
func (s *events) write(piece string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over {
		return
	}
	_ = s.control.SetWriteDeadline(time.Now().Add(s.live.limits.Write)) // where the connection knows deadlines
	if !s.begun {
		s.begun = true
		_ = s.control.SetReadDeadline(time.Time{}) // there is nothing more to read
		h := s.w.Header()
		h.Set("Content-Type", mediaEvents+"; charset=utf-8")
		h.Set("Cache-Control", "no-store")
		h.Set("X-Accel-Buffering", "no") // for nginx in front
	}
	_, err := io.WriteString(s.w, piece)
	if err == nil {
		err = s.control.Flush()
	}
	_ = s.control.SetWriteDeadline(time.Time{}) // HTTP/2 ends a stream whose deadline passes, though nothing is written
	if err != nil {
		s.over = true
		s.end(nil)
	}
}

// beat sends a comment from time to time, so that proxies and clients know that the stream lives, until it ends.
func (s *events) beat(ctx context.Context) {
	tick := time.NewTicker(s.live.limits.Ping)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			s.write(":\n\n")
		}
	}
}

// readParams reads the operation of a request.
func readParams(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, int, error) {
	if r.Method == http.MethodGet {
		return queryParams(r)
	}
	if media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); media != "application/json" {
		return nil, http.StatusUnsupportedMediaType, errType
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxMessage))
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		return nil, http.StatusRequestEntityTooLarge, errSize
	}
	if err != nil {
		return nil, http.StatusBadRequest, errOperation
	}
	params, err := decodeObject(body)
	return params, http.StatusBadRequest, err
}

func queryParams(r *http.Request) (*graphql.RawParams, int, error) {
	q := r.URL.Query()
	params := &graphql.RawParams{Query: q.Get("query"), OperationName: q.Get("operationName")}
	for name, into := range map[string]*map[string]any{"variables": &params.Variables, "extensions": &params.Extensions} {
		if q.Has(name) && decodeJSON([]byte(q.Get(name)), into) != nil {
			return nil, http.StatusBadRequest, errOperation
		}
	}
	return params, 0, nil
}

// decodeObject reads an operation from a JSON object.
func decodeObject(data []byte) (*graphql.RawParams, error) {
	params := new(graphql.RawParams)
	if data = bytes.TrimSpace(data); len(data) == 0 || data[0] != '{' || decodeJSON(data, params) != nil {
		return nil, errOperation
	}
	return params, nil
}

// decodeJSON reads one JSON value, its numbers as they are written.
func decodeJSON(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errOperation
	}
	return nil
}

var (
	errType      = fault.Bad(fault.Text{VI: "Content-Type phải là application/json.", EN: "Content-Type has to be application/json."})
	errSize      = fault.Bad(fault.Text{VI: "Yêu cầu lớn hơn 256 KiB.", EN: "The request is larger than 256 KiB."})
	errOperation = fault.Bad(fault.Text{VI: "Yêu cầu phải là một đối tượng JSON hợp lệ gồm query, operationName, variables.", EN: "The request has to be one valid JSON object of query, operationName and variables."})
)
