package auth_test

import (
	"encoding/json"
	"io"
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

// site is the middleware over real HTTP: /sign-in signs a browser in, /sign-out out, anything else says who calls.
func (c *centre) site(t *testing.T, publicURL string) *httptest.Server {
	t.Helper()
	at, err := url.Parse(publicURL)
	if err != nil {
		t.Fatal(err)
	}
	c.o.PublicURL = at
	c.start()
	mux := http.NewServeMux()
	mux.HandleFunc("/sign-in", func(w http.ResponseWriter, r *http.Request) {
		in, err := c.Auth.SignIn(r.Context(), auth.SignInInput{Login: "hoa.nt", Password: password, Client: auth.Browser})
		if err != nil || in.Token != nil {
			t.Errorf("sign in: token %v, %v", in.Token, err)
		}
	})
	mux.HandleFunc("/sign-out", func(w http.ResponseWriter, r *http.Request) {
		if err := c.Auth.SignOut(r.Context()); err != nil {
			t.Error(err)
		}
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		a := access.Of(r.Context())
		_ = json.NewEncoder(w).Encode(caller{a.Name, a.Address, a.UserAgent})
	})
	server := httptest.NewServer(c.Auth.Middleware(mux, unavailable))
	t.Cleanup(server.Close)
	return server
}

func unavailable(w http.ResponseWriter, _ *http.Request) {
	w.WriteHeader(http.StatusServiceUnavailable)
}

type caller struct{ Name, Address, UserAgent string }

// call makes a request as a page of the site does, adjusted by headers, and returns who called and the answer's cookie.
func call(t *testing.T, server *httptest.Server, method, path string, headers map[string]string) (who caller, cookie *http.Cookie) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	_ = json.Unmarshal(body, &who) // some paths answer nothing
	for _, got := range answer.Cookies() {
		if strings.HasSuffix(got.Name, "session") {
			cookie = got
		}
	}
	return who, cookie
}

func TestCookies(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.account(t, c.nurse, "hoa.nt")
		for _, site := range []struct {
			url, name string
			secure    bool
		}{{"https://ttyt.example", "__Host-session", true}, {"http://127.0.0.1:8080", "session", false}} {
			server := c.site(t, site.url)
			_, cookie := call(t, server, "POST", "/sign-in", nil)
			if cookie == nil || cookie.Name != site.name || cookie.Secure != site.secure || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode ||
				cookie.Path != "/" || cookie.Domain != "" || !strings.HasPrefix(cookie.Value, "ttyt_s_") {
				t.Fatalf("%s: %+v", site.url, cookie)
			}
			with := site.name + "=" + cookie.Value
			for _, r := range []struct {
				says    string
				method  string
				headers map[string]string
				name    string
			}{
				{"the site's own page", "POST", map[string]string{"Cookie": with}, "Nguyễn Thị Hoa"},
				{"a marked GET", "GET", map[string]string{"Cookie": with, "Content-Type": "", "X-Requested-With": "fetch"}, "Nguyễn Thị Hoa"},
				{"another site's form", "POST", map[string]string{"Cookie": with, "Content-Type": "text/plain"}, ""},
				{"a link on another site", "GET", map[string]string{"Cookie": with, "Content-Type": ""}, ""},
				{"a cookie's token as a bearer", "POST", map[string]string{"Authorization": "Bearer " + cookie.Value}, ""},
				{"another scheme beside a cookie", "POST", map[string]string{"Cookie": with, "Authorization": "Basic eDp5"}, ""},
			} {
				if who, set := call(t, server, r.method, "/", r.headers); who.Name != r.name || set != nil {
					t.Errorf("%s: %q, cookie %v", r.says, who.Name, set)
				}
			}
			if _, cleared := call(t, server, "POST", "/sign-out", map[string]string{"Cookie": with}); cleared == nil || cleared.MaxAge >= 0 || cleared.Name != site.name {
				t.Errorf("sign-out answers %v", cleared)
			}
			if who, cleared := call(t, server, "POST", "/", map[string]string{"Cookie": with}); who.Name != "" || cleared == nil || cleared.MaxAge >= 0 {
				t.Errorf("a stolen cookie after sign-out: %q, %v", who.Name, cleared)
			}
		}
		if n := c.events(t, "sign_out"); n != 2 {
			t.Errorf("%d events", n)
		}
	})
}

