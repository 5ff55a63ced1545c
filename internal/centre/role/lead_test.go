package role_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestArticle12_AManagersPowerFollowsThePosition(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		in := role.AppointInput{StaffMember: person(c.nurse), Department: unit(c.office), Kind: role.Head, DecisionNo: "7/QĐ-TTYT"}
		for _, who := range []db.ID{c.it, c.editor, c.chief, c.it} {
			if _, err := c.Appoint(k.As(t, who), in); !fault.Is(err, fault.Forbidden) {
				t.Errorf("got %v, want FORBIDDEN", err)
			}
		}
		if _, err := c.Appoint(k.As(t, c.clerk), role.AppointInput{StaffMember: person(c.clerk), Department: unit(c.ward), Kind: role.Deputy, DecisionNo: "1"}); !fault.HasCode(err, fault.FourEyes) {
			t.Errorf("to the caller: got %v, want FOUR_EYES", err)
		}
		p := must(c.Appoint(k.As(t, c.clerk), in))(t)
		if g, ok := access.Of(k.As(t, c.nurse)).Grant(access.Manager, c.office); !ok || g.Department != c.office {
			t.Errorf("got %+v, %v; want a manager of the office", g, ok)
		}
		now := k.DB.Now(t.Context())
		for _, x := range []struct {
			what   string
			change func(in *role.AppointInput)
			want   fault.UserCode
		}{
			{"a second head", func(in *role.AppointInput) {}, fault.WrongState},
			{"an acting head beside the head", func(in *role.AppointInput) { in.Kind = role.Acting }, fault.WrongState},
			{"a head to come", func(in *role.AppointInput) { in.From = db.At(now.Add(time.Hour)) }, fault.WrongState},
			{"a second position of one person", func(in *role.AppointInput) { in.StaffMember, in.Kind = person(c.nurse), role.Deputy }, fault.WrongState},
			{"the root", func(in *role.AppointInput) { in.Department = unit(c.root) }, fault.Invalid},
			{"no decision", func(in *role.AppointInput) { in.Kind, in.DecisionNo = role.Deputy, " " }, fault.Required},
			{"an end before the start", func(in *role.AppointInput) { in.Kind, in.To = role.Deputy, now }, fault.Invalid},
			{"a deputy", func(in *role.AppointInput) { in.Kind = role.Deputy }, ""},
		} {
			in := in
			in.StaffMember = person(c.it)
			x.change(&in)
			_, err := c.Appoint(k.As(t, c.clerk), in)
			if x.want == "" && err != nil || x.want != "" && !fault.HasCode(err, x.want) {
				t.Errorf("%s: got %v, want %q", x.what, err, x.want)
			}
		}
		k.Clock.Advance(time.Minute)
		end := role.EndPositionInput{ID: p.ID(), DecisionNo: "8/QĐ-TTYT"}
		if _, err := c.EndPosition(k.As(t, c.chief), end); !fault.Is(err, fault.Forbidden) {
			t.Errorf("ended by a colleague: got %v, want FORBIDDEN", err)
		}
		must(c.EndPosition(k.As(t, c.clerk), end))(t)
		if _, err := c.EndPosition(k.As(t, c.clerk), end); !fault.HasCode(err, fault.WrongState) {
			t.Errorf("ended twice: got %v, want WRONG_STATE", err)
		}
		if access.Of(k.As(t, c.nurse)).Is(access.Manager) {
			t.Error("the power ends with the position")
		}
		if n := c.count(t, "SELECT COUNT(*) FROM audit_log WHERE subject_id = ? AND action IN ('position.appoint', 'position.end') AND article = '12'", c.nurse); n != 2 {
			t.Errorf("audit rows: got %d, want 2", n)
		}
	})
}

