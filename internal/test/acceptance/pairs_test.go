package acceptance

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/asset"
	rounds "ttyt.example/ttyt/internal/centre/inventory"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/staff"
	tokenroom "ttyt.example/ttyt/internal/centre/token"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/auth"
	"ttyt.example/ttyt/internal/test/product"
)

// Two acts that exclude each other both write one row. A cluster certifies what is written: a row that one of them only
// locks, on its own node, guards nothing.
func TestActsThatExcludeEachOtherWriteACommonRow(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		s := newStudio(t, w)
		s.people["clerk"] = w.Staff(t, s.units["TCHC"], "clerk", access.Personnel)
		staffID := func(name string) string { return db.GlobalID("staff", s.people[name]) }
		for _, name := range []string{"granted", "lent", "lender", "appointed"} {
			s.people[name] = w.Staff(t, s.units["NHI"], name)
		}
		w.Position(t, s.people["lender"], s.units["NHI"], "DEPUTY")
		a := w.App.Services
		leave := func(name string) func(context.Context) error {
			return func(ctx context.Context) error {
				_, err := a.People.StartLeave(ctx, staff.StepInput{ID: staffID(name), ExpectedVersion: s.version("staff", staffID(name)), DecisionNo: "1/QĐ", EffectiveOn: db.DateOf(w.Clock.Now())})
				return err
			}
		}
		tokenAccount, device, round := "", "", ""
		made := func(id *string, do func(ctx context.Context) (interface{ ID() string }, error)) func(context.Context) {
			return func(ctx context.Context) {
				m, err := do(ctx)
				if err != nil {
					t.Fatal(err)
				}
				*id = m.ID()
			}
		}
		it := s.As(t, s.people["it"])
		made(&device, func(ctx context.Context) (interface{ ID() string }, error) {
			return a.Assets.Register(ctx, asset.RegisterInput{Code: "SW-01", Name: "Bộ chuyển mạch", Kind: asset.NetworkDevice, Department: s.department("TCHC")})
		})(it)
		system := ""
		made(&system, func(ctx context.Context) (interface{ ID() string }, error) {
			return a.Assets.Register(ctx, asset.RegisterInput{Code: "PM-01", Name: "Phần mềm", Kind: asset.SoftwareSystem, Department: s.department("TCHC")})
		})(it)
		made(&tokenAccount, func(ctx context.Context) (interface{ ID() string }, error) {
			return a.Tokens.CreateAccount(ctx, tokenroom.CreateAccountInput{Asset: system, Name: "Cổng", Purpose: "Đọc", Responsible: staffID("it")})
		})(it)
		made(&round, func(ctx context.Context) (interface{ ID() string }, error) {
			return a.Inventory.Open(ctx, rounds.OpenInput{Name: "Kiểm kê"})
		})(it)

		signIn := func(ctx context.Context) error {
			_, err := a.Auth.SignIn(access.With(ctx, access.Anonymous("192.0.2.7", "test")), auth.SignInInput{Login: "u.writer", Password: product.Password, Client: auth.App})
			return err
		}
		for _, pair := range []struct {
			name          string
			as            string
			act           func(context.Context) error
			against, then string
			other         func(context.Context) error
		}{
			{"grant a role", "director", func(ctx context.Context) error {
				_, err := a.Roles.Grant(ctx, role.GrantInput{StaffMember: staffID("granted"), Role: access.Personnel})
				return err
			}, "go on leave", "clerk", leave("granted")},
			{"lend a power", "lender", func(ctx context.Context) error {
				_, err := a.Roles.Delegate(ctx, role.DelegateInput{StaffMember: staffID("lent"), Role: access.Manager, Department: s.department("NHI"), DecisionNo: "2/QĐ", Until: db.At(w.Clock.Now().Add(48 * time.Hour))})
				return err
			}, "go on leave", "clerk", leave("lent")},
			{"lend a power again", "lender", func(ctx context.Context) error {
				_, err := a.Roles.Delegate(ctx, role.DelegateInput{StaffMember: staffID("writer"), Role: access.Manager, Department: s.department("NHI"), DecisionNo: "3/QĐ", Until: db.At(w.Clock.Now().Add(48 * time.Hour))})
				return err
			}, "the lender goes on leave", "clerk", leave("lender")},
			{"appoint", "director", func(ctx context.Context) error {
				_, err := a.Roles.Appoint(ctx, role.AppointInput{StaffMember: staffID("appointed"), Department: s.department("NHI"), Kind: role.Deputy, DecisionNo: "4/QĐ"})
				return err
			}, "go on leave", "clerk", leave("appointed")},
			{"issue a token", "it", func(ctx context.Context) error {
				_, err := a.Tokens.Issue(ctx, tokenroom.IssueInput{ServiceAccount: tokenAccount, Name: "Mã", Reason: "Đọc", ExpiresAt: db.At(w.Clock.Now().Add(48 * time.Hour))})
				return err
			}, "disable its account", "it", func(ctx context.Context) error {
				_, err := a.Tokens.DisableAccount(ctx, tokenroom.SwitchAccountInput{ID: tokenAccount, ExpectedVersion: 1, Reason: "Ngừng"})
				return err
			}},
			{"plug a machine in", "it", func(ctx context.Context) error {
				_, err := a.Assets.Register(ctx, asset.RegisterInput{Code: "MT-09", Name: "Máy", Kind: asset.Workstation, Department: s.department("TCHC"), Interfaces: []*asset.InterfaceInput{{Name: "eth0", MAC: "02:00:00:00:00:09", Switch: device, SwitchPort: "1"}}})
				return err
			}, "take its switch", "it", func(ctx context.Context) error {
				name := "Bộ chuyển mạch tầng 2"
				_, err := a.Assets.Update(ctx, asset.UpdateInput{ID: device, ExpectedVersion: s.version("assets", device), Name: &name})
				return err
			}},
			{"confirm assets", "it", func(ctx context.Context) error {
				_, err := a.Inventory.Confirm(ctx, rounds.ConfirmInput{Round: round, Department: s.department("TCHC")})
				return err
			}, "close the round", "it", func(ctx context.Context) error {
				_, err := a.Inventory.Close(ctx, rounds.CloseInput{ID: round, ExpectedVersion: 1})
				return err
			}},
			{"sign in", "writer", signIn, "suspend the account", "it", func(ctx context.Context) error {
				key, err := db.One[db.ID](ctx, w.DB.From(ctx), "SELECT id FROM accounts WHERE login = 'u.writer'")
				if err == nil {
					_, err = a.Auth.SuspendAccount(ctx, auth.SuspendAccountInput{ID: db.GlobalID("account", key), Reason: "Lộ mật khẩu"})
				}
				return err
			}},
		} {
			t.Log(pair.name)
			one, two := s.writes(t, pair.name, s.As(t, s.people[pair.as]), pair.act), s.writes(t, pair.against, s.As(t, s.people[pair.then]), pair.other)
			common := false
			for row := range one {
				common = common || two[row]
			}
			if !common {
				t.Errorf("%s and %s write no common row:\n%v\n%v", pair.name, pair.against, one, two)
			}
		}
	})
}

