package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/wire/transport"
)

// desk is a centre with people who have trouble and people who handle it.
type desk struct {
	*world
	as    map[string]*client
	staff map[string]db.ID
	noi   db.ID
}

func newDesk(t *testing.T, w *world) *desk {
	t.Helper()
	d := &desk{world: w, as: map[string]*client{}, staff: map[string]db.ID{}}
	root := w.Department(t, "CENTRE", "TTYT", db.ID{})
	office := w.Department(t, "OFFICE", "TCHC", root)
	unit := w.Department(t, "UNIT", "CNTT", office)
	d.noi = w.Department(t, "CLINICAL", "NOI", root)
	for _, p := range []struct {
		login string
		home  db.ID
		roles []access.Role
	}{
		{"nurse", d.noi, nil},
		{"head", d.noi, nil},
		{"it1", unit, []access.Role{access.IT}},
		{"it2", unit, []access.Role{access.IT}},
		{"web", office, []access.Role{access.WebEditor}},
		{"director", w.Department(t, "BOARD", "BGD", root), []access.Role{access.Director}},
		{"personnel", office, []access.Role{access.Personnel}},
	} {
		d.staff[p.login] = w.Staff(t, p.home, p.login, p.roles...)
	}
	w.Position(t, d.staff["head"], d.noi, "HEAD")
	for login, staff := range d.staff {
		d.as[login] = w.signIn(t, staff, login)
	}
	return d
}

const whole = `id state priority version overdue assignee { name }`

// report files an incident and returns its id.
func (d *desk) report(t *testing.T, who string, input map[string]any) string {
	t.Helper()
	return d.as[who].do(t, `mutation($input: ReportIncidentInput!) { reportIncident(input: $input) { incident { id } userErrors { message } } }`, map[string]any{"input": input}).
		at(t, "data.reportIncident.incident.id")
}

// step makes one change of the incident as it is now, and returns the answer.
func (d *desk) step(t *testing.T, who, field, id string, more map[string]any) response {
	t.Helper()
	version := number(t, d.as["director"].do(t, `query($id: ID!) { node(id: $id) { ... on Incident { version } } }`, map[string]any{"id": id}).at(t, "data.node.version"))
	input := map[string]any{"id": id, "expectedVersion": version}
	if field == "followUpIncident" {
		delete(input, "expectedVersion")
	}
	for k, v := range more {
		input[k] = v
	}
	name := strings.ToUpper(field[:1]) + field[1:] + "Input"
	return d.as[who].do(t, fmt.Sprintf(`mutation($input: %s!) { %s(input: $input) { incident { %s } userErrors { code rule } } }`, name, field, whole), map[string]any{"input": input})
}

// must is step for what has to succeed.
func (d *desk) must(t *testing.T, who, field, id string, more map[string]any) response {
	t.Helper()
	r := d.step(t, who, field, id, more)
	if !strings.Contains(r.Body, `"userErrors":[]`) {
		t.Fatalf("%s as %s: %s", field, who, r.Body)
	}
	return r
}

// show reads fields of the incident.
func (d *desk) show(t *testing.T, who, id, fields string) response {
	t.Helper()
	return d.as[who].do(t, `query($id: ID!) { node(id: $id) { ... on Incident { `+fields+` } } }`, map[string]any{"id": id})
}

// told counts the notices of a kind in a person's inbox.
func (d *desk) told(t *testing.T, who, kind string) int {
	t.Helper()
	return strings.Count(d.as[who].do(t, `{ me { inbox(first: 100) { nodes { kind } } } }`, nil).Body, `"`+kind+`"`)
}

// vn is a moment of the test's time in Viet Nam, as answers write it.
func vn(day, clock string) string { return `"` + day + `T` + clock + `:00+07:00"` }

// set moves the clock to a moment in Viet Nam. Nobody is signed out meanwhile.
func (d *desk) set(t *testing.T, at string) {
	t.Helper()
	to, err := time.Parse("2006-01-02 15:04 -0700", at+" +0700")
	if err != nil {
		t.Fatal(err)
	}
	d.Clock.Advance(to.Sub(d.Clock.Now()))
	now := d.DB.Now(t.Context())
	d.Exec(t, "UPDATE sessions SET seen_at = ?, expires_at = ?", now, db.At(now.AddDate(0, 0, 1)))
}

