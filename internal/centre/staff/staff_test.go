package staff_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

// centre is a small centre and who acts in it.
type centre struct {
	*kit.Kit
	*staff.Service
	root, ward, unit, office             db.ID
	director, clerk, head, nurse, editor db.ID
}

func newCentre(t *testing.T, k *kit.Kit) *centre {
	c := &centre{Kit: k}
	c.Service = staff.New(k.DB, k.Access, k.Audit, k.Feed, department.New(k.DB, k.Access, k.Audit, k.Feed), kit.Accounts{DB: k.DB})
	c.root = k.Department(t, "CENTRE", "TTYT", db.ID{})
	board := k.Department(t, "BOARD", "BGD", c.root)
	c.office = k.Department(t, "OFFICE", "TCHC", board)
	c.ward = k.Department(t, "CLINICAL", "NOI", c.root)
	c.unit = k.Department(t, "UNIT", "TIM", c.ward)
	c.director = k.Staff(t, board, "Giám đốc", access.Director)
	c.clerk = k.Staff(t, c.office, "Nhân sự", access.Personnel)
	c.head = k.Staff(t, c.ward, "Trưởng khoa")
	k.Position(t, c.head, c.ward, "HEAD")
	c.nurse = k.Staff(t, c.unit, "Điều dưỡng")
	c.editor = k.Staff(t, c.office, "Biên tập", access.WebEditor, access.IT)
	k.Exec(t, "INSERT INTO accounts (id, staff_id, login, alias, password_hash, state, suspended_for, version, created_at) VALUES (?, ?, 'dieuduong', 'Diệu', '', 'ACTIVE', '', 1, 0)", db.NewID(), c.nurse)
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

func ptr[T any](v T) *T { return &v }

func day(s string) db.Date {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return db.DateOf(d)
}

func id(person db.ID) string { return db.GlobalID("staff", person) }

func (c *centre) hire() staff.HireInput {
	return staff.HireInput{Code: "NV100", Name: "Đặng Thị  Ánh", Title: "Bác sĩ", Department: db.GlobalID("department", c.ward),
		Employment: staff.PublicEmployee, StartedOn: day("2026-03-02"), DecisionNo: "12/QĐ-TTYT", IdentityNo: "012345678901",
		WorkPhone: "0203 3000 100", WorkEmail: "anh.dt@ttyt.example", BirthDate: day("1990-02-28")}
}

func step(person db.ID, version int) staff.StepInput {
	return staff.StepInput{ID: id(person), ExpectedVersion: version, DecisionNo: "20/QĐ-TTYT", EffectiveOn: day("2026-03-02")}
}

// count reads one number.
func (c *centre) count(t *testing.T, query string, args ...any) (n int) {
	t.Helper()
	if err := c.DB.From(t.Context()).Get(t.Context(), &n, query, args...); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestArticle1_OnlyPersonnelAndDirectorsKeepTheRecords(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for _, who := range []struct {
			name string
			ctx  context.Context
			code fault.Code
		}{
			{"a nurse", k.As(t, c.nurse), fault.Forbidden},
			{"the head of the department", k.As(t, c.head), fault.Forbidden},
			{"IT and the website section", k.As(t, c.editor), fault.Forbidden},
		} {
			_, hire := c.Hire(who.ctx, c.hire())
			_, update := c.Update(who.ctx, staff.UpdateInput{ID: id(c.clerk), ExpectedVersion: 1, Title: ptr("x")})
			_, contact := c.UpdateContact(who.ctx, staff.ContactInput{ID: id(c.clerk), ExpectedVersion: 1, WorkPhone: ptr("1")})
			_, transfer := c.Transfer(who.ctx, staff.TransferInput{StepInput: step(c.clerk, 1), Department: db.GlobalID("department", c.ward)})
			_, leave := c.StartLeave(who.ctx, step(c.clerk, 1))
			_, back := c.EndLeave(who.ctx, step(c.clerk, 1))
			_, end := c.End(who.ctx, step(c.clerk, 1))
			for i, err := range []error{hire, update, contact, transfer, leave, back, end} {
				if !fault.Is(err, who.code) {
					t.Errorf("%s, step %d: got %v, want %s", who.name, i, err, who.code)
				}
			}
		}
		if _, err := c.Hire(t.Context(), c.hire()); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("a stranger: got %v, want UNAUTHENTICATED", err)
		}
		if _, err := c.End(t.Context(), step(c.clerk, 1)); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger sees nobody: got %v, want NOT_FOUND", err)
		}
		for who, person := range map[string]db.ID{"personnel": c.clerk, "a director": c.director} {
			if _, err := c.End(k.As(t, person), step(person, 1)); !fault.HasCode(err, fault.FourEyes) {
				t.Errorf("%s on their own record: got %v, want FOUR_EYES", who, err)
			}
		}

		m := must(c.Hire(k.As(t, c.clerk), c.hire()))(t)
		if m.Name != "Đặng Thị Ánh" || m.SortName != "anh 4 d|a|ng 5 thi 5" || m.State != staff.Active || m.Department != c.ward || m.Version != 1 {
			t.Errorf("got %+v", m)
		}
		events := must(c.Events(k.As(t, c.director), []db.ID{m.Key}, paging.Args{}))(t)[m.Key].Nodes()
		if len(events) != 1 || events[0].Kind != staff.Hired || events[0].DecisionNo != "12/QĐ-TTYT" || events[0].RecordedBy != c.clerk {
			t.Errorf("the employment's steps: got %+v", events)
		}
		if n := c.count(t, "SELECT COUNT(*) FROM audit_log WHERE subject_id = ? AND action = 'staff.hire' AND staff_id = ? AND article = '1'", m.Key, c.clerk); n != 1 {
			t.Errorf("audit rows: got %d, want 1", n)
		}
		if n := c.count(t, "SELECT COUNT(*) FROM changes WHERE subject_id = ? AND kind = 'staff'", m.Key); n != 1 {
			t.Errorf("changes: got %d, want 1", n)
		}
	})
}

