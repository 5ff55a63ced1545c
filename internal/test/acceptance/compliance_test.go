package acceptance

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/compliance"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

const serviceStatus = `{ serviceStatus { name kind health reasons { health message source }
	incidents { category priority inHand source incident { title } } plannedWork { kind from to underWay source changeRequest { title } } asset { code } } }`

// service registers one that is in use and named by its code.
func (s *workshop) service(t *testing.T, code, kind string, dependsOn ...string) {
	t.Helper()
	s.asset(t, code, kind, "TCHC", map[string]any{"name": code, "state": "IN_USE"})
	for _, on := range dependsOn {
		s.as["it"].do(t, `mutation($input: LinkAssetsInput!) { linkAssets(input: $input) { userErrors { code } } }`, map[string]any{"input": map[string]any{"asset": s.ids[code], "dependsOn": s.ids[on]}}).
			want(t, `{"data":{"linkAssets":{"userErrors":[]}}}`)
	}
}

// health is what somebody is told of one service: "UP", or the health with the reasons.
func (s *workshop) health(t *testing.T, who, name string) string {
	t.Helper()
	r := s.as[who].do(t, `{ serviceStatus { name health reasons { message } } }`, nil)
	for i := range strings.Count(r.Body, `"name"`) {
		at := fmt.Sprintf("data.serviceStatus.%d.", i)
		if r.at(t, at+"name") != name {
			continue
		}
		text := r.at(t, at+"health")
		for j := range strings.Count(r.at(t, at+"reasons"), `"message"`) {
			text += " " + r.at(t, fmt.Sprintf("%sreasons.%d.message", at, j))
		}
		return text
	}
	return ""
}

func (s *workshop) put(t *testing.T, code, state string) {
	t.Helper()
	s.Exec(t, "UPDATE assets SET state = ? WHERE id = ?", state, keyOf(t, s.ids[code]))
}

// report files an incident and returns its id.
func (s *workshop) report(t *testing.T, who string, input map[string]any) string {
	t.Helper()
	return s.as[who].do(t, `mutation($input: ReportIncidentInput!) { reportIncident(input: $input) { incident { id } userErrors { message } } }`, map[string]any{"input": input}).
		at(t, "data.reportIncident.incident.id")
}

func (s *workshop) take(t *testing.T, id string) {
	t.Helper()
	s.as["it2"].do(t, `mutation($id: ID!) { takeIncident(input: {id: $id, expectedVersion: 1}) { userErrors { code } } }`, map[string]any{"id": id}).
		want(t, `{"data":{"takeIncident":{"userErrors":[]}}}`)
}

// Everybody who works here sees what runs, and nobody else does; what is in stock does not run.
func TestArticle4_ServiceStatusIsForEverybodyWhoWorksHere(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.service(t, "SRV", "SERVER")
		s.service(t, "HIS", "SOFTWARE_SYSTEM", "SRV")
		s.service(t, "PC", "WORKSTATION")
		s.asset(t, "SPARE", "SERVER", "TCHC", nil)
		w.stranger().do(t, serviceStatus, nil).want(t, strings.Replace(refusal("serviceStatus", "UNAUTHENTICATED", "Sign in first."), `{"serviceStatus":null}`, `null`, 1))
		up := func(asset string) string {
			line := `{"name":"%s","kind":"%s","health":"UP","reasons":[],"incidents":[],"plannedWork":[],"asset":` + asset + `}`
			if asset != "null" {
				line = strings.Replace(line, asset, `{"code":"%[1]s"}`, 1)
			}
			return `{"data":{"serviceStatus":[` + fmt.Sprintf(line, "HIS", "SOFTWARE_SYSTEM") + `,` + fmt.Sprintf(line, "SRV", "SERVER") + `]}}`
		}
		s.as["nurse"].do(t, serviceStatus, nil).want(t, up("null"))
		s.as["it"].do(t, serviceStatus, nil).want(t, up("its code"))
		s.as["director"].do(t, serviceStatus, nil).want(t, up("its code"))
	})
}