// sweep does what is due in the background.
func (d *desk) sweep(t *testing.T) {
	t.Helper()
	if _, err := d.App.Jobs.RunDue(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// Title and category are enough; IT is notified at once; pressed twice it is one incident; strangers report nothing.
func TestArticle5c_OneMutationIsEnough(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		d := newDesk(t, w)
		const report = `mutation { reportIncident(input: {title: " Mất  mạng ở khoa Nội ", category: NETWORK, idempotencyKey: "a"}) {
			incident { id title category queue state priority impact urgency confidential reporter { name } department { code } responseDueAt resolutionDueAt targetsProvisional overdue
				history { nodes { kind actor { name } } } } userErrors { message } } }`
		w.stranger().do(t, report, nil).want(t, refusedChange("reportIncident", "UNAUTHENTICATED", "Sign in first."))
		first := d.as["nurse"].do(t, report, nil)
		first.want(t, `{"data":{"reportIncident":{"incident":{"id":"*","title":"Mất mạng ở khoa Nội","category":"NETWORK","queue":"IT","state":"NEW","priority":"HIGH","impact":"MEDIUM","urgency":"HIGH",
			"confidential":false,"reporter":{"name":"nurse"},"department":{"code":"NOI"},"responseDueAt":`+vn("2026-03-02", "10:00")+`,"resolutionDueAt":`+vn("2026-03-03", "09:00")+`,"targetsProvisional":false,
			"overdue":false,"history":{"nodes":[{"kind":"REPORTED","actor":{"name":"nurse"}}]}},"userErrors":[]}}}`)
		if again := d.as["nurse"].do(t, report, nil); again.Body != first.Body {
			t.Errorf("pressed twice: %s", again.Body)
		}
		for who, n := range map[string]int{"it1": 1, "it2": 1, "web": 0, "director": 0, "head": 0, "nurse": 0} {
			if got := d.told(t, who, "INCIDENT_REPORTED"); got != n {
				t.Errorf("%s was told %d times, want %d", who, got, n)
			}
		}
		d.as["nurse"].do(t, `mutation { reportIncident(input: {title: " ", category: NETWORK}) { incident { id } userErrors { code path } } }`, nil).
			want(t, `{"data":{"reportIncident":{"incident":null,"userErrors":[{"code":"REQUIRED","path":["input","title"]}]}}}`)
		d.as["director"].do(t, `{ auditEvents(filter: {action: "incident.reported"}) { nodes { rule role detail } } }`, nil).
			want(t, `{"data":{"auditEvents":{"nodes":[{"rule":"5c","role":null,"detail":"NETWORK HIGH"}]}}}`)
	})
}

// Targets count in office hours, past nights, weekends and holidays, and round the clock where it is critical.
func TestArticle5c_TargetsCountWorkingTime(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		d := newDesk(t, w)
		for _, c := range []struct{ at, impact, urgency, want string }{
			{"2026-03-06 16:30", "HIGH", "MEDIUM", `"HIGH","responseDueAt":` + vn("2026-03-09", "08:30") + `,"resolutionDueAt":` + vn("2026-03-09", "16:30")},
			{"2026-03-06 16:30", "HIGH", "HIGH", `"CRITICAL","responseDueAt":` + vn("2026-03-06", "17:00") + `,"resolutionDueAt":` + vn("2026-03-06", "20:30")},
			{"2026-04-24 11:00", "MEDIUM", "MEDIUM", `"MEDIUM","responseDueAt":` + vn("2026-04-24", "16:00") + `,"resolutionDueAt":` + vn("2026-05-04", "11:00")}, // over two holidays
			{"2026-08-21 15:00", "LOW", "LOW", `"LOW","responseDueAt":` + vn("2026-08-22", "15:00") + `,"resolutionDueAt":` + vn("2026-08-27", "15:00")},          // a Saturday worked
		} {
			d.set(t, c.at)
			r := d.as["nurse"].do(t, `mutation($i: IncidentLevel!, $u: IncidentLevel!) { reportIncident(input: {title: "A", category: COMPUTER, impact: $i, urgency: $u}) { incident { priority responseDueAt resolutionDueAt } } }`,
				map[string]any{"i": c.impact, "u": c.urgency})
			r.want(t, `{"data":{"reportIncident":{"incident":{"priority":`+c.want+`}}}}`)
		}
	})
}

// A year without holidays on file is told, not guessed silently; what counts round the clock needs none.
func TestArticle5c_AYearWithoutHolidaysIsTold(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		d := newDesk(t, w)
		d.set(t, "2030-12-30 10:00")
		for urgency, provisional := range map[string]bool{"LOW": true, "HIGH": false} {
			d.as["nurse"].do(t, `mutation($u: IncidentLevel!) { reportIncident(input: {title: "A", category: COMPUTER, impact: HIGH, urgency: $u}) { incident { targetsProvisional } } }`, map[string]any{"u": urgency}).
				want(t, fmt.Sprintf(`{"data":{"reportIncident":{"incident":{"targetsProvisional":%v}}}}`, provisional))
		}
	})
}

// Of two of the IT section who take one incident at once, one gets it; the other is told so and sees who was faster.
func TestArticle5c_OfTwoWhoTakeItOneWins(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		d := newDesk(t, w)
		for range 5 {
			id := d.report(t, "nurse", map[string]any{"title": "Máy in kẹt giấy", "category": "COMPUTER"})
			answers := make([]response, 2)
			var both sync.WaitGroup
			for i, who := range []string{"it1", "it2"} {
				both.Go(func() {
					answers[i] = d.as[who].do(t, `mutation($id: ID!) { takeIncident(input: {id: $id, expectedVersion: 1}) { incident { assignee { name } } userErrors { __typename code
						... on ConflictError { current { ... on Incident { state assignee { name } } } } } } }`, map[string]any{"id": id})
				})
			}
			both.Wait()
			winner := d.show(t, "nurse", id, "assignee { name }").at(t, "data.node.assignee.name")
			lost := answers[slices.Index([]string{"it2", "it1"}, winner)]
			answers[slices.Index([]string{"it1", "it2"}, winner)].want(t, `{"data":{"takeIncident":{"incident":{"assignee":{"name":"`+winner+`"}},"userErrors":[]}}}`)
			lost.want(t, `{"data":{"takeIncident":{"incident":null,"userErrors":[{"__typename":"ConflictError","code":"CONFLICT","current":{"state":"IN_PROGRESS","assignee":{"name":"`+winner+`"}}}]}}}`)
		}
	})
}

