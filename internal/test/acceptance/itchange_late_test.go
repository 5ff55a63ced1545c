package acceptance

import (
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
)

func port(ip string) map[string]any {
	return map[string]any{"interfaces": []any{map[string]any{"name": "vlan1", "ip": ip}}}
}

// What was decided on has to be there still when it is executed.
func TestArticle5f_ASupersededRequestIsNotExecuted(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.asset(t, "SW-01", "NETWORK_DEVICE", "TCHC", port("10.0.0.2"))
		first, second, third := s.approvedChange(t, "SW-01", port("10.0.0.3")), s.approvedChange(t, "SW-01", port("10.0.0.4")), s.ask(t, "it", "CONFIGURE", "SW-01")
		s.must(t, "it", "executeChange", s.on(t, first))
		s.refused(t, "it", "executeChange", s.on(t, second), "SUPERSEDED", "5f")
		r := s.as["it"].do(t, `query($id: ID!) { changeRequest(id: $id) { state approval { state closedAt } availableActions { action allowed } } }`, map[string]any{"id": second})
		r.want(t, `{"data":{"changeRequest":{"state":"SUPERSEDED","approval":{"state":"SUPERSEDED","closedAt":"*"},"availableActions":"*"}}}`)
		for who, want := range map[string]bool{"director": true, "second": false} { // who consented is told, who asked did it
			if s.told(t, who, "SUPERSEDED", second) != want {
				t.Errorf("%s told: want %v", who, want)
			}
		}
		// What was not assessed yet starts from the present state.
		s.must(t, "it2", "assessChange", s.assessed(t, third, port("10.0.0.9")))
		s.agree(t, "second", third)

		// Whatever else changed the switch, the request is no longer about it.
		_, key, err := db.SplitID(s.ids["SW-01"])
		if err != nil {
			t.Fatal(err)
		}
		w.Exec(t, "UPDATE asset_interfaces SET ip = '10.0.0.200', ip_key = '10.0.0.200' WHERE asset_id = ?", key)
		s.refused(t, "it", "executeChange", s.on(t, third), "STALE_HASH", "5f")
		s.refused(t, "second", "withdrawChange", s.on(t, third, "reason", "Đã đổi."), "FORBIDDEN", "5d")
		if got := s.stands(t, "SW-01", "technical { interfaces { ip } }"); got != `{"technical":{"interfaces":[{"ip":"10.0.0.200"}]}}` {
			t.Errorf("the register says %s", got)
		}
		// Nor is what somebody wrote into the request itself after the Board consented.
		w.Exec(t, "UPDATE asset_interfaces SET ip = '10.0.0.3', ip_key = '10.0.0.3' WHERE asset_id = ?", key)
		_, request, _ := db.SplitID(third)
		w.Exec(t, "UPDATE change_requests SET cost = 1 WHERE id = ?", request)
		s.refused(t, "it", "executeChange", s.on(t, third), "STALE_HASH", "5f")
		w.Exec(t, "UPDATE change_requests SET cost = 0 WHERE id = ?", request)
		s.must(t, "it", "executeChange", s.on(t, third))
	})
}

// What is quarantined changes by no request, whatever was approved before.
func TestArticle7c_AQuarantinedMachineChangesByNoRequest(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.asset(t, "SW-01", "NETWORK_DEVICE", "TCHC", port("10.0.0.2"))
		id := s.approvedChange(t, "SW-01", port("10.0.0.3"))
		_, key, _ := db.SplitID(s.ids["SW-01"])
		w.Exec(t, "UPDATE assets SET state = 'QUARANTINED' WHERE id = ?", key)
		s.refused(t, "it", "executeChange", s.on(t, id), "WRONG_STATE", "7c")
		s.refused(t, "it", "requestChange", map[string]any{"kind": "CONFIGURE", "asset": s.ids["SW-01"], "title": "Sửa", "reason": "Cần."}, "WRONG_STATE", "7c")
	})
}

