package acceptance

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// hospital is a ward with a head and a nurse, the IT section, and a director, over an empty register.
type hospital struct {
	*world
	it, head, nurse, director    *client
	itID, headID, nurseID        string
	ward, section, board         string
	ids                          map[string]string // of assets by code
	wardKey, sectionKey, nurseOf db.ID
}

func newHospital(t *testing.T, w *world) *hospital {
	t.Helper()
	h := &hospital{world: w, ids: map[string]string{}}
	root := w.Department(t, "CENTRE", "TTYT", db.ID{})
	board := w.Department(t, "BOARD", "BGD", root)
	h.wardKey, h.sectionKey = w.Department(t, "CLINICAL", "NOI", root), w.Department(t, "UNIT", "CNTT", root)
	h.ward, h.section, h.board = db.GlobalID("department", h.wardKey), db.GlobalID("department", h.sectionKey), db.GlobalID("department", board)
	var it, head db.ID
	h.it, it = w.person(t, h.sectionKey, "cntt", access.IT)
	head = w.Staff(t, h.wardKey, "truongkhoa")
	w.Position(t, head, h.wardKey, "HEAD")
	h.head = w.signIn(t, head, "truongkhoa")
	h.nurse, h.nurseOf = w.person(t, h.wardKey, "dieuduong")
	h.director, _ = w.person(t, board, "giamdoc", access.Director)
	h.itID, h.headID, h.nurseID = db.GlobalID("staff", it), db.GlobalID("staff", head), db.GlobalID("staff", h.nurseOf)
	return h
}

const registerAsset = `mutation($input: RegisterAssetInput!) { registerAsset(input: $input) { asset { id version } userErrors { code path rule } } }`

// register registers an asset of a department, with more fields.
func (h *hospital) register(t *testing.T, code, kind, department string, more map[string]any) {
	t.Helper()
	input := map[string]any{"code": code, "name": "Ten " + code, "kind": kind, "department": department}
	for k, v := range more {
		input[k] = v
	}
	r := h.it.do(t, registerAsset, map[string]any{"input": input})
	r.want(t, `{"data":{"registerAsset":{"asset":{"id":"*","version":1},"userErrors":[]}}}`)
	h.ids[code] = r.at(t, "data.registerAsset.asset.id")
}

func (h *hospital) link(t *testing.T, from, to, errors string) {
	t.Helper()
	h.it.do(t, `mutation($a: ID!, $b: ID!) { linkAssets(input: {asset: $a, dependsOn: $b}) { userErrors { code rule } } }`, map[string]any{"a": h.ids[from], "b": h.ids[to]}).
		want(t, `{"data":{"linkAssets":{"userErrors":`+errors+`}}}`)
}

// Art. 2: the register holds the network, the website and the other business systems with what depends on what, so that
// the reach of an outage can be asked for.
func TestArticle2_TheReachOfAnOutageCanBeAsked(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHospital(t, w)
		h.register(t, "NET-1", "INTERNET_LINE", h.section, nil)
		h.register(t, "SW-1", "NETWORK_DEVICE", h.section, nil)
		h.register(t, "MC-1", "SERVER", h.section, nil)
		h.register(t, "HIS", "SOFTWARE_SYSTEM", h.section, nil)
		h.register(t, "WEB", "WEBSITE", h.section, nil)
		h.register(t, "LT", "INTEGRATION", h.section, nil)
		h.register(t, "PC-NOI", "WORKSTATION", h.ward, nil)
		for _, l := range [][2]string{{"MC-1", "SW-1"}, {"HIS", "MC-1"}, {"WEB", "NET-1"}, {"LT", "NET-1"}, {"LT", "HIS"}, {"PC-NOI", "SW-1"}} {
			h.link(t, l[0], l[1], `[]`)
		}
		const impact = `query($id: ID!) { asset(id: $id) { impact { assets { nodes { code } } hidden total } } }`
		h.it.do(t, impact, map[string]any{"id": h.ids["NET-1"]}).want(t, `{"data":{"asset":{"impact":{"assets":{"nodes":[{"code":"WEB"},{"code":"LT"}]},"hidden":0,"total":2}}}}`)
		r := h.it.do(t, impact, map[string]any{"id": h.ids["SW-1"]})
		for _, code := range []string{"MC-1", "PC-NOI", "HIS", "LT"} {
			if !strings.Contains(r.Body, `"`+code+`"`) {
				t.Errorf("the switch stops %s too: %s", code, r.Body)
			}
		}
		for _, l := range [][2]string{{"SW-1", "LT"}, {"MC-1", "HIS"}, {"HIS", "HIS"}} {
			h.link(t, l[0], l[1], `[{"code":"CYCLE","rule":"2"}]`)
		}
		h.link(t, "HIS", "MC-1", `[{"code":"TAKEN","rule":null}]`)

		// The ward's software stops with the server room, of which the ward knows no names.
		h.register(t, "TB-NOI", "MEDICAL_DEVICE", h.ward, nil)
		h.register(t, "PACS", "SOFTWARE_SYSTEM", h.section, nil)
		h.link(t, "PACS", "TB-NOI", `[]`)
		h.nurse.do(t, impact, map[string]any{"id": h.ids["TB-NOI"]}).want(t, `{"data":{"asset":{"impact":{"assets":{"nodes":[]},"hidden":1,"total":1}}}}`)
		h.nurse.do(t, `{ asset(code: "pc-noi") { dependsOn { asset { code } note } } }`, nil).want(t, `{"data":{"asset":{"dependsOn":[{"asset":null,"note":""}]}}}`)

		// What others depend on is not written off; what nothing depends on is, and lets go of what it depended on.
		const retire = `mutation($id: ID!, $v: Int!) { retireAsset(input: {id: $id, expectedVersion: $v, reason: "Hỏng."}) { asset { state } userErrors { code rule } } }`
		h.it.do(t, retire, map[string]any{"id": h.ids["MC-1"], "v": 1}).want(t, `{"data":{"retireAsset":{"asset":null,"userErrors":[{"code":"IN_USE","rule":"2"}]}}}`)
		h.it.do(t, `query($id: ID!) { asset(id: $id) { availableActions { action allowed reasons { code } } } }`, map[string]any{"id": h.ids["MC-1"]}).
			want(t, `{"data":{"asset":{"availableActions":[{"action":"CARE","allowed":true,"reasons":[]},{"action":"UPDATE","allowed":true,"reasons":[]},{"action":"TRANSFER","allowed":true,"reasons":[]},
				{"action":"LINK","allowed":true,"reasons":[]},{"action":"RETIRE","allowed":false,"reasons":[{"code":"IN_USE"}]},{"action":"UNPLUG","allowed":false,"reasons":[{"code":"WRONG_STATE"}]},{"action":"CORRECT","allowed":true,"reasons":[]}]}}}`)
		h.it.do(t, retire, map[string]any{"id": h.ids["LT"], "v": 1}).want(t, `{"data":{"retireAsset":{"asset":{"state":"RETIRED"},"userErrors":[]}}}`)
		h.it.do(t, retire, map[string]any{"id": h.ids["LT"], "v": 2}).want(t, `{"data":{"retireAsset":{"asset":null,"userErrors":[{"code":"WRONG_STATE","rule":null}]}}}`)
		h.it.do(t, impact, map[string]any{"id": h.ids["NET-1"]}).want(t, `{"data":{"asset":{"impact":{"assets":{"nodes":[{"code":"WEB"}]},"hidden":0,"total":1}}}}`)
		h.it.do(t, `mutation($a: ID!, $b: ID!) { unlinkAssets(input: {asset: $a, dependsOn: $b}) { userErrors { code } } }`, map[string]any{"a": h.ids["WEB"], "b": h.ids["NET-1"]}).
			want(t, `{"data":{"unlinkAssets":{"userErrors":[]}}}`)
	})
}