// From the report over waiting and a solution that does not hold to the end.
func TestArticle5c_FromTheReportToTheEnd(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		d := newDesk(t, w)
		id := d.report(t, "nurse", map[string]any{"title": "Không in được", "category": "COMPUTER", "impact": "MEDIUM", "urgency": "MEDIUM"})
		d.must(t, "it1", "assignIncident", id, map[string]any{"handler": db.GlobalID("staff", d.staff["it2"])})
		d.step(t, "it1", "assignIncident", id, map[string]any{"handler": db.GlobalID("staff", d.staff["web"])}).
			want(t, `{"data":{"assignIncident":{"incident":null,"userErrors":[{"code":"INVALID","rule":"3"}]}}}`)
		if d.told(t, "it2", "INCIDENT_ASSIGNED") != 1 {
			t.Error("the handler is not told")
		}
		d.step(t, "it1", "waitIncident", id, map[string]any{"for": "REPORTER", "reason": "Chờ"}).
			want(t, `{"data":{"waitIncident":{"incident":null,"userErrors":[{"code":"WRONG_STATE","rule":"5c"}]}}}`)
		d.must(t, "it2", "takeIncident", id, nil).
			want(t, `{"data":{"takeIncident":{"incident":{"id":"`+id+`","state":"IN_PROGRESS","priority":"MEDIUM","version":3,"overdue":false,"assignee":{"name":"it2"}},"userErrors":[]}}}`)

		d.set(t, "2026-03-02 11:00") // Monday; due on Thursday at 09:00
		d.must(t, "it2", "waitIncident", id, map[string]any{"for": "REPORTER", "reason": "Máy in nào?"})
		d.show(t, "nurse", id, "state waitingFor waitReason resolutionDueAt respondedAt").
			want(t, `{"data":{"node":{"state":"WAITING","waitingFor":"REPORTER","waitReason":"Máy in nào?","resolutionDueAt":`+vn("2026-03-05", "09:00")+`,"respondedAt":`+vn("2026-03-02", "09:00")+`}}}`)
		d.set(t, "2026-03-03 10:00") // one hour of Monday morning, four of the afternoon, two of Tuesday later
		d.must(t, "nurse", "followUpIncident", id, map[string]any{"text": "Máy ở phòng 2."})
		d.show(t, "nurse", id, "state waitingFor waitReason resolutionDueAt").
			want(t, `{"data":{"node":{"state":"IN_PROGRESS","waitingFor":null,"waitReason":null,"resolutionDueAt":`+vn("2026-03-05", "17:00")+`}}}`)
		if d.told(t, "nurse", "INCIDENT_WAITING") != 1 || d.told(t, "it2", "INCIDENT_FOLLOWED_UP") != 1 {
			t.Error("reporter and handler are not told of each other")
		}
		d.must(t, "it2", "followUpIncident", id, map[string]any{"text": "Thay mực.", "internal": true})
		for who, said := range map[string]int{"nurse": 1, "head": 1, "director": 1, "it1": 2} {
			if n := strings.Count(d.show(t, who, id, "followUps { text }").Body, `"text"`); n != said {
				t.Errorf("%s reads %d follow-ups, want %d", who, n, said)
			}
		}

		d.must(t, "it2", "resolveIncident", id, map[string]any{"solution": "Thay hộp mực."})
		d.show(t, "nurse", id, "state solution resolvedAt reopenableUntil").
			want(t, `{"data":{"node":{"state":"RESOLVED","solution":"Thay hộp mực.","resolvedAt":`+vn("2026-03-03", "10:00")+`,"reopenableUntil":`+vn("2026-03-17", "10:00")+`}}}`)
		d.step(t, "director", "reopenIncident", id, map[string]any{"reason": "Vẫn hỏng."}).want(t, `{"errors":[{"message":"You may not do this.","path":["reopenIncident"],"locations":"*",
			"extensions":{"code":"FORBIDDEN","rule":"5c","traceId":"`+traceID+`"}}],"data":null}`)
		d.set(t, "2026-03-04 08:00")
		d.must(t, "nurse", "reopenIncident", id, map[string]any{"reason": "Vẫn không in được."})
		d.show(t, "nurse", id, "state reopened solution responseDueAt resolutionDueAt assignee { name }").
			want(t, `{"data":{"node":{"state":"ASSIGNED","reopened":1,"solution":"Thay hộp mực.","responseDueAt":`+vn("2026-03-04", "12:00")+`,"resolutionDueAt":`+vn("2026-03-06", "17:00")+`,"assignee":{"name":"it2"}}}}`)
		if d.told(t, "it2", "INCIDENT_REOPENED") != 1 {
			t.Error("the handler is not told that the solution does not hold")
		}
		d.must(t, "it2", "resolveIncident", id, map[string]any{"solution": "Thay máy in."})
		d.must(t, "nurse", "closeIncident", id, nil)
		d.step(t, "it2", "followUpIncident", id, map[string]any{"text": "Xong."}).
			want(t, `{"data":{"followUpIncident":{"incident":null,"userErrors":[{"code":"WRONG_STATE","rule":"5c"}]}}}`)
		d.set(t, "2026-03-18 08:01")
		d.step(t, "nurse", "reopenIncident", id, map[string]any{"reason": "Lại hỏng."}).
			want(t, `{"data":{"reopenIncident":{"incident":null,"userErrors":[{"code":"WRONG_STATE","rule":"5c"}]}}}`)
		kinds := d.show(t, "it1", id, "history { nodes { kind } }").Body
		for i, kind := range []string{"REPORTED", "ASSIGNED", "TAKEN", "WAITING", "FOLLOWED_UP", "NOTED", "RESOLVED", "REOPENED", "RESOLVED", "CLOSED"} {
			at := strings.Index(kinds, `"`+kind+`"`)
			if at < 0 {
				t.Fatalf("step %d, %s, is not in what is left of the history: %s", i, kind, kinds)
			}
			kinds = kinds[at+1:]
		}
	})
}

