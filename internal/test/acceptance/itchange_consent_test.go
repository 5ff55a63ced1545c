package acceptance

import (
	"encoding/json"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/product"
)

// mouse is an incident of the nurse's about their own machine, say.
func (s *workshop) mouse(t *testing.T, assets ...string) string {
	t.Helper()
	r := s.as["nurse"].do(t, `mutation($assets: [ID!]) { reportIncident(input: {title: "Chuột hỏng", category: COMPUTER, assets: $assets}) { incident { id } userErrors { message } } }`,
		map[string]any{"assets": assets})
	return r.at(t, "data.reportIncident.incident.id")
}

// causes has somebody tie the incident to the asset, and returns the code of what went wrong.
func (s *workshop) causes(t *testing.T, who, incident, code string) string {
	t.Helper()
	v := s.as["it"].do(t, `query($id: ID!) { node(id: $id) { ... on Incident { version } } }`, map[string]any{"id": incident})
	r := s.as[who].do(t, `mutation($i: SetIncidentCauseInput!) { setIncidentCause(input: $i) { incident { cause { code } } userErrors { code } } }`,
		map[string]any{"i": map[string]any{"id": incident, "expectedVersion": number(t, v.at(t, "data.node.version")), "asset": s.ids[code]}})
	return failureOf(t, r, "setIncidentCause")
}

// A repair is of what the incident names, or of what IT has found to be its cause: a nurse's broken mouse repairs no
// firewall. What it changes decides whether the Board is asked, and another make is a replacement.
func TestArticle5d_ARepairIsOfWhatTheIncidentIsAbout(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.asset(t, "PC-01", "WORKSTATION", "NOI", map[string]any{"state": "IN_USE"})
		s.asset(t, "FW-01", "NETWORK_DEVICE", "TCHC", map[string]any{"state": "IN_USE", "manufacturer": "Cisco", "model": "A", "serial": "S1"})
		from := s.mouse(t, s.ids["PC-01"])
		repair := map[string]any{"kind": "REPAIR", "asset": s.ids["FW-01"], "title": "Sửa tường lửa", "reason": "Hỏng.", "incident": from}
		s.refused(t, "it", "requestChange", repair, "INVALID", "5d")
		s.refused(t, "it", "recordEmergencyChange", s.emergency("kind", "REPAIR", "asset", s.ids["FW-01"], "incident", from, "change", nil), "INVALID", "5d")

		for _, x := range []struct{ who, of, want string }{
			{"nurse", "PC-01", "FORBIDDEN"}, {"head", "PC-01", "FORBIDDEN"}, {"director", "FW-01", "FORBIDDEN"}, {"it", "FW-01", ""},
		} {
			if code := s.causes(t, x.who, from, x.of); code != x.want {
				t.Errorf("%s ties the incident to its cause: %q, want %q", x.who, code, x.want)
			}
		}
		const look = `query($id: ID!) { node(id: $id) { ... on Incident { cause { code } history { nodes { kind detail actor { name } } } } } }`
		s.as["it"].do(t, look, map[string]any{"id": from}).want(t, `{"data":{"node":{"cause":{"code":"FW-01"},"history":{"nodes":[{"kind":"REPORTED","detail":"","actor":{"name":"nurse"}},
			{"kind":"CAUSE_FOUND","detail":"`+s.ids["FW-01"]+`","actor":{"name":"it"}}]}}}}`)
		if r := s.as["nurse"].do(t, look, map[string]any{"id": from}); r.at(t, "data.node.cause") != "null" {
			t.Errorf("a cause that the reader may not see: %s", r.Body)
		}

		for name, x := range map[string]struct {
			change     map[string]any
			cost       int
			code, step string
		}{
			"another make":      {map[string]any{"manufacturer": "Dell"}, 0, "INVALID", ""},
			"another model":     {map[string]any{"model": "B", "serial": "S2"}, 0, "INVALID", ""},
			"the identity":      {map[string]any{"serial": "S2"}, 0, "", "CONSENT"},
			"an expensive part": {nil, 900_000_000, "", "CONSENT"},
			"a free part":       {nil, 0, "", ""},
		} {
			id := s.must(t, "it", "requestChange", repair).Request.ID
			d := s.change(t, "it2", "assessChange", s.assessed(t, id, x.change, "cost", x.cost))
			switch {
			case d.code != x.code || x.code != "" && d.rule != "5d":
				t.Errorf("%s: got %q by %q (%s), want %q", name, d.code, d.rule, d.message, x.code)
			case d.code == "" && x.step != "" && (d.Request.State != "IN_REVIEW" || d.Request.Approval.Step != x.step):
				t.Errorf("%s: %+v at %+v, want it at %s", name, d.Request, d.Request.Approval, x.step)
			case d.code == "" && x.step == "" && (d.Request.State != "APPROVED" || *d.Request.Approval.SkipReason != "REPAIR, REPAIR_WITHIN_COST"):
				t.Errorf("%s: %+v, want IT to decide", name, d.Request)
			}
		}
	})
}

