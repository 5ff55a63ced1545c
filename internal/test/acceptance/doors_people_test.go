package acceptance

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
)

var departmentMutations = []mutation{
	{"createDepartment", `mutation($id: ID!) { createDepartment(input: {kind: UNIT, parent: $id, name: "", code: ""}) { userErrors { code } } }`,
		table{"NOI": "in no no no no no no no ok no"}},
	{"updateDepartment", `mutation($id: ID!) { updateDepartment(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`,
		table{"NOI": "in no no no no no no no ok no"}},
	{"moveDepartment", `mutation($id: ID!) { moveDepartment(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`,
		table{"NOI": "in no no no no no no no ok no"}},
	{"deleteDepartment", `mutation($id: ID!) { deleteDepartment(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`,
		table{"NOI": "in no no no no no no no ok no"}},
}

// accounts are seen by their holders, IT and the Board.
var accounts = table{
	"account of colleague": "- - + - - - + - + -",
	"account of it":        "- - - - - - + - + -",
	"account of director":  "- - - - - - + - + -",
}

var accountLooks = []look{
	{"Query.node", byNode, byID, accounts, "+"},
	{"Query.node", byNode, byID, table{"session of colleague": "- - + - - - + - - -", "session of director": "- - - - - - + - + -"}, "+"},
	{"Query.node", byNode, byID, table{"reset of web": "- - - - - - + - + -"}, "+"},
}

var accountMutations = []mutation{
	{"signIn", `mutation { signIn(input: {login: "nobody", password: "guess", client: APP}) { userErrors { code } } }`,
		table{"": "ok ok ok ok ok ok ok ok ok ok"}},
	{"resetPassword", `mutation { resetPassword(input: {token: "guess", newPassword: "a"}) { userErrors { code } } }`,
		table{"": "ok ok ok ok ok ok ok ok ok ok"}},
	{"endSession", `mutation($id: ID!) { endSession(input: {id: $id}) { userErrors { code } } }`, table{
		"colleague": "in - ok - - - ok - - -",
		"director":  "in - - - - - ok - ok -",
	}},
	{"createAccount", `mutation($id: ID!) { createAccount(input: {staff: $id, login: "", alias: ""}) { userErrors { code } } }`,
		table{"colleague": "in no no no no no ok no no no"}},
	{"suspendAccount", `mutation($id: ID!) { suspendAccount(input: {id: $id, reason: ""}) { userErrors { code } } }`, table{
		"account of colleague": "in - no - - - ok - ok -",
		"account of it":        "in - - - - - eyes - ok -",
		"account of director":  "in - - - - - ok - eyes -",
	}},
	{"resumeAccount", `mutation($id: ID!) { resumeAccount(input: {id: $id}) { userErrors { code } } }`, table{
		"account of colleague": "in - no - - - state - no -", // it is not suspended
		"account of it":        "in - - - - - eyes - no -",
	}},
	{"updateAlias", `mutation($id: ID!) { updateAlias(input: {id: $id, expectedVersion: 99, alias: "a"}) { userErrors { code } } }`, table{
		"account of colleague": "in - ok - - - ok - no -",
		"account of it":        "in - - - - - ok - no -",
		"account of director":  "in - - - - - ok - ok -",
	}},
	{"confirmAccount", `mutation($id: ID!) { confirmAccount(input: {id: $id}) { userErrors { code } } }`, table{
		"account of colleague": "in - no - - - ok - ok -",
		"account of it":        "in - - - - - eyes - ok -",
		"account of director":  "in - - - - - ok - eyes -",
	}},
	{"sendPasswordReset", `mutation($id: ID!) { sendPasswordReset(input: {staff: $id}) { userErrors { code } } }`,
		table{"colleague": "in no no no no no ok no no no"}}, // no mail is set up, so the answer shows the link
	{"confirmPasswordReset", `mutation($id: ID!) { confirmPasswordReset(input: {id: $id}) { userErrors { code } } }`, table{
		"reset of web": "in - - - - - eyes no ok -", // IT asked for it
	}},
	{"openAccountsToDirectors", `mutation { openAccountsToDirectors(input: {reason: ""}) { userErrors { code } } }`,
		table{"": "in no no no no no no no head no"}}, // nobody heads the Board here
	{"closeAccountsToDirectors", `mutation { closeAccountsToDirectors { userErrors { code } } }`,
		table{"": "in no no no no no no no state no"}},
}

