package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	schema "github.com/vektah/gqlparser/v2/ast"
	"golang.org/x/tools/imports"
)

// fastfield is imported where something of ours stands.
var fastfield = []byte(`"ttyt.example/ttyt/graph/fastfield"`)

// An edit replaces a piece of what the library generates.
type edit struct {
	what string
	its  *regexp.Regexp
	ours func(d *codegen.Data, groups []string) (string, error)
}

var edits = []edit{
	{"the answer to a list", regexp.MustCompile(`graphql\.MarshalSliceConcurrently\(ctx, len\(v\), `),
		always("fastfield.List(ctx, loaded, sel, v, ")},
	{"the whole answer", regexp.MustCompile(`var buf bytes\.Buffer\s+data\.MarshalGQL\(&buf\)\s+response\.Data = buf\.Bytes\(\)`),
		always("response.Data = fastfield.Marshal(data)")},
	{"what is kept of an operation", regexp.MustCompile(`type executionContext struct \{`),
		always("type executionContext struct {\n\tplan fastfield.Plan")},
	{"the reading of an argument", regexp.MustCompile(`graphql\.ProcessArgField\(ctx, rawArgs, `),
		always("fastfield.Argument(ctx, rawArgs, ")},
	{"the reading of an enum", regexp.MustCompile(`(?s)(func \(ec \*executionContext\) unmarshal[NO](\w+?)2[^\n]+\n(?:\tif v == nil \{\n\t\treturn nil, nil\n\t\}\n)?\ttmp, err := )fastfield\.UnmarshalString\(v\)`),
		ofEnum},
	// functions for pointers begin with "if"
	{"the reading of what is optional and no pointer", regexp.MustCompile(`(func \(ec \*executionContext\) unmarshalO[^\n]+ v any\) \(([^\n]+), error\) \{\n)(\t[^i])`),
		func(_ *codegen.Data, g []string) (string, error) {
			return g[1] + "\tif v == nil {\n\t\tvar none " + g[2] + "\n\t\treturn none, nil\n\t}\n" + g[3], nil
		}},
	{"the reading of an input", regexp.MustCompile(`(unmarshalInput(\w+)\([^\n]+\n\tvar it [^\n]+\n\tif obj == nil \{\n\t\treturn it, nil\n\t\}\n\n\tasMap := )map\[string\]any\{\}\n\tfor k, v := range obj\.\(map\[string\]any\) \{\n\t\tasMap\[k\] = v\n\t\}\n`),
		ofInput},
}

// always is what takes the same place everywhere.
func always(text string) func(*codegen.Data, []string) (string, error) {
	return func(*codegen.Data, []string) (string, error) { return text, nil }
}

// ofEnum reads an enum by the values there are.
func ofEnum(d *codegen.Data, g []string) (string, error) {
	if d.Schema.Types[g[2]].Kind != schema.Enum {
		return g[0], nil
	}
	return fmt.Sprintf("%sfastfield.UnmarshalEnum(v, parsedSchema.Types[%q])", g[1], g[2]), nil
}

// ofInput leaves out what is null, or the zero value where null clears.
func ofInput(d *codegen.Data, g []string) (string, error) {
	names, err := cleared(d.Inputs.ByName(g[2]))
	return g[1] + "fastfield.Given(" + strings.Join(append([]string{"obj"}, names...), ", ") + ")\n", err
}

// trim takes out of the generated files what objects.gotpl generates instead, and makes the edits. It fails when there is
// nothing to take out or to edit: the library then generates something else than we know, and ours would be missing.
func trim(dir string, d *codegen.Data) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.generated.go"))
	if err != nil {
		return err
	}
	t := &trimmer{data: d, left: map[string]bool{}, made: map[string]bool{}}
	for _, o := range d.Objects {
		if kept(o) {
			continue
		}
		t.left["_"+o.Name] = true
		for _, f := range o.Fields {
			if inline(f) {
				t.left["_"+o.Name+"_"+f.Name] = true
			}
		}
	}
	for _, file := range files {
		code, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if code, err = t.file(code); err != nil {
			return err
		}
		if code, err = imports.Process(file, code, nil); err != nil {
			return err
		}
		if err := os.WriteFile(file, code, 0o644); err != nil {
			return err
		}
	}
	return t.missed()
}

// trimmer remembers what it did over all files.
type trimmer struct {
	data *codegen.Data
	left map[string]bool // functions still to be taken out
	made map[string]bool // edits that changed something
}

// file returns the code of one file without the functions and with the edits.
func (t *trimmer) file(code []byte) ([]byte, error) {
	code, err := without(code, t.left)
	if err != nil {
		return nil, err
	}
	for _, e := range edits {
		code = e.its.ReplaceAllFunc(code, func(match []byte) []byte {
			var groups []string
			for _, g := range e.its.FindSubmatch(match) {
				groups = append(groups, string(g))
			}
			ours, fault := e.ours(t.data, groups)
			if fault != nil {
				err = fault
			}
			if ours != groups[0] {
				t.made[e.what] = true
			}
			return []byte(ours)
		})
	}
	if bytes.Contains(code, []byte("fastfield.")) && !bytes.Contains(code, fastfield) {
		code = bytes.Replace(code, []byte("import ("), append([]byte("import (\n\t"), fastfield...), 1)
	}
	return code, err
}

// missed returns an error that names what was nowhere.
func (t *trimmer) missed() error {
	var nowhere []string
	for _, e := range edits {
		if !t.made[e.what] {
			nowhere = append(nowhere, e.what)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(t.left)) {
		nowhere = append(nowhere, "func "+name)
	}
	if len(nowhere) > 0 {
		return fmt.Errorf("the generated code has no longer what ours takes the place of: %s", strings.Join(nowhere, "; "))
	}
	return nil
}

// cleared returns the names, in quotes, of the fields that null clears: the schema says so, and so does the Go type.
func cleared(input *codegen.Object) ([]string, error) {
	var names []string
	for _, f := range input.Fields {
		says := f.FieldDefinition.Directives.ForName("omittable") != nil
		if says != f.TypeReference.IsOmittable {
			return nil, fmt.Errorf("%s.%s: @omittable is %v, graphql.Omittable in Go is %v", input.Name, f.Name, says, f.TypeReference.IsOmittable)
		}
		if says {
			names = append(names, strconv.Quote(f.Name))
		}
	}
	return names, nil
}

// without returns the code without the named functions, whose names it strikes off.
func without(code []byte, names map[string]bool) ([]byte, error) {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, "", code, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	for _, d := range slices.Backward(f.Decls) {
		if fn, ok := d.(*ast.FuncDecl); ok && names[fn.Name.Name] {
			code = slices.Delete(code, set.Position(fn.Pos()).Offset, set.Position(fn.End()).Offset)
			delete(names, fn.Name.Name)
		}
	}
	return code, nil
}
