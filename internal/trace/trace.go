// Package trace gives each request an id that its log lines, its errors and the answer's header share. A caller may
// bring one as W3C Trace Context.
package trace

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
)

// Header is where an answer names its trace id.
const Header = "X-Trace-Id"

type key struct{}

// traceparent is version, trace id, parent id and flags; only the id is used.
var traceparent = regexp.MustCompile(`^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$`)

// Middleware puts the id of the request's traceparent header, or else a random one, in the context and the answer.
func Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := parse(r.Header.Get("Traceparent"))
		if id == "" {
			id = newID()
		}
		w.Header()[Header] = []string{id}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), key{}, id)))
	})
}

// ID returns the trace id of the context, "" outside a request.
func ID(ctx context.Context) string {
	id, _ := ctx.Value(key{}).(string)
	return id
}

func parse(header string) string {
	if header == "" {
		return ""
	}
	m := traceparent.FindStringSubmatch(header)
	if m == nil || strings.Trim(m[1], "0") == "" { // all zeros is invalid by the standard
		return ""
	}
	return m[1]
}

func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
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