// The handlers are notified once of an incident that passed its target, and it is found by filter, field and count.
func TestArticle5c_OverdueSurfaces(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		d := newDesk(t, w)
		id := d.report(t, "nurse", map[string]any{"title": "Mất mạng", "category": "NETWORK"}) // response by 10:00, solution by 09:00 on Tuesday
		other := d.report(t, "nurse", map[string]any{"title": "Chuột hỏng", "category": "COMPUTER"})
		d.must(t, "it2", "takeIncident", other, nil)
		overdue := func(who string) string {
			return d.as[who].do(t, `{ incidents(filter: {overdue: true}) { nodes { id } } incidentCounts { open overdue unassigned } }`, nil).Body
		}
		d.sweep(t)
		if d.told(t, "it1", "INCIDENT_OVERDUE") != 0 || strings.Contains(overdue("it1"), id) {
			t.Error("overdue before the target has passed")
		}
		d.set(t, "2026-03-02 10:01")
		for range 3 {
			d.sweep(t)
			d.Clock.Advance(time.Minute)
		}
		if a, b := d.told(t, "it1", "INCIDENT_OVERDUE"), d.told(t, "it2", "INCIDENT_OVERDUE"); a != 1 || b != 1 {
			t.Errorf("all of IT are told once while nobody has it: %d, %d", a, b)
		}
		if list := overdue("it1"); !strings.Contains(list, id) || strings.Contains(list, other) || !strings.Contains(list, `"open":2,"overdue":1,"unassigned":1`) {
			t.Errorf("the queue: %s", list)
		}
		d.show(t, "nurse", id, "overdue").want(t, `{"data":{"node":{"overdue":true}}}`)
		d.must(t, "it1", "takeIncident", id, nil)
		if list := overdue("it1"); strings.Contains(list, id) {
			t.Errorf("still overdue after a response: %s", list)
		}
		d.set(t, "2026-03-03 09:01")
		for range 3 {
			d.sweep(t)
			d.Clock.Advance(time.Minute)
		}
		if a, b := d.told(t, "it1", "INCIDENT_OVERDUE"), d.told(t, "it2", "INCIDENT_OVERDUE"); a != 2 || b != 1 {
			t.Errorf("its handler alone is told once more: %d, %d", a, b)
		}
		d.must(t, "it1", "waitIncident", id, map[string]any{"for": "OTHERS", "reason": "Chờ nhà mạng"})
		d.show(t, "it1", id, "overdue").want(t, `{"data":{"node":{"overdue":false}}}`)
		d.must(t, "it1", "resumeIncident", id, nil)
		d.show(t, "it1", id, "overdue").want(t, `{"data":{"node":{"overdue":true}}}`)
		d.must(t, "it1", "triageIncident", id, map[string]any{"category": "COMPUTER"})
		d.sweep(t)
		if n := d.told(t, "it1", "INCIDENT_OVERDUE"); n != 2 {
			t.Errorf("neither waiting nor another category lets what is overdue be told again: %d", n)
		}
		d.must(t, "it1", "resolveIncident", id, map[string]any{"solution": "Thay dây."})
		d.show(t, "it1", id, "overdue state").want(t, `{"data":{"node":{"overdue":false,"state":"RESOLVED"}}}`)
		d.set(t, "2026-03-10 09:05") // five working days later nobody has objected
		d.sweep(t)
		d.show(t, "nurse", id, "state history { nodes { kind actor { name } } }").want(t, `{"data":{"node":{"state":"CLOSED","history":{"nodes":[{"kind":"REPORTED","actor":{"name":"nurse"}},{"kind":"OVERDUE","actor":null},
			{"kind":"TAKEN","actor":{"name":"it1"}},{"kind":"OVERDUE","actor":null},{"kind":"WAITING","actor":{"name":"it1"}},{"kind":"RESUMED","actor":{"name":"it1"}},{"kind":"TRIAGED","actor":{"name":"it1"}},{"kind":"RESOLVED","actor":{"name":"it1"}},{"kind":"CLOSED","actor":null}]}}}}`)
	})
}

