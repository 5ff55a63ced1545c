// Package conventions holds what the project asks of itself: who may import whom, how long a resolver is, that everything
// in the schema is described and that the documents speak of what exists.
package conventions

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

const root = "../../.."

// module is what each import of our own begins with.
const module = "ttyt.example/ttyt/"

// group is a folder of rooms, in their order.
type group struct {
	name  string
	may   []string // the groups that it imports
	rooms []string
}

// groups say who may import whom. A room may import the earlier rooms of its own group, and the rooms of the groups that it
// may. centre and wire never meet: what both need is in base or core.
var groups = []group{
	{"base", nil, []string{"fault", "metrics", "text", "texts", "input", "budget", "quota", "richtext", "diff", "table", "calendar", "textfile", "privacy", "trace", "colour", "card", "picture", "db", "blob", "clamd", "config", "mail", "paging"}},
	{"core", []string{"base"}, []string{"access", "audit", "feed", "job", "act", "inbox", "auth", "approval"}},
	{"wire", []string{"base", "core"}, []string{"rate", "documents", "answercache", "values", "limits", "transport", "explorer", "web"}},
	{"centre", []string{"base", "core"}, []string{
		"department", "staff", "role", "category", "media", "post", "rating", "analytics", "site", "asset", "assetfile", "inventory", "incident", "support", "changerequest", "connectlist", "correction", "malware", "token", "compliance"}},
	{"demo", []string{"base", "core", "centre"}, nil},
	{"app", []string{"base", "core", "wire", "centre", "demo"}, nil},
	{"test", []string{"base", "core", "wire", "centre", "demo", "app"}, []string{"mysqld", "oneserver", "scanner", "kit", "product", "acceptance", "walk", "crowd", "browser", "conventions"}},
	{"tool", []string{"base", "core", "wire", "centre", "demo", "app"}, []string{"generate", "bench"}},
}

// place returns the indexes of the group and the room of a directory below internal, or -1.
func place(dir string) (group, room int) {
	name, inner, _ := strings.Cut(dir, "/")
	for i, g := range groups {
		if g.name == name {
			if g.rooms == nil && inner == "" {
				return i, 0
			}
			return i, slices.Index(g.rooms, inner)
		}
	}
	return -1, -1
}

// mayImport reports whether the room in one directory below internal may import the one in another.
func mayImport(me, it string) bool {
	group, room := place(me)
	theirs, their := place(it)
	return group == theirs && their < room || slices.Contains(groups[group].may, groups[theirs].name)
}

// only names who may import what has one owner. Tests may talk to drivers too.
var only = map[string][]string{
	"github.com/casbin/":                  {"internal/core/access"},
	"github.com/jmoiron/sqlx":             {"internal/base/db"},
	"github.com/go-sql-driver/mysql":      {"internal/base/db", "internal/test/kit"},
	"modernc.org/sqlite":                  {"internal/base/db"},
	"github.com/pressly/goose":            {"internal/base/db"},
	"github.com/microcosm-cc":             {"internal/base/richtext"},
	"github.com/yuin/goldmark":            {"internal/base/textfile"},
	"golang.org/x/crypto":                 {"internal/core/auth"},
	"github.com/chromedp":                 {"internal/test/browser"},
	"github.com/99designs/gqlgen":         {"graph", "internal/tool/generate", "graph/generated", "graph/fastfield", "graph/model", "internal/wire/limits", "internal/wire/transport", "internal/wire/values", "internal/wire/web"},
	"github.com/go-fonts":                 {"internal/base/card"},
	"golang.org/x/image":                  {"internal/base/card", "internal/base/picture"},
	"github.com/bep/imagemeta":            {"internal/base/picture"},
	"github.com/gen2brain/webp":           {"internal/base/picture"},
	"github.com/coder/websocket":          {"internal/wire/transport"},
	"github.com/maypok86/otter":           {"internal/wire/answercache"},
	"github.com/klauspost/compress":       {"internal/wire/web"},
	"github.com/vikstrous/dataloadgen":    {"graph"},
	"github.com/VictoriaMetrics":          {"internal/base/metrics"},
	"ttyt.example/ttyt/graph":             {"graph", "graph/generated", "internal/app", "internal/tool/bench"},
	"ttyt.example/ttyt/internal/test/kit": {"internal/test/acceptance", "internal/test/product"},
	"github.com/vektah/gqlparser":         {"graph", "internal/tool/generate", "graph/generated", "graph/fastfield", "internal/wire/limits", "internal/wire/transport", "internal/wire/documents", "internal/wire/values", "internal/wire/web"},

	// One room has the bytes of files, and opens them for nobody before a scan (Art. 7b).
	"ttyt.example/ttyt/internal/base/blob":    {"internal/centre/media"},
	"ttyt.example/ttyt/internal/base/clamd":   {"internal/centre/media", "internal/base/config", "internal/test/scanner"},
	"github.com/gabriel-vasile/mimetype":      {"internal/centre/media"},
	"ttyt.example/ttyt/internal/base/picture": {"internal/centre/media"},
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
			if path == omittable && strings.HasPrefix(dir, "internal/centre/") {
				continue
			}
			for prefix, allowed := range only {
				if strings.HasPrefix(path, prefix) && !slices.Contains(allowed, dir) {
					t.Errorf("%s imports %s, which only %v may", file, path, allowed)
				}
			}
			me, ours := strings.CutPrefix(dir, "internal/")
			it, theirs := strings.CutPrefix(path, module+"internal/")
			if ours && theirs && !mayImport(me, it) {
				t.Errorf("%s imports %s, which it may not", file, path)
			}
		}
	})
	for dir := range packages {
		if name, ok := strings.CutPrefix(dir, "internal/"); ok {
			if _, room := place(name); room < 0 {
				t.Errorf("%s has no place in the groups", dir)
			}
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

// tracked are the hand-written files whose names end in one of these, by their paths from the root.
func tracked(t *testing.T, ext ...string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && file != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules" || name == "generated") {
			return fs.SkipDir
		}
		if d.IsDir() || strings.HasSuffix(name, "_gen.go") || !slices.Contains(ext, filepath.Ext(name)) {
			return nil
		}
		rel, err := filepath.Rel(root, file)
		files = append(files, filepath.ToSlash(rel))
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("no files %v: %v", ext, err)
	}
	return files
}

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