// What a service depends on takes it down, at any distance (Art. 2); a device is not named.
func TestArticle4_AServiceStopsWithWhatItDependsOn(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.service(t, "SW", "NETWORK_DEVICE")
		s.service(t, "SRV", "SERVER", "SW")
		s.service(t, "HIS", "SOFTWARE_SYSTEM", "SRV")
		s.service(t, "PC", "WORKSTATION")
		s.service(t, "WEB", "WEBSITE", "PC")
		for _, c := range []struct{ code, state, service, want string }{
			{"SW", "IN_REPAIR", "SW", "DOWN It is being repaired."},
			{"SW", "IN_REPAIR", "HIS", "DOWN SW, which it depends on, is being repaired."},
			{"SW", "IN_REPAIR", "WEB", "UP"},
			{"SRV", "QUARANTINED", "HIS", "DOWN SRV, which it depends on, is off the network until it is cleared."},
			{"SRV", "QUARANTINED", "SW", "UP"},
			{"SRV", "IN_STOCK", "SRV", ""},
			{"SRV", "IN_STOCK", "HIS", "DOWN SRV, which it depends on, is not in use."},
			{"PC", "IN_REPAIR", "WEB", "DOWN A device that it depends on is being repaired."},
		} {
			s.put(t, c.code, c.state)
			if got := s.health(t, "nurse", c.service); got != c.want {
				t.Errorf("%s with %s %s: %q, want %q", c.service, c.code, c.state, got, c.want)
			}
			s.put(t, c.code, "IN_USE")
		}
		s.put(t, "SW", "IN_REPAIR")
		vietnamese := s.as["nurse"].with("Accept-Language", "vi").do(t, `{ serviceStatus { reasons { message } } }`, nil)
		if !strings.Contains(vietnamese.Body, "Dịch vụ này phụ thuộc vào SW, hiện đang được sửa chữa.") || !strings.Contains(vietnamese.Body, "Dịch vụ đang được sửa chữa.") {
			t.Error(vietnamese.Body)
		}
	})
}

// An open incident counts by its priority, and as down only once somebody of IT looks into it. Nobody learns from the
// status what was written or who wrote it, but by the incident itself where they may read it.
func TestArticle4_OpenIncidentsCountByPriority(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.service(t, "SRV", "SERVER")
		s.service(t, "HIS", "SOFTWARE_SYSTEM", "SRV")
		for _, c := range []struct{ impact, urgency, reported, taken string }{
			{"LOW", "LOW", "UP", "UP"},
			{"MEDIUM", "MEDIUM", "DEGRADED It has a reported incident that nobody has checked yet.", "DEGRADED It has an incident that is being handled."},
			{"HIGH", "HIGH", "DEGRADED It has a reported incident that nobody has checked yet.", "DOWN It has a critical incident that is being handled."},
		} {
			id := s.report(t, "nurse", map[string]any{"title": "Không vào được", "category": "SOFTWARE", "application": s.ids["HIS"], "assets": []string{}, "impact": c.impact, "urgency": c.urgency})
			if got := s.health(t, "head", "HIS"); got != c.reported {
				t.Errorf("%s %s reported: %q, want %q", c.impact, c.urgency, got, c.reported)
			}
			s.take(t, id)
			if got := s.health(t, "head", "HIS"); got != c.taken {
				t.Errorf("%s %s taken: %q, want %q", c.impact, c.urgency, got, c.taken)
			}
			w.Exec(t, "UPDATE incidents SET state = 'RESOLVED', live = 0 WHERE id = ?", keyOf(t, id))
			if got := s.health(t, "head", "HIS"); got != "UP" {
				t.Errorf("resolved: %q", got)
			}
		}
		s.take(t, s.report(t, "it", map[string]any{"title": "Ổ cứng hỏng, BN Nguyễn Văn A", "category": "COMPUTER", "assets": []string{s.ids["SRV"]}, "impact": "HIGH", "urgency": "HIGH"}))
		told := func(incident string) string {
			return `{"data":{"serviceStatus":[
				{"name":"HIS","kind":"SOFTWARE_SYSTEM","health":"DOWN","reasons":[{"health":"DOWN","message":"SRV, which it depends on, has a critical incident that is being handled.","source":"SRV"}],
					"incidents":[{"category":"COMPUTER","priority":"CRITICAL","inHand":true,"source":"SRV","incident":` + incident + `}],"plannedWork":[],"asset":null},
				{"name":"SRV","kind":"SERVER","health":"DOWN","reasons":[{"health":"DOWN","message":"It has a critical incident that is being handled.","source":null}],
					"incidents":[{"category":"COMPUTER","priority":"CRITICAL","inHand":true,"source":null,"incident":` + incident + `}],"plannedWork":[],"asset":null}]}}`
		}
		s.as["nurse"].do(t, serviceStatus, nil).want(t, told("null"))
		for who, title := range map[string]bool{"nurse": false, "head": false, "it": true, "director": true} {
			if r := s.as[who].do(t, serviceStatus, nil); strings.Contains(r.Body, "Nguyễn") != title || strings.Contains(r.Body, `"it"`) {
				t.Errorf("as %s: %s", who, r.Body)
			}
		}
	})
}

