// Package house holds what the project asks of itself: who may import whom, how long a resolver is, that everything
// in the schema is described and that the documents speak of what exists.
package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// order lists the packages of internal; each may import the earlier ones alone.
var order = []string{
	"fault", "metrics", "text", "form", "upload", "richtext", "calendar", "importer", "privacy", "trace", "config", "mail",
	"db", "page", "access", "rate", "trusted", "audit", "change", "answers", "job", "act", "inbox", "auth", "values", "limits", "transport",
	"department", "staff", "role", "approval", "category", "post",
	"asset", "incident", "itchange", "malware", "token", "compliance",
	"explorer", "demo", "app",
	"testkit", "testkit/product", "acceptance", "walk", "bench", "house",
}

// only names who may import what has one owner. Tests may talk to drivers too.
var only = map[string][]string{
	"github.com/casbin/":               {"internal/access"},
	"github.com/jmoiron/sqlx":          {"internal/db"},
	"github.com/go-sql-driver/mysql":   {"internal/db", "internal/testkit"},
	"modernc.org/sqlite":               {"internal/db"},
	"github.com/pressly/goose":         {"internal/db"},
	"github.com/microcosm-cc":          {"internal/richtext"},
	"github.com/yuin/goldmark":         {"internal/importer"},
	"golang.org/x/crypto":              {"internal/auth"},
	"github.com/99designs/gqlgen":      {"graph", "graph/gen", "graph/generated", "graph/lean", "graph/model", "internal/limits", "internal/transport", "internal/values"},
	"github.com/coder/websocket":       {"internal/transport"},
	"github.com/maypok86/otter":        {"internal/answers"},
	"github.com/vikstrous/dataloadgen": {"graph"},
	"github.com/VictoriaMetrics":       {"internal/metrics"},
	"ttyt/graph":                       {"graph", "graph/generated", "internal/app"},
	"ttyt/internal/testkit":            {"internal/acceptance", "internal/testkit/product"},
	"github.com/vektah/gqlparser":      {"graph", "graph/gen", "graph/generated", "graph/lean", "internal/limits", "internal/transport", "internal/trusted", "internal/values"},
}

// Features take what a client may clear as graphql.Omittable.
const omittable = "github.com/99designs/gqlgen/graphql"

func TestImports(t *testing.T) {
	t.Parallel()
	packages := map[string]bool{}
	each(t, func(dir, file string, f *ast.File) {
		packages[dir] = true
		if strings.HasSuffix(file, "_test.go") {
			return
		}
		for _, spec := range f.Imports {
			path := strings.Trim(spec.Path.Value, `"`)
			if feature := slices.Index(order, strings.TrimPrefix(dir, "internal/")); path == omittable && feature > slices.Index(order, "transport") {
				continue
			}
			for prefix, allowed := range only {
				if strings.HasPrefix(path, prefix) && !slices.Contains(allowed, dir) {
					t.Errorf("%s imports %s, which only %v may", file, path, allowed)
				}
			}
			me, ours := strings.CutPrefix(dir, "internal/")
			it, theirs := strings.CutPrefix(path, "ttyt/internal/")
			if ours && theirs && slices.Index(order, it) >= slices.Index(order, me) {
				t.Errorf("%s imports %s, which comes after it", file, path)
			}
		}
	})
	for dir := range packages {
		if name, ok := strings.CutPrefix(dir, "internal/"); ok && !slices.Contains(order, name) {
			t.Errorf("%s has no place in the order", dir)
		}
	}
}

// each parses every Go file of the module.
func each(t *testing.T, do func(dir, file string, f *ast.File)) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := d.Name(); d.IsDir() && path != root && (strings.HasPrefix(name, ".") || name == "testdata") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		f, err := parser.ParseFile(fileset, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		files++
		do(filepath.ToSlash(filepath.Dir(rel)), filepath.ToSlash(rel), f)
		return nil
	})
	if err != nil || files < 50 {
		t.Fatalf("%d files, %v", files, err)
	}
}

var fileset = token.NewFileSet()

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
