package graph_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/graph"
	"ttyt.example/ttyt/graph/generated"
)

// naive is the API behind the library's own server, which takes enum values in any letter case and knows no other check
// of ours. There are no services behind the resolver.
func naive() (http.Handler, *ast.Schema) {
	api := generated.NewExecutableSchema(generated.Config{Resolvers: &graph.Resolver{}})
	h := handler.New(api)
	h.AddTransport(transport.POST{})
	h.SetRecoverFunc(func(context.Context, any) error { return errors.New("it got through to the resolver") })
	return h, api.Schema()
}

// below are the enums that come in below the root fields alone, where these probes do not get: requests that name each of their
// values, on a running product, are TestEveryListIsReadInEveryOrder's.
var below = []string{"AssetImportFaultOrderField", "InboxOrderField", "InventoryLineOrderField", "PublishedPostOrderField"}

// Unmarshalling an enum refuses what is not one of its values, whatever let it through before.
func TestUnmarshalledEnumsAreValues(t *testing.T) {
	t.Parallel()
	h, schema := naive()
	left := map[string]bool{} // enums that come in somewhere
	for _, def := range schema.Types {
		if def.Kind == ast.InputObject {
			for _, f := range def.Fields {
				left[f.Type.Name()] = schema.Types[f.Type.Name()].Kind == ast.Enum
			}
		}
	}
	maps.DeleteFunc(left, func(_ string, enum bool) bool { return !enum })
	for _, c := range probes(schema, func(of *ast.Type) string {
		switch {
		case schema.Types[of.Name()].Kind != ast.Enum:
			return ""
		case of.Elem != nil:
			return "[$v]"
		}
		return "$v"
	}) {
		name := schema.Types[c.of.Name()].EnumValues[0].Name
		document := strings.Replace(c.document, " ", fmt.Sprintf("($v: %s!) ", c.of.Name()), 1)
		for value, refused := range map[string]bool{name: false, strings.ToLower(name): true} {
			_, body := ask(t, h, document, map[string]any{"v": value})
			if strings.Contains(body, "Is not a value of the enum (which is case-sensitive).") != refused {
				t.Errorf("%s with %s: %.300s", document, value, body)
			}
		}
		delete(left, c.of.Name())
	}
	if never := slices.Sorted(maps.Keys(left)); !slices.Equal(never, below) {
		t.Errorf("never sent: %v, and not just %v", never, below)
	}
}

// Null is unmarshalled wherever the schema lets it stand. An error of the resolver has no path below its field.
func TestNullIsUnmarshalled(t *testing.T) {
	t.Parallel()
	h, schema := naive()
	inside, nulls := regexp.MustCompile(`"path":\["\w+",[^\]]+\]`), 0
	for _, c := range probes(schema, func(of *ast.Type) string {
		if of.NonNull {
			return ""
		}
		return "null"
	}) {
		nulls++
		_, body := ask(t, h, c.document, nil)
		if at := inside.FindString(body); at != "" && !strings.HasSuffix(at, `"file"]`) || strings.Contains(body, "VALIDATION") {
			t.Errorf("%s: %.300s", c.document, body)
		}
	}
	if nulls < 300 {
		t.Errorf("%d places", nulls)
	}
}

// probe is a document with one root field that has something picked in one place of its arguments.
type probe struct {
	of       *ast.Type // of the place
	document string
}

// probes lists the documents for each place for whose type something is picked.
func probes(schema *ast.Schema, pick func(*ast.Type) string) (out []probe) {
	for _, root := range []*ast.Definition{schema.Query, schema.Mutation} {
		for _, field := range root.Fields {
			if strings.HasPrefix(field.Name, "__") {
				continue
			}
			for _, a := range field.Arguments {
				for _, in := range places(schema, a.Type, nil, pick) {
					arguments := []string{a.Name + ": " + in.document}
					for _, other := range field.Arguments {
						if other != a && other.Type.NonNull && other.DefaultValue == nil {
							arguments = append(arguments, other.Name+": "+literal(schema, other.Type))
						}
					}
					text := field.Name + "(" + strings.Join(arguments, ", ") + ")"
					if schema.Types[field.Type.Name()].IsCompositeType() {
						text += " { __typename }"
					}
					out = append(out, probe{in.of, strings.ToLower(root.Name) + " { " + text + " }"})
				}
			}
		}
	}
	return out
}

// places lists the values of the type, below none of the types above it.
func places(schema *ast.Schema, of *ast.Type, above []string, pick func(*ast.Type) string) (out []probe) {
	if picked := pick(of); picked != "" {
		out = append(out, probe{of, picked})
	}
	def := schema.Types[of.Name()]
	if def.Kind != ast.InputObject || slices.Contains(above, def.Name) {
		return out
	}
	for _, f := range def.Fields {
		for _, in := range places(schema, f.Type, append(above, def.Name), pick) {
			fields := []string{f.Name + ": " + in.document}
			for _, other := range def.Fields {
				if other != f && other.Type.NonNull && other.DefaultValue == nil {
					fields = append(fields, other.Name+": "+literal(schema, other.Type))
				}
			}
			out = append(out, probe{in.of, "{" + strings.Join(fields, ", ") + "}"})
		}
	}
	return out
}