// An attacker of a service cannot learn from its status that they were noticed: with and without a matter of security,
// the answers are the same bytes, also for IT and also after it was filed elsewhere.
func TestArticle6d_ServiceStatusTellsNothingOfMattersOfSecurity(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.service(t, "HIS", "SOFTWARE_SYSTEM")
		before := map[string]string{}
		for _, who := range []string{"nurse", "head", "it", "director"} {
			before[who] = s.as[who].do(t, serviceStatus, nil).Body
		}
		same := func(when string) {
			t.Helper()
			for who, body := range before {
				if r := s.as[who].do(t, serviceStatus, nil); r.Body != body {
					t.Errorf("%s, as %s: %s", when, who, r.Body)
				}
			}
		}
		id := s.report(t, "it", map[string]any{"title": "Có người dò mật khẩu", "category": "SECURITY", "application": s.ids["HIS"], "assets": []string{s.ids["HIS"]}, "impact": "HIGH", "urgency": "HIGH"})
		same("reported")
		s.take(t, id)
		same("taken")
		w.Exec(t, "UPDATE incidents SET category = 'SOFTWARE', application_id = ? WHERE id = ?", keyOf(t, s.ids["HIS"]), keyOf(t, id))
		same("filed elsewhere")
		w.Exec(t, "UPDATE incidents SET confidential = 0 WHERE id = ?", keyOf(t, id)) // it is this that keeps it
		if got := s.health(t, "nurse", "HIS"); !strings.HasPrefix(got, "DOWN") {
			t.Errorf("had it never been one: %q", got)
		}
	})
}

// Approved and planned work is announced to everybody with its kind and time, until that time is over.
func TestArticle4_PlannedWorkIsAnnounced(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.service(t, "SW", "NETWORK_DEVICE")
		s.service(t, "LINE", "INTERNET_LINE", "SW")
		from := s.Clock.Now().Add(2 * time.Hour).Truncate(time.Second)
		id := s.ask(t, "it", "CONFIGURE", "SW", "plannedFrom", from, "plannedTo", from.Add(time.Hour))
		planned := func(who, want string) {
			t.Helper()
			r := s.as[who].do(t, `{ serviceStatus { name health plannedWork { kind underWay source changeRequest { title } } } }`, nil)
			r.want(t, `{"data":{"serviceStatus":[{"name":"LINE","health":"UP","plannedWork":[`+strings.ReplaceAll(want, "SOURCE", `"SW"`)+`]},{"name":"SW","health":"UP","plannedWork":[`+strings.ReplaceAll(want, "SOURCE", "null")+`]}]}}`)
		}
		planned("nurse", "")
		s.must(t, "it", "assessChange", s.assessed(t, id, port("10.0.0.3")))
		planned("nurse", "") // not consented to yet
		s.agree(t, "director", id)
		planned("nurse", `{"kind":"CONFIGURE","underWay":false,"source":SOURCE,"changeRequest":null}`)
		planned("it2", `{"kind":"CONFIGURE","underWay":false,"source":SOURCE,"changeRequest":{"title":"Yêu cầu SW"}}`)
		s.Clock.Advance(150 * time.Minute)
		planned("nurse", `{"kind":"CONFIGURE","underWay":true,"source":SOURCE,"changeRequest":null}`)
		s.Clock.Advance(time.Hour)
		planned("nurse", "")
	})
}

