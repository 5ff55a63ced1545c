package acceptance

import (
	"encoding/json"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
)

// trouble is seen by the reporter, the managers of the department concerned, the queue's handlers and the Board; a matter of
// security by no manager.
var trouble = table{
	"pc fault":   "- + - + - - + - + -", // by the author, in NOI
	"site error": "- - - + + - + + + -", // by the outsider, on a post of NOI
	"theft":      "- - + - - - + - + -", // by the colleague, of NOI
}

// reporters of a matter of security are named to themselves and the Board.
var reporters = table{
	"pc fault":   trouble["pc fault"],
	"site error": trouble["site error"],
	"theft":      "- - + - - - - - + -",
}

// helpRequests are seen by the requester, their managers, IT and the Board.
var helpRequests = table{"advice": "- + - + - - + - + -"}

// helpMessages are seen by those who see the request.
var helpMessages = table{"message about advice": helpRequests["advice"]}

var incidentLooks = []look{
	{"Query.node", byNode, byID, trouble, "+"},
	{"Query.node", byNode, byID, table{"step of theft": trouble["theft"], "note on theft": "- - - - - - + - - -"}, "+"},
	{"Query.node", byNode, byID, helpRequests, "+"},
	{"Query.node", byNode, byID, helpMessages, "+"},
}

// handlersOnly are the changes that the handlers of the queue make.
var handlersOnly = table{
	"pc fault":   "in no - no - - ok - no -",
	"site error": "in - - no no - ok ok no -",
	"theft":      "in - no - - - ok - no -",
}

// confirmed by the reporter, and those who found the solution.
var confirmed = table{
	"pc fault":   "in ok - ok - - ok - no -",
	"site error": "in - - ok ok - ok ok no -",
	"theft":      "in - ok - - - ok - no -",
}

func handling(field, more string) mutation {
	return mutation{field, `mutation($id: ID!) { ` + field + `(input: {id: $id, expectedVersion: 99` + more + `}) { userErrors { code } } }`, handlersOnly}
}

var everybodyOnTheStaff = table{"": "in ok ok ok ok ok ok ok ok ok"}

var incidentMutations = []mutation{
	{"reportIncident", `mutation { reportIncident(input: {title: "", category: NETWORK}) { userErrors { code } } }`, everybodyOnTheStaff},
	handling("triageIncident", ", impact: HIGH"),
	handling("takeIncident", ""),
	{"assignIncident", `mutation($id: ID!) { assignIncident(input: {id: $id, expectedVersion: 99, handler: $id}) { userErrors { code } } }`, handlersOnly},
	handling("waitIncident", `, for: OTHERS, reason: "Chờ"`),
	handling("resumeIncident", ""),
	handling("resolveIncident", `, solution: "Xong"`),
	handling("correctMistake", ""),
	{"reportMistake", `mutation($id: ID!) { reportMistake(input: {post: $id, passage: ""}) { userErrors { code } } }`, table{
		"draft":       "- state - state - - - - - -",
		"board":       "- state - state - - - state state -",
		"public":      "ok ok ok ok ok ok ok ok ok ok",
		"internal":    "- ok ok ok ok ok ok ok ok ok",
		"department":  "- ok ok ok - - - ok ok -",
		"unpublished": "- state - state - - - state state -",
	}},
	handling("linkIncident", ""),
	handling("unlinkIncident", ""),
	{"setIncidentCause", `mutation($id: ID!) { setIncidentCause(input: {id: $id, expectedVersion: 99, asset: $id}) { userErrors { code } } }`, table{
		"pc fault":   "in no - no - - ok - no -",
		"site error": "in - - no no - ok no no -",
		"theft":      "in - no - - - ok - no -",
	}},
	{"followUpIncident", `mutation($id: ID!) { followUpIncident(input: {id: $id, text: ""}) { userErrors { code } } }`, table{
		"pc fault":   "in ok - ok - - ok - ok -",
		"site error": "in - - ok ok - ok ok ok -",
		"theft":      "in - ok - - - ok - ok -",
	}},
	{"followUpIncident", `mutation($id: ID!) { followUpIncident(input: {id: $id, text: "", internal: true}) { userErrors { code } } }`, handlersOnly},
	{"closeIncident", `mutation($id: ID!) { closeIncident(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`, confirmed},
	{"reopenIncident", `mutation($id: ID!) { reopenIncident(input: {id: $id, expectedVersion: 99, reason: ""}) { userErrors { code } } }`, confirmed},

	{"requestSupport", `mutation { requestSupport(input: {kind: ADVICE, title: ""}) { userErrors { code } } }`, everybodyOnTheStaff},
	{"takeSupportRequest", `mutation($id: ID!) { takeSupportRequest(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`,
		table{"advice": "in no - no - - ok - no -"}},
	{"answerSupportRequest", `mutation($id: ID!) { answerSupportRequest(input: {id: $id, expectedVersion: 99, answer: ""}) { userErrors { code } } }`,
		table{"advice": "in no - no - - ok - no -"}},
	{"writeSupportMessage", `mutation($id: ID!) { writeSupportMessage(input: {id: $id, text: ""}) { userErrors { code } } }`,
		table{"advice": "in ok - no - - ok - no -"}},
	{"reopenSupportRequest", `mutation($id: ID!) { reopenSupportRequest(input: {id: $id, expectedVersion: 99, reason: ""}) { userErrors { code } } }`,
		table{"advice": "in ok - no - - no - no -"}},
	{"withdrawSupportRequest", `mutation($id: ID!) { withdrawSupportRequest(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`,
		table{"advice": "in ok - no - - no - no -"}},
}

