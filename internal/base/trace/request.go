package trace

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"strings"
	"time"
)

// LevelRequest is the level of the lines about requests, between debug and info.
const LevelRequest = slog.LevelInfo - 2

// Request is what the log tells of one request: nothing that a client sent as a value.
type Request struct {
	Method, Path string
	Operation    string // "" if none was read
	Status       int    // of HTTP
	Bytes        int    // of the answer's body
	Took         time.Duration
}

// Log writes the line.
func (r Request) Log(ctx context.Context) {
	slog.LogAttrs(ctx, LevelRequest, "request", slog.String("method", cut(r.Method)), slog.String("path", cut(r.Path)), slog.String("operation", r.Operation),
		slog.Int("status", r.Status), slog.Int("bytes", r.Bytes), slog.Duration("took", r.Took))
}

// Level writes LevelRequest by its name; it is a ReplaceAttr of slog's handlers.
func Level(_ []string, a slog.Attr) slog.Attr {
	if a.Key == slog.LevelKey && a.Value.Any() == LevelRequest {
		a.Value = slog.StringValue("REQUEST")
	}
	return a
}

// maxShown is how much the log shows of a name that a client chose, in bytes.
const maxShown = 80

func cut(s string) string { return strings.ToValidUTF8(s[:min(len(s), maxShown)], "") }

// Name is what the log calls an operation: its name, or where it has none the beginning of its document's hash.
func Name(operation, document string) string {
	if operation == "" {
		sum := sha256.Sum256([]byte(document))
		return "sha256:" + hex.EncodeToString(sum[:6])
	}
	return cut(operation)
}

// Operation tells those who write an answer, from the outermost inwards, which operation it is of.
func Operation(w http.ResponseWriter, name string) {
	for w != nil {
		if told, ok := w.(interface{ Operation(name string) }); ok {
			told.Operation(name)
		}
		inner, ok := w.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			return
		}
		w = inner.Unwrap()
	}
}