// events are lines of the record: the author on a post of NOI, an attempt by the outsider, personnel on the colleague.
var events = table{
	"content event":        "- + - + - - - + + -",
	"security event":       "- - - - + - + - + -",
	"administrative event": "- - + + - - - - + +",
}

// origins tell who sees from where it was done.
var origins = table{
	"content event":        "- + - - - - - - + -",
	"security event":       "- - - - + - + - + -",
	"administrative event": "- - - - - - - - + +",
}

var recordLooks = []look{{"Query.node", byNode, byID, events, "+"}}

// fillRecord adds what the tables of this file speak of.
func (h *house) fillRecord(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	for name, e := range map[string]map[string]any{
		"content event":        {"class": "CONTENT", "staff_id": h.staff["author"], "department_id": h.keys["NOI"]},
		"security event":       {"class": "SECURITY", "staff_id": h.staff["outsider"]},
		"administrative event": {"class": "ADMINISTRATION", "staff_id": h.staff["personnel"], "department_id": h.keys["NOI"], "subject_kind": "staff", "subject_id": h.staff["colleague"]},
	} {
		id := db.NewID()
		e["id"], e["at"], e["action"], e["address"], e["session_id"], e["mac"] = id, h.DB.Now(ctx), "door.tried", "192.0.2.1", db.NewID(), make([]byte, 32)
		h.Insert(ctx, t, "audit_log", e)
		h.ids[name] = db.GlobalID("audit_event", id)
	}
	link := db.NewID()
	h.Insert(ctx, t, "reset_links", map[string]any{"id": link, "account_id": h.keys["account of web"], "requested_by": h.staff["it"], "needs_second": 1,
		"created_at": h.DB.Now(ctx), "expires_at": db.At(h.DB.Now(ctx).AddDate(0, 0, 1))})
	h.ids["reset of web"] = db.GlobalID("reset_link", link)
	var item db.ID
	if err := h.DB.From(ctx).Get(ctx, &item, "SELECT id FROM inbox_items WHERE staff_id = ? ORDER BY id LIMIT 1", h.staff["head"]); err != nil {
		t.Fatal(err)
	}
	h.ids["inbox of head"] = db.GlobalID("inbox_item", item)
}

// list is a root field that answers a page, and who sees which of the objects there: all that there are.
type list struct {
	field, arguments string
	rows             table
}

// connection is a page of any list.
type connection struct {
	TotalCount int
	Nodes      []struct{ ID string }
}

func (h *house) page(t *testing.T, caller, field, arguments string) (c connection, code string) {
	t.Helper()
	r := h.ask(t, caller, "{ list: "+field+"("+arguments+") { totalCount nodes { id } } }", nil)
	var answer struct {
		Errors []struct{ Extensions struct{ Code string } }
		Data   struct{ List connection }
	}
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil {
		t.Fatal(err)
	}
	for _, e := range answer.Errors {
		code = e.Extensions.Code
	}
	return answer.Data.List, code
}

