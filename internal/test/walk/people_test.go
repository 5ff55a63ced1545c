package walk

import (
	"fmt"
	"slices"
	"time"

	"ttyt.example/ttyt/internal/base/db"
)

// moves are what happens to people, departments and powers, each as often as it is named.
var moves = []func(w *walk){
	hire, startLeave, startLeave, endLeave, endLeave, endEmployment, transfer, transfer, appoint, appoint, endPosition, delegate, delegate,
	revokeDelegation, grantRole, grantRole, revokeRole, createDepartment, moveDepartment,
}

// move lets something happen to the people of the centre. Whether it may, the product says; nobody judges it here, for
// what matters is what it does to everything that is under way.
func (w *walk) move() { pick(w, moves)(w) }

// clerk keeps the records of staff.
func (w *walk) clerk() *person { return pick(w, w.active("PERSONNEL", "PERSONNEL", "DIRECTOR")) }

// order has the person do something to another, and reports whether it was done.
func (w *walk) order(p *person, c *call) (view, bool) {
	if p == nil {
		return nil, false
	}
	r := w.do(p, c)
	w.note(nil, fmt.Sprintf("%-10s %s%s -> %s", p, c.field, w.told(c.input, nil), r.refused))
	return r.data, r.refused == nil
}

// most bounds the cast.
const most = 40

func hire(w *walk) {
	if len(w.active()) >= most {
		return
	}
	home, n := w.elsewhere(""), w.next()
	v, ok := w.order(w.clerk(), &call{field: "hireStaff", shows: "staffMember { id }", input: map[string]any{"code": fmt.Sprintf("NV-%d", n), "name": fmt.Sprintf("nv%d", n),
		"department": home.id, "employment": "CONTRACT", "startedOn": w.today(), "decisionNo": w.decision()}})
	if !ok {
		return
	}
	key, err := db.ParseID("staff", v.str("hireStaff.staffMember.id"))
	if err != nil {
		w.t.Fatal(err)
	}
	w.join(fmt.Sprintf("nv%d", n), home, key)
}

func (w *walk) today() string {
	return w.Clock.Now().In(time.FixedZone("", 7*60*60)).Format(time.DateOnly)
}

// spare reports whether the centre can do without the person: somebody else at work holds each of their roles.
func (w *walk) spare(p *person) bool {
	for role := range p.roles {
		if len(w.active(role)) < 2 {
			return false
		}
	}
	return len(w.active()) > 12
}

// step takes a step of somebody's employment.
func (w *walk) employment(field string, who *person, more ...any) bool {
	if who == nil {
		return false
	}
	clerk := w.clerk()
	v := view(w.ask(clerk, `query($id: ID!) { staffMember(id: $id) { id version } }`, map[string]any{"id": who.id}).data)
	m, _ := v.at("staffMember").(map[string]any)
	if m == nil {
		return false
	}
	input := on(m, append(more, "decisionNo", w.decision(), "effectiveOn", w.today())...)
	_, ok := w.order(clerk, &call{field: field, input: input})
	return ok
}

func startLeave(w *walk) {
	if p := w.anybody(); w.spare(p) && w.employment("startLeave", p) {
		p.state, p.client = "ON_LEAVE", nil
	}
}

func endLeave(w *walk) {
	var away []*person
	for _, p := range w.cast {
		if p.state == "ON_LEAVE" {
			away = append(away, p)
		}
	}
	if p := pick(w, away); w.employment("endLeave", p) {
		p.state = "ACTIVE"
	}
}

func endEmployment(w *walk) {
	if p := w.anybody(); w.spare(p) && w.employment("endEmployment", p) {
		p.state, p.client = "LEFT", nil
		clear(p.roles)
	}
}

func transfer(w *walk) {
	p := pick(w, w.active())
	to := w.elsewhere(p.home.id)
	if w.employment("transferStaff", p, "department", to.id, "keepPositions", w.rng.IntN(3) == 0) {
		p.home = to
	}
}

func appoint(w *walk) {
	who := pick(w, w.active())
	at := who.home
	if w.rng.IntN(3) == 0 {
		at = w.elsewhere("")
	}
	v, ok := w.order(w.clerk(), &call{field: "appoint", shows: "position { id }", input: map[string]any{"staffMember": who.id, "department": at.id,
		"kind": pick(w, []string{"HEAD", "DEPUTY", "DEPUTY", "ACTING"}), "decisionNo": w.decision()}})
	if ok {
		who.lead = true
		w.positions = append(w.positions, v.str("appoint.position.id"))
	}
}