// What plugs a machine in is decided as a CONNECT, whatever it is called; another address on the same port is not.
func TestArticle5e_WhatPlugsAMachineInIsAConnect(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.asset(t, "SW-01", "NETWORK_DEVICE", "TCHC", nil)
		on := func(port, ip string) map[string]any {
			return map[string]any{"interfaces": []any{map[string]any{"name": "eth0", "switch": s.ids["SW-01"], "switchPort": port, "ip": ip}}}
		}
		s.asset(t, "PC-01", "WORKSTATION", "NOI", map[string]any{"state": "IN_USE"})
		for i, x := range []struct {
			port, state, rule string
		}{{"1", "IN_REVIEW", "5e"}, {"1", "APPROVED", "5f"}, {"2", "IN_REVIEW", "5e"}} {
			id := s.ask(t, "head", "CONFIGURE", "PC-01")
			d := s.must(t, "it", "assessChange", s.assessed(t, id, on(x.port, "10.0.0."+string(rune('1'+i)))))
			if d.Request.State != x.state || d.Request.Rule != x.rule {
				t.Errorf("%d: %+v, want %s by %s", i, d.Request, x.state, x.rule)
			}
			if x.state == "IN_REVIEW" {
				s.refused(t, "it", "executeChange", s.on(t, id), "WRONG_STATE", "5e")
				s.agree(t, "director", id)
			}
			s.must(t, "it", "executeChange", s.on(t, id))
		}
	})
}

// What is a matter of the Board by now is not carried out on IT's word of before.
func TestArticle5f_WhoHasToConsentIsAskedAgainAtTheExecution(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.asset(t, "PC-01", "WORKSTATION", "NOI", map[string]any{"state": "IN_USE"})
		id := s.ask(t, "head", "CONFIGURE", "PC-01")
		s.must(t, "it", "assessChange", s.assessed(t, id, port("10.0.0.5")))
		_, key, _ := db.SplitID(s.ids["PC-01"])
		w.Exec(t, "UPDATE assets SET kind = 'NETWORK_DEVICE' WHERE id = ?", key)
		s.offers(t, "it", id, "EXECUTE", "STALE_HASH")
		s.refused(t, "it", "executeChange", s.on(t, id), "STALE_HASH", "5f")
		w.Exec(t, "UPDATE assets SET kind = 'SERVER' WHERE id = ?", key)
		s.must(t, "it", "executeChange", s.on(t, id))
	})
}