func TestHireChecksItsInput(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		ctx := k.As(t, c.clerk)
		for _, x := range []struct {
			name   string
			change func(in *staff.HireInput)
			want   fault.UserCode
			path   string
		}{
			{"no name", func(in *staff.HireInput) { in.Name = " " }, fault.Required, "input.name"},
			{"a name without letters", func(in *staff.HireInput) { in.Name = "--" }, fault.Invalid, "input.name"},
			{"a long name", func(in *staff.HireInput) { in.Name = strings.Repeat("ơ", 121) }, fault.TooLong, "input.name"},
			{"a code with spaces", func(in *staff.HireInput) { in.Code = "NV 1" }, fault.Invalid, "input.code"},
			{"no decision", func(in *staff.HireInput) { in.DecisionNo = "" }, fault.Required, "input.decisionNo"},
			{"no start", func(in *staff.HireInput) { in.StartedOn = db.Date{} }, fault.Required, "input.startedOn"},
			{"a start to come", func(in *staff.HireInput) { in.StartedOn = day("2026-03-03") }, fault.Invalid, "input.startedOn"},
			{"a trainee without an end", func(in *staff.HireInput) { in.Employment = staff.Trainee }, fault.Required, "input.endsOn"},
			{"an end before the start", func(in *staff.HireInput) { in.EndsOn = day("2026-03-01") }, fault.Invalid, "input.endsOn"},
			{"born after the start", func(in *staff.HireInput) { in.BirthDate = day("2026-03-02") }, fault.Invalid, "input.birthDate"},
			{"a wrong e-mail", func(in *staff.HireInput) { in.WorkEmail = "Ánh <a@b>" }, fault.Invalid, "input.workEmail"},
			{"a wrong phone", func(in *staff.HireInput) { in.PrivatePhone = "call me" }, fault.Invalid, "input.privatePhone"},
			{"the root as home", func(in *staff.HireInput) { in.Department = db.GlobalID("department", c.root) }, fault.Invalid, "input.department"},
		} {
			in := c.hire()
			x.change(&in)
			_, err := c.Hire(ctx, in)
			errs, _ := fault.Split(err)
			if len(errs) != 1 || errs[0].UserCode() != x.want || strings.Join(errs[0].(*fault.RuleError).Path, ".") != x.path {
				t.Errorf("%s: got %v, want %s at %s", x.name, err, x.want, x.path)
			}
		}
		in := c.hire()
		in.Department = id(c.nurse)
		if _, err := c.Hire(ctx, in); !fault.Is(err, fault.NotFound) {
			t.Errorf("an id of another kind: got %v, want NOT_FOUND", err)
		}
		in = c.hire()
		in.IdempotencyKey = "k"
		first := must(c.Hire(ctx, in))(t)
		if again := must(c.Hire(ctx, in))(t); again.Key != first.Key {
			t.Errorf("a double press: got %v, want %v", again.Key, first.Key)
		}
		if _, err := c.Hire(ctx, c.hire()); !fault.HasCode(err, fault.Taken) {
			t.Errorf("a code in use: got %v, want TAKEN", err)
		}
	})
}

