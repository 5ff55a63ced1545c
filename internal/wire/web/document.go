package web

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
)

// operation is one operation of a page, with the document that is sent for it: itself and the fragments that it spreads.
type operation struct {
	def    *ast.OperationDefinition
	body   string
	file   string
	line   int
	schema *ast.Schema
}

// at is where the operation stands.
func (op *operation) at() string { return fmt.Sprintf("%s:%d", op.file, op.line) }

const (
	documentSuffix = ".graphql"
	typename       = "__typename"
)

// documents reads the operations of one file, which may spread the fragments of the parts.
type documents struct {
	schema    *ast.Schema
	fragments map[string]*ast.FragmentDefinition
	limit     func(*ast.QueryDocument) error
}

// readFragments reads a file of the parts, which holds fragments alone.
func (d *documents) readFragments(files fs.FS, file string) error {
	doc, err := parseFile(files, file)
	if err != nil {
		return err
	}
	if len(doc.Operations) > 0 {
		return fmt.Errorf("%s: %s: a part holds fragments, its pages the operations", place(doc.Operations[0].Position, file), doc.Operations[0].Name)
	}
	for _, f := range doc.Fragments {
		if d.fragments[f.Name] != nil {
			return fmt.Errorf("%s: the fragment %s is there twice", place(f.Position, file), f.Name)
		}
		d.fragments[f.Name] = f
	}
	return nil
}

// read reads the operations of a page.
func (d *documents) read(files fs.FS, file string) (operations []*operation, err error) {
	doc, err := parseFile(files, file)
	if err != nil {
		return nil, err
	}
	own := map[string]*ast.FragmentDefinition{}
	for _, f := range doc.Fragments {
		own[f.Name] = f
	}
	for _, op := range doc.Operations {
		if op.Name == "" {
			return nil, fmt.Errorf("%s: each operation has a name", place(op.Position, file))
		}
		one, err := d.operation(op, own, file)
		if err != nil {
			return nil, fmt.Errorf("%w (in %s)", err, op.Name)
		}
		operations = append(operations, one)
	}
	return operations, nil
}

func (d *documents) operation(op *ast.OperationDefinition, own map[string]*ast.FragmentDefinition, file string) (*operation, error) {
	spread := map[string]*ast.FragmentDefinition{}
	if err := d.spread(op.SelectionSet, own, spread, file); err != nil {
		return nil, err
	}
	whole := &ast.QueryDocument{Operations: ast.OperationList{op}}
	for _, name := range sorted(spread) {
		whole.Fragments = append(whole.Fragments, spread[name])
	}
	if errs := validator.ValidateWithRules(d.schema, whole, nil); len(errs) > 0 {
		return nil, first(errs, file)
	}
	// Whatever may be of several types says which it is, so that templates can ask and answers can be walked.
	tell(d.schema, op.SelectionSet)
	for _, f := range whole.Fragments {
		tellOf(d.schema, f.Definition, &f.SelectionSet)
	}
	var body strings.Builder
	formatter.NewFormatter(&body, formatter.WithIndent(" ")).FormatQueryDocument(whole)
	again, err := parser.ParseQuery(&ast.Source{Name: file, Input: body.String()})
	if err != nil {
		return nil, err
	}
	if err := d.limit(again); err != nil {
		return nil, fmt.Errorf("%s: %w", place(op.Position, file), err)
	}
	if errs := validator.ValidateWithRules(d.schema, again, nil); len(errs) > 0 {
		return nil, first(errs, file)
	}
	return &operation{def: again.Operations[0], body: body.String(), file: file, line: op.Position.Line, schema: d.schema}, nil
}

// spread collects the fragments that a selection needs.
func (d *documents) spread(set ast.SelectionSet, own, into map[string]*ast.FragmentDefinition, file string) error {
	for _, one := range set {
		switch one := one.(type) {
		case *ast.Field:
			if err := d.spread(one.SelectionSet, own, into, file); err != nil {
				return err
			}
		case *ast.InlineFragment:
			if err := d.spread(one.SelectionSet, own, into, file); err != nil {
				return err
			}
		case *ast.FragmentSpread:
			f := own[one.Name]
			if f == nil {
				f = d.fragments[one.Name]
			}
			if f == nil {
				return fmt.Errorf("%s: no part has the fragment %s", place(one.Position, file), one.Name)
			}
			if into[one.Name] == nil {
				into[one.Name] = f
				if err := d.spread(f.SelectionSet, own, into, file); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// tell adds __typename where an object may be of several types.
func tell(schema *ast.Schema, set ast.SelectionSet) {
	for _, one := range set {
		switch one := one.(type) {
		case *ast.Field:
			if len(one.SelectionSet) > 0 {
				tellOf(schema, schema.Types[one.Definition.Type.Name()], &one.SelectionSet)
			}
		case *ast.InlineFragment:
			tell(schema, one.SelectionSet)
		}
	}
}

func tellOf(schema *ast.Schema, d *ast.Definition, set *ast.SelectionSet) {
	tell(schema, *set)
	if d.Kind == ast.Object {
		return
	}
	for _, one := range *set {
		if f, ok := one.(*ast.Field); ok && f.Alias == typename {
			return
		}
	}
	*set = append(ast.SelectionSet{&ast.Field{Alias: typename, Name: typename}}, *set...)
}

func parseFile(files fs.FS, file string) (*ast.QueryDocument, error) {
	text, err := fs.ReadFile(files, file)
	if err != nil {
		return nil, err
	}
	doc, err := parser.ParseQuery(&ast.Source{Name: file, Input: string(text)})
	var e *gqlerror.Error
	if errors.As(err, &e) {
		return nil, first(gqlerror.List{e}, file)
	}
	return doc, err
}

// first is the first of the library's errors, with its place in the file.
func first(errs gqlerror.List, file string) error {
	e := errs[0]
	if len(e.Locations) > 0 {
		return fmt.Errorf("%s:%d: %s", file, e.Locations[0].Line, e.Message)
	}
	return fmt.Errorf("%s: %s", file, e.Message)
}

func place(p *ast.Position, file string) string {
	if p == nil {
		return file
	}
	return fmt.Sprintf("%s:%d", file, p.Line)
}