// The queue is sorted by the next target, and filtered by handler.
func TestArticle5c_TheQueue(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		d := newDesk(t, w)
		d.report(t, "nurse", map[string]any{"title": "B", "category": "COMPUTER"})
		a := d.report(t, "nurse", map[string]any{"title": "A", "category": "MALWARE"})
		d.report(t, "nurse", map[string]any{"title": "C", "category": "WEBSITE"})
		d.must(t, "it1", "takeIncident", a, nil)
		for filter, want := range map[string]string{
			`{queue: IT}`:                             "AB",
			`{queue: IT, mine: true}`:                 "A",
			`{queue: IT, unassigned: true}`:           "B",
			`{states: [NEW]}`:                         "BC",
			`{priority: CRITICAL}`:                    "A",
			`{open: false}`:                           "",
			`{queue: WEBSITE, mine: false}`:           "C",
			`{states: [NEW, IN_PROGRESS], queue: IT}`: "AB",
			`{category: COMPUTER, unassigned: false}`: "",
			`{queue: IT, overdue: false, open: true}`: "AB",
		} {
			got := ""
			for _, n := range strings.Split(d.as["it1"].do(t, `{ incidents(filter: `+filter+`, orderBy: {field: TARGET, direction: ASC}) { nodes { title } } }`, nil).Body, `"title":"`)[1:] {
				got += n[:1]
			}
			if got != want {
				t.Errorf("%s: %q, want %q", filter, got, want)
			}
		}
		// Without an order, what is open comes by its target, and anything else as it was reported.
		d.as["it1"].do(t, `{ open: incidents(filter: {open: true, queue: IT}) { nodes { title } } all: incidents(filter: {queue: IT}) { nodes { title } } }`, nil).
			want(t, `{"data":{"open":{"nodes":[{"title":"A"},{"title":"B"}]},"all":{"nodes":[{"title":"A"},{"title":"B"}]}}}`)
	})
}

// What a leaver handled waits for somebody else, who is told.
func TestArticle5c_WhatALeaverHandledIsTakenUpAgain(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		d := newDesk(t, w)
		id := d.report(t, "nurse", map[string]any{"title": "Mất mạng", "category": "NETWORK"})
		d.must(t, "it1", "takeIncident", id, nil)
		d.as["personnel"].do(t, `mutation($id: ID!) { endEmployment(input: {id: $id, expectedVersion: 1, decisionNo: "7/QĐ", effectiveOn: "2026-03-02"}) { userErrors { message } } }`,
			map[string]any{"id": db.GlobalID("staff", d.staff["it1"])}).want(t, `{"data":{"endEmployment":{"userErrors":[]}}}`)
		d.show(t, "nurse", id, "state assignee { name }").want(t, `{"data":{"node":{"state":"NEW","assignee":null}}}`)
		if n := d.told(t, "it2", "INCIDENT_REPORTED"); n != 2 {
			t.Errorf("the other of IT was told %d times, want 2", n)
		}
	})
}

// The program says what the caller may do and why not, in the words of the mutation itself.
func TestArticle5c_AvailableActionsAgreeWithTheMutations(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		d := newDesk(t, w)
		id := d.report(t, "nurse", map[string]any{"title": "Mất mạng", "category": "NETWORK"})
		no := `,"allowed":false,"reasons":[{"code":"NOT_PERMITTED","rule":"5c"}]}`
		state := `,"allowed":false,"reasons":[{"code":"WRONG_STATE","rule":"5c"}]}`
		yes := `,"allowed":true,"reasons":[]}`
		for who, c := range map[string]struct{ handle, wait, confirm, correct string }{
			"it1": {yes, state, state, strings.Replace(state, "5c", "11b", 1)}, "nurse": {no, no, state, no}, "director": {no, no, no, no}} {
			d.show(t, who, id, "availableActions { action allowed reasons { code rule } }").want(t, `{"data":{"node":{"availableActions":[
				{"action":"TAKE"`+c.handle+`,{"action":"ASSIGN"`+c.handle+`,{"action":"TRIAGE"`+c.handle+`,{"action":"FOLLOW_UP"`+yes+`,{"action":"WAIT"`+c.wait+`,{"action":"RESUME"`+c.wait+`,
				{"action":"RESOLVE"`+c.handle+`,{"action":"CLOSE"`+c.confirm+`,{"action":"REOPEN"`+c.confirm+`,{"action":"LINK"`+c.handle+`,{"action":"SET_CAUSE"`+strings.Replace(c.handle, "5c", "5d", 1)+`,
				{"action":"CORRECT"`+c.correct+`]}}}`)
		}
	})
}