// Art. 5a: only IT writes the technical side, and only IT reads it.
func TestArticle5a_TheTechnicalSideIsForIT(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHospital(t, w)
		h.register(t, "SW-1", "NETWORK_DEVICE", h.section, nil)
		h.register(t, "PC-1", "WORKSTATION", h.ward, map[string]any{"serial": "AB 12", "connected": true, "state": "IN_USE",
			"interfaces": []any{map[string]any{"name": "eth0", "mac": "3C-52-82-4B-19-0E", "ip": "10.20.0.15", "vlan": 20, "switch": h.ids["SW-1"], "switchPort": "7"}}})
		refused := func(more map[string]any, want string) {
			t.Helper()
			input := map[string]any{"code": "PC-2", "name": "a", "kind": "WORKSTATION", "department": h.ward}
			for k, v := range more {
				input[k] = v
			}
			h.it.do(t, registerAsset, map[string]any{"input": input}).want(t, `{"data":{"registerAsset":{"asset":null,"userErrors":[`+want+`]}}}`)
		}
		taken := `{"code":"TAKEN","path":["input","interfaces"],"rule":"5a"}`
		refused(map[string]any{"code": "pc-1"}, `{"code":"TAKEN","path":["input","code"],"rule":null}`)
		refused(map[string]any{"serial": "ab12"}, `{"code":"TAKEN","path":["input","serial"],"rule":null}`)
		refused(map[string]any{"interfaces": []any{map[string]any{"mac": "3c52.824b.190e"}}}, taken)
		refused(map[string]any{"interfaces": []any{map[string]any{"ip": "::ffff:10.20.0.15"}}}, taken)
		refused(map[string]any{"interfaces": []any{map[string]any{"mac": "3c:52:82:4b:19:0e", "ip": "10.20.0.15"}}}, taken+","+taken)
		bad := `{"code":"INVALID","path":["input","interfaces"],"rule":null}`
		for _, n := range []map[string]any{{"mac": "ff:ff:ff:ff:ff:ff"}, {"ip": "10.20.0.256"}, {"vlan": 4095}, {"ip": "0.0.0.0"}} {
			refused(map[string]any{"interfaces": []any{n}}, bad)
		}
		refused(map[string]any{"interfaces": []any{map[string]any{"ip": "10.0.0.9"}, map[string]any{"ip": "10.0.0.9"}}}, bad)
		refused(map[string]any{"interfaces": []any{map[string]any{"switch": h.ids["PC-1"]}}}, bad)
		refused(map[string]any{"state": "RETIRED"}, `{"code":"INVALID","path":["input","state"],"rule":null}`)

		const query = `query($id: ID!) { asset(id: $id) { code technical { interfaces { name mac ip vlan switch { code } switchPort shared } } } }`
		h.it.do(t, query, map[string]any{"id": h.ids["PC-1"]}).want(t, `{"data":{"asset":{"code":"PC-1","technical":{"interfaces":[
			{"name":"eth0","mac":"3c:52:82:4b:19:0e","ip":"10.20.0.15","vlan":20,"switch":{"code":"SW-1"},"switchPort":"7","shared":false}]}}}}`)
		for _, c := range []*client{h.nurse, h.head, h.director} {
			c.do(t, query, map[string]any{"id": h.ids["PC-1"]}).want(t, `{"data":{"asset":{"code":"PC-1","technical":null}}}`)
			c.do(t, `{ assets(filter: {technical: {ip: "10.20.0.15"}}) { totalCount } }`, nil).
				want(t, `{"errors":[{"message":"You may not do this.","path":["assets"],"locations":"*","extensions":{"code":"FORBIDDEN","rule":"5a","traceId":"`+traceID+`"}}],"data":null}`)
			for _, word := range []string{"10.20.0.15", "3c52824b190e", "eth0"} {
				c.do(t, `query($text: String!) { assets(filter: {text: $text}) { totalCount } }`, map[string]any{"text": word}).want(t, `{"data":{"assets":{"totalCount":0}}}`)
			}
			c.do(t, `{ assets(filter: {text: "ab pc"}) { totalCount } }`, nil).want(t, `{"data":{"assets":{"totalCount":1}}}`)
		}
		for _, filter := range []string{`ip: "10.20.0.15"`, `mac: "3C:52:82:4B:19:0E"`, `vlan: 20`, `switch: "` + h.ids["SW-1"] + `"`} {
			h.it.do(t, `{ assets(filter: {technical: {`+filter+`}}) { nodes { code } } }`, nil).want(t, `{"data":{"assets":{"nodes":[{"code":"PC-1"}]}}}`)
		}
		const retire = `mutation($id: ID!) { retireAsset(input: {id: $id, expectedVersion: 1, reason: "Hỏng."}) { userErrors { code rule } } }`
		h.it.do(t, retire, map[string]any{"id": h.ids["PC-1"]}).want(t, `{"data":{"retireAsset":{"userErrors":[{"code":"CHANGE_REQUEST_NEEDED","rule":"5e"}]}}}`)
		h.it.do(t, retire, map[string]any{"id": h.ids["SW-1"]}).want(t, `{"data":{"retireAsset":{"userErrors":[{"code":"IN_USE","rule":"2"}]}}}`)
	})
}

