package acceptance

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

// A machine is put into use: the department asks, its manager endorses, IT decides and executes, and nothing else would
// have changed the register.
func TestArticle5d_WhatIsInstalledWasAskedForEndorsedAndAssessed(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.asset(t, "PC-01", "WORKSTATION", "NOI", nil)
		id := s.ask(t, "nurse", "INSTALL", "PC-01")
		s.refused(t, "it", "executeChange", s.on(t, id), "WRONG_STATE", "5d")
		s.refused(t, "it", "assessChange", s.assessed(t, id, nil), "WRONG_STATE", "5a")
		s.refused(t, "nurse", "assessChange", s.assessed(t, id, nil), "FORBIDDEN", "5a")
		if !s.told(t, "head", "TO_ENDORSE", id) || s.told(t, "it", "TO_ASSESS", id) {
			t.Error("first the manager is asked, IT after the endorsement")
		}
		s.agree(t, "head", id)
		if !s.told(t, "it", "TO_ASSESS", id) {
			t.Error("IT is not told of what is endorsed")
		}
		if code := s.decide(t, "it", id, "APPROVE"); code != "WRONG_STATE" {
			t.Errorf("approved without an assessment: %q", code)
		}
		use := map[string]any{"state": "IN_USE"}
		s.refused(t, "it", "assessChange", s.assessed(t, id, map[string]any{"connected": true}), "INVALID", "5e")
		s.refused(t, "it", "assessChange", s.assessed(t, id, map[string]any{"state": "RETIRED"}), "INVALID", "5d")
		d := s.must(t, "it", "assessChange", s.assessed(t, id, use))
		if d.Request.State != "APPROVED" || d.Request.Approval.SkipReason == nil || *d.Request.Approval.SkipReason != "OFF_NETWORK_WITHIN_COST" {
			t.Errorf("IT's assessment is the last word: %+v %v", d.Request, d.Request.Approval)
		}
		if s.told(t, "director", "TO_CONSENT", id) || !s.told(t, "it2", "TO_EXECUTE", id) || !s.told(t, "nurse", "CONSENTED", id) {
			t.Error("the Board is not asked; IT and who asked are told")
		}
		s.refused(t, "nurse", "executeChange", s.on(t, id), "FORBIDDEN", "5d")
		s.must(t, "it2", "executeChange", s.on(t, id, "outcome", "Đã lắp tại buồng 3."))
		if got := s.stands(t, "PC-01", "state connected"); got != `{"connected":false,"state":"IN_USE"}` {
			t.Errorf("the register says %s", got)
		}
		if !s.told(t, "nurse", "EXECUTED", id) {
			t.Error("who asked is not told")
		}
		for who, technical := range map[string]string{"it": `{"before":{"state":"IN_STOCK"},"after":{"state":"IN_USE"},"plan":"Làm theo sơ đồ."}`, "head": "null", "nurse": "null", "director": "null"} {
			s.as[who].do(t, `query($id: ID!) { changeRequest(id: $id) { state outcome executedBy { name } technical { before { state } after { state } plan } } }`, map[string]any{"id": id}).
				want(t, `{"data":{"changeRequest":{"state":"EXECUTED","outcome":"Đã lắp tại buồng 3.","executedBy":{"name":"it2"},"technical":`+technical+`}}}`)
		}
		r := s.as["it"].do(t, `query($id: ID!) { changeRequest(id: $id) { approval { closedAt decisions { nodes { verdict role step } } } } }`, map[string]any{"id": id})
		r.want(t, `{"data":{"changeRequest":{"approval":{"closedAt":"*","decisions":{"nodes":[{"verdict":"APPROVE","role":"MANAGER","step":"ENDORSEMENT"},
			{"verdict":"EDIT","role":"IT","step":"ASSESSMENT"},{"verdict":"APPROVE","role":"IT","step":"ASSESSMENT"},{"verdict":"EXECUTE","role":"IT","step":"CONSENT"}]}}}}}`)
		s.refused(t, "it", "executeChange", s.on(t, id), "WRONG_STATE", "5d")
	})
}

