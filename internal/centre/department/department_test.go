package department_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

// centre is a root, a Board with a director, and a person who is no director.
type centre struct {
	*kit.Kit
	*department.Service
	root, board     string
	director, clerk context.Context
}

func newCentre(t *testing.T, k *kit.Kit) *centre {
	c := &centre{Kit: k, Service: department.New(k.DB, k.Access, k.Audit, k.Feed)}
	system := access.AsSystem(t.Context())
	root := must(c.Create(system, department.CreateInput{Kind: department.Centre, Name: "Trung tâm Y tế", Code: "TTYT"}))(t)
	board := must(c.Create(system, department.CreateInput{Kind: department.Board, Name: "Ban Giám đốc", Code: "BGD", Parent: root.ID()}))(t)
	c.root, c.board = root.ID(), board.ID()
	c.director = k.As(t, k.Staff(t, board.Key, "Giám đốc", access.Director))
	c.clerk = k.As(t, k.Staff(t, board.Key, "Nhân viên", access.IT, access.WebEditor, access.Personnel))
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

func (c *centre) add(t *testing.T, kind department.Kind, name, code, parent string) *department.Department {
	t.Helper()
	return must(c.Create(c.director, department.CreateInput{Kind: kind, Name: name, Code: code, Parent: parent}))(t)
}

func names(all []*department.Department) string {
	var codes []string
	for _, d := range all {
		codes = append(codes, d.Code)
	}
	return strings.Join(codes, " ")
}

func (c *centre) tree(t *testing.T) string {
	t.Helper()
	return names(must(c.List(context.Background(), department.Filter{}))(t))
}

func ptr[T any](v T) *T { return &v }

func TestArticle3_OnlyTheBoardShapesTheTree(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		ward := c.add(t, department.Clinical, "Khoa Nội", "NOI", c.root)
		for _, who := range []struct {
			name string
			ctx  context.Context
			code fault.Code
		}{{"a stranger", t.Context(), fault.Unauthenticated}, {"IT, editor and personnel", c.clerk, fault.Forbidden}} {
			_, create := c.Create(who.ctx, department.CreateInput{Kind: department.Clinical, Name: "Khoa Nhi", Code: "NHI", Parent: c.root})
			_, update := c.Update(who.ctx, department.UpdateInput{ID: ward.ID(), ExpectedVersion: 1, Name: ptr("Khoa X")})
			_, move := c.Move(who.ctx, department.MoveInput{ID: ward.ID(), ExpectedVersion: 1, Parent: c.board})
			_, remove := c.Delete(who.ctx, department.DeleteInput{ID: ward.ID(), ExpectedVersion: 1})
			for i, err := range []error{create, update, move, remove} {
				if !fault.Is(err, who.code) {
					t.Errorf("%s, change %d: got %v, want %s", who.name, i, err, who.code)
				}
			}
		}
		if got, want := c.tree(t), "TTYT BGD NOI"; got != want {
			t.Errorf("after the refusals: got %q, want %q", got, want)
		}
		var rows int
		if err := k.DB.From(t.Context()).Get(t.Context(), &rows, "SELECT COUNT(*) FROM audit_log WHERE class = 'ADMINISTRATION' AND action = 'department.create' AND article = '3'"); err != nil || rows != 3 {
			t.Errorf("audit rows of what was created: got %d, %v; want 3", rows, err)
		}
	})
}

func TestKindsHaveTheirPlace(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		office := c.add(t, department.Office, "Phòng Tổ chức - Hành chính", "TCHC", c.board)
		ward := c.add(t, department.Clinical, "Khoa Nội", "NOI", c.root)
		unit := c.add(t, department.Unit, "Bộ phận Công nghệ thông tin", "CNTT", office.ID())
		for _, x := range []struct {
			kind   department.Kind
			parent string
			want   fault.UserCode
		}{
			{department.Centre, "", fault.Taken},
			{department.Board, c.root, fault.Taken},
			{department.Clinical, "", fault.Required},
			{department.Clinical, ward.ID(), fault.Invalid},
			{department.Office, unit.ID(), fault.Invalid},
			{department.Unit, c.root, fault.Invalid},
			{department.Unit, unit.ID(), ""},
			{department.Station, c.root, ""},
		} {
			_, err := c.Create(c.director, department.CreateInput{Kind: x.kind, Name: "Đơn vị mới", Code: "M-" + string(x.kind), Parent: x.parent})
			if x.want == "" && err != nil || x.want != "" && !fault.HasCode(err, x.want) {
				t.Errorf("%s below %q: got %v, want %q", x.kind, x.parent, err, x.want)
			}
		}
	})
}

