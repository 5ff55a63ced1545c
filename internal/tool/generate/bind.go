package main

import (
	"errors"
	"fmt"
	"go/types"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
	schema "github.com/vektah/gqlparser/v2/ast"
)

// module is the path of the module, before the paths of its packages.
const module = "ttyt.example/ttyt/"

// rooms are the packages of the schema files that are not named after theirs.
var rooms = map[string]string{
	"asset_import":    "assetfile",
	"assetcorrection": "correction",
	"publication":     "post",
}

// binder is a plugin that binds the schema's types to the Go types of the features by their names, as docs/decisions.md
// says; gqlgen.yml holds the exceptions.
type binder struct{}

// Name names the plugin to the library.
func (binder) Name() string { return "binder" }

// MutateConfig adds to the configuration what the names say.
func (binder) MutateConfig(c *config.Config) error {
	found := map[string]string{} // room -> path of its package
	for _, file := range c.Sources {
		r := roomOf(file.Name)
		for _, group := range []string{"internal/centre/", "internal/core/"} {
			if _, err := os.Stat(group + r); err == nil {
				found[r] = module + group + r
			}
		}
	}
	c.Packages.LoadAll(append(slices.Sorted(maps.Values(found)), c.Models.ReferencedPackages()...)...)
	load := func(path string) *types.Package {
		if p := c.Packages.LoadWithTypes(path); p != nil {
			return p.Types
		}
		return nil
	}
	b := &binding{schema: c.Schema, models: c.Models, load: load, rooms: found}
	return b.bind()
}

// roomOf returns the room of a schema file.
func roomOf(file string) string {
	name := strings.TrimSuffix(path.Base(file), path.Ext(file))
	if r := rooms[name]; r != "" {
		return r
	}
	return name
}

// binding binds a schema.
type binding struct {
	schema *schema.Schema
	models config.TypeMap // the exceptions at first, everything in the end
	load   func(path string) *types.Package
	rooms  map[string]string
	faults []error
}

// bind adds to the models what the names say, or returns every fault with its place in the schema.
func (b *binding) bind() error {
	for name := range b.models {
		if b.schema.Types[name] == nil {
			b.faults = append(b.faults, fmt.Errorf("gqlgen.yml: %s: the schema has no such type", name))
		}
	}
	var bound []*schema.Definition
	for _, name := range slices.Sorted(maps.Keys(b.schema.Types)) {
		if d := b.schema.Types[name]; b.binds(d) {
			b.typ(d)
			bound = append(bound, d)
		}
	}
	for _, d := range bound {
		t := b.goType(d.Name)
		switch {
		case t == nil: // a payload, or a fault already
		case d.Kind == schema.Enum:
			b.values(d, t)
		case d.Kind == schema.Object:
			b.fields(d, t)
		}
	}
	return errors.Join(b.faults...)
}

// binds reports whether the type is bound here: not the roots, nor what the language or the library defines.
func (b *binding) binds(d *schema.Definition) bool {
	return !d.BuiltIn && d != b.schema.Query && d != b.schema.Mutation && d != b.schema.Subscription
}

// fault remembers a fault of what stands there in the schema.
func (b *binding) fault(at *schema.Position, name, format string, args ...any) {
	b.faults = append(b.faults, fmt.Errorf("%s:%d: %s: %s", at.Src.Name, at.Line, name, fmt.Sprintf(format, args...)))
}

// typ binds one type.
func (b *binding) typ(d *schema.Definition) {
	fits := b.named(d)
	entry := b.models[d.Name]
	switch {
	case len(entry.Model) > 0:
		if len(fits) == 1 && slices.Equal(entry.Model, config.StringList(fits)) {
			b.fault(d.Position, d.Name, "gqlgen.yml repeats what the name says: %s", fits[0])
		}
	case len(fits) == 1:
		b.models.Add(d.Name, fits[0])
	case len(fits) > 1:
		b.fault(d.Position, d.Name, "may be any of %s; say which in gqlgen.yml", strings.Join(fits, ", "))
	case !strings.HasSuffix(d.Name, "Payload"):
		b.fault(d.Position, d.Name, "no type of package %s has a name for it; say in gqlgen.yml what it binds to", roomOf(d.Position.Src.Name))
	}
}