func (s *workshop) emergency(more ...any) map[string]any {
	input := map[string]any{"kind": "CONFIGURE", "asset": s.ids["SW-01"], "title": "Chặn tấn công", "reason": "Mạng đang bị tấn công.", "risk": "HIGH", "cost": 0, "plan": "Đổi địa chỉ.",
		"rollBackPlan": "Trả lại.", "change": port("10.0.0.66"), "director": s.ids["director"], "spokenAt": s.Clock.Now().Add(-10 * time.Minute)}
	for i := 0; i < len(more); i += 2 {
		input[more[i].(string)] = more[i+1]
	}
	return input
}

// An emergency runs on a named director's word, who confirms it within 24 hours.
func TestArticle5f_AnEmergencyIsConfirmedByTheDirectorWhoseWordItWas(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.asset(t, "SW-01", "NETWORK_DEVICE", "TCHC", port("10.0.0.2"))
		resting := s.approvedChange(t, "SW-01", port("10.0.0.3"))
		s.refused(t, "head", "recordEmergencyChange", s.emergency(), "NOT_FOUND", "")
		s.refused(t, "director", "recordEmergencyChange", s.emergency(), "FORBIDDEN", "5f")
		s.refused(t, "it", "recordEmergencyChange", s.emergency("director", s.ids["head"]), "INVALID", "5f")
		s.refused(t, "it", "recordEmergencyChange", s.emergency("spokenAt", s.Clock.Now().Add(time.Hour)), "INVALID", "")
		s.refused(t, "it", "recordEmergencyChange", s.emergency("spokenAt", s.Clock.Now().Add(-25*time.Hour)), "INVALID", "")
		d := s.must(t, "it", "recordEmergencyChange", s.emergency())
		id := d.Request.ID
		if d.Request.State != "EMERGENCY_OPEN" || d.Request.Unconfirmed || d.Request.Approval.State != "PENDING" {
			t.Errorf("%+v", d.Request)
		}
		if got := s.stands(t, "SW-01", "technical { interfaces { ip } }"); got != `{"technical":{"interfaces":[{"ip":"10.0.0.66"}]}}` {
			t.Errorf("it is done at once: %s", got)
		}
		s.refused(t, "it", "executeChange", s.on(t, resting), "SUPERSEDED", "5f")
		if !s.told(t, "director", "TO_CONFIRM", id) || s.told(t, "second", "TO_CONFIRM", id) {
			t.Error("the director whose word it was is told")
		}
		s.refused(t, "it2", "confirmEmergencyChange", s.on(t, id, "given", true), "FORBIDDEN", "5f")
		s.refused(t, "second", "confirmEmergencyChange", s.on(t, id, "given", true), "WRONG_STATE", "5f")
		for _, verdict := range []string{"APPROVE", "REJECT"} {
			if code := s.decide(t, "second", id, verdict); code != "WRONG_STATE" {
				t.Errorf("another director decides past the confirmation: %q", code)
			}
		}
		s.refused(t, "director", "confirmEmergencyChange", s.on(t, id, "given", false), "REQUIRED", "")
		if d := s.must(t, "director", "confirmEmergencyChange", s.on(t, id, "given", true)); d.Request.State != "EXECUTED" || d.Request.Approval.State != "APPROVED" {
			t.Errorf("%+v", d.Request)
		}
		s.after(t, 25*time.Hour)
		if s.told(t, "second", "UNCONFIRMED", id) {
			t.Error("what is confirmed is not listed")
		}
	})
}