// A matter of security protects its reporter from the moment it is one, for good; no manager sees it.
func TestArticle6d_ASecurityMatterStaysOne(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		d := newDesk(t, w)
		id := d.report(t, "nurse", map[string]any{"title": "Thư lạ", "category": "COMPUTER"})
		d.show(t, "head", id, "reporter { name }").want(t, `{"data":{"node":{"reporter":{"name":"nurse"}}}}`)
		d.must(t, "it1", "triageIncident", id, map[string]any{"category": "SECURITY"})
		d.show(t, "head", id, "title").want(t, refusal("node", "NOT_FOUND", "Not found."))
		d.must(t, "it1", "triageIncident", id, map[string]any{"category": "WEBSITE"})
		for who, want := range map[string]string{
			"it1":      `{"data":{"node":{"queue":"WEBSITE","confidential":true,"reporter":null,"department":null}}}`,
			"web":      `{"data":{"node":{"queue":"WEBSITE","confidential":true,"reporter":null,"department":null}}}`,
			"nurse":    `{"data":{"node":{"queue":"WEBSITE","confidential":true,"reporter":{"name":"nurse"},"department":{"code":"NOI"}}}}`,
			"director": `{"data":{"node":{"queue":"WEBSITE","confidential":true,"reporter":{"name":"nurse"},"department":{"code":"NOI"}}}}`,
			"head":     refusal("node", "NOT_FOUND", "Not found."),
		} {
			d.show(t, who, id, "queue confidential reporter { name } department { code }").want(t, want)
		}
		if d.told(t, "web", "INCIDENT_REPORTED") != 1 || d.told(t, "head", "INCIDENT_REPORTED") != 0 {
			t.Error("the website section is told of what is theirs now, the managers are not")
		}
		d.must(t, "nurse", "followUpIncident", id, map[string]any{"text": "Thêm một thư."})
		d.show(t, "web", id, "followUps { byReporter author { name } }").want(t, `{"data":{"node":{"followUps":[{"byReporter":true,"author":null}]}}}`)
	})
}

// A fault of an application names it; everybody may, also who does not see its line of the register.
func TestArticle8_AFaultIsTiedToItsApplication(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		d := newDesk(t, w)
		his, pc := d.asset(t, "HIS", "SOFTWARE_SYSTEM"), d.asset(t, "PC-1", "WORKSTATION")
		d.as["nurse"].do(t, `{ applications { assetId code name } }`, nil).want(t, `{"data":{"applications":[{"assetId":"`+his+`","code":"HIS","name":"HIS"}]}}`)
		w.stranger().do(t, `{ applications { code } }`, nil).want(t, `{"errors":[{"message":"Sign in first.","path":["applications"],"locations":"*","extensions":{"code":"UNAUTHENTICATED","traceId":"`+traceID+`"}}],"data":null}`)
		const report = `mutation($app: ID) { reportIncident(input: {title: "Không in được đơn thuốc", category: SOFTWARE, application: $app}) { incident { application { code } assets { code } } userErrors { code path rule } } }`
		d.as["nurse"].do(t, report, nil).want(t, `{"data":{"reportIncident":{"incident":null,"userErrors":[{"code":"REQUIRED","path":["input","application"],"rule":"8"}]}}}`)
		for _, other := range []string{pc, db.GlobalID("asset", db.NewID())} {
			d.as["nurse"].do(t, report, map[string]any{"app": other}).want(t, refusedChange("reportIncident", "NOT_FOUND", "Not found."))
		}
		d.as["nurse"].do(t, report, map[string]any{"app": his}).want(t, `{"data":{"reportIncident":{"incident":{"application":{"code":"HIS"},"assets":[]},"userErrors":[]}}}`)
		d.as["it1"].do(t, `query($id: ID) { incidents(filter: {asset: $id}) { nodes { category } } }`, map[string]any{"id": his}).want(t, `{"data":{"incidents":{"nodes":[{"category":"SOFTWARE"}]}}}`)
		d.as["nurse"].do(t, `query($id: ID) { incidents(filter: {asset: $id}) { nodes { category } } }`, map[string]any{"id": his}).want(t, refusalOf("incidents", "NOT_FOUND", "Not found."))

		id := d.report(t, "nurse", map[string]any{"title": "Máy chậm", "category": "COMPUTER"})
		d.step(t, "it1", "triageIncident", id, map[string]any{"category": "SOFTWARE"}).
			want(t, `{"data":{"triageIncident":{"incident":null,"userErrors":[{"code":"REQUIRED","rule":"8"}]}}}`)
		d.must(t, "it1", "triageIncident", id, map[string]any{"category": "SOFTWARE", "application": his})
		d.must(t, "it1", "linkIncident", id, map[string]any{"assets": []string{pc, his}})
		d.show(t, "it1", id, "application { code } assets { code }").want(t, `{"data":{"node":{"application":{"code":"HIS"},"assets":[{"code":"HIS"},{"code":"PC-1"}]}}}`)
		d.show(t, "nurse", id, "application { code } assets { code }").want(t, `{"data":{"node":{"application":{"code":"HIS"},"assets":[]}}}`) // whose lines of the register are another's
		d.must(t, "it1", "unlinkIncident", id, map[string]any{"assets": []string{his}})
		d.show(t, "it1", id, "assets { code } history { nodes { kind } }").want(t, `{"data":{"node":{"assets":[{"code":"PC-1"}],"history":{"nodes":[{"kind":"REPORTED"},{"kind":"TRIAGED"},{"kind":"LINKED"},{"kind":"UNLINKED"}]}}}}`)
	})
}

