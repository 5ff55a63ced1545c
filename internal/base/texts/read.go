// Package texts reads the messages of the program out of its source, for people who review their wording, and says what is
// wrong with them. Each room keeps its messages in a file texts.go, where a message is a fault.Text or fault.Format with
// both languages side by side. Its key is the name of its variable, and within a table the name of the entry. Beside a page stand its
// own in a file that ends in .texts: key | Vietnamese | English.
package texts

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// File is the name of the file in which a room keeps its messages.
const File = "texts.go"

// Entry is one message.
type Entry struct {
	Room   string // the folder, as in internal/centre/post
	Key    string // unique in its room
	VI, EN string
	Format bool // it has places for values
	Page   bool // it stands beside a page, whose check counts its values
	File   string
	Line   int
}

// At is where the message stands, as compilers write it.
func (e Entry) At() string { return fmt.Sprintf("%s:%d", e.File, e.Line) }

// PageSuffix is how the names of the files end in which pages keep their texts.
const PageSuffix = ".texts"

// Read returns the messages of each texts.go, and of each page, below the root of the file system, room by room. What cannot be read
// as a message is an error with its file and line.
func Read(files fs.FS) ([]Entry, error) {
	var all []Entry
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "node_modules"):
			return fs.SkipDir
		case d.IsDir() || d.Name() != File && !strings.HasSuffix(d.Name(), PageSuffix):
			return nil
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		parse := read
		if d.Name() != File {
			parse = readPage
		}
		entries, err := parse(name, content)
		all = append(all, entries...)
		return err
	})
	slices.SortStableFunc(all, func(a, b Entry) int { return cmp.Compare(a.Room, b.Room) })
	return all, err
}

// readPage collects the texts of a page: lines of "key | Vietnamese | English". What stands after # is a comment.
func readPage(name string, content []byte) (all []Entry, err error) {
	n := 0
	for line := range strings.Lines(string(content)) {
		n++
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(line, "|")
		if len(parts) != 3 {
			return all, fmt.Errorf("%s:%d: want key | Vietnamese | English", name, n)
		}
		e := Entry{Room: path.Dir(name), Key: strings.TrimSpace(parts[0]), VI: strings.TrimSpace(parts[1]), EN: strings.TrimSpace(parts[2]), Page: true, File: name, Line: n}
		e.Format = len(Places(e.VI)) > 0
		all = append(all, e)
	}
	return all, nil
}

// reader collects the messages of one file.
type reader struct {
	set     *token.FileSet
	room    string
	inside  string // how the file calls the types: "" in the package that declares them
	entries []Entry
	err     error
}

func read(name string, content []byte) ([]Entry, error) {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, name, content, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	r := reader{set: set, room: path.Dir(name), inside: "fault"}
	if f.Name.Name == "fault" {
		r.inside = ""
	}
	for _, decl := range f.Decls {
		vars, ok := decl.(*ast.GenDecl)
		if !ok || vars.Tok != token.VAR && vars.Tok != token.IMPORT {
			r.fail(decl, "only messages stand here")
			continue
		}
		for _, spec := range vars.Specs {
			if v, ok := spec.(*ast.ValueSpec); ok {
				r.variable(v)
			}
		}
	}
	return r.entries, r.err
}

func (r *reader) fail(at ast.Node, why string) {
	if r.err == nil {
		r.err = fmt.Errorf("%s: %s", r.set.Position(at.Pos()), why)
	}
}

func (r *reader) variable(v *ast.ValueSpec) {
	if len(v.Names) != 1 || len(v.Values) != 1 {
		r.fail(v, "want one message a variable")
		return
	}
	r.value(v.Names[0].Name, "", v.Values[0])
}

// value collects the messages of a literal: a message, or a map or list of messages. elided is the type of the message
// where the literal leaves it to what holds it.
func (r *reader) value(key, elided string, x ast.Expr) {
	literal, ok := x.(*ast.CompositeLit)
	if !ok {
		r.fail(x, "want a message, or a map or list of messages")
		return
	}
	kind := elided
	switch t := literal.Type.(type) {
	case nil:
	case *ast.MapType:
		r.table(key, r.kind(t.Value), literal)
		return
	case *ast.ArrayType:
		r.table(key, r.kind(t.Elt), literal)
		return
	default:
		kind = r.kind(t)
	}
	if kind == "" {
		r.fail(x, "want a fault.Text or a fault.Format")
		return
	}
	r.message(key, kind, literal)
}

// table collects the messages of a map or list.
func (r *reader) table(key, kind string, literal *ast.CompositeLit) {
	for i, element := range literal.Elts {
		name, value := strconv.Itoa(i), element
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			name, value = keyOf(pair.Key), pair.Value
		}
		r.value(key+"."+name, kind, value)
	}
}

// keyOf is what a key of a map says: the value of a string, the name of a constant.
func keyOf(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.BasicLit:
		if s, err := strconv.Unquote(x.Value); err == nil {
			return s
		}
		return x.Value
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	case *ast.CompositeLit:
		var names []string
		for _, element := range x.Elts {
			names = append(names, keyOf(element))
		}
		return strings.Join(names, ".")
	}
	return ""
}

// kind is Text or Format where the type is one of them.
func (r *reader) kind(x ast.Expr) string {
	name := ""
	switch x := x.(type) {
	case *ast.Ident:
		if r.inside == "" {
			name = x.Name
		}
	case *ast.SelectorExpr:
		if from, ok := x.X.(*ast.Ident); ok && from.Name == r.inside {
			name = x.Sel.Name
		}
	}
	if name == "Text" || name == "Format" {
		return name
	}
	return ""
}

func (r *reader) message(key, kind string, literal *ast.CompositeLit) {
	at := r.set.Position(literal.Pos())
	e := Entry{Room: r.room, Key: key, Format: kind == "Format", File: at.Filename, Line: at.Line}
	for _, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			r.fail(element, "name the languages: VI, EN")
			return
		}
		says, ok := constant(pair.Value)
		if !ok {
			r.fail(pair.Value, "want the message itself; put values in with a fault.Format")
			return
		}
		switch keyOf(pair.Key) {
		case "VI":
			e.VI = says
		case "EN":
			e.EN = says
		}
	}
	r.entries = append(r.entries, e)
}

// constant is what a string, or several added up, says.
func constant(x ast.Expr) (string, bool) {
	switch x := x.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(x.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		left, ok := constant(x.X)
		right, also := constant(x.Y)
		return left + right, ok && also && x.Op == token.ADD
	}
	return "", false
}
