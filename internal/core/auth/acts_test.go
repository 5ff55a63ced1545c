package auth_test

import (
	"context"
	"errors"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/auth"
)

// Each act leaves one row of the record, which names the power under which it was done, and raises the version of the account
// at most once.
func TestEachActIsOnRecordOnce(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.itWorks(t)
		a := c.account(t, c.nurse, "hoa.nt")
		version := func() int { return c.count(t, "SELECT version FROM accounts WHERE id = ?", a.Key) }
		in := c.signIn(t, home, "hoa.nt")
		her := func() context.Context { return c.as(t, c.nurse, in) }
		for _, x := range []struct {
			action string
			role   access.Role
			raises int
			do     func() error
		}{
			{"account.update_alias", access.Staff, 1, func() error {
				_, err := c.Auth.UpdateAlias(her(), auth.UpdateAliasInput{ID: a.ID(), Alias: "Hoa Nội", ExpectedVersion: version()})
				return err
			}},
			{"account.confirm", access.Director, 1, func() error {
				_, err := c.Auth.ConfirmAccount(c.As(t, c.director), auth.ConfirmAccountInput{ID: a.ID()})
				return err
			}},
			{"password.changed", access.Staff, 1, func() error {
				return c.Auth.ChangePassword(her(), auth.ChangePasswordInput{CurrentPassword: password, NewPassword: another})
			}},
			{"session.ended_others", access.Staff, 0, func() error {
				if _, err := c.try(t, office, "hoa.nt", another); err != nil { // which is on record too
					return err
				}
				c.Exec(t, "DELETE FROM audit_log")
				_, err := c.Auth.EndOtherSessions(her())
				return err
			}},
			{"session.ended", access.IT, 0, func() error {
				return c.Auth.EndSession(c.As(t, c.it), auth.EndSessionInput{ID: in.Session.ID()})
			}},
			{"reset.requested", access.IT, 0, func() error { _, err := c.send(t, c.it, c.nurse); return err }},
			{"account.suspend", access.Director, 1, func() error {
				_, err := c.Auth.SuspendAccount(c.As(t, c.director), auth.SuspendAccountInput{ID: a.ID(), Reason: "mất máy"})
				return err
			}},
			{"account.resume", access.IT, 1, func() error {
				_, err := c.Auth.ResumeAccount(c.As(t, c.it), auth.ResumeAccountInput{ID: a.ID()})
				return err
			}},
		} {
			c.Exec(t, "DELETE FROM audit_log")
			before := version()
			if err := x.do(); err != nil {
				t.Fatalf("%s: %v", x.action, err)
			}
			all, named := c.count(t, "SELECT COUNT(*) FROM audit_log"), c.count(t, "SELECT COUNT(*) FROM audit_log WHERE action = ? AND role = ?", x.action, x.role)
			if all != 1 || named != 1 || version() != before+x.raises {
				t.Errorf("%s: %d rows, %d of them under %s; the version rose by %d", x.action, all, named, x.role, version()-before)
			}
		}
	})
}

// A right that was taken back since the request began no longer counts, whatever the act.
func TestRevokedRightsCountAtOnce(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		a := c.account(t, c.nurse, "hoa.nt")
		in := c.signIn(t, home, "hoa.nt")
		it := c.As(t, c.it)
		c.Exec(t, "UPDATE role_assignments SET live = NULL WHERE staff_id = ?", c.it)
		_, suspend := c.Auth.SuspendAccount(it, auth.SuspendAccountInput{ID: a.ID(), Reason: "x"})
		_, resume := c.Auth.ResumeAccount(it, auth.ResumeAccountInput{ID: a.ID()})
		_, alias := c.Auth.UpdateAlias(it, auth.UpdateAliasInput{ID: a.ID(), Alias: "Khoa Nội", ExpectedVersion: a.Version})
		for _, err := range []error{suspend, resume, alias, c.Auth.EndSession(it, auth.EndSessionInput{ID: in.Session.ID()})} {
			wantFault(t, err, fault.NotFound)
		}
		_, create := c.create(it, c.editor, "bien.nt", "Biên tập")
		_, send := c.Auth.SendPasswordReset(it, auth.SendPasswordResetInput{Staff: db.GlobalID("staff", c.nurse)})
		for _, err := range []error{create, send} {
			wantFault(t, err, fault.Forbidden)
		}
		if err := errors.Join(suspend, resume); c.live(t, a.Key) != 1 {
			t.Errorf("the session ended: %v", err)
		}
	})
}