// Art. 5b: a department looks after what it owns, and sees nothing of what others own.
func TestArticle5b_DepartmentsLookAfterTheirOwn(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHospital(t, w)
		h.register(t, "PC-1", "WORKSTATION", h.ward, nil)
		h.register(t, "MC-1", "SERVER", h.section, nil)
		const update = `mutation($input: UpdateAssetInput!) { updateAsset(input: $input) { asset { version custodian { name } remarks } userErrors { code path rule } } }`
		care := map[string]any{"input": map[string]any{"id": h.ids["PC-1"], "expectedVersion": 1, "custodian": h.nurseID, "remarks": "Bàn tiếp đón"}}
		h.head.do(t, update, care).want(t, `{"data":{"updateAsset":{"asset":{"version":2,"custodian":{"name":"dieuduong"},"remarks":"Bàn tiếp đón"},"userErrors":[]}}}`)
		h.head.do(t, update, care).want(t, `{"data":{"updateAsset":{"asset":null,"userErrors":[{"code":"CONFLICT","path":[],"rule":null}]}}}`)
		h.head.do(t, update, map[string]any{"input": map[string]any{"id": h.ids["PC-1"], "expectedVersion": 2, "custodian": h.itID}}).
			want(t, `{"data":{"updateAsset":{"asset":null,"userErrors":[{"code":"INVALID","path":["input","custodian"],"rule":"5b"}]}}}`)
		h.nurse.do(t, `{ assets { totalCount nodes { code } } }`, nil).want(t, `{"data":{"assets":{"totalCount":1,"nodes":[{"code":"PC-1"}]}}}`)
		h.nurse.do(t, `query($id: ID!) { asset(id: $id) { code } }`, map[string]any{"id": h.ids["MC-1"]}).want(t, refusal("asset", "NOT_FOUND", "Not found."))
		h.head.do(t, `query($id: ID!) { asset(id: $id) { history { nodes { action field before after by { name } rule } } } }`, map[string]any{"id": h.ids["PC-1"]}).
			want(t, `{"data":{"asset":{"history":{"nodes":[
				{"action":"UPDATED","field":"remarks","before":"","after":"Bàn tiếp đón","by":{"name":"truongkhoa"},"rule":"5b"},
				{"action":"UPDATED","field":"custodian","before":"","after":"*","by":{"name":"truongkhoa"},"rule":"5b"},
				{"action":"FIRST_REGISTRATION","field":"","before":"","after":"PC-1","by":{"name":"cntt"},"rule":"5d"}]}}}}`)

		// What a person looked after waits for another when they leave.
		if err := w.DB.InTx(access.AsSystem(t.Context()), func(ctx context.Context) error { return w.App.Services.Assets.Departed(ctx, h.nurseOf) }); err != nil {
			t.Fatal(err)
		}
		h.head.do(t, `{ asset(code: "PC-1") { custodian { id } version } }`, nil).want(t, `{"data":{"asset":{"custodian":null,"version":3}}}`)

		h.it.do(t, `mutation($id: ID!, $d: ID!) { transferAsset(input: {id: $id, expectedVersion: 3, department: $d, place: "Kho"}) { asset { place department { code } } userErrors { code } } }`,
			map[string]any{"id": h.ids["PC-1"], "d": h.section}).want(t, `{"data":{"transferAsset":{"asset":{"place":"Kho","department":{"code":"CNTT"}},"userErrors":[]}}}`)
		h.nurse.do(t, `{ assets { totalCount } }`, nil).want(t, `{"data":{"assets":{"totalCount":0}}}`)
	})
}