// What costs more than is set goes to the Board, though it touches no network.
func TestArticle5f_TheBoardConsentsToWhatIsDear(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.asset(t, "PC-01", "WORKSTATION", "NOI", nil)
		id := s.ask(t, "head", "INSTALL", "PC-01")
		d := s.must(t, "it", "assessChange", s.assessed(t, id, nil, "cost", 1)) // these tests set the limit to 0
		if d.Request.State != "IN_REVIEW" || d.Request.Approval.Step != "CONSENT" || *d.Request.Approval.SkipReason != "SUBMITTED_BY_MANAGER" {
			t.Errorf("%+v", d.Request.Approval)
		}
		if code := s.decide(t, "director", id, "RETURN"); code != "" {
			t.Fatal(code)
		}
		s.refused(t, "it", "updateChange", s.on(t, id, "title", "Rẻ hơn"), "FORBIDDEN", "5d")
		again := s.must(t, "head", "updateChange", s.on(t, id, "title", "Rẻ hơn"))
		if again.Request.State != "IN_REVIEW" || again.Request.Approval.Step != "ASSESSMENT" {
			t.Errorf("submitted again: %+v", again.Request)
		}
		s.refused(t, "head", "updateChange", s.on(t, id, "title", "Lần nữa"), "WRONG_STATE", "5d")
		s.must(t, "head", "withdrawChange", s.on(t, id, "reason", "Không cần nữa."))
		s.refused(t, "it", "assessChange", s.assessed(t, id, nil), "WRONG_STATE", "5a")
	})
}

// A repair starts from an incident and takes no manager; who asked for it does not decide on it.
func TestArticle5d_ARepairStartsFromAnIncident(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.asset(t, "PC-01", "WORKSTATION", "NOI", map[string]any{"state": "IN_USE", "serial": "OLD"})
		incident := db.NewID()
		_, noi, _ := db.SplitID(s.ids["NOI"])
		_, nurse, _ := db.SplitID(s.ids["nurse"])
		w.Insert(t.Context(), t, "incidents", kit.Row{"id": incident, "category": "COMPUTER", "queue": "IT", "title": "Hỏng ổ cứng", "department_id": noi, "reporter_id": nurse,
			"state": "NEW", "priority": "LOW", "impact": "LOW", "urgency": "LOW", "live": 1, "created_at": w.DB.Now(t.Context())})
		from := db.GlobalID("incident", incident)
		_, machine, _ := db.SplitID(s.ids["PC-01"])
		w.Insert(t.Context(), t, "incident_assets", kit.Row{"incident_id": incident, "asset_id": machine})
		repair := map[string]any{"kind": "REPAIR", "asset": s.ids["PC-01"], "title": "Sửa ổ cứng", "reason": "Hỏng."}
		s.refused(t, "nurse", "requestChange", repair, "REQUIRED", "5c")
		repair["incident"] = db.GlobalID("incident", db.NewID())
		s.refused(t, "nurse", "requestChange", repair, "NOT_FOUND", "")
		repair["incident"] = from
		id := s.must(t, "it", "requestChange", repair).Request.ID
		if s.told(t, "head", "TO_ENDORSE", id) {
			t.Error("a repair takes no manager")
		}
		s.refused(t, "it", "assessChange", s.assessed(t, id, map[string]any{"serial": "NEW"}), "FOUR_EYES", "5d")
		d := s.must(t, "it2", "assessChange", s.assessed(t, id, map[string]any{"serial": "NEW"}))
		if d.Request.State != "APPROVED" || *d.Request.Approval.SkipReason != "REPAIR, REPAIR_WITHIN_COST" {
			t.Errorf("IT decides on a repair that leaves the network alone: %+v", d.Request)
		}
		s.must(t, "it", "executeChange", s.on(t, id))
		if got := s.stands(t, "PC-01", "serial"); got != `{"serial":"NEW"}` {
			t.Errorf("the register says %s", got)
		}

		// With nobody else of IT in office, what IT asks for goes to the Board.
		_, other, _ := db.SplitID(s.ids["it2"])
		w.Exec(t, "UPDATE role_assignments SET live = NULL WHERE staff_id = ?", other)
		id = s.must(t, "it", "requestChange", repair).Request.ID
		d = s.must(t, "it", "assessChange", s.assessed(t, id, nil))
		if d.Request.Approval.Step != "CONSENT" || d.Request.State != "IN_REVIEW" {
			t.Errorf("their own repair goes to the Board: %+v", d.Request.Approval)
		}
		s.agree(t, "director", id)
	})
}

