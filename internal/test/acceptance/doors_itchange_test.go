package acceptance

import (
	"testing"
)

// changeRequests are seen by the requester, the managers of the department, IT and the Board; all are the author's, on the
// machine of NOI, except the emergency, which IT recorded.
var changeRequests = table{
	"request to endorse": "- + - + - - + - + -",
	"request to assess":  "- + - + - - + - + -",
	"request to consent": "- + - + - - + - + -",
	"request to execute": "- + - + - - + - + -",
	"emergency":          "- - - + - - + - + -",
}

// technicalSides are for IT, and for the Board once it was told (Art. 5a).
var technicalSides = table{
	"request to endorse": "- - - - - - + - - -",
	"request to assess":  "- - - - - - + - - -",
	"request to consent": "- - - - - - + - + -",
	"request to execute": "- - - - - - + - - -", // IT decided alone
	"emergency":          "- - - - - - + - + -",
}

// changeApprovals are seen by those who see the request, the Board once it was told.
var changeApprovals = table{
	"approval of request to endorse": "- + - + - - + - - -",
	"approval of request to assess":  "- + - + - - + - - -",
	"approval of request to consent": "- + - + - - + - + -",
	"approval of request to execute": "- + - + - - + - - -",
	"approval of emergency":          "- - - + - - + - + -",
}

// changeDuties are what each may decide now.
var changeDuties = table{
	"approval of request to endorse": "- - - + - - - - - -",
	"approval of request to assess":  "- - - - - - + - - -",
	"approval of request to consent": "- - - - - - - - + -",
	"approval of emergency":          "- - - - - - - - + -",
}

var changeRequestLooks = []look{
	{"Query.changeRequest", `query($id: ID!) { changeRequest(id: $id) { id } }`, byID, changeRequests, "+"},
	{"Query.node", byNode, byID, changeRequests, "+"},
	{"Query.node", byNode, byID, changeApprovals, "+"},
}

// theRequesters are the changes that who asked and the department make, byIT those of IT, byTheBoard those of a director.
var (
	theRequesters = table{"request to endorse": "in ok - ok - - no - no -", "emergency": "in - - ok - - ok - no -"}
	byIT          = table{"request to endorse": "in no - no - - ok - no -", "emergency": "in - - no - - ok - no -"}
	byTheBoard    = table{"request to endorse": "in no - no - - no - ok -", "emergency": "in - - no - - no - ok -"}
)

func changing(field, more string, rows table) mutation {
	return mutation{field, `mutation($id: ID!) { ` + field + `(input: {id: $id, expectedVersion: 99` + more + `}) { userErrors { code } } }`, rows}
}

var changeRequestMutations = []mutation{
	{"requestChange", `mutation($id: ID!) { requestChange(input: {kind: INSTALL, asset: $id, title: "", reason: ""}) { userErrors { code } } }`,
		table{"asset of NOI": "in ok ok ok - - ok - ok -", "asset of NGOAI": "in - - - ok ok ok - ok -"}},
	{"recordEmergencyChange", `mutation($id: ID!) { recordEmergencyChange(input: {kind: REPAIR, asset: $id, title: "", reason: "", risk: LOW, cost: 0, plan: "", rollBackPlan: "", director: "nobody",
		spokenAt: "2026-01-01T00:00:00Z"}) { userErrors { code } } }`, table{"asset of NOI": "in no no no - - ok - no -"}},
	changing("updateChange", "", theRequesters),
	changing("withdrawChange", `, reason: "a"`, table{"request to endorse": "in ok - ok - - ok - no -", "emergency": "in - - ok - - ok - no -"}),
	changing("assessChange", `, risk: LOW, cost: 0, plan: "a", rollBackPlan: "a"`, byIT),
	changing("executeChange", "", byIT),
	changing("rollBackChange", `, reason: "a"`, byIT),
	changing("confirmEmergencyChange", ", given: true", byTheBoard),
	changing("revokeChange", `, reason: "a"`, byTheBoard),
	changing("closeEmergencyChange", `, reason: "a"`, byTheBoard),
	{"decideApproval", `mutation($id: ID!) { decideApproval(input: {id: $id, expectedVersion: 99, verdict: RETURN, comment: "a"}) { userErrors { code } } }`, table{
		"approval of request to endorse": "in no - ok - - no - - -",
		"approval of request to assess":  "in no - no - - ok - - -",
		"approval of request to consent": "in no - no - - no - ok -",
	}},
}