// A cookie that scripts read says that a session may exist, and nothing else: it opens nothing, and goes when the session goes.
func TestASessionIsMarkedForScripts(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.account(t, c.nurse, "hoa.nt")
		for url, prefix := range map[string]string{"https://ttyt.example": "__Host-", "http://127.0.0.1:8080": ""} {
			server := c.site(t, url)
			send := func(path, cookies string) (mark, session *http.Cookie) {
				t.Helper()
				r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+path, strings.NewReader("{}"))
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("Content-Type", "application/json")
				r.Header.Set("Cookie", cookies)
				answer, err := http.DefaultTransport.RoundTrip(r)
				if err != nil {
					t.Fatal(err)
				}
				defer answer.Body.Close()
				for _, got := range answer.Cookies() {
					switch got.Name {
					case prefix + "signed-in":
						mark = got
					case prefix + "session":
						session = got
					}
				}
				return mark, session
			}
			mark, session := send("/sign-in", "")
			if mark == nil || mark.Value != "1" || mark.HttpOnly || mark.Secure != (prefix != "") || mark.Path != "/" || mark.Domain != "" || !mark.Expires.Equal(session.Expires) {
				t.Fatalf("%s: %+v beside %+v", url, mark, session)
			}
			if who, _ := call(t, server, "POST", "/", map[string]string{"Cookie": mark.Name + "=" + mark.Value}); who.Name != "" {
				t.Errorf("%s: the mark signs %s in", url, who.Name)
			}
			if gone, _ := send("/sign-out", session.Name+"="+session.Value); gone == nil || gone.MaxAge >= 0 {
				t.Errorf("%s: sign-out leaves the mark: %v", url, gone)
			}
			if gone, _ := send("/", session.Name+"="+session.Value); gone == nil || gone.MaxAge >= 0 {
				t.Errorf("%s: a session that is over leaves the mark: %v", url, gone)
			}
		}
	})
}

// A browser that signs in again leaves no session behind.
func TestSignInReplacesTheBrowsersSession(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		a := c.account(t, c.nurse, "hoa.nt")
		server := c.site(t, "https://ttyt.example")
		_, first := call(t, server, "POST", "/sign-in", nil)
		call(t, server, "POST", "/sign-in", map[string]string{"Cookie": first.Name + "=" + first.Value})
		if n := c.live(t, a.Key); n != 1 {
			t.Errorf("%d sessions", n)
		}
	})
}

func TestBearer(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.account(t, c.nurse, "hoa.nt")
		server := c.site(t, "https://ttyt.example")
		in := c.signIn(t, home, "hoa.nt")
		for header, name := range map[string]string{
			"Bearer " + *in.Token: "Nguyễn Thị Hoa", "bearer  " + *in.Token: "Nguyễn Thị Hoa",
			"Bearer": "", "Bearer x": "", "Bearer " + (*in.Token)[:20]: "", *in.Token: "",
		} {
			if who, _ := call(t, server, "POST", "/", map[string]string{"Authorization": header}); who.Name != name {
				t.Errorf("%q: %q", header, who.Name)
			}
		}
		if who, _ := call(t, server, "POST", "/", map[string]string{"Cookie": "__Host-session=" + *in.Token}); who.Name != "" {
			t.Error("an app's token is believed as a cookie")
		}
	})
}