func TestUpdatesNeedTheVersionSeen(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		m := must(c.UpdateContact(k.As(t, c.nurse), staff.ContactInput{ID: id(c.nurse), ExpectedVersion: 1, PrivatePhone: ptr("0900 000 000"), Address: ptr("Thôn 1")}))(t)
		if m.PrivatePhone != "0900 000 000" || m.Address != "Thôn 1" || m.Version != 2 {
			t.Errorf("their own contact data: got %+v", m)
		}
		ctx := k.As(t, c.clerk)
		if _, err := c.Update(ctx, staff.UpdateInput{ID: id(c.nurse), ExpectedVersion: 1, Title: ptr("Điều dưỡng trưởng")}); !fault.HasCode(err, fault.Conflict) {
			t.Errorf("an old version: got %v, want CONFLICT", err)
		}
		m = must(c.Update(ctx, staff.UpdateInput{ID: id(c.nurse), ExpectedVersion: 2, Name: ptr("Lê Điều Dưỡng"),
			BirthDate: graphql.OmittableOf(day("1990-01-01")), EndsOn: graphql.OmittableOf(day("2027-01-01"))}))(t)
		if m.SortName != "du~o~ng 3 le} 0 d|ie}u 1" || m.Search != " le dieu duong =lê =điều =dưỡng" || m.BirthDate != day("1990-01-01") || m.EndsOn != day("2027-01-01") {
			t.Errorf("got %+v", m)
		}
		m = must(c.Update(ctx, staff.UpdateInput{ID: id(c.nurse), ExpectedVersion: 3, EndsOn: graphql.OmittableOf(db.Date{})}))(t)
		if !m.EndsOn.IsZero() || m.BirthDate.IsZero() {
			t.Errorf("clearing one day leaves the other: got %+v", m)
		}
	})
}

func TestDirectoryIsForColleaguesAndTheRecordForItsKeepers(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		left := k.Staff(t, c.unit, "Người đã nghỉ")
		k.Exec(t, "UPDATE staff SET state = 'LEFT' WHERE id = ?", left)
		for _, x := range []struct {
			who            string
			ctx            context.Context
			seen, recorded []db.ID
		}{
			{"a stranger", t.Context(), nil, nil},
			{"a colleague", k.As(t, c.editor), []db.ID{c.nurse, c.clerk}, nil},
			{"the person", k.As(t, c.nurse), []db.ID{c.nurse, c.clerk}, []db.ID{c.nurse}},
			{"the head of the department above", k.As(t, c.head), []db.ID{c.nurse, c.clerk, left}, []db.ID{c.nurse, left}},
			{"personnel", k.As(t, c.clerk), []db.ID{c.nurse, c.clerk, left}, []db.ID{c.nurse, c.clerk, left}},
		} {
			people := []db.ID{c.nurse, c.clerk, left}
			found := must(c.ByIDs(x.ctx, people))(t)
			for _, p := range people {
				want := slices.Contains(x.seen, p)
				if _, got := found[p]; got != want {
					t.Errorf("%s, loaded: got %v, want %v", x.who, got, want)
				}
				m, err := c.Get(x.ctx, id(p))
				if want && err != nil || !want && !fault.Is(err, fault.NotFound) {
					t.Errorf("%s, looked up: got %v", x.who, err)
				}
				if err == nil && (c.Private(x.ctx, m) != nil) != slices.Contains(x.recorded, p) {
					t.Errorf("%s: the private record of %s shows %v", x.who, m.Name, c.Private(x.ctx, m) != nil)
				}
			}
			n := must(must(c.List(x.ctx, staff.Filter{Text: "nguoi da nghi"}, staff.Order{}, paging.Args{}))(t).TotalCount(x.ctx))(t)
			if want := slices.Contains(x.seen, left); (n == 1) != want {
				t.Errorf("%s finds %d who left", x.who, n)
			}
		}
	})
}