// endPosition ends one of the positions that the walk gave, or that somebody had from the start.
func endPosition(w *walk) {
	clerk, who := w.clerk(), pick(w, w.active())
	v := view(w.ask(clerk, `query($id: ID!) { staffMember(id: $id) { positions { id } } }`, map[string]any{"id": who.id}).data)
	id := pick(w, w.positions)
	if held := v.list("staffMember.positions"); len(held) > 0 {
		id = held[0].str("id")
	}
	if id == "" {
		return
	}
	w.order(clerk, &call{field: "endPosition", input: map[string]any{"id": id, "decisionNo": w.decision()}})
	w.positions = slices.DeleteFunc(w.positions, func(p string) bool { return p == id })
}

func delegate(w *walk) {
	var leads []*person
	for _, p := range w.active() {
		if p.lead || p.roles["DIRECTOR"] != "" {
			leads = append(leads, p)
		}
	}
	p, to := pick(w, leads), pick(w, w.active())
	if p == nil || p == to {
		return
	}
	input := map[string]any{"staffMember": to.id, "role": "MANAGER", "department": p.home.id, "decisionNo": w.decision(), "until": w.Clock.Now().AddDate(0, 0, 1+w.rng.IntN(60))}
	if p.roles["DIRECTOR"] != "" {
		delete(input, "department")
		input["role"] = "DIRECTOR"
	}
	v, ok := w.order(p, &call{field: "delegate", shows: "delegation { id }", input: input})
	if ok {
		to.lead = true
		w.delegations = append(w.delegations, v.str("delegate.delegation.id"))
	}
}

func revokeDelegation(w *walk) {
	if id := pick(w, w.delegations); id != "" {
		w.order(w.clerk(), &call{field: "revokeDelegation", input: map[string]any{"id": id}})
		w.delegations = slices.DeleteFunc(w.delegations, func(d string) bool { return d == id })
	}
}

func grantRole(w *walk) {
	p := pick(w, w.active())
	w.order(pick(w, w.active("DIRECTOR")), &call{field: "grantRole", input: map[string]any{"staffMember": p.id, "role": pick(w, []string{"IT", "WEB_EDITOR", "DIRECTOR", "PERSONNEL"})}})
	w.readRoles()
}

func revokeRole(w *walk) {
	role := pick(w, []string{"IT", "WEB_EDITOR", "DIRECTOR", "PERSONNEL"})
	holders := w.active(role)
	if len(holders) < 2 {
		return
	}
	w.order(pick(w, w.active("DIRECTOR")), &call{field: "revokeRole", input: map[string]any{"id": pick(w, holders).roles[role]}})
	w.readRoles()
}

func createDepartment(w *walk) {
	if len(w.departments) >= 20 {
		return
	}
	kind, above, n := pick(w, []string{"OFFICE", "CLINICAL", "STATION", "UNIT", "UNIT"}), w.departments[0], w.next()
	if kind == "UNIT" {
		above = w.elsewhere("")
	}
	code := fmt.Sprintf("DV%d", n)
	v, ok := w.order(pick(w, w.active("DIRECTOR")), &call{field: "createDepartment", shows: "department { id }", input: map[string]any{"kind": kind, "name": "Khoa " + code, "code": code, "parent": above.id}})
	if !ok {
		return
	}
	id := v.str("createDepartment.department.id")
	key, err := db.ParseID("department", id)
	if err != nil {
		w.t.Fatal(err)
	}
	w.departments, w.names[id] = append(w.departments, &department{id, code, kind, key}), code
}

func moveDepartment(w *walk) {
	director, d, to := pick(w, w.active("DIRECTOR")), w.elsewhere(""), w.elsewhere("")
	v := view(w.ask(director, `query($code: String!) { department(code: $code) { id version } }`, map[string]any{"code": d.code}).data)
	m, _ := v.at("department").(map[string]any)
	if m != nil && d.kind == "UNIT" {
		w.order(director, &call{field: "moveDepartment", input: on(m, "parent", to.id)})
	}
}
