package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/trace"
)

// SSE answers one operation as an event stream, the distinct connections mode of the clients graphql-sse and urql: a next
// event for each response, then complete. What is wrong with the operation comes in a next event too, because browsers
// hide the body of a refused stream.
type SSE struct {
	Live  *Live
	Admit func(context.Context) (wait time.Duration) // as in HTTP, for each operation
}

const mediaEvents = "text/event-stream"

// Supports takes GET and POST of clients that want an event stream rather than anything else. Some name it last, for the
// operations that need it.
func (SSE) Supports(r *http.Request) bool {
	return (r.Method == http.MethodGet || r.Method == http.MethodPost) && prefersEvents(r.Header.Values("Accept"))
}

// Do answers one request until its operation is over.
func (t SSE) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	c, ctx, ok := t.Live.admit(w, r, t.Admit, false)
	if !ok {
		return
	}
	defer c.done()
	params, wrong := readOperation(w, r)
	if wrong != nil {
		Refuse(w, r, wrong.status, wrong.why)
		return
	}
	s := &events{connection: c, w: w, control: http.NewResponseController(w)}
	var beating sync.WaitGroup
	beating.Go(func() { s.beat(ctx) })
	o := operation{params: params, safe: r.Method == http.MethodGet, opened: func() { s.write(":\n\n") }, named: func(name string) { trace.Operation(w, name) }}
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
	s.write(fmt.Sprintf("event: next\ndata: %s\n\n", responseOf(r)))
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

// readOperation reads the operation of a request as HTTP does, but without files.
func readOperation(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *refusal) {
	if r.Method == http.MethodGet {
		return readURL(r.URL)
	}
	if media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); media != mediaJSON {
		return nil, &refusal{http.StatusUnsupportedMediaType, errMedia}
	}
	params, leave, refused := HTTP{}.readBody(w, r)
	if refused == nil {
		leave() // the stream may last
	}
	return params, refused
}
