package acceptance

import (
	"testing"

	"ttyt/internal/db"
	"ttyt/internal/testkit"
)

// register: an asset is for the people of its department, for IT and for the Board.
var register = table{
	"asset of NOI":   "- + + + - - + - + -",
	"asset of NGOAI": "- - - - + + + - + -",
}

var assetLooks = []look{
	{"Query.asset", `query($id: ID!) { asset(id: $id) { id } }`, byID, register, "+"},
	{"Query.node", byNode, byID, register, "+"},
}

var assetMutations = []mutation{
	{"registerAsset", `mutation($id: ID!) { registerAsset(input: {code: "", name: "", kind: SERVER, department: $id}) { userErrors { code } } }`,
		table{"NOI": "in no no no no no ok no no no"}},
}

// fillAssets gives each of the two departments a workstation with an address.
func (h *house) fillAssets(t *testing.T) {
	t.Helper()
	for i, d := range []string{"NOI", "NGOAI"} {
		id, now := db.NewID(), h.DB.Now(t.Context())
		h.Insert(t.Context(), t, "assets", testkit.Row{"id": id, "code": "PC-" + d, "name": "May tram", "kind": "WORKSTATION", "state": "IN_USE", "source": "REGISTERED",
			"department_id": h.keys[d], "search": " pc may tram", "version": 1, "created_at": now, "updated_at": now})
		h.Insert(t.Context(), t, "asset_interfaces", testkit.Row{"id": db.NewID(), "asset_id": id, "ip": []string{"10.1.0.5", "10.1.0.6"}[i], "ip_key": []string{"10.1.0.5", "10.1.0.6"}[i]})
		h.keys["asset of "+d], h.ids["asset of "+d] = id, db.GlobalID("asset", id)
	}
}

func assetLists() []list {
	return []list{
		{"assets", "first: 100", register},
		{"assets", `first: 100, filter: {text: "may"}`, register},
	}
}

// What is technical is null for everybody but IT, and nobody else filters by it (Art. 5a).
func theTechnicalSideIsForIT(t *testing.T, h *house) {
	for object, row := range register {
		for _, caller := range callers {
			if cell(t, row, caller) == "-" {
				continue
			}
			technical := "null"
			if caller == "it" {
				technical = `{"interfaces": [{"ip": "*"}]}`
			}
			for _, document := range []string{`query($id: ID!) { asset(id: $id) { technical { interfaces { ip } } } }`, `query($id: ID!) { asset: node(id: $id) { ... on Asset { technical { interfaces { ip } } } } }`} {
				h.ask(t, caller, document, map[string]any{"id": h.ids[object]}).want(t, `{"data": {"asset": {"technical": `+technical+`}}}`)
			}
		}
	}
	for _, caller := range callers {
		for _, filter := range []string{`{ip: "10.1.0.5"}`, `{ip: "10.1.0.99"}`, `{vlan: 1}`, `{}`} {
			want := "FORBIDDEN"
			switch caller {
			case "it":
				want = ""
			case "stranger":
				want = "UNAUTHENTICATED"
			}
			if _, code := h.page(t, caller, "assets", "filter: {technical: "+filter+"}"); code != want {
				t.Errorf("filter %s as %s: got %q, want %q", filter, caller, code, want)
			}
		}
	}
}