func TestPositionsOfTheBoardTakeItsHead(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		in := role.AppointInput{StaffMember: person(c.nurse), Department: unit(c.board), Kind: role.Deputy, DecisionNo: "9/QĐ-SYT"}
		for _, who := range []db.ID{c.clerk, c.second} {
			if _, err := c.Appoint(k.As(t, who), in); !fault.HasCode(err, fault.NeedsAuthority) {
				t.Errorf("got %v, want NEEDS_AUTHORITY", err)
			}
		}
		must(c.Appoint(k.As(t, c.head), in))(t)
		k.Exec(t, "UPDATE positions SET to_at = ? WHERE staff_id = ?", k.DB.Now(t.Context()), c.head)
		in.StaffMember, in.Kind = person(c.chief), role.Head
		if _, err := c.Appoint(k.As(t, c.clerk), in); !fault.HasCode(err, fault.NeedsAuthority) {
			t.Errorf("personnel without a head: got %v, want NEEDS_AUTHORITY", err)
		}
		must(c.Appoint(k.As(t, c.second), in))(t)
	})
}

func TestTwoHeadsAtOnce(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		ctx := k.As(t, c.clerk)
		errs := make([]error, 2)
		var both sync.WaitGroup
		for i, who := range []db.ID{c.nurse, c.it} {
			both.Go(func() {
				_, errs[i] = c.Appoint(ctx, role.AppointInput{StaffMember: person(who), Department: unit(c.office), Kind: role.Head, DecisionNo: "7/QĐ"})
			})
		}
		both.Wait()
		won := slices.Index(errs, nil)
		if won < 0 || !fault.HasCode(errs[1-won], fault.WrongState) {
			t.Errorf("got %v, want one head and WRONG_STATE for the other", errs)
		}
	})
}

func TestArticle12_APowerIsLentForATime(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for _, x := range []struct {
			what string
			who  db.ID
			in   role.DelegateInput
		}{
			{"who holds no power", c.nurse, c.lend(c.it, access.Manager, c.ward)},
			{"a power over another department", c.chief, c.lend(c.nurse, access.Manager, c.office)},
			{"a director's power, by a manager", c.chief, c.lend(c.nurse, access.Director, db.ID{})},
			{"a power that is not lent", c.clerk, c.lend(c.nurse, access.Personnel, db.ID{})},
			{"a director's personnel power", c.head, c.lend(c.nurse, access.Personnel, db.ID{})},
		} {
			if _, err := c.Delegate(k.As(t, x.who), x.in); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: got %v, want FORBIDDEN", x.what, err)
			}
		}
		now := k.DB.Now(t.Context())
		for _, x := range []struct {
			what   string
			change func(in *role.DelegateInput)
			path   string
		}{
			{"to the caller", func(in *role.DelegateInput) { in.StaffMember = person(c.chief) }, "input.staffMember"},
			{"without a decision", func(in *role.DelegateInput) { in.DecisionNo = "" }, "input.decisionNo"},
			{"without a department", func(in *role.DelegateInput) { in.Department = "" }, "input.department"},
			{"for the past", func(in *role.DelegateInput) { in.From = db.At(now.Add(-time.Hour)) }, "input.from"},
			{"without an end", func(in *role.DelegateInput) { in.Until = db.Time{} }, "input.until"},
			{"for too long", func(in *role.DelegateInput) { in.Until = db.At(now.Add(90*24*time.Hour + time.Second)) }, "input.until"},
		} {
			in := c.lend(c.nurse, access.Manager, c.ward)
			x.change(&in)
			_, err := c.Delegate(k.As(t, c.chief), in)
			if errs, _ := fault.Split(err); len(errs) != 1 || strings.Join(errs[0].(*fault.RuleError).Path, ".") != x.path {
				t.Errorf("%s: got %v, want an error at %s", x.what, err, x.path)
			}
		}
		d := must(c.Delegate(k.As(t, c.chief), c.lend(c.nurse, access.Manager, c.ward)))(t)
		if g, ok := access.Of(k.As(t, c.nurse)).Grant(access.Manager, c.ward); !ok || g.OnBehalfOf != c.chief {
			t.Errorf("got %+v, %v; want the chief's power", g, ok)
		}
		if _, err := c.Delegate(k.As(t, c.nurse), c.lend(c.it, access.Manager, c.ward)); !fault.Is(err, fault.Forbidden) {
			t.Errorf("lent further: got %v, want FORBIDDEN", err)
		}
		in := role.RevokeDelegationInput{ID: d.ID()}
		if _, err := c.RevokeDelegation(k.As(t, c.it), in); !fault.Is(err, fault.NotFound) {
			t.Errorf("taken back by a colleague: got %v, want NOT_FOUND", err)
		}
		must(c.RevokeDelegation(k.As(t, c.chief), in))(t)
		if access.Of(k.As(t, c.nurse)).Is(access.Manager) {
			t.Error("a power taken back has no effect from the next request")
		}
		if _, err := c.RevokeDelegation(k.As(t, c.clerk), in); !fault.HasCode(err, fault.WrongState) {
			t.Errorf("taken back twice: got %v, want WRONG_STATE", err)
		}
	})
}

