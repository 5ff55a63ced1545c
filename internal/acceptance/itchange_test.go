package acceptance

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"ttyt/internal/access"
	"ttyt/internal/db"
	"ttyt/internal/testkit"
)

// workshop is a centre whose department NOI has machines, with two of IT and two of the Board.
type workshop struct {
	*world
	as  map[string]*client
	ids map[string]string // of people, departments and assets, by name
}

func newWorkshop(t *testing.T, w *world) *workshop {
	t.Helper()
	s := &workshop{w, map[string]*client{}, map[string]string{}}
	root := w.Department(t, "CENTRE", "TTYT", db.ID{})
	board, office, noi := w.Department(t, "BOARD", "BGD", root), w.Department(t, "OFFICE", "TCHC", root), w.Department(t, "CLINICAL", "NOI", root)
	s.ids["NOI"], s.ids["TCHC"] = db.GlobalID("department", noi), db.GlobalID("department", office)
	for _, p := range []struct {
		name  string
		home  db.ID
		roles []access.Role
	}{
		{"nurse", noi, nil}, {"head", noi, nil}, {"it", office, []access.Role{access.IT}}, {"it2", office, []access.Role{access.IT}},
		{"director", board, []access.Role{access.Director}}, {"second", board, []access.Role{access.Director}},
	} {
		id := w.Staff(t, p.home, p.name, p.roles...)
		s.ids[p.name] = db.GlobalID("staff", id)
		if p.name == "head" {
			w.Position(t, id, noi, "HEAD")
		}
		s.as[p.name] = w.signIn(t, id, "u."+p.name)
	}
	return s
}

// asset registers one of the department.
func (s *workshop) asset(t *testing.T, code, kind, department string, more map[string]any) string {
	t.Helper()
	input := map[string]any{"code": code, "name": "Thiết bị " + code, "kind": kind, "department": s.ids[department]}
	for k, v := range more {
		input[k] = v
	}
	r := s.as["it"].do(t, `mutation($input: RegisterAssetInput!) { registerAsset(input: $input) { asset { id } userErrors { code message } } }`, map[string]any{"input": input})
	s.ids[code] = r.at(t, "data.registerAsset.asset.id")
	return s.ids[code]
}

// did is what a change answers, as far as these tests look.
type did struct {
	Request struct {
		ID, State, Rule string
		Unconfirmed     bool
		Approval        *struct {
			ID, State, Step string
			SkipReason      *string
		}
	}
	code, rule, message string // of the first error of either channel
}

// change runs a mutation of change requests.
func (s *workshop) change(t *testing.T, who, field string, input map[string]any) (d did) {
	t.Helper()
	name := strings.ToUpper(field[:1]) + field[1:] + "Input"
	r := s.as[who].do(t, `mutation($input: `+name+`!) { done: `+field+`(input: $input) {
		changeRequest { id state rule unconfirmed approval { id state step skipReason } } userErrors { code rule message } } }`, map[string]any{"input": input})
	var answer struct {
		Errors []struct {
			Message    string
			Extensions struct{ Code, Rule string }
		}
		Data struct {
			Done struct {
				ChangeRequest json.RawMessage
				UserErrors    []struct{ Code, Rule, Message string }
			}
		}
	}
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil {
		t.Fatal(err, r.Body)
	}
	for _, e := range answer.Errors {
		d.code, d.rule, d.message = e.Extensions.Code, e.Extensions.Rule, e.Message
	}
	for _, e := range answer.Data.Done.UserErrors {
		d.code, d.rule, d.message = e.Code, e.Rule, e.Message
	}
	if d.code == "" {
		if err := json.Unmarshal(answer.Data.Done.ChangeRequest, &d.Request); err != nil {
			t.Fatal(err, r.Body)
		}
	}
	return d
}

// must is change for what has to succeed.
func (s *workshop) must(t *testing.T, who, field string, input map[string]any) did {
	t.Helper()
	d := s.change(t, who, field, input)
	if d.code != "" {
		t.Fatalf("%s as %s: %s %s (%s)", field, who, d.code, d.message, d.rule)
	}
	return d
}

// refused is change for what has to fail with the code, and the article where one is given.
func (s *workshop) refused(t *testing.T, who, field string, input map[string]any, code, rule string) {
	t.Helper()
	if d := s.change(t, who, field, input); d.code != code || rule != "" && d.rule != rule {
		t.Errorf("%s as %s: got %q by %q (%s), want %q by %q", field, who, d.code, d.rule, d.message, code, rule)
	}
}

// on names a request as it is now, for a mutation.
func (s *workshop) on(t *testing.T, id string, more ...any) map[string]any {
	t.Helper()
	r := s.as["it"].do(t, `query($id: ID!) { changeRequest(id: $id) { version } }`, map[string]any{"id": id})
	input := map[string]any{"id": id, "expectedVersion": number(t, r.at(t, "data.changeRequest.version"))}
	for i := 0; i < len(more); i += 2 {
		input[more[i].(string)] = more[i+1]
	}
	return input
}