// Art. 5b: in an inventory round managers confirm what their department owns, and differences become a list.
func TestArticle5b_AnInventoryRound(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHospital(t, w)
		for _, code := range []string{"PC-1", "PC-2", "PC-3", "PC-4", "PC-5"} {
			h.register(t, code, "WORKSTATION", h.ward, nil)
		}
		h.register(t, "MC-1", "SERVER", h.section, nil)
		const open = `mutation { openInventoryRound(input: {name: "Kiểm kê 2026", dueOn: "2026-03-31"}) { inventoryRound { id state } userErrors { code rule } } }`
		r := h.director.do(t, open, nil)
		r.want(t, `{"data":{"openInventoryRound":{"inventoryRound":{"id":"*","state":"OPEN"},"userErrors":[]}}}`)
		round := r.at(t, "data.openInventoryRound.inventoryRound.id")
		h.it.do(t, open, nil).want(t, `{"data":{"openInventoryRound":{"inventoryRound":null,"userErrors":[{"code":"WRONG_STATE","rule":"5b"}]}}}`)

		const confirm = `mutation($round: ID!, $d: ID!, $assets: [ID!]) { confirmAssets(input: {round: $round, department: $d, assets: $assets}) { userErrors { code path rule } } }`
		h.head.do(t, confirm, map[string]any{"round": round, "d": h.ward, "assets": []string{h.ids["PC-1"]}}).want(t, `{"data":{"confirmAssets":{"userErrors":[]}}}`)
		h.head.do(t, confirm, map[string]any{"round": round, "d": h.ward, "assets": []string{h.ids["MC-1"]}}).
			want(t, `{"data":{"confirmAssets":{"userErrors":[{"code":"INVALID","path":["input","assets"],"rule":"5b"}]}}}`)
		report := func(c *client, more map[string]any, errors string) {
			t.Helper()
			input := map[string]any{"round": round}
			for k, v := range more {
				input[k] = v
			}
			c.do(t, `mutation($input: ReportInventoryDifferenceInput!) { reportInventoryDifference(input: $input) { userErrors { code path } } }`, map[string]any{"input": input}).
				want(t, `{"data":{"reportInventoryDifference":{"userErrors":[`+errors+`]}}}`)
		}
		report(h.head, map[string]any{"asset": h.ids["PC-2"], "result": "MISSING", "note": "Không thấy"}, "")
		report(h.head, map[string]any{"asset": h.ids["PC-3"], "result": "ELSEWHERE"}, `{"code":"INVALID","path":["input","place"]}`)
		report(h.head, map[string]any{"asset": h.ids["PC-3"], "result": "ELSEWHERE", "foundIn": h.section}, "")
		report(h.head, map[string]any{"asset": h.ids["PC-4"], "result": "OTHER_CUSTODIAN", "custodian": h.nurseID}, "")
		report(h.head, map[string]any{"result": "UNKNOWN_EXTRA", "department": h.ward}, `{"code":"REQUIRED","path":["input","description"]}`)
		report(h.head, map[string]any{"result": "UNKNOWN_EXTRA", "department": h.ward, "description": "Máy in không tem", "place": "Phòng 3"}, "")
		report(h.head, map[string]any{"asset": h.ids["PC-4"], "result": "UNKNOWN_EXTRA"}, `{"code":"INVALID","path":["input","result"]}`)

		const found = `query($id: ID!) { node(id: $id) { ... on InventoryRound { state progress { department { code } expected confirmed open differences }
			lines(filter: {differs: true}) { totalCount nodes { label result asset { code } foundIn { code } custodian { name } note place by { name } } } } } }`
		h.head.do(t, found, map[string]any{"id": round}).want(t, `{"data":{"node":{"state":"OPEN","progress":[{"department":{"code":"NOI"},"expected":5,"confirmed":1,"open":1,"differences":4}],
			"lines":{"totalCount":4,"nodes":[
				{"label":"Máy in không tem","result":"UNKNOWN_EXTRA","asset":null,"foundIn":null,"custodian":null,"note":"","place":"Phòng 3","by":{"name":"truongkhoa"}},
				{"label":"PC-2","result":"MISSING","asset":{"code":"PC-2"},"foundIn":null,"custodian":null,"note":"Không thấy","place":"","by":{"name":"truongkhoa"}},
				{"label":"PC-3","result":"ELSEWHERE","asset":{"code":"PC-3"},"foundIn":{"code":"CNTT"},"custodian":null,"note":"","place":"","by":{"name":"truongkhoa"}},
				{"label":"PC-4","result":"OTHER_CUSTODIAN","asset":{"code":"PC-4"},"foundIn":null,"custodian":{"name":"dieuduong"},"note":"","place":"","by":{"name":"truongkhoa"}}]}}}}`)
		h.head.do(t, confirm, map[string]any{"round": round, "d": h.ward}).want(t, `{"data":{"confirmAssets":{"userErrors":[]}}}`)
		h.head.do(t, `{ asset(code: "PC-5") { confirmedBy { name } version history(first: 1) { nodes { action cause { id } } } } }`, nil).
			want(t, `{"data":{"asset":{"confirmedBy":{"name":"truongkhoa"},"version":2,"history":{"nodes":[{"action":"CONFIRMED","cause":{"id":"`+round+`"}}]}}}}`)

		const end = `mutation($id: ID!, $version: Int!) { closeInventoryRound(input: {id: $id, expectedVersion: $version}) { userErrors { code rule } } }`
		h.director.do(t, end, map[string]any{"id": round, "version": 1}).want(t, `{"data":{"closeInventoryRound":{"userErrors":[]}}}`)
		h.director.do(t, end, map[string]any{"id": round, "version": 1}).want(t, `{"data":{"closeInventoryRound":{"userErrors":[{"code":"CONFLICT","rule":null}]}}}`)
		h.director.do(t, end, map[string]any{"id": round, "version": 2}).want(t, `{"data":{"closeInventoryRound":{"userErrors":[{"code":"WRONG_STATE","rule":"5b"}]}}}`)
		h.head.do(t, confirm, map[string]any{"round": round, "d": h.ward}).want(t, `{"data":{"confirmAssets":{"userErrors":[{"code":"WRONG_STATE","path":[],"rule":"5b"}]}}}`)
		h.director.do(t, `query($id: ID!) { node(id: $id) { ... on InventoryRound { state progress { department { code } open differences } } } }`, map[string]any{"id": round}).
			want(t, `{"data":{"node":{"state":"CLOSED","progress":[{"department":{"code":"CNTT"},"open":1,"differences":1},{"department":{"code":"NOI"},"open":0,"differences":4}]}}}`)
	})
}

