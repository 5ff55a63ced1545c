package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/99designs/gqlgen/codegen"
	"golang.org/x/tools/imports"
)

// What the library generates for a list, for a whole answer and for an operation, and what takes its place.
var (
	itsList = []byte("graphql.MarshalSliceConcurrently(ctx, ")
	ourList = []byte("lean.List(ctx, loaded, sel, ")

	itsAnswer = regexp.MustCompile(`var buf bytes\.Buffer\s+data\.MarshalGQL\(&buf\)\s+response\.Data = buf\.Bytes\(\)`)
	ourAnswer = []byte("response.Data = lean.Marshal(data)")

	itsOperation = []byte("type executionContext struct {")
	ourOperation = []byte("type executionContext struct {\n\tplan lean.Plan")
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
		if bytes.Contains(code, []byte("lean.")) {
			code = bytes.Replace(code, []byte("import ("), []byte("import (\n\t\"ttyt/graph/lean\""), 1)
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
