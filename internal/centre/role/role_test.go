package role_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

func newServices(k *kit.Kit) (*staff.Service, *role.Service) {
	departments := department.New(k.DB, k.Access, k.Audit, k.Feed)
	people := staff.New(k.DB, k.Access, k.Audit, k.Feed, departments, kit.Accounts{DB: k.DB})
	return people, role.New(k.DB, k.Access, k.Audit, k.Feed, departments, people)
}

func newService(k *kit.Kit) *role.Service {
	_, s := newServices(k)
	return s
}

// centre is a small centre and who acts in it: the head of the Board, a second director, and one of each kind.
type centre struct {
	*kit.Kit
	*role.Service
	people                                        *staff.Service
	root, board, office, ward                     db.ID
	head, second, clerk, it, editor, chief, nurse db.ID
}

func newCentre(t *testing.T, k *kit.Kit) *centre {
	c := &centre{Kit: k}
	c.people, c.Service = newServices(k)
	c.root = k.Department(t, "CENTRE", "TTYT", db.ID{})
	c.board = k.Department(t, "BOARD", "BGD", c.root)
	c.office = k.Department(t, "OFFICE", "TCHC", c.board)
	c.ward = k.Department(t, "CLINICAL", "NOI", c.root)
	c.head = k.Staff(t, c.board, "Giám đốc", access.Director)
	k.Position(t, c.head, c.board, "HEAD")
	c.second = k.Staff(t, c.board, "Phó giám đốc", access.Director)
	k.Position(t, c.second, c.board, "DEPUTY")
	c.clerk = k.Staff(t, c.office, "Nhân sự", access.Personnel)
	c.it = k.Staff(t, c.office, "Công nghệ thông tin", access.IT)
	c.editor = k.Staff(t, c.office, "Biên tập", access.WebEditor)
	c.chief = k.Staff(t, c.ward, "Trưởng khoa")
	k.Position(t, c.chief, c.ward, "HEAD")
	c.nurse = k.Staff(t, c.ward, "Điều dưỡng")
	return c
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func person(id db.ID) string { return db.GlobalID("staff", id) }

func unit(id db.ID) string { return db.GlobalID("department", id) }

// give grants a role, by the head of the Board.
func (c *centre) give(t *testing.T, to db.ID, r access.Role) *role.Assignment {
	t.Helper()
	return must(c.Grant(c.As(t, c.head), role.GrantInput{StaffMember: person(to), Role: r}))(t)
}

// live returns the live assignment of a role.
func (c *centre) live(t *testing.T, of db.ID, r access.Role) string {
	t.Helper()
	for _, a := range must(c.AssignmentsOf(c.As(t, c.head), []db.ID{of}))(t)[of] {
		if a.Role == r {
			return a.ID()
		}
	}
	t.Fatalf("no live %s", r)
	return ""
}

func (c *centre) count(t *testing.T, query string, args ...any) (n int) {
	t.Helper()
	if err := c.DB.From(t.Context()).Get(t.Context(), &n, query, args...); err != nil {
		t.Fatal(err)
	}
	return n
}

func (c *centre) lend(to db.ID, r access.Role, department db.ID) role.DelegateInput {
	in := role.DelegateInput{StaffMember: person(to), Role: r, DecisionNo: "5/UQ", Until: db.At(c.Clock.Now().Add(24 * time.Hour))}
	if !department.IsZero() {
		in.Department = unit(department)
	}
	return in
}

func TestArticle3_OnlyADirectorGrantsRoles(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		held := c.live(t, c.it, access.IT)
		for _, who := range []db.ID{c.it, c.editor, c.clerk, c.chief, c.nurse} {
			for _, r := range []access.Role{access.IT, access.WebEditor, access.Director, access.Personnel} {
				if _, err := c.Grant(k.As(t, who), role.GrantInput{StaffMember: person(c.nurse), Role: r}); !fault.Is(err, fault.Forbidden) && !fault.HasCode(err, fault.FourEyes) {
					t.Errorf("grant of %s: got %v, want FORBIDDEN", r, err)
				}
			}
			_, err := c.Revoke(k.As(t, who), role.RevokeInput{ID: held})
			if sees := who == c.it || who == c.clerk; sees && !fault.Is(err, fault.Forbidden) || !sees && !fault.Is(err, fault.NotFound) {
				t.Errorf("revocation: got %v", err)
			}
		}
		if _, err := c.Grant(k.As(t, c.second), role.GrantInput{StaffMember: person(c.second), Role: access.Personnel}); !fault.HasCode(err, fault.FourEyes) {
			t.Errorf("to the caller: got %v, want FOUR_EYES", err)
		}
		for _, r := range []access.Role{access.Manager, access.Staff, access.System, "nonsense"} {
			if _, err := c.Grant(k.As(t, c.head), role.GrantInput{StaffMember: person(c.nurse), Role: r}); !fault.HasCode(err, fault.Invalid) {
				t.Errorf("a grant of %s: got %v, want INVALID", r, err)
			}
		}
		a := must(c.Grant(k.As(t, c.second), role.GrantInput{StaffMember: person(c.nurse), Role: access.IT}))(t)
		if !access.Of(k.As(t, c.nurse)).Is(access.IT) {
			t.Error("a grant has effect from the next request")
		}
		if _, err := c.Grant(k.As(t, c.head), role.GrantInput{StaffMember: person(c.nurse), Role: access.IT}); !fault.HasCode(err, fault.WrongState) {
			t.Errorf("a double grant: got %v, want WRONG_STATE", err)
		}
		must(c.Revoke(k.As(t, c.head), role.RevokeInput{ID: a.ID()}))(t)
		if access.Of(k.As(t, c.nurse)).Is(access.IT) {
			t.Error("a revocation has effect from the next request")
		}
		if _, err := c.Revoke(k.As(t, c.head), role.RevokeInput{ID: a.ID()}); !fault.HasCode(err, fault.WrongState) {
			t.Errorf("a double revocation: got %v, want WRONG_STATE", err)
		}
		c.give(t, c.nurse, access.IT)
		if n := c.count(t, "SELECT COUNT(*) FROM audit_log WHERE subject_id = ? AND department_id = ? AND action IN ('role.grant', 'role.revoke') AND detail = 'it' AND article = '3' AND role = 'director'", c.nurse, c.ward); n != 3 {
			t.Errorf("audit rows: got %d, want 3", n)
		}
	})
}