// named returns the Go types that have a name for the type. Of an input: its own name, its name without "Input", or its
// name without a noun. Of anything else: its name, or what remains of it without its first words; the longest is meant.
// A payload is generated.
func (b *binding) named(d *schema.Definition) []string {
	if strings.HasSuffix(d.Name, "Payload") {
		return nil
	}
	words := split(d.Name)
	if d.Kind != schema.InputObject {
		for i := range words {
			if t := b.inRoom(d, words[i:]); t != "" {
				return []string{t}
			}
		}
		return nil
	}
	for _, n := range [][]string{words, slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "Input" })} {
		if t := b.inRoom(d, n); t != "" {
			return []string{t}
		}
	}
	var fits []string
	for i := range words {
		for j := i + 1; j < len(words); j++ {
			if t := b.inRoom(d, slices.Concat(words[:i], words[j:])); t != "" && b.noun(d, words[i:j]) {
				fits = append(fits, t)
			}
		}
	}
	slices.Sort(fits)
	return slices.Compact(fits)
}

// noun reports whether the words name an object of the schema, one or many, or the room the type belongs to.
func (b *binding) noun(d *schema.Definition, words []string) bool {
	w := strings.Join(words, "")
	for _, n := range []string{w, strings.TrimSuffix(w, "s")} {
		if o := b.schema.Types[n]; o != nil && (o.Kind == schema.Object || o.Kind == schema.Interface) {
			return true
		}
	}
	return strings.EqualFold(w, roomOf(d.Position.Src.Name))
}

// inRoom returns the exported Go type of that name in the room the type belongs to, where it can hold the type.
func (b *binding) inRoom(d *schema.Definition, words []string) string {
	pkg := b.rooms[roomOf(d.Position.Src.Name)]
	if pkg == "" {
		return ""
	}
	o, ok := b.load(pkg).Scope().Lookup(strings.Join(words, "")).(*types.TypeName)
	if !ok || !o.Exported() || !holds(o.Type(), d.Kind) {
		return ""
	}
	return pkg + "." + o.Name()
}

// holds reports whether the Go type can hold a type of that kind.
func holds(t types.Type, kind schema.DefinitionKind) bool {
	switch t.Underlying().(type) {
	case *types.Basic:
		return kind == schema.Enum || kind == schema.Scalar
	case *types.Struct:
		return kind == schema.Object || kind == schema.InputObject || kind == schema.Interface
	case *types.Interface:
		return kind == schema.Interface || kind == schema.Union
	}
	return false
}

// goType returns the Go type that the named type is bound to, nil where that is a function or not known.
func (b *binding) goType(name string) types.Type {
	model := b.models[name].Model
	if len(model) == 0 {
		return nil
	}
	dot := strings.LastIndexByte(model[0], '.')
	if dot < 0 {
		return nil
	}
	pkg := b.load(model[0][:dot])
	if pkg == nil {
		return nil
	}
	if o, ok := pkg.Scope().Lookup(model[0][dot+1:]).(*types.TypeName); ok {
		return types.Unalias(o.Type())
	}
	return nil
}

