package conventions

import (
	"go/ast"
	"go/token"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/texts"
)

// vietnamese are files, and folders with everything in them, whose Vietnamese is no message.
var vietnamese = map[string]string{
	"internal/demo":                      "the made-up centre",
	"internal/test":                      "the made-up centres of the tests",
	"internal/tool/bench":                "the made-up centre that is measured",
	"internal/base/privacy/shapes.go":    "words that are looked for",
	"internal/base/privacy/words.go":     "words that are looked for",
	"internal/base/texts/check.go":       "words that are looked for",
	"internal/base/text/text.go":         "letters of the alphabet",
	"internal/base/richtext/word.go":     "letters that are looked for",
	"internal/base/textfile/plain.go":    "words that are looked for",
	"internal/base/calendar/file.go":     "headings that are looked for, names of holidays",
	"internal/core/auth/alias.go":        "words that no alias holds",
	"internal/centre/assetfile/sheet.go": "headings of files, which are read back",
	"internal/wire/web/spell.go":         "words of numbers, which are put together",
	"internal/app/director.go":           "names of a new centre, defaults of flags",
}

func messages(t *testing.T) []texts.Entry {
	t.Helper()
	all, err := texts.Read(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Every message is in both languages, worded as the project words them, and stands once: see package texts.
func TestTextsAreInOrder(t *testing.T) {
	t.Parallel()
	all := messages(t)
	for _, finding := range texts.Check(all) {
		t.Error(finding)
	}
	if len(all) < 20 {
		t.Errorf("%d messages", len(all))
	}
}

// No message stands outside of texts.go: neither a literal of one, nor Vietnamese in a string.
func TestMessagesStandInTexts(t *testing.T) {
	t.Parallel()
	needed := map[string]bool{}
	each(t, func(dir, file string, f *ast.File) {
		if path.Base(file) == texts.File || strings.HasSuffix(file, "_test.go") || dir == "graph/generated" || dir == "graph/model" {
			return
		}
		for _, found := range messagesIn(f) {
			excused := false
			for place := range vietnamese {
				if file == place || strings.HasPrefix(file, place+"/") {
					if _, literal := found.(*ast.CompositeLit); !literal {
						needed[place], excused = true, true
					}
				}
			}
			if !excused {
				t.Errorf("%s: the message belongs into %s/%s", fileset.Position(found.Pos()), dir, texts.File)
			}
		}
	})
	for place := range vietnamese {
		if !needed[place] {
			t.Errorf("%s holds no Vietnamese: take it off the list", place)
		}
	}
}

// messagesIn returns what looks like a message: literals of the types and of Vietnamese strings. A string within a literal
// is told once.
func messagesIn(f *ast.File) (found []ast.Node) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CompositeLit:
			if isMessage(f.Name.Name, n.Type) && len(n.Elts) > 0 && !onlyNames(n) {
				found = append(found, n)
				return false
			}
		case *ast.BasicLit:
			if n.Kind != token.STRING {
				return true
			}
			if s, err := strconv.Unquote(n.Value); err == nil && texts.Marked.MatchString(s) {
				found = append(found, n)
			}
		}
		return true
	})
	return found
}

// isMessage tells whether the type is fault.Text or fault.Format, or a map or list of them.
func isMessage(in string, x ast.Expr) bool {
	name := ""
	switch x := x.(type) {
	case *ast.SelectorExpr:
		if from, ok := x.X.(*ast.Ident); ok && from.Name == "fault" {
			name = x.Sel.Name
		}
	case *ast.Ident:
		if in == "fault" {
			name = x.Name
		}
	case *ast.MapType:
		return isMessage(in, x.Value)
	case *ast.ArrayType:
		return isMessage(in, x.Elt)
	}
	return name == "Text" || name == "Format"
}

// onlyNames tells whether a map or list holds messages that are declared elsewhere.
func onlyNames(literal *ast.CompositeLit) bool {
	switch literal.Type.(type) {
	case *ast.MapType, *ast.ArrayType:
	default:
		return false
	}
	return !slices.ContainsFunc(literal.Elts, func(x ast.Expr) bool {
		if pair, ok := x.(*ast.KeyValueExpr); ok {
			x = pair.Value
		}
		_, spelled := x.(*ast.CompositeLit)
		return spelled
	})
}

// use is where a variable of a texts.go is named outside of it.
type use struct {
	room, key string // the key without what follows in a table
}

