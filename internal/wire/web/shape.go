package web

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// shape is what a template may read from a value: the fields that a document selects of an object, the items of a list,
// or nothing of a plain value.
type shape struct {
	kind      kind
	name      string             // of the type in the schema, or of a plain value's kind
	nullable  bool               // it has to be tested before it is read through
	on        string             // the type, of a union or interface, that a test has narrowed it to
	def       *ast.Definition    // of an object
	selected  []ast.SelectionSet // of an object: the selections that its response name merges
	elem      *shape             // of a list
	fields    map[string]*shape  // of a record
	schema    *ast.Schema        // of an object
	literal   *string            // what stands in the template itself
	items     []*shape           // of a list that stands in the template: each element
	written   bool               // a list that stands in the template
	read      map[string]bool    // of a record that args puts together: what its part reads
	settled   *bool              // of a condition between what stands in the template: whether it holds
	fieldName *string            // of the name of a field in rows: that of the first row
	enum      bool
}

// kind is a kind of shape.
type kind int

const (
	leaf   kind = iota // printed, compared or given to a function
	object             // what a document selects
	list
	record // what the engine or args puts together
)

// field returns the shape of one field, or an error that says why it cannot be read.
func (s *shape) field(name string) (*shape, error) {
	if s.nullable {
		return nil, fmt.Errorf("%q is read of a %s that may be null: test it with if or with first", name, s.name)
	}
	switch s.kind {
	case record:
		if f, ok := s.fields[name]; ok {
			s.note(name)
			return f, nil
		}
		return nil, fmt.Errorf("%s has no %q, only %s", s.name, name, strings.Join(sorted(s.fields), ", "))
	case list:
		return nil, fmt.Errorf("%q is read of a list of %s: range over it", name, s.elem.name)
	case leaf:
		return nil, fmt.Errorf("%q is read of a plain %s", name, s.name)
	}
	return s.selection(name)
}

// selection finds a field among what the document selects.
func (s *shape) selection(name string) (*shape, error) {
	found, elsewhere := []*ast.Field(nil), ""
	for _, set := range s.selected {
		s.find(set, s.def.Name, name, &found, &elsewhere)
	}
	switch {
	case len(found) > 0:
		return shapeOf(s.schema, found), nil
	case elsewhere != "":
		return nil, fmt.Errorf("%q is selected for %s alone: read it inside {{if is … %q}}", name, elsewhere, elsewhere)
	case s.schema.Types[s.def.Name].Fields.ForName(name) != nil:
		return nil, fmt.Errorf("%s.%s is not selected by the document", s.def.Name, name)
	}
	return nil, fmt.Errorf("%s has no field %q", s.def.Name, name)
}

// find collects the selected fields of the response name that the value surely has; elsewhere tells of a type that has one.
func (s *shape) find(set ast.SelectionSet, of, name string, found *[]*ast.Field, elsewhere *string) {
	for _, one := range set {
		switch one := one.(type) {
		case *ast.Field:
			if one.Alias != name {
				continue
			}
			if !s.surely(of) {
				*elsewhere = of
				continue
			}
			*found = append(*found, one)
		case *ast.InlineFragment:
			condition := one.TypeCondition
			if condition == "" {
				condition = of
			}
			s.find(one.SelectionSet, condition, name, found, elsewhere)
		case *ast.FragmentSpread:
			s.find(one.Definition.SelectionSet, one.Definition.TypeCondition, name, found, elsewhere)
		}
	}
}

// surely reports whether each value of the shape is of the type.
func (s *shape) surely(of string) bool {
	if of == s.def.Name {
		return true
	}
	held := s.on
	if held == "" && s.def.Kind == ast.Object {
		held = s.def.Name
	}
	if held == "" {
		return false
	}
	return held == of || slices.ContainsFunc(s.schema.PossibleTypes[of], func(d *ast.Definition) bool { return d.Name == held })
}

// narrowed is the shape once it is known to be of the type.
func (s *shape) narrowed(to string) (*shape, error) {
	if s.kind != object || s.def.Kind == ast.Object {
		return nil, fmt.Errorf("is asks for the type of a union or interface, not of a %s", s.name)
	}
	if d := s.schema.Types[to]; d == nil || !slices.ContainsFunc(s.schema.GetPossibleTypes(s.def), func(one *ast.Definition) bool {
		return one == d || slices.Contains(s.schema.PossibleTypes[to], one)
	}) {
		return nil, fmt.Errorf("no %s is a %q", s.def.Name, to)
	}
	n := *s
	n.on, n.nullable = to, false
	return &n, nil
}

// certain is the shape once it is known not to be null.
func (s *shape) certain() *shape {
	if !s.nullable {
		return s
	}
	c := *s
	c.nullable = false
	return &c
}

// shapeOf is the shape of a field, which a document may select more than once.
func shapeOf(schema *ast.Schema, fields []*ast.Field) *shape {
	sets := make([]ast.SelectionSet, len(fields))
	for i, f := range fields {
		sets[i] = f.SelectionSet
	}
	return typed(schema, fields[0].Definition.Type, sets)
}

func typed(schema *ast.Schema, t *ast.Type, sets []ast.SelectionSet) *shape {
	if t.Elem != nil {
		return &shape{kind: list, name: t.String(), nullable: !t.NonNull, elem: typed(schema, t.Elem, sets)}
	}
	d := schema.Types[t.NamedType]
	s := &shape{kind: leaf, name: d.Name, nullable: !t.NonNull, enum: d.Kind == ast.Enum}
	if d.IsCompositeType() {
		s.kind, s.def, s.selected, s.schema = object, d, sets, schema
	}
	return s
}

// plain is the shape of a value of the engine's own.
func plain(name string) *shape { return &shape{kind: leaf, name: name} }

func recordOf(name string, fields map[string]*shape) *shape {
	return &shape{kind: record, name: name, fields: fields}
}

func listOf(elem *shape) *shape { return &shape{kind: list, name: "[" + elem.name + "]", elem: elem} }

// written is the shape of a text that stands in the template itself.
func written(text string) *shape { return &shape{kind: leaf, name: "String", literal: &text} }
