package conventions

import (
	"go/ast"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
)

// outside names the mutations that do not run in the frame of acts, each with the reason.
var outside = map[string]string{
	"signIn":        "nobody acts yet: the password decides who does",
	"signOut":       "ends the caller's own session, whatever it may do",
	"unlock":        "the password decides, and nobody acts while the session is locked",
	"resetPassword": "the one-time link is the right",

	"recordView": "readers who are not signed in report what they read, and who they are is kept nowhere",
	"ratePost":   "readers who are not signed in rate, and who they are is kept nowhere",

	"registerFoundAsset": "the register's frame runs it; the round ties what it saw to the asset inside",
}

// Every mutation runs in the frame of internal/core/act, which asks for the right, the version and the state in one order and
// keeps what came of it: its service method calls Do or Create of a frame, itself or through a function of its package.
func TestMutationsRunInTheFrame(t *testing.T) {
	t.Parallel()
	functions, frames := map[string]map[string]*ast.FuncDecl{}, map[string]map[string]bool{}
	resolvers := map[string]*ast.FuncDecl{}
	each(t, func(dir, file string, f *ast.File) {
		if strings.HasSuffix(file, "_test.go") {
			return
		}
		if functions[dir] == nil {
			functions[dir], frames[dir] = map[string]*ast.FuncDecl{}, map[string]bool{}
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if dir == "graph" && receiver(fn) == "mutationResolver" {
				resolvers[fn.Name.Name] = fn
			}
			functions[dir][fn.Name.Name] = fn
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if field, ok := n.(*ast.Field); ok && isFrame(field.Type) {
				for _, name := range field.Names {
					frames[dir][name.Name] = true
				}
			}
			return true
		})
	})
	if len(resolvers) < 90 {
		t.Fatalf("%d mutations", len(resolvers))
	}
	left := maps.Clone(outside)
	services := servicesOf(t)
	for name, fn := range resolvers {
		mutation := strings.ToLower(name[:1]) + name[1:]
		framed := slices.ContainsFunc(calls(fn.Body), func(c call) bool {
			dir, known := services[c.on]
			return known && inFrame(functions[dir], frames[dir], c.method, map[string]bool{})
		})
		_, excepted := outside[mutation]
		switch {
		case !framed && !excepted:
			t.Errorf("%s does not run in the frame of internal/core/act", mutation)
		case framed && excepted:
			t.Errorf("%s runs in the frame: take it off the list here", mutation)
		}
		delete(left, mutation)
	}
	for name := range left {
		t.Errorf("there is no mutation %s", name)
	}
}

// servicesOf maps the fields of the resolver to the packages of their services.
func servicesOf(t *testing.T) map[string]string {
	t.Helper()
	services := map[string]string{}
	each(t, func(dir, _ string, f *ast.File) {
		if dir != "graph" {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok || spec.Name.Name != "Resolver" {
				return true
			}
			for _, field := range spec.Type.(*ast.StructType).Fields.List {
				if star, ok := field.Type.(*ast.StarExpr); ok {
					if sel, ok := star.X.(*ast.SelectorExpr); ok {
						for _, name := range field.Names {
							services[name.Name] = imported(f, sel.X.(*ast.Ident).Name)
						}
					}
				}
			}
			return true
		})
	})
	return services
}

// imported returns the directory of a package of ours by its name in the file.
func imported(f *ast.File, name string) string {
	for _, spec := range f.Imports {
		if dir, ours := strings.CutPrefix(strings.Trim(spec.Path.Value, `"`), module); ours && path.Base(dir) == name {
			return dir
		}
	}
	return ""
}

// inFrame reports whether the function calls a frame, itself or through another of its package.
func inFrame(functions map[string]*ast.FuncDecl, frames map[string]bool, name string, seen map[string]bool) bool {
	fn := functions[name]
	if fn == nil || seen[name] {
		return false
	}
	seen[name] = true
	return slices.ContainsFunc(calls(fn.Body), func(c call) bool {
		return frames[c.on] && (c.method == "Do" || c.method == "Create") || inFrame(functions, frames, c.method, seen)
	})
}

// call is a call of a method, on the last name before it; on nothing for a function.
type call struct{ on, method string }

func calls(body *ast.BlockStmt) (all []call) {
	ast.Inspect(body, func(n ast.Node) bool {
		c, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		switch f := c.Fun.(type) {
		case *ast.Ident:
			all = append(all, call{"", f.Name})
		case *ast.SelectorExpr:
			on := ""
			switch x := f.X.(type) {
			case *ast.Ident:
				on = x.Name
			case *ast.SelectorExpr:
				on = x.Sel.Name
			}
			all = append(all, call{on, f.Sel.Name})
		}
		return true
	})
	return all
}

func receiver(fn *ast.FuncDecl) string {
	if fn.Recv == nil {
		return ""
	}
	t := fn.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

// isFrame reports whether a type is *act.Frame of something.
func isFrame(t ast.Expr) bool {
	star, ok := t.(*ast.StarExpr)
	if !ok {
		return false
	}
	index, ok := star.X.(*ast.IndexExpr)
	if !ok {
		return false
	}
	sel, ok := index.X.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Frame"
}