func TestListIsInTheVietnameseOrderOfNames(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for i, name := range []string{"Trần Văn Đức", "Lê Thị An", "Nguyễn Đức Anh", "Bùi Văn Ân"} {
			in := c.hire()
			in.Name, in.Code, in.Department = name, "T-"+string(rune('A'+i)), db.GlobalID("department", []db.ID{c.ward, c.unit}[i%2])
			must(c.Hire(k.As(t, c.clerk), in))(t)
		}
		names := func(f staff.Filter) string {
			t.Helper()
			var all []string
			for _, m := range must(c.List(k.As(t, c.nurse), f, staff.Order{}, paging.Args{}))(t).Nodes() {
				all = append(all, m.Name)
			}
			return strings.Join(all, ", ")
		}
		ward, unit := db.GlobalID("department", c.ward), db.GlobalID("department", c.unit)
		for _, x := range []struct {
			filter staff.Filter
			want   string
		}{
			{staff.Filter{Department: ward, Subtree: true}, "Lê Thị An, Nguyễn Đức Anh, Bùi Văn Ân, Điều dưỡng, Trần Văn Đức, Trưởng khoa"},
			{staff.Filter{Department: ward}, "Nguyễn Đức Anh, Trần Văn Đức, Trưởng khoa"},
			{staff.Filter{Department: unit, Subtree: true, State: staff.Active}, "Lê Thị An, Bùi Văn Ân, Điều dưỡng"},
			{staff.Filter{State: staff.OnLeave}, ""},
			{staff.Filter{Text: "ĐỨC"}, "Nguyễn Đức Anh, Trần Văn Đức"},
			{staff.Filter{Text: "anh nguyễn"}, "Nguyễn Đức Anh"},
			{staff.Filter{Text: "anh NGUYEN"}, "Nguyễn Đức Anh"},
			{staff.Filter{Text: "nguyên"}, ""}, // typed marks narrow
			{staff.Filter{Text: "an"}, "Lê Thị An, Nguyễn Đức Anh, Bùi Văn Ân"},
			{staff.Filter{Text: "ân van"}, "Bùi Văn Ân"},
			{staff.Filter{Text: " \u00a0"}, names(staff.Filter{})},
			{staff.Filter{Text: "% _"}, ""},
		} {
			if got := names(x.filter); got != x.want {
				t.Errorf("%+v: got %q, want %q", x.filter, got, x.want)
			}
		}
	})
}

func TestTransferMovesTheHome(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		var ended []db.ID
		c.OnTransfer(func(_ context.Context, _, from db.ID) error {
			ended = append(ended, from)
			return nil
		})
		ctx := k.As(t, c.clerk)
		in := staff.TransferInput{StepInput: step(c.nurse, 1), Department: db.GlobalID("department", c.unit)}
		if _, err := c.Transfer(ctx, in); !fault.HasCode(err, fault.Invalid) {
			t.Errorf("where they are already: got %v, want INVALID", err)
		}
		in.Department, in.EffectiveOn = db.GlobalID("department", c.ward), day("2026-03-03")
		if _, err := c.Transfer(ctx, in); !fault.HasCode(err, fault.Invalid) {
			t.Errorf("before it takes effect: got %v, want INVALID", err)
		}
		in.EffectiveOn = day("2026-03-02")
		if m := must(c.Transfer(ctx, in))(t); m.Department != c.ward || m.Version != 2 {
			t.Errorf("got %+v", m)
		}
		in.ExpectedVersion, in.Department, in.KeepPositions = 2, db.GlobalID("department", c.unit), true
		must(c.Transfer(ctx, in))(t)
		if !slices.Equal(ended, []db.ID{c.unit}) {
			t.Errorf("positions end where they are not kept: got %v, want %v", ended, c.unit)
		}
	})
}

func TestArticle1_LeaveSuspendsTheAccount(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		ctx := k.As(t, c.clerk)
		state := func() string {
			t.Helper()
			var s string
			if err := k.DB.From(ctx).Get(ctx, &s, "SELECT CONCAT(s.state, ' ', a.state) FROM staff s JOIN accounts a ON a.staff_id = s.id WHERE s.id = ?", c.nurse); err != nil {
				t.Fatal(err)
			}
			return s
		}
		if _, err := c.EndLeave(ctx, step(c.nurse, 1)); !fault.HasCode(err, fault.WrongState) {
			t.Errorf("back without having left: got %v, want WRONG_STATE", err)
		}
		must(c.StartLeave(ctx, step(c.nurse, 1)))(t)
		if got, want := state(), "ON_LEAVE SUSPENDED"; got != want {
			t.Errorf("on leave: got %q, want %q", got, want)
		}
		if _, err := c.StartLeave(ctx, step(c.nurse, 2)); !fault.HasCode(err, fault.WrongState) {
			t.Errorf("on leave twice: got %v, want WRONG_STATE", err)
		}
		must(c.EndLeave(ctx, step(c.nurse, 2)))(t)
		if got, want := state(), "ACTIVE ACTIVE"; got != want {
			t.Errorf("back: got %q, want %q", got, want)
		}
	})
}