func TestCreateChecksItsInput(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		c.add(t, department.Clinical, "Khoa Nội", "NOI", c.root)
		for _, x := range []struct {
			name, code, parent string
			want               fault.UserCode
		}{
			{"", "A", c.root, fault.Required},
			{strings.Repeat("a", 201), "A", c.root, fault.TooLong},
			{"Khoa A", "Khoa A", c.root, fault.Invalid},
			{"Khoa A", "NOI", c.root, fault.Taken},
		} {
			_, err := c.Create(c.director, department.CreateInput{Kind: department.Clinical, Name: x.name, Code: x.code, Parent: x.parent})
			if !fault.HasCode(err, x.want) {
				t.Errorf("%.10q, %q: got %v, want %s", x.name, x.code, err, x.want)
			}
		}
		for _, id := range []string{db.GlobalID("department", db.NewID()), db.GlobalID("staff", db.NewID())} {
			if _, err := c.Create(c.director, department.CreateInput{Kind: department.Clinical, Name: "Khoa A", Code: "A", Parent: id}); !fault.Is(err, fault.NotFound) {
				t.Errorf("an unknown parent: got %v, want NOT_FOUND", err)
			}
		}
		same := c.add(t, department.Clinical, " Khoa  No\u0323\u0302i ", "NOI2", c.root)
		if same.Name != "Khoa Nội" || same.Slug != "khoa-noi-2" {
			t.Errorf("a second of the name: got %q, %q", same.Name, same.Slug)
		}
		in := department.CreateInput{Kind: department.Clinical, Name: "Khoa Nhi", Code: "NHI", Parent: c.root, IdempotencyKey: "k"}
		first := must(c.Create(c.director, in))(t)
		if again, err := c.Create(c.director, in); err != nil || again.Key != first.Key {
			t.Errorf("a double press: got %v, %v; want the first again", again, err)
		}
	})
}

func TestRenamingKeepsTheEarlierName(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		d := c.add(t, department.Clinical, "Khoa Nội", "NOI", c.root)
		created := d.CreatedAt
		k.Clock.Advance(time.Hour)
		d = must(c.Update(c.director, department.UpdateInput{ID: d.ID(), ExpectedVersion: 1, Name: ptr("Khoa Nội tổng hợp")}))(t)
		d = must(c.Update(c.director, department.UpdateInput{ID: d.ID(), ExpectedVersion: 2, Name: ptr("Khoa Nội - Nhi"), Code: ptr("NOINHI")}))(t)
		if d.Name != "Khoa Nội - Nhi" || d.Code != "NOINHI" || d.Slug != "khoa-noi" || d.Version != 3 {
			t.Errorf("got %+v", d)
		}
		now := k.DB.Now(t.Context())
		var got []department.Name
		for _, n := range must(c.EarlierNames(t.Context(), []db.ID{d.Key}))(t)[d.Key] {
			got = append(got, department.Name{Name: n.Name, From: n.From, To: n.To})
		}
		want := []department.Name{{Name: "Khoa Nội tổng hợp", From: now, To: now}, {Name: "Khoa Nội", From: created, To: now}}
		if !slices.Equal(got, want) {
			t.Errorf("earlier names: got %v, want %v", got, want)
		}
		if _, err := c.Update(c.director, department.UpdateInput{ID: d.ID(), ExpectedVersion: 2, Code: ptr("X")}); !fault.HasCode(err, fault.Conflict) {
			t.Errorf("an old version: got %v, want CONFLICT", err)
		}
		if _, err := c.Update(c.director, department.UpdateInput{ID: d.ID(), ExpectedVersion: 3, Code: ptr("BGD")}); !fault.HasCode(err, fault.Taken) {
			t.Errorf("a code in use: got %v, want TAKEN", err)
		}
	})
}