// values binds the values of an enum: to the constants of the Go type whose values they are, or to those whose names they
// are, WEB_EDITOR to WebEditor.
func (b *binding) values(d *schema.Definition, t types.Type) {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return
	}
	entry := b.models[d.Name]
	if len(entry.EnumValues) > 0 {
		return
	}
	byValue, byName := map[string]bool{}, map[string]string{}
	open := true // without constants next to the type, its values are those that others give it
	scope := named.Obj().Pkg().Scope()
	for _, n := range scope.Names() {
		c, ok := scope.Lookup(n).(*types.Const)
		if !ok || !types.Identical(c.Type(), t) {
			continue
		}
		open = false
		byValue[c.Val().ExactString()] = true
		if c.Exported() {
			byName[strings.ToUpper(n)] = named.Obj().Pkg().Path() + "." + n
		}
	}
	constants := map[string]config.EnumValue{}
	written := true // as they are
	for _, v := range d.EnumValues {
		if !byValue[fmt.Sprintf("%q", v.Name)] {
			written = false
		}
		if n := byName[strings.ReplaceAll(v.Name, "_", "")]; n != "" {
			constants[v.Name] = config.EnumValue{Value: n}
		}
	}
	if open || written {
		return
	}
	for _, v := range d.EnumValues {
		if _, ok := constants[v.Name]; !ok {
			b.fault(v.Position, d.Name+"."+v.Name, "no constant of %s has that value, nor that name for all values", named.Obj().Name())
		}
	}
	entry.EnumValues = constants
	b.models[d.Name] = entry
}

// fields makes resolvers of the fields of an object that its Go type does not answer.
func (b *binding) fields(d *schema.Definition, t types.Type) {
	entry := b.models[d.Name]
	for name := range entry.Fields {
		if d.Fields.ForName(name) == nil {
			b.fault(d.Position, d.Name, "gqlgen.yml names a field %s that it does not have", name)
		}
	}
	for _, f := range d.Fields {
		said := entry.Fields[f.Name]
		asked := b.asked(f, t)
		switch {
		case said.Resolver && asked, said.FieldName != "" && same(said.FieldName, f.Name):
			b.fault(f.Position, d.Name+"."+f.Name, "gqlgen.yml repeats what the name says")
		case asked && said.FieldName == "":
			if entry.Fields == nil {
				entry.Fields = map[string]config.TypeMapField{}
			}
			said.Resolver = true
			entry.Fields[f.Name] = said
		}
	}
	b.models[d.Name] = entry
}

// asked reports whether a resolver answers the field: what the Go type does not have comes from elsewhere, and so does an
// object of which it has the key alone.
func (b *binding) asked(f *schema.FieldDefinition, t types.Type) bool {
	m := member(t, f.Name)
	if m == nil {
		return true
	}
	if b.schema.Types[f.Type.Name()].IsLeafType() {
		return false
	}
	want := b.goType(f.Type.Name())
	return want != nil && types.TypeString(base(m), nil) != types.TypeString(want, nil)
}

// member returns the type of the method or the field of the Go type that is named like the field of the schema; nil if
// it has none. What the type itself has comes before what it embeds.
func member(t types.Type, name string) types.Type {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	if n, ok := t.(*types.Named); ok {
		for m := range n.Methods() {
			if m.Exported() && same(m.Name(), name) && m.Signature().Results().Len() > 0 {
				return m.Signature().Results().At(0).Type()
			}
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Interface:
		for m := range u.Methods() {
			if m.Exported() && same(m.Name(), name) && m.Signature().Results().Len() > 0 {
				return m.Signature().Results().At(0).Type()
			}
		}
	case *types.Struct:
		for f := range u.Fields() {
			if f.Exported() && same(f.Name(), name) {
				return f.Type()
			}
		}
		for f := range u.Fields() {
			if f.Embedded() {
				if m := member(f.Type(), name); m != nil {
					return m
				}
			}
		}
	}
	return nil
}

// same reports whether a name in Go and one in the schema are the same.
func same(inGo, inSchema string) bool { return strings.EqualFold(inGo, templates.ToGo(inSchema)) }

// base returns the type without its pointers and slices.
func base(t types.Type) types.Type {
	for {
		switch u := types.Unalias(t).(type) {
		case *types.Pointer:
			t = u.Elem()
		case *types.Slice:
			t = u.Elem()
		default:
			return u
		}
	}
}

// split returns the words of a name.
func split(name string) []string {
	var words []string
	start, runes := 0, []rune(name)
	for i := 1; i < len(runes); i++ {
		// an upper letter begins a word after a lower one, and before one after an abbreviation
		if unicode.IsUpper(runes[i]) && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])) {
			words = append(words, string(runes[start:i]))
			start = i
		}
	}
	return append(words, string(runes[start:]))
}
