package auth_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/auth"
)

// within is the context of a stranger at an address.
func within(ctx context.Context, address string) context.Context {
	return access.With(ctx, access.Anonymous(address, "test"))
}

func staffID(id db.ID) string { return db.GlobalID("staff", id) }

func isWait(err error) (*fault.WaitError, bool) { return errors.AsType[*fault.WaitError](err) }

// browser signs in over HTTP with the cookies that it was given.
type browser struct {
	c       *centre
	address string
	device  *http.Cookie
}

func (b *browser) try(t *testing.T, login, password string) error {
	t.Helper()
	var err error
	h := b.c.Auth.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if a := access.Of(r.Context()); a.Known() {
			t.Error("the device cookie signs in")
		}
		_, err = b.c.Auth.SignIn(r.Context(), auth.SignInInput{Login: login, Password: password, Client: auth.Browser})
	}), unavailable)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", nil)
	r.RemoteAddr = b.address + ":1"
	r.Header.Set("Content-Type", "application/json")
	if b.device != nil {
		r.AddCookie(b.device)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	for _, cookie := range w.Result().Cookies() {
		if strings.HasSuffix(cookie.Name, "device") {
			b.device = cookie
		}
	}
	return err
}

func (b *browser) signIn(t *testing.T, login, password string) {
	t.Helper()
	if err := b.try(t, login, password); err != nil {
		t.Fatal(err)
	}
}

func TestDeviceCookie(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.account(t, c.nurse, "hoa.nt")
		for _, site := range []struct {
			url, name string
			secure    bool
		}{{"https://ttyt.example", "__Host-device", true}, {"http://127.0.0.1:8080", "device", false}} {
			c.o.PublicURL, _ = url.Parse(site.url)
			c.start()
			b := &browser{c: c, address: home}
			if _ = b.try(t, "hoa.nt", another); b.device != nil {
				t.Error("a wrong password earns a device cookie")
			}
			b.signIn(t, "hoa.nt", password)
			d := b.device
			if d == nil || d.Name != site.name || d.Secure != site.secure || !d.HttpOnly || d.SameSite != http.SameSiteLaxMode || d.Path != "/" ||
				d.Domain != "" || !strings.HasPrefix(d.Value, "ttyt_d_") || len(d.Value) != len("ttyt_d_")+43 {
				t.Fatalf("%s: %+v", site.url, d)
			}
			if n := c.count(t, "SELECT COUNT(*) FROM devices WHERE token_hash = ?", []byte(d.Value)); n != 0 {
				t.Error("the secret itself is stored")
			}
			b.signIn(t, "hoa.nt", password)
			if b.device.Value != d.Value {
				t.Error("a known browser becomes another one")
			}
		}
		made := &browser{c: c, address: home, device: &http.Cookie{Name: "device", Value: "ttyt_d_of_my_own"}}
		made.signIn(t, "hoa.nt", password)
		if made.device.Value == "ttyt_d_of_my_own" {
			t.Error("a secret that somebody else made is kept")
		}
		for range 14 {
			(&browser{c: c, address: home}).signIn(t, "hoa.nt", password)
		}
		if n := c.count(t, "SELECT COUNT(*) FROM devices"); n != 10 {
			t.Errorf("%d devices", n)
		}
	})
}

// From a known device the holder gets in, whatever a crowd does to the name and the address; who guesses with its cookie
// has a budget, and then counts as a stranger.
func TestArticle6c_AKnownDeviceHasABudgetOfItsOwn(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.account(t, c.nurse, "hoa.nt")
		c.account(t, c.editor, "bien.nt")
		own, thief := &browser{c: c, address: home}, &browser{c: c, address: office}
		own.signIn(t, "hoa.nt", password)
		own.address, thief.device = office, own.device
		for range 12 {
			_, _ = c.try(t, office, "hoa.nt", another)
		}
		if err := (&browser{c: c, address: office}).try(t, "hoa.nt", password); wait(err) == 0 {
			t.Fatalf("the address is not held back: %v", err)
		}
		own.signIn(t, "hoa.nt", password)
		hashes := c.Auth.CountHashes(func() {})
		for range 40 {
			_ = thief.try(t, "hoa.nt", another)
		}
		if hashes.Load() > 10 {
			t.Errorf("a stolen cookie had %d passwords looked at", hashes.Load())
		}
		if err := thief.try(t, "bien.nt", another); !fault.HasCode(err, fault.BadCredentials) {
			t.Errorf("a cookie counts for another account: %v", err)
		}
		c.Clock.Advance(time.Minute)
		own.signIn(t, "hoa.nt", password)
		own.signIn(t, "bien.nt", password) // a browser that two people share
		for range 12 {
			_, _ = c.try(t, office, "hoa.nt", another)
			_, _ = c.try(t, office, "bien.nt", another)
		}
		own.signIn(t, "hoa.nt", password)
		own.signIn(t, "bien.nt", password)
	})
}

// A device is a strange one again after whatever ends trust in it, and in time.
func TestArticle6c_DevicesAreForgotten(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		a := c.account(t, c.nurse, "hoa.nt")
		session := c.signIn(t, home, "hoa.nt")
		for says, end := range map[string]func() error{
			"everywhere": func() error {
				_, err := c.Auth.EndOtherSessions(c.as(t, c.nurse, session))
				return err
			},
			"changed": func() error {
				return c.Auth.ChangePassword(c.as(t, c.nurse, session), auth.ChangePasswordInput{CurrentPassword: password, NewPassword: password})
			},
			"reset": func() error {
				link, err := c.Auth.LinkFor(access.AsSystem(t.Context()), "hoa.nt")
				if err != nil {
					return err
				}
				return c.Auth.ResetPassword(from(t, home), auth.ResetPasswordInput{Token: tokenIn(t, link), NewPassword: password})
			},
			"suspended": func() error {
				_, err := c.Auth.SuspendAccount(c.As(t, c.it), auth.SuspendAccountInput{ID: a.ID(), Reason: "đang xem xét"})
				if err == nil {
					_, err = c.Auth.ResumeAccount(c.As(t, c.it), auth.ResumeAccountInput{ID: a.ID()})
				}
				return err
			},
			"expired": func() error {
				c.Clock.Advance(91 * 24 * time.Hour)
				return c.Auth.Prune(t.Context())
			},
		} {
			session = c.signIn(t, home, "hoa.nt")
			b := &browser{c: c, address: home}
			b.signIn(t, "hoa.nt", password)
			if n := c.count(t, "SELECT COUNT(*) FROM devices"); n != 1 {
				t.Fatalf("%s: %d devices before", says, n)
			}
			if err := end(); err != nil {
				t.Fatalf("%s: %v", says, err)
			}
			if n := c.count(t, "SELECT COUNT(*) FROM devices"); n != 0 {
				t.Errorf("%s: %d devices", says, n)
			}
		}
	})
}
