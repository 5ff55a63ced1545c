package acceptance

import (
	"fmt"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

// departures are the ways on which a person leaves the department whose equipment they look after. Each answers how many assets they
// have to hand over, as the payload of the mutation says, nil if there is none.
var departures = map[string]func(t *testing.T, d *desk, person string, office db.ID) *response{
	"leaves": func(t *testing.T, d *desk, person string, _ db.ID) *response {
		r := d.as["personnel"].do(t, `mutation($id: ID!) { x: endEmployment(input: {id: $id, expectedVersion: 1, decisionNo: "9/QĐ", effectiveOn: "2026-03-02"}) {
			equipment { count assets { code } } userErrors { code } } }`, map[string]any{"id": person})
		return &r
	},
	"works elsewhere": func(t *testing.T, d *desk, person string, office db.ID) *response {
		return d.transfer(t, person, office, false)
	},
	"works elsewhere and goes on leading": func(t *testing.T, d *desk, person string, office db.ID) *response {
		return d.transfer(t, person, office, true)
	},
	"has a contract that ends": func(t *testing.T, d *desk, person string, _ db.ID) *response {
		key, err := db.ParseID("staff", person)
		if err != nil {
			t.Fatal(err)
		}
		d.Exec(t, "UPDATE staff SET ends_on = '2026-03-01' WHERE id = ?", key)
		if err := d.App.Services.People.EndDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		return nil
	},
}

func (d *desk) transfer(t *testing.T, person string, to db.ID, keep bool) *response {
	t.Helper()
	r := d.as["personnel"].do(t, `mutation($id: ID!, $to: ID!, $keep: Boolean!) { x: transferStaff(input: {id: $id, expectedVersion: 1, department: $to, decisionNo: "9/QĐ", effectiveOn: "2026-03-02", keepPositions: $keep}) {
		equipment { count assets { code } } userErrors { code } } }`, map[string]any{"id": person, "to": db.GlobalID("department", to), "keep": keep})
	return &r
}

// Whichever way a person leaves a department, what they looked after there is without a custodian, listed until somebody else looks
// after it or another department owns it, and told with its number to IT and the managers, to nobody else. Who decides on the leaving
// gets the number, and of the assets those that they may see. On leave, or in a unit of the department, one goes on looking after it.
func TestArticle5b_ALeaversEquipmentIsHandedOver(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		d := newDesk(t, w)
		office, n := d.Department(t, "OFFICE", "KHTH", db.ID{}), 0
		unit := d.Department(t, "UNIT", "TIM", d.noi)
		equip := func(who string) (person, first, second string) {
			t.Helper()
			n++
			staff, now := d.Staff(t, d.noi, who), d.DB.Now(t.Context())
			w.Position(t, staff, d.noi, "DEPUTY")
			var ids []string
			for i, custodian := range []db.ID{staff, staff, d.staff["nurse"]} {
				key := db.NewID()
				w.Insert(t.Context(), t, "assets", kit.Row{"id": key, "code": fmt.Sprintf("PC-%d-%d", n, i), "name": "Máy", "kind": "WORKSTATION", "state": "IN_USE",
					"department_id": d.noi, "custodian_id": custodian, "version": 1, "created_at": now, "updated_at": now})
				ids = append(ids, db.GlobalID("asset", key))
			}
			w.Exec(t, "DELETE FROM inbox_items")
			return db.GlobalID("staff", staff), ids[0], ids[1]
		}
		const waiting = `{ assets(filter: {custodianLeft: true}) { totalCount nodes { code custodian { name } } } }`
		list := func(count int, codes string) string {
			return fmt.Sprintf(`{"data":{"assets":{"totalCount":%d,"nodes":[%s]}}}`, count, codes)
		}
		for way, leave := range departures {
			person, first, second := equip(way)
			if r := leave(t, d, person, office); r != nil {
				r.want(t, `{"data":{"x":{"equipment":{"count":2,"assets":[]},"userErrors":[]}}}`) // personnel sees none of them
			}
			both := list(2, fmt.Sprintf(`{"code":"PC-%d-0","custodian":null},{"code":"PC-%d-1","custodian":null}`, n, n))
			for _, who := range []string{"it1", "head", "nurse", "director"} {
				d.as[who].do(t, waiting, nil).want(t, both)
			}
			d.as["personnel"].do(t, waiting, nil).want(t, list(0, ""))
			for who, want := range map[string]int{"it1": 1, "it2": 1, "head": 1, "nurse": 0, "personnel": 0, "web": 0, "director": 0} {
				if got := d.told(t, who, "EQUIPMENT_LEFT"); got != want {
					t.Errorf("%s: %s is told %d times, want %d", way, who, got, want)
				}
			}
			d.as["head"].do(t, `{ me { inbox { nodes { detail } } } }`, nil).want(t, fmt.Sprintf(`{"data":{"me":{"inbox":{"nodes":[{"detail":"2: PC-%d-0, PC-%d-1"}]}}}}`, n, n))

			d.as["head"].do(t, `mutation($id: ID!, $who: ID!) { updateAsset(input: {id: $id, expectedVersion: 2, custodian: $who}) { userErrors { code } } }`,
				map[string]any{"id": first, "who": db.GlobalID("staff", d.staff["nurse"])}).want(t, `{"data":{"updateAsset":{"userErrors":[]}}}`)
			d.as["head"].do(t, waiting, nil).want(t, list(1, fmt.Sprintf(`{"code":"PC-%d-1","custodian":null}`, n)))
			d.as["it1"].do(t, `mutation($id: ID!, $to: ID!) { transferAsset(input: {id: $id, expectedVersion: 2, department: $to}) { userErrors { code } } }`,
				map[string]any{"id": second, "to": db.GlobalID("department", office)}).want(t, `{"data":{"transferAsset":{"userErrors":[]}}}`)
			d.as["it1"].do(t, waiting, nil).want(t, list(0, ""))
		}

		person, _, _ := equip("đi phép")
		d.as["personnel"].do(t, `mutation($id: ID!) { startLeave(input: {id: $id, expectedVersion: 1, decisionNo: "9/QĐ", effectiveOn: "2026-03-02"}) { userErrors { code } } }`,
			map[string]any{"id": person}).want(t, `{"data":{"startLeave":{"userErrors":[]}}}`)
		person, _, _ = equip("xuống tổ")
		d.transfer(t, person, unit, false).want(t, `{"data":{"x":{"equipment":{"count":0,"assets":[]},"userErrors":[]}}}`)
		d.as["it1"].do(t, waiting, nil).want(t, list(0, ""))
		if got := d.told(t, "it1", "EQUIPMENT_LEFT"); got != 0 {
			t.Errorf("told of what nobody left: %d", got)
		}
	})
}
