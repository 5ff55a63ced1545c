package conventions

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// computes are the packages whose work grows with a text. What a field of the schema asks of them, it asks within the budget of
// the request: its method calls budget.Turn, or reads here why it need not.
var computes = []string{module + "internal/base/diff", module + "internal/base/privacy", module + "internal/base/richtext",
	module + "internal/base/textfile", module + "internal/base/table", "encoding/csv", "crypto/sha256", "crypto/hmac", "compress/gzip", "regexp"}

const writesOut = "looks through what it writes out for what names a file, and parses nothing"

// within are the methods behind fields that reach such a package otherwise.
var within = map[string]string{
	"post.Service.List":             "calls the index of a filter, which has the name of what indexes a post",
	"post.Entry.Body":               writesOut,
	"post.Snapshot.Body":            writesOut,
	"post.Snapshot.Content":         writesOut,
	"post.DepartmentPage.Functions": writesOut,
	"post.DepartmentPage.Duties":    writesOut,
	"post.DepartmentPage.Processes": writesOut,
	"media.Picture.Address":         "signs a few characters, which nobody outside can make longer",
	"media.Picture.Addresses":       "signs a few characters eight times",
}

// A field of the schema that computes over a text takes its turn, and the schema says so.
func TestWhatComputesTakesItsTurn(t *testing.T) {
	t.Parallel()
	bound := boundMethods(t)
	var found []string
	for _, room := range roomsOf(t, "centre", "core") {
		p := readPackage(t, room)
		for name, f := range p.funcs {
			receiver, method, isMethod := strings.Cut(name, ".")
			if !isMethod || !ast.IsExported(method) || !bound[method] || receiver == "Service" && !bound["Service."+method] {
				continue
			}
			at := filepath.Base(room) + "." + name
			reached, turns := p.reaches(f, map[string]bool{})
			switch why := within[at]; {
			case turns:
				found = append(found, strings.ToLower(method[:1])+method[1:])
			case reached == "" && why != "":
				t.Errorf("%s computes nothing any more: %s", at, why)
			case reached != "" && why == "":
				t.Errorf("%s reaches %s without a turn", at, reached)
			}
		}
	}
	slices.Sort(found)
	if marked := markedAsComputing(t); !slices.Equal(found, marked) {
		t.Errorf("%v take their turn, but the schema says so of %v", found, marked)
	}
}

// markedAsComputing are the fields that the schema says to compute.
func markedAsComputing(t *testing.T) (names []string) {
	t.Helper()
	for _, d := range schema(t).Types {
		for _, f := range d.Fields {
			if f.Directives.ForName("computes") != nil {
				names = append(names, f.Name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// boundMethods are the methods that fields of the schema call: of objects, and Service.Name of services, as queries do.
func boundMethods(t *testing.T) map[string]bool {
	t.Helper()
	bound := map[string]bool{}
	calls := func(pattern string, of *regexp.Regexp, prefix string, skip string) {
		files, _ := filepath.Glob(filepath.Join(root, pattern))
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for part := range strings.SplitSeq(string(text), "\nfunc ") {
				if skip != "" && strings.HasPrefix(part, skip) {
					continue
				}
				for _, m := range of.FindAllStringSubmatch(part, -1) {
					bound[prefix+m[1]], bound[m[1]] = true, true
				}
			}
		}
	}
	calls("graph/generated/*.go", regexp.MustCompile(`\bobj\.([A-Z]\w*)\(`), "", "")
	calls("graph/*.resolvers.go", regexp.MustCompile(`\br\.[A-Z]\w*\.([A-Z]\w*)\(`), "Service.", "(r *mutationResolver)")
	calls("graph/loaders*.go", regexp.MustCompile(`\br\.[A-Z]\w*\.([A-Z]\w*)\b`), "Service.", "")
	return bound
}

func roomsOf(t *testing.T, names ...string) (dirs []string) {
	t.Helper()
	for _, g := range groups {
		if slices.Contains(names, g.name) {
			for _, room := range g.rooms {
				dirs = append(dirs, filepath.Join(root, "internal", g.name, room))
			}
		}
	}
	return dirs
}

// code is a package: its functions by their names, methods as Receiver.Name.
type code struct {
	funcs   map[string]*function
	methods map[string][]*function // by name alone
}

type function struct {
	name    string
	body    *ast.BlockStmt
	imports map[string]string // of its file, by their names
}

func readPackage(t *testing.T, dir string) code {
	t.Helper()
	p := code{map[string]*function{}, map[string][]*function{}}
	files, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		imports := map[string]string{}
		for _, i := range parsed.Imports {
			path, _ := strconv.Unquote(i.Path.Value)
			imports[filepath.Base(path)] = path
		}
		for _, d := range parsed.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			fn := &function{f.Name.Name, f.Body, imports}
			if f.Recv == nil {
				p.funcs[f.Name.Name] = fn
				continue
			}
			p.funcs[receiverOf(f.Recv.List[0].Type)+"."+f.Name.Name] = fn
			p.methods[f.Name.Name] = append(p.methods[f.Name.Name], fn)
		}
	}
	return p
}

func receiverOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiverOf(e.X)
	case *ast.IndexExpr:
		return receiverOf(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// reaches names what computes that the function, or one of its package that it calls, calls; and whether it takes its turn.
func (p code) reaches(f *function, seen map[string]bool) (what string, turns bool) {
	ast.Inspect(f.body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		var next []*function
		switch fun := call.Fun.(type) {
		case *ast.Ident:
			if g := p.funcs[fun.Name]; g != nil {
				next = append(next, g)
			}
		case *ast.SelectorExpr:
			x, _ := fun.X.(*ast.Ident)
			if x != nil && f.imports[x.Name] != "" {
				path := f.imports[x.Name]
				if slices.Contains(computes, path) {
					what = x.Name + "." + fun.Sel.Name
				}
				turns = turns || path == module+"internal/base/budget" && fun.Sel.Name == "Turn"
				return true
			}
			if x != nil || !ast.IsExported(fun.Sel.Name) { // a.b.Name is one of another room
				next = p.methods[fun.Sel.Name]
			}
		}
		for _, g := range next {
			if key := g.name + strconv.Itoa(int(g.body.Pos())); !seen[key] {
				seen[key] = true
				inner, _ := p.reaches(g, seen)
				if inner != "" {
					what = inner
				}
			}
		}
		return true
	})
	return what, turns
}
