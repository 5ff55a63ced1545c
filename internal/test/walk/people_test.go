package walk

import (
	"fmt"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/product"
)

func init() {
	*people = kind{
		name:   "person",
		types:  []string{"StaffMember"},
		stands: true,
		shown:  "... on StaffMember { version state department { id }" + offered + " }",
		state:  func(v view) string { return v.str("state") },
		over:   func(view) bool { return true },
		drivers: map[string]driver{
			"UPDATE": func(w *walk, _ *person, v view) *call {
				return &call{field: "updateStaff", input: on(v, "title", fmt.Sprintf("Bác sĩ %d", w.next()))}
			},
			"UPDATE_CONTACT": func(w *walk, _ *person, v view) *call {
				return &call{field: "updateContact", input: on(v, "workPhone", fmt.Sprintf("02%08d", w.next()))}
			},
			"TRANSFER": func(w *walk, _ *person, v view) *call {
				to := w.elsewhere(v.str("department.id"))
				return employment("transferStaff", "department", to.id, "keepPositions", w.rng.IntN(3) == 0)(w, nil, v)
			},
			"START_LEAVE":    sparing("START_LEAVE", employment("startLeave")),
			"END_LEAVE":      employment("endLeave"),
			"END_EMPLOYMENT": sparing("END_EMPLOYMENT", employment("endEmployment")),
		},
		after: func(w *walk, v view, action string, c *call) {
			p := w.whose(v.str("id"))
			switch action {
			case "TRANSFER":
				p.home = w.departmentOf(c.input["department"].(string))
			case "START_LEAVE":
				p.state, p.client = "ON_LEAVE", nil
			case "END_LEAVE":
				p.state = "ACTIVE"
			case "END_EMPLOYMENT":
				p.state, p.client = "LEFT", nil
				clear(p.roles)
			}
		},
	}
	*accounts = kind{
		name:   "account",
		types:  []string{"Account"},
		stands: true,
		shown:  "... on Account { version state staffMember { id }" + offered + " }",
		state:  func(v view) string { return v.str("state") },
		over:   func(view) bool { return true },
		drivers: map[string]driver{
			"SUSPEND": func(w *walk, _ *person, v view) *call {
				if p := w.whose(v.str("staffMember.id")); offerOf(v, "SUSPEND").yes("allowed") && (p == nil || p.state != "ACTIVE" || !w.spare(p)) {
					return nil
				}
				return &call{field: "suspendAccount", input: bare(v, "reason", "Đang làm rõ.")}
			},
			"RESUME": func(_ *walk, _ *person, v view) *call { return &call{field: "resumeAccount", input: bare(v)} },
			"UPDATE_ALIAS": func(w *walk, _ *person, v view) *call {
				return &call{field: "updateAlias", input: on(v, "alias", fmt.Sprintf("Bút danh %d", w.next()))}
			},
			"CHANGE_PASSWORD": func(_ *walk, p *person, v view) *call {
				if v.str("staffMember.id") != p.id {
					return nil // it names no account: everybody changes their own
				}
				return &call{field: "changePassword", input: map[string]any{"currentPassword": product.Password, "newPassword": product.Password}}
			},
			"SEND_PASSWORD_RESET": func(_ *walk, _ *person, v view) *call {
				if v.str("staffMember.id") == "" {
					return nil
				}
				return &call{field: "sendPasswordReset", input: map[string]any{"staff": v.str("staffMember.id")}}
			},
			"CONFIRM": func(_ *walk, _ *person, v view) *call { return &call{field: "confirmAccount", input: bare(v)} },
		},
		after: func(w *walk, v view, action string, _ *call) {
			p := w.whose(v.str("staffMember.id"))
			switch action {
			case "SUSPEND":
				p.barred, p.client = true, nil
			case "RESUME":
				p.barred = false
			}
		},
	}
}

// employment drives a step of an employment.
func employment(field string, more ...any) driver {
	return func(w *walk, _ *person, v view) *call {
		return &call{field: field, input: on(v, append([]any{"decisionNo", w.decision(), "effectiveOn", w.today()}, more...)...)}
	}
}

// sparing drives an action that takes somebody from their work, unless the centre cannot do without them.
func sparing(action string, drive driver) driver {
	return func(w *walk, p *person, v view) *call {
		if who := w.whose(v.str("id")); offerOf(v, action).yes("allowed") && (who.state == "ACTIVE" || action != "START_LEAVE") && !w.spare(who) {
			return nil
		}
		return drive(w, p, v)
	}
}

// moves are what happens to people, departments and powers, each as often as it is named. What each does to everything
// that is under way is the point of it.
var moves = []func(w *walk){
	hire, onPeople("START_LEAVE"), onPeople("START_LEAVE"), endLeave, endLeave, onPeople("END_EMPLOYMENT"), onPeople("TRANSFER"), onPeople("TRANSFER"),
	appoint, appoint, anyOf(positions, "END"), delegate, delegate, anyOf(delegations, "REVOKE"), grantRole, grantRole, anyOf(grants, "REVOKE"),
	createDepartment, anyOf(departments, "MOVE"), resume,
}

// move lets something happen to the people of the centre.
func (w *walk) move() { pick(w, moves)(w) }

// clerk keeps the records of staff, and the Board's decisions on them.
func (w *walk) clerk() *person { return pick(w, w.active("PERSONNEL", "PERSONNEL", "DIRECTOR")) }

// takeOn has the person take the action on the subject, whatever they are told of it.
func (w *walk) takeOn(p *person, s *subject, action string) {
	if p == nil || s == nil {
		return
	}
	if v := w.look(p, s); v != nil {
		if offer := offerOf(v, action); offer != nil {
			w.take(p, s, v, offer)
		}
	}
}

// anyOf takes the action on any subject of the kind.
func anyOf(k *kind, action string) func(w *walk) {
	return func(w *walk) {
		by := w.clerk()
		if k == grants || k == departments {
			by = pick(w, w.active("DIRECTOR"))
		}
		w.takeOn(by, pick(w, w.of(k, func(view) bool { return true })), action)
	}
}

// onPeople takes a step of the employment of somebody at work.
func onPeople(action string) func(w *walk) {
	return func(w *walk) { w.takeOn(w.clerk(), w.find(w.anybody().id), action) }
}

// find is the subject with the global id.
func (w *walk) find(id string) *subject {
	for _, s := range w.subjects {
		if s.id == id {
			return s
		}
	}
	return nil
}

func endLeave(w *walk) {
	var away []*person
	for _, p := range w.cast {
		if p.state == "ON_LEAVE" {
			away = append(away, p)
		}
	}
	if p := pick(w, away); p != nil {
		w.takeOn(w.clerk(), w.find(p.id), "END_LEAVE")
	}
}

// resume lets somebody in again whose account was suspended.
func resume(w *walk) {
	w.takeOn(pick(w, w.active("IT")), pick(w, w.of(accounts, w.shut)), "RESUME")
}

// shut reports whether an account is suspended.
func (w *walk) shut(account view) bool {
	p := w.whose(account.str("staffMember.id"))
	return p != nil && p.barred
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

// order has the person do something that has no subject yet, and reports whether it was done.
func (w *walk) order(p *person, c *call) (view, bool) {
	if p == nil {
		return nil, false
	}
	r := w.do(p, c)
	w.note(nil, fmt.Sprintf("%-10s %s%s -> %s", p, c.field, w.told(c.input, nil), r.refused))
	return r.data, r.refused == nil
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