// However many services there are, and whatever is the matter with them, the status takes as many statements.
func TestServiceStatusCostsAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		s := newWorkshop(t, w)
		s.service(t, "SW", "NETWORK_DEVICE")
		var counts []int64
		nurse := w.As(t, keyOf(t, s.ids["nurse"]))
		for range 2 {
			for i := range 5 {
				code := fmt.Sprintf("SRV-%d-%d", len(counts), i)
				s.service(t, code, "SERVER", "SW")
				s.report(t, "it", map[string]any{"title": "Chậm", "category": "COMPUTER", "impact": "MEDIUM", "assets": []string{s.ids[code]}})
			}
			ctx, n := db.CountStatements(nurse)
			all, err := s.App.Services.Duties.Statuses(ctx)
			if err != nil || len(all) != 1+5*(1+len(counts)) || all[0].Health == compliance.Up {
				t.Fatal(len(all), err)
			}
			counts = append(counts, n.Load())
		}
		if counts[0] != counts[1] || counts[0] > 8 {
			t.Errorf("statements: %v", counts)
		}
	})
}

// owing gives NOI, a unit of it and NGOAI one of everything that the compliance view counts, since long ago.
func (h *house) owing(t *testing.T) {
	t.Helper()
	ctx, now := t.Context(), h.DB.Now(t.Context())
	ago := func(days int) db.Time { return db.At(now.AddDate(0, 0, -days)) }
	h.department(t, "UNIT", "NOI1", h.keys["NOI"])
	h.Exec(t, "UPDATE infections SET open_asset_id = NULL, stage = 'RECONNECTED'") // what the house has of its own
	h.Exec(t, "UPDATE change_requests SET state = 'WITHDRAWN'")
	round := keyOf(t, h.ids["round"])
	for i, d := range []string{"NOI", "NOI1", "NGOAI"} {
		server, told := db.NewID(), db.NewID()
		h.Insert(ctx, t, "assets", kit.Row{"id": server, "code": "SRV-" + d, "name": "May chu", "kind": "SERVER", "state": "IN_USE", "source": "REGISTERED",
			"department_id": h.keys[d], "version": 1, "connected": 1, "found_at": ago(20 + i), "found_by": h.staff["it"], "created_at": ago(100 + i), "updated_at": now})
		h.Insert(ctx, t, "inventory_lines", kit.Row{"round_id": round, "id": server, "asset_id": server, "label": "SRV-" + d, "department_id": h.keys[d], "result": "OPEN"})
		h.Insert(ctx, t, "incidents", kit.Row{"id": told, "category": "MALWARE", "queue": "IT", "title": "Vi rut", "department_id": h.keys[d], "impact": "HIGH", "urgency": "HIGH", "priority": "CRITICAL",
			"state": "NEW", "live": 1, "started_at": ago(9), "response_due_at": ago(8 + i), "resolution_due_at": ago(8), "due_at": ago(8 + i), "created_at": ago(9 + i), "updated_at": now, "version": 1})
		h.Insert(ctx, t, "infections", kit.Row{"id": db.NewID(), "asset_id": server, "open_asset_id": server, "incident_id": told, "origin": "SCAN", "stage": "SUSPECTED", "held_back": "SERVES_OTHERS",
			"state_before": "IN_USE", "suspected_at": ago(2 + i), "decide_by": ago(2 + i), "version": 1, "updated_at": now})
		for j, state := range []string{"IN_REVIEW", "EMERGENCY_OPEN"} {
			h.Insert(ctx, t, "change_requests", kit.Row{"id": db.NewID(), "kind": "CONFIGURE", "state": state, "asset_id": server, "department_id": h.keys[d], "requester_id": h.staff["it"],
				"at_board": 1, "wanted": "{}", "before_values": "null", "after_values": "null", "created_at": ago(7 + i), "updated_at": now, "version": 1,
				"spoken_at": []any{nil, ago(6 + i)}[j], "unconfirmed_at": []any{nil, ago(5 + i)}[j]})
			machine := db.NewID()
			h.Insert(ctx, t, "assets", kit.Row{"id": machine, "code": fmt.Sprint("PC-", d, j), "name": "May tram", "kind": "WORKSTATION", "state": "QUARANTINED", "source": "REGISTERED",
				"department_id": h.keys[d], "version": 1, "created_at": now, "updated_at": now})
			h.Insert(ctx, t, "infections", kit.Row{"id": db.NewID(), "asset_id": machine, "open_asset_id": machine, "incident_id": told, "origin": "REPORT", "stage": []string{"SUSPECTED", "CLEANED"}[j],
				"state_before": "IN_USE", "suspected_at": ago(4 + i), "isolated_at": []any{nil, ago(3 + i)}[j], "version": 1, "updated_at": now})
		}
	}
}

