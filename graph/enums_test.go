package graph_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"

	"ttyt/graph"
	"ttyt/graph/generated"
)

// What unmarshals an enum refuses what is no value of it, whoever let that through before. The library's own server takes
// enum values in any letter case, so it stands for that here.
func TestUnmarshalledEnumsAreValues(t *testing.T) {
	t.Parallel()
	api := generated.NewExecutableSchema(generated.Config{Resolvers: &graph.Resolver{}})
	h := handler.New(api)
	h.AddTransport(transport.POST{})
	h.SetRecoverFunc(func(context.Context, any) error { return errors.New("it got through to the resolver") })
	schema := api.Schema()
	left := map[string]bool{} // enums that come in somewhere
	for _, def := range schema.Types {
		if def.Kind == ast.InputObject {
			for _, f := range def.Fields {
				left[f.Type.Name()] = schema.Types[f.Type.Name()].Kind == ast.Enum
			}
		}
	}
	maps.DeleteFunc(left, func(_ string, enum bool) bool { return !enum })
	for _, root := range []*ast.Definition{schema.Query, schema.Mutation} {
		for _, field := range root.Fields {
			for _, at := range enumsIn(schema, field) {
				enum := schema.Types[at.of]
				document := fmt.Sprintf("%s($v: %s!) { %s }", strings.ToLower(root.Name), at.of, at.call)
				for value, refused := range map[string]bool{enum.EnumValues[0].Name: false, strings.ToLower(enum.EnumValues[0].Name): true} {
					_, body := ask(t, h, document, map[string]any{"v": value})
					if strings.Contains(body, "Is no value of the enum.") != refused {
						t.Errorf("%s with %s: %.300s", document, value, body)
					}
				}
				delete(left, at.of)
			}
		}
	}
	if len(left) > 0 {
		t.Errorf("never sent: %v", slices.Sorted(maps.Keys(left)))
	}
}

// position is a call of a root field that has the variable $v where an enum comes in.
type position struct{ of, call string }

// enumsIn lists the places in the arguments of the field where enums come in.
func enumsIn(schema *ast.Schema, field *ast.FieldDefinition) (out []position) {
	for _, a := range field.Arguments {
		for _, at := range enumsAt(schema, a.Type, nil) {
			arguments := []string{a.Name + ": " + at.call}
			for _, other := range field.Arguments {
				if other != a && other.Type.NonNull && other.DefaultValue == nil {
					arguments = append(arguments, other.Name+": "+literal(schema, other.Type))
				}
			}
			call := field.Name + "(" + strings.Join(arguments, ", ") + ")"
			if schema.Types[field.Type.Name()].IsCompositeType() {
				call += " { __typename }"
			}
			out = append(out, position{at.of, call})
		}
	}
	return out
}

// enumsAt lists the places in a value of the type, below none of the types above it.
func enumsAt(schema *ast.Schema, of *ast.Type, above []string) (out []position) {
	def := schema.Types[of.Name()]
	if def.Kind == ast.Enum && of.Elem != nil {
		return []position{{def.Name, "[$v]"}}
	}
	if def.Kind == ast.Enum {
		return []position{{def.Name, "$v"}}
	}
	if def.Kind != ast.InputObject || slices.Contains(above, def.Name) {
		return nil
	}
	for _, f := range def.Fields {
		for _, at := range enumsAt(schema, f.Type, append(above, def.Name)) {
			fields := []string{f.Name + ": " + at.call}
			for _, other := range def.Fields {
				if other != f && other.Type.NonNull && other.DefaultValue == nil {
					fields = append(fields, other.Name+": "+literal(schema, other.Type))
				}
			}
			out = append(out, position{at.of, "{" + strings.Join(fields, ", ") + "}"})
		}
	}
	return out
}
