package acceptance

import (
	"testing"

	"ttyt.example/ttyt/internal/base/db"
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
		reader.do(t, `{ department { id } }`, nil).want(t, refusal("department", "BAD_INPUT", "Name either slug or code."))
		reader.do(t, `{ department(code: "XYZ") { id } }`, nil).want(t, refusal("department", "NOT_FOUND", "Not found."))
	})
}
