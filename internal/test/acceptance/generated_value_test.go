package acceptance

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// value is an input value that can be written as JSON and as a literal of a document. The two differ in enums, in member
// names, and where only one of them can express a flaw.
type value struct {
	json, literal string // of a leaf
	members       []member
	elements      []value
	shape         shape
}

type shape int

const (
	isLeaf shape = iota
	isObject
	isList
)

// member is a field of an object, which may have two of the same name.
type member struct {
	name string
	value
}

// same is a leaf that is the same in JSON and in documents.
func same(text string) value { return value{json: text, literal: text} }

// file stands for an uploaded file.
var file = value{json: "null", literal: "$file"}

func (v value) write(b *strings.Builder, literal bool) {
	switch v.shape {
	case isLeaf:
		if literal {
			b.WriteString(v.literal)
		} else {
			b.WriteString(v.json)
		}
	case isObject:
		b.WriteByte('{')
		v.writeMembers(b, literal)
		b.WriteByte('}')
	case isList:
		b.WriteByte('[')
		for i, e := range v.elements {
			if i > 0 {
				b.WriteByte(',')
			}
			e.write(b, literal)
		}
		b.WriteByte(']')
	}
}

func (v value) writeMembers(b *strings.Builder, literal bool) {
	for i, m := range v.members {
		if i > 0 {
			b.WriteByte(',')
		}
		if literal {
			b.WriteString(m.name + ":")
		} else {
			b.WriteString(`"` + m.name + `":`)
		}
		m.write(b, literal)
	}
}

// asJSON writes the value in the form of variables; asArguments writes its members as the arguments of a field.
func (v value) asJSON() string { var b strings.Builder; v.write(&b, false); return b.String() }
func (v value) asArguments() string {
	var b strings.Builder
	v.writeMembers(&b, true)
	return b.String()
}

func (v value) index(name string) int {
	return slices.IndexFunc(v.members, func(m member) bool { return m.name == name })
}

// get returns a member.
func (v value) get(name string) (value, bool) {
	if i := v.index(name); i >= 0 {
		return v.members[i].value, true
	}
	return value{}, false
}

// set returns the object with the member replaced or added.
func (v value) set(name string, to value) value {
	v.members = slices.Clone(v.members)
	if i := v.index(name); i >= 0 {
		v.members[i].value = to
	} else {
		v.members = append(v.members, member{name, to})
	}
	return v
}

// without returns the object without the member.
func (v value) without(name string) value {
	v.members = slices.DeleteFunc(slices.Clone(v.members), func(m member) bool { return m.name == name })
	return v
}

// and returns the object with one more member, even of a name that it has.
func (v value) and(name string, more value) value {
	v.members = append(slices.Clone(v.members), member{name, more})
	return v
}

// inputs makes values of the input types of a schema.
type inputs struct{ *ast.Schema }

// read turns a Go value into a value of the type.
func (in inputs) read(t *testing.T, of *ast.Type, v any) value {
	t.Helper()
	switch v := v.(type) {
	case value:
		return v
	case map[string]any:
		out := value{shape: isObject}
		for _, f := range in.Types[of.Name()].Fields {
			if part, ok := v[f.Name]; ok {
				out = out.and(f.Name, in.read(t, f.Type, part))
			}
		}
		if len(out.members) != len(v) {
			t.Fatalf("%s has no such fields: %v", of, v)
		}
		return out
	case []any:
		out := value{shape: isList}
		for _, e := range v {
			out.elements = append(out.elements, in.read(t, of.Elem, e))
		}
		return out
	}
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	out := same(string(text))
	if in.Types[of.Name()].Kind == ast.Enum {
		out.literal = strings.Trim(out.json, `"`)
	}
	return out
}

// sample is a valid value of the type with its required fields alone.
func (in inputs) sample(t *testing.T, of *ast.Type) value {
	t.Helper()
	if of.Elem != nil {
		return value{shape: isList, elements: []value{in.sample(t, of.Elem)}}
	}
	switch def := in.Types[of.NamedType]; def.Kind {
	case ast.Enum:
		name := def.EnumValues[0].Name
		return value{json: `"` + name + `"`, literal: name}
	case ast.InputObject:
		out := value{shape: isObject}
		for i, f := range def.Fields {
			if needed(f.Type, f.DefaultValue) || i == 0 && oneOf(def) {
				out = out.and(f.Name, in.sample(t, f.Type))
			}
		}
		return out
	}
	s, known := scalars[of.NamedType]
	if !known {
		t.Fatalf("no sample of the scalar %s: give it one, and its flaws", of.NamedType)
	}
	return s.sample
}

// needed reports whether leaving the value out is an error.
func needed(of *ast.Type, otherwise *ast.Value) bool { return of.NonNull && otherwise == nil }

func oneOf(def *ast.Definition) bool { return def.Directives.ForName("oneOf") != nil }

// place is an argument of a root field, or an input field or list element inside one.
type place struct {
	path      []string // begins with the argument; "0" is the element of a list
	of        *ast.Type
	otherwise *ast.Value // the default
}

func (p place) name() string { return p.path[len(p.path)-1] }

// field is the name that a message about the place has to contain.
func (p place) field() string {
	for i := len(p.path) - 1; ; i-- {
		if p.path[i] != "0" {
			return p.path[i]
		}
	}
}

// places lists the arguments of the field and everything inside them.
func (in inputs) places(f *ast.FieldDefinition) (out []place) {
	for _, a := range f.Arguments {
		out = append(out, in.below(place{path: []string{a.Name}, of: a.Type, otherwise: a.DefaultValue}, nil)...)
	}
	return out
}

func (in inputs) below(p place, above []string) []place {
	out := []place{p}
	path := slices.Clip(p.path)
	if p.of.Elem != nil {
		return append(out, in.below(place{append(path, "0"), p.of.Elem, nil}, above)...)
	}
	def := in.Types[p.of.NamedType]
	if def.Kind != ast.InputObject || slices.Contains(above, def.Name) {
		return out
	}
	for _, f := range def.Fields {
		out = append(out, in.below(place{append(path, f.Name), f.Type, f.DefaultValue}, append(slices.Clip(above), def.Name))...)
	}
	return out
}

// at changes the object or list that holds the place, and adds samples of whatever is missing on the way to it.
func (in inputs) at(t *testing.T, f *ast.FieldDefinition, arguments value, p place, change func(holder value) value) value {
	t.Helper()
	types := func(name string) *ast.Type { return f.Arguments.ForName(name).Type }
	var descend func(v value, path []string, of func(string) *ast.Type) value
	descend = func(v value, path []string, of func(string) *ast.Type) value {
		if len(path) == 1 {
			return change(v)
		}
		if path[0] == "0" {
			v.elements = slices.Clone(v.elements)
			v.elements[0] = descend(v.elements[0], path[1:], in.typesIn(of("")))
			return v
		}
		next := of(path[0])
		part, ok := v.get(path[0])
		if !ok || part.shape == isLeaf || part.shape == isList && len(part.elements) == 0 {
			part = in.sample(t, next)
		}
		return v.set(path[0], descend(part, path[1:], in.typesIn(next)))
	}
	return descend(arguments, p.path, types)
}

// typesIn returns the types of the members or elements of a value.
func (in inputs) typesIn(of *ast.Type) func(string) *ast.Type {
	if of.Elem != nil {
		return func(string) *ast.Type { return of.Elem }
	}
	return func(name string) *ast.Type { return in.Types[of.NamedType].Fields.ForName(name).Type }
}