func TestArticle10_TheWebsiteSectionIsGranted(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		c.give(t, c.nurse, access.WebEditor)
		if n := c.count(t, "SELECT COUNT(*) FROM audit_log WHERE subject_id = ? AND action = 'role.grant' AND article = '10' AND staff_id = ?", c.nurse, c.head); n != 1 {
			t.Errorf("audit rows: got %d, want 1", n)
		}
	})
}

func TestDirectorExcludesITAndTheWebsiteSection(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for _, x := range []struct {
			to   db.ID
			role access.Role
		}{{c.it, access.Director}, {c.editor, access.Director}, {c.second, access.IT}, {c.second, access.WebEditor}} {
			if _, err := c.Grant(k.As(t, c.head), role.GrantInput{StaffMember: person(x.to), Role: x.role}); !fault.HasCode(err, fault.RoleExclusive) {
				t.Errorf("%s: got %v, want ROLE_EXCLUSIVE", x.role, err)
			}
		}
		for _, to := range []db.ID{c.it, c.editor} {
			if _, err := c.Delegate(k.As(t, c.head), c.lend(to, access.Director, db.ID{})); !fault.HasCode(err, fault.RoleExclusive) {
				t.Errorf("a lent power: got %v, want ROLE_EXCLUSIVE", err)
			}
		}
		later := c.lend(c.nurse, access.Director, db.ID{})
		later.From = db.At(k.Clock.Now().Add(time.Hour))
		must(c.Delegate(k.As(t, c.head), later))(t)
		if _, err := c.Grant(k.As(t, c.head), role.GrantInput{StaffMember: person(c.nurse), Role: access.IT}); !fault.HasCode(err, fault.RoleExclusive) {
			t.Errorf("who was lent a director's power for later: got %v, want ROLE_EXCLUSIVE", err)
		}
		c.give(t, c.editor, access.IT)
		c.give(t, c.clerk, access.Director)
	})
}