// Art. 5d to 5f: IT's own edit and an import leave protected fields as they are, and say by which article.
func TestArticle5d_ProtectedFieldsTakeAChangeRequest(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHospital(t, w)
		h.register(t, "PC-1", "WORKSTATION", h.ward, map[string]any{"model": "X1", "interfaces": []any{map[string]any{"ip": "10.0.0.1"}}})
		protected := func(fields map[string]any, errors string) {
			t.Helper()
			h.it.do(t, `mutation($id: ID!, $p: AssetPatchInput!) { updateAsset(input: {id: $id, expectedVersion: 1, protected: $p}) { userErrors { code path rule } } }`, map[string]any{"id": h.ids["PC-1"], "p": fields}).
				want(t, `{"data":{"updateAsset":{"userErrors":[`+errors+`]}}}`)
		}
		needed := func(field, rule string) string {
			return `{"code":"CHANGE_REQUEST_NEEDED","path":["input","protected","` + field + `"],"rule":"` + rule + `"}`
		}
		protected(map[string]any{"model": "X1", "state": "IN_STOCK", "connected": false, "interfaces": []any{map[string]any{"ip": "10.0.0.1"}}}, "")
		protected(map[string]any{"manufacturer": "A"}, needed("manufacturer", "5d"))
		protected(map[string]any{"model": "X2", "connected": true}, needed("model", "5d")+","+needed("connected", "5e"))
		protected(map[string]any{"state": "RETIRED"}, needed("state", "5d"))
		protected(map[string]any{"interfaces": []any{}}, needed("interfaces", "5f"))

		i := h.importFile(t, "Mã,Kiểu,Nối mạng,Địa chỉ IP,Nơi đặt\nPC-1,X1,không,10.0.0.1,Kho\n")
		if got := i.at(t, "data.node.badRows") + i.at(t, "data.node.updated"); got != "01" {
			t.Errorf("what says the same is no change: %s", i.Body)
		}
		i = h.importFile(t, "Mã,Kiểu,Nối mạng,Địa chỉ IP,Nơi đặt\nPC-1,X2,có,10.0.0.2,Kho\n")
		i.want(t, `{"data":{"node":{"id":"*","version":3,"state":"CHECKED","failure":null,"rows":1,"done":1,"badRows":1,"created":0,"updated":0,"unchanged":0,"faults":{"totalCount":3,"nodes":[
			{"row":2,"column":"Kiểu","code":"CHANGE_REQUEST_NEEDED","message":"This can only be changed by executing a change request.","rule":"5d"},
			{"row":2,"column":"Nối mạng","code":"CHANGE_REQUEST_NEEDED","message":"This can only be changed by executing a change request.","rule":"5e"},
			{"row":2,"column":"Địa chỉ IP","code":"CHANGE_REQUEST_NEEDED","message":"This can only be changed by executing a change request.","rule":"5f"}]}}}}`)
	})
}

const importState = `query($id: ID!) { node(id: $id) { ... on AssetImport { id version state failure rows done badRows created updated unchanged
	faults(first: 100) { totalCount nodes { row column code message rule } } } } }`

