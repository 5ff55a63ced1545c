package conventions

import (
	"go/ast"
	"strings"
	"testing"
)

// putTogether are the files that put a page together themselves, with the reason. All other lists leave the SQL of a page, its count
// and what lies before and after it to package paging.
var putTogether = map[string]string{
	"internal/centre/post/list.go":              "a search ranks, walks and counts in ways of its own",
	"internal/centre/staff/list_departments.go": "the people of a department's units are read unit by unit, and merged",
	"internal/centre/staff/store_list.go":       "the SQL of that",
}

// The SQL of lists is put together in one place: no room makes a connection of rows that it paged itself.
func TestListsArePagedInOnePlace(t *testing.T) {
	t.Parallel()
	needed := map[string]bool{}
	each(t, func(dir, file string, f *ast.File) {
		if dir == "internal/base/paging" || strings.HasSuffix(file, "_test.go") {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if named, ok := call.Fun.(*ast.SelectorExpr); ok && (named.Sel.Name == "Tail" && len(call.Args) == 0 || named.Sel.Name == "Connect" && isPaging(named.X)) {
				needed[file] = true
				if putTogether[file] == "" {
					t.Errorf("%s: leave the page to paging.Read, Query, Each or Listed", fileset.Position(n.Pos()))
				}
			}
			return true
		})
	})
	for file := range putTogether {
		if !needed[file] {
			t.Errorf("%s puts no page together: take it off the list", file)
		}
	}
}

func isPaging(x ast.Expr) bool {
	name, ok := x.(*ast.Ident)
	return ok && name.Name == "paging"
}
