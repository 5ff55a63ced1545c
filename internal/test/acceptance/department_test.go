package acceptance

import (
	"encoding/json"
	"fmt"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestDepartmentsAreForEverybody(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		root := w.Department(t, "CENTRE", "TTYT", db.ID{})
		ward := w.Department(t, "CLINICAL", "NOI", root)
		reader := w.stranger()

		reader.do(t, `mutation($id: ID!) { deleteDepartment(input: {id: $id, expectedVersion: 1}) { deletedId } }`,
			map[string]any{"id": db.GlobalID("department", ward)}).want(t, refusedChange("deleteDepartment", "UNAUTHENTICATED", "Sign in first."))
		reader.do(t, `{ departments { code parent { code } children { code } ancestors { code } earlierNames { name } } department(slug: "khoa-NOI") { id name kind } }`, nil).
			want(t, `{"data": {
				"departments": [
					{"code": "TTYT", "parent": null, "children": [{"code": "NOI"}], "ancestors": [], "earlierNames": []},
					{"code": "NOI", "parent": {"code": "TTYT"}, "children": [], "ancestors": [{"code": "TTYT"}], "earlierNames": []}],
				"department": {"id": "`+db.GlobalID("department", ward)+`", "name": "Khoa NOI", "kind": "CLINICAL"}}}`)
		reader.do(t, `query($id: ID!) { node(id: $id) { ... on Department { code } } }`, map[string]any{"id": db.GlobalID("department", ward)}).
			want(t, `{"data": {"node": {"code": "NOI"}}}`)
		reader.do(t, `{ department { id } }`, nil).want(t, refusal("department", "BAD_INPUT", "Give either slug or code."))
		reader.do(t, `{ department(code: "XYZ") { id } }`, nil).want(t, refusal("department", "NOT_FOUND", "Not found."))
	})
}

// The organisation as a whole is one query for anybody, however many departments there may be and however deep they lie: each is
// once on the list, after the one that it is below.
func TestTheWholeTreeIsOneQuery(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		keys := []db.ID{w.Department(t, "CENTRE", "TTYT", db.ID{})}
		parents, rows := map[string]string{"TTYT": ""}, []kit.Row{}
		codes := []string{"TTYT"}
		for n := 1; n < 500; n++ {
			above, code := (n-1)/2, fmt.Sprint("D", n) // two below each
			if n%10 == 0 {
				above = n - 1 // and some in a chain
			}
			keys, codes = append(keys, db.NewID()), append(codes, code)
			parents[code] = codes[above]
			rows = append(rows, kit.Row{"id": keys[n], "parent_id": keys[above], "kind": "UNIT", "code": code, "slug": fmt.Sprint("d-", n), "name": "Tổ", "position": n, "version": 1})
		}
		w.InsertMany(t.Context(), t, "departments", rows)
		var answer struct {
			Data struct {
				Departments []struct {
					Code   string
					Parent *struct{ Code string }
				}
			}
		}
		r := w.stranger().do(t, `{ departments { code parent { code } } }`, nil)
		if err := json.Unmarshal([]byte(r.Body), &answer); err != nil || len(answer.Data.Departments) != len(parents) {
			t.Fatalf("%v, %d of %d: %.300s", err, len(answer.Data.Departments), len(parents), r.Body)
		}
		read := map[string]bool{"": true}
		for _, d := range answer.Data.Departments {
			above := ""
			if d.Parent != nil {
				above = d.Parent.Code
			}
			if above != parents[d.Code] || !read[above] || read[d.Code] {
				t.Errorf("%s below %q, want %q", d.Code, above, parents[d.Code])
			}
			read[d.Code] = true
		}
	})
}
