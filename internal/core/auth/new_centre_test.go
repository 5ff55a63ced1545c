package auth_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/auth"
	"ttyt.example/ttyt/internal/test/kit"
)

// young is a centre as it begins: a Board with its head and a deputy, people of each role, and IT's place, which worker
// holds. Nobody has an account but the nurse and the editor.
type young struct {
	*centre
	head, lent, personnel, worker db.ID
}

func runYoung(t *testing.T, test func(t *testing.T, y *young)) {
	t.Helper()
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) { test(t, newYoung(t, k)) })
}

func newYoung(t *testing.T, k *kit.Kit) *young {
	t.Helper()
	y := &young{centre: newCentre(t, k)}
	board := y.Department(t, "BOARD", "BGD", db.ID{})
	y.head, y.personnel = y.person(t, board, "Vũ Đình Khải", access.Director), y.person(t, y.room, "Đoàn Mai Chi", access.Personnel)
	y.lent = y.person(t, y.ward, "Lại Hồng Nhung")
	y.Position(t, y.head, board, "HEAD")
	y.Exec(t, "UPDATE role_assignments SET live = NULL WHERE role = 'it'")
	y.Exec(t, "DELETE FROM role_assignments WHERE role = 'it'")
	y.worker = y.it
	y.grant(t, y.worker, access.IT)
	y.account(t, y.nurse, "hoa.nt")
	y.account(t, y.editor, "bien.nt")
	now := y.DB.Now(t.Context())
	y.Insert(t.Context(), t, "delegations", kit.Row{"id": db.NewID(), "from_staff_id": y.head, "to_staff_id": y.lent, "role": "director",
		"from_at": now, "to_at": db.At(now.AddDate(0, 0, 30))})
	return y
}

