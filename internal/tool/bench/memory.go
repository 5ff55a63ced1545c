package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
)

// serveMemory answers what the files of a folder hold, each at the path of its name: the same bytes as the product, from
// memory. It is what a cached answer is measured against.
func serveMemory(ctx context.Context, dir, addr string) error {
	files, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	for _, f := range files {
		content, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			return err
		}
		length := strconv.Itoa(len(content))
		mux.HandleFunc("POST /"+f.Name(), func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", length)
			_, _ = w.Write(content)
		})
	}
	return serve(ctx, addr, mux)
}
