package walk

import (
	"fmt"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
)

func init() {
	*departments = kind{
		name:   "department",
		types:  []string{"Department"},
		stands: true,
		shown:  "... on Department { version kind code" + offered + " }",
		state:  func(v view) string { return v.str("kind") },
		over:   func(view) bool { return true },
		drivers: map[string]driver{
			"UPDATE": func(w *walk, _ *person, v view) *call {
				return &call{field: "updateDepartment", input: on(v, "name", fmt.Sprintf("Khoa %s %d", v.str("code"), w.next()))}
			},
			"MOVE": func(w *walk, _ *person, v view) *call {
				return &call{field: "moveDepartment", input: on(v, "parent", w.elsewhere(v.str("id")).id), values: []string{"CYCLE", "INVALID"}}
			},
			"DELETE": simple("deleteDepartment"),
		},
		after: func(w *walk, v view, action string, _ *call) {
			if action == "DELETE" {
				w.departments = slices.DeleteFunc(w.departments, func(d *department) bool { return d.id == v.str("id") })
			}
		},
	}
	*positions = kind{
		name:   "position",
		types:  []string{"Position"},
		stands: true,
		shown:  "... on Position { kind to" + offered + " }",
		state:  func(v view) string { return v.str("kind") },
		over:   func(view) bool { return true },
		drivers: map[string]driver{
			"END": func(w *walk, _ *person, v view) *call {
				return &call{field: "endPosition", input: bare(v, "decisionNo", w.decision())}
			},
		},
	}
	*grants = kind{
		name:   "role",
		types:  []string{"RoleAssignment"},
		stands: true,
		shown:  "... on RoleAssignment { role revokedAt" + offered + " }",
		state: func(v view) string {
			if v.str("revokedAt") != "" {
				return v.str("role") + " revoked"
			}
			return v.str("role")
		},
		over: func(view) bool { return true },
		drivers: map[string]driver{
			"REVOKE": func(w *walk, _ *person, v view) *call {
				if offerOf(v, "REVOKE").yes("allowed") && len(w.active(v.str("role"))) < 2 {
					return nil // the walk needs them
				}
				return &call{field: "revokeRole", input: bare(v)}
			},
		},
		after: func(w *walk, _ view, _ string, _ *call) { w.readRoles() },
	}
	*delegations = kind{
		name:    "delegation",
		types:   []string{"Delegation"},
		stands:  true,
		shown:   "... on Delegation { role revokedAt" + offered + " }",
		state:   func(v view) string { return v.str("role") },
		over:    func(view) bool { return true },
		drivers: map[string]driver{"REVOKE": func(_ *walk, _ *person, v view) *call { return &call{field: "revokeDelegation", input: bare(v)} }},
	}
}

func (w *walk) departmentOf(id string) *department {
	i := slices.IndexFunc(w.departments, func(d *department) bool { return d.id == id })
	return w.departments[i]
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
		w.add(positions, v.str("appoint.position.id"))
	}
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
		w.add(delegations, v.str("delegate.delegation.id"))
	}
}

func grantRole(w *walk) {
	p := pick(w, w.active())
	w.order(pick(w, w.active("DIRECTOR")), &call{field: "grantRole", input: map[string]any{"staffMember": p.id, "role": pick(w, []string{"IT", "WEB_EDITOR", "DIRECTOR", "PERSONNEL"})}})
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
	w.departments = append(w.departments, &department{id, code, kind, key})
	w.keep(departments, id, strings.ToUpper(code))
}
