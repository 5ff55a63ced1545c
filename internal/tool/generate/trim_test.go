package main

import (
	"strings"
	"testing"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	schema "github.com/vektah/gqlparser/v2/ast"
)

// What the library generates, a piece for each edit and one function.
var pieces = map[string]string{
	"the answer to a list":                           "func list() { ret := graphql.MarshalSliceConcurrently(ctx, len(v), 0) }",
	"the whole answer":                               "func whole() {\n\tvar buf bytes.Buffer\n\tdata.MarshalGQL(&buf)\n\tresponse.Data = buf.Bytes()\n}",
	"what is kept of an operation":                   "type executionContext struct {\n}",
	"the reading of an argument":                     "func arg() { graphql.ProcessArgField(ctx, rawArgs, 0) }",
	"the reading of an enum":                         "func (ec *executionContext) unmarshalNState2x(ctx context.Context, v any) (State, error) {\n\ttmp, err := fastfield.UnmarshalString(v)\n}",
	"the reading of what is optional and no pointer": "func (ec *executionContext) unmarshalOIDs2x(ctx context.Context, v any) ([]string, error) {\n\treturn x\n}",
	"the reading of an input":                        "func (ec *executionContext) unmarshalInputWard(ctx context.Context, obj any) (Ward, error) {\n\tvar it Ward\n\tif obj == nil {\n\t\treturn it, nil\n\t}\n\n\tasMap := map[string]any{}\n\tfor k, v := range obj.(map[string]any) {\n\t\tasMap[k] = v\n\t}\n}",
	"func _Ward":                                     "func _Ward() {}",
}

// trimmed edits the pieces but one, and returns what comes out.
func trimmed(t *testing.T, but string) (string, error) {
	t.Helper()
	ward := &codegen.Object{Definition: &schema.Definition{Name: "Ward"}, Fields: []*codegen.Field{{
		FieldDefinition: &schema.FieldDefinition{Name: "name", Directives: schema.DirectiveList{{Name: "omittable"}}},
		TypeReference:   &config.TypeReference{IsOmittable: true},
	}}}
	r := &trimmer{left: map[string]bool{"_Ward": true}, made: map[string]bool{}, data: &codegen.Data{
		Schema: &schema.Schema{Types: map[string]*schema.Definition{"State": {Kind: schema.Enum}}},
		Inputs: codegen.Objects{ward},
	}}
	code := "package generated\n\nimport (\n\t\"context\"\n)\n"
	for what, piece := range pieces {
		if what != but {
			code += "\n" + piece + "\n"
		}
	}
	out, err := r.file([]byte(code))
	if err != nil {
		t.Fatal(err)
	}
	return string(out), r.missed()
}

func TestTrim(t *testing.T) {
	out, err := trimmed(t, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"fastfield.List(ctx, loaded, sel, v, ", "response.Data = fastfield.Marshal(data)", "plan fastfield.Plan", "fastfield.Argument(ctx, rawArgs, ",
		`fastfield.UnmarshalEnum(v, parsedSchema.Types["State"])`, "var none []string", `asMap := fastfield.Given(obj, "name")`, `"ttyt.example/ttyt/graph/fastfield"`,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("missing: %s\n%s", want, out)
		}
	}
	if strings.Contains(out, "_Ward()") {
		t.Error("the function is still there")
	}
}

// An edit that edits nothing, and a function that is not there to be taken out, stop the generation.
func TestTrimFindsWhatIsMissing(t *testing.T) {
	if len(pieces) != len(edits)+1 {
		t.Errorf("%d pieces for %d edits and a function", len(pieces), len(edits))
	}
	for what := range pieces {
		if _, err := trimmed(t, what); err == nil || !strings.HasSuffix(err.Error(), ": "+what) {
			t.Errorf("without %s: %v", what, err)
		}
	}
}