func TestSessionsEndInTime(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.account(t, c.nurse, "hoa.nt")
		server := c.site(t, "https://ttyt.example")
		_, cookie := call(t, server, "POST", "/sign-in", nil)
		browser := map[string]string{"Cookie": cookie.Name + "=" + cookie.Value}
		app := map[string]string{"Authorization": "Bearer " + *c.signIn(t, home, "hoa.nt").Token}
		stands := func(headers map[string]string) bool {
			who, _ := call(t, server, "POST", "/", headers)
			return who.Name != ""
		}
		for range 12*60/9 - 1 { // used again and again
			c.Clock.Advance(9 * time.Minute)
			if !stands(browser) {
				t.Fatal("a used session ended")
			}
		}
		c.Clock.Advance(9 * time.Minute)
		if stands(browser) {
			t.Error("a browser's session outlives 12 hours")
		}
		if !stands(app) {
			t.Error("an app's session ended within a day")
		}
		c.Clock.Advance(30*24*time.Hour - 13*time.Hour)
		if !stands(app) {
			t.Error("an app's session ended within 30 days")
		}
		c.Clock.Advance(time.Hour)
		if stands(app) {
			t.Error("an app's session outlives 30 days")
		}

		_, cookie = call(t, server, "POST", "/sign-in", nil)
		c.Clock.Advance(2 * time.Hour)
		if _, cleared := call(t, server, "POST", "/", map[string]string{"Cookie": cookie.Name + "=" + cookie.Value}); cleared == nil {
			t.Error("a browser left alone for 2 hours is still signed in")
		}
	})
}

// A request costs three reads; only one a minute writes that the session was seen, and from where.
func TestArticle6c_SessionsThatMoveAreReported(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.account(t, c.nurse, "hoa.nt")
		in := c.signIn(t, home, "hoa.nt")
		handler := c.Auth.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if !access.Of(r.Context()).SignedIn() {
				t.Error("a stranger")
			}
		}), unavailable)
		statements := func(address string) int64 {
			ctx, n := db.CountStatements(t.Context())
			r := httptest.NewRequestWithContext(ctx, "POST", "/", nil)
			r.RemoteAddr = address + ":1234"
			r.Header.Set("Authorization", "Bearer "+*in.Token)
			handler.ServeHTTP(httptest.NewRecorder(), r)
			return n.Load()
		}
		if n := statements(home); n != 2 {
			t.Errorf("%d statements at once after sign-in", n)
		}
		c.Clock.Advance(time.Minute)
		if n := statements(home); n != 3 {
			t.Errorf("%d statements a minute later", n)
		}
		if n := statements(office); n != 2 || c.events(t, "session.moved") != 0 {
			t.Errorf("%d statements within the minute", n)
		}
		c.Clock.Advance(time.Minute)
		statements(office)
		if n := c.count(t, "SELECT COUNT(*) FROM audit_log WHERE action = 'session.moved' AND staff_id = ? AND address = ? AND detail = ?", c.nurse, office, "from "+home); n != 1 {
			t.Errorf("%d events for a session that moved", n)
		}
		if n := c.count(t, "SELECT COUNT(*) FROM sessions WHERE address = ? AND seen_address = ?", home, office); n != 1 {
			t.Error("the session does not tell both addresses")
		}
	})
}

func TestClientAddress(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		var got *access.Actor
		handler := c.Auth.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = access.Of(r.Context()) }), unavailable)
		for _, r := range []struct {
			remote    string
			forwarded []string
			want      string
		}{
			{"203.0.113.7:1", nil, "203.0.113.7"},
			{"203.0.113.7:1", []string{"192.0.2.1"}, "203.0.113.7"}, // not from a proxy of ours
			{"10.1.2.3:1", []string{"192.0.2.1"}, "192.0.2.1"},
			{"10.1.2.3:1", []string{"198.51.100.9, 192.0.2.1, 10.9.9.9"}, "192.0.2.1"}, // what the client claims is not believed
			{"10.1.2.3:1", []string{"198.51.100.9", "192.0.2.1"}, "192.0.2.1"},
			{"10.1.2.3:1", []string{"nonsense"}, "10.1.2.3"},
			{"10.1.2.3:1", nil, "10.1.2.3"},
			{"[::ffff:203.0.113.7]:1", nil, "203.0.113.7"},
			{"[fe80::1%eth0]:1", nil, "fe80::1"},
			{"@", nil, ""},
		} {
			q := httptest.NewRequest("GET", "/", nil)
			q.RemoteAddr = r.remote
			for _, f := range r.forwarded {
				q.Header.Add("X-Forwarded-For", f)
			}
			q.Header.Set("User-Agent", "Mozilla\u202e "+strings.Repeat("x", 300))
			handler.ServeHTTP(httptest.NewRecorder(), q)
			if got.Address != r.want || len([]rune(got.UserAgent)) > 255 || strings.ContainsRune(got.UserAgent, '\u202e') {
				t.Errorf("%s %v: %+v", r.remote, r.forwarded, got)
			}
		}
	})
}

