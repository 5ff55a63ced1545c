package acceptance

import (
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

// officersDoors are the ways by which a stranger finds the people who lead a department, with %s for the fields asked of each.
var officersDoors = []string{
	`{ departments { officers { %s } } }`,
	`{ department(code: "NOI") { officers { %s } } }`,
	`query($id: ID!) { node(id: $id) { ... on Department { officers { %s } } } }`,
	`query($id: ID!) { nodes(ids: [$id]) { ... on Department { officers { %s } } } }`,
	`{ department(code: "TTYT") { children { officers { %s } } } }`,
	`{ department(code: "TIM") { parent { officers { %s } } ancestors { officers { %s } } } }`,
	`{ post(slug: "tin") { department { officers { %s } } } }`,
	`{ posts { nodes { department { officers { %s } } } } }`,
}

// The heads of departments, their deputies and acting heads are public by name, position and since when, on every way there; a
// profile is what the centre has published. People whose position is over or has not begun, who are on leave or have left, or
// who have no position are named nowhere, nor is anything else about an officer.
func TestOfficersArePublicByNameAndPositionAlone(t *testing.T) {
	t.Parallel()
	var known []string
	for _, f := range generated.NewExecutableSchema(generated.Config{}).Schema().Types["Officer"].Fields {
		known = append(known, f.Name)
	}
	if want := []string{"kind", "name", "department", "since", "staffMember", "profile"}; !slices.Equal(known, want) {
		t.Fatalf("of an officer everybody gets %v, want %v", known, want)
	}
	run(t, func(t *testing.T, w *world) {
		root := w.Department(t, "CENTRE", "TTYT", db.ID{})
		ward := w.Department(t, "CLINICAL", "NOI", root)
		w.Department(t, "UNIT", "TIM", ward)
		now := w.Clock.Now()
		day := func(n int) db.Time { return db.At(now.AddDate(0, 0, n)) }
		lead := func(name, kind, state string, from, to db.Time) db.ID {
			who := w.Staff(t, ward, name)
			w.Insert(t.Context(), t, "positions", kit.Row{"id": db.NewID(), "staff_id": who, "department_id": ward, "kind": kind, "decision_no": "bí mật 7", "from_at": from, "to_at": to, "created_at": db.At(now)})
			w.Exec(t, "UPDATE staff SET state = ?, title = 'bí mật', work_phone = 'bí mật' WHERE id = ?", state, who)
			return who
		}
		head := lead("Trần Văn Bình", "HEAD", "ACTIVE", day(-9), db.Time{})
		lead("Lê Thị Phó", "DEPUTY", "ACTIVE", day(-5), day(1))
		hidden := map[string]db.ID{
			"nghỉ phép":    lead("nghỉ phép", "DEPUTY", "ON_LEAVE", day(-5), db.Time{}),
			"đã rời":       lead("đã rời", "DEPUTY", "LEFT", day(-5), db.Time{}),
			"hết nhiệm kỳ": lead("hết nhiệm kỳ", "DEPUTY", "ACTIVE", day(-5), db.At(now)),
			"sắp nhận":     lead("sắp nhận", "DEPUTY", "ACTIVE", day(1), db.Time{}),
			"nhân viên":    w.Staff(t, ward, "nhân viên"),
		}
		w.show(t, ward, "tin", nil)
		w.show(t, ward, "ho-so", kit.Row{"type": "STAFF_PROFILE", "person_id": head, "title": "Hồ sơ Bình"})
		w.show(t, ward, "noi-bo", kit.Row{"type": "STAFF_PROFILE", "person_id": hidden["nhân viên"], "audience": "INTERNAL"})

		const ask = `kind name since department { code } staffMember { id } profile { slug }`
		want := `[{"kind":"HEAD","name":"Trần Văn Bình","since":"*","department":{"code":"NOI"},"staffMember":null,"profile":{"slug":"ho-so"}},
			{"kind":"DEPUTY","name":"Lê Thị Phó","since":"*","department":{"code":"NOI"},"staffMember":null,"profile":null}]`
		w.stranger().do(t, strings.ReplaceAll(officersDoors[1], "%s", ask), nil).want(t, `{"data":{"department":{"officers":`+want+`}}}`)
		for _, door := range officersDoors {
			body := w.stranger().do(t, strings.ReplaceAll(door, "%s", ask), map[string]any{"id": db.GlobalID("department", ward)}).Body
			if strings.Count(body, "Trần Văn Bình") == 0 || strings.Count(body, "Trần Văn Bình") != strings.Count(body, "Lê Thị Phó") || strings.Contains(body, `"errors"`) {
				t.Errorf("%s: %s", door, body)
			}
			for name := range hidden {
				if strings.Contains(body, name) {
					t.Errorf("%s: tells of %s: %s", door, name, body)
				}
			}
			if strings.Contains(body, "bí mật") {
				t.Errorf("%s: %s", door, body)
			}
		}
		// The other ways to the same people stay shut.
		var position db.ID
		if err := w.DB.From(t.Context()).Get(t.Context(), &position, "SELECT id FROM positions WHERE staff_id = ?", head); err != nil {
			t.Fatal(err)
		}
		w.stranger().do(t, byNode, map[string]any{"id": db.GlobalID("position", position)}).want(t, refusal("node", "NOT_FOUND", "Not found."))
		w.stranger().do(t, byNode, map[string]any{"id": db.GlobalID("staff", head)}).want(t, refusal("node", "NOT_FOUND", "Not found."))
		for _, q := range []string{`{ staffMembers { totalCount } }`, `{ roleAssignments { totalCount } }`, `{ delegations { totalCount } }`} {
			if got := w.stranger().do(t, q, nil).Body; !strings.Contains(got, "UNAUTHENTICATED") {
				t.Errorf("%s: %s", q, got)
			}
		}
		// An officer who goes on leave is one no more, in answers from memory too.
		const kept = `{ department(code: "NOI") { officers { name } } }`
		if body := w.kept(t, kept); !strings.Contains(body, "Bình") {
			t.Errorf("kept: %s", body)
		}
		clerk, _ := w.person(t, root, "nhansu", "personnel")
		clerk.do(t, `mutation($id: ID!) { startLeave(input: {id: $id, expectedVersion: 1, decisionNo: "9/QĐ", effectiveOn: "2026-03-02"}) { userErrors { code } } }`,
			map[string]any{"id": db.GlobalID("staff", head)}).want(t, `{"data":{"startLeave":{"userErrors":[]}}}`)
		if body := w.kept(t, kept); strings.Contains(body, "Bình") {
			t.Errorf("on leave: %s", body)
		}
	})
}