func TestMovingTakesTheSubtreeAlong(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		office := c.add(t, department.Office, "Phòng Tổ chức - Hành chính", "TCHC", c.board)
		ward := c.add(t, department.Clinical, "Khoa Nội", "NOI", c.root)
		unit := c.add(t, department.Unit, "Tổ Điện tim", "TIM", ward.ID())
		inner := c.add(t, department.Unit, "Nhóm Máy", "MAY", unit.ID())
		person := k.Staff(t, inner.Key, "Nhân viên nhóm máy")

		moved := must(c.Move(c.director, department.MoveInput{ID: unit.ID(), ExpectedVersion: 1, Parent: office.ID()}))(t)
		if moved.ParentKey != office.Key || moved.Version != 2 {
			t.Errorf("got %+v", moved)
		}
		if got, want := c.tree(t), "TTYT BGD TCHC TIM MAY NOI"; got != want {
			t.Errorf("the tree: got %q, want %q", got, want)
		}
		above := must(c.Ancestors(t.Context(), []db.ID{inner.Key, ward.Key}))(t)
		if got, want := names(above[inner.Key]), "TTYT BGD TCHC TIM"; got != want {
			t.Errorf("above the inner unit: got %q, want %q", got, want)
		}
		if got, want := names(above[ward.Key]), "TTYT"; got != want {
			t.Errorf("above the ward: got %q, want %q", got, want)
		}
		if got := must(c.Subtree(t.Context(), ward.Key))(t); len(got) != 1 {
			t.Errorf("nothing is left below the ward: got %v", got)
		}
		if a := access.Of(k.As(t, person)); a.Home != inner.Key || !slices.Contains(a.HomeLine, office.Key) || slices.Contains(a.HomeLine, ward.Key) {
			t.Errorf("staff go along: got home %v, line %v", a.Home, a.HomeLine)
		}
		for _, x := range [][2]string{{unit.ID(), unit.ID()}, {unit.ID(), inner.ID()}, {office.ID(), inner.ID()}} {
			if _, err := c.Move(c.director, department.MoveInput{ID: x[0], ExpectedVersion: must(c.Get(t.Context(), x[0]))(t).Version, Parent: x[1]}); !fault.HasCode(err, fault.Cycle) {
				t.Errorf("below itself: got %v, want CYCLE", err)
			}
		}
		if _, err := c.Move(c.director, department.MoveInput{ID: ward.ID(), ExpectedVersion: 1, Parent: office.ID()}); !fault.HasCode(err, fault.Invalid) {
			t.Errorf("a ward below an office: got %v, want INVALID", err)
		}
		if _, err := c.Move(c.director, department.MoveInput{ID: unit.ID(), ExpectedVersion: 1, Parent: ward.ID()}); !fault.HasCode(err, fault.Conflict) {
			t.Errorf("an old version: got %v, want CONFLICT", err)
		}
	})
}

func TestOrderAmongSiblings(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		c.add(t, department.Clinical, "Khoa Nội", "NOI", c.root)
		c.add(t, department.Clinical, "Khoa Nhi", "NHI", c.root)
		last := c.add(t, department.Clinical, "Khoa Sản", "SAN", c.root)
		must(c.Create(c.director, department.CreateInput{Kind: department.Clinical, Name: "Khoa Ngoại", Code: "NGOAI", Parent: c.root, Position: ptr(1)}))(t)
		for _, x := range []struct {
			at   *int
			want string
		}{{ptr(0), "TTYT SAN BGD NGOAI NOI NHI"}, {nil, "TTYT BGD NGOAI NOI NHI SAN"}, {ptr(2), "TTYT BGD NGOAI SAN NOI NHI"}, {ptr(99), "TTYT BGD NGOAI NOI NHI SAN"}, {ptr(-1), "TTYT SAN BGD NGOAI NOI NHI"}} {
			last = must(c.Move(c.director, department.MoveInput{ID: last.ID(), ExpectedVersion: last.Version, Position: x.at}))(t)
			if got := c.tree(t); got != x.want {
				t.Errorf("got %q, want %q", got, x.want)
			}
		}
		if got, want := names(must(c.List(t.Context(), department.Filter{Below: c.root, Kind: department.Board}))(t)), "BGD"; got != want {
			t.Errorf("filtered: got %q, want %q", got, want)
		}
	})
}