func changeRequestLists() []list {
	return []list{
		{"changeRequests", "first: 100", changeRequests},
		{"changeRequests", "first: 100, filter: {mine: true}", table{
			"request to endorse": "- + - - - - - - - -", "request to assess": "- + - - - - - - - -", "request to consent": "- + - - - - - - - -",
			"request to execute": "- + - - - - - - - -", "emergency": "- - - - - - + - - -"}},
		{"changeRequests", "first: 100, filter: {state: EMERGENCY_OPEN}", table{"emergency": changeRequests["emergency"]}},
	}
}

// fillRequests walks requests about the machine of NOI to each step, by the way that people go.
func (h *house) fillRequests(t *testing.T) {
	t.Helper()
	for _, r := range []struct{ name, kind, change string }{
		{"request to endorse", "INSTALL", ""},
		{"request to assess", "INSTALL", ""},
		{"request to consent", "CONNECT", "{connected: true}"},
		{"request to execute", "CONFIGURE", "{}"},
	} {
		h.ids[r.name] = h.must(t, "author", `mutation($k: ChangeKind!, $a: ID!) { requestChange(input: {kind: $k, asset: $a, title: "Yêu cầu", reason: "Cần."}) {
			changeRequest { id } userErrors { message } } }`, map[string]any{"k": r.kind, "a": h.ids["asset of NOI"]}).at(t, "data.requestChange.changeRequest.id")
		if r.name != "request to endorse" {
			approval := h.approvalOf(t, r.name)
			h.must(t, "head", decide, map[string]any{"id": approval, "v": versionTo(t, h.as["head"], approval)})
		}
		if r.change != "" {
			v := number(t, h.must(t, "it", `query($id: ID!) { changeRequest(id: $id) { version } }`, map[string]any{"id": h.ids[r.name]}).at(t, "data.changeRequest.version"))
			h.must(t, "it", `mutation($id: ID!, $v: Int!) { assessChange(input: {id: $id, expectedVersion: $v, risk: LOW, cost: 0, plan: "Làm.", rollBackPlan: "Trả.", change: `+r.change+`}) {
				userErrors { message } } }`, map[string]any{"id": h.ids[r.name], "v": v})
		}
		h.ids["approval of "+r.name] = h.approvalOf(t, r.name)
	}
	h.ids["emergency"] = h.must(t, "it", `mutation($a: ID!, $d: ID!, $at: DateTime!) { recordEmergencyChange(input: {kind: INSTALL, asset: $a, title: "Khẩn", reason: "Gấp.", risk: HIGH, cost: 0,
		plan: "Làm.", rollBackPlan: "Trả.", director: $d, spokenAt: $at}) { changeRequest { id } userErrors { message } } }`,
		map[string]any{"a": h.ids["asset of NOI"], "d": h.ids["director"], "at": h.Clock.Now()}).at(t, "data.recordEmergencyChange.changeRequest.id")
	h.ids["approval of emergency"] = h.approvalOf(t, "emergency")
}

// approvalOf is the present approval of a request.
func (h *house) approvalOf(t *testing.T, name string) string {
	t.Helper()
	return h.must(t, "it", `query($id: ID!) { changeRequest(id: $id) { approval { id } } }`, map[string]any{"id": h.ids[name]}).at(t, "data.changeRequest.approval.id")
}

// Before and after of a change are for IT, and for the Board that decides on them; its approval for those who see that.
func theTechnicalSideOfAChangeIsGated(t *testing.T, h *house) {
	for object, row := range changeRequests {
		for _, caller := range callers {
			if cell(t, row, caller) == "-" {
				continue
			}
			technical, approval, subject := "null", "null", ""
			if cell(t, technicalSides[object], caller) == "+" {
				technical = `{"plan": "*"}`
			}
			if cell(t, changeApprovals["approval of "+object], caller) == "+" {
				subject = `{"id": "` + h.ids[object] + `"}`
				approval = `{"subject": ` + subject + `, "privacy": null}`
			}
			list := "[]"
			if subject != "" {
				list = `[{"subject": ` + subject + `}]`
			}
			h.ask(t, caller, `query($id: ID!) { changeRequest(id: $id) { technical { plan } approval { subject { ... on ChangeRequest { id } } privacy } approvals { nodes { subject { ... on ChangeRequest { id } } } } } }`,
				map[string]any{"id": h.ids[object]}).want(t, `{"data": {"changeRequest": {"technical": `+technical+`, "approval": `+approval+`, "approvals": {"nodes": `+list+`}}}}`)
		}
	}
}
