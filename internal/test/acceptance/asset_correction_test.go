package acceptance

import (
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// Over the API: IT asks for a correction, the second person is shown before and after of each field and decides, and the history
// names the correction. Nobody else sees it.
func TestArticle5d_ACorrectionTakesASecondPerson(t *testing.T) {
	t.Parallel()
	const (
		register = `mutation($input: RegisterAssetInput!) { registerAsset(input: $input) { asset { id } userErrors { code } } }`
		correct  = `mutation($input: CorrectAssetInput!) { correctAsset(input: $input) { assetCorrection { id state rule approval { id step } } userErrors { code path rule } } }`
		shown    = `query($id: ID!) { node(id: $id) { ... on Approval { flow subject { ... on AssetCorrection { reason asker { name }
			before { code kind serial connected interfaces { name } } after { code kind serial connected interfaces { switchPort switch { code } } } } } } } }`
	)
	run(t, func(t *testing.T, w *world) {
		root := w.Department(t, "CENTRE", "TTYT", db.ID{})
		board, office := w.Department(t, "BOARD", "BGD", root), w.Department(t, "OFFICE", "TCHC", root)
		it, _ := w.person(t, office, "cntt", access.IT)
		second, _ := w.person(t, office, "cntt2", access.IT)
		director, _ := w.person(t, board, "giamdoc", access.Director)
		nurse, _ := w.person(t, office, "nhanvien")
		asset := func(code, kind string) string {
			return it.do(t, register, map[string]any{"input": map[string]any{"code": code, "name": "Máy", "kind": kind, "department": db.GlobalID("department", office), "serial": "S-" + code}}).
				at(t, "data.registerAsset.asset.id")
		}
		decide := func(c *client, r response, want string) {
			t.Helper()
			approval := r.at(t, "data.correctAsset.assetCorrection.approval.id")
			c.do(t, decideApproval, map[string]any{"input": map[string]any{"id": approval, "verdict": "APPROVE", "expectedVersion": versionTo(t, c, approval)}})
			id := r.at(t, "data.correctAsset.assetCorrection.id")
			director.do(t, `query($id: ID!) { node(id: $id) { ... on AssetCorrection { state } } }`, map[string]any{"id": id}).want(t, `{"data":{"node":{"state":"`+want+`"}}}`)
			nurse.do(t, `query { assetCorrections { totalCount nodes { id } } }`, nil).want(t, `{"data":{"assetCorrections":{"totalCount":0,"nodes":[]}}}`)
		}

		pc, device := asset("PC-1", "WORKSTATION"), asset("SW-1", "NETWORK_DEVICE")
		nurse.do(t, correct, map[string]any{"input": map[string]any{"id": pc, "expectedVersion": 1, "code": "PC-2", "reason": "Gõ nhầm."}}).
			want(t, `{"errors":[{"message":"You may not do this.","path":["correctAsset"],"locations":"*","extensions":{"code":"FORBIDDEN","rule":"5d","traceId":"`+traceID+`"}}],"data":null}`)
		asked := it.do(t, correct, map[string]any{"input": map[string]any{"id": pc, "expectedVersion": 1, "code": "pc-2", "reason": "Gõ nhầm."}})
		asked.want(t, `{"data":{"correctAsset":{"assetCorrection":{"id":"*","state":"WAITING","rule":"5d","approval":{"id":"*","step":"VERIFICATION"}},"userErrors":[]}}}`)
		second.do(t, shown, map[string]any{"id": asked.at(t, "data.correctAsset.assetCorrection.approval.id")}).want(t, `{"data":{"node":{"flow":"ASSET_CORRECTION","subject":{"reason":"Gõ nhầm.","asker":{"name":"cntt"},
			"before":{"code":"PC-1","kind":"WORKSTATION","serial":"S-PC-1","connected":false,"interfaces":[]},"after":{"code":"PC-2","kind":"WORKSTATION","serial":"S-PC-1","connected":false,"interfaces":[]}}}}}`)
		decide(it, asked, "WAITING")
		decide(second, asked, "MADE")
		it.do(t, `query($id: ID!) { asset(id: $id) { code history(first: 1) { nodes { action field before after rule cause { id } } } } }`, map[string]any{"id": pc}).want(t, `{"data":{"asset":{"code":"PC-2","history":{"nodes":[
			{"action":"CORRECTED","field":"code","before":"PC-1","after":"PC-2","rule":"5d","cause":{"id":"`+asked.at(t, "data.correctAsset.assetCorrection.id")+`"}}]}}}}`)

		asked = it.do(t, correct, map[string]any{"input": map[string]any{"id": pc, "expectedVersion": 2, "connected": true, "interfaces": []any{map[string]any{"name": "eth0", "switch": device, "switchPort": "7"}}, "reason": "Đã nối từ trước."}})
		asked.want(t, `{"data":{"correctAsset":{"assetCorrection":{"id":"*","state":"WAITING","rule":"5e","approval":{"id":"*","step":"CONSENT"}},"userErrors":[]}}}`)
		director.do(t, shown, map[string]any{"id": asked.at(t, "data.correctAsset.assetCorrection.approval.id")}).want(t, `{"data":{"node":{"flow":"ASSET_CORRECTION","subject":{"reason":"Đã nối từ trước.","asker":{"name":"cntt"},
			"before":{"code":"PC-2","kind":"WORKSTATION","serial":"S-PC-1","connected":false,"interfaces":[]},"after":{"code":"PC-2","kind":"WORKSTATION","serial":"S-PC-1","connected":true,"interfaces":[{"switchPort":"7","switch":{"code":"SW-1"}}]}}}}}`)
		decide(second, asked, "WAITING")
		decide(director, asked, "MADE")
		it.do(t, `query($id: ID!) { asset(id: $id) { connected technical { interfaces { switchPort } } } }`, map[string]any{"id": pc}).want(t, `{"data":{"asset":{"connected":true,"technical":{"interfaces":[{"switchPort":"7"}]}}}}`)
	})
}