// A replacement by the same make and model runs under IT's approval; another one that touches the network does not.
func TestArticle5d_LikeForLikeReplacementRunsUnderITsApproval(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		hp := map[string]any{"manufacturer": "HP", "model": "400 G9", "state": "IN_USE", "connected": true, "interfaces": []any{map[string]any{"name": "eth0", "mac": "3c:52:82:00:00:01", "ip": "10.0.0.5"}}}
		s.asset(t, "PC-01", "WORKSTATION", "NOI", hp)
		s.asset(t, "PC-02", "WORKSTATION", "TCHC", map[string]any{"manufacturer": "HP", "model": "400 G9", "interfaces": []any{map[string]any{"name": "eth0", "mac": "3c:52:82:00:00:02"}}})
		s.asset(t, "PC-03", "WORKSTATION", "TCHC", map[string]any{"manufacturer": "Dell", "model": "3000"})
		s.asset(t, "SW-01", "NETWORK_DEVICE", "TCHC", nil)
		s.refused(t, "nurse", "requestChange", map[string]any{"kind": "REPLACE", "asset": s.ids["PC-01"], "replacement": s.ids["PC-02"], "title": "Thay", "reason": "Cũ."}, "NOT_FOUND", "")
		s.refused(t, "it", "requestChange", map[string]any{"kind": "REPLACE", "asset": s.ids["PC-01"], "replacement": s.ids["SW-01"], "title": "Thay", "reason": "Cũ."}, "INVALID", "5d")

		id := s.ask(t, "head", "REPLACE", "PC-01")
		s.refused(t, "it", "assessChange", s.assessed(t, id, nil), "REQUIRED", "5d")
		if d := s.must(t, "it", "assessChange", s.assessed(t, id, nil, "replacement", s.ids["PC-03"])); d.Request.Approval.Step != "CONSENT" || d.Request.State != "IN_REVIEW" {
			t.Errorf("another model on the network goes to the Board: %+v", d.Request)
		}
		s.must(t, "head", "withdrawChange", s.on(t, id, "reason", "Chọn máy khác."))

		id = s.ask(t, "head", "REPLACE", "PC-01")
		if d := s.must(t, "it", "assessChange", s.assessed(t, id, nil, "replacement", s.ids["PC-02"])); d.Request.State != "APPROVED" || !strings.HasSuffix(*d.Request.Approval.SkipReason, "LIKE_FOR_LIKE") {
			t.Errorf("like for like is IT's: %+v", d.Request)
		}
		s.must(t, "it2", "executeChange", s.on(t, id))
		if got := s.stands(t, "PC-01", "state connected technical { interfaces { ip } }"); got != `{"connected":false,"state":"IN_STOCK","technical":{"interfaces":[]}}` {
			t.Errorf("the old one: %s", got)
		}
		if got := s.stands(t, "PC-02", "state connected technical { interfaces { ip mac } }"); got != `{"connected":true,"state":"IN_USE","technical":{"interfaces":[{"ip":"10.0.0.5","mac":"3c:52:82:00:00:02"}]}}` {
			t.Errorf("the new one: %s", got)
		}
		s.must(t, "it", "rollBackChange", s.on(t, id, "reason", "Máy mới lỗi."))
		if got := s.stands(t, "PC-01", "state connected technical { interfaces { ip mac } }"); got != `{"connected":true,"state":"IN_USE","technical":{"interfaces":[{"ip":"10.0.0.5","mac":"3c:52:82:00:00:01"}]}}` {
			t.Errorf("the old one, back: %s", got)
		}
		s.refused(t, "it", "rollBackChange", s.on(t, id, "reason", "Lần nữa."), "WRONG_STATE", "5d")
	})
}