// What is not confirmed in time is listed to the Board until any director confirms it, or it is rolled back.
func TestArticle5f_AnUnconfirmedEmergencyIsListedToTheBoard(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.asset(t, "SW-01", "NETWORK_DEVICE", "TCHC", port("10.0.0.2"))
		listed := func(who string, want int) {
			t.Helper()
			r := s.as[who].do(t, `{ changeRequests(filter: {unconfirmed: true}) { totalCount } }`, nil)
			if got := number(t, r.at(t, "data.changeRequests.totalCount")); got != want {
				t.Errorf("listed to %s: %d, want %d", who, got, want)
			}
		}
		late := s.must(t, "it", "recordEmergencyChange", s.emergency()).Request.ID
		s.after(t, 23*time.Hour)
		listed("second", 0)
		s.after(t, 2*time.Hour)
		listed("second", 1)
		for _, who := range []string{"director", "second", "it2"} {
			if !s.told(t, who, "UNCONFIRMED", late) {
				t.Errorf("%s is not told", who)
			}
		}
		s.must(t, "second", "confirmEmergencyChange", s.on(t, late, "given", true))
		listed("second", 0)

		denied := s.must(t, "it", "recordEmergencyChange", s.emergency("change", port("10.0.0.77"))).Request.ID
		d := s.must(t, "director", "confirmEmergencyChange", s.on(t, denied, "given", false, "comment", "Tôi không đồng ý việc này."))
		if d.Request.State != "EMERGENCY_OPEN" || !d.Request.Unconfirmed {
			t.Errorf("denied: %+v", d.Request)
		}
		listed("second", 1)
		s.refused(t, "second", "confirmEmergencyChange", s.on(t, denied, "given", true), "WRONG_STATE", "5f")
		s.must(t, "it2", "rollBackChange", s.on(t, denied, "reason", "Ban Giám đốc không đồng ý."))
		listed("second", 0)
		if got := s.stands(t, "SW-01", "technical { interfaces { ip } }"); got != `{"technical":{"interfaces":[{"ip":"10.0.0.66"}]}}` {
			t.Errorf("rolled back: %s", got)
		}
		if !s.told(t, "director", "ROLLED_BACK", denied) {
			t.Error("the Board is not told of the roll-back")
		}
	})
}

// With a single director in office, what that director asks for has the Board's consent; IT, who did not ask, carries it out.
func TestArticle5f_TheSoleDirectorsRequestIsTheBoardsConsent(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.asset(t, "PC-01", "WORKSTATION", "NOI", map[string]any{"state": "IN_USE"})
		two := s.ask(t, "director", "CONNECT", "PC-01")
		if d := s.must(t, "it", "assessChange", s.assessed(t, two, map[string]any{"connected": true})); d.Request.Approval.Step != "CONSENT" || *d.Request.Approval.SkipReason != "BOARD" {
			t.Errorf("with another director in office: %+v", d.Request.Approval)
		}
		if code := s.decide(t, "director", two, "APPROVE"); code != "FOUR_EYES" {
			t.Errorf("their own request: %q", code)
		}
		_, second, _ := db.SplitID(s.ids["second"])
		w.Exec(t, "UPDATE role_assignments SET live = NULL WHERE staff_id = ?", second)
		one := s.ask(t, "director", "CONNECT", "PC-01")
		d := s.must(t, "it", "assessChange", s.assessed(t, one, map[string]any{"connected": true}))
		if d.Request.State != "APPROVED" || *d.Request.Approval.SkipReason != "BOARD, SOLE_DIRECTOR" {
			t.Errorf("the only director's own: %+v", d.Request)
		}
		s.must(t, "it", "executeChange", s.on(t, one))
	})
}

// A decision names the article that it carries out, and IT reads it in its own flows alone.
func TestArticle5f_TheBoardsDecisionNamesItsArticle(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.asset(t, "SW-01", "NETWORK_DEVICE", "NOI", port("10.0.0.2"))
		id := s.ask(t, "head", "CONFIGURE", "SW-01")
		s.must(t, "it", "assessChange", s.assessed(t, id, port("10.0.0.3")))
		s.agree(t, "director", id)
		r := s.as["director"].do(t, `query($s: ID!) { auditEvents(first: 10, filter: {subject: $s}) { nodes { action rule } } }`, map[string]any{"s": id})
		r.want(t, `{"data":{"auditEvents":{"nodes":[{"action":"approval.approve","rule":"5f"},{"action":"change_request.assess","rule":"5f"},{"action":"change_request.request","rule":"5f"}]}}}`)
	})
}
