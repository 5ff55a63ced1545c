package acceptance

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/graph/generated"
)

// shallow is every field of a type that takes no argument that has to be given: those that hold a value of their own, and of objects
// and pages of them the values that they hold.
func shallow(name string) string {
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	var fields []string
	for _, f := range schema.Types[name].Fields {
		if strings.HasPrefix(f.Name, "__") || needsArguments(f) {
			continue
		}
		switch of := schema.Types[f.Type.Name()]; {
		case of.IsLeafType():
			fields = append(fields, f.Name)
		case of.Fields.ForName("nodes") != nil:
			fields = append(fields, f.Name+" { totalCount nodes { "+values(schema, schema.Types[of.Fields.ForName("nodes").Type.Name()])+" } }")
		default:
			fields = append(fields, f.Name+" { "+values(schema, of)+" }")
		}
	}
	return strings.Join(fields, " ")
}

func needsArguments(f *ast.FieldDefinition) bool {
	for _, a := range f.Arguments {
		if a.Type.NonNull && a.DefaultValue == nil {
			return true
		}
	}
	return false
}

// values are the fields of a type that hold a value of their own.
func values(schema *ast.Schema, d *ast.Definition) string {
	fields := []string{"__typename"}
	for _, f := range d.Fields {
		if schema.Types[f.Type.Name()].IsLeafType() && len(f.Arguments) == 0 && !strings.HasPrefix(f.Name, "__") {
			fields = append(fields, f.Name)
		}
	}
	return strings.Join(fields, " ")
}

// A newer version that its department has not sent to the website section and the Board moves nothing that anybody else gets of the
// post, wherever that stands: no field, no list, no offer and no refusal (Art. 11c).
func TestArticle11c_AHiddenDraftMovesNothing(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		every := []string{`query($id: ID!) { post(id: $id) { ` + shallow("NewsArticle") + ` availableActions { reasons { code message } } } }`,
			`query($id: ID!) { post(id: $id) { diff(from: 1, to: 1) { title { kind } } latest: diff(from: 1, to: 2) { title { kind } } } }`,
			`query($id: ID!) { auditEvents(first: 100, filter: {subject: $id}) { totalCount nodes { action at } } }`}
		for _, list := range []string{"", "filter: {working: NONE}", "filter: {working: DRAFT}", "filter: {working: IN_REVIEW}", "filter: {publication: PUBLISHED}",
			"filter: {publication: UNPUBLISHED}", "filter: {publication: ARCHIVED}", `filter: {text: "bai public"}`, `filter: {text: "bai public", working: NONE}`,
			`filter: {tag: "the"}`, "orderBy: {field: UPDATED_AT, direction: DESC}", "orderBy: {field: TITLE}", "orderBy: {field: DEADLINE}"} {
			every = append(every, "{ posts(first: 50, "+list+") { totalCount edges { cursor node { id working publication } } } }")
		}
		for _, name := range []string{"public", "internal", "unpublished", "archived"} {
			all := append([]string{fmt.Sprintf("{ node(id: %q) { ... on Revision { %s } } }", h.ids["revision of "+name], leaves("Revision"))}, every...)
			answers := func(caller string) (told []string) {
				for _, document := range all {
					told = append(told, h.ask(t, caller, document, map[string]any{"id": h.ids[name]}).Body)
				}
				return told
			}
			before := map[string][]string{}
			for _, caller := range callers {
				before[caller] = answers(caller)
			}
			if body := before["head"][1]; strings.Contains(body, `"errors"`) || !strings.Contains(body, `"ARCHIVE"`) {
				t.Fatalf("%s: %s", name, body)
			}
			for _, step := range []string{"edit", "edit", "submit"} { // it then waits for the manager
				w.Clock.Advance(time.Second)
				h.step(t, name, step)
				for _, caller := range callers {
					if caller == "author" || caller == "head" {
						continue
					}
					for i, is := range answers(caller) {
						if (caller == "director" || caller == "secondDirector") && strings.Contains(all[i], "auditEvents") {
							continue // they read the record as a whole
						}
						if was := before[caller][i]; is != was {
							t.Errorf("%s, after %s, as %s, %s\n%s\n%s", name, step, caller, all[i], was, is)
						}
					}
				}
			}
		}
	})
}

// The website section archives what is on the site although a newer version is being written: the publication ends, and the version
// stays with its author, who is notified (Art. 11c).
func TestArticle11c_ADraftOutlivesThePublication(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		notices := func() string {
			return h.must(t, "author", `{ me { inbox(first: 50) { totalCount } } }`, nil).at(t, "data.me.inbox.totalCount")
		}
		for _, sent := range []bool{false, true} {
			h.step(t, "public", "edit")
			if sent { // which the website section does not see either as long as the manager has not endorsed it
				h.step(t, "public", "submit")
			}
			draft := `query($id: ID!) { post(id: $id) { working workingCopy { id title } revisions { totalCount } } }`
			named := map[string]any{"id": h.ids["public"]}
			before, told := h.must(t, "author", draft, named).Body, notices()
			h.step(t, "public", "archive")
			if after := h.must(t, "author", draft, named).Body; after != before {
				t.Errorf("the draft\n%s\n%s", before, after)
			}
			if notices() == told {
				t.Error("the author is not notified")
			}
			if state := h.must(t, "web", `query($id: ID!) { post(id: $id) { publication } }`, named).at(t, "data.post.publication"); state != "ARCHIVED" {
				t.Errorf("it is %s", state)
			}
			if body := h.ask(t, "stranger", `query($id: ID!) { post(id: $id) { id } }`, named).Body; !strings.Contains(body, "NOT_FOUND") {
				t.Errorf("a stranger reads it: %s", body)
			}
			if !sent {
				h.step(t, "public", "submit")
			}
			h.step(t, "public", "endorse")
			h.step(t, "public", "consent")
			h.step(t, "public", "publish")
		}
	})
}
