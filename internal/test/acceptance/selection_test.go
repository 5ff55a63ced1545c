package acceptance

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// A list reads only what its selection asks for: each field returns by itself what it returns among all of them.
func TestEachFieldOfAPostAnswersAlone(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		in := h.as["web"].do(t, `{ __type(name: "Post") { fields { name args { name } type { kind ofType { kind ofType { kind ofType { kind } } } } } } }`, nil)
		type kind struct {
			Kind   string
			OfType *kind
		}
		var schema struct {
			Data struct {
				Type struct {
					Fields []struct {
						Name string
						Args []struct{ Name string }
						Type kind
					}
				} `json:"__type"`
			}
		}
		if err := json.Unmarshal([]byte(in.Body), &schema); err != nil {
			t.Fatal(err)
		}
		var fields []string
		for _, f := range schema.Data.Type.Fields {
			leaf := &f.Type
			for leaf.OfType != nil {
				leaf = leaf.OfType
			}
			switch {
			case len(f.Args) > 0:
			case leaf.Kind == "SCALAR" || leaf.Kind == "ENUM":
				fields = append(fields, f.Name)
			default:
				fields = append(fields, f.Name+" { __typename }")
			}
		}
		if len(fields) < 20 {
			t.Fatalf("fields: %v", fields)
		}
		nodes := func(as *client, selection string) []map[string]any {
			t.Helper()
			var answer struct {
				Data struct {
					Posts struct{ Nodes []map[string]any }
				}
			}
			body := as.do(t, `{ posts(first: 20, orderBy: {field: TITLE}) { nodes { `+selection+` } } }`, nil).Body
			if err := json.Unmarshal([]byte(body), &answer); err != nil || answer.Data.Posts.Nodes == nil {
				t.Fatalf("%s: %s", selection, body)
			}
			return answer.Data.Posts.Nodes
		}
		for _, name := range []string{"stranger", "author", "web"} {
			all := nodes(h.as[name], strings.Join(fields, " "))
			for _, f := range fields {
				alone, _, _ := strings.Cut(f, " ")
				for i, n := range nodes(h.as[name], f) {
					if want := map[string]any{alone: all[i][alone]}; !reflect.DeepEqual(n, want) {
						t.Errorf("%s, post %d: %s", name, i, fmt.Sprintf("%v alone, %v among all", n, want))
					}
				}
			}
		}
	})
}