// Nothing goes onto the network without a CONNECT that the Board consented to.
func TestArticle5e_OnlyAConsentedConnectPutsAMachineOntoTheNetwork(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.asset(t, "PC-01", "WORKSTATION", "NOI", map[string]any{"state": "IN_USE"})
		for _, kind := range []string{"INSTALL", "CONFIGURE"} {
			id := s.ask(t, "head", kind, "PC-01")
			s.refused(t, "it", "assessChange", s.assessed(t, id, map[string]any{"connected": true}), "INVALID", "5e")
		}
		id := s.ask(t, "nurse", "CONNECT", "PC-01")
		s.agree(t, "head", id)
		s.refused(t, "it", "assessChange", s.assessed(t, id, nil), "REQUIRED", "5e")
		on := map[string]any{"connected": true, "interfaces": []any{map[string]any{"name": "eth0", "mac": "3c:52:82:00:00:01", "ip": "10.0.0.5", "vlan": 20}}}
		s.must(t, "it", "assessChange", s.assessed(t, id, on))
		s.refused(t, "it", "executeChange", s.on(t, id), "WRONG_STATE", "5e")
		if got := s.stands(t, "PC-01", "connected"); got != `{"connected":false}` {
			t.Errorf("connected without consent: %s", got)
		}
		s.agree(t, "second", id)
		s.must(t, "it", "executeChange", s.on(t, id))
		if got := s.stands(t, "PC-01", "connected technical { interfaces { ip vlan } }"); got != `{"connected":true,"technical":{"interfaces":[{"ip":"10.0.0.5","vlan":20}]}}` {
			t.Errorf("the register says %s", got)
		}
	})
}

// The Board sees before and after of what it decides on, from its step on; the department never does.
func TestArticle5f_TheBoardConsentsToChangesOfTheNetwork(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.asset(t, "SW-01", "NETWORK_DEVICE", "NOI", map[string]any{"state": "IN_USE", "interfaces": []any{map[string]any{"name": "vlan1", "ip": "10.0.0.2"}}})
		s.asset(t, "PC-01", "WORKSTATION", "NOI", map[string]any{"state": "IN_USE"})
		id := s.ask(t, "head", "CONFIGURE", "SW-01")
		const look = `query($id: ID!) { changeRequest(id: $id) { technical { before { interfaces { ip } } after { interfaces { ip } } } } }`
		sees := func(who, want string) {
			t.Helper()
			s.as[who].do(t, look, map[string]any{"id": id}).want(t, `{"data":{"changeRequest":{"technical":`+want+`}}}`)
		}
		sees("director", "null")
		s.must(t, "it", "assessChange", s.assessed(t, id, map[string]any{"interfaces": []any{map[string]any{"name": "vlan1", "ip": "10.0.0.3"}}}))
		values := `{"before":{"interfaces":[{"ip":"10.0.0.2"}]},"after":{"interfaces":[{"ip":"10.0.0.3"}]}}`
		for who, want := range map[string]string{"it": values, "director": values, "head": "null"} {
			sees(who, want)
		}
		s.refused(t, "it", "executeChange", s.on(t, id), "WRONG_STATE", "5f")
		if code := s.decide(t, "it2", id, "APPROVE"); code != "FORBIDDEN" {
			t.Errorf("IT consents in the Board's place: %q", code)
		}
		s.agree(t, "director", id)

		// Of two of IT who execute at once one wins.
		input := s.on(t, id)
		codes := make([]string, 2)
		var both sync.WaitGroup
		for i, who := range []string{"it", "it2"} {
			both.Go(func() { codes[i] = s.change(t, who, "executeChange", input).code })
		}
		both.Wait()
		slices.Sort(codes)
		if !slices.Equal(codes, []string{"", "CONFLICT"}) {
			t.Errorf("two at once: %q, want one to win and one to be told so", codes)
		}
		if got := s.stands(t, "SW-01", "technical { interfaces { ip } }"); got != `{"technical":{"interfaces":[{"ip":"10.0.0.3"}]}}` {
			t.Errorf("the register says %s", got)
		}
		sees("director", values)
	})
}

