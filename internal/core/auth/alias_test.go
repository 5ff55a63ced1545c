package auth_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/auth"
)

// aliases are what readers may be shown under a post of Nguyễn Thị Hoa's, whose login is hoa.nt; a code is why not.
var aliases = []struct {
	alias string
	code  fault.UserCode
}{
	{"Nguyễn Thị Hoa", ""}, {"NGUYỄN THỊ HOA", ""}, {"Hoa", ""}, {"Hoa Nội", ""}, {"Th.S. Hoa", ""}, {"Hoa 2", ""}, {"Đỗ Quyên", ""},
	{"Ng. T. Hoa", ""}, {"Quang Trí", ""}, {"Jean-Luc", fault.Invalid}, {"José Muñoz", ""}, {"Hoa No\u0302\u0323i", ""},
	// what holds no name
	{"", fault.Required}, {"   ", fault.Required}, {"H", fault.Invalid}, {"..", fault.Invalid}, {"12", fault.Invalid}, {"H.1", fault.Invalid},
	{strings.Repeat("Hoa", 22), fault.TooLong},
	// markup, signs, and letters of other scripts that look like Latin ones
	{"<b>Hoa</b>", fault.Invalid}, {"Hoa & Lan", fault.Invalid}, {"hoa@example.vn", fault.Invalid}, {"Hoa ✓", fault.Invalid}, {"Hoa_Lan", fault.Invalid},
	{"Ноа", fault.Invalid}, {"Hоa", fault.Invalid}, {"Ηoa", fault.Invalid}, {"Ｈｏａ", fault.Invalid}, {"𝐇𝐨𝐚", fault.Invalid}, {"ɡiám đốc", fault.Invalid},
	{"Hoạ ٣", fault.Invalid}, {"花子", fault.Invalid}, {"Haı", fault.Invalid}, {"Ban G\u0456ám đốc", fault.Invalid},
	// a login: their own, and a colleague's
	{"hoa.nt", fault.Invalid}, {"Hoa NT", fault.Invalid}, {"HÒA.N.T", fault.Invalid}, {"H0a nt", fault.Invalid},
	{"may.pt", fault.Taken}, {"Mây P T", fault.Taken}, {"M.a.y.p.t", fault.Taken}, {"nv07", fault.Taken}, {"N.V. o7", fault.Taken},
	// a colleague's full name
	{"Lê Văn Mạng", fault.Taken}, {"le van mang", fault.Taken}, {"Lê.Văn.Mạng", fault.Taken},
	// offices, titles and departments
	{"Ban Giám đốc", fault.Invalid}, {"Giám đốc", fault.Invalid}, {"giam doc", fault.Invalid}, {"G.i.á.m đ.ố.c", fault.Invalid}, {"Gi4m Đ0c", fault.Invalid},
	{"Phó Giám đốc Hoa", fault.Invalid}, {"BGĐ", fault.Invalid}, {"B.G.Đ", fault.Invalid}, {"b g d", fault.Invalid}, {"BGD Trung tâm", fault.Invalid}, {"Hoa BGĐ", fault.Invalid}, {"B.G.Đ. Hoa", fault.Invalid}, {"GiamDoc 2", fault.Invalid}, {"Hoa System", ""},
	{"Quản trị", fault.Invalid}, {"Quản trị viên", fault.Invalid}, {"admin", fault.Invalid}, {"Adm1n", fault.Invalid}, {"AdmIn 2", fault.Invalid},
	{"Trưởng khoa", fault.Invalid}, {"Trạm trưởng", fault.Invalid}, {"Bộ phận quản lý website", fault.Invalid}, {"Sở Y tế", fault.Invalid},
	{"Khoa Hồi sức", fault.Invalid}, {"khoa hoi suc", fault.Invalid}, {"KhoaHồiSức", fault.Invalid}, {"Hoa Khoa Hồi sức", fault.Invalid}, {"HSCC", fault.Invalid}, {"H.S.C.C", fault.Invalid},
	{"Bác sĩ CKII", fault.Invalid}, {"Kỹ thuật viên trưởng", fault.Invalid},
}