func TestTheDirectorRoleTakesTheHeadOfTheBoard(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		in := role.GrantInput{StaffMember: person(c.nurse), Role: access.Director}
		if _, err := c.Grant(k.As(t, c.second), in); !fault.HasCode(err, fault.NeedsAuthority) {
			t.Errorf("a deputy on their own: got %v, want NEEDS_AUTHORITY", err)
		}
		if _, err := c.Revoke(k.As(t, c.second), role.RevokeInput{ID: c.live(t, c.head, access.Director)}); !fault.HasCode(err, fault.NeedsAuthority) {
			t.Errorf("a deputy against the head: got %v, want NEEDS_AUTHORITY", err)
		}
		must(c.Delegate(k.As(t, c.head), c.lend(c.second, access.Director, db.ID{})))(t)
		a := must(c.Grant(k.As(t, c.second), in))(t)
		if n := c.count(t, "SELECT COUNT(*) FROM audit_log WHERE subject_id = ? AND action = 'role.grant' AND staff_id = ? AND on_behalf_of = ?", c.nurse, c.second, c.head); n != 1 {
			t.Errorf("the record names both: got %d rows, want 1", n)
		}
		if _, err := c.Revoke(k.As(t, c.second), role.RevokeInput{ID: c.live(t, c.head, access.Director)}); !fault.HasCode(err, fault.NeedsAuthority) {
			t.Errorf("a lent power against its lender: got %v, want NEEDS_AUTHORITY", err)
		}
		k.Clock.Advance(25 * time.Hour)
		if _, err := c.Revoke(k.As(t, c.second), role.RevokeInput{ID: a.ID()}); !fault.HasCode(err, fault.NeedsAuthority) {
			t.Errorf("after the authorisation: got %v, want NEEDS_AUTHORITY", err)
		}
		must(c.Revoke(k.As(t, c.head), role.RevokeInput{ID: a.ID()}))(t)
	})
}

func TestTheProgramMakesTheFirstDirector(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		people, roles := newServices(k)
		system := access.AsSystem(t.Context())
		board := k.Department(t, "BOARD", "BGD", k.Department(t, "CENTRE", "TTYT", db.ID{}))
		m := must(people.Hire(system, staff.HireInput{Code: "NV001", Name: "Vũ Khải", Department: unit(board), Employment: staff.CivilServant,
			StartedOn: db.DateOf(k.Clock.Now()), DecisionNo: "1/QĐ-SYT"}))(t)
		must(roles.Appoint(system, role.AppointInput{StaffMember: m.ID(), Department: unit(board), Kind: role.Head, DecisionNo: "1/QĐ-SYT"}))(t)
		must(roles.Grant(system, role.GrantInput{StaffMember: m.ID(), Role: access.Director}))(t)
		if a := access.Of(k.As(t, m.Key)); !a.Is(access.Director) || !a.Is(access.Manager) {
			t.Errorf("got %+v", a.Grants)
		}
	})
}

func TestTheLastDirectorStays(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		step := staff.StepInput{ID: person(c.head), ExpectedVersion: 1, DecisionNo: "1/QĐ", EffectiveOn: db.DateOf(k.Clock.Now())}
		k.Exec(t, "INSERT INTO accounts (id, staff_id, login, alias, password_hash, state, suspended_for, version, created_at) VALUES (?, ?, 'pho', 'P', '', 'SUSPENDED', 'ORDER', 1, 0)", db.NewID(), c.second)
		alone := func(what string) {
			t.Helper()
			_, revoke := c.Revoke(access.AsSystem(t.Context()), role.RevokeInput{ID: c.live(t, c.head, access.Director)})
			_, leave := c.people.StartLeave(k.As(t, c.clerk), step)
			_, end := c.people.End(k.As(t, c.clerk), step)
			suspend := k.DB.InTx(t.Context(), func(ctx context.Context) error { return k.Access.KeepDirector(ctx, c.head) })
			for i, err := range []error{leave, end, suspend} {
				if !fault.HasCode(err, fault.LastDirector) {
					t.Errorf("%s, way %d: got %v, want LAST_DIRECTOR", what, i, err)
				}
			}
			if !fault.Is(revoke, fault.NotFound) { // the program grants the first director and reads no roles
				t.Errorf("%s, revoked: got %v", what, revoke)
			}
		}
		alone("the other's account is suspended")
		k.Exec(t, "UPDATE accounts SET state = 'ACTIVE'")
		k.Exec(t, "UPDATE staff SET state = 'ON_LEAVE' WHERE id = ?", c.second)
		alone("the other is on leave")
		k.Exec(t, "UPDATE staff SET state = 'ACTIVE' WHERE id = ?", c.second)
		must(c.people.StartLeave(k.As(t, c.clerk), step))(t)
	})
}

func TestTwoDirectorsRevokingEachOther(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		must(c.Delegate(k.As(t, c.head), c.lend(c.second, access.Director, db.ID{})))(t)
		k.Exec(t, "UPDATE positions SET kind = 'ACTING' WHERE staff_id = ?", c.second) // both speak for the Board
		both := []db.ID{c.head, c.second}
		contexts := []context.Context{k.As(t, c.head), k.As(t, c.second)}
		inputs := []role.RevokeInput{{ID: c.live(t, c.second, access.Director)}, {ID: c.live(t, c.head, access.Director)}}
		errs := make([]error, 2)
		var all sync.WaitGroup
		for i := range both {
			all.Go(func() { _, errs[i] = c.Revoke(contexts[i], inputs[i]) })
		}
		all.Wait()
		won := slices.Index(errs, nil)
		if won < 0 || errs[1-won] == nil {
			t.Fatalf("got %v, want one to win", errs)
		}
		if left := must(c.Holders(t.Context(), access.Director))(t); !slices.Equal(left, []db.ID{both[won]}) {
			t.Errorf("got %v as directors, want the one who won", left)
		}
	})
}