// Every message is used, and every Format gets the values for which it has places, right where it is named.
func TestTextsAreUsed(t *testing.T) {
	t.Parallel()
	places, at, used := map[use]int{}, map[use]string{}, map[use]bool{}
	for _, e := range messages(t) {
		if e.Page { // which no page starts without using: see package web
			continue
		}
		key, _, _ := strings.Cut(e.Key, ".")
		u := use{e.Room, key}
		at[u] = e.At()
		if !e.Format {
			continue
		}
		n := len(texts.Places(e.EN))
		if before, ok := places[u]; ok && before != n {
			t.Errorf("%s: %s takes %d values, an entry before it %d", e.At(), e.Key, n, before)
		}
		places[u] = n
	}
	each(t, func(dir, file string, f *ast.File) {
		if path.Base(file) == texts.File || strings.HasSuffix(file, "_test.go") {
			return
		}
		from := importedBy(f)
		given := map[ast.Expr]bool{} // formats that get their values
		ast.Inspect(f, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if with, ok := call.Fun.(*ast.SelectorExpr); ok && with.Sel.Name == "With" {
					named := unindexed(with.X)
					if n, ok := places[useOf(dir, from, named)]; ok {
						given[named] = true
						if n != len(call.Args) || call.Ellipsis.IsValid() {
							t.Errorf("%s: %s takes %d values, not %d", fileset.Position(call.Pos()), useOf(dir, from, named).key, n, len(call.Args))
						}
					}
				}
			}
			x, ok := n.(ast.Expr)
			if !ok {
				return true
			}
			u := useOf(dir, from, x)
			if _, ok := at[u]; !ok {
				return true
			}
			used[u] = true
			if _, ok := places[u]; ok && !given[x] {
				t.Errorf("%s: %s gets no values here", fileset.Position(x.Pos()), u.key)
			}
			return false
		})
	})
	for u, place := range at {
		if !used[u] {
			t.Errorf("%s: nobody uses %s", place, u.key)
		}
	}
}

// A field that has to be filled in is named to people: "Cần nhập lý do." says more than that something is missing.
func TestMissingFieldsAreNamed(t *testing.T) {
	t.Parallel()
	named, asked := map[string]bool{}, map[string]bool{}
	for _, e := range messages(t) {
		if field, ok := strings.CutPrefix(e.Key, "fields."); ok && e.Room == "internal/base/input" {
			named[field] = true
		}
	}
	each(t, func(_, file string, f *ast.File) {
		if strings.HasSuffix(file, "_test.go") {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			fn, ok := call.Fun.(*ast.SelectorExpr)
			path, literal := call.Args[0].(*ast.BasicLit)
			if !ok || !literal || !slices.Contains([]string{"Needed", "Present", "Missing"}, fn.Sel.Name) {
				return true
			}
			field := strings.Trim(path.Value, `"`)
			field = field[strings.LastIndex(field, ".")+1:]
			if asked[field] = true; !named[field] {
				t.Errorf("%s: %s has no name in internal/base/input/texts.go", fileset.Position(path.Pos()), field)
			}
			return true
		})
	})
	for field := range named {
		if !asked[field] {
			t.Errorf("internal/base/input/texts.go: nobody asks for %s", field)
		}
	}
}

// importedBy are the folders of the packages of ours that a file imports, by the name it calls them.
func importedBy(f *ast.File) map[string]string {
	from := map[string]string{}
	for _, spec := range f.Imports {
		if dir, ours := strings.CutPrefix(strings.Trim(spec.Path.Value, `"`), module); ours {
			name := path.Base(dir)
			if spec.Name != nil {
				name = spec.Name.Name
			}
			from[name] = dir
		}
	}
	return from
}

// useOf is what an expression names: a variable of its own room, or one of another.
func useOf(dir string, from map[string]string, x ast.Expr) use {
	switch x := x.(type) {
	case *ast.Ident:
		return use{dir, x.Name}
	case *ast.SelectorExpr:
		if room, ok := x.X.(*ast.Ident); ok {
			return use{from[room.Name], x.Sel.Name}
		}
	}
	return use{}
}

// unindexed is the table of an entry of it.
func unindexed(x ast.Expr) ast.Expr {
	if entry, ok := x.(*ast.IndexExpr); ok {
		return entry.X
	}
	return x
}
