package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
)

// serveMemory answers what the files of a folder hold, each at the path of its name: the product's own answers, header by
// header, from memory. It is what a cached answer is measured against.
func serveMemory(ctx context.Context, dir, addr string) error {
	files, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	for _, f := range files {
		kept, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			return err
		}
		answer, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(kept)), nil)
		if err != nil {
			return err
		}
		content, err := io.ReadAll(answer.Body)
		if err != nil {
			return err
		}
		answer.Header.Del("Date") // the server writes its own
		mux.HandleFunc("POST /"+f.Name(), func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			maps.Copy(w.Header(), answer.Header)
			_, _ = w.Write(content)
		})
	}
	return serve(ctx, addr, mux)
}
