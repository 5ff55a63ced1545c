package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log"
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

// What the library generates for a list, for a whole answer, for an operation and for what it reads, and what takes its
// place.
var (
	fastfield = []byte(`"ttyt.example/ttyt/graph/fastfield"`) // imported where something of ours stands

	itsList = []byte("graphql.MarshalSliceConcurrently(ctx, len(v), ")
	ourList = []byte("fastfield.List(ctx, loaded, sel, v, ")

	itsAnswer = regexp.MustCompile(`var buf bytes\.Buffer\s+data\.MarshalGQL\(&buf\)\s+response\.Data = buf\.Bytes\(\)`)
	ourAnswer = []byte("response.Data = fastfield.Marshal(data)")

	itsOperation = []byte("type executionContext struct {")
	ourOperation = []byte("type executionContext struct {\n\tplan fastfield.Plan")

	itsArgument = []byte("graphql.ProcessArgField(ctx, rawArgs, ")
	ourArgument = []byte("fastfield.Argument(ctx, rawArgs, ")

	itsEnum = regexp.MustCompile(`(?s)(func \(ec \*executionContext\) unmarshal[NO](\w+?)2[^\n]+\n(?:\tif v == nil \{\n\t\treturn nil, nil\n\t\}\n)?\ttmp, err := )fastfield\.UnmarshalString\(v\)`)

	// what is optional and no pointer; functions for pointers begin with "if"
	itsOptional = regexp.MustCompile(`(func \(ec \*executionContext\) unmarshalO[^\n]+ v any\) \(([^\n]+), error\) \{\n)(\t[^i])`)
	ourOptional = []byte("${1}\tif v == nil {\n\t\tvar none ${2}\n\t\treturn none, nil\n\t}\n${3}")

	itsInput = regexp.MustCompile(`(unmarshalInput(\w+)\([^\n]+\n\tvar it [^\n]+\n\tif obj == nil \{\n\t\treturn it, nil\n\t\}\n\n\tasMap := )map\[string\]any\{\}\n\tfor k, v := range obj\.\(map\[string\]any\) \{\n\t\tasMap\[k\] = v\n\t\}\n`)
)

// trim takes out of the generated files what objects.gotpl generates instead.
func trim(dir string, d *codegen.Data) error {
	replaced := map[string]bool{}
	for _, o := range d.Objects {
		if kept(o) {
			continue
		}
		replaced["_"+o.Name] = true
		for _, f := range o.Fields {
			if inline(f) {
				replaced["_"+o.Name+"_"+f.Name] = true
			}
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.generated.go"))
	if err != nil {
		return err
	}
	for _, file := range files {
		code, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if code, err = without(code, replaced); err != nil {
			return err
		}
		code = bytes.Replace(bytes.ReplaceAll(code, itsList, ourList), itsOperation, ourOperation, 1)
		code = itsAnswer.ReplaceAll(code, ourAnswer)
		code = reading(code, d)
		if bytes.Contains(code, []byte("fastfield.")) && !bytes.Contains(code, fastfield) {
			code = bytes.Replace(code, []byte("import ("), append([]byte("import (\n\t"), fastfield...), 1)
		}
		if code, err = imports.Process(file, code, nil); err != nil {
			return err
		}
		if err := os.WriteFile(file, code, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// reading returns the code with the functions that read input: those of enums know the values there are, and what is null
// is left out, or the zero value where null clears.
func reading(code []byte, d *codegen.Data) []byte {
	code = bytes.ReplaceAll(code, itsArgument, ourArgument)
	code = replace(code, itsEnum, func(name string) string {
		if t := d.Schema.Types[name]; t.Kind != schema.Enum {
			return "fastfield.UnmarshalString(v)"
		}
		return fmt.Sprintf("fastfield.UnmarshalEnum(v, parsedSchema.Types[%q])", name)
	})
	code = itsOptional.ReplaceAll(code, ourOptional)
	return replace(code, itsInput, func(name string) string {
		return fmt.Sprintf("fastfield.Given(%s)\n", strings.Join(append([]string{"obj"}, cleared(d.Inputs.ByName(name))...), ", "))
	})
}

// replace puts something else behind what the first group of its matches, for the name in the second.
func replace(code []byte, its *regexp.Regexp, ours func(name string) string) []byte {
	return its.ReplaceAllFunc(code, func(match []byte) []byte {
		groups := its.FindSubmatch(match)
		return append(bytes.Clone(groups[1]), ours(string(groups[2]))...)
	})
}

// cleared returns the names, in quotes, of the fields that null clears: the schema says so, and so does the Go type.
func cleared(input *codegen.Object) []string {
	var names []string
	for _, f := range input.Fields {
		says := f.FieldDefinition.Directives.ForName("omittable") != nil
		if says != f.TypeReference.IsOmittable {
			log.Fatalf("%s.%s: @omittable is %v, graphql.Omittable in Go is %v", input.Name, f.Name, says, f.TypeReference.IsOmittable)
		}
		if says {
			names = append(names, strconv.Quote(f.Name))
		}
	}
	return names
}

// without returns the code without the named functions.
func without(code []byte, names map[string]bool) ([]byte, error) {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, "", code, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	for _, d := range slices.Backward(f.Decls) {
		if fn, ok := d.(*ast.FuncDecl); ok && names[fn.Name.Name] {
			code = slices.Delete(code, set.Position(fn.Pos()).Offset, set.Position(fn.End()).Offset)
		}
	}
	return code, nil
}