// fillTrouble reports what the tables of this file speak of.
func (h *house) fillTrouble(t *testing.T) {
	t.Helper()
	const report = `mutation($input: ReportIncidentInput!) { reportIncident(input: $input) { incident { id } userErrors { message } } }`
	for name, i := range map[string]struct {
		by    string
		input map[string]any
	}{
		"pc fault":   {"author", map[string]any{"title": "Máy tính không khởi động", "category": "COMPUTER", "assets": []string{h.ids["asset of NOI"]}}},
		"site error": {"outsider", map[string]any{"title": "Sai số điện thoại", "category": "WEBSITE", "post": h.ids["public"]}},
		"theft":      {"colleague", map[string]any{"title": "Có người dùng mật khẩu của tôi", "category": "SECURITY"}},
	} {
		h.ids[name] = h.must(t, i.by, report, map[string]any{"input": i.input}).at(t, "data.reportIncident.incident.id")
	}
	h.must(t, "colleague", `mutation($id: ID!) { followUpIncident(input: {id: $id, text: "Lúc nửa đêm."}) { userErrors { message } } }`, map[string]any{"id": h.ids["theft"]})
	h.must(t, "it", `mutation($id: ID!) { followUpIncident(input: {id: $id, text: "Nghi một máy ở quầy.", internal: true}) { userErrors { message } } }`, map[string]any{"id": h.ids["theft"]})
	for name, kind := range map[string]string{"step of theft": "REPORTED", "note on theft": "NOTED"} {
		step, err := db.One[db.ID](t.Context(), h.DB.From(t.Context()), "SELECT id FROM incident_events WHERE incident_id = ? AND kind = ?", keyOf(t, h.ids["theft"]), kind)
		if err != nil {
			t.Fatal(err)
		}
		h.ids[name] = db.GlobalID("incident_event", step)
	}
	h.ids["advice"] = h.must(t, "author", `mutation { requestSupport(input: {kind: ADVICE, title: "Nên mua máy in nào?"}) { supportRequest { id } userErrors { message } } }`, nil).
		at(t, "data.requestSupport.supportRequest.id")
	h.ids["message about advice"] = h.must(t, "author", `mutation($id: ID!) { writeSupportMessage(input: {id: $id, text: "Gấp."}) { supportRequest { messages { nodes { id } } } userErrors { message } } }`,
		map[string]any{"id": h.ids["advice"]}).at(t, "data.writeSupportMessage.supportRequest.messages.nodes.0.id")
}

func incidentLists() []list {
	only := func(names ...string) table {
		rows := table{}
		for _, n := range names {
			rows[n] = trouble[n]
		}
		return rows
	}
	return []list{
		{"incidents", "first: 100", trouble},
		{"incidents", "first: 100, orderBy: {field: REPORTED_AT, direction: DESC}", trouble},
		{"incidents", "first: 100, filter: {queue: WEBSITE}", only("site error")},
		{"incidents", "first: 100, filter: {category: SECURITY}", only("theft")},
		{"incidents", "first: 100, filter: {unassigned: true, open: true, overdue: false, mine: false}", trouble},
		{"incidents", "first: 100, filter: {overdue: true}", table{}},
		{"incidents", "first: 100, filter: {reported: true}", table{
			"pc fault":   "- + - - - - - - - -",
			"site error": "- - - - + - - - - -",
			"theft":      "- - + - - - - - - -",
		}},
		{"supportRequests", "first: 100", helpRequests},
		{"supportRequests", "first: 100, filter: {kind: SUPPORT}", table{}},
	}
}

