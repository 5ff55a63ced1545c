package auth_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/auth"
)

func (c *centre) send(t *testing.T, by, to db.ID) (*auth.ResetLink, error) {
	t.Helper()
	return c.Auth.SendPasswordReset(c.As(t, by), auth.SendPasswordResetInput{Staff: db.GlobalID("staff", to)})
}

func (c *centre) reset(t *testing.T, token, password string) error {
	t.Helper()
	return c.Auth.ResetPassword(from(t, home), auth.ResetPasswordInput{Token: token, NewPassword: password})
}

func TestArticle6c_ResetIsAOneTimeLinkToTheHolder(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.itWorks(t)
		a := c.account(t, c.nurse, "hoa.nt")
		c.signIn(t, office, "hoa.nt")
		for _, refused := range []db.ID{c.nurse, c.director, c.editor} {
			_, err := c.send(t, refused, c.nurse)
			wantFault(t, err, fault.Forbidden)
		}
		_, err := c.send(t, c.it, c.editor) // no account
		wantFault(t, err, fault.NotFound)

		sent, err := c.send(t, c.it, c.nurse)
		if err != nil || sent.AwaitsSecond() {
			t.Fatalf("%+v, %v", sent, err)
		}
		first := c.Mail.link(t)
		if c.count(t, "SELECT COUNT(*) FROM reset_links WHERE token_hash = ?", []byte(first)) != 0 || strings.Contains(sent.ID(), first) {
			t.Error("the link itself is stored or shown")
		}
		wantCode(t, c.reset(t, first, "Nguyễn Thị Hoa 1990"), fault.WeakPassword) // and the link holds on
		if _, err := c.send(t, c.it, c.nurse); err != nil {
			t.Fatal(err)
		}
		wantCode(t, c.reset(t, first, another), fault.LinkExpired) // a newer one is out
		second := c.Mail.link(t)

		var all sync.WaitGroup
		errs := make([]error, 3)
		for i := range errs {
			all.Go(func() { errs[i] = c.reset(t, second, another) })
		}
		all.Wait()
		done := 0
		for _, err := range errs {
			if err == nil {
				done++
			} else {
				wantCode(t, err, fault.LinkExpired)
			}
		}
		if done != 1 || c.live(t, a.Key) != 0 {
			t.Errorf("set %d times, %d sessions left", done, c.live(t, a.Key))
		}
		wantCode(t, c.reset(t, second, password), fault.LinkExpired)
		if _, err := c.try(t, home, "hoa.nt", another); err != nil {
			t.Error(err)
		}
		if n := c.count(t, "SELECT COUNT(*) FROM audit_log WHERE action = 'password.reset' AND staff_id = ?", c.nurse); n != 2 {
			t.Errorf("%d events name the holder", n)
		}
	})
}

func TestResetLinksExpire(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		if _, err := c.create(c.As(t, c.it), c.nurse, "hoa.nt", "Hoa Nội"); err != nil {
			t.Fatal(err)
		}
		c.Clock.Advance(24*time.Hour - time.Second)
		if err := c.reset(t, c.Mail.link(t), password); err != nil {
			t.Errorf("the first link within a day: %v", err)
		}
		if _, err := c.send(t, c.it, c.nurse); err != nil {
			t.Fatal(err)
		}
		c.Clock.Advance(time.Hour)
		wantCode(t, c.reset(t, c.Mail.link(t), another), fault.LinkExpired)
		if _, err := c.send(t, c.it, c.nurse); err != nil {
			t.Fatal(err)
		}
		c.Exec(t, "UPDATE accounts SET state = 'SUSPENDED'")
		wantCode(t, c.reset(t, c.Mail.link(t), another), fault.LinkExpired)
		_, err := c.send(t, c.it, c.nurse)
		wantCode(t, err, fault.WrongState)
	})
}

