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

// Whatever the centre looks like, a list shows exactly what Require allows one by one.
func TestRequireAndReachAgreeInAnyWorld(t *testing.T) {
	matrix := readMatrix(t)
	for seed := range uint64(8) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			kit.Run(t, func(t *testing.T, k *kit.Kit) {
				r := rand.New(rand.NewPCG(seed, 2018))
				var names []string
				w := newWorld(t, k, func(w *world) { names = fillAny(w, r) })
				actors := []context.Context{context.Background(), access.AsSystem(context.Background())}
				for _, name := range names {
					actors = append(actors, k.As(t, w.ids[name]))
				}
				actors = append(append(actors, w.tools()...), w.ranged()...)
				for _, ctx := range actors {
					for i, l := range matrix {
						if i > 0 && matrix[i-1].kind == l.kind && matrix[i-1].action == l.action {
							continue
						}
						reached := w.reached(ctx, l.kind, l.action)
						for _, o := range w.objects[l.kind] {
							if allowed := k.Access.Require(ctx, l.kind, l.action, w.target(o)) == nil; allowed != reached[o.id] {
								t.Errorf("%+v\n%s.%s on %s: Require %v, Reach %v", access.Of(ctx).Grants, l.kind, l.action, o.label, allowed, reached[o.id])
							}
						}
					}
				}
			})
		})
	}
}

// fillAny makes a small centre by chance and returns who can act in it.
func fillAny(w *world, r *rand.Rand) (names []string) {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	departments := []string{"D0"}
	w.department("D0", "CENTRE", "")
	for i := range 3 + r.IntN(4) {
		above := pick(departments...)
		departments = append(departments, fmt.Sprint("D", i+1))
		w.department(departments[i+1], "UNIT", above)
	}
	w.ids[drafted] = w.ids["D1"]
	for i := range 3 + r.IntN(4) {
		names = append(names, fmt.Sprint("p", i))
		w.person(names[i], pick(departments...), "ACTIVE")
	}
	somebody := func() string { return pick(append(names, "")...) }
	for _, name := range names {
		for _, role := range []access.Role{access.IT, access.WebEditor, access.Director, access.Personnel} {
			if r.IntN(4) == 0 {
				w.grant(name, role, r.IntN(4) > 0)
			}
		}
	}
	for range r.IntN(5) {
		who, over := pick(names...), pick(departments...)
		w.position(who, over, "HEAD", -r.IntN(3), []int{open, 0, 5}[r.IntN(3)])
		w.delegation(who, pick(names...), access.Manager, over, r.IntN(3)-1, 1+r.IntN(5), r.IntN(4) == 0)
	}
	for range 1 + r.IntN(3) {
		w.delegation(pick(names...), pick(names...), access.Director, "", -1, 1, false)
	}
	w.category("c")
	w.site()
	for range 12 {
		w.asset(pick(departments...))
	}
	for _, name := range names {
		w.token(pick(departments...), name)
		w.connectList(pick(departments...), name)
		w.correction(pick(departments...), name)
		w.siteChange(pick(departments...), name)
		w.media(pick(departments...), name)
	}
	w.infections()
	for range 60 {
		w.post(object{department: pick(departments...), people: []string{pick(names...), somebody(), ""},
			publication: pick("NONE", "SCHEDULED", "PUBLISHED", "PUBLISHED", "UNPUBLISHED", "ARCHIVED"), audience: pick("PUBLIC", "INTERNAL", "DEPARTMENT"),
			working: pick("NONE", "DRAFT", "IN_REVIEW", "APPROVED"), told: r.IntN(2) == 0, ever: r.IntN(2) == 0, left: r.IntN(3) == 0})
	}
	for i := range 6 {
		w.post(object{department: pick(departments...), people: []string{[]string{"", pick(names...)}[i%3%2], "", ""}, tool: []db.ID{drafter, db.NewID()}[i%2],
			publication: "NONE", audience: pick("PUBLIC", "INTERNAL", "DEPARTMENT"), working: "DRAFT", left: i%3 == 1 && r.IntN(2) == 0})
	}
	for _, name := range names {
		w.post(object{department: pick(departments...), people: []string{pick(names...), somebody(), name}, publication: "PUBLISHED",
			audience: pick("PUBLIC", "INTERNAL"), working: pick("NONE", "DRAFT"), told: r.IntN(2) == 0})
	}
	for range 15 {
		w.request(object{department: pick(departments...), people: []string{pick(names...)}, told: r.IntN(2) == 0})
		w.approval(object{department: pick(departments...), people: []string{pick(names...), pick(names...), somebody()}, told: r.IntN(2) == 0, subject: pick(subjects...)})
		w.event(object{department: pick(append(departments, "")...), people: []string{somebody(), somebody(), somebody()},
			class: pick("SECURITY", "CONTENT", "ADMINISTRATION")})
	}
	return names
}

// Approvals repeat the department and people of their post, so that what is to be decided is listed without a join.
func TestReachOverApprovals(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := newWorld(t, k, fillCentre)
		for p, ctx := range w.actors() {
			for kind, actions := range map[string][]string{
				"post":           {"endorse", "consent", "approve", "reject", "revoke", "order"},
				"change_request": {"endorse", "assess", "approve", "confirm"},
			} {
				for _, action := range actions {
					reached := w.over(ctx, kind, action)
					for _, o := range w.objects["approval"] {
						if allowed := k.Access.Allowed(ctx, kind, action, w.target(o)); allowed != reached[o.id] {
							t.Errorf("%s, %s.%s on %s: Allowed %v, ReachOver %v", p.name, kind, action, o.label, allowed, reached[o.id])
						}
					}
				}
			}
		}
		if n := len(w.over(k.As(t, w.ids["phogiamdoc"]), "post", "approve")); n == 0 || n == len(w.objects["approval"]) {
			t.Errorf("a director decides on %d approvals of %d, want all but their own", n, len(w.objects["approval"]))
		}
		// Whether a post is published is not told from approvals, so nothing there may be pinned.
		if reached := w.over(k.As(t, w.ids["bientap"]), "post", "pin"); len(reached) != 0 {
			t.Errorf("a table that does not tell a condition allows %d rows", len(reached))
		}
	})
}