// grant has the head grant a role, which has to work.
func (y *young) grant(t *testing.T, to db.ID, r access.Role) *role.Assignment {
	t.Helper()
	a, err := y.tryGrant(t, to, r)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (y *young) tryGrant(t *testing.T, to db.ID, r access.Role) (*role.Assignment, error) {
	t.Helper()
	return y.Roles.Grant(y.As(t, y.head), role.GrantInput{StaffMember: db.GlobalID("staff", to), Role: r})
}

func (y *young) revoke(t *testing.T, from db.ID, r access.Role) {
	t.Helper()
	id, err := db.One[db.ID](t.Context(), y.DB.From(t.Context()), "SELECT id FROM role_assignments WHERE staff_id = ? AND role = ? AND live = 1", from, r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := y.Roles.Revoke(y.As(t, y.head), role.RevokeInput{ID: db.GlobalID("role", id)}); err != nil {
		t.Fatal(err)
	}
}

func (y *young) suspend(t *testing.T, who db.ID) {
	t.Helper()
	_, err := y.Auth.SuspendAccount(y.As(t, y.head), auth.SuspendAccountInput{ID: y.accountOf(t, who).ID(), Reason: "mất máy"})
	if err != nil {
		t.Fatal(err)
	}
}

func (y *young) accountOf(t *testing.T, who db.ID) *auth.Account {
	t.Helper()
	found, err := y.Auth.ByStaff(y.As(t, y.head), []db.ID{who})
	if err != nil || found[who] == nil {
		t.Fatalf("no account: %v", err)
	}
	return found[who]
}

// leave has the person go, for a time or for good.
func (y *young) leave(t *testing.T, who db.ID, forGood bool) {
	t.Helper()
	step := y.People.StartLeave
	if forGood {
		step = y.People.End
	}
	m, err := y.People.Get(y.As(t, y.head), db.GlobalID("staff", who))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := step(y.As(t, y.head), staff.StepInput{ID: m.ID(), ExpectedVersion: m.Version, DecisionNo: "1/QĐ", EffectiveOn: db.DateOf(y.Clock.Now())}); err != nil {
		t.Fatal(err)
	}
}

// begin has the person, who holds the role of IT, get an account and sign in.
func (y *young) begin(t *testing.T, who db.ID, login string) {
	t.Helper()
	y.account(t, who, login)
	y.signIn(t, office, login)
}

func (y *young) order(t *testing.T) {
	t.Helper()
	if _, err := y.Auth.OpenAccounts(y.As(t, y.head), auth.OpenAccountsInput{Reason: "Kỹ sư duy nhất bị đình chỉ"}); err != nil {
		t.Fatal(err)
	}
}

// verdict is an answer in one word.
func verdict(err error) string {
	switch {
	case err == nil:
		return "ok"
	case fault.Is(err, fault.Forbidden):
		return "no"
	case fault.Is(err, fault.NotFound):
		return "-"
	case fault.HasCode(err, fault.NeedsAuthority):
		return "head"
	case fault.HasCode(err, fault.WrongState):
		return "state"
	case fault.HasCode(err, fault.FourEyes):
		return "eyes"
	}
	return err.Error()
}

// In every state of IT's place: who may create accounts, issue links, be the second person, and open or close the right to
// directors. Suspending the last account of IT's, or revoking the role, opens nothing: a director could then reset the
// passwords of others.
func TestArticle6c_WhoRunsAccountsInEveryState(t *testing.T) {
	callers := []string{"head", "director", "lent", "it", "staff", "personnel", "web_editor"}
	const (
		shut   = "no no no %s no no no"
		open   = "ok ok ok %s no no no"
		itOK   = "ok"
		absent = "." // nobody of IT can act
	)
	for _, state := range []struct {
		name   string
		come   func(t *testing.T, y *young)
		it     string         // what IT may
		issue  string         // create accounts, issue links
		cause  access.Opening // as directors are notified
		opens  string         // what the head gets who opens it
		closes string         // what a director gets who closes it
	}{
		{"new", func(*testing.T, *young) {}, itOK, open, access.NewCentre, "state", "state"},
		{"account made, not signed in to", func(t *testing.T, y *young) { y.account(t, y.worker, "mang.lv") }, itOK, open, access.NewCentre, "state", "state"},
		{"at work", func(t *testing.T, y *young) { y.begin(t, y.worker, "mang.lv") }, itOK, shut, access.ITAtWork, "ok", "state"},
		{"suspended", func(t *testing.T, y *young) { y.begin(t, y.worker, "mang.lv"); y.suspend(t, y.worker) }, absent, shut, access.ITAtWork, "ok", "state"},
		{"revoked", func(t *testing.T, y *young) { y.begin(t, y.worker, "mang.lv"); y.revoke(t, y.worker, access.IT) }, "no", shut, access.ITAtWork, "ok", "state"},
		{"suspended and revoked", func(t *testing.T, y *young) {
			y.begin(t, y.worker, "mang.lv")
			y.suspend(t, y.worker)
			y.revoke(t, y.worker, access.IT)
		}, "no", shut, access.ITAtWork, "ok", "state"},
		{"on leave", func(t *testing.T, y *young) { y.begin(t, y.worker, "mang.lv"); y.leave(t, y.worker, false) }, absent, shut, access.ITAtWork, "ok", "state"},
		{"left", func(t *testing.T, y *young) { y.begin(t, y.worker, "mang.lv"); y.leave(t, y.worker, true) }, absent, open, access.ITLeft, "state", "state"},
		{"revoked, then left", func(t *testing.T, y *young) {
			y.begin(t, y.worker, "mang.lv")
			y.revoke(t, y.worker, access.IT)
			y.leave(t, y.worker, true)
		}, absent, open, access.ITLeft, "state", "state"},
		{"left, while another holds the role who never signed in", func(t *testing.T, y *young) {
			y.begin(t, y.worker, "mang.lv")
			y.grant(t, y.it2, access.IT)
			y.leave(t, y.worker, true)
		}, absent, shut, access.ITAtWork, "ok", "state"},
		{"left, and another lost the role who never signed in", func(t *testing.T, y *young) {
			y.begin(t, y.worker, "mang.lv")
			y.grant(t, y.it2, access.IT)
			y.leave(t, y.worker, true)
			y.revoke(t, y.it2, access.IT)
		}, absent, shut, access.ITAtWork, "ok", "state"},
		{"revoked in favour of one who never signed in and left", func(t *testing.T, y *young) {
			y.begin(t, y.worker, "mang.lv")
			y.grant(t, y.it2, access.IT)
			y.revoke(t, y.worker, access.IT)
			y.leave(t, y.it2, true)
		}, "no", shut, access.ITAtWork, "ok", "state"},
		{"revoked while another worked, who then left", func(t *testing.T, y *young) {
			y.begin(t, y.worker, "mang.lv")
			y.grant(t, y.it2, access.IT)
			y.begin(t, y.it2, "may.pt")
			y.revoke(t, y.worker, access.IT)
			y.leave(t, y.it2, true)
		}, "no", open, access.ITLeft, "state", "state"},
		{"opened by the head", func(t *testing.T, y *young) {
			y.begin(t, y.worker, "mang.lv")
			y.suspend(t, y.worker)
			y.order(t)
		}, absent, open, access.Ordered, "state", "ok"},
		{"opened and closed", func(t *testing.T, y *young) {
			y.begin(t, y.worker, "mang.lv")
			y.suspend(t, y.worker)
			y.order(t)
			if err := y.Auth.CloseAccounts(y.As(t, y.director2)); err != nil {
				t.Fatal(err)
			}
		}, absent, shut, access.ITAtWork, "ok", "state"},
		{"opened, then IT signed in", func(t *testing.T, y *young) {
			y.begin(t, y.worker, "mang.lv")
			y.order(t)
			y.signIn(t, home, "mang.lv")
		}, itOK, shut, access.ITAtWork, "ok", "state"},
		{"somebody signed in gets the role", func(t *testing.T, y *young) {
			y.revoke(t, y.worker, access.IT)
			y.signIn(t, home, "hoa.nt")
			y.grant(t, y.nurse, access.IT)
		}, absent, shut, access.ITAtWork, "ok", "state"},
	} {
		t.Run(state.name, func(t *testing.T) {
			runYoung(t, func(t *testing.T, y *young) {
				state.come(t, y)
				who := map[string]db.ID{"head": y.head, "director": y.director2, "lent": y.lent, "it": y.worker, "staff": y.person(t, y.ward, "Chu Thị Thơm"),
					"personnel": y.personnel, "web_editor": y.editor}
				link := y.accountOf(t, y.editor)
				for i, may := range strings.Fields(fmt.Sprintf(state.issue, state.it)) {
					if may == absent {
						continue
					}
					caller := callers[i]
					ctx := y.As(t, who[caller])
					_, err := y.create(ctx, y.person(t, y.ward, "Người Mới"), fmt.Sprint("moi.", i), "Bút danh mới")
					if got := verdict(err); got != may {
						t.Errorf("%s creates an account: %s, want %s", caller, got, may)
					}
					reset, err := y.Auth.SendPasswordReset(ctx, auth.SendPasswordResetInput{Staff: db.GlobalID("staff", y.nurse)})
					if got := verdict(err); got != may || err == nil && reset.URL != nil {
						t.Errorf("%s issues a link: %s, want %s", caller, got, may)
					}
					seconds := "-"
					switch {
					case i < 3 || caller == "it" && may == "ok":
						seconds = "ok"
					case caller == "web_editor": // sees their own account
						seconds = "no"
					}
					if got := verdict(y.second(t, who[caller], link.Key)); got != seconds {
						t.Errorf("%s confirms a link: %s, want %s", caller, got, seconds)
					}
					told, err := y.Auth.Opening(ctx)
					switch {
					case seconds != "ok" && !fault.Is(err, fault.Forbidden):
						t.Errorf("%s is told %v, %v", caller, told, err)
					case seconds == "ok" && (err != nil || (told == nil) != (state.cause == access.ITAtWork) || told != nil && told.Cause != state.cause):
						t.Errorf("%s is told %+v, %v; want %q", caller, told, err, state.cause)
					}
				}
				opens := map[string]string{"director": "head", "lent": "head", "staff": "no", "personnel": "no", "web_editor": "no"}
				closes := map[string]string{"staff": "no", "personnel": "no", "web_editor": "no"}
				if state.it != absent {
					opens["it"], closes["it"] = "no", "no"
				}
				if state.opens != "ok" { // which changes the state, and is tried last
					opens["head"] = state.opens
				}
				for caller, want := range opens {
					_, err := y.Auth.OpenAccounts(y.As(t, who[caller]), auth.OpenAccountsInput{Reason: "x"})
					if got := verdict(err); got != want {
						t.Errorf("%s opens it: %s, want %s", caller, got, want)
					}
				}
				for caller, want := range closes {
					if got := verdict(y.Auth.CloseAccounts(y.As(t, who[caller]))); got != want {
						t.Errorf("%s closes it: %s, want %s", caller, got, want)
					}
				}
				if got := verdict(y.Auth.CloseAccounts(y.As(t, y.director))); got != state.closes {
					t.Errorf("a director closes it: %s, want %s", got, state.closes)
				}
				if state.opens == "ok" {
					y.order(t)
				}
			})
		})
	}
}

// second has somebody confirm a link of the account that a stranger to this test asked for.
func (y *young) second(t *testing.T, by, account db.ID) error {
	t.Helper()
	link, now := db.NewID(), y.DB.Now(t.Context())
	y.Insert(t.Context(), t, "reset_links", kit.Row{"id": link, "account_id": account, "requested_by": db.NewID(), "needs_second": 1,
		"created_at": now, "expires_at": db.At(now.Add(time.Hour))})
	_, err := y.Auth.ConfirmPasswordReset(y.As(t, by), auth.ConfirmPasswordResetInput{ID: db.GlobalID("reset_link", link)})
	return err
}

// waiting are the logins on the Board's list.
func (y *young) waiting(t *testing.T) (logins string) {
	t.Helper()
	yes := true
	list, err := y.Auth.Accounts(y.As(t, y.head), auth.AccountFilter{AwaitsConfirmation: &yes}, auth.AccountOrder{}, paging.Args{})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range list.Nodes() {
		logins += a.Login + " "
	}
	return logins
}

func (y *young) told(t *testing.T, who db.ID, kind string) int {
	t.Helper()
	return y.count(t, "SELECT COUNT(*) FROM inbox_items WHERE staff_id = ? AND kind = ?", who, kind)
}

// The first account of IT's in a new centre takes no second person, and is on the Board's list until somebody else stands
// for it. No other powerful account is made like that.
func TestArticle6c_TheFirstAccountOfITIsListedUntilConfirmed(t *testing.T) {
	runYoung(t, func(t *testing.T, y *young) {
		y.grant(t, y.it2, access.IT)
		first, err := y.create(y.As(t, y.head), y.worker, "mang.lv", "Văn Mạng")
		if err != nil || first.Link.AwaitsSecond() || !first.AwaitsConfirmation() || len(y.Mail.to) != 1 {
			t.Fatalf("%+v, %v", first, err)
		}
		for who, n := range map[db.ID]int{y.head: 0, y.director: 1, y.director2: 1, y.worker: 0} {
			if got := y.told(t, who, "FIRST_IT_ACCOUNT"); got != n {
				t.Errorf("told %d times, want %d", got, n)
			}
		}
		second, err := y.create(y.As(t, y.head), y.it2, "may.pt", "Thị Máy")
		if err != nil || !second.Link.AwaitsSecond() || second.FirstIT {
			t.Fatalf("the second account of IT's: %+v, %v", second, err)
		}
		again, err := y.send(t, y.head, y.worker) // the link got lost
		if err != nil || again.AwaitsSecond() || y.waiting(t) != "mang.lv " {
			t.Fatalf("%+v, %v; listed: %s", again, err, y.waiting(t))
		}
		confirm := func(by db.ID) error {
			_, err := y.Auth.ConfirmAccount(y.As(t, by), auth.ConfirmAccountInput{ID: first.ID()})
			return err
		}
		wantCode(t, confirm(y.director), fault.WrongState) // the link is out
		if err := y.reset(t, y.Mail.link(t), password); err != nil {
			t.Fatal(err)
		}
		y.signIn(t, office, "mang.lv")
		wantCode(t, confirm(y.head), fault.FourEyes)
		wantCode(t, confirm(y.lent), fault.FourEyes) // the head's power
		wantCode(t, confirm(y.worker), fault.FourEyes)
		wantFault(t, confirm(y.nurse), fault.NotFound)
		if err := confirm(y.director); err != nil || y.waiting(t) != "" {
			t.Errorf("%v; listed: %s", err, y.waiting(t))
		}
		wantCode(t, confirm(y.director2), fault.WrongState)
		if n := y.events(t, "account.confirm"); n != 1 {
			t.Errorf("%d events", n)
		}
	})
}

// Whatever becomes of the first account before anybody signs in, another can take its place; there are never two.
func TestTheFirstAccountOfITCanBeAnother(t *testing.T) {
	revoked := func(t *testing.T, y *young) { y.revoke(t, y.worker, access.IT) }
	for name, lose := range map[string]func(t *testing.T, y *young){
		"the role is revoked":       revoked,
		"the person leaves":         func(t *testing.T, y *young) { y.leave(t, y.worker, true) },
		"it is suspended by order":  func(t *testing.T, y *young) { y.suspend(t, y.worker); y.revoke(t, y.worker, access.IT) },
		"it is granted back, later": revoked,
	} {
		t.Run(name, func(t *testing.T) {
			runYoung(t, func(t *testing.T, y *young) {
				if _, err := y.create(y.As(t, y.head), y.worker, "mang.lv", "Văn Mạng"); err != nil {
					t.Fatal(err)
				}
				lose(t, y)
				y.grant(t, y.nurse, access.IT) // who has an account that nobody confirmed
				if !y.accountOf(t, y.nurse).AwaitsConfirmation() {
					t.Error("not on the list")
				}
				if name == "it is granted back, later" {
					_, err := y.tryGrant(t, y.worker, access.IT)
					wantCode(t, err, fault.LinkUnconfirmed)
				}
			})
		})
	}
}

// A role that opens much waits until a second person stands behind the account, in whatever order account and role come.
func TestArticle6c_APowerfulRoleWaitsForTheConfirmation(t *testing.T) {
	runYoung(t, func(t *testing.T, y *young) {
		y.begin(t, y.worker, "mang.lv")
		it := y.As(t, y.worker)
		lend := func() error {
			_, err := y.Roles.Delegate(y.As(t, y.head), role.DelegateInput{StaffMember: db.GlobalID("staff", y.nurse), Role: access.Director, DecisionNo: "1/UQ",
				Until: db.At(y.Clock.Now().Add(time.Hour))})
			return err
		}
		refused := func(what string) {
			t.Helper()
			for _, r := range []access.Role{access.Director, access.WebEditor, access.IT} {
				if _, err := y.tryGrant(t, y.nurse, r); !fault.HasCode(err, fault.LinkUnconfirmed) {
					t.Errorf("%s, %s: got %v", what, r, err)
				}
			}
			if err := lend(); !fault.HasCode(err, fault.LinkUnconfirmed) {
				t.Errorf("%s, a director's power for a time: got %v", what, err)
			}
		}
		confirm := func(by db.ID) error {
			_, err := y.Auth.ConfirmAccount(y.As(t, by), auth.ConfirmAccountInput{ID: y.accountOf(t, y.nurse).ID()})
			return err
		}
		refused("the operator's link")
		y.grant(t, y.nurse, access.Personnel) // opens no accounts, sites or decisions
		if err := confirm(y.head); err != nil {
			t.Fatal(err)
		}
		if _, err := y.Auth.SendPasswordReset(it, auth.SendPasswordResetInput{Staff: db.GlobalID("staff", y.nurse)}); err != nil {
			t.Fatal(err)
		}
		refused("another link is out") // anybody who reads it could take the account over
		wantCode(t, confirm(y.head), fault.WrongState)
		if err := y.reset(t, y.Mail.link(t), another); err != nil {
			t.Fatal(err)
		}
		refused("the password was set by it")
		wantCode(t, confirm(y.worker), fault.FourEyes) // issued it
		if err := confirm(y.director); err != nil {
			t.Fatal(err)
		}
		if err := lend(); err != nil {
			t.Fatal(err)
		}
		y.grant(t, y.nurse, access.Director)

		// The role first: then the first link takes a second person, and setting the password by it is the confirmation.
		clerk := y.person(t, y.room, "Lương Quốc Bảo")
		y.grant(t, clerk, access.WebEditor)
		made, err := y.create(it, clerk, "bao.lq", "Quốc Bảo")
		if err != nil || !made.Link.AwaitsSecond() {
			t.Fatalf("%+v, %v", made, err)
		}
		_, err = y.tryGrant(t, clerk, access.IT)
		wantCode(t, err, fault.LinkUnconfirmed)
		if _, err := y.Auth.ConfirmPasswordReset(y.As(t, y.head), auth.ConfirmPasswordResetInput{ID: made.Link.ID()}); err != nil {
			t.Fatal(err)
		}
		if err := y.reset(t, y.Mail.link(t), password); err != nil {
			t.Fatal(err)
		}
		y.grant(t, clerk, access.IT)
		// A power lent for later counts when the link is issued.
		deputy := y.person(t, y.ward, "Trịnh Thu Hương")
		if _, err := y.Roles.Delegate(y.As(t, y.head), role.DelegateInput{StaffMember: db.GlobalID("staff", deputy), Role: access.Director, DecisionNo: "2/UQ",
			From: db.At(y.Clock.Now().Add(time.Hour)), Until: db.At(y.Clock.Now().Add(2 * time.Hour))}); err != nil {
			t.Fatal(err)
		}
		if made, err = y.create(it, deputy, "huong.tt", "Thu Hương"); err != nil || !made.Link.AwaitsSecond() {
			t.Errorf("%+v, %v", made, err)
		}
	})
}

// Where no mail can go, the link is shown once, for an hour, and the holder and their manager are told: to its issuer,
// and to the second person for powerful accounts.
func TestArticle6c_WithoutMailTheLinkIsHandedOver(t *testing.T) {
	for name, cut := range map[string]func(t *testing.T, y *young){
		"no server":  func(_ *testing.T, y *young) { y.o.Mailer = nil; y.start() },
		"no address": func(t *testing.T, y *young) { y.Exec(t, "UPDATE staff SET private_email = '', work_email = ''") },
	} {
		t.Run(name, func(t *testing.T) {
			runYoung(t, func(t *testing.T, y *young) {
				y.begin(t, y.worker, "mang.lv")
				cut(t, y)
				y.Position(t, y.lent, y.ward, "HEAD")
				chu := y.person(t, y.ward, "Chu Thị Thơm")
				y.Exec(t, "UPDATE staff SET private_email = '', work_email = '' WHERE id = ?", chu)
				made, err := y.create(y.As(t, y.worker), chu, "thom.ct", "Thị Thơm")
				if err != nil || made.Link.URL == nil || made.Link.AwaitsSecond() || len(y.Mail.to) != 0 {
					t.Fatalf("%+v, %v", made, err)
				}
				for who, n := range map[db.ID]int{chu: 1, y.lent: 1, y.worker: 0, y.head: 0} {
					if got := y.told(t, who, "LINK_SHOWN"); got != n {
						t.Errorf("told %d times, want %d", got, n)
					}
				}
				y.Clock.Advance(time.Hour)
				wantCode(t, y.reset(t, tokenIn(t, *made.Link.URL), password), fault.LinkExpired)
				sent, err := y.send(t, y.worker, chu)
				if err != nil || sent.URL == nil {
					t.Fatalf("%+v, %v", sent, err)
				}
				y.Clock.Advance(time.Hour - time.Second)
				if err := y.reset(t, tokenIn(t, *sent.URL), password); err != nil {
					t.Error(err)
				}
				wantCode(t, y.reset(t, tokenIn(t, *sent.URL), another), fault.LinkExpired)

				asked, err := y.send(t, y.worker, y.editor)
				if err != nil || asked.URL != nil || !asked.AwaitsSecond() {
					t.Fatalf("the link of a powerful account is shown to its requester: %+v, %v", asked, err)
				}
				waiting, err := y.Auth.PasswordResets(y.As(t, y.head))
				if err != nil || len(waiting) != 1 || waiting[0].URL != nil {
					t.Errorf("%+v, %v", waiting, err)
				}
				confirmed, err := y.Auth.ConfirmPasswordReset(y.As(t, y.head), auth.ConfirmPasswordResetInput{ID: asked.ID()})
				if err != nil || confirmed.URL == nil {
					t.Fatalf("%+v, %v", confirmed, err)
				}
				if err := y.reset(t, tokenIn(t, *confirmed.URL), another); err != nil {
					t.Error(err)
				}
				// Nobody manages the editor: the Board is notified, all but the director who saw it.
				if y.told(t, y.editor, "LINK_SHOWN") != 1 || y.told(t, y.director, "LINK_SHOWN") != 1 || y.told(t, y.head, "LINK_SHOWN") != 0 || y.events(t, "reset.shown") != 3 {
					t.Errorf("%d events", y.events(t, "reset.shown"))
				}
			})
		})
	}
}

// All directors and holders are told that directors may create accounts, and why.
func TestArticle6c_WhatTheHeadOpensIsTold(t *testing.T) {
	runYoung(t, func(t *testing.T, y *young) {
		y.begin(t, y.worker, "mang.lv")
		y.leave(t, y.worker, false)
		wantFault(t, func() error { _, err := y.create(y.As(t, y.director), y.personnel, "chi.dm", "Mai Chi"); return err }(), fault.Forbidden)
		_, err := y.Auth.OpenAccounts(y.As(t, y.head), auth.OpenAccountsInput{Reason: " "})
		wantCode(t, err, fault.Required)
		y.order(t)
		for _, who := range []db.ID{y.head, y.director, y.director2, y.worker} {
			if y.told(t, who, "ACCOUNTS_OPENED") != 1 {
				t.Error("somebody was not told")
			}
		}
		if y.told(t, y.nurse, "ACCOUNTS_OPENED") != 0 || y.events(t, "accounts.open") != 1 {
			t.Error("told too widely, or not on record")
		}
		// A link of a powerful account still takes a second person, IT's own too.
		y.Exec(t, "UPDATE staff SET state = 'ACTIVE' WHERE id = ?", y.worker)
		y.Exec(t, "UPDATE accounts SET state = 'ACTIVE' WHERE staff_id = ?", y.worker)
		asked, err := y.send(t, y.director, y.worker)
		if err != nil || !asked.AwaitsSecond() {
			t.Errorf("%+v, %v", asked, err)
		}
	})
}

// Two directors make the two first accounts of IT's at the same moment: one of them waits for a second person.
func TestTwoFirstAccountsOfITAtOnce(t *testing.T) {
	runYoung(t, func(t *testing.T, y *young) {
		y.grant(t, y.it2, access.IT)
		directors, workers := []db.ID{y.director, y.director2}, []db.ID{y.worker, y.it2}
		made, errs := make([]*auth.Account, 2), make([]error, 2)
		var both sync.WaitGroup
		for i := range directors {
			ctx := y.As(t, directors[i])
			both.Go(func() { made[i], errs[i] = y.create(ctx, workers[i], fmt.Sprint("may.", i), "Bút danh") })
		}
		both.Wait()
		if errs[0] != nil || errs[1] != nil || made[0].FirstIT == made[1].FirstIT || made[0].Link.AwaitsSecond() == made[1].Link.AwaitsSecond() {
			t.Errorf("%+v, %+v, %v", made[0], made[1], errs)
		}
	})
}

// Once the sign-in of IT has been answered, no director gets through, with whatever rights their request began.
func TestITSignsInWhileDirectorsIssue(t *testing.T) {
	runYoung(t, func(t *testing.T, y *young) {
		y.account(t, y.worker, "mang.lv")
		ctx := y.As(t, y.director)
		people := make([]db.ID, 6)
		for i := range people {
			people[i] = y.person(t, y.ward, "Người Mới")
		}
		var in atomic.Bool
		var all sync.WaitGroup
		all.Go(func() {
			y.signIn(t, office, "mang.lv")
			in.Store(true)
		})
		for i, p := range people[:5] {
			all.Go(func() {
				late := in.Load()
				_, err := y.create(ctx, p, fmt.Sprint("moi.", i), "Bút danh")
				if err != nil && !fault.Is(err, fault.Forbidden) || err == nil && late {
					t.Errorf("after the sign-in: %v; got %v", late, err)
				}
			})
		}
		all.Wait()
		_, err := y.create(ctx, people[5], "moi.sau", "Bút danh")
		wantFault(t, err, fault.Forbidden)
	})
}

// Of a role and an account given to the same person at once, one sees the other: the role waits, or the link does.
func TestARoleAndAnAccountAtOnce(t *testing.T) {
	runYoung(t, func(t *testing.T, y *young) {
		y.begin(t, y.worker, "mang.lv")
		for i := range 4 {
			who := y.person(t, y.ward, "Người Mới")
			it, head := y.As(t, y.worker), y.As(t, y.head)
			var made *auth.Account
			var created, granted error
			var both sync.WaitGroup
			both.Go(func() { made, created = y.create(it, who, fmt.Sprint("moi.", i), "Bút danh") })
			both.Go(func() {
				_, granted = y.Roles.Grant(head, role.GrantInput{StaffMember: db.GlobalID("staff", who), Role: access.WebEditor})
			})
			both.Wait()
			if created != nil || made.Link.AwaitsSecond() != (granted == nil) || granted != nil && !fault.HasCode(granted, fault.LinkUnconfirmed) {
				t.Errorf("%v, %v; waits: %v", created, granted, made.Link.AwaitsSecond())
			}
		}
	})
}
