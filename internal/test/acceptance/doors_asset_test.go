package acceptance

import (
	"net/http"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	sheets "ttyt.example/ttyt/internal/base/table"
	"ttyt.example/ttyt/internal/test/kit"
)

// assetsSeen: an asset is for the people of its department, for IT and for the Board.
var assetsSeen = table{
	"asset of NOI":   "- + + + - - + - + -",
	"asset of NGOAI": "- - - - + + + - + -",
}

var assetLooks = []look{
	{"Query.asset", `query($id: ID!) { asset(id: $id) { id } }`, byID, assetsSeen, "+"},
	{"Query.node", byNode, byID, assetsSeen, "+"},
	{"Query.node", byNode, byID, table{"licence of NOI": assetsSeen["asset of NOI"]}, "+"},
	{"Query.node", byNode, byID, table{"round": everyColleague}, "+"},
	{"Query.node", byNode, byID, table{"import": itAlone, "fault": itAlone}, "+"},
	{"Query.node", byNode, byID, table{"event of NOI": assetsSeen["asset of NOI"], "technical event of NOI": itAlone, "protection of NOI": assetsSeen["asset of NOI"]}, "+"},
	{"Query.node", byNode, byID, table{"line of NOI": assetsSeen["asset of NOI"], "line of NGOAI": assetsSeen["asset of NGOAI"]}, "+"},
	{"Query.node", byNode, byID, table{"connect list": "- - - - - - + - + -"}, "+"},
	{"Query.node", byNode, byID, table{"correction": "- - - - - - + - + -"}, "+"},
}

const (
	everyColleague = "- + + + + + + + + +"
	itAlone        = "- - - - - - + - - -"
)

var assetMutations = []mutation{
	{"registerAsset", `mutation($id: ID!) { registerAsset(input: {code: "", name: "", kind: SERVER, department: $id}) { userErrors { code } } }`,
		table{"NOI": "in no no no no no ok no no no"}},
	{"updateAsset", `mutation($id: ID!) { updateAsset(input: {id: $id, expectedVersion: 99, name: "a"}) { userErrors { code } } }`,
		table{"asset of NOI": "in no no no - - ok - no -", "asset of NGOAI": "in - - - no no ok - no -"}},
	{"updateAsset", `mutation($id: ID!) { updateAsset(input: {id: $id, expectedVersion: 99, remarks: "a"}) { userErrors { code } } }`,
		table{"asset of NOI": "in no no ok - - ok - no -", "asset of NGOAI": "in - - - no ok ok - no -"}},
	{"transferAsset", `mutation($id: ID!, $noi: ID!) { transferAsset(input: {id: $id, expectedVersion: 99, department: $noi}) { userErrors { code } } }`, itWrites},
	{"retireAsset", `mutation($id: ID!) { retireAsset(input: {id: $id, expectedVersion: 99, reason: "a"}) { userErrors { code } } }`, itWrites},
	{"unplugAsset", `mutation($id: ID!) { unplugAsset(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`, itWrites},
	{"closeTakeOver", `mutation { closeTakeOver(input: {reason: ""}) { userErrors { code } } }`,
		table{"": "in no no no no no no no ok no"}},
	{"submitConnectList", `mutation { submitConnectList(input: {assets: []}) { userErrors { code } } }`,
		table{"": "in no no no no no state no no no"}},
	{"takeOutOfConnectList", `mutation($id: ID!) { takeOutOfConnectList(input: {id: $id, expectedVersion: 99, assets: [], reason: "a"}) { userErrors { code } } }`,
		table{"connect list": "in - - - - - no - ok -"}},
	{"withdrawConnectList", `mutation($id: ID!) { withdrawConnectList(input: {id: $id, expectedVersion: 99, reason: "a"}) { userErrors { code } } }`,
		table{"connect list": "in - - - - - ok - no -"}},
	{"correctAsset", `mutation($id: ID!) { correctAsset(input: {id: $id, expectedVersion: 99, reason: "a"}) { userErrors { code } } }`, itWrites},
	{"updateAssetCorrection", `mutation($id: ID!) { updateAssetCorrection(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`,
		table{"correction": "in - - - - - ok - no -"}},
	{"withdrawAssetCorrection", `mutation($id: ID!) { withdrawAssetCorrection(input: {id: $id, expectedVersion: 99, reason: "a"}) { userErrors { code } } }`,
		table{"correction": "in - - - - - ok - no -"}},
	{"registerFoundAsset", `mutation($id: ID!, $noi: ID!) { registerFoundAsset(input: {round: $id, description: "a", asset: {code: "", name: "", kind: SERVER, department: $noi}}) { userErrors { code } } }`,
		table{"round": "in no no no no no ok no no no"}},
	{"linkAssets", `mutation($id: ID!) { linkAssets(input: {asset: $id, dependsOn: $id}) { userErrors { code } } }`, itWrites},
	{"unlinkAssets", `mutation($id: ID!) { unlinkAssets(input: {asset: $id, dependsOn: $id}) { userErrors { code } } }`,
		table{"asset of NOI": "in no no no - - state - no -"}}, // there is no such link
	{"addAssetLicence", `mutation($id: ID!) { addAssetLicence(input: {asset: $id, product: ""}) { userErrors { code } } }`, itWrites},
	{"removeAssetLicence", `mutation($id: ID!) { removeAssetLicence(input: {id: $id}) { userErrors { code } } }`,
		table{"asset of NOI": "in no no no - - ok - no -"}},
	{"openInventoryRound", `mutation { openInventoryRound(input: {name: ""}) { userErrors { code } } }`,
		table{"": "in no no no no no ok no ok no"}},
	{"closeInventoryRound", `mutation($id: ID!) { closeInventoryRound(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`,
		table{"round": "in no no no no no ok no ok no"}},
	{"confirmAssets", `mutation($id: ID!, $noi: ID!) { confirmAssets(input: {round: $id, department: $noi, assets: []}) { userErrors { code } } }`,
		table{"round": "in no no ok no no ok no no no"}},
	{"reportInventoryDifference", `mutation($id: ID!, $noi: ID!) { reportInventoryDifference(input: {round: $id, department: $noi, result: UNKNOWN_EXTRA}) { userErrors { code } } }`,
		table{"round": "in no no ok no no ok no no no"}},
	{"importAssets", `mutation($file: Upload!) { importAssets(input: {file: $file, more: true}) { userErrors { code } } }`,
		table{"": "in no no no no no ok no no no"}},
	{"addToAssetImport", `mutation($id: ID!, $file: Upload!) { addToAssetImport(input: {import: $id, part: 1, file: $file}) { userErrors { code } } }`,
		table{"import": "in - - - - - ok - - -"}},
	{"applyAssetImport", `mutation($id: ID!) { applyAssetImport(input: {id: $id, expectedVersion: 99}) { userErrors { code } } }`,
		table{"import": "in - - - - - ok - - -"}},
}

