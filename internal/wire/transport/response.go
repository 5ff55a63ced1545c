package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/metrics"
	"ttyt.example/ttyt/internal/base/trace"
)

// Present is the one form in which a client sees a fault: the message in their language and the extensions code, traceId
// and, where an article stands behind it, rule.
func Present(ctx context.Context, f *fault.Error) *gqlerror.Error {
	out := &gqlerror.Error{Message: f.Text.In(ctx), Extensions: map[string]any{"code": f.Code, "traceId": trace.ID(ctx)}}
	if f.Rule != "" {
		out.Extensions["rule"] = f.Rule
	}
	return out
}

// Refuse answers a request that is not executed: with the status, the fault, and no data. Every part that refuses a request on
// its way to the API uses it, so that clients meet one format of errors.
func Refuse(w http.ResponseWriter, r *http.Request, status int, why *fault.Error) {
	answerTo(w, r).refuse(r.Context(), status, why)
}

// Unavailable refuses a request for which nothing can be done now.
func Unavailable(w http.ResponseWriter, r *http.Request) {
	Refuse(w, r, http.StatusServiceUnavailable, errBusy)
}

// RefuseToken refuses requests whose token is not valid, in the way RFC 6750 defines. They count as those of strangers.
func RefuseToken(admit func(context.Context) (wait time.Duration)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if wait := admit(r.Context()); wait > 0 {
			comeBack(w, wait)
			Refuse(w, r, http.StatusTooManyRequests, errRate)
			return
		}
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		Refuse(w, r, http.StatusUnauthorized, errToken)
	}
}

// RefuseSite refuses requests of pages of other sites.
func RefuseSite(w http.ResponseWriter, r *http.Request) {
	metrics.Refused(metrics.OtherSite)
	Refuse(w, r, http.StatusForbidden, errOrigin)
}

// comeBack returns how long a caller has to wait.
func comeBack(w http.ResponseWriter, wait time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
}

// answer is an answer in the media type that was negotiated, "" if none is acceptable: that is said in plain JSON.
type answer struct {
	w     http.ResponseWriter
	media string
}

// answerTo sets the headers that all answers have.
func answerTo(w http.ResponseWriter, r *http.Request) answer {
	a := answer{w, negotiate(r.Header.Values("Accept"))}
	h := w.Header()
	if a.media == mediaGraphQL {
		h.Set("Content-Type", mediaGraphQL+"; charset=utf-8")
	} else {
		h.Set("Content-Type", mediaJSON+"; charset=utf-8")
	}
	h.Set("Vary", "Accept, Accept-Language, Authorization, Cookie, X-Requested-With")
	h.Set("Cache-Control", "no-store")
	return a
}

func (a answer) refuse(ctx context.Context, status int, why *fault.Error) {
	a.write(status, &graphql.Response{Errors: gqlerror.List{Present(ctx, why)}})
}

// statusPartial says that data and errors came together. The specification made it up, for its own media type alone.
const statusPartial = 294

// respond writes the answer of the executor, under the status that tells what became of the request.
func (a answer) respond(r *graphql.Response) {
	switch {
	case len(r.Data) == 0:
		a.write(a.refusedAs(r.Errors), r)
	case string(r.Data) == "null" && unavailable(r.Errors):
		a.write(http.StatusServiceUnavailable, r)
	case len(r.Errors) > 0 && a.media == mediaGraphQL:
		a.write(statusPartial, r)
	default:
		a.write(http.StatusOK, r)
	}
}

// refusedAs is the status of a well-formed request that was not executed. Clients of plain JSON are promised 200 for
// what is wrong with their document.
func (a answer) refusedAs(errs gqlerror.List) int {
	if unavailable(errs) {
		return http.StatusServiceUnavailable
	}
	if len(errs) > 0 {
		switch errs[0].Extensions["code"] {
		case fault.Unauthenticated, fault.Locked:
			return http.StatusUnauthorized
		case fault.Forbidden, fault.PasswordNeeded:
			return http.StatusForbidden
		case fault.RateLimited:
			return http.StatusTooManyRequests
		case fault.Internal:
			return http.StatusInternalServerError
		}
	}
	if a.media == mediaGraphQL {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// unavailable reports whether the request is to be made again later. One that is saved, and lacks its answer alone, is not.
func unavailable(errs gqlerror.List) bool {
	return slices.ContainsFunc(errs, func(e *gqlerror.Error) bool {
		return e.Extensions["code"] == fault.Unavailable && e.Extensions["outcome"] != fault.Saved
	})
}

// buffers are for what is read or written as a whole.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// keptBuffer is the largest buffer that waits for another request.
const keptBuffer = 1 << 20

func keep(b *bytes.Buffer) {
	if b.Cap() <= keptBuffer {
		b.Reset()
		buffers.Put(b)
	}
}

// write sends the whole answer at once.
func (a answer) write(status int, r *graphql.Response) {
	b := buffers.Get().(*bytes.Buffer)
	defer keep(b)
	put(b, r)
	a.w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	switch status {
	case http.StatusUnauthorized:
		if h := a.w.Header(); h.Get("WWW-Authenticate") == "" { // HTTP asks for it
			h.Set("WWW-Authenticate", "Bearer")
		}
	case http.StatusServiceUnavailable:
		a.w.Header().Set("Retry-After", "5")
	case http.StatusTooManyRequests:
		if h := a.w.Header(); h.Get("Retry-After") == "" {
			h.Set("Retry-After", "1")
		}
	}
	a.w.WriteHeader(status)
	_, _ = a.w.Write(b.Bytes()) // the client may have gone
}

// put writes a response. Its data is JSON already, and is not looked at again.
func put(b *bytes.Buffer, r *graphql.Response) {
	b.WriteByte('{')
	if len(r.Errors) > 0 {
		member(b, "errors", encode(r.Errors))
	}
	if len(r.Data) > 0 {
		member(b, "data", r.Data)
	}
	if len(r.Extensions) > 0 {
		member(b, "extensions", encode(r.Extensions))
	}
	b.WriteByte('}')
}

// responseOf is a response as JSON.
func responseOf(r *graphql.Response) []byte {
	b := new(bytes.Buffer)
	put(b, r)
	return b.Bytes()
}

func member(b *bytes.Buffer, name string, value []byte) {
	if b.Len() > 1 {
		b.WriteByte(',')
	}
	b.WriteByte('"')
	b.WriteString(name)
	b.WriteString(`":`)
	b.Write(value)
}

func encode(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // what is answered can be written as JSON
	}
	return text
}