// Who leads a department, what one person leads, and what is lent to one are shown as a whole: each ends at a number.
func TestArticle12_PositionsAndLoansHaveABound(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		busy, borrower := k.Staff(t, c.ward, "Kiêm nhiệm"), k.Staff(t, c.ward, "Được ủy quyền")
		for n := range 19 {
			k.Position(t, busy, k.Department(t, "OFFICE", fmt.Sprint("P-", n), c.board), "HEAD")
		}
		for range 28 {
			k.Position(t, k.Staff(t, c.ward, "Phó"), c.ward, "DEPUTY") // beside the chief
		}
		deputy := func(of, at db.ID) error {
			_, err := c.Appoint(k.As(t, c.clerk), role.AppointInput{StaffMember: person(of), Department: unit(at), Kind: role.Deputy, DecisionNo: "9"})
			return err
		}
		for name, x := range map[string]struct {
			of, at, next, nextAt db.ID
		}{
			"of a person":     {busy, c.office, busy, c.root},
			"of a department": {c.nurse, c.ward, borrower, c.ward},
		} {
			if x.nextAt == c.root {
				x.nextAt = k.Department(t, "OFFICE", "THEM", c.board)
			}
			if err := deputy(x.of, x.at); err != nil {
				t.Errorf("the last %s: %v", name, err)
			}
			if err := deputy(x.next, x.nextAt); !fault.HasCode(err, fault.Invalid) {
				t.Errorf("beyond the bound %s: %v", name, err)
			}
		}
		for n := range 21 {
			_, err := c.Delegate(k.As(t, c.chief), c.lend(borrower, access.Manager, c.ward))
			if n < 20 && err != nil || n == 20 && !fault.HasCode(err, fault.Invalid) {
				t.Fatalf("loan %d: %v", n+1, err)
			}
		}
	})
}

// Past positions stay on record: a list of them all, of those that are over, and of the others.
func TestArticle12_PastPositionsAreListedToo(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		now := k.DB.Now(t.Context())
		for n, days := range [][2]int{{-90, -60}, {-60, -30}, {-30, 0}, {-20, 20}, {10, 20}} {
			k.Insert(t.Context(), t, "positions", kit.Row{"id": db.NewID(), "staff_id": c.nurse, "department_id": c.office, "kind": "DEPUTY", "decision_no": fmt.Sprint(n),
				"from_at": db.At(now.AddDate(0, 0, days[0])), "to_at": db.At(now.AddDate(0, 0, days[1])), "created_at": now})
		}
		k.Position(t, c.nurse, c.ward, "DEPUTY") // without an end
		two, yes, no := 2, true, false
		for name, x := range map[string]struct {
			over  *bool
			total int
			first string
		}{"all": {nil, 6, "4"}, "over": {&yes, 3, "2"}, "others": {&no, 3, "4"}} {
			pages, err := c.PositionsOf(k.As(t, c.it), []db.ID{c.nurse, c.clerk}, role.PositionFilter{Over: x.over}, paging.Args{First: &two})
			if err != nil {
				t.Fatal(err)
			}
			page := pages[c.nurse]
			if n := must(page.TotalCount(t.Context()))(t); n != x.total || len(page.Nodes()) != 2 || page.Nodes()[0].DecisionNo != x.first || len(pages[c.clerk].Nodes()) != 0 {
				t.Errorf("%s: %d of %d, %+v", name, len(page.Nodes()), n, page.Nodes()[0])
			}
		}
	})
}
