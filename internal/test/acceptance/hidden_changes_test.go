package acceptance

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/graph/generated"
)

// leaves are the fields of a type that hold a value of their own.
func leaves(name string) string {
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	var fields []string
	for _, f := range schema.Types[name].Fields {
		if schema.Types[f.Type.Name()].IsLeafType() && len(f.Arguments) == 0 {
			fields = append(fields, f.Name)
		}
	}
	return strings.Join(fields, " ")
}

// A change that a reader may not see moves nothing that they get; the version is for those who may change the object.
func TestWhatIsHiddenMovesNothing(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		for _, c := range []struct {
			of, query string
			id        string
			changes   string // who may change the object, and so gets its version
			sees      string // who sees the change too
			hidden    func(t *testing.T)
		}{
			{"NewsArticle", "query($id: ID!) { node(id: $id) { ... on NewsArticle { " + leaves("NewsArticle") + " } } }", h.ids["public"],
				"author head web director", "author head", func(t *testing.T) { h.step(t, "public", "edit") }},
			{"StaffMember", "query($id: ID!) { node(id: $id) { ... on StaffMember { " + leaves("StaffMember") + " } } }", h.ids["colleague"],
				"colleague director personnel", "colleague head director personnel", func(t *testing.T) {
					v := json.Number(h.must(t, "colleague", `query($id: ID!) { staffMember(id: $id) { version } }`, map[string]any{"id": h.ids["colleague"]}).at(t, "data.staffMember.version"))
					h.must(t, "colleague", `mutation($id: ID!, $v: Int!) { updateContact(input: {id: $id, expectedVersion: $v, privatePhone: "0912345678"}) { userErrors { message } } }`,
						map[string]any{"id": h.ids["colleague"], "v": v})
				}},
		} {
			before := map[string]string{}
			for _, caller := range callers {
				before[caller] = h.ask(t, caller, c.query, map[string]any{"id": c.id}).Body
			}
			w.Clock.Advance(time.Second)
			c.hidden(t)
			for _, caller := range callers {
				after := h.ask(t, caller, c.query, map[string]any{"id": c.id}).Body
				among := func(list string) bool { return strings.Contains(" "+list+" ", " "+caller+" ") }
				if versioned := strings.Contains(before[caller], `"version":`) && !strings.Contains(before[caller], `"version":null`); versioned != among(c.changes) {
					t.Errorf("%s as %s gives a version: %v\n%s", c.of, caller, versioned, before[caller])
				}
				if moved := after != before[caller]; moved && !among(c.changes) && !among(c.sees) {
					t.Errorf("%s as %s moved\n%s\n%s", c.of, caller, before[caller], after)
				}
			}
		}
	})
}
