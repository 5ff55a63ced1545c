package media_test

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
	"time"

	"ttyt.example/ttyt/internal/centre/media"
)

// newLibraryOver is the same store and bytes under another command, with a scanner.
func newLibraryOver(t *testing.T, l *library, demo bool) *library {
	t.Helper()
	other := *l
	other.Service = media.Over(t, l.Service, l.scanner.Address, demo)
	return &other
}

// age makes everything below a folder older.
func age(t *testing.T, dir string, d time.Duration) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		then := time.Now().Add(-d)
		return os.Chtimes(path, then, then)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// There is one way to the bytes for readers and for what is drawn, and one for the scanner: nothing else in the room opens any. That no other room has
// the store of bytes, the test of imports holds.
func TestArticle7b_OneWayToTheBytes(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	set := token.NewFileSet()
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				sel, ok := call.Fun.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				of, _ := sel.X.(*ast.SelectorExpr)
				name, _ := sel.X.(*ast.Ident)
				if of != nil && of.Sel.Name == "bytes" && sel.Sel.Name == "Open" || name != nil && name.Name == "blob" && sel.Sel.Name == "NewReader" {
					found = append(found, fn.Name.Name)
				}
				return true
			})
		}
	}
	slices.Sort(found)
	if !slices.Equal(found, []string{"content", "judge"}) {
		t.Errorf("bytes are opened in %v", found)
	}
}
