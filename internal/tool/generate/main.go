// Command gen generates graph/generated, graph/model and the stubs of resolvers with gqlgen, and then has objects and
// lists answered by package fastfield. Run it with go generate ./graph after a change of the schema or of gqlgen.yml.
package main

import (
	"bytes"
	_ "embed" // the template
	"fmt"
	"go/types"
	"log"
	"os"
	"path/filepath"
	"slices"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
)

//go:embed objects.gotpl
var objects string

func main() {
	log.SetFlags(0)
	if err := generate(); err != nil {
		log.Fatal(err)
	}
}

func generate() error {
	c, err := config.LoadConfigFromDefaultLocations()
	if err != nil {
		return err
	}
	file := filepath.Join(c.Exec.Dir(), "objects.generated.go")
	if err := os.RemoveAll(file); err != nil {
		return err
	}
	w := new(witness)
	var said bytes.Buffer // what the library makes of a field that it cannot bind, it only logs
	log.SetOutput(&said)
	err = api.Generate(c, api.PrependPlugin(binder{}), api.AddPlugin(w))
	log.SetOutput(os.Stderr)
	if err != nil {
		return err
	}
	if said.Len() > 0 {
		return fmt.Errorf("not bound:\n%s", said.String())
	}
	if err := trim(c.Exec.Dir(), w.data); err != nil {
		return err
	}
	return templates.Render(templates.Options{
		PackageName: c.Exec.Package, Filename: file, Template: objects, Packages: c.Packages, GeneratedHeader: true,
		Data:  struct{ Objects []*codegen.Object }{slices.DeleteFunc(slices.Clone(w.data.Objects), kept)},
		Funcs: map[string]any{"inline": inline, "leaf": leaf, "surely": surely, "text": text},
	})
}

// witness is a plugin that keeps what the library knows of schema and Go types.
type witness struct{ data *codegen.Data }

// Name names the plugin to the library.
func (*witness) Name() string { return "witness" }

// GenerateCode generates nothing.
func (w *witness) GenerateCode(d *codegen.Data) error {
	w.data = d
	return nil
}

// kept reports whether the object stays as the library generates it: the roots and introspection.
func kept(o *codegen.Object) bool { return o.Root || o.Stream || o.IsReserved() }

// inline reports whether the field is a field or a method of its Go type, without arguments: it needs no resolver.
func inline(f *codegen.Field) bool {
	return !f.IsResolver && !f.HasDirectives() && len(f.Args) == 0 && !f.IsMap() && !f.VOkFunc && !f.HasHaser
}

// leaf reports whether the field answers with a scalar, an enum value or a list of them.
func leaf(f *codegen.Field) bool { return f.TypeReference.Definition.IsLeafType() }

// surely reports whether the field is there without an error.
func surely(f *codegen.Field) bool { return f.IsVariable() || f.NoErr }

// text reports whether the field surely answers with a string that is written as it is.
func text(f *codegen.Field) bool {
	t := f.TypeReference
	return surely(f) && leaf(f) && t.GQL.NonNull && types.Identical(t.GO, types.Typ[types.String])
}