// offers checks what somebody is told of an action on a request: the code of why not, "" if they may.
func (s *workshop) offers(t *testing.T, who, id, action, want string) {
	t.Helper()
	r := s.as[who].do(t, `query($id: ID!) { node(id: $id) { ... on ChangeRequest { availableActions { action allowed reasons { code } } } } }`, map[string]any{"id": id})
	var answer struct {
		Data struct {
			Node struct {
				AvailableActions []struct {
					Action  string
					Allowed bool
					Reasons []struct{ Code string }
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(r.Body), &answer); err != nil {
		t.Fatal(err, r.Body)
	}
	for _, o := range answer.Data.Node.AvailableActions {
		if o.Action != action {
			continue
		}
		got := ""
		if !o.Allowed {
			got = o.Reasons[0].Code
		}
		if got != want {
			t.Errorf("%s offered to %s: %q, want %q", action, who, got, want)
		}
		return
	}
	t.Errorf("%s is not told of to %s: %s", action, who, r.Body)
}

// A director takes consent back until the change is carried out; it is told, and the request is asked anew.
func TestArticle5f_ConsentIsTakenBackUntilItIsExecuted(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.asset(t, "SW-01", "NETWORK_DEVICE", "NOI", port("10.0.0.2"))
		id := s.ask(t, "nurse", "CONFIGURE", "SW-01")
		s.agree(t, "head", id)
		s.must(t, "it", "assessChange", s.assessed(t, id, port("10.0.0.3")))
		why := []any{"reason", "Chờ đánh giá an toàn."}
		s.refused(t, "director", "revokeChange", s.on(t, id, why...), "WRONG_STATE", "5f") // nobody has consented yet
		s.agree(t, "director", id)
		for _, who := range []string{"nurse", "head", "it"} {
			s.refused(t, who, "revokeChange", s.on(t, id, why...), "FORBIDDEN", "5f")
		}
		s.refused(t, "second", "revokeChange", s.on(t, id, "reason", " "), "REQUIRED", "")
		if d := s.must(t, "second", "revokeChange", s.on(t, id, why...)); d.Request.State != "REVOKED" || d.Request.Approval.State != "REVOKED" {
			t.Errorf("%+v %+v", d.Request, d.Request.Approval)
		}
		for _, who := range []string{"nurse", "head", "it", "it2", "director"} {
			if !s.told(t, who, "REVOKED", id) {
				t.Errorf("%s is not told", who)
			}
		}
		s.refused(t, "it", "executeChange", s.on(t, id), "WRONG_STATE", "5f")
		s.refused(t, "director", "revokeChange", s.on(t, id, why...), "WRONG_STATE", "5f")

		s.must(t, "nurse", "updateChange", s.on(t, id, "reason", "Đã đánh giá xong."))
		s.agree(t, "head", id)
		s.must(t, "it", "assessChange", s.assessed(t, id, port("10.0.0.3")))
		s.refused(t, "it", "executeChange", s.on(t, id), "WRONG_STATE", "5f")
		s.agree(t, "director", id)
		s.must(t, "it", "executeChange", s.on(t, id))
		s.refused(t, "director", "revokeChange", s.on(t, id, why...), "WRONG_STATE", "5f")

		// IT gives it up with a reason, and who had a part in it is told.
		s.asset(t, "SW-02", "NETWORK_DEVICE", "TCHC", port("10.0.1.2"))
		given := s.approvedChange(t, "SW-02", port("10.0.1.4"))
		s.refused(t, "it2", "withdrawChange", s.on(t, given, "reason", ""), "REQUIRED", "")
		if d := s.must(t, "it2", "withdrawChange", s.on(t, given, "reason", "Đã đổi cách làm.")); d.Request.State != "WITHDRAWN" {
			t.Errorf("%+v", d.Request)
		}
		for _, who := range []string{"it", "director"} {
			if !s.told(t, who, "WITHDRAWN", given) {
				t.Errorf("%s is not told", who)
			}
		}
	})
}

// signInAgain is for when the sessions have ended.
func (s *workshop) signInAgain(t *testing.T) {
	t.Helper()
	for name := range s.as {
		c, err := (*product.World)(s.world).SignIn(t, "u."+name)
		if err != nil {
			t.Fatal(err)
		}
		s.as[name] = &client{url: c.URL, header: c.Header}
	}
}

// Consent lasts: within the planned window a change runs; within seven days after it with a recorded reason, the Board told;
// later, or 90 days after a consent without a window, it has lapsed by the clock and is asked for anew.
func TestArticle5f_ConsentLapses(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for name, x := range map[string]struct {
		window, passes time.Duration // until the window ends, none for 0
		late, lapsed   bool
	}{
		"in the window":      {window: 3 * day, passes: 2 * day},
		"after the window":   {window: 3 * day, passes: 4 * day, late: true},
		"in the last hour":   {window: 3 * day, passes: 10*day - time.Hour, late: true},
		"a week too late":    {window: 3 * day, passes: 10*day + time.Hour, lapsed: true},
		"no window":          {passes: 90*day - time.Hour},
		"no window, too old": {passes: 90*day + time.Hour, lapsed: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, func(t *testing.T, w *world) {
				s := newWorkshop(t, w)
				s.asset(t, "SW-01", "NETWORK_DEVICE", "NOI", port("10.0.0.2"))
				var planned []any
				if x.window > 0 {
					planned = []any{"plannedFrom", s.Clock.Now(), "plannedTo", s.Clock.Now().Add(x.window)}
				}
				id := s.ask(t, "head", "CONFIGURE", "SW-01", planned...)
				s.must(t, "it", "assessChange", s.assessed(t, id, port("10.0.0.3")))
				s.agree(t, "director", id)
				s.Clock.Advance(x.passes) // and no job has run yet
				s.signInAgain(t)

				if x.lapsed {
					s.offers(t, "it", id, "EXECUTE", "WRONG_STATE")
					s.refused(t, "it", "executeChange", s.on(t, id, "lateReason", "Chờ máy."), "WRONG_STATE", "5f")
					s.after(t, time.Minute)
					r := s.as["it"].do(t, `query($id: ID!) { changeRequest(id: $id) { state approval { state } } }`, map[string]any{"id": id})
					r.want(t, `{"data":{"changeRequest":{"state":"LAPSED","approval":{"state":"LAPSED"}}}}`)
					for _, who := range []string{"head", "it", "director"} {
						if !s.told(t, who, "LAPSED", id) {
							t.Errorf("%s is not told", who)
						}
					}
					s.refused(t, "it", "executeChange", s.on(t, id), "WRONG_STATE", "5f")
					s.must(t, "head", "updateChange", s.on(t, id, "plannedFrom", s.Clock.Now(), "plannedTo", s.Clock.Now().Add(day)))
					s.must(t, "it", "assessChange", s.assessed(t, id, port("10.0.0.3")))
					s.agree(t, "director", id)
					s.must(t, "it", "executeChange", s.on(t, id))
					return
				}
				s.after(t, time.Minute)
				s.offers(t, "it", id, "EXECUTE", "")
				more := []any{}
				if x.late {
					s.refused(t, "it", "executeChange", s.on(t, id), "REQUIRED", "5f")
					more = []any{"lateReason", "Chờ máy."}
				}
				s.must(t, "it", "executeChange", s.on(t, id, more...))
				r := s.as["it"].do(t, `query($id: ID!) { changeRequest(id: $id) { lateReason } }`, map[string]any{"id": id})
				if got := r.at(t, "data.changeRequest.lateReason"); (got == "Chờ máy.") != x.late {
					t.Errorf("the reason on record: %q", got)
				}
				if s.told(t, "second", "EXECUTED_LATE", id) != x.late {
					t.Errorf("the Board told of a late change: want %v", x.late)
				}
			})
		})
	}
}

