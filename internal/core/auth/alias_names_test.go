package auth_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/auth"
	"ttyt.example/ttyt/internal/core/feed"
)

// replica is the centre as another replica of the program runs it.
func (c *centre) replica(t *testing.T) *centre {
	t.Helper()
	k := *c.Kit
	k.DB = c.Replica()
	permissions, err := access.New(k.DB)
	if err != nil {
		t.Fatal(err)
	}
	k.Access, k.Feed = permissions, feed.New(k.DB)
	k.Audit = audit.New(k.DB, k.Access, []byte("an audit key of tests, 32 bytes!"))
	other := *c
	other.Kit = &k
	other.start()
	return &other
}

// bywords are ways to write one name that readers take for the same.
var bywords = []func(string) string{
	func(s string) string { return s },
	strings.ToUpper,
	text.Fold,
	func(s string) string { return strings.ReplaceAll(s, "o", "0") },
	func(s string) string { return strings.ReplaceAll(s, " ", ".") },
}

// namings are all that gives a name which no alias may be.
var namings = []struct {
	kind string
	give func(t *testing.T, c *centre, name string, i int) error
}{
	{"login", func(t *testing.T, c *centre, name string, i int) error {
		_, err := c.create(c.As(t, c.it), c.person(t, c.ward, "Người mới"), strings.ReplaceAll(text.Fold(name), " ", "."), "Biên")
		return err
	}},
	{"department created", func(t *testing.T, c *centre, name string, i int) error {
		_, err := c.Tree.Create(c.As(t, c.director), department.CreateInput{Kind: department.Clinical, Name: name, Code: fmt.Sprint("D", i), Parent: db.GlobalID("department", c.root)})
		return err
	}},
	{"department renamed", func(t *testing.T, c *centre, name string, i int) error {
		made, err := c.Tree.Create(c.As(t, c.director), department.CreateInput{Kind: department.Clinical, Name: fmt.Sprint("Khoa số ", i), Code: fmt.Sprint("R", i), Parent: db.GlobalID("department", c.root)})
		if err != nil {
			return err
		}
		_, err = c.Tree.Update(c.As(t, c.director), department.UpdateInput{ID: made.ID(), ExpectedVersion: made.Version, Name: &name})
		return err
	}},
	{"title of somebody new", func(t *testing.T, c *centre, name string, i int) error {
		return c.hire(t, "Người mới", name, i)
	}},
	{"title given", func(t *testing.T, c *centre, name string, i int) error {
		_, err := c.People.Update(c.As(t, c.personnel), staff.UpdateInput{ID: db.GlobalID("staff", c.person(t, c.ward, "Người mới")), ExpectedVersion: 1, Title: &name})
		return err
	}},
	{"person hired", func(t *testing.T, c *centre, name string, i int) error {
		return c.hire(t, name, "", i)
	}},
	{"person renamed", func(t *testing.T, c *centre, name string, i int) error {
		_, err := c.People.Update(c.As(t, c.personnel), staff.UpdateInput{ID: db.GlobalID("staff", c.person(t, c.ward, "Người mới")), ExpectedVersion: 1, Name: &name})
		return err
	}},
}

func (c *centre) hire(t *testing.T, name, title string, i int) error {
	t.Helper()
	_, err := c.People.Hire(c.As(t, c.personnel), staff.HireInput{Code: fmt.Sprint("H", i), Name: name, Title: title, Department: db.GlobalID("department", c.ward),
		Employment: staff.Contract, StartedOn: db.DateOf(c.Clock.Now()), DecisionNo: "1/QĐ"})
	return err
}

// named is a centre in which Hoa has an account, with those who give names.
func named(t *testing.T, test func(t *testing.T, c *centre, a *auth.Account)) {
	run(t, func(t *testing.T, c *centre) {
		c.itWorks(t)
		test(t, c, c.account(t, c.nurse, "hoa.nt"))
	})
}

// alias sets what Hoa's posts show.
func (c *centre) alias(t *testing.T, a *auth.Account, alias string) error {
	t.Helper()
	_, err := c.Auth.UpdateAlias(c.As(t, c.nurse), auth.UpdateAliasInput{ID: a.ID(), Alias: alias, ExpectedVersion: c.count(t, "SELECT version FROM accounts WHERE id = ?", a.Key)})
	return err
}