// Who reported a matter of security cannot be told from anything that others get (Art. 6d): not the incident, its
// department, what was said about it, its steps, a filter, a count, the record, or what is in the inbox.
func whoReportedIsProtected(t *testing.T, h *house) {
	const query = `query($id: ID!) { node(id: $id) { ... on Incident { reporter { id name } department { id code } confidential
		followUps { text internal byReporter author { id name } } history { nodes { kind byReporter actor { id name } } } availableActions { action allowed } } } }`
	for object, row := range reporters {
		for _, caller := range callers {
			if cell(t, trouble[object], caller) == "-" {
				continue
			}
			var answer struct {
				Data struct {
					Node struct {
						Reporter, Department *struct{ ID string }
						FollowUps            []struct {
							Internal, ByReporter bool
							Author               *struct{ ID string }
						}
						History struct {
							Nodes []struct {
								Kind       string
								ByReporter bool
								Actor      *struct{ ID string }
							}
						}
					}
				}
			}
			r := h.ask(t, caller, query, map[string]any{"id": h.ids[object]})
			if err := json.Unmarshal([]byte(r.Body), &answer); err != nil {
				t.Fatal(err)
			}
			shown, got := cell(t, row, caller) == "+", answer.Data.Node
			if (got.Reporter != nil) != shown || (got.Department != nil) != shown {
				t.Errorf("reporter and department of %s as %s: %s", object, caller, r.Body)
			}
			if !shown && (strings.Contains(r.Body, h.ids["colleague"]) || strings.Contains(r.Body, `"colleague"`) || strings.Contains(r.Body, h.ids["NOI"])) {
				t.Errorf("%s as %s tells who reported it: %s", object, caller, r.Body)
			}
			for _, u := range got.FollowUps {
				if u.Internal && cell(t, handlersOnly[object], caller) != "ok" {
					t.Errorf("an internal note of %s as %s: %s", object, caller, r.Body)
				}
				if (u.Author != nil) != (shown || !u.ByReporter) {
					t.Errorf("the author of a follow-up of %s as %s: %s", object, caller, r.Body)
				}
			}
			if object == "theft" && len(got.FollowUps) != map[bool]int{true: 2, false: 1}[caller == "it"] {
				t.Errorf("follow-ups of %s as %s: %s", object, caller, r.Body)
			}
			for _, e := range got.History.Nodes {
				if e.ByReporter && (e.Actor != nil) != shown || e.Kind == "NOTED" && caller != "it" {
					t.Errorf("the history of %s as %s: %s", object, caller, r.Body)
				}
			}
		}
	}
	byDepartment := `query($d: ID!) { incidents(filter: {department: $d}) { totalCount nodes { id } } }`
	for _, caller := range callers[1:] {
		r := h.ask(t, caller, byDepartment, map[string]any{"d": h.ids["NOI"]})
		want := 0
		for _, row := range reporters {
			if cell(t, row, caller) == "+" {
				want++
			}
		}
		if got := number(t, r.at(t, "data.incidents.totalCount")); got != want || strings.Contains(r.Body, h.ids["theft"]) != (cell(t, reporters["theft"], caller) == "+") {
			t.Errorf("incidents of NOI as %s: %s", caller, r.Body)
		}
		counted := 0
		for _, row := range trouble {
			if cell(t, row, caller) == "+" {
				counted++
			}
		}
		h.ask(t, caller, `{ incidentCounts { open } }`, nil).want(t, `{"data": {"incidentCounts": {"open": `+h.ask(t, caller, `{ incidents(first: 0, filter: {open: true}) { totalCount } }`, nil).at(t, "data.incidents.totalCount")+`}}}`)
		if got := number(t, h.ask(t, caller, `{ incidentCounts { open } }`, nil).at(t, "data.incidentCounts.open")); got != counted {
			t.Errorf("%d are counted for %s, who sees %d", got, caller, counted)
		}
	}
	theRecordNamesNoReporter(t, h)
}

// The record of the matter is for its reporter and the Board, what IT did about it for IT too; an inbox names its owner
// and nobody else.
func theRecordNamesNoReporter(t *testing.T, h *house) {
	const record = `query($id: ID!) { auditEvents(first: 100, filter: {subject: $id}) { nodes { action class actorId department { id } } } }`
	for _, caller := range callers[1:] {
		r := h.ask(t, caller, record, map[string]any{"id": h.ids["theft"]})
		reported, noted := strings.Contains(r.Body, "incident.reported"), strings.Contains(r.Body, "incident.noted")
		if named := caller == "colleague" || caller == "director"; reported != named || strings.Contains(r.Body, h.ids["colleague"]) != named {
			t.Errorf("the record of the report as %s: %s", caller, r.Body)
		}
		if noted != (caller == "it" || caller == "director") || strings.Contains(r.Body, h.ids["NOI"]) {
			t.Errorf("the record of the note as %s: %s", caller, r.Body)
		}
		inbox := h.ask(t, caller, `{ me { inbox(first: 100) { nodes { kind detail subjectId subject { id ... on Incident { reporter { id } department { id } } } } } } }`, nil)
		if strings.Contains(inbox.Body, h.ids["theft"]) != (caller == "it") && caller != "colleague" || caller != "colleague" && strings.Contains(inbox.Body, `"`+h.ids["colleague"]+`"`) {
			t.Errorf("the inbox of %s: %s", caller, inbox.Body)
		}
	}
	for _, tags := range h.texts(t, "SELECT tags FROM changes WHERE kind = 'incident'") {
		if tags != "incidents" {
			t.Errorf("the change feed tells %q of an incident", tags)
		}
	}
}

// texts are the values of a column.
func (h *house) texts(t *testing.T, query string) []string {
	t.Helper()
	found, err := db.All[string](t.Context(), h.DB.From(t.Context()), query)
	if err != nil || len(found) == 0 {
		t.Fatalf("%s: %d, %v", query, len(found), err)
	}
	return found
}