var itWrites = table{"asset of NOI": "in no no no - - ok - no -", "asset of NGOAI": "in - - - no no ok - no -"}

// fillAssets gives each of the two departments a workstation with an address.
func (h *house) fillAssets(t *testing.T) {
	t.Helper()
	for i, d := range []string{"NOI", "NGOAI"} {
		id, now := db.NewID(), h.DB.Now(t.Context())
		h.Insert(t.Context(), t, "assets", kit.Row{"id": id, "code": "PC-" + d, "name": "May tram", "kind": "WORKSTATION", "state": "IN_USE", "source": "REGISTERED",
			"department_id": h.keys[d], "search": " pc may tram", "version": 1, "created_at": now, "updated_at": now})
		h.Insert(t.Context(), t, "asset_interfaces", kit.Row{"id": db.NewID(), "asset_id": id, "ip": []string{"10.1.0.5", "10.1.0.6"}[i], "ip_key": []string{"10.1.0.5", "10.1.0.6"}[i]})
		h.keys["asset of "+d], h.ids["asset of "+d] = id, db.GlobalID("asset", id)
		licence := db.NewID()
		h.Insert(t.Context(), t, "asset_licences", kit.Row{"id": licence, "asset_id": id, "product": "Windows", "licence_key": "KEY-" + d})
		h.ids["licence of "+d] = db.GlobalID("asset_licence", licence)
		h.ids["protection of "+d] = db.GlobalID("asset_protection", id)
		for technical, name := range []string{"event of ", "technical event of "} {
			event := db.NewID()
			h.ids[name+d] = db.GlobalID("asset_event", event)
			h.Insert(t.Context(), t, "asset_events", kit.Row{"id": event, "asset_id": id, "action": "CHANGED", "field": "x", "technical": technical, "at": now})
		}
	}
	round, file := db.NewID(), db.NewID()
	h.Insert(t.Context(), t, "inventory_rounds", kit.Row{"id": round, "name": "Kiem ke", "live": 1, "opened_by": h.staff["director"], "opened_at": 1, "version": 1})
	h.Insert(t.Context(), t, "asset_imports", kit.Row{"id": file, "file_name": "a.csv", "state": "RECEIVING", "parts": 1, "started_by": h.staff["it"], "started_at": 1, "version": 1})
	for _, d := range []string{"NOI", "NGOAI"} {
		h.Insert(t.Context(), t, "inventory_lines", kit.Row{"round_id": round, "id": h.keys["asset of "+d], "asset_id": h.keys["asset of "+d], "label": "PC-" + d, "department_id": h.keys[d], "result": "MISSING"})
		h.ids["line of "+d] = db.GlobalPair("inventory_line", round, h.keys["asset of "+d])
	}
	wrong := db.NewID()
	h.Insert(t.Context(), t, "asset_import_faults", kit.Row{"id": wrong, "import_id": file, "line": 2, "column_name": "kind", "code": "INVALID", "message_vi": "Sai", "message_en": "Wrong", "article": ""})
	h.ids["fault"] = db.GlobalID("asset_import_fault", wrong)
	list := db.NewID()
	h.Insert(t.Context(), t, "connect_lists", kit.Row{"id": list, "state": "WAITING", "department_id": h.keys["NOI"], "submitter_id": h.staff["it"], "version": 1, "created_at": 1})
	h.ids["connect list"] = db.GlobalID("connect_list", list)
	correction := db.NewID()
	h.Insert(t.Context(), t, "asset_corrections", kit.Row{"id": correction, "asset_id": h.keys["asset of NOI"], "state": "RETURNED", "before_values": `{"Kind":"WORKSTATION","Serial":"A"}`,
		"after_values": `{"Kind":"WORKSTATION","Serial":"B"}`, "department_id": h.keys["NOI"], "asker_id": h.staff["it"], "version": 1, "created_at": 1})
	h.ids["correction"] = db.GlobalID("asset_correction", correction)
	h.ids["round"], h.ids["import"] = db.GlobalID("inventory_round", round), db.GlobalID("asset_import", file)
}