// asset puts one of IT's into the register.
func (d *desk) asset(t *testing.T, code, kind string) string {
	t.Helper()
	id, now := db.NewID(), d.DB.Now(t.Context())
	home, err := db.One[db.ID](t.Context(), d.DB.From(t.Context()), "SELECT department_id FROM staff WHERE id = ?", d.staff["it1"])
	if err != nil {
		t.Fatal(err)
	}
	d.Insert(t.Context(), t, "assets", kit.Row{"id": id, "code": code, "name": code, "kind": kind, "state": "IN_USE", "source": "REGISTERED", "department_id": home, "version": 1, "created_at": now, "updated_at": now})
	return db.GlobalID("asset", id)
}

// An error on a published post goes to the website section and to the department that owns it.
func TestArticle11b_AnErrorOnTheSite(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		d := newDesk(t, w)
		draft := d.as["nurse"].do(t, createPost, map[string]any{"input": map[string]any{
			"type": "NEWS_ARTICLE", "department": db.GlobalID("department", d.noi), "title": "Lịch khám", "body": "<p>Thứ Hai.</p>", "audience": "INTERNAL"}})
		post := draft.at(t, "data.createPost.post.id")
		const report = `mutation($post: ID!) { reportIncident(input: {title: "Sai ngày khám", category: WEBSITE, post: $post}) {
			incident { id queue department { code } posts { id } } userErrors { code rule } } }`
		d.as["it2"].do(t, report, map[string]any{"post": post}).want(t, refusedChange("reportIncident", "NOT_FOUND", "Not found."))
		d.as["nurse"].do(t, report, map[string]any{"post": post}).want(t, `{"data":{"reportIncident":{"incident":null,"userErrors":[{"code":"WRONG_STATE","rule":"11b"}]}}}`)
		submitted := d.as["nurse"].do(t, submitPost, map[string]any{"input": map[string]any{"id": post, "expectedVersion": 1, "privacy": "NO_PATIENT"}})
		approval := submitted.at(t, "data.submitPost.post.approval.id")
		d.as["head"].do(t, decideApproval, map[string]any{"input": map[string]any{"id": approval, "verdict": "APPROVE", "expectedVersion": versionTo(t, d.as["head"], approval)}}).
			want(t, `{"data":{"decideApproval":{"approval":{"state":"APPROVED","step":"DEPARTMENT_CONSENT","version":"*"},"userErrors":[]}}}`)

		r := d.as["it2"].do(t, report, map[string]any{"post": post})
		r.want(t, `{"data":{"reportIncident":{"incident":{"id":"*","queue":"WEBSITE","department":{"code":"NOI"},"posts":[{"id":"`+post+`"}]},"userErrors":[]}}}`)
		id := r.at(t, "data.reportIncident.incident.id")
		for who, n := range map[string]int{"web": 1, "head": 1, "it1": 0, "nurse": 0, "director": 0} {
			if got := d.told(t, who, "INCIDENT_REPORTED"); got != n {
				t.Errorf("%s was told %d times, want %d", who, got, n)
			}
		}
		d.as["web"].do(t, `query($post: ID) { incidents(filter: {queue: WEBSITE, post: $post}) { nodes { title } } }`, map[string]any{"post": post}).
			want(t, `{"data":{"incidents":{"nodes":[{"title":"Sai ngày khám"}]}}}`)
		d.must(t, "web", "takeIncident", id, nil)
		d.must(t, "web", "resolveIncident", id, map[string]any{"solution": "Đã sửa."})
		d.must(t, "head", "closeIncident", id, nil)
		if d.told(t, "it2", "INCIDENT_RESOLVED") != 1 {
			t.Error("who reported it is not told of the solution")
		}
	})
}