// importFile brings a file, lets the job run, and returns how it stands.
func (h *hospital) importFile(t *testing.T, content string) response {
	t.Helper()
	r := h.it.upload(t, `mutation($file: Upload!) { importAssets(input: {file: $file}) { assetImport { id state } userErrors { code message } } }`, nil, "a.csv", content)
	r.want(t, `{"data":{"importAssets":{"assetImport":{"id":"*","state":"CHECKING"},"userErrors":[]}}}`)
	h.work(t)
	return h.it.do(t, importState, map[string]any{"id": r.at(t, "data.importAssets.assetImport.id")})
}

// work lets the jobs run that are due.
func (h *hospital) work(t *testing.T) {
	t.Helper()
	for range 2 { // the first pass enrols them
		h.Clock.Advance(2 * time.Second)
		if _, err := h.App.Jobs.RunDue(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func (h *hospital) apply(t *testing.T, i response, skip bool) response {
	t.Helper()
	id := i.at(t, "data.node.id")
	r := h.it.do(t, `mutation($id: ID!, $v: Int!, $skip: Boolean!) { applyAssetImport(input: {id: $id, expectedVersion: $v, skipBadRows: $skip}) { userErrors { code path } } }`,
		map[string]any{"id": id, "v": json.Number(i.at(t, "data.node.version")), "skip": skip})
	if strings.Contains(r.Body, `"code"`) {
		return r
	}
	h.work(t)
	return h.it.do(t, importState, map[string]any{"id": id})
}

// A file with every mistake by name: all of them are told, in the language of the caller, and none of it is written.
func TestImportOfAssetsTellsEveryMistake(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHospital(t, w)
		h.register(t, "SW-1", "NETWORK_DEVICE", h.section, nil)
		h.register(t, "PC-0", "WORKSTATION", h.ward, map[string]any{"serial": "S0", "interfaces": []any{map[string]any{"mac": "3c:52:82:4b:19:00", "ip": "10.0.0.1"}}})
		i := h.importFile(t, "\ufeffMã tài sản;Tên;Loại;Đơn vị;Người giữ;Số seri;MAC;IP;VLAN;Switch;Ngày mua;Bảo hành đến;Nối mạng;Trạng thái\r\n"+
			"PC-1;Máy 1;Máy trạm;NOI;;S1;3c:52:82:4b:19:01;10.0.1.1;20;SW-1;02/03/2024;2027-03-01;có;Đang dùng\r\n"+ // right
			"PC-1;Máy 1;Máy trạm;NOI;;;;;;;;;;\r\n"+ // 3: a code in the file already
			"PC-3;;Máy gì;XX;nobody;;;;;;;;;\r\n"+ // 4
			"PC-4;Máy 4;WORKSTATION;TTYT;;s0;3c-52-82-4b-19-00;10.0.0.1;5000;PC-0;2/30/2024;;maybe;Cách ly\r\n"+ // 5
			"\r\n"+
			"PC-7;Máy 7;workstation;noi;;S 1;;10.0.1.1;;;2024-03-02;2023-03-02;;\r\n"+ // 7: the serial and address of line 2
			"PC-8;\"Máy\n8\";Máy trạm;NOI;;;zz;1.2.3;;;;;;\r\n"+ // 8 and 9
			";Máy 10;Máy trạm;NOI;;;;;;;;;;\r\n") // 10
		i.want(t, `{"data":{"node":{"id":"*","version":3,"state":"CHECKED","failure":null,"rows":7,"done":7,"badRows":6,"created":1,"updated":0,"unchanged":0,"faults":{"totalCount":"*","nodes":"*"}}}}`)
		var got []string
		var answer struct {
			Data struct {
				Node struct {
					Faults struct {
						Nodes []struct {
							Row          int
							Column, Code string
						}
					}
				}
			}
		}
		if err := json.Unmarshal([]byte(i.Body), &answer); err != nil {
			t.Fatal(err)
		}
		for _, x := range answer.Data.Node.Faults.Nodes {
			got = append(got, strings.TrimSpace(strings.Join([]string{string(rune('0' + x.Row)), x.Column, x.Code}, " ")))
		}
		all := strings.Join(got, "\n")
		for _, want := range []string{
			"3 Mã tài sản TAKEN", "4 Tên REQUIRED", "4 Loại INVALID", "4 Đơn vị INVALID", "4 Người giữ INVALID",
			"5 Đơn vị INVALID", "5 Số seri TAKEN", "5 MAC TAKEN", "5 IP TAKEN", "5 VLAN INVALID", "5 Switch INVALID", "5 Ngày mua INVALID", "5 Nối mạng INVALID", "5 Trạng thái INVALID",
			"7 Số seri TAKEN", "7 IP TAKEN", "7 Bảo hành đến INVALID", "8 MAC INVALID", "8 IP INVALID", ": Mã tài sản REQUIRED",
		} {
			if !strings.Contains(all, want) {
				t.Errorf("want %q in\n%s", want, all)
			}
		}
		h.it.with("Accept-Language", "vi").do(t, `query($id: ID!) { node(id: $id) { ... on AssetImport { faults(first: 1) { nodes { message } } } } }`, map[string]any{"id": i.at(t, "data.node.id")}).
			want(t, `{"data":{"node":{"faults":{"nodes":[{"message":"Dòng 2 đã có giá trị này."}]}}}}`)
		vi := h.it.with("Accept-Language", "vi").do(t, `query($id: ID!) { node(id: $id) { ... on AssetImport { faults(first: 20) { nodes { message } } } } }`, map[string]any{"id": i.at(t, "data.node.id")})
		if want := `Tài sản mới cần có nội dung ở cột \"Tên\".`; !strings.Contains(vi.Body, want) {
			t.Errorf("want %s in %s", want, vi.Body)
		}
		h.apply(t, i, false).want(t, `{"data":{"applyAssetImport":{"userErrors":[{"code":"INVALID","path":["input","skipBadRows"]}]}}}`)
		h.it.do(t, `{ assets { totalCount } }`, nil).want(t, `{"data":{"assets":{"totalCount":2}}}`)
		if done := h.apply(t, i, true); done.at(t, "data.node.state") != "APPLIED" || done.at(t, "data.node.created") != "1" {
			t.Errorf("got %s", done.Body)
		}
		h.it.do(t, `{ asset(code: "PC-1") { source state connected purchasedOn department { code } technical { interfaces { ip vlan switch { code } } } history { nodes { action cause { id } } } } }`, nil).
			want(t, `{"data":{"asset":{"source":"IMPORTED","state":"IN_USE","connected":true,"purchasedOn":"2024-03-02","department":{"code":"NOI"},
				"technical":{"interfaces":[{"ip":"10.0.1.1","vlan":20,"switch":{"code":"SW-1"}}]},"history":{"nodes":[{"action":"FOUND_CONNECTED","cause":{"id":"`+i.at(t, "data.node.id")+`"}},{"action":"FIRST_REGISTRATION","cause":{"id":"`+i.at(t, "data.node.id")+`"}}]}}}}`)
		for content, says := range map[string]string{
			"Tên\nx\n":                      "The file has no column of asset codes.",
			"Mã,Giá\n1,2\n":                 "Unknown columns: Giá.",
			"Mã,Code\n1,2\n":                `The column "Code" is given twice.`,
			"Mã,Tên\nPC-9,\"x\nPC-10,y\n":   "Line 3: the quotes do not match.",
			"Mã,Tên\nPC-9,\xc3\x28\n":       "*",
			"\xff\xfeM\x00\xe3\x00\n\x00\n": "*",
		} {
			r := h.importFile(t, content)
			if state, failure := r.at(t, "data.node.state"), r.at(t, "data.node.failure"); state != "FAILED" || says != "*" && failure != says {
				t.Errorf("%q: %s, %s; want %s", content, state, failure, says)
			}
		}
	})
}

// What is exported can be imported again without a change, and no cell of it is a formula.
func TestExportOfAssets(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHospital(t, w)
		h.register(t, "SW-1", "NETWORK_DEVICE", h.section, nil)
		h.register(t, "PC-1", "WORKSTATION", h.ward, map[string]any{"custodian": h.nurseID, "remarks": "=HYPERLINK(\"http://x\")", "place": "+84", "serial": "-1", "connected": true,
			"interfaces": []any{map[string]any{"name": "eth0", "ip": "10.0.0.1", "switch": h.ids["SW-1"], "switchPort": "7"}, map[string]any{"name": "wlan0", "mac": "3c:52:82:4b:19:00"}}})
		r := h.it.with("Accept-Language", "vi").send(t, http.MethodGet, "/assets.csv", "", nil)
		if !strings.HasPrefix(r.Body, "\ufeffMã tài sản,Tên tài sản,Loại,") || r.Header.Get("Content-Type") != "text/csv; charset=utf-8" || !strings.Contains(r.Header.Get("Content-Disposition"), "assets.csv") {
			t.Errorf("got %v\n%s", r.Header, r.Body)
		}
		for _, want := range []string{`"'=HYPERLINK(""http://x"")"`, ",'+84,", ",'-1,", "eth0 | wlan0", ",SW-1 | ,", "Máy trạm"} {
			if !strings.Contains(r.Body, want) {
				t.Errorf("want %s in\n%s", want, r.Body)
			}
		}
		i := h.importFile(t, r.Body)
		if got := i.at(t, "data.node.unchanged") + i.at(t, "data.node.badRows"); got != "20" {
			t.Errorf("imported again: %s", i.Body)
		}
		one := h.it.send(t, http.MethodGet, "/assets.csv?kind=NETWORK_DEVICE", "", nil)
		if strings.Contains(one.Body, "PC-1") || !strings.Contains(one.Body, "Network device") {
			t.Errorf("filtered: %s", one.Body)
		}
		if r := h.it.send(t, http.MethodGet, "/assets.csv?department=x", "", nil); r.Status != http.StatusBadRequest || !strings.Contains(r.Body, "BAD_INPUT") {
			t.Errorf("got %d %s", r.Status, r.Body)
		}
	})
}