var rowWritten = regexp.MustCompile(`(?s)^\s*UPDATE (\w+) SET (.*?)\sWHERE (.*)$`)

// writes returns the rows that are written by their primary keys under do.
func (s *studio) writes(t *testing.T, name string, ctx context.Context, do func(context.Context) error) map[string]bool {
	t.Helper()
	rows := map[string]bool{}
	err := do(db.Observe(ctx, db.OnStatement(func(query string, args []any) {
		m := rowWritten.FindStringSubmatch(query)
		if m == nil {
			return
		}
		for _, column := range []string{"id = ?", "name = ?", "id IN ("} {
			at := strings.Index(" "+m[3], " "+column)
			if at < 0 {
				continue
			}
			first, n := strings.Count(m[2], "?")+strings.Count(m[3][:at], "?"), 1
			if column == "id IN (" {
				list, _, _ := strings.Cut(m[3][at:], ")")
				n = strings.Count(list, "?")
			}
			for _, key := range args[first : first+n] {
				rows[m[1]+" "+keyText(key)] = true
			}
			return
		}
	})))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return rows
}

func keyText(key any) string {
	switch k := key.(type) {
	case db.ID:
		return fmt.Sprintf("%x", k[:])
	case []byte:
		return fmt.Sprintf("%x", k)
	}
	return fmt.Sprint(key)
}
