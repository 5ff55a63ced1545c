package acceptance

import (
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

func TestArticle1_WhoLeavesIsSignedOutAtOnce(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		root := w.Department(t, "CENTRE", "TTYT", db.ID{})
		ward := w.Department(t, "CLINICAL", "NOI", root)
		nurse, clerk := w.Staff(t, ward, "Lê Thị Hoa", access.IT), w.Staff(t, ward, "Nhân sự", access.Personnel)
		w.Position(t, nurse, ward, "HEAD")
		her, personnel := w.signIn(t, nurse, "hoa"), w.signIn(t, clerk, "nhansu")
		const end = `mutation($id: ID!) { endEmployment(input: {id: $id, expectedVersion: 1, decisionNo: "9/QĐ-TTYT", effectiveOn: "2026-03-02"}) {
			staffMember { state privateRecord { leftOn events { totalCount nodes { kind decisionNo recordedBy { name } } } } positions(filter: {over: false}) { nodes { kind } } roles { role } }
			userErrors { code rule } } }`
		vars := map[string]any{"id": db.GlobalID("staff", nurse)}

		w.stranger().do(t, end, vars).want(t, refusedChange("endEmployment", "UNAUTHENTICATED", "Sign in first."))
		her.do(t, end, vars).want(t, `{"errors":[{"message":"You may not do this.","path":["endEmployment"],"locations":"*","extensions":{"code":"FORBIDDEN","rule":"1","traceId":"`+traceID+`"}}],"data":null}`)
		her.do(t, `{ me { staffMember { name } account { staffMember { code } } } staffMembers { totalCount } }`, nil).
			want(t, `{"data":{"me":{"staffMember":{"name":"Lê Thị Hoa"},"account":{"staffMember":{"code":"*"}}},"staffMembers":{"totalCount":2}}}`)

		personnel.do(t, end, vars).want(t, `{"data":{"endEmployment":{"staffMember":{"state":"LEFT",
			"privateRecord":{"leftOn":"2026-03-02","events":{"totalCount":1,"nodes":[{"kind":"ENDED","decisionNo":"9/QĐ-TTYT","recordedBy":{"name":"Nhân sự"}}]}},
			"positions":{"nodes":[]},"roles":[]},"userErrors":[]}}}`)
		her.do(t, `{ staffMembers { totalCount } }`, nil).want(t, refusedChange("staffMembers", "UNAUTHENTICATED", "Sign in first."))
		personnel.do(t, end, vars).want(t, `{"data":{"endEmployment":{"staffMember":null,"userErrors":[{"code":"CONFLICT","rule":null}]}}}`)
	})
}

func TestTheDirectoryHidesThePrivateRecord(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		root := w.Department(t, "CENTRE", "TTYT", db.ID{})
		ward := w.Department(t, "CLINICAL", "NOI", root)
		office := w.Department(t, "OFFICE", "TCHC", root)
		nurse, chief, colleague := w.Staff(t, ward, "Lê Thị Hoa"), w.Staff(t, ward, "Trần Văn Bình"), w.Staff(t, office, "Võ An", access.WebEditor)
		w.Position(t, chief, ward, "HEAD")
		other, her, head := w.signIn(t, colleague, "voan"), w.signIn(t, nurse, "hoa"), w.signIn(t, chief, "binh")
		const query = `query($id: ID!) { node(id: $id) { ... on StaffMember { name department { code } roles { role } privateRecord { employment startedOn birthDate } } } }`
		vars := map[string]any{"id": db.GlobalID("staff", nurse)}
		const private = `{"employment":"PUBLIC_EMPLOYEE","startedOn":"2020-01-01","birthDate":null}`
		person := func(record string) string {
			return `{"data":{"node":{"name":"Lê Thị Hoa","department":{"code":"NOI"},"roles":[],"privateRecord":` + record + `}}}`
		}

		w.stranger().do(t, query, vars).want(t, refusal("node", "NOT_FOUND", "Not found."))
		w.stranger().do(t, `{ departments(filter: {kind: CLINICAL}) { officers { name kind staffMember { name } } staff { totalCount } } }`, nil).
			want(t, `{"data":{"departments":[{"officers":[{"name":"Trần Văn Bình","kind":"HEAD","staffMember":null}],"staff":null}]}}`)
		other.do(t, query, vars).want(t, person("null"))
		her.do(t, query, vars).want(t, person(private))
		head.do(t, query, vars).want(t, person(private))
		other.do(t, `{ department(code: "NOI") { staff { nodes { name positions { nodes { kind department { code } } } } } } }`, nil).
			want(t, `{"data":{"department":{"staff":{"nodes":[{"name":"Trần Văn Bình","positions":{"nodes":[{"kind":"HEAD","department":{"code":"NOI"}}]}},{"name":"Lê Thị Hoa","positions":{"nodes":[]}}]}}}}`)
	})
}

func TestGrantsOverHTTP(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		root := w.Department(t, "CENTRE", "TTYT", db.ID{})
		board := w.Department(t, "BOARD", "BGD", root)
		head, deputy, nurse := w.Staff(t, board, "Giám đốc", access.Director), w.Staff(t, board, "Phó giám đốc", access.Director), w.Staff(t, board, "Thư ký")
		w.Position(t, head, board, "HEAD")
		second, secretary := w.signIn(t, deputy, "pho"), w.signIn(t, nurse, "thuky")
		const grant = `mutation($id: ID!, $role: Role!) { grantRole(input: {staffMember: $id, role: $role}) { roleAssignment { role staffMember { name } grantedBy { name } } userErrors { code path rule } } }`
		vars := func(staff db.ID, role string) map[string]any {
			return map[string]any{"id": db.GlobalID("staff", staff), "role": role}
		}
		answer := func(code, path, rule string) string {
			return `{"data":{"grantRole":{"roleAssignment":null,"userErrors":[{"code":"` + code + `","path":[` + path + `],"rule":"` + rule + `"}]}}}`
		}

		secretary.do(t, grant, vars(deputy, "IT")).want(t, `{"errors":[{"message":"You may not do this.","path":["grantRole"],"locations":"*","extensions":{"code":"FORBIDDEN","rule":"3","traceId":"`+traceID+`"}}],"data":null}`)
		second.do(t, grant, vars(nurse, "DIRECTOR")).want(t, answer("NEEDS_AUTHORITY", "", "3"))
		second.do(t, grant, vars(head, "IT")).want(t, answer("ROLE_EXCLUSIVE", `"input","role"`, "11c"))
		second.do(t, grant, vars(nurse, "MANAGER")).want(t, answer("INVALID", `"input","role"`, "12"))
		second.do(t, grant, vars(nurse, "IT")).want(t, `{"data":{"grantRole":{"roleAssignment":{"role":"IT","staffMember":{"name":"Thư ký"},"grantedBy":{"name":"Phó giám đốc"}},"userErrors":[]}}}`)
		secretary.do(t, `{ roleAssignments(filter: {role: IT}) { totalCount nodes { role } } delegations { totalCount } }`, nil).
			want(t, `{"data":{"roleAssignments":{"totalCount":1,"nodes":[{"role":"IT"}]},"delegations":{"totalCount":0}}}`)
	})
}