func (s *workshop) ask(t *testing.T, who, kind, code string, more ...any) string {
	t.Helper()
	input := map[string]any{"kind": kind, "asset": s.ids[code], "title": "Yêu cầu " + code, "reason": "Cần cho công việc."}
	for i := 0; i < len(more); i += 2 {
		input[more[i].(string)] = more[i+1]
	}
	return s.must(t, who, "requestChange", input).Request.ID
}

// decide gives a verdict on the request's approval, and returns the code of what went wrong.
func (s *workshop) decide(t *testing.T, who, id, verdict string) string {
	t.Helper()
	r := s.as["it"].do(t, `query($id: ID!) { changeRequest(id: $id) { approval { id version } } }`, map[string]any{"id": id})
	r = s.as[who].do(t, decideApproval, map[string]any{"input": map[string]any{"id": r.at(t, "data.changeRequest.approval.id"), "verdict": verdict, "comment": "Đã xem.",
		"expectedVersion": number(t, r.at(t, "data.changeRequest.approval.version"))}})
	return failureOf(t, r, "decideApproval")
}

func (s *workshop) agree(t *testing.T, who, id string) {
	t.Helper()
	if code := s.decide(t, who, id, "APPROVE"); code != "" {
		t.Fatalf("%s may not consent: %s", who, code)
	}
}

// failureOf is the code of the first error of either channel, "" for none.
func failureOf(t *testing.T, r response, field string) string {
	t.Helper()
	var answer struct {
		Errors []struct{ Extensions struct{ Code string } }
		Data   map[string]*struct{ UserErrors []struct{ Code string } }
	}
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil {
		t.Fatal(err, r.Body)
	}
	if len(answer.Errors) > 0 {
		return answer.Errors[0].Extensions.Code
	}
	if payload := answer.Data[field]; payload != nil && len(payload.UserErrors) > 0 {
		return payload.UserErrors[0].Code
	}
	return ""
}

// assessed is an assessment with a change of protected fields.
func (s *workshop) assessed(t *testing.T, id string, change map[string]any, more ...any) map[string]any {
	t.Helper()
	return s.on(t, id, append([]any{"risk", "LOW", "cost", 0, "plan", "Làm theo sơ đồ.", "rollBackPlan", "Trả lại như cũ.", "change", change}, more...)...)
}

// stands returns how an asset stands in the register.
func (s *workshop) stands(t *testing.T, code, fields string) string {
	t.Helper()
	r := s.as["it"].do(t, `query($id: ID!) { asset(id: $id) { `+fields+` } }`, map[string]any{"id": s.ids[code]})
	return strings.Join(strings.Fields(r.at(t, "data.asset")), "")
}

// told reports whether a notice of the kind about the request lies in somebody's inbox.
func (s *workshop) told(t *testing.T, who, kind, id string) bool {
	t.Helper()
	r := s.as[who].do(t, `{ me { inbox(first: 100) { nodes { kind subjectId } } } }`, nil)
	var answer struct {
		Data struct {
			Me struct {
				Inbox struct {
					Nodes []struct{ Kind, SubjectID string }
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil {
		t.Fatal(err, r.Body)
	}
	return slices.Contains(answer.Data.Me.Inbox.Nodes, struct{ Kind, SubjectID string }{kind, id})
}

// approvedChange walks a request to CONFIGURE a network device up to the Board's consent.
func (s *workshop) approvedChange(t *testing.T, code string, change map[string]any) string {
	t.Helper()
	id := s.ask(t, "it", "CONFIGURE", code)
	s.must(t, "it", "assessChange", s.assessed(t, id, change))
	s.agree(t, "director", id)
	return id
}

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
		r := s.as["it"].do(t, `query($id: ID!) { changeRequest(id: $id) { approval { closedAt decisions { verdict role step } } } }`, map[string]any{"id": id})
		r.want(t, `{"data":{"changeRequest":{"approval":{"closedAt":"*","decisions":[{"verdict":"APPROVE","role":"MANAGER","step":"ENDORSEMENT"},
			{"verdict":"EDIT","role":"IT","step":"ASSESSMENT"},{"verdict":"APPROVE","role":"IT","step":"ASSESSMENT"},{"verdict":"EXECUTE","role":"IT","step":"CONSENT"}]}}}}`)
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
		w.Insert(t.Context(), t, "incidents", testkit.Row{"id": incident, "category": "COMPUTER", "queue": "IT", "title": "Hỏng ổ cứng", "department_id": noi, "reporter_id": nurse,
			"state": "NEW", "priority": "LOW", "impact": "LOW", "urgency": "LOW", "live": 1, "created_at": w.DB.Now(t.Context())})
		from := db.GlobalID("incident", incident)
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
		d := s.must(t, "it2", "assessChange", s.assessed(t, id, map[string]any{"serial": "NEW"}, "cost", 5_000_000))
		if d.Request.State != "APPROVED" || *d.Request.Approval.SkipReason != "REPAIR, REPAIR" {
			t.Errorf("IT decides on repairs: %+v", d.Request)
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
			t.Errorf("one's own repair goes to the Board: %+v", d.Request.Approval)
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