func TestArticle1_PowersEndWithTheEmployment(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		c.give(t, c.chief, access.IT)
		must(c.Delegate(k.As(t, c.chief), c.lend(c.nurse, access.Manager, c.ward)))(t)
		must(c.Appoint(k.As(t, c.clerk), role.AppointInput{StaffMember: person(c.chief), Department: unit(c.office), Kind: role.Deputy, DecisionNo: "7/QĐ"}))(t)
		step := staff.StepInput{ID: person(c.chief), ExpectedVersion: 1, DecisionNo: "1/QĐ", EffectiveOn: db.DateOf(k.Clock.Now())}

		must(c.people.Transfer(k.As(t, c.clerk), staff.TransferInput{StepInput: step, Department: unit(c.office)}))(t)
		if n := c.count(t, "SELECT COUNT(*) FROM positions WHERE staff_id = ? AND to_at IS NULL", c.chief); n != 1 {
			t.Errorf("a transfer ends the position in the old department: got %d left, want 1", n)
		}
		if access.Of(k.As(t, c.nurse)).Is(access.Manager) {
			t.Error("what was lent of a position ends with it")
		}
		step.ExpectedVersion = 2
		must(c.people.End(k.As(t, c.clerk), step))(t)
		for table, condition := range map[string]string{
			"positions": "staff_id = ? AND to_at IS NULL", "role_assignments": "staff_id = ? AND live = 1", "delegations": "from_staff_id = ? AND revoked_at IS NULL",
		} {
			if n := c.count(t, "SELECT COUNT(*) FROM "+table+" WHERE "+condition, c.chief); n != 0 {
				t.Errorf("%s: got %d in force, want none", table, n)
			}
		}
		if n := c.count(t, "SELECT COUNT(*) FROM audit_log WHERE subject_id = ? AND action IN ('role.revoke', 'position.end')", c.chief); n != 3 {
			t.Errorf("audit rows: got %d, want 3", n)
		}
	})
}

func TestListsShowWhatConcernsTheActor(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		must(c.Delegate(k.As(t, c.chief), c.lend(c.nurse, access.Manager, c.ward)))(t)
		yes := true
		for _, x := range []struct {
			who                      string
			ctx                      context.Context
			roles, delegations, mine int
		}{
			{"a stranger", t.Context(), 0, 0, 0},
			{"a colleague", k.As(t, c.editor), 1, 0, 0},
			{"the borrower", k.As(t, c.nurse), 0, 1, 1},
			{"IT", k.As(t, c.it), 5, 0, 0},
			{"personnel", k.As(t, c.clerk), 5, 1, 1},
		} {
			roles := len(must(c.Assignments(x.ctx, role.AssignmentFilter{Live: &yes}, role.AssignmentOrder{}, paging.Args{}))(t).Edges)
			lent := len(must(c.Delegations(x.ctx, role.DelegationFilter{InForce: &yes}, role.DelegationOrder{}, paging.Args{}))(t).Edges)
			mine := len(must(c.Delegations(x.ctx, role.DelegationFilter{StaffMember: person(c.nurse)}, role.DelegationOrder{}, paging.Args{}))(t).Edges)
			if roles != x.roles || lent != x.delegations || mine != x.mine {
				t.Errorf("%s: got %d roles, %d and %d delegations, want %d, %d and %d", x.who, roles, lent, mine, x.roles, x.delegations, x.mine)
			}
		}
		if n := len(must(c.Assignments(k.As(t, c.head), role.AssignmentFilter{Role: access.Director, StaffMember: person(c.head)}, role.AssignmentOrder{}, paging.Args{}))(t).Edges); n != 1 {
			t.Errorf("filtered: got %d, want 1", n)
		}
		officers := must(c.Officers(t.Context(), []db.ID{c.board, c.ward, c.office}))(t)
		if b := officers[c.board]; len(b) != 2 || b[0].Kind != role.Head || b[0].Name != "Giám đốc" || len(officers[c.ward]) != 1 || len(officers[c.office]) != 0 {
			t.Errorf("who leads is known to everybody, the head first: got %v", officers)
		}
	})
}