func listsHoldWhatIsVisible(t *testing.T, h *house) {
	ofApprovals := table{}
	for object, row := range approvals {
		ofApprovals["approval of "+object] = row
	}
	ofApprovals["first approval of inRenewal"] = approvals["public"]
	ofApprovals["approval of token"] = consents["approval of token"]
	maps.Copy(ofApprovals, changeApprovals)
	duties := table{
		"approval of endorsement": "- - - + - - - - - -",
		"approval of inRenewal":   "- - - + - - - - - -",
		"approval of board":       "- - - - - - - - + -",
		"approval of token":       "- - - - - - - - + -",
	}
	maps.Copy(duties, changeDuties)
	everyAccount := table{}
	for i, name := range callers[1:] {
		cells := []string{"-", "-", "-", "-", "-", "-", "+", "-", "+", "-"}
		cells[i+1] = "+"
		everyAccount["account of "+name] = strings.Join(cells, " ")
	}
	everyAccount["account of secondDirector"] = "- - - - - - + - + -"
	lists := append(slices.Concat(staffLists(), assetLists(), incidentLists(), changeRequestLists(), malwareLists(), tokenLists(), siteLists(), mediaLists()), []list{
		{"approvals", "first: 100", ofApprovals},
		{"approvals", "first: 100, filter: {mine: true}", duties},
		{"auditEvents", `first: 100, filter: {action: "door.tried"}`, events},
		{"accounts", "first: 100", everyAccount},
		{"accounts", `first: 100, filter: {login: "u.colleague"}`, table{"account of colleague": accounts["account of colleague"]}},
	}...)
	for _, l := range lists {
		if _, code := h.page(t, "stranger", l.field, l.arguments); code != "UNAUTHENTICATED" {
			t.Errorf("%s to a stranger: %q", l.field, code)
		}
		for _, caller := range callers[1:] {
			c, code := h.page(t, caller, l.field, l.arguments)
			var got, want []string
			for _, n := range c.Nodes {
				got = append(got, n.ID)
			}
			for object, row := range l.rows {
				if cell(t, row, caller) == "+" {
					want = append(want, h.ids[object])
				}
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) || c.TotalCount != len(want) || code != "" {
				t.Errorf("%s(%s) as %s: %d in all, %d shown, want %d (%s)", l.field, l.arguments, caller, c.TotalCount, len(got), len(want), code)
			}
		}
	}
}

func passwordResetsWaitForITAndTheBoard(t *testing.T, h *house) {
	const query = "{ passwordResets { id } }"
	for _, caller := range callers[1:] {
		r := h.ask(t, caller, "{ accountOpening { cause } }", nil)
		if caller == "it" || caller == "director" {
			r.want(t, `{"data": {"accountOpening": null}}`) // IT works here
		} else if got := verdictOf(t, r); got != "no" {
			t.Errorf("accountOpening as %s: %s", caller, r.Body)
		}
	}
	for _, caller := range callers[1:] {
		r := h.ask(t, caller, query, nil)
		if caller == "it" || caller == "director" {
			r.want(t, `{"data": {"passwordResets": [{"id": "`+h.ids["reset of web"]+`"}]}}`)
		} else if got := verdictOf(t, r); got != "no" {
			t.Errorf("passwordResets as %s: %s", caller, r.Body)
		}
	}
}

// What is public is the same for everybody.
func theTreeIsForEverybody(t *testing.T, h *house) {
	const query = `{ departments { id children { id } } department(code: "NOI") { id } categories { id } category(slug: "tin-tuc") { id } }`
	first := h.ask(t, "stranger", query, nil)
	if n := first.at(t, "data.departments.6.id"); n == "" || first.at(t, "data.categories.0.id") != h.ids["category"] {
		t.Errorf("got %s", first.Body)
	}
	for _, caller := range callers {
		if r := h.ask(t, caller, query, nil); r.Body != first.Body {
			t.Errorf("as %s: %s", caller, r.Body)
		}
		for _, object := range []string{"NOI", "category"} {
			h.ask(t, caller, byNode, map[string]any{"id": h.ids[object]}).want(t, `{"data": {"node": {"id": "`+h.ids[object]+`"}}}`)
		}
	}
}

func meIsMe(t *testing.T, h *house) {
	for _, caller := range callers[1:] {
		h.ask(t, caller, "{ me { name account { id } sessions { id } } }", nil).want(t, `{"data": {"me": {"name": "`+caller+`", "account": {"id": "`+
			h.ids["account of "+caller]+`"}, "sessions": [{"id": "`+h.ids["session of "+caller]+`"}]}}}`)
	}
}
