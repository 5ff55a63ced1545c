package graph_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/graph"
	"ttyt.example/ttyt/graph/generated"
)

// open lists every root field that strangers may call, by hand: marking another one public is a decision that shows
// here.
var open = []string{
	"Query.node", "Query.nodes",
	"Query.department", "Query.departments",
	"Query.categories", "Query.category", "Query.posts", "Query.post", "Query.route", "Query.currentToken", "Query.mistakeState", "Query.site",
	"Mutation.signIn", "Mutation.resetPassword", "Mutation.reportMistake", "Mutation.ratePost", "Mutation.recordView",
}

// A stranger gets UNAUTHENTICATED from every root field that is not on the list. There are no services behind the
// resolver here, so a field that gets through the guard panics.
func TestStrangersGetPublicFieldsAlone(t *testing.T) {
	t.Parallel()
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	h := (&graph.Resolver{}).Handler(graph.Options{})
	public := map[string]bool{}
	for _, root := range []*ast.Definition{schema.Query, schema.Mutation} {
		for _, field := range root.Fields {
			name := root.Name + "." + field.Name
			if field.Directives.ForName("public") != nil {
				public[name] = true
				continue
			}
			document := strings.ToLower(root.Name) + " { " + call(schema, field) + " }"
			code := "UNAUTHENTICATED"
			if strings.Contains(document, noFile) { // only a form brings files, and none is read from strangers
				code = "BAD_INPUT"
			}
			status, body := ask(t, h, document, nil)
			if status != http.StatusOK || !strings.Contains(body, fmt.Sprintf(`"code":%q`, code)) {
				t.Errorf("%s\ngot %.300s", document, body)
			}
		}
	}
	for _, name := range open {
		if !public[name] {
			t.Errorf("%s is on the list, but not @public", name)
		}
		delete(public, name)
	}
	for name := range public {
		t.Errorf("%s is @public, but not on the list", name)
	}
}

// call selects the field with the least that the validator accepts.
func call(schema *ast.Schema, field *ast.FieldDefinition) string {
	if strings.HasPrefix(field.Name, "__") {
		return map[string]string{"__schema": "__schema { queryType { name } }", "__type": `__type(name: "Query") { name }`}[field.Name]
	}
	var arguments []string
	for _, a := range field.Arguments {
		if a.Type.NonNull && a.DefaultValue == nil {
			arguments = append(arguments, a.Name+": "+literal(schema, a.Type))
		}
	}
	text := field.Name
	if arguments != nil {
		text += "(" + strings.Join(arguments, ", ") + ")"
	}
	if schema.Types[field.Type.Name()].IsCompositeType() {
		text += " { __typename }"
	}
	return text
}

// noFile stands where a file has to be: no literal is one.
const noFile = `"no file"`

func literal(schema *ast.Schema, of *ast.Type) string {
	if of.Elem != nil {
		return "[" + literal(schema, of.Elem) + "]"
	}
	switch def := schema.Types[of.NamedType]; {
	case def.Kind == ast.Enum:
		return def.EnumValues[0].Name
	case def.Kind == ast.InputObject:
		var fields []string
		for _, f := range def.Fields {
			if f.Type.NonNull && f.DefaultValue == nil {
				fields = append(fields, f.Name+": "+literal(schema, f.Type))
			}
		}
		return "{" + strings.Join(fields, ", ") + "}"
	case def.Name == "Int" || def.Name == "VND":
		return "1"
	case def.Name == "Date":
		return `"2026-03-02"`
	case def.Name == "DateTime":
		return `"2026-03-02T09:00:00+07:00"`
	case def.Name == "Upload":
		return noFile
	case def.Name == "Boolean":
		return "true"
	default:
		return fmt.Sprintf("%q", "x")
	}
}
