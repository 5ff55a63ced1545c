package access_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

// matter is an incident that somebody reported, perhaps as the infection of a machine, and what started from it.
type matter struct {
	id, infection, request, approval, asset, department db.ID
	reporter                                            string
	at                                                  db.Time
	secret                                              bool
}

// mention is a row that names somebody beside a matter, and whether it does so because they reported it.
type mention struct {
	table, label string
	id           db.ID
	by           string
	of           *matter
	tells        bool
}

// veilWorld is a centre by chance in which matters were reported, some of them of security.
type veilWorld struct {
	*world
	r        *rand.Rand
	names    []string
	mentions []mention
}

func (v *veilWorld) pick() string { return v.names[v.r.IntN(len(v.names))] }

// put adds a row and says what it is about.
func (v *veilWorld) put(table, label, by string, of *matter, tells bool, r row) db.ID {
	id := db.NewID()
	r["id"] = id
	v.insert(table, r)
	v.mentions = append(v.mentions, mention{table, label, id, by, of, tells})
	return id
}

func (v *veilWorld) report(n int) {
	m := &matter{reporter: v.pick(), secret: v.r.IntN(2) == 0, at: v.hours(n), asset: v.objects["asset"][v.r.IntN(12)].id, department: v.ids["D1"]}
	by := v.ids[m.reporter]
	m.id = v.put("incidents", "reported", m.reporter, m, true, row{"confidential": bit(m.secret), "department_id": m.department, "reporter_id": by})
	m.infection = v.put("infections", "reported", m.reporter, m, true, row{"asset_id": m.asset, "incident_id": m.id, "reporter_id": by, "suspected_at": m.at})
	m.request = v.put("change_requests", "asked for", m.reporter, m, true, row{"asset_id": m.asset, "department_id": m.department, "requester_id": by, "incident_id": m.id})
	m.approval = v.put("approvals", "asked for", m.reporter, m, true, row{"subject_kind": "change_request", "subject_id": m.request, "department_id": m.department, "author_id": by, "submitter_id": by})
	v.dealtWith(m)
	v.recorded(m)
}

// dealtWith adds what others did, who are named for that, and what the reporter did as such.
func (v *veilWorld) dealtWith(m *matter) {
	reporter, other, later := v.ids[m.reporter], v.pick(), v.hours(1000)
	for _, kind := range []string{"REPORTED", "ISOLATED"} {
		v.put("infection_events", kind, other, m, kind == "REPORTED", row{"infection_id": m.infection, "kind": kind, "actor_id": v.ids[other]})
	}
	cause := row{"asset_id": m.asset, "cause_kind": "infection", "cause_id": m.infection, "staff_id": reporter, "at": m.at}
	v.put("asset_events", "quarantined", m.reporter, m, true, cause)
	v.put("asset_events", "isolated", m.reporter, m, false, row{"asset_id": m.asset, "cause_kind": "infection", "cause_id": m.infection, "staff_id": reporter, "at": later})
	v.put("asset_events", "updated", m.reporter, m, false, row{"asset_id": m.asset, "staff_id": reporter, "at": m.at})
	for _, verdict := range []string{"WITHDRAW", "EDIT"} {
		v.put("decisions", verdict, m.reporter, m, verdict == "WITHDRAW", row{"approval_id": m.approval, "verdict": verdict, "staff_id": reporter})
	}
}

// recorded adds the lines of the record, some with the department that the incident had before it was one of security.
func (v *veilWorld) recorded(m *matter) {
	write := func(label, by, kind string, subject db.ID, tells bool, more row) {
		r := row{"staff_id": v.ids[by], "subject_kind": kind, "subject_id": subject, "class": []string{"SECURITY", "CONTENT", "ADMINISTRATION"}[v.r.IntN(3)]}
		for column, value := range more {
			r[column] = value
		}
		v.put("audit_log", label, by, m, tells, r)
	}
	other := v.pick()
	write("incident before", other, "incident", m.id, true, row{"department_id": m.department})
	write("incident since", other, "incident", m.id, false, nil)
	write("infection reported", other, "infection", m.infection, true, row{"action": "infection.reported", "department_id": m.department})
	write("infection isolated", other, "infection", m.infection, false, row{"action": "infection.isolated", "department_id": m.department})
	write("quarantined", m.reporter, "asset", m.asset, true, row{"at": m.at, "department_id": m.department})
	write("updated", m.reporter, "asset", m.asset, false, row{"at": v.hours(1000), "department_id": m.department})
	write("asked for", m.reporter, "change_request", m.request, true, row{"department_id": m.department})
	write("without a subject", m.reporter, "", db.ID{}, false, row{"department_id": m.department})
}

// knows says, without asking the policy, whether the actor may know who somebody is beside a secret matter.
func (v *veilWorld) knows(ctx context.Context, by string) bool {
	a := access.Of(ctx)
	return a.Is(access.Director) || a.SignedIn() && a.StaffID == v.ids[by]
}

// Whatever the centre looks like, and in whatever table it stands: what tells who reported a matter of security lies behind
// the veil for everybody but them and the Board, and nothing else does.
func TestArticle6d_TheVeilIsOneRuleEverywhere(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			kit.Run(t, func(t *testing.T, k *kit.Kit) {
				v := &veilWorld{r: rand.New(rand.NewPCG(seed, 6))}
				v.world = newWorld(t, k, func(w *world) {
					v.world, v.names = w, fillAny(w, v.r)
					for n := range 8 {
						v.report(n)
					}
				})
				actors := append([]context.Context{context.Background()}, v.tools()...)
				for _, name := range v.names {
					actors = append(actors, k.As(t, v.ids[name]))
				}
				for _, ctx := range actors {
					v.check(t, ctx)
				}
			})
		})
	}
}

func (v *veilWorld) check(t *testing.T, ctx context.Context) {
	t.Helper()
	rows := map[string][]db.ID{}
	for _, l := range v.mentions {
		rows[l.table] = append(rows[l.table], l.id)
	}
	veiled, err := v.k.Access.Veiled(ctx, rows)
	if err != nil {
		t.Fatal(err)
	}
	read := v.reached(ctx, "audit", "read")
	shown := v.selected(ctx, "audit_log", v.k.Access.Reach(ctx, "audit", "read").Beyond(v.k.Access.Veil(ctx, "audit_log")))
	for _, l := range v.mentions {
		want := l.of.secret && l.tells && !v.knows(ctx, l.by)
		if veiled[l.id] != want {
			t.Errorf("%+v\n%s, %s by %s, secret %v: veiled %v, want %v", access.Of(ctx).Grants, l.table, l.label, l.by, l.of.secret, veiled[l.id], want)
		}
		if l.table == "audit_log" && shown[l.id] != (read[l.id] && !want) {
			t.Errorf("%+v\n%s by %s: shown %v, readable %v, veiled %v", access.Of(ctx).Grants, l.label, l.by, shown[l.id], read[l.id], want)
		}
	}
}
