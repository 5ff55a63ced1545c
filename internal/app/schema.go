package app

import (
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"ttyt.example/ttyt/graph"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/wire/documents"
	"ttyt.example/ttyt/internal/wire/transport"
	"ttyt.example/ttyt/migrations"
)

// SDL is the schema as /schema.graphql serves it.
func SDL() string { return graph.SDL() }

// Levels tells which schema the program serves, by the beginning of its hash, and up to which migration it brings a store.
func Levels() (schema string, migration int, err error) {
	files, err := fs.Glob(migrations.FS, "mysql/*.sql")
	if err != nil {
		return "", 0, err
	}
	for _, file := range files {
		number, _, _ := strings.Cut(path.Base(file), "_")
		n, err := strconv.Atoi(number)
		if err != nil {
			return "", 0, err
		}
		migration = max(migration, n)
	}
	return documents.Hash(SDL())[:12], migration, nil
}

// schemaFile serves the schema to whom introspection is open: in the demonstration to all, else to those signed in.
// For others there is no such file.
func schemaFile(open bool) http.Handler {
	sdl := SDL()
	tag := `"` + documents.Hash(sdl) + `"`
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Vary", "Authorization, Cookie")
		w.Header().Set("Cache-Control", "private, no-cache")
		if access.Of(r.Context()).Locked != nil {
			transport.Refuse(w, r, http.StatusUnauthorized, fault.ErrLocked)
			return
		}
		if !open && !access.Of(r.Context()).Known() {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/graphql; charset=utf-8")
		w.Header().Set("ETag", tag)
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(sdl))
	})
}