func TestTwoMovesMakeNoCycle(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		ward := c.add(t, department.Clinical, "Khoa Nội", "NOI", c.root)
		a := c.add(t, department.Unit, "Tổ A", "A", ward.ID())
		b := c.add(t, department.Unit, "Tổ B", "B", ward.ID())
		errs := make([]error, 2)
		var both sync.WaitGroup
		for i, pair := range [][2]string{{a.ID(), b.ID()}, {b.ID(), a.ID()}} {
			both.Go(func() {
				_, errs[i] = c.Move(c.director, department.MoveInput{ID: pair[0], ExpectedVersion: 1, Parent: pair[1]})
			})
		}
		both.Wait()
		won := slices.Index(errs, nil)
		if won < 0 || !fault.HasCode(errs[1-won], fault.Cycle) {
			t.Errorf("got %v, want one to win and CYCLE for the other", errs)
		}
		if got := must(c.Subtree(t.Context(), ward.Key))(t); len(got) != 3 {
			t.Errorf("both still hang below the ward: got %d departments, want 3", len(got))
		}
	})
}

func TestDeleteTakesOnlyWhatNothingRefersTo(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		ward := c.add(t, department.Clinical, "Khoa Nội", "NOI", c.root)
		unit := c.add(t, department.Unit, "Tổ A", "A", ward.ID())
		person := k.Staff(t, unit.Key, "Nhân viên")
		for _, d := range []*department.Department{ward, unit} {
			if _, err := c.Delete(c.director, department.DeleteInput{ID: d.ID(), ExpectedVersion: 1}); !fault.HasCode(err, fault.InUse) {
				t.Errorf("%s: got %v, want IN_USE", d.Code, err)
			}
		}
		k.Exec(t, "DELETE FROM staff WHERE id = ?", person)
		if _, err := c.Delete(c.director, department.DeleteInput{ID: unit.ID(), ExpectedVersion: 1}); err != nil {
			t.Error(err)
		}
		if _, err := c.Find(t.Context(), nil, ptr("A")); !fault.Is(err, fault.NotFound) {
			t.Errorf("after it is gone: got %v, want NOT_FOUND", err)
		}
	})
}

// The tree and the names of a department are shown as a whole: each ends at a number.
func TestTheTreeHasABound(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		var rows []kit.Row
		for n := range 500 - 3 {
			rows = append(rows, kit.Row{"id": db.NewID(), "kind": "UNIT", "code": fmt.Sprint("U", n), "slug": fmt.Sprint("u-", n), "name": "Tổ", "version": 1})
		}
		k.InsertMany(t.Context(), t, "departments", rows)
		last := c.add(t, department.Office, "Phòng cuối", "CUOI", c.board)
		in := department.CreateInput{Kind: department.Office, Name: "Phòng nữa", Code: "NUA", Parent: c.board}
		if _, err := c.Create(c.director, in); !fault.HasCode(err, fault.Invalid) {
			t.Errorf("a department beyond the bound: %v", err)
		}
		rows = nil
		for range 99 {
			rows = append(rows, kit.Row{"id": db.NewID(), "department_id": last.Key, "name": "Tên cũ", "from_at": k.Clock.Now().UnixMicro(), "to_at": k.Clock.Now().UnixMicro()})
		}
		k.InsertMany(t.Context(), t, "department_names", rows)
		for version, want := range []fault.UserCode{"", fault.Invalid} {
			name := fmt.Sprint("Phòng ", version)
			_, err := c.Update(c.director, department.UpdateInput{ID: last.ID(), ExpectedVersion: version + 1, Name: &name})
			if want == "" && err != nil || want != "" && !fault.HasCode(err, want) {
				t.Errorf("name %d: %v", version, err)
			}
		}
	})
}
