package acceptance

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

// views are the doors through which a reporter looks for everything about an asset.
var views = []string{
	`{ incidents { totalCount nodes { %s } } }`,
	`query($asset: ID!) { incidents(filter: {asset: $asset}) { totalCount nodes { %s } } }`,
	`query($id: ID!) { node(id: $id) { ... on Incident { %s } } }`,
	`{ incidentCounts { open unassigned waiting overdue critical resolved } }`,
	`{ me { unreadCount inbox(first: 100) { nodes { kind detail subject { id } } } } }`,
	`query($id: ID!) { auditEvents(first: 100, filter: {subject: $id}) { nodes { action actorId detail } } }`,
}

const allOfIt = `id title category queue state priority impact urgency description place confidential reporter { name } department { code } assignee { name } application { code }
	assets { code } joined { totalCount nodes { id title } } cause { code } waitingFor waitReason solution respondedAt resolvedAt closedAt reopened overdue version updatedAt
	followUps { text author { name } } history { totalCount nodes { kind detail actor { name } at } } availableActions { action allowed reasons { code } }`

// looks is all that a reporter sees of an incident and of what surrounds it, without ids and times.
func (d *desk) looks(t *testing.T, who, id, asset string) string {
	t.Helper()
	var all []string
	for _, v := range views {
		body := d.as[who].do(t, strings.ReplaceAll(v, "%s", allOfIt), map[string]any{"id": id, "asset": asset}).Body
		if strings.Contains(body, `"errors"`) {
			t.Fatalf("%s as %s: %s", v, who, body)
		}
		all = append(all, body)
	}
	return masked.ReplaceAllString(strings.Join(all, "\n"), "")
}

// masked are ids, and moments.
var masked = regexp.MustCompile(`"[A-Za-z0-9_-]{20,}"|"\d{4}-\d\d-\d\dT[^"]*"|PC-\w+`)

// A reporter sees the same of their report, and of all else, whether somebody has reported the same machine or not: before, after, and
// once it is solved. Each category against each, by colleagues of a department, through every door; those who handle both see both.
func TestArticle5c_NoReporterLearnsOfAnother(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		d := newDesk(t, w)
		for _, name := range []string{"first", "second", "alone"} {
			d.staff[name] = w.Staff(t, d.noi, name)
			d.as[name] = w.signIn(t, d.staff[name], name)
		}
		machines := 0
		machine := func() string {
			t.Helper()
			machines++
			key, now := db.NewID(), w.DB.Now(t.Context())
			w.Insert(t.Context(), t, "assets", kit.Row{"id": key, "code": fmt.Sprintf("PC-%d", machines), "name": "Máy", "kind": "SOFTWARE_SYSTEM", "state": "IN_USE",
				"department_id": d.noi, "version": 1, "created_at": now, "updated_at": now})
			return db.GlobalID("asset", key)
		}
		input := func(category, asset string) map[string]any {
			in := map[string]any{"category": category, "title": "Hỏng", "assets": []string{asset}}
			if category == "SOFTWARE" {
				in["application"] = asset
			}
			return in
		}
		clear := func() {
			w.Exec(t, "UPDATE incidents SET reporter_id = NULL, live = 0, department_id = (SELECT id FROM departments WHERE code = 'TCHC')")
			w.Exec(t, "DELETE FROM inbox_items")
			d.Clock.Advance(time.Minute)
		}
		for _, one := range []string{"COMPUTER", "SOFTWARE", "NETWORK", "MALWARE", "SECURITY"} {
			for _, other := range []string{"COMPUTER", "SOFTWARE", "NETWORK", "MALWARE", "SECURITY"} {
				shared, apart := machine(), machine()
				first := d.report(t, "first", input(one, shared))
				before := d.looks(t, "first", first, shared)
				second := d.report(t, "second", input(other, shared))
				alone := d.report(t, "alone", input(other, apart))
				if after := d.looks(t, "first", first, shared); after != before {
					t.Errorf("%s, then %s: the first reporter sees\n%s\nbefore it was\n%s", one, other, after, before)
				}
				if got, want := d.looks(t, "second", second, shared), d.looks(t, "alone", alone, apart); strings.ReplaceAll(got, "second", "alone") != want {
					t.Errorf("%s, then %s: the second reporter sees\n%s\nwho is the only one sees\n%s", one, other, got, want)
				}
				joined := one == other && one != "SECURITY"
				if got := strings.Contains(d.show(t, "it1", second, `joined { nodes { id } }`).Body, first); got != joined {
					t.Errorf("%s, then %s: handlers see both together %v, want %v", one, other, got, joined)
				}
				d.must(t, "it1", "takeIncident", first, nil)
				d.must(t, "it1", "resolveIncident", first, map[string]any{"solution": "Thay nguồn."})
				if joined {
					d.must(t, "it1", "takeIncident", alone, nil)
					d.must(t, "it1", "resolveIncident", alone, map[string]any{"solution": "Thay nguồn."})
				}
				if got, want := d.looks(t, "second", second, shared), d.looks(t, "alone", alone, apart); strings.ReplaceAll(got, "second", "alone") != want {
					t.Errorf("%s, then %s, solved: the second reporter sees\n%s\nwho is the only one sees\n%s", one, other, got, want)
				}
				clear()
			}
		}
	})
}
