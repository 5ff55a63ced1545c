package auth_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/auth"
)

// on signs somebody in on a device of the kind, as an app.
func (c *centre) on(t *testing.T, login string, device auth.SessionDevice) auth.SignedIn {
	t.Helper()
	in, err := c.Auth.SignIn(from(t, home), auth.SignInInput{Login: login, Password: password, Client: auth.App, Device: &device})
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// arrive is who calls by a request with the token, and the context of the request.
func arrive(t *testing.T, s *auth.Service, token string, headers ...string) (a *access.Actor, ctx context.Context) {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/", nil)
	r.RemoteAddr = home + ":4000"
	r.Header.Set("Authorization", "Bearer "+token)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	s.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { ctx = r.Context() }), unavailable).ServeHTTP(httptest.NewRecorder(), r)
	return access.Of(ctx), ctx
}

// A shared device is locked once no person has used it for 10 minutes, on every replica; what a client asks on its own is no
// use. Its caller is a stranger until the holder's password is entered.
func TestArticle6c_ASharedDeviceIsLocked(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.account(t, c.nurse, "hoa.nt")
		replica := auth.New(c.Replica(), c.Access, c.Audit, c.Feed, c.o)
		in := c.on(t, "hoa.nt", auth.Shared)
		for _, used := range []struct {
			after  time.Duration
			by     *auth.Service
			header []string
			locked bool
		}{
			{after: 9 * time.Minute, by: c.Auth},
			{after: 20 * time.Second, by: replica}, // too soon after the last to be written down
			{after: 9 * time.Minute, by: replica},
			{after: 9 * time.Minute, by: c.Auth},
			{after: 5 * time.Minute, by: c.Auth, header: []string{auth.BackgroundHeader, "1"}},
			{after: time.Minute, by: replica, header: []string{"Accept", "text/event-stream"}},
			{after: time.Minute, by: c.Auth, header: []string{"Upgrade", "websocket"}},
			{after: 3 * time.Minute, by: replica, locked: true},
			{after: 0, by: c.Auth, locked: true},
			{after: 0, by: replica, locked: true},
		} {
			c.Clock.Advance(used.after)
			a, _ := arrive(t, used.by, *in.Token, used.header...)
			if a.SignedIn() == used.locked || (a.Locked != nil) != used.locked {
				t.Fatalf("%v later: signed in %v, locked %v, wanted locked %v", used.after, a.SignedIn(), a.Locked != nil, used.locked)
			}
		}
		a, ctx := arrive(t, c.Auth, *in.Token)
		if l := a.Locked; l.Name != "Nguyễn Thị Hoa" || l.Session != in.Session.Key || a.Known() || len(a.Grants) != 1 {
			t.Errorf("%+v of %+v", l, a)
		}
		if _, err := c.Auth.Again(t.Context(), &access.Actor{StaffID: c.nurse, SessionID: in.Session.Key}); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("what happens is told to a locked session: %v", err)
		}
		wantCode(t, c.Auth.Unlock(ctx, auth.UnlockInput{Password: "sai"}), fault.BadCredentials)
		if a, _ = arrive(t, replica, *in.Token); a.Locked == nil {
			t.Error("a wrong password unlocks")
		}
		if err := c.Auth.Unlock(ctx, auth.UnlockInput{Password: password}); err != nil {
			t.Fatal(err)
		}
		if a, _ = arrive(t, replica, *in.Token); !a.SignedIn() || !a.Shared {
			t.Errorf("%+v", a)
		}
		if c.events(t, "password.refused") != 1 || c.events(t, "session.unlocked") != 1 {
			t.Error("what was tried at the locked session is not on record")
		}
	})
}

// A locked session is unlocked and signed out; one that is left alone ends all the same, and then the password opens nothing.
func TestALockedSessionEnds(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		a := c.account(t, c.nurse, "hoa.nt")
		left, out := c.on(t, "hoa.nt", auth.Shared), c.on(t, "hoa.nt", auth.Shared)
		c.Clock.Advance(10 * time.Minute)
		_, locked := arrive(t, c.Auth, *left.Token)
		_, ctx := arrive(t, c.Auth, *out.Token)
		if err := c.Auth.SignOut(ctx); err != nil || c.live(t, a.Key) != 1 || c.events(t, "sign_out") != 1 {
			t.Errorf("sign-out of a locked session: %v", err)
		}
		wantFault(t, c.Auth.Unlock(ctx, auth.UnlockInput{Password: password}), fault.Unauthenticated)
		wantFault(t, c.Auth.Unlock(from(t, home), auth.UnlockInput{Password: password}), fault.Unauthenticated)
		c.Clock.Advance(110 * time.Minute)
		if a, _ := arrive(t, c.Auth, *left.Token); a.Locked != nil || a.SignedIn() {
			t.Errorf("2 hours later: %+v", a)
		}
		c.Exec(t, "UPDATE accounts SET state = 'SUSPENDED'")
		wantFault(t, c.Auth.Unlock(locked, auth.UnlockInput{Password: password}), fault.Unauthenticated)
	})
}

