package acceptance

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// veiled is a centre in which somebody reported what became a matter of security. "r" and "c" are of NOI; the machines,
// the managers and the repair are of NOI1, a unit of it, so that NOI is told by nothing but the reporter.
type veiled struct {
	*desk
	assets  map[string]string // global ids by code
	matters map[string]string // global ids of what r reported, and of what started from it
	subject map[string]string // the type of each matter
	sealed  []string          // the matters that became one of security
}

func newVeiled(t *testing.T, w *world) *veiled {
	t.Helper()
	v := &veiled{desk: &desk{world: w, as: map[string]*client{}, staff: map[string]db.ID{}}, assets: map[string]string{}, matters: map[string]string{}, subject: map[string]string{}}
	root := w.Department(t, "CENTRE", "TTYT", db.ID{})
	office := w.Department(t, "OFFICE", "TCHC", root)
	v.noi = w.Department(t, "CLINICAL", "NOI", root)
	unit := w.Department(t, "UNIT", "NOI1", v.noi)
	it := w.Department(t, "UNIT", "CNTT", office)
	for _, p := range []struct {
		login string
		home  db.ID
		roles []access.Role
	}{
		{"r", v.noi, nil}, {"c", v.noi, nil}, {"head", v.noi, nil}, {"head1", unit, nil}, {"other", office, nil},
		{"it1", it, []access.Role{access.IT}}, {"it2", it, []access.Role{access.IT}}, {"web", office, []access.Role{access.WebEditor}},
		{"personnel", office, []access.Role{access.Personnel}},
		{"director", w.Department(t, "BOARD", "BGD", root), []access.Role{access.Director}},
	} {
		v.staff[p.login] = w.Staff(t, p.home, "Họ Tên "+strings.ToUpper(p.login), p.roles...)
	}
	w.Position(t, v.staff["head"], v.noi, "HEAD")
	w.Position(t, v.staff["head1"], unit, "HEAD")
	for login, staff := range v.staff {
		v.as[login] = w.signIn(t, staff, "u."+login)
	}
	for _, code := range []string{"PC-1", "PC-2"} {
		v.assets[code] = v.register(t, unit, code, "WORKSTATION")
	}
	v.tool(t, unit)
	v.happen(t)
	return v
}

// tool lets an external tool in that reads the register and the directory, and reports.
func (v *veiled) tool(t *testing.T, unit db.ID) {
	t.Helper()
	gate := v.register(t, unit, "CONG-1", "INTEGRATION")
	account := v.ok(t, "it1", `mutation($a: ID!, $r: ID!) { createServiceAccount(input: {asset: $a, name: "Cổng", purpose: "Đồng bộ", responsible: $r}) { serviceAccount { id } userErrors { message } } }`,
		map[string]any{"a": gate, "r": db.GlobalID("staff", v.staff["it2"])}).at(t, "data.createServiceAccount.serviceAccount.id")
	token := v.ok(t, "it1", issueToken, map[string]any{"input": map[string]any{"serviceAccount": account, "name": "Đồng bộ", "scopes": []string{"asset.read", "staff.read_directory", "incident.report"},
		"addresses": []string{}, "expiresAt": v.Clock.Now().AddDate(0, 1, 0), "reason": "Sở yêu cầu.", "rate": 100}})
	v.ok(t, "director", `mutation($id: ID!) { decideApproval(input: {id: $id, verdict: APPROVE, expectedVersion: 1}) { userErrors { message } } }`, map[string]any{"id": approvalOf(token)})
	v.as["tool"] = v.with(token.at(t, "data.issueToken.secret"))
}

func (v *veiled) register(t *testing.T, unit db.ID, code, kind string) string {
	t.Helper()
	return v.ok(t, "it1", `mutation($d: ID!, $c: String!, $k: AssetKind!) { registerAsset(input: {code: $c, name: "Máy", kind: $k, state: IN_USE, department: $d}) { asset { id } userErrors { message } } }`,
		map[string]any{"d": db.GlobalID("department", unit), "c": code, "k": kind}).at(t, "data.registerAsset.asset.id")
}

// ok is a change that has to succeed.
func (v *veiled) ok(t *testing.T, who, document string, variables map[string]any) response {
	t.Helper()
	v.Clock.Advance(time.Second)
	r := v.as[who].do(t, document, variables)
	if strings.Contains(r.Body, `"errors"`) || !strings.Contains(r.Body, `"userErrors":[]`) {
		t.Fatalf("%s as %s: %s", document, who, r.Body)
	}
	return r
}