func assetLists() []list {
	return []list{
		{"assets", "first: 100", assetsSeen},
		{"assets", `first: 100, filter: {text: "may"}`, assetsSeen},
		{"inventoryRounds", "first: 100", table{"round": everyColleague}},
		{"connectLists", "first: 100", table{"connect list": "- - - - - - + - + -"}},
		{"assetCorrections", "first: 100", table{"correction": "- - - - - - + - + -"}},
		{"assetImports", "first: 100", table{"import": itAlone}},
	}
}

// What is technical is null for everybody but IT, and nobody else filters by it (Art. 5a).
func theTechnicalSideIsForIT(t *testing.T, h *house) {
	for object, row := range assetsSeen {
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

// licence puts one more licence on the asset of NOI.
func (h *house) licence(t *testing.T) string {
	t.Helper()
	id := db.NewID()
	h.Insert(t.Context(), t, "asset_licences", kit.Row{"id": id, "asset_id": h.keys["asset of NOI"], "product": "Office"})
	return db.GlobalID("asset_licence", id)
}

// Keys of licences, technical lines of the history and technical columns of the export are IT's too; inventory lines are
// their department's.
func moreOfTheTechnicalSideIsForIT(t *testing.T, h *house) {
	const query = `query($id: ID!, $round: ID!) { asset(id: $id) { licences { key } history { totalCount nodes { technical } } }
		node(id: $round) { ... on InventoryRound { progress { expected } lines { totalCount nodes { label } } } } }`
	for _, caller := range callers {
		if cell(t, assetsSeen["asset of NOI"], caller) == "-" {
			continue
		}
		key, history, seen := "null", `{"totalCount": 1, "nodes": [{"technical": false}]}`, `"progress": [{"expected": 1}], "lines": {"totalCount": 1, "nodes": [{"label": "PC-NOI"}]}`
		if caller == "it" {
			key, history = `"KEY-NOI"`, `{"totalCount": 2, "nodes": [{"technical": true}, {"technical": false}]}`
		}
		if caller == "it" || caller == "director" {
			seen = `"progress": [{"expected": 1}, {"expected": 1}], "lines": {"totalCount": 2, "nodes": [{"label": "PC-NGOAI"}, {"label": "PC-NOI"}]}`
		}
		h.ask(t, caller, query, map[string]any{"id": h.ids["asset of NOI"], "round": h.ids["round"]}).
			want(t, `{"data": {"asset": {"licences": [{"key": `+key+`}], "history": `+history+`}, "node": {`+seen+`}}}`)
	}
	for _, caller := range callers {
		for _, file := range []string{"/assets.csv", "/assets.xlsx"} {
			r := h.as[caller].send(t, http.MethodGet, file, "", nil)
			if caller == "stranger" {
				if r.Status != http.StatusUnauthorized || strings.Contains(r.Body, "PC-") {
					t.Errorf("%s as a stranger: %d %s", file, r.Status, r.Body)
				}
				continue
			}
			rows := rowsOf(t, r.Body)
			for object, row := range assetsSeen {
				code := strings.Replace(object, "asset of ", "PC-", 1)
				if shown := cell(t, row, caller) == "+"; strings.Contains(rows, code+",") != shown {
					t.Errorf("%s: %s as %s: want it shown: %v\n%s", file, object, caller, shown, rows)
				}
			}
			if technical := strings.Contains(rows, "10.1.0.5"); technical != (caller == "it") || strings.Contains(rows, "IP address") != (caller == "it") {
				t.Errorf("%s: technical columns as %s\n%s", file, caller, rows)
			}
		}
	}
}

// rowsOf is a file of assets with commas between its cells.
func rowsOf(t *testing.T, file string) string {
	t.Helper()
	read, err := sheets.Read([]byte(file), func(heading string) bool { return heading == "Code" })
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(read.Header, ",") + "\n"
	for row, err := range read.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range row.Cells {
			all += c.Text + ","
		}
		all += "\n"
	}
	return all
}
