package auth_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/auth"
)

func (c *centre) create(ctx context.Context, staff db.ID, login, alias string) (*auth.Account, error) {
	return c.Auth.CreateAccount(ctx, auth.CreateAccountInput{Staff: db.GlobalID("staff", staff), Login: login, Alias: alias})
}

func TestArticle1_AccountsBelongToOneStaffMember(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.itWorks(t)
		for _, refused := range []db.ID{c.nurse, c.director, c.editor} {
			_, err := c.create(c.As(t, refused), c.nurse, "hoa.nt", "Hoa Nội")
			wantFault(t, err, fault.Forbidden)
		}
		it := c.As(t, c.it)
		_, err := c.create(it, db.NewID(), "hoa.nt", "Hoa Nội")
		wantFault(t, err, fault.NotFound)
		for _, bad := range []struct {
			login, alias string
			code         fault.UserCode
		}{
			{"ab", "Hoa Nội", fault.Invalid}, {"hoa nt", "Hoa Nội", fault.Invalid}, {"hòa", "Hoa Nội", fault.Invalid}, {".hoa", "Hoa Nội", fault.Invalid},
			{"a23456789012345678901234567890123", "Hoa Nội", fault.Invalid},
			{"hoa.nt", "", fault.Required}, {"hoa.nt", "H", fault.Invalid}, {"hoa.nt", "Hoa NT", fault.Invalid},
		} {
			_, err := c.create(it, c.nurse, bad.login, bad.alias)
			wantCode(t, err, bad.code)
		}
		a, err := c.create(it, c.nurse, " HOA.nt", "  Hoa   Nội ")
		if err != nil || a.Login != "hoa.nt" || a.Alias != "Hoa Nội" || a.State != auth.Active {
			t.Fatalf("%+v, %v", a, err)
		}
		if c.Mail.to[0] != c.nurse.String()+"@example.vn" { // rather than the mailbox that IT runs
			t.Errorf("mail to %v", c.Mail.to)
		}
		_, err = c.create(it, c.nurse, "hoa2", "Hoa Hai")
		wantCode(t, err, fault.Taken)
		_, err = c.create(it, c.it, "hoa.nt", "Máy")
		wantCode(t, err, fault.Taken)
		c.Exec(t, "UPDATE staff SET state = 'ON_LEAVE' WHERE id = ?", c.editor)
		_, err = c.create(it, c.editor, "bien.nt", "Biên tập")
		wantCode(t, err, fault.WrongState)
		if n := c.count(t, "SELECT COUNT(*) FROM accounts"); n != 2 || c.events(t, "account.create") != 2 || len(c.Mail.to) != 1 {
			t.Errorf("%d accounts, %d messages", n, len(c.Mail.to))
		}
	})
}

// A link that is waiting for a second person, or that failed to go out, leaves an account to which another can be sent.
func TestALinkThatDidNotGoOutIsSentAgain(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.itWorks(t)
		it := c.As(t, c.it)
		c.Mail.fails = errors.New("the server is down")
		_, err := c.create(it, c.editor, "bien.nt", "Biên tập") // waits for a second person: nothing to send yet
		if err != nil {
			t.Error(err)
		}
		c.Exec(t, "UPDATE staff SET private_email = '', work_email = 'hoa@ttyt.example' WHERE id = ?", c.nurse)
		_, err = c.create(it, c.nurse, "hoa.nt", "Hoa Nội")
		wantFault(t, err, fault.Unavailable)
		c.Mail.fails = nil
		if _, err := c.send(t, c.it, c.nurse); err != nil || c.Mail.to[0] != "hoa@ttyt.example" {
			t.Errorf("sent again to %v, %v", c.Mail.to, err)
		}
	})
}

func TestArticle1_LeavingEndsAccountAndSessionsInTheSameTransaction(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		a := c.account(t, c.nurse, "hoa.nt")
		c.signIn(t, home, "hoa.nt")
		c.signIn(t, office, "hoa.nt")
		if _, err := c.Auth.SendPasswordReset(c.As(t, c.it), auth.SendPasswordResetInput{Staff: db.GlobalID("staff", c.nurse)}); err != nil {
			t.Fatal(err)
		}
		leave := func(then error) error {
			return c.DB.InTx(t.Context(), func(ctx context.Context) error {
				return errors.Join(c.Auth.EndForStaff(ctx, c.nurse), c.Auth.EndForStaff(ctx, c.editor), then)
			})
		}
		if err := leave(errors.New("the leaving failed")); err == nil || c.live(t, a.Key) != 2 {
			t.Error("the account ended without the leaving")
		}
		for range 2 { // ending twice is ending once
			if err := leave(nil); err != nil {
				t.Fatal(err)
			}
		}
		if n := c.count(t, "SELECT COUNT(*) FROM accounts WHERE id = ? AND state = 'ENDED' AND password_hash = ''", a.Key); n != 1 || c.live(t, a.Key) != 0 || c.events(t, "account.end") != 1 {
			t.Error("the account or a session goes on")
		}
		wantCode(t, c.Auth.ResetPassword(t.Context(), auth.ResetPasswordInput{Token: c.Mail.link(t), NewPassword: another}), fault.LinkExpired)
		_, err := c.Auth.ResumeAccount(c.As(t, c.it), auth.ResumeAccountInput{ID: a.ID()})
		wantCode(t, err, fault.WrongState)
		_, err = c.Auth.SuspendAccount(c.As(t, c.it), auth.SuspendAccountInput{ID: a.ID(), Reason: "x"})
		wantCode(t, err, fault.WrongState)
		_, err = c.try(t, home, "hoa.nt", password)
		wantCode(t, err, fault.BadCredentials)
	})
}