func (v *veiled) matter(name, of, id string) { v.matters[name], v.subject[name] = id, of }

// happen lets r report and people deal with it, all before anybody thinks of security.
func (v *veiled) happen(t *testing.T) {
	t.Helper()
	for name, in := range map[string]map[string]any{
		"ordinary": {"title": "Máy in kẹt giấy", "category": "COMPUTER"},
		"fault":    {"title": "Máy chậm", "category": "COMPUTER", "assets": []string{v.assets["PC-1"]}},
		"site":     {"title": "Trang lạ", "category": "WEBSITE"},
		"theft":    {"title": "Lộ mật khẩu", "category": "SECURITY"},
	} {
		v.matter(name, "Incident", v.report(t, "r", in))
	}
	v.must(t, "it1", "takeIncident", v.matters["fault"], nil)
	v.must(t, "it1", "linkIncident", v.matters["fault"], map[string]any{"assets": []string{v.assets["PC-2"]}})
	v.must(t, "web", "takeIncident", v.matters["site"], nil)
	v.must(t, "head", "followUpIncident", v.matters["fault"], map[string]any{"text": "Khoa cần máy này."})
	for _, name := range []string{"fault", "site", "theft"} {
		v.must(t, "r", "followUpIncident", v.matters[name], map[string]any{"text": "Vẫn thế."})
	}
	const suspect = `mutation { reportInfection(input: {code: "PC-2", description: "Đòi tiền chuộc."}) { infection { id incident { id } } userErrors { message } } }`
	told := v.ok(t, "r", suspect, nil)
	v.matter("infection", "Infection", told.at(t, "data.reportInfection.infection.id"))
	v.matter("virus", "Incident", told.at(t, "data.reportInfection.infection.incident.id"))
	v.ok(t, "c", strings.Replace(suspect, "incident { id }", "", 1), nil) // joins it
	for _, name := range []string{"repair", "withdrawn"} {
		asked := v.ok(t, "r", `mutation($a: ID!, $i: ID!) { requestChange(input: {kind: REPAIR, asset: $a, incident: $i, title: "Sửa", reason: "Chậm."}) {
			changeRequest { id version approval { id } } userErrors { message } } }`, map[string]any{"a": v.assets["PC-1"], "i": v.matters["fault"]})
		v.matter(name, "ChangeRequest", asked.at(t, "data.requestChange.changeRequest.id"))
		v.matter("approval of "+name, "Approval", asked.at(t, "data.requestChange.changeRequest.approval.id"))
		if name == "withdrawn" {
			gone := v.ok(t, "r", `mutation($id: ID!, $v: Int!) { withdrawChange(input: {id: $id, expectedVersion: $v, reason: "Thôi."}) { changeRequest { approval { decisions { nodes { id } } } } userErrors { message } } }`,
				map[string]any{"id": v.matters[name], "v": number(t, asked.at(t, "data.requestChange.changeRequest.version"))})
			v.matter("decision", "Decision", gone.at(t, "data.withdrawChange.changeRequest.approval.decisions.nodes.0.id"))
		}
	}
	v.sealed = slices.Sorted(maps.Keys(v.matters))
	v.sealed = slices.DeleteFunc(v.sealed, func(name string) bool { return name == "ordinary" })
}

// seal makes a matter of security of everything but the ordinary incident; then r, and others, go on with it.
func (v *veiled) seal(t *testing.T) {
	t.Helper()
	for name, by := range map[string]string{"fault": "it1", "site": "web", "virus": "it1"} {
		v.must(t, by, "triageIncident", v.matters[name], map[string]any{"category": "SECURITY"})
		v.must(t, "r", "followUpIncident", v.matters[name], map[string]any{"text": "Thêm một việc."})
		v.must(t, "it2", "resolveIncident", v.matters[name], map[string]any{"solution": "Đã đổi mật khẩu."})
		v.must(t, "r", "reopenIncident", v.matters[name], map[string]any{"reason": "Chưa được."})
	}
	version := v.as["it1"].do(t, `query($id: ID!) { node(id: $id) { ... on Infection { version } } }`, map[string]any{"id": v.matters["infection"]}).at(t, "data.node.version")
	v.ok(t, "it1", `mutation($id: ID!, $v: Int!) { isolateAsset(input: {id: $id, expectedVersion: $v}) { userErrors { message } } }`, map[string]any{"id": v.matters["infection"], "v": json.Number(version)})
}