func (c *centre) shown(t *testing.T, a *auth.Account) (alias string) {
	t.Helper()
	if err := c.DB.From(t.Context()).Get(t.Context(), &alias, "SELECT alias FROM accounts WHERE id = ?", a.Key); err != nil {
		t.Fatal(err)
	}
	return alias
}

// unlike is a name that none of another number is taken for.
func unlike(i int) string {
	const letters = "bcdghkmnpqrtvx"
	return fmt.Sprintf("Hoà Sơn %c%c", letters[i/len(letters)], letters[i%len(letters)])
}

// An alias and an official name, whichever comes first and however it is written, on two replicas: an alias is refused where
// there is the name, and gives way where the name comes later, which nothing keeps from being given. A login alone may be
// chosen otherwise, so it is refused.
func TestAliasesGiveWayToOfficialNames(t *testing.T) {
	named(t, func(t *testing.T, c *centre, a *auth.Account) {
		other, i := c.replica(t), 0
		for _, n := range namings {
			for _, written := range bywords {
				i++
				name := unlike(i)
				c.Exec(t, "DELETE FROM inbox_items")
				c.Exec(t, "DELETE FROM audit_log")
				if err := c.alias(t, a, name); err != nil {
					t.Fatal(err)
				}
				err := n.give(t, other, written(name), i)
				replaced := c.count(t, "SELECT COUNT(*) FROM audit_log WHERE action = 'account.replace_alias' AND staff_id IS NULL AND account_id IS NULL AND session_id IS NULL AND detail = '' AND subject_id = ? AND before_digest IS NOT NULL AND after_digest IS NOT NULL", a.Key)
				told := c.count(t, "SELECT COUNT(*) FROM inbox_items WHERE kind = 'ALIAS_REPLACED' AND staff_id = ? AND detail = ?", c.nurse, name+" → Nguyễn Thị Hoa")
				all := c.count(t, "SELECT COUNT(*) FROM inbox_items WHERE kind = 'ALIAS_REPLACED'")
				if n.kind == "login" {
					wantCode(t, err, fault.Taken)
					if c.shown(t, a) != name || replaced != 0 || all != 0 {
						t.Errorf("%s %q after the alias: shown as %q", n.kind, written(name), c.shown(t, a))
					}
				} else if err != nil || c.shown(t, a) != "Nguyễn Thị Hoa" || replaced != 1 || told != 1 || all != 1 {
					t.Errorf("%s %q after the alias: %v, shown as %q, %d on record, %d told of %d", n.kind, written(name), err, c.shown(t, a), replaced, told, all)
				}

				i++
				name = unlike(i)
				if err := c.alias(t, a, "Đỗ Quyên"); err != nil {
					t.Fatal(err)
				}
				if err := n.give(t, other, name, i); err != nil {
					t.Fatalf("%s %q: %v", n.kind, name, err)
				}
				if err := c.alias(t, a, written(name)); err == nil || c.shown(t, a) != "Đỗ Quyên" {
					t.Errorf("%s before the alias %q: %v, shown as %q", n.kind, written(name), err, c.shown(t, a))
				}
			}
		}
	})
}

// An alias and an official name at once on two replicas: whichever is first, the alias is not that name in the end, and
// nothing but the alias is refused.
func TestAnAliasAndAnOfficialNameAtOnce(t *testing.T) {
	named(t, func(t *testing.T, c *centre, a *auth.Account) {
		other := c.replica(t)
		for i, n := range namings[1:] {
			name := unlike(i)
			if err := c.alias(t, a, "Đỗ Quyên"); err != nil {
				t.Fatal(err)
			}
			var alias, given error
			var both sync.WaitGroup
			both.Go(func() { alias = c.alias(t, a, name) })
			both.Go(func() { given = n.give(t, other, name, i) })
			both.Wait()
			refused := alias != nil
			if shown := c.shown(t, a); given != nil || refused && shown != "Đỗ Quyên" || !refused && shown != "Nguyễn Thị Hoa" {
				t.Errorf("%s: %v, alias %v, shown as %q", n.kind, given, alias, shown)
			}
			if refused && !fault.HasCode(alias, fault.Taken) && !fault.HasCode(alias, fault.Invalid) {
				t.Errorf("%s: %v", n.kind, alias)
			}
		}
	})
}