// Readers take nobody for another, for an office or for a login by the name under a post: every door that sets an alias keeps
// one rule.
func TestAliases(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.itWorks(t)
		c.account(t, c.director, "nv07")
		c.Exec(t, "UPDATE departments SET name = 'Khoa Hồi sức', code = 'HSCC' WHERE id = ?", c.ward)
		c.Exec(t, "UPDATE staff SET title = 'Bác sĩ CKII' WHERE id = ?", c.director)
		c.Exec(t, "UPDATE staff SET title = 'Kỹ thuật viên trưởng' WHERE id = ?", c.nurse)
		a := c.account(t, c.nurse, "hoa.nt")
		check := func(door, alias string, want fault.UserCode, err error) {
			t.Helper()
			errs, other := fault.Split(err)
			if want == "" {
				if err != nil {
					t.Errorf("%s refuses %q: %v", door, alias, err)
				}
				return
			}
			var rule *fault.RuleError
			if other != nil || len(errs) != 1 || !errors.As(errs[0], &rule) || rule.Code != want || strings.Join(rule.Path, ".") != "input.alias" {
				t.Errorf("%s of %q: %v, want %s at input.alias", door, alias, err, want)
			}
		}
		for i, x := range aliases {
			a, err := c.Auth.Get(c.As(t, c.nurse), a.ID())
			if err != nil {
				t.Fatal(err)
			}
			door, by := "updateAlias", []db.ID{c.nurse, c.it}[i%2]
			changed, err := c.Auth.UpdateAlias(c.As(t, by), auth.UpdateAliasInput{ID: a.ID(), Alias: x.alias, ExpectedVersion: a.Version})
			check(door, x.alias, x.code, err)
			if x.code != "" && c.count(t, "SELECT COUNT(*) FROM accounts WHERE id = ? AND alias = ?", a.Key, a.Alias) != 1 {
				t.Errorf("%q was refused, and stored", x.alias)
			} else if err == nil && changed.Version != a.Version+1 {
				t.Errorf("%q: version %d after %d", x.alias, changed.Version, a.Version)
			}
		}
		c.Exec(t, "DELETE FROM reset_links WHERE account_id = ?", a.Key)
		c.Exec(t, "DELETE FROM accounts WHERE id = ?", a.Key)
		for i, x := range aliases {
			by := []any{c.it, nil}[i%2]
			ctx := access.AsSystem(t.Context()) // `ttyt director create`
			if id, ok := by.(db.ID); ok {
				ctx = c.As(t, id)
			}
			made, err := c.create(ctx, c.nurse, "hoa.nt", x.alias)
			check("createAccount", x.alias, x.code, err)
			if err == nil {
				c.Exec(t, "DELETE FROM reset_links WHERE account_id = ?", made.Key)
				c.Exec(t, "DELETE FROM accounts WHERE id = ?", made.Key)
			}
		}
	})
}

// A login made later is never an alias that readers see, however it is written.
func TestALoginIsNoAlias(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.itWorks(t)
		it := c.As(t, c.it)
		if _, err := c.create(it, c.nurse, "hoa.nt", "Đỗ Quyên 0"); err != nil {
			t.Fatal(err)
		}
		for _, login := range []string{"doquyen0", "do.quyen.0", "do_quyeno", "do-quyen0"} {
			_, err := c.create(it, c.editor, login, "Biên")
			wantCode(t, err, fault.Taken)
			if err == nil || !strings.Contains(err.Error(), "input.login") {
				t.Errorf("%s: %v", login, err)
			}
		}
		if err := c.Auth.EndForStaff(access.AsSystem(t.Context()), c.nurse); err != nil { // her posts stay
			t.Fatal(err)
		}
		_, err := c.create(it, c.editor, "do.quyen0", "Biên")
		wantCode(t, err, fault.Taken)
		if _, err = c.create(it, c.editor, "do.quyen", "Biên"); err != nil {
			t.Error(err)
		}
	})
}

// A login and the same alias, set at once on two replicas: one of them is refused.
func TestALoginAndTheSameAliasAtOnce(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.itWorks(t)
		a := c.account(t, c.nurse, "hoa.nt")
		a, err := c.Auth.Get(c.As(t, c.nurse), a.ID())
		if err != nil {
			t.Fatal(err)
		}
		one, two := c.As(t, c.nurse), c.As(t, c.it)
		var errs [2]error
		var both sync.WaitGroup
		both.Go(func() {
			_, errs[0] = c.Auth.UpdateAlias(one, auth.UpdateAliasInput{ID: a.ID(), Alias: "Hải Âu", ExpectedVersion: a.Version})
		})
		both.Go(func() { _, errs[1] = c.create(two, c.editor, "haiau", "Biên") })
		both.Wait()
		if refused := slices.DeleteFunc(errs[:], func(err error) bool { return err == nil }); len(refused) != 1 {
			t.Fatalf("%v", errs)
		}
		wantCode(t, errors.Join(errs[0], errs[1]), fault.Taken)
	})
}