// Heads see what is open in their department and its units and may direct it; IT and the Board see the whole. Each figure
// has its article and its age, and is the length of the list behind it.
func TestArticle12_ManagersSeeWhatIsOpenInTheirDepartments(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		h.owing(t)
		w.Exec(t, "UPDATE incidents SET due_at = ? WHERE category = 'COMPUTER'", db.At(h.Clock.Now().Add(-time.Hour)))
		rules := map[string]string{"OPEN_INCIDENTS": "5c", "OVERDUE_INCIDENTS": "5c", "CHANGES_AWAITING_CONSENT": "5f", "UNCONFIRMED_EMERGENCY_CHANGES": "5f", "OVERDUE_SCANS": "7a", "OVERDUE_PATCHES": "7a",
			"OUTDATED_SIGNATURES": "7a", "UNCONFIRMED_ASSETS": "5b", "QUARANTINED_MACHINES": "7c", "OVERDUE_FINDINGS": "7c", "ISOLATED_MACHINES": "7c", "FOUND_CONNECTED": "5e"}
		ages := map[string]int{"CHANGES_AWAITING_CONSENT": 7, "UNCONFIRMED_EMERGENCY_CHANGES": 6, "OVERDUE_SCANS": 100, "OVERDUE_PATCHES": 100, "OUTDATED_SIGNATURES": 100, "QUARANTINED_MACHINES": 4, "OVERDUE_FINDINGS": 2, "ISOLATED_MACHINES": 3, "FOUND_CONNECTED": 20}
		for _, c := range []struct {
			who, department string
			each, oldest    int // how many of each matter that was filled, and how many days older the oldest is
		}{
			{"head", "NOI", 2, 1}, {"head", "NOI1", 1, 1}, {"otherHead", "NGOAI", 1, 2}, {"it", "NOI", 2, 1}, {"director", "NOI1", 1, 1}, {"it", "", 3, 2}, {"director", "", 3, 2}, {"director", "TTYT", 3, 2},
		} {
			variables := map[string]any{}
			if c.department != "" {
				variables["id"] = h.ids[c.department]
			}
			r := h.ask(t, c.who, `query($id: ID) { compliance(department: $id) { figures { matter rule count since } } }`, variables)
			for i, f := range figuresOf(t, r, "data.compliance.figures") {
				if f.Matter != matters[i] || r.at(t, fmt.Sprintf("data.compliance.figures.%d.rule", i)) != rules[f.Matter] {
					t.Errorf("%s: %s", f.Matter, r.Body)
				}
				days, filled := ages[f.Matter]
				if !filled && f.Count >= c.each { // incidents, of which there are more, and the round, which has an age of its own
					continue
				}
				since := h.Clock.Now().AddDate(0, 0, -days-c.oldest).Format(time.DateOnly)
				if f.Count != c.each || f.Since == nil || !strings.HasPrefix(*f.Since, since) {
					t.Errorf("%s of %q as %s: %s, want %d since %s", f.Matter, c.department, c.who, f, c.each, since)
				}
			}
		}
		theFiguresAreTheLists(t, h)

		// Directing starts from the list: each line leads to what it is about, which the head may open.
		r := h.ask(t, "head", `query($id: ID) { complianceSubjects(matter: UNCONFIRMED_ASSETS, department: $id) { nodes { ... on InventoryLine { asset { code } department { code } } } } }`, map[string]any{"id": h.ids["NOI"]})
		r.want(t, `{"data":{"complianceSubjects":{"nodes":[{"asset":{"code":"SRV-NOI"},"department":{"code":"NOI"}},{"asset":{"code":"SRV-NOI1"},"department":{"code":"NOI1"}}]}}}`)
		r = h.ask(t, "head", `query($id: ID) { complianceSubjects(matter: OVERDUE_SCANS, department: $id, first: 1) { totalCount pageInfo { hasNextPage endCursor } nodes { ... on AssetProtection { asset { code } overdue } } } }`, map[string]any{"id": h.ids["NOI"]})
		r.want(t, `{"data":{"complianceSubjects":{"totalCount":2,"pageInfo":{"hasNextPage":true,"endCursor":"*"},"nodes":[{"asset":{"code":"SRV-NOI"},"overdue":["SCAN","PATCHES","SIGNATURES"]}]}}}`)
		h.ask(t, "head", `query($id: ID, $after: String) { complianceSubjects(matter: OVERDUE_SCANS, department: $id, first: 1, after: $after) { pageInfo { hasNextPage } nodes { ... on AssetProtection { asset { code } } } } }`,
			map[string]any{"id": h.ids["NOI"], "after": r.at(t, "data.complianceSubjects.pageInfo.endCursor")}).
			want(t, `{"data":{"complianceSubjects":{"pageInfo":{"hasNextPage":false},"nodes":[{"asset":{"code":"SRV-NOI1"}}]}}}`)

		// Without a round nobody owes a confirmation.
		w.Exec(t, "UPDATE inventory_rounds SET live = NULL, closed_at = opened_at")
		h.ask(t, "it", `{ complianceSubjects(matter: UNCONFIRMED_ASSETS) { totalCount nodes { __typename } pageInfo { hasNextPage } } }`, nil).
			want(t, `{"data":{"complianceSubjects":{"totalCount":0,"nodes":[],"pageInfo":{"hasNextPage":false}}}}`)
	})
}

// The overview takes as many statements for many departments as for few.
func TestTheComplianceOverviewCostsAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		root := w.Department(t, "CENTRE", "TTYT", db.ID{})
		it := w.As(t, w.Staff(t, w.Department(t, "UNIT", "CNTT", w.Department(t, "OFFICE", "TCHC", root)), "it", access.IT))
		var counts []int64
		for _, more := range []int{1, 20} {
			for i := range more {
				w.Department(t, "CLINICAL", fmt.Sprint("K", more, i), root)
			}
			ctx, n := db.CountStatements(it)
			if _, err := w.App.Services.Duties.Reports(ctx); err != nil {
				t.Fatal(err)
			}
			counts = append(counts, n.Load())
		}
		if counts[0] != counts[1] || counts[0] > 20 {
			t.Errorf("statements: %v", counts)
		}
	})
}
