package acceptance

import (
	"encoding/json"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

const forSiteAndBoard = "- - - - - - - + + -"

var siteLooks = []look{
	{"Query.node", byNode, byID, table{"site change": forSiteAndBoard}, "+"},
}

var siteMutations = []mutation{
	{"changeSite", `mutation { changeSite(input: {expectedVersion: 99, name: "a"}) { userErrors { code } } }`,
		table{"": "in no no no no no no ok ok no"}},
	{"changeSite", `mutation { changeSite(input: {expectedVersion: 1, accentColour: "#006699", hours: [{days: [], opens: "", closes: ""}]}) { userErrors { code } } }`,
		table{"": "in no no no no no no ok ok no"}},
	{"changeSite", `mutation { changeSite(input: {expectedVersion: 1, categories: [{name: ""}]}) { userErrors { code } } }`,
		table{"": "in no no no no no no ok ok no"}},
	{"withdrawSiteChange", `mutation($id: ID!) { withdrawSiteChange(input: {id: $id, expectedVersion: 99, reason: "a"}) { userErrors { code } } }`,
		table{"site change": "in - - - - - - ok no -"}},
	{"confirmSiteChange", `mutation($id: ID!) { confirmSiteChange(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`,
		table{"site change": "in - - - - - - ok no -"}},
}

// renamesCategory gives the section another name, as it is done: proposed and consented to.
func (h *house) renamesCategory(t *testing.T, name string) {
	t.Helper()
	version := h.must(t, "web", `{ site { version } }`, nil).at(t, "data.site.version")
	approval := h.must(t, "web", `mutation($v: Int!, $id: ID!, $n: String!) { changeSite(input: {expectedVersion: $v, categories: [{id: $id, name: $n}], reason: "Tên mới."}) { siteChange { approval { id } } userErrors { message } } }`,
		map[string]any{"v": json.Number(version), "id": h.ids["category"], "n": name}).at(t, "data.changeSite.siteChange.approval.id")
	h.must(t, "director", decideApproval, map[string]any{"input": map[string]any{"id": approval, "verdict": "APPROVE", "expectedVersion": 1}})
}

// fillSite has the second director's proposal of a name lie there.
func (h *house) fillSite(t *testing.T) {
	t.Helper()
	id := db.NewID()
	h.Insert(t.Context(), t, "site_changes", kit.Row{"id": id, "state": "REJECTED", "fields": `["NAME"]`, "before_values": "{}", "after_values": `{"Name":"Tên"}`,
		"department_id": h.keys["BGD"], "proposer_id": h.staff["secondDirector"], "version": 1, "created_at": 1, "closed_at": 2})
	h.ids["site change"] = db.GlobalID("site_change", id)
}

func siteLists() []list {
	return []list{
		{"siteChanges", "first: 100", table{"site change": forSiteAndBoard}},
		{"siteChanges", "first: 100, filter: {state: REJECTED, arranged: false}", table{"site change": forSiteAndBoard}},
	}
}
