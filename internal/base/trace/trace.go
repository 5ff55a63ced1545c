// Package trace gives each request an id that its log lines, its errors and the answer's header share. A caller may
// bring one as W3C Trace Context.
package trace

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strings"
)

// Header is where an answer names its trace id.
const Header = "X-Trace-Id"

type key struct{}

// traceparent is version, trace id, parent id and flags; only the id is used.
var traceparent = regexp.MustCompile(`^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$`)

// Begin names the request in the header of its answer: by the id of its traceparent header, or else a random one.
func Begin(answer http.Header, r *http.Request) {
	id := ""
	if sent := r.Header["Traceparent"]; len(sent) > 0 {
		id = parse(sent[0])
	}
	if id == "" {
		id = newID()
	}
	answer[Header] = []string{id}
}

// With returns a context with the id that the header of an answer names.
func With(ctx context.Context, answer http.Header) context.Context {
	if named := answer[Header]; len(named) > 0 {
		return context.WithValue(ctx, key{}, named[0])
	}
	return ctx
}

// ID returns the trace id of the context, "" outside a request.
func ID(ctx context.Context) string {
	id, _ := ctx.Value(key{}).(string)
	return id
}

func parse(header string) string {
	m := traceparent.FindStringSubmatch(header)
	if m == nil || strings.Trim(m[1], "0") == "" { // all zeros is invalid by the standard
		return ""
	}
	return m[1]
}

// newID makes an id that no other request has; it is no secret.
func newID() string {
	var raw [16]byte
	binary.NativeEndian.PutUint64(raw[:8], rand.Uint64())
	binary.NativeEndian.PutUint64(raw[8:], rand.Uint64())
	var text [2 * len(raw)]byte
	hex.Encode(text[:], raw[:])
	return string(text[:])
}

// LogHandler adds the trace id of the context to each record.
type LogHandler struct{ slog.Handler }

// Handle passes the record on with its trace id.
func (h LogHandler) Handle(ctx context.Context, r slog.Record) error {
	if id := ID(ctx); id != "" {
		r.AddAttrs(slog.String("trace", id))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs keeps adding trace ids.
func (h LogHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return LogHandler{h.Handler.WithAttrs(attrs)}
}

// WithGroup keeps adding trace ids.
func (h LogHandler) WithGroup(name string) slog.Handler { return LogHandler{h.Handler.WithGroup(name)} }