func TestArticle6c_RevokedSessionsCountAtOnce(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		a := c.account(t, c.nurse, "hoa.nt")
		c.account(t, c.it, "mang.lv")
		server := c.site(t, "https://ttyt.example")
		stands := func(in auth.SignedIn) bool {
			who, _ := call(t, server, "POST", "/", map[string]string{"Authorization": "Bearer " + *in.Token})
			return who.Name != ""
		}
		one, two, three := c.signIn(t, home, "hoa.nt"), c.signIn(t, home, "hoa.nt"), c.signIn(t, office, "hoa.nt")
		its := c.signIn(t, office, "mang.lv")
		me := c.as(t, c.nurse, one)

		sessions, err := c.Auth.Sessions(me)
		if err != nil || len(sessions) != 3 {
			t.Fatalf("%v, %v", sessions, err)
		}
		for _, s := range sessions {
			if s.Current != (s.Key == one.Session.Key) {
				t.Errorf("current is %v for %s", s.Current, s.Address)
			}
		}
		// Others' sessions are as if they were not there.
		wantFault(t, c.Auth.EndSession(me, auth.EndSessionInput{ID: its.Session.ID()}), fault.NotFound)
		wantFault(t, c.Auth.EndSession(me, auth.EndSessionInput{ID: a.ID()}), fault.NotFound)
		wantFault(t, c.Auth.EndSession(me, auth.EndSessionInput{ID: "%"}), fault.BadInput)
		if !stands(its) {
			t.Fatal("somebody else's session ended")
		}
		if err := c.Auth.EndSession(me, auth.EndSessionInput{ID: two.Session.ID()}); err != nil {
			t.Fatal(err)
		}
		if stands(two) || !stands(one) || !stands(three) {
			t.Error("not exactly the one session ended")
		}
		wantFault(t, c.Auth.EndSession(me, auth.EndSessionInput{ID: two.Session.ID()}), fault.NotFound)
		if n, err := c.Auth.EndOtherSessions(me); n != 1 || err != nil || stands(three) || !stands(one) {
			t.Errorf("%d others ended, %v", n, err)
		}
		if err := c.Auth.EndSession(c.as(t, c.it, its), auth.EndSessionInput{ID: one.Session.ID()}); err != nil || stands(one) {
			t.Errorf("IT could not end a session: %v", err)
		}
		if n := c.events(t, "session.ended"); n != 2 || c.events(t, "session.ended_others") != 1 {
			t.Errorf("%d events", n)
		}
	})
}

func TestMiddlewareWithoutAStore(t *testing.T) {
	run(t, func(t *testing.T, c *centre) {
		c.account(t, c.nurse, "hoa.nt")
		in := c.signIn(t, home, "hoa.nt")
		if err := c.DB.Close(); err != nil {
			t.Fatal(err)
		}
		handler := c.Auth.Middleware(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("let through") }), unavailable)
		r, w := httptest.NewRequest("POST", "/", nil), httptest.NewRecorder()
		r.Header.Set("Authorization", "Bearer "+*in.Token)
		handler.ServeHTTP(w, r)
		if w.Code != http.StatusServiceUnavailable {
			t.Errorf("status %d", w.Code)
		}
	})
}