// A leave suspends and its end resumes, but never what was suspended by order.
func TestArticle1_LeaveSuspends(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		a := c.account(t, c.nurse, "hoa.nt")
		c.signIn(t, home, "hoa.nt")
		follow := func(state string, f func(context.Context, db.ID) error) {
			t.Helper()
			c.Exec(t, "UPDATE staff SET state = ? WHERE id = ?", state, c.nurse)
			if err := f(access.AsSystem(t.Context()), c.nurse); err != nil {
				t.Fatal(err)
			}
		}
		is := func(want auth.State) {
			t.Helper()
			if n := c.count(t, "SELECT COUNT(*) FROM accounts WHERE id = ? AND state = ?", a.Key, want); n != 1 {
				t.Errorf("the account is not %s", want)
			}
		}
		it := c.As(t, c.it)
		follow("ON_LEAVE", c.Auth.SuspendForStaff)
		is(auth.Suspended)
		if c.live(t, a.Key) != 0 {
			t.Error("a session goes on")
		}
		_, err := c.Auth.ResumeAccount(it, auth.ResumeAccountInput{ID: a.ID()})
		wantCode(t, err, fault.WrongState)
		follow("ACTIVE", c.Auth.ResumeForStaff)
		is(auth.Active)
		c.signIn(t, home, "hoa.nt")

		follow("ON_LEAVE", c.Auth.SuspendForStaff)
		if _, err := c.Auth.SuspendAccount(it, auth.SuspendAccountInput{ID: a.ID(), Reason: "dùng chung mật khẩu"}); err != nil {
			t.Fatal(err)
		}
		follow("ACTIVE", c.Auth.ResumeForStaff)
		is(auth.Suspended)
		if _, err := c.Auth.ResumeAccount(it, auth.ResumeAccountInput{ID: a.ID()}); err != nil {
			t.Fatal(err)
		}
		is(auth.Active)
	})
}

func TestSuspendAccount(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		a, own := c.account(t, c.nurse, "hoa.nt"), c.account(t, c.it, "mang.lv")
		in := c.signIn(t, home, "hoa.nt")
		suspend := func(by db.ID, a *auth.Account, reason string) error {
			_, err := c.Auth.SuspendAccount(c.As(t, by), auth.SuspendAccountInput{ID: a.ID(), Reason: reason})
			return err
		}
		wantFault(t, suspend(c.editor, a, "x"), fault.NotFound)
		wantFault(t, suspend(c.nurse, a, "x"), fault.Forbidden) // their own account is visible
		wantCode(t, suspend(c.it, own, "x"), fault.FourEyes)
		wantCode(t, suspend(c.it, a, " "), fault.Required)
		if err := suspend(c.director, a, "mất máy"); err != nil {
			t.Fatal(err)
		}
		wantCode(t, suspend(c.it, a, "x"), fault.WrongState)
		_, err := c.Auth.Sessions(c.as(t, c.nurse, in))
		if err != nil || c.live(t, a.Key) != 0 {
			t.Error("a session goes on")
		}
		_, err = c.Auth.ResumeAccount(c.As(t, c.director), auth.ResumeAccountInput{ID: a.ID()})
		wantFault(t, err, fault.Forbidden)
		if _, err := c.Auth.ResumeAccount(c.As(t, c.it), auth.ResumeAccountInput{ID: a.ID()}); err != nil {
			t.Fatal(err)
		}
		c.signIn(t, home, "hoa.nt")
		if n := c.count(t, "SELECT COUNT(*) FROM audit_log WHERE action = 'account.suspend' AND detail = 'mất máy' AND before_digest IS NOT NULL AND after_digest IS NOT NULL"); n != 1 {
			t.Error("not recorded")
		}
	})
}