// A file that was exported before a round and edited meanwhile changes the register while the round is open, as an edit by hand does.
// What the round has found stays: lines and confirmations are no columns of a file. Where the file moves an asset that nobody has
// looked at to another department, that one is asked for it.
func TestArticle5b_AFileDuringAnInventoryRound(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHospital(t, w)
		for _, code := range []string{"PC-1", "PC-2", "PC-3"} {
			h.register(t, code, "WORKSTATION", h.ward, map[string]any{"name": "Máy in " + code, "place": "Phòng 1"})
		}
		file := h.it.with("Accept-Language", "vi").send(t, http.MethodGet, "/assets.csv", "", nil).Body
		r := h.director.do(t, `mutation { openInventoryRound(input: {name: "Kiểm kê 2026", dueOn: "2026-03-31"}) { inventoryRound { id } } }`, nil)
		round := r.at(t, "data.openInventoryRound.inventoryRound.id")
		h.head.do(t, `mutation($round: ID!, $d: ID!, $assets: [ID!]) { confirmAssets(input: {round: $round, department: $d, assets: $assets}) { userErrors { code } } }`,
			map[string]any{"round": round, "d": h.ward, "assets": []string{h.ids["PC-1"]}}).want(t, `{"data":{"confirmAssets":{"userErrors":[]}}}`)
		h.head.do(t, `mutation($input: ReportInventoryDifferenceInput!) { reportInventoryDifference(input: $input) { userErrors { code } } }`,
			map[string]any{"input": map[string]any{"round": round, "asset": h.ids["PC-2"], "result": "MISSING", "note": "Không thấy"}}).want(t, `{"data":{"reportInventoryDifference":{"userErrors":[]}}}`)

		edited := strings.NewReplacer("Máy in PC-1", "Mấy in PC-1", "Phòng 1", "Phòng 2").Replace(file)
		edited = strings.Replace(edited, "PC-3,Máy in PC-3,Máy trạm,Trong kho,NOI", "PC-3,Máy in PC-3,Máy trạm,Trong kho,CNTT", 1)
		i := h.importFile(t, edited)
		if got := i.at(t, "data.node.updated") + " " + i.at(t, "data.node.badRows"); got != "3 0" {
			t.Fatalf("checked: %s\n%s", i.Body, edited)
		}
		if done := h.apply(t, i, false); done.at(t, "data.node.updated") != "3" || done.at(t, "data.node.badRows") != "0" {
			t.Errorf("written: %s", done.Body)
		}
		h.it.do(t, `{ assets { nodes { name place department { code } confirmedBy { name } } } }`, nil).want(t, `{"data":{"assets":{"nodes":[
			{"name":"Mấy in PC-1","place":"Phòng 2","department":{"code":"NOI"},"confirmedBy":{"name":"truongkhoa"}},
			{"name":"Máy in PC-2","place":"Phòng 2","department":{"code":"NOI"},"confirmedBy":null},
			{"name":"Máy in PC-3","place":"Phòng 2","department":{"code":"CNTT"},"confirmedBy":null}]}}}`)
		h.director.do(t, `query($id: ID!) { node(id: $id) { ... on InventoryRound { progress { department { code } expected confirmed open differences } lines(filter: {differs: true}) { nodes { label result } } } } }`,
			map[string]any{"id": round}).want(t, `{"data":{"node":{"progress":[{"department":{"code":"CNTT"},"expected":1,"confirmed":0,"open":1,"differences":0},
				{"department":{"code":"NOI"},"expected":2,"confirmed":1,"open":0,"differences":1}],"lines":{"nodes":[{"label":"PC-2","result":"MISSING"}]}}}}`)
	})
}