// Advice and support are a queue of their own, and no incidents.
func TestArticle4_AdviceIsAQueueOfItsOwn(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		d := newDesk(t, w)
		const request = `mutation { requestSupport(input: {kind: ADVICE, title: "Nên mua máy in nào?", idempotencyKey: "a"}) { supportRequest { id state version requester { name } department { code } } userErrors { message } } }`
		r := d.as["nurse"].do(t, request, nil)
		r.want(t, `{"data":{"requestSupport":{"supportRequest":{"id":"*","state":"NEW","version":1,"requester":{"name":"nurse"},"department":{"code":"NOI"}},"userErrors":[]}}}`)
		id := r.at(t, "data.requestSupport.supportRequest.id")
		if again := d.as["nurse"].do(t, request, nil); again.Body != r.Body {
			t.Errorf("pressed twice: %s", again.Body)
		}
		if d.told(t, "it1", "SUPPORT_REQUESTED") != 1 || d.told(t, "web", "SUPPORT_REQUESTED") != 0 {
			t.Error("IT, and nobody else, is told")
		}
		d.as["it1"].do(t, `{ incidents { totalCount } supportRequests(filter: {unassigned: true, states: [NEW]}) { totalCount nodes { id } } }`, nil).
			want(t, `{"data":{"incidents":{"totalCount":0},"supportRequests":{"totalCount":1,"nodes":[{"id":"`+id+`"}]}}}`)
		const take = `mutation($id: ID!) { takeSupportRequest(input: {id: $id, expectedVersion: 1}) { supportRequest { state assignee { name } } userErrors { code } } }`
		d.as["it1"].do(t, take, map[string]any{"id": id}).want(t, `{"data":{"takeSupportRequest":{"supportRequest":{"state":"IN_PROGRESS","assignee":{"name":"it1"}},"userErrors":[]}}}`)
		d.as["it2"].do(t, take, map[string]any{"id": id}).want(t, `{"data":{"takeSupportRequest":{"supportRequest":null,"userErrors":[{"code":"CONFLICT"}]}}}`)
		d.as["it1"].do(t, `mutation($id: ID!) { answerSupportRequest(input: {id: $id, expectedVersion: 2, answer: "Loại có in hai mặt."}) { supportRequest { state answer } userErrors { code } } }`, map[string]any{"id": id}).
			want(t, `{"data":{"answerSupportRequest":{"supportRequest":{"state":"ANSWERED","answer":"Loại có in hai mặt."},"userErrors":[]}}}`)
		if d.told(t, "nurse", "SUPPORT_ANSWERED") != 1 {
			t.Error("who asked is not told of the answer")
		}
		d.as["nurse"].do(t, `mutation($id: ID!) { withdrawSupportRequest(input: {id: $id, expectedVersion: 3}) { supportRequest { state } userErrors { code rule } } }`, map[string]any{"id": id}).
			want(t, `{"data":{"withdrawSupportRequest":{"supportRequest":null,"userErrors":[{"code":"WRONG_STATE","rule":"4"}]}}}`)
		d.as["nurse"].do(t, `query($id: ID!) { node(id: $id) { ... on SupportRequest { availableActions { action allowed reasons { code } } } } }`, map[string]any{"id": id}).
			want(t, `{"data":{"node":{"availableActions":[{"action":"TAKE","allowed":false,"reasons":[{"code":"NOT_PERMITTED"}]},{"action":"FOLLOW_UP","allowed":false,"reasons":[{"code":"WRONG_STATE"}]},
				{"action":"RESOLVE","allowed":false,"reasons":[{"code":"NOT_PERMITTED"}]},{"action":"WITHDRAW","allowed":false,"reasons":[{"code":"WRONG_STATE"}]},
				{"action":"REOPEN","allowed":true,"reasons":[]}]}}}`)
	})
}

const incidentChanged = `subscription { incidentChanged { title state version assignee { name } reporter { name } } }`

// Handlers are notified of each change of what they handle, with what they may see of it then; others are not, nor are people
// who no longer handle anything.
func TestArticle5c_HandlersAreToldOfEachChange(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		d := newDesk(t, w)
		here, there := w.serve(t, transport.Limits{}), w.serve(t, transport.Limits{})
		refused := `{"errors":[{"message":"You may not do this.","path":["incidentChanged"],"locations":"*","extensions":{"code":"FORBIDDEN","rule":"5c","traceId":"` + traceID + `"}}]}`
		for _, who := range []string{"nurse", "head", "director", "personnel"} {
			stream := d.as[who].on(here).stream(t, incidentChanged)
			wantEvent(t, stream, "next", refused)
		}
		it, web := d.as["it1"].on(there).stream(t, incidentChanged), d.as["web"].on(here).stream(t, incidentChanged)
		wantEvent(t, it, ":", "")
		wantEvent(t, web, ":", "")

		shown := func(title, state string, version int, assignee, reporter string) string {
			return fmt.Sprintf(`{"data":{"incidentChanged":{"title":"%s","state":"%s","version":%d,"assignee":%s,"reporter":%s}}}`, title, state, version, assignee, reporter)
		}
		theft := d.report(t, "nurse", map[string]any{"title": "Lộ mật khẩu", "category": "SECURITY"})
		wantEvent(t, it, "next", shown("Lộ mật khẩu", "NEW", 1, "null", "null"))
		d.must(t, "it2", "takeIncident", theft, nil)
		wantEvent(t, it, "next", shown("Lộ mật khẩu", "IN_PROGRESS", 2, `{"name":"it2"}`, "null"))
		d.report(t, "it2", map[string]any{"title": "Sai chính tả", "category": "WEBSITE"})
		wantEvent(t, web, "next", shown("Sai chính tả", "NEW", 1, "null", `{"name":"it2"}`)) // the first that it hears of
		wantEvent(t, it, "next", shown("Sai chính tả", "NEW", 1, "null", `{"name":"it2"}`))

		w.Exec(t, "UPDATE role_assignments SET live = NULL WHERE staff_id = ?", d.staff["it1"])
		d.report(t, "nurse", map[string]any{"title": "Mất mạng", "category": "NETWORK"})
		wantEvent(t, it, "complete", "")
	})
}