// Two who shut each other out at the same moment: one is left.
func TestTheLastDirectorIsNotSuspended(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		one, two := c.account(t, c.director, "doc.tv"), c.account(t, c.director2, "pho.bt")
		var both sync.WaitGroup
		errs := make([]error, 2)
		for i, p := range []struct {
			by db.ID
			of *auth.Account
		}{{c.director, two}, {c.director2, one}} {
			ctx := c.As(t, p.by)
			both.Go(func() { _, errs[i] = c.Auth.SuspendAccount(ctx, auth.SuspendAccountInput{ID: p.of.ID(), Reason: "x"}) })
		}
		both.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("got %v and %v", errs[0], errs[1])
		}
		wantCode(t, errors.Join(errs[0], errs[1]), fault.LastDirector)
	})
}

func TestUpdateAlias(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		a := c.account(t, c.nurse, "hoa.nt")
		a, err := c.Auth.Get(c.As(t, c.nurse), a.ID())
		if err != nil {
			t.Fatal(err)
		}
		update := func(by db.ID, alias string, version int) (*auth.Account, error) {
			return c.Auth.UpdateAlias(c.As(t, by), auth.UpdateAliasInput{ID: a.ID(), Alias: alias, ExpectedVersion: version})
		}
		_, err = update(c.editor, "Người khác", a.Version)
		wantFault(t, err, fault.NotFound)
		_, err = update(c.nurse, "Hoa.NT", a.Version)
		wantCode(t, err, fault.Invalid)
		_, err = update(c.nurse, "Hoa Nội", a.Version-1)
		wantCode(t, err, fault.Conflict)
		changed, err := update(c.nurse, "Hoa Nội", a.Version)
		if err != nil || changed.Alias != "Hoa Nội" || changed.Version != a.Version+1 {
			t.Errorf("%+v, %v", changed, err)
		}
		if _, err = update(c.it, "Hoa Mai", changed.Version); err != nil {
			t.Error(err)
		}
		if err := c.Auth.EndForStaff(access.AsSystem(t.Context()), c.nurse); err != nil {
			t.Fatal(err)
		}
		ended, err := c.Auth.Get(c.As(t, c.it), a.ID())
		if err != nil {
			t.Fatal(err)
		}
		_, err = update(c.it, "Mai Hoa", ended.Version)
		wantCode(t, err, fault.WrongState)
	})
}

func TestAccountsAreListedByRight(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		a := c.account(t, c.nurse, "hoa.nt")
		c.account(t, c.it, "mang.lv")
		list := func(by db.ID, filter auth.AccountFilter) (logins string) {
			t.Helper()
			page, err := c.Auth.Accounts(c.As(t, by), filter, auth.AccountOrder{}, paging.Args{})
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range page.Nodes() {
				logins += a.Login + " "
			}
			if n, err := page.TotalCount(t.Context()); err != nil || n != len(page.Nodes()) {
				t.Errorf("%d in all, %v", n, err)
			}
			return logins
		}
		login, state := "MANG.lv", auth.Ended
		for _, l := range []struct {
			by     db.ID
			filter auth.AccountFilter
			want   string
		}{
			{c.it, auth.AccountFilter{}, "hoa.nt mang.lv "}, {c.director, auth.AccountFilter{}, "hoa.nt mang.lv "},
			{c.nurse, auth.AccountFilter{}, "hoa.nt "}, {c.editor, auth.AccountFilter{}, ""},
			{c.it, auth.AccountFilter{Login: &login}, "mang.lv "}, {c.it, auth.AccountFilter{State: &state}, ""},
		} {
			if got := list(l.by, l.filter); got != l.want {
				t.Errorf("got %q, want %q", got, l.want)
			}
		}
		_, err := c.Auth.Get(c.As(t, c.editor), a.ID())
		wantFault(t, err, fault.NotFound)
		if found, err := c.Auth.ByStaff(c.As(t, c.nurse), []db.ID{c.nurse, c.it}); err != nil || len(found) != 1 || found[c.nurse].Key != a.Key {
			t.Errorf("%v, %v", found, err)
		}
	})
}

func TestPrune(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.account(t, c.nurse, "hoa.nt")
		c.signIn(t, home, "hoa.nt")
		_, _ = c.try(t, home, "nobody", password)
		left := func() [3]int {
			if err := c.Auth.Prune(t.Context()); err != nil {
				t.Fatal(err)
			}
			return [3]int{c.count(t, "SELECT COUNT(*) FROM sessions"), c.count(t, "SELECT COUNT(*) FROM reset_links"), c.count(t, "SELECT COUNT(*) FROM throttles")}
		}
		if n := left(); n[0] != 1 || n[1] != 1 || n[2] == 0 {
			t.Errorf("%v at once", n)
		}
		c.Clock.Advance(25 * time.Hour)
		if n := left(); n != [3]int{1, 1, 0} {
			t.Errorf("%v a day later", n)
		}
		c.Clock.Advance(121 * 24 * time.Hour)
		if n := left(); n != [3]int{} {
			t.Errorf("%v at last", n)
		}
	})
}