// A large file comes in parts, and a part that is sent twice counts once.
func TestImportOfAssetsInParts(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHospital(t, w)
		r := h.it.upload(t, `mutation($file: Upload!) { importAssets(input: {file: $file, more: true}) { assetImport { id state } userErrors { code } } }`, nil, "a.csv", "Mã,Tên,Loại,Đơn vị\nPC-1,Máy")
		r.want(t, `{"data":{"importAssets":{"assetImport":{"id":"*","state":"RECEIVING"},"userErrors":[]}}}`)
		id := r.at(t, "data.importAssets.assetImport.id")
		add := func(part int, more bool, content, want string) {
			t.Helper()
			h.it.upload(t, `mutation($id: ID!, $part: Int!, $more: Boolean!, $file: Upload!) { addToAssetImport(input: {import: $id, part: $part, more: $more, file: $file}) { assetImport { state } userErrors { code } } }`,
				map[string]any{"id": id, "part": part, "more": more}, "a.csv", content).want(t, `{"data":{"addToAssetImport":`+want+`}}`)
		}
		add(3, false, "x", `{"assetImport":null,"userErrors":[{"code":"INVALID"}]}`)
		add(2, true, " trạm,Máy trạm,NOI\nPC-2,", `{"assetImport":{"state":"RECEIVING"},"userErrors":[]}`)
		add(2, true, " trạm,Máy trạm,NOI\nPC-2,", `{"assetImport":{"state":"RECEIVING"},"userErrors":[]}`)
		add(3, false, "Máy,Máy trạm,NOI\n", `{"assetImport":{"state":"CHECKING"},"userErrors":[]}`)
		add(4, false, "x", `{"assetImport":null,"userErrors":[{"code":"WRONG_STATE"}]}`)
		h.work(t)
		i := h.it.do(t, importState, map[string]any{"id": id})
		if done := h.apply(t, i, false); done.at(t, "data.node.created") != "2" {
			t.Errorf("got %s", done.Body)
		}
		h.head.do(t, `{ assets { nodes { code name } } }`, nil).want(t, `{"data":{"assets":{"nodes":[{"code":"PC-1","name":"Máy trạm"},{"code":"PC-2","name":"Máy"}]}}}`)
	})
}