// A person who has left can no longer be transferred, sent on leave or let go.
func TestArticle1_NothingFollowsALeaving(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		ctx := k.As(t, c.clerk)
		left := must(c.End(ctx, step(c.nurse, 1)))(t)
		for name, again := range map[string]func(staff.StepInput) (*staff.Member, error){
			"transfer": func(in staff.StepInput) (*staff.Member, error) {
				return c.Transfer(ctx, staff.TransferInput{StepInput: in, Department: db.GlobalID("department", c.unit)})
			},
			"leave":  func(in staff.StepInput) (*staff.Member, error) { return c.StartLeave(ctx, in) },
			"return": func(in staff.StepInput) (*staff.Member, error) { return c.EndLeave(ctx, in) },
			"end":    func(in staff.StepInput) (*staff.Member, error) { return c.End(ctx, in) },
		} {
			if _, err := again(step(c.nurse, left.Version)); kit.Told(err) != "WRONG_STATE" {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestArticle1_LeavingEndsTheAccountInTheSameTransaction(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		ctx := k.As(t, c.clerk)
		refuse := errors.New("the drafts could not pass on")
		var told []db.ID
		c.OnDeparture(func(ctx context.Context, person db.ID) error {
			if !k.DB.InsideTx(ctx) {
				t.Error("a departure is told inside its transaction")
			}
			told = append(told, person)
			return refuse
		})
		if _, err := c.End(ctx, step(c.nurse, 1)); !errors.Is(err, refuse) {
			t.Fatalf("got %v, want the hook's error", err)
		}
		if n := c.count(t, "SELECT COUNT(*) FROM staff s JOIN accounts a ON a.staff_id = s.id WHERE s.id = ? AND s.state = 'ACTIVE' AND a.state = 'ACTIVE'", c.nurse); n != 1 {
			t.Error("what fails leaves everything as it was")
		}
		refuse = nil
		m := must(c.End(ctx, step(c.nurse, 1)))(t)
		if m.State != staff.Left || m.LeftOn != day("2026-03-02") || !slices.Equal(told, []db.ID{c.nurse, c.nurse}) {
			t.Errorf("got %+v, told %v", m, told)
		}
		if n := c.count(t, "SELECT COUNT(*) FROM accounts WHERE staff_id = ? AND state = 'ENDED'", c.nurse); n != 1 {
			t.Error("the account ends with the employment")
		}
		if _, err := c.StartLeave(ctx, step(c.nurse, 2)); !fault.HasCode(err, fault.WrongState) {
			t.Errorf("leave after leaving: got %v, want WRONG_STATE", err)
		}
	})
}

func TestEmploymentsEndWithTheirLastDay(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		trainee, kept := k.Staff(t, c.ward, "Thực tập"), k.Staff(t, c.ward, "Không thể nghỉ")
		k.Exec(t, "UPDATE staff SET ends_on = '2026-03-02' WHERE id IN (?)", []db.ID{trainee, kept})
		refuse := errors.New("somebody has to stay")
		c.OnAbsence(func(_ context.Context, person db.ID) error {
			if person == kept {
				return refuse
			}
			return nil
		})
		left := func() int { return c.count(t, "SELECT COUNT(*) FROM staff WHERE state = 'LEFT'") }
		k.Clock.Advance(14*time.Hour + 59*time.Minute) // 23:59 in Viet Nam
		if err := c.EndDue(t.Context()); err != nil || left() != 0 {
			t.Errorf("on the last day: got %d left, %v", left(), err)
		}
		k.Clock.Advance(time.Minute)
		if err := c.EndDue(t.Context()); !errors.Is(err, refuse) {
			t.Errorf("got %v, want the refusal of one", err)
		}
		if n := c.count(t, "SELECT COUNT(*) FROM staff WHERE id = ? AND state = 'LEFT' AND left_on = '2026-03-02'", trainee); n != 1 || left() != 1 {
			t.Errorf("the day after: got %d left", left())
		}
	})
}
