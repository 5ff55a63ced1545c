package acceptance

import (
	"encoding/json"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

// directory: every colleague is in it; leavers are only for those who may read the whole record.
var directory = table{
	"colleague": "- + + + + + + + + +",
	"director":  "- + + + + + + + + +",
	"left":      "- - - + - - - - + +",
}

// privateRecords are for the person, the managers of their department, personnel and the Board.
var privateRecords = table{
	"colleague": "- - + + - - - - + +",
	"director":  "- - - - - - - - + +",
	"left":      "- - - + - - - - + +",
}

// roles are known to their holders, IT, personnel and the Board.
var roles = table{
	"role of it":             "- - - - - - + - + +",
	"role of web":            "- - - - - - + + + +",
	"role of director":       "- - - - - - + - + +",
	"role of secondDirector": "- - - - - - + - + +",
	"role of personnel":      "- - - - - - + - + +",
}

var delegations = table{"past delegation": "- - + + - - - - + +"}

var staffLooks = []look{
	{"Query.staffMember", `query($id: ID!) { staffMember(id: $id) { id } }`, byID, directory, "+"},
	{"Query.node", byNode, byID, directory, "+"},
	{"Query.node", byNode, byID, table{"position of head": "- + + + + + + + + +"}, "+"},
	{"Query.node", byNode, byID, roles, "+"},
	{"Query.node", byNode, byID, table{"step of colleague": privateRecords["colleague"], "step of director": privateRecords["director"]}, "+"},
	{"Query.node", byNode, byID, delegations, "+"},
}

var personnelOnly = table{
	"colleague": "in no no no no no no no ok ok",
	"director":  "in no no no no no no no eyes ok",
	"personnel": "in no no no no no no no ok eyes",
	"left":      "in - - no - - - - ok ok",
}

const stepInput = `{id: $id, expectedVersion: 99, decisionNo: "1", effectiveOn: "2026-03-02"}`

var staffMutations = []mutation{
	{"hireStaff", `mutation($id: ID!) { hireStaff(input: {code: "", name: "", department: $id, employment: CONTRACT, startedOn: "2026-03-02", decisionNo: ""}) { userErrors { code } } }`,
		table{"NOI": "in no no no no no no no ok ok"}},
	{"updateStaff", `mutation($id: ID!) { updateStaff(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`, personnelOnly},
	{"updateContact", `mutation($id: ID!) { updateContact(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`, table{
		"colleague": "in no ok no no no no no ok ok",
		"director":  "in no no no no no no no ok ok",
		"personnel": "in no no no no no no no ok ok",
		"left":      "in - - no - - - - ok ok",
	}},
	{"transferStaff", `mutation($id: ID!, $noi: ID!) { transferStaff(input: {id: $id, expectedVersion: 99, department: $noi, decisionNo: "1", effectiveOn: "2026-03-02"}) { userErrors { code } } }`, personnelOnly},
	{"startLeave", `mutation($id: ID!) { startLeave(input: ` + stepInput + `) { userErrors { code } } }`, personnelOnly},
	{"endLeave", `mutation($id: ID!) { endLeave(input: ` + stepInput + `) { userErrors { code } } }`, personnelOnly},
	{"endEmployment", `mutation($id: ID!) { endEmployment(input: ` + stepInput + `) { userErrors { code } } }`, personnelOnly},
	{"grantRole", `mutation($id: ID!) { grantRole(input: {staffMember: $id, role: IT}) { userErrors { code } } }`, table{
		"it":   "in no no no no no no no state no", // who holds it already
		"left": "in - - no - - - - state no",
	}},
	{"grantRole", `mutation($id: ID!) { grantRole(input: {staffMember: $id, role: DIRECTOR}) { userErrors { code } } }`,
		table{"director": "in no no no no no no no eyes no"}},
	{"revokeRole", `mutation($id: ID!) { revokeRole(input: {id: $id}) { userErrors { code } } }`, table{
		"role of director":       "in - - - - - no - eyes no",
		"role of secondDirector": "in - - - - - no - head no",
	}},
	{"appoint", `mutation($id: ID!, $noi: ID!) { appoint(input: {staffMember: $id, department: $noi, kind: DEPUTY, decisionNo: ""}) { userErrors { code } } }`, table{
		"colleague": "in no no no no no no no ok ok",
		"director":  "in no no no no no no no eyes ok",
		"personnel": "in no no no no no no no ok eyes",
	}},
	{"endPosition", `mutation($id: ID!) { endPosition(input: {id: $id, decisionNo: ""}) { userErrors { code } } }`,
		table{"position of head": "in no no no no no no no ok ok"}},
	{"delegate", `mutation($id: ID!, $noi: ID!) { delegate(input: {staffMember: $id, role: MANAGER, department: $noi, decisionNo: "", until: "2026-03-03T00:00:00Z"}) { userErrors { code } } }`,
		table{"colleague": "in no no ok no no no no no no"}},
	{"delegate", `mutation($id: ID!) { delegate(input: {staffMember: $id, role: DIRECTOR, decisionNo: "", until: "2026-03-03T00:00:00Z"}) { userErrors { code } } }`,
		table{"colleague": "in no no no no no no no ok no"}},
	{"revokeDelegation", `mutation($id: ID!) { revokeDelegation(input: {id: $id}) { userErrors { code } } }`,
		table{"past delegation": "in - state state - - - - state state"}},
}

// fillStaff adds somebody who left, a delegation that is over, and the ids of roles and positions.
func (h *house) fillStaff(t *testing.T) {
	t.Helper()
	h.hire(t, "left", h.keys["NOI"])
	h.Exec(t, "UPDATE staff SET state = 'LEFT' WHERE id = ?", h.staff["left"])
	delegation, now := db.NewID(), h.DB.Now(t.Context())
	h.Insert(t.Context(), t, "delegations", kit.Row{"id": delegation, "from_staff_id": h.staff["head"], "to_staff_id": h.staff["colleague"], "role": "manager",
		"department_id": h.keys["NOI"], "from_at": db.At(now.AddDate(0, 0, -2)), "to_at": db.At(now.AddDate(0, 0, -1))})
	h.ids["past delegation"] = db.GlobalID("delegation", delegation)
	for _, name := range []string{"it", "web", "director", "secondDirector", "personnel"} {
		h.ids["role of "+name] = h.idOf(t, "role", "SELECT id FROM role_assignments WHERE staff_id = ?", name)
	}
	for _, name := range []string{"colleague", "director"} {
		step := db.NewID()
		h.Insert(t.Context(), t, "employment_events", kit.Row{"id": step, "staff_id": h.staff[name], "kind": "HIRED", "department_id": h.keys["NOI"], "decision_no": "1/QĐ-TTYT", "effective_on": "2020-01-01", "at": 1})
		h.ids["step of "+name] = db.GlobalID("employment_event", step)
	}
	h.ids["position of head"] = h.idOf(t, "position", "SELECT id FROM positions WHERE staff_id = ?", "head")
}

// idOf is the global id of something of the kind that belongs to a person.
func (h *house) idOf(t *testing.T, kind, query, name string) string {
	t.Helper()
	var id db.ID
	if err := h.DB.From(t.Context()).Get(t.Context(), &id, query, h.staff[name]); err != nil {
		t.Fatal(err)
	}
	return db.GlobalID(kind, id)
}

// staffLists: names is every caller, who is in the directory, the second director, and the leaver.
func staffLists() []list {
	everybody := table{"secondDirector": directory["colleague"], "left": directory["left"]}
	for _, name := range callers[1:] {
		everybody[name] = directory["colleague"]
	}
	return []list{
		{"staffMembers", "first: 100", everybody},
		{"staffMembers", `first: 100, filter: {text: "left"}`, table{"left": directory["left"]}},
		{"staffMembers", `first: 100, filter: {state: LEFT}`, table{"left": directory["left"]}},
		{"roleAssignments", "first: 100", roles},
		{"delegations", "first: 100", delegations},
	}
}

// The private part of a record, the roles of a person and the staff of a department are null or empty for others.
func recordsAreGated(t *testing.T, h *house) {
	const query = `query($id: ID!) { staffMember(id: $id) { privateRecord { identityNo employment } roles { id } } }`
	for object, row := range privateRecords {
		for _, caller := range callers {
			if cell(t, directory[object], caller) == "-" {
				continue
			}
			var answer struct {
				Data struct {
					StaffMember struct {
						PrivateRecord *struct{ IdentityNo string }
						Roles         []struct{ ID string }
					}
				}
			}
			r := h.ask(t, caller, query, map[string]any{"id": h.ids[object]})
			if err := json.Unmarshal([]byte(r.Body), &answer); err != nil {
				t.Fatal(err)
			}
			m := answer.Data.StaffMember
			if shown := cell(t, row, caller) == "+"; (m.PrivateRecord != nil) != shown {
				t.Errorf("privateRecord of %s as %s: %s", object, caller, r.Body)
			}
			if held := roles["role of "+object]; held != "" && (len(m.Roles) > 0) != (cell(t, held, caller) == "+") {
				t.Errorf("roles of %s as %s: %s", object, caller, r.Body)
			}
		}
	}
	const tree = `{ department(code: "NGOAI") { officers { name staffMember { id } } staff { totalCount } } }`
	h.ask(t, "stranger", tree, nil).want(t, `{"data": {"department": {"officers": [{"name": "otherHead", "staffMember": null}], "staff": null}}}`)
	for _, caller := range callers[1:] {
		h.ask(t, caller, tree, nil).want(t, `{"data": {"department": {"officers": [{"name": "otherHead", "staffMember": {"id": "`+h.ids["otherHead"]+`"}}], "staff": {"totalCount": 2}}}}`)
	}
}
