package documents

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

// Build makes a manifest's operations from the sources of clients: files, and folders with all below but node_modules
// and what begins with a full stop. It reads .graphql and .gql files, and the GraphQL in .ts, .tsx, .mts, .js, .jsx, .mjs
// and .vue files. Each operation gets the fragments that it uses, by their names, from whatever file. The problems are
// joined into one error.
func (r Rules) Build(paths ...string) ([]Operation, error) {
	b := builder{rules: r, fragments: map[string]*ast.FragmentDefinition{}, names: map[string]*ast.Position{}, texts: map[any]definition{}}
	for _, path := range paths {
		if err := b.walk(path); err != nil {
			return nil, err
		}
	}
	if len(b.operations) == 0 && len(b.problems) == 0 {
		return nil, fmt.Errorf("no operation in %s", strings.Join(paths, ", "))
	}
	var built []Operation
	for _, op := range b.operations {
		if o, ok := b.entry(op); ok {
			built = append(built, o)
		}
	}
	return built, errors.Join(b.problems...)
}

type builder struct {
	rules      Rules
	operations ast.OperationList
	fragments  map[string]*ast.FragmentDefinition
	names      map[string]*ast.Position // of operations
	texts      map[any]definition       // of the operations and fragments above
	problems   []error
}

func (b *builder) walk(root string) error {
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); path != root && (name == "node_modules" || strings.HasPrefix(name, ".")) {
				return fs.SkipDir
			}
			return nil
		}
		return b.file(path)
	})
}

func (b *builder) file(path string) error {
	extension := filepath.Ext(path)
	switch extension {
	case ".graphql", ".gql", ".ts", ".tsx", ".mts", ".js", ".jsx", ".mjs", ".vue":
	default:
		return nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	text := string(content)
	switch extension {
	case ".graphql", ".gql":
		b.source(path, text)
		return nil
	case ".vue":
		text = script(text)
	}
	found, err := literals(path, text)
	if err != nil {
		b.problems = append(b.problems, err)
	}
	for _, l := range found {
		line, column := position(text, l.at)
		b.source(path, strings.Repeat("\n", line-1)+strings.Repeat(" ", column-1)+l.text) // so that positions are those of the file
	}
	return nil
}

// source takes the definitions of one text.
func (b *builder) source(path, text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Name: path, Input: text}, maxSourceTokens)
	if err != nil {
		b.wrong(path, gqlerror.WrapIfUnwrapped(err))
		return
	}
	texts := map[string]definition{}
	for _, d := range definitions(text) {
		texts[d.key()] = d
	}
	for _, f := range doc.Fragments {
		text := texts[definition{fragment: true, name: f.Name}.key()]
		if other := b.fragments[f.Name]; other != nil && b.texts[other].text != text.text {
			b.at(f.Position, "fragment %s is another one in %s:%d", f.Name, other.Position.Src.Name, other.Position.Line)
			continue
		}
		b.fragments[f.Name], b.texts[f] = f, text
	}
	for _, op := range doc.Operations {
		switch other := b.names[op.Name]; {
		case op.Name == "":
			b.at(op.Position, "an operation without a name")
		case other != nil:
			b.at(op.Position, "operation %s is in %s:%d too", op.Name, other.Src.Name, other.Line)
		default:
			b.names[op.Name], b.texts[op] = op.Position, texts[definition{name: op.Name}.key()]
			b.operations = append(b.operations, op)
		}
	}
}

// maxSourceTokens bounds one source, which holds many operations.
const maxSourceTokens = 200_000

// entry makes an operation's entry, if it keeps to the rules.
func (b *builder) entry(op *ast.OperationDefinition) (Operation, bool) {
	used := map[string]*ast.FragmentDefinition{}
	b.collect(op.SelectionSet, used)
	doc, text := &ast.QueryDocument{Operations: ast.OperationList{op}, Position: op.Position}, []definition{b.texts[op]}
	for _, name := range slices.Sorted(maps.Keys(used)) {
		doc.Fragments, text = append(doc.Fragments, used[name]), append(text, b.texts[used[name]])
	}
	before := len(b.problems)
	for _, e := range b.rules.document(doc) {
		if len(e.Locations) == 0 {
			b.at(op.Position, "%s: %s", op.Name, e.Message)
		} else {
			b.wrong(op.Position.Src.Name, e)
		}
	}
	o := Operation{Name: op.Name, Type: string(op.Operation), Body: join(text)}
	o.ID = Hash(o.Body)
	if len(b.problems) == before {
		if _, err := b.rules.one(o); len(err) > 0 { // its fragments may have made it too long
			b.at(op.Position, "%s: %s", op.Name, says(err[0]))
		}
	}
	return o, len(b.problems) == before
}

// collect gathers the fragments that a selection uses. One that is nowhere is left to validation, which says where.
func (b *builder) collect(set ast.SelectionSet, used map[string]*ast.FragmentDefinition) {
	for _, selected := range set {
		switch x := selected.(type) {
		case *ast.Field:
			b.collect(x.SelectionSet, used)
		case *ast.InlineFragment:
			b.collect(x.SelectionSet, used)
		case *ast.FragmentSpread:
			if f := b.fragments[x.Name]; f != nil && used[x.Name] == nil {
				used[x.Name] = f
				b.collect(f.SelectionSet, used)
			}
		}
	}
}

func (b *builder) at(p *ast.Position, format string, args ...any) {
	b.problems = append(b.problems, Problem{File: p.Src.Name, Line: p.Line, Column: p.Column, Text: fmt.Sprintf(format, args...)})
}

// wrong keeps what the parser or the validator says, once: a fragment is validated with each operation that uses it.
func (b *builder) wrong(file string, e *gqlerror.Error) {
	p := Problem{File: file, Text: e.Message}
	if name, ok := e.Extensions["file"].(string); ok {
		p.File = name
	}
	if len(e.Locations) > 0 {
		p.Line, p.Column = e.Locations[0].Line, e.Locations[0].Column
	}
	if !slices.Contains(b.problems, error(p)) {
		b.problems = append(b.problems, p)
	}
}
