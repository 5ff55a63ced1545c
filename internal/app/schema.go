package app

import (
	"net/http"
	"strings"
	"time"

	"ttyt.example/ttyt/graph"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/wire/documents"
)

// SDL is the schema as /schema.graphql serves it.
func SDL() string { return graph.SDL() }

// schemaFile serves the schema to whom introspection is open: in the demonstration to all, else to those signed in.
// For others there is no such file.
func schemaFile(open bool) http.Handler {
	sdl := SDL()
	tag := `"` + documents.Hash(sdl) + `"`
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Vary", "Authorization, Cookie")
		w.Header().Set("Cache-Control", "private, no-cache")
		if !open && !access.Of(r.Context()).Known() {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/graphql; charset=utf-8")
		w.Header().Set("ETag", tag)
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(sdl))
	})
}