// A denied emergency that cannot be rolled back, because the asset has changed since, is closed by the Board with a reason.
func TestArticle5f_TheBoardClosesADeniedEmergency(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.asset(t, "SW-01", "NETWORK_DEVICE", "TCHC", port("10.0.0.2"))
		first := s.must(t, "it", "recordEmergencyChange", s.emergency()).Request.ID
		next := s.must(t, "it", "recordEmergencyChange", s.emergency("change", port("10.0.0.77"))).Request.ID
		s.must(t, "director", "confirmEmergencyChange", s.on(t, next, "given", true))
		why := []any{"reason", "Thiết bị đã được cấu hình lại theo lần sau."}
		s.refused(t, "director", "closeEmergencyChange", s.on(t, first, why...), "WRONG_STATE", "5f")
		s.must(t, "director", "confirmEmergencyChange", s.on(t, first, "given", false, "comment", "Tôi không đồng ý."))
		s.offers(t, "it", first, "ROLL_BACK", "STALE_HASH")
		s.refused(t, "it", "rollBackChange", s.on(t, first, why...), "STALE_HASH", "")
		s.refused(t, "it", "closeEmergencyChange", s.on(t, first, why...), "FORBIDDEN", "5f")
		if d := s.must(t, "second", "closeEmergencyChange", s.on(t, first, why...)); d.Request.State != "CLOSED" || d.Request.Unconfirmed {
			t.Errorf("%+v", d.Request)
		}
		for _, who := range []string{"director", "it", "it2"} {
			if !s.told(t, who, "CLOSED", first) {
				t.Errorf("%s is not told", who)
			}
		}
		s.as["it"].do(t, `query($id: ID!) { changeRequest(id: $id) { closeReason closedBy { name } } }`, map[string]any{"id": first}).
			want(t, `{"data":{"changeRequest":{"closeReason":"Thiết bị đã được cấu hình lại theo lần sau.","closedBy":{"name":"second"}}}}`)
	})
}

// An emergency waits for the director whose word it was, and for the others once it is listed to the Board.
func TestArticle5f_AnEmergencyIsListedToWhomItWaitsFor(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.asset(t, "SW-01", "NETWORK_DEVICE", "TCHC", port("10.0.0.2"))
		s.must(t, "it", "recordEmergencyChange", s.emergency())
		listed := func(who string, want int) {
			t.Helper()
			r := s.as[who].do(t, `{ me { approvalsToDecide { totalCount } } }`, nil)
			if got := number(t, r.at(t, "data.me.approvalsToDecide.totalCount")); got != want {
				t.Errorf("waits for %s: %d, want %d", who, got, want)
			}
		}
		listed("director", 1)
		listed("second", 0)
		s.after(t, 25*time.Hour)
		listed("director", 1)
		listed("second", 1)
	})
}
