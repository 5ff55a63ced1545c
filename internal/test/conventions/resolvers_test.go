package conventions

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// The files of package graph that carry the handler: they may hold more than translation.
var handlerFiles = []string{"graph/handler.go", "graph/persisted.go", "graph/sdl.go", "graph/guard.go", "graph/errors.go"}

// A resolver translates: it calls one service and wraps what comes back. Whatever else is written in package graph
// counts too, so that bodies do not just move.
func TestResolversAreThin(t *testing.T) {
	t.Parallel()
	var lines []int
	each(t, func(dir, file string, f *ast.File) {
		if dir != "graph" || strings.HasSuffix(file, "_test.go") || slices.Contains(handlerFiles, file) {
			return
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil || written(fn) {
				continue
			}
			n := max(1, fileset.Position(fn.Body.Rbrace).Line-fileset.Position(fn.Body.Lbrace).Line-1)
			lines = append(lines, n)
			if n > 15 {
				t.Errorf("%s: %s has %d lines; at most 15", file, fn.Name.Name, n)
			}
		}
	})
	slices.Sort(lines)
	median, ninety := lines[len(lines)/2], lines[len(lines)*9/10]
	t.Logf("%d functions: median %d lines, 90 %% within %d, none over %d", len(lines), median, ninety, lines[len(lines)-1])
	if median > 3 || ninety > 8 {
		t.Errorf("median %d, at most 3; 90 %% within %d, at most 8", median, ninety)
	}
}

// written reports whether gqlgen wrote the function: the accessors of the resolver root.
func written(fn *ast.FuncDecl) bool {
	if fn.Recv == nil || fn.Type.Results == nil || fn.Type.Params.NumFields() > 0 {
		return false
	}
	s, ok := fn.Type.Results.List[0].Type.(*ast.SelectorExpr)
	return ok && strings.HasSuffix(s.Sel.Name, "Resolver")
}
