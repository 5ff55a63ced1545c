package documents

import (
	"context"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// PollEvery is how often a registry looks whether its file has changed.
const PollEvery = 2 * time.Second

// prefix marks an identifier as a hash, in the specification's draft on persisted documents.
const prefix = "sha256:"

// Registry is the registered operations of a running program, which follow their file. A nil one is empty.
type Registry struct {
	file  string
	rules Rules
	own   []string
	set   atomic.Pointer[set]
	seen  os.FileInfo // the file when it was read last, nil if there was none
}

// set is never changed once it is built.
type set struct {
	bodies map[string]string   // by the manifest's id and by hash
	normal map[string]struct{} // hashes of the bodies in normal form
}

// Open reads and checks the manifest, whose problems it returns. The program's own documents are registered besides;
// without a file ("") there are no others.
func Open(file string, rules Rules, own ...string) (*Registry, error) {
	r := &Registry{file: file, rules: rules, own: own}
	return r, r.load()
}

// load replaces the documents by those of the file. On an error nothing changes.
func (r *Registry) load() error {
	var operations []Operation
	if r.file != "" {
		r.seen, _ = os.Stat(r.file) // before it is read, so that a change in between is not missed
		var err error
		if operations, err = r.rules.Read(r.file); err != nil {
			return err
		}
	}
	s := &set{bodies: map[string]string{}, normal: map[string]struct{}{}}
	for _, body := range r.own {
		operations = append(operations, Operation{ID: Hash(body), Body: body})
	}
	for _, o := range operations {
		s.bodies[strings.TrimPrefix(o.ID, prefix)], s.bodies[Hash(o.Body)] = o.Body, o.Body
		s.normal[Hash(normal(o.Body))] = struct{}{}
	}
	r.set.Store(s)
	return nil
}

// Body returns the document registered under an id: that of the manifest, or the hash of a body, which may carry the
// prefix sha256: of the specification.
func (r *Registry) Body(id string) (string, bool) {
	if r == nil {
		return "", false
	}
	body, ok := r.set.Load().bodies[strings.TrimPrefix(id, prefix)]
	return body, ok
}

// Holds reports whether the document is a registered one, whatever its layout.
func (r *Registry) Holds(body string) bool {
	if r == nil {
		return false
	}
	s := r.set.Load()
	if _, same := s.bodies[Hash(body)]; same {
		return true
	}
	if _, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: body}, r.rules.MaxTokens); err != nil {
		return false
	}
	_, equal := s.normal[Hash(normal(body))]
	return equal
}

// Watch takes up changes of the file until the context ends, and calls changed after each. A manifest with problems is
// logged and the one before it stays.
func (r *Registry) Watch(ctx context.Context, changed func()) {
	if r.file == "" {
		return
	}
	tick := time.NewTicker(PollEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			r.follow(ctx, changed)
		}
	}
}

// follow loads the file if it is not the one that was read last.
func (r *Registry) follow(ctx context.Context, changed func()) {
	now, err := os.Stat(r.file)
	if err != nil {
		now = nil
	}
	if same(now, r.seen) {
		return
	}
	if err := r.load(); err != nil {
		slog.ErrorContext(ctx, "the trusted documents stay as they were", "file", r.file, "err", err)
		return
	}
	changed()
	slog.InfoContext(ctx, "trusted documents loaded", "file", r.file, "documents", len(r.set.Load().normal))
}

func same(a, b os.FileInfo) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return os.SameFile(a, b) && a.ModTime().Equal(b.ModTime()) && a.Size() == b.Size()
}