// An alias that is its holder's own full name stays beside a namesake; after a new name it is given back to whom it belongs. An alias that holds
// the name of an office gives way like the name itself, what merely has a word of it does not.
func TestWhichAliasesGiveWay(t *testing.T) {
	named(t, func(t *testing.T, c *centre, a *auth.Account) {
		code, namesake := "HOASEN", "Nguyễn Thị Hoa"
		for i, x := range []struct {
			alias string
			give  func() error
			shown string
		}{
			{namesake, func() error { return c.hire(t, namesake, "", 1) }, namesake},
			{"NGUYỄN THỊ HOA", func() error { return c.hire(t, namesake, "", 2) }, "NGUYỄN THỊ HOA"},
			{"Tổ Hoa Trà Hoa", func() error { return namings[1].give(t, c, "Tổ Hoa Trà", 3) }, namesake},
			{"Hoa Trúc", func() error { return namings[1].give(t, c, "Tổ Trúc", 4) }, "Hoa Trúc"},
			{"Hoa Lan", func() error { return c.hire(t, "Trần Hoa Lan", "", 5) }, "Hoa Lan"},
			{"Hoa Sen", func() error {
				_, err := c.Tree.Update(c.As(t, c.director), department.UpdateInput{ID: db.GlobalID("department", c.room), ExpectedVersion: 1, Code: &code})
				return err
			}, namesake},
			{"Hoa Mai", func() error { // refused: the code is in use
				if _, err := c.Tree.Create(c.As(t, c.director), department.CreateInput{Kind: department.Clinical, Name: "Hoa Mai", Code: code, Parent: db.GlobalID("department", c.root)}); !fault.HasCode(err, fault.Taken) {
					return errors.Join(errors.New("not refused"), err)
				}
				return nil
			}, "Hoa Mai"},
			{namesake, func() error { return c.rename(t, c.nurse, "Nguyễn Thị Hoà Bình") }, "Nguyễn Thị Hoà Bình"}, // hers is that of those hired above
			{"Hoa Đào", func() error { return c.rename(t, c.nurse, "Hoa Đào") }, "Hoa Đào"},
			{"Hoa Cúc", func() error { return c.rename(t, c.nurse, strings.Repeat("Nguyễn Thị ", 8)+"Hoa") }, "Hoa Cúc"},
			{"Hoa Huệ", func() error { return c.hire(t, "Hoa Huệ", "", 6) }, strings.Repeat("Thị Nguyễn ", 5) + "Thị Hoa"},
		} {
			if err := c.alias(t, a, x.alias); err != nil {
				t.Fatalf("%d: %q: %v", i, x.alias, err)
			}
			if err := x.give(); err != nil {
				t.Fatalf("%d: %v", i, err)
			}
			if shown := c.shown(t, a); shown != x.shown {
				t.Errorf("%d: %q is now %q, want %q", i, x.alias, shown, x.shown)
			}
		}
		if err := c.alias(t, a, "Hoa Ban"); err != nil {
			t.Fatal(err)
		}
		if err := c.Auth.EndForStaff(access.AsSystem(t.Context()), c.nurse); err != nil {
			t.Fatal(err)
		}
		if err := c.hire(t, "Hoa Ban", "", 7); err != nil || c.shown(t, a) != "Hoa Ban" {
			t.Errorf("%v: the alias of an ended account, which shows nowhere anew, is %q", err, c.shown(t, a))
		}
	})
}

func (c *centre) rename(t *testing.T, person db.ID, name string) error {
	t.Helper()
	version := c.count(t, "SELECT version FROM staff WHERE id = ?", person)
	_, err := c.People.Update(c.As(t, c.personnel), staff.UpdateInput{ID: db.GlobalID("staff", person), ExpectedVersion: version, Name: &name})
	return err
}
