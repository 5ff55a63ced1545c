package acceptance

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// request is an operation as it is sent.
type request struct {
	query, variables string
	file             string // the path of the variable that takes the uploaded file, or ""
}

func (r request) body() []byte {
	query, _ := json.Marshal(r.query) // a string always encodes
	return []byte(`{"query":` + string(query) + `,"variables":` + r.variables + `}`)
}

// compose writes the request of an attempt, with its arguments in the document or in variables.
func (in inputs) compose(a attempt, arguments value) request {
	var declared []string
	r := request{variables: "{}"}
	said := value{shape: isObject}
	if a.inline {
		said = arguments
	} else {
		for _, d := range a.root.Arguments {
			if _, there := arguments.get(d.Name); there || d.Type.NonNull {
				declared = append(declared, "$"+d.Name+": "+d.Type.String())
				said = said.and(d.Name, value{literal: "$" + d.Name})
			}
		}
		r.variables = arguments.asJSON()
		r.file = arguments.file("variables")
	}
	field := a.root.Name
	if len(said.members) > 0 {
		field += "(" + said.asArguments() + ")"
	}
	if a.inline && strings.Contains(field, file.literal) {
		declared = append(declared, "$file: Upload!")
		r.variables, r.file = `{"file":null}`, "variables.file"
	}
	if a.flaw.variable != "" {
		declared = append(declared, a.flaw.variable)
		r.variables = strings.Replace(r.variables, "{", `{"`+nullVariable+`":null,`, 1)
		r.variables = strings.Replace(r.variables, ",}", "}", 1)
	}
	head := string(a.kind)
	if len(declared) > 0 {
		head += "(" + strings.Join(declared, ", ") + ")"
	}
	r.query = head + " { " + field + a.flaw.directive + in.selection(a.root.Type) + " }"
	return r
}

// file returns the path of the uploaded file within the value, or "".
func (v value) file(path string) string {
	if v.shape == isLeaf && v.literal == file.literal {
		return path
	}
	for _, m := range v.members {
		if at := m.file(path + "." + m.name); at != "" {
			return at
		}
	}
	return ""
}

// selection is the least that makes the field do all its work.
func (in inputs) selection(of *ast.Type) string {
	def := in.Types[of.Name()]
	switch {
	case def.Kind == ast.Enum || def.Kind == ast.Scalar:
		return ""
	case def.Fields.ForName("results") != nil: // one payload for each item
		return " { userErrors { code message path } results { userErrors { code message path } } }"
	case def.Fields.ForName("userErrors") != nil:
		return " { userErrors { code message path } }"
	case def.Fields.ForName("totalCount") != nil:
		return " { totalCount nodes { __typename } }"
	}
	return " { __typename }"
}

// send posts the request, or streams it if it is a subscription.
func (r request) send(t *testing.T, c *client, kind ast.Operation) reply {
	t.Helper()
	if kind == ast.Subscription {
		return r.subscribe(t, c)
	}
	return readReply(t, r.post(t, c).Body)
}

// post sends the request as JSON, or as a form if it has a file.
func (r request) post(t *testing.T, c *client) response {
	t.Helper()
	if r.file != "" {
		return r.multipart(t, c)
	}
	return c.send(t, http.MethodPost, "/graphql", "application/json", r.body())
}

func (r request) multipart(t *testing.T, c *client) response {
	t.Helper()
	parts := []part{{"operations", "", string(r.body())}, {"map", "", `{}`}}
	if r.file != "" {
		parts[1].content = `{"0":["` + r.file + `"]}`
		parts = append(parts, part{"0", "a.txt", "Rửa tay\n\nSáu bước."})
	}
	return c.parts(t, parts...)
}