// The holder's own device is not locked, and signed in for 30 days. Where a client does not say, a browser is shared.
func TestOwnDevicesAreNotLocked(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.account(t, c.nurse, "hoa.nt")
		in := c.on(t, "hoa.nt", auth.Own)
		for _, left := range []auth.Client{auth.App, auth.Browser} {
			by, err := c.Auth.SignIn(from(t, home), auth.SignInInput{Login: "hoa.nt", Password: password, Client: left})
			if want := map[auth.Client]auth.SessionDevice{auth.App: auth.Own, auth.Browser: auth.Shared}[left]; err != nil || by.Session.Device != want {
				t.Errorf("%s is %+v, %v", left, by.Session, err)
			}
		}
		c.Clock.Advance(30*24*time.Hour - time.Second)
		if a, _ := arrive(t, c.Auth, *in.Token); !a.SignedIn() || a.Shared || !a.PasswordDue {
			t.Errorf("%+v", a)
		}
		c.Clock.Advance(time.Second)
		if a, _ := arrive(t, c.Auth, *in.Token); a.SignedIn() || a.Locked != nil {
			t.Errorf("after 30 days: %+v", a)
		}
	})
}

// Whether the password is due for a decision depends on when it was entered last, not on how much the session is used.
func TestArticle6c_ThePasswordIsDueAfterTwelveHours(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.account(t, c.nurse, "hoa.nt")
		in := c.on(t, "hoa.nt", auth.Own)
		due := func() (bool, context.Context) {
			a, ctx := arrive(t, c.Auth, *in.Token)
			return a.PasswordDue, ctx
		}
		for range 11 {
			c.Clock.Advance(time.Hour)
			if late, _ := due(); late {
				t.Fatal("too early")
			}
		}
		c.Clock.Advance(time.Hour)
		late, ctx := due()
		if !late {
			t.Error("12 hours after the password it is not due")
		}
		wantCode(t, c.Auth.Unlock(ctx, auth.UnlockInput{Password: "sai"}), fault.BadCredentials)
		if late, _ = due(); !late {
			t.Error("a wrong password counts")
		}
		if err := c.Auth.Unlock(ctx, auth.UnlockInput{Password: password}); err != nil {
			t.Fatal(err)
		}
		if late, _ = due(); late || c.events(t, "password.confirmed") != 1 {
			t.Error("the password was entered, and is due")
		}
		c.Clock.Advance(12 * time.Hour)
		if _, ctx = due(); c.Auth.ChangePassword(ctx, auth.ChangePasswordInput{CurrentPassword: password, NewPassword: another}) != nil {
			t.Error("the password does not change")
		}
		if late, _ = due(); late {
			t.Error("who changes the password has entered it")
		}
	})
}

// Guesses at a locked session count with those to sign in.
func TestArticle6c_GuessesAtALockedSessionAreHeldBack(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.account(t, c.nurse, "hoa.nt")
		in := c.on(t, "hoa.nt", auth.Shared)
		c.Clock.Advance(10 * time.Minute)
		_, ctx := arrive(t, c.Auth, *in.Token)
		held := false
		for range 7 {
			held = held || wait(c.Auth.Unlock(ctx, auth.UnlockInput{Password: "sai"})) > 0
		}
		if !held {
			t.Error("guesses are not held back")
		}
		if _, err := c.try(t, home, "hoa.nt", password); wait(err) == 0 {
			t.Errorf("they do not count at the sign-in: %v", err)
		}
	})
}

// Who signs in on a machine where a colleague's session was left takes its place.
func TestSigningInEndsTheSessionThatWasLeft(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		a := c.account(t, c.nurse, "hoa.nt")
		c.account(t, c.editor, "bien.nt")
		in := c.on(t, "hoa.nt", auth.Shared)
		c.Clock.Advance(10 * time.Minute)
		_, ctx := arrive(t, c.Auth, *in.Token)
		if _, err := c.Auth.SignIn(ctx, auth.SignInInput{Login: "bien.nt", Password: password, Client: auth.App}); err != nil || c.live(t, a.Key) != 0 {
			t.Errorf("%v, %d sessions are left", err, c.live(t, a.Key))
		}
	})
}