// No other way leads to what the register protects: not IT's own edit, not a file, not writing it off while it is on the
// network. What an executed request changed says so.
func TestArticle5d_NoOtherWayThanAnExecutedRequest(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.asset(t, "PC-01", "WORKSTATION", "NOI", map[string]any{"state": "IN_USE", "connected": true})
		before := s.stands(t, "PC-01", "state connected manufacturer model serial technical { interfaces { ip } }")
		for field, value := range map[string]any{"manufacturer": "HP", "model": "G9", "serial": "S1", "state": "IN_STOCK", "connected": false,
			"interfaces": []any{map[string]any{"ip": "10.0.0.9"}}} {
			r := s.as["it"].do(t, `mutation($id: ID!, $p: AssetPatchInput!) { updateAsset(input: {id: $id, expectedVersion: 1, protected: $p}) { userErrors { code } } }`,
				map[string]any{"id": s.ids["PC-01"], "p": map[string]any{field: value}})
			if code := failureOf(t, r, "updateAsset"); code != "CHANGE_REQUEST_NEEDED" {
				t.Errorf("%s by IT's own edit: %q", field, code)
			}
		}
		r := s.as["it"].upload(t, `mutation($file: Upload!) { importAssets(input: {file: $file}) { assetImport { id } userErrors { code } } }`, nil, "a.csv", "Mã,Nối mạng\nPC-01,không\n")
		file := r.at(t, "data.importAssets.assetImport.id")
		s.after(t, time.Minute)
		r = s.as["it"].do(t, `query($id: ID!) { node(id: $id) { ... on AssetImport { version badRows } } }`, map[string]any{"id": file})
		if r.at(t, "data.node.badRows") != "1" {
			t.Errorf("a file: %s", r.Body)
		}
		r = s.as["it"].do(t, `mutation($id: ID!, $v: Int!) { applyAssetImport(input: {id: $id, expectedVersion: $v, skipBadRows: true}) { userErrors { code } } }`,
			map[string]any{"id": file, "v": number(t, r.at(t, "data.node.version"))})
		if code := failureOf(t, r, "applyAssetImport"); code != "" {
			t.Errorf("a file whose only row is bad, applied without it: %q", code)
		}
		s.after(t, time.Minute)
		r = s.as["it"].do(t, `mutation($id: ID!) { retireAsset(input: {id: $id, expectedVersion: 1, reason: "Cũ"}) { userErrors { code } } }`, map[string]any{"id": s.ids["PC-01"]})
		if code := failureOf(t, r, "retireAsset"); code == "" {
			t.Error("written off while it is on the network")
		}
		if got := s.stands(t, "PC-01", "state connected manufacturer model serial technical { interfaces { ip } }"); got != before {
			t.Errorf("the register says %s, want %s", got, before)
		}

		id := s.ask(t, "head", "CONNECT", "PC-01")
		s.must(t, "it", "assessChange", s.assessed(t, id, map[string]any{"connected": false}))
		s.agree(t, "director", id)
		s.must(t, "it", "executeChange", s.on(t, id))
		s.as["it"].do(t, `query($id: ID!) { asset(id: $id) { connected history(first: 1) { nodes { field before after rule by { name } cause { id } } } } }`, map[string]any{"id": s.ids["PC-01"]}).
			want(t, `{"data":{"asset":{"connected":false,"history":{"nodes":[{"field":"connected","before":"true","after":"false","rule":"5e","by":{"name":"it"},"cause":{"id":"`+id+`"}}]}}}}`)
	})
}
