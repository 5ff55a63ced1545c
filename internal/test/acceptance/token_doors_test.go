package acceptance

import (
	"cmp"
	_ "embed" // the golden table
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/internal/base/db"
)

//go:embed testdata/tools.csv
var toolsText string

// Every root field there is, asked by a tool whose token has no scope and by one with all of them: what is open to tools
// stands in the table, by hand, and everything else is FORBIDDEN.
func TestEveryRootFieldAsATool(t *testing.T) {
	t.Parallel()
	r := csv.NewReader(strings.NewReader(toolsText))
	r.Comment, r.TrimLeadingSpace = '#', true
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	rows, closed := map[string]*[2]string{}, &[2]string{"no", "no"}
	for _, rec := range records[1:] {
		rows[rec[0]] = &[2]string{rec[1], rec[2]}
		of, name, _ := strings.Cut(rec[0], ".")
		if schema.Types[of].Fields.ForName(name) == nil {
			t.Errorf("there is no %s", rec[0])
		}
	}
	run(t, func(t *testing.T, w *world) {
		o := newOffice(t, w)
		without, _ := o.tool(t)
		with, _ := o.tool(t, o.scopes()...)
		for _, root := range []*ast.Definition{schema.Query, schema.Mutation, schema.Subscription} {
			for _, f := range root.Fields {
				if strings.HasPrefix(f.Name, "__") {
					continue
				}
				name := root.Name + "." + f.Name
				want := cmp.Or(rows[name], closed)
				document := strings.ToLower(root.Name) + " { " + least(schema, f) + " }"
				if strings.Contains(document, noFile) {
					want = &[2]string{"BAD_INPUT", "BAD_INPUT"}
				}
				for i, c := range []*client{without, with} {
					var got string
					if root == schema.Subscription {
						got = subscribed(t, c, document)
					} else {
						got = toolsVerdict(t, c.do(t, document, nil))
					}
					if got != (*want)[i] {
						t.Errorf("%s, %s: %s, want %s", name, records[0][1+i], got, (*want)[i])
					}
				}
			}
		}
		for _, c := range []*client{without, with} {
			if got := c.do(t, "{ __schema { queryType { name } } }", nil); !strings.Contains(got.Body, `"Query"`) {
				t.Errorf("who writes a tool reads the schema: %s", got.Body)
			}
		}
	})
}

// toolsVerdict is an answer in the words of the table.
func toolsVerdict(t *testing.T, r response) string {
	t.Helper()
	var answer struct {
		Errors []struct{ Extensions struct{ Code string } }
	}
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil || r.Status != http.StatusOK {
		t.Fatalf("%v: %d %s", err, r.Status, r.Body)
	}
	if len(answer.Errors) == 0 {
		return "ok"
	}
	code := answer.Errors[0].Extensions.Code
	return cmp.Or(map[string]string{"NOT_FOUND": "-", "FORBIDDEN": "no"}[code], code)
}

// subscribed is what becomes of a subscription.
func subscribed(t *testing.T, c *client, document string) string {
	t.Helper()
	s := c.connect(t)
	s.subscribe(t, "1", document)
	s.want(t, `{"id": "1", "type": "error", "payload": [{"message": "*", "extensions": {"code": "FORBIDDEN", "rule": "4", "traceId": "*"}}]}`)
	return "no"
}

// least selects the field with the least that the validator accepts. Ids are of a person whom nobody knows.
func least(schema *ast.Schema, field *ast.FieldDefinition) string {
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

// noFile stands where a file has to be: no literal is one, and tools send none.
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
	case def.Name == "Boolean":
		return "true"
	case def.Name == "Date":
		return `"2026-03-02"`
	case def.Name == "DateTime":
		return `"2026-03-02T09:00:00+07:00"`
	case def.Name == "Upload":
		return noFile
	case def.Name == "ID":
		return fmt.Sprintf("%q", db.GlobalID("staff", db.ID{}))
	default:
		return `"x"`
	}
}