func TestArticle6c_PowerfulAccountsNeedASecondPerson(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.itWorks(t)
		for i, holder := range []db.ID{c.director, c.editor, c.it2} {
			if holder != c.it2 {
				c.account(t, holder, []string{"doc.tv", "bien.nt"}[i])
			}
			before := len(c.Mail.to)
			asked, err := c.send(t, c.it, holder)
			if err != nil || !asked.AwaitsSecond() || len(c.Mail.to) != before {
				t.Fatalf("%+v, %v, %d messages", asked, err, len(c.Mail.to)-before)
			}
			confirm := func(by db.ID) error {
				_, err := c.Auth.ConfirmPasswordReset(c.As(t, by), auth.ConfirmPasswordResetInput{ID: asked.ID()})
				return err
			}
			wantFault(t, confirm(c.nurse), fault.NotFound)
			wantCode(t, confirm(c.it), fault.FourEyes) // asked for it
			if holder == c.editor {
				wantFault(t, confirm(holder), fault.Forbidden)
			} else {
				wantCode(t, confirm(holder), fault.FourEyes)
			}
			waiting, err := c.Auth.PasswordResets(c.As(t, c.director2))
			if err != nil || len(waiting) != 1 || waiting[0].Key != asked.Key {
				t.Errorf("%v wait, %v", waiting, err)
			}
			if len(c.Mail.to) != before {
				t.Fatal("the link went out")
			}
			// Two at once: it goes out once.
			var both sync.WaitGroup
			errs := make([]error, 2)
			for i := range errs {
				both.Go(func() { errs[i] = confirm(c.director2) })
			}
			both.Wait()
			if (errs[0] == nil) == (errs[1] == nil) || len(c.Mail.to) != before+1 || c.Mail.to[before] != holder.String()+"@example.vn" {
				t.Fatalf("%v, mail to %v", errs, c.Mail.to[before:])
			}
			wantCode(t, errors.Join(errs...), fault.WrongState)
			if err := c.reset(t, c.Mail.link(t), another); err != nil {
				t.Error(err)
			}
		}
		_, err := c.Auth.PasswordResets(c.As(t, c.nurse))
		wantFault(t, err, fault.Forbidden)
		if n := c.events(t, "reset.confirmed"); n != 3 {
			t.Errorf("%d events", n)
		}
	})
}

func TestConfirmationComesInTime(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.account(t, c.director, "doc.tv")
		asked, err := c.send(t, c.it, c.director)
		if err != nil {
			t.Fatal(err)
		}
		c.Clock.Advance(24 * time.Hour)
		_, err = c.Auth.ConfirmPasswordReset(c.As(t, c.it2), auth.ConfirmPasswordResetInput{ID: asked.ID()})
		wantCode(t, err, fault.WrongState)
		if asked, err = c.send(t, c.it, c.director); err != nil {
			t.Fatal(err)
		}
		// A role that was taken back since the request began no longer counts.
		ctx := c.As(t, c.it2)
		c.Exec(t, "UPDATE role_assignments SET live = NULL WHERE staff_id = ?", c.it2)
		_, err = c.Auth.ConfirmPasswordReset(ctx, auth.ConfirmPasswordResetInput{ID: asked.ID()})
		wantFault(t, err, fault.NotFound)
	})
}

func TestOperatorsLink(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.account(t, c.director, "doc.tv")
		_, err := c.Auth.LinkFor(c.As(t, c.it), "doc.tv")
		wantFault(t, err, fault.Forbidden)
		_, err = c.Auth.LinkFor(c.As(t, c.it), "nobody")
		wantFault(t, err, fault.Forbidden)
		system := access.AsSystem(t.Context())
		_, err = c.Auth.LinkFor(system, "nobody")
		wantFault(t, err, fault.NotFound)
		link, err := c.Auth.LinkFor(system, "DOC.tv")
		if err != nil || !strings.HasPrefix(link, "https://ttyt.example/console/password/ttyt_r_") {
			t.Errorf("%q, %v", link, err)
		}
		if len(c.Mail.to) != 0 {
			t.Error("the operator's link was mailed")
		}
	})
}

// Guessing links is held back, and each wrong one is recorded.
func TestArticle6d_GuessedLinksAreHeldBack(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		hashes := c.Auth.CountHashes(func() {})
		for range 100 {
			wantCode(t, c.reset(t, "ttyt_r_guess", another), fault.LinkExpired)
		}
		if err := c.reset(t, "ttyt_r_guess", another); wait(err) == 0 {
			t.Errorf("got %v", err)
		}
		if n := c.events(t, "reset.refused"); n != 100 || hashes.Load() != 0 {
			t.Errorf("%d events, %d hashes", n, hashes.Load())
		}
	})
}
