package acceptance

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/product"
)

// post sends a form of a page.
func (c *client) post(t *testing.T, path string, form url.Values) response {
	t.Helper()
	return c.send(t, http.MethodPost, path, "application/x-www-form-urlencoded", []byte(form.Encode()))
}

// browser is a caller as a browser of the same site is.
func (w *world) browser() *client {
	return w.stranger().with("Sec-Fetch-Site", "same-origin").with("Origin", "http://127.0.0.1")
}

// signedIn is the browser with the cookies that an answer sets.
func (c *client) signedIn(t *testing.T, r response) *client {
	t.Helper()
	var cookies []string
	for _, set := range r.Header.Values("Set-Cookie") {
		pair, _, _ := strings.Cut(set, ";")
		cookies = append(cookies, pair)
	}
	if len(cookies) == 0 {
		t.Fatalf("no cookie is set: %d %s", r.Status, r.Body)
	}
	return c.with("Cookie", strings.Join(cookies, "; "))
}

func signInForm(login, password string) url.Values {
	return url.Values{"_form": {"SignIn"}, "_next": {""}, "input.client": {"BROWSER"}, "input.login": {login}, "input.password": {password}}
}

// Everybody signs in, reads what came, and signs out by pages alone, without a line of script.
func TestTheConsole(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		centre := w.Department(t, "CENTRE", "TTYT", db.ID{})
		for _, role := range []access.Role{access.Staff, access.IT, access.WebEditor, access.Director, access.Personnel} {
			login := "u" + strings.ToLower(strings.ReplaceAll(string(role), "_", ""))
			var roles []access.Role
			if role != access.Staff { // which everybody has
				roles = append(roles, role)
			}
			person := w.Staff(t, centre, "Trần Thị <"+login+">", roles...)
			(*product.World)(w).Enrol(t, person, login)
			w.tell(t, person, inbox.Notice{Kind: inbox.SupportRequested, SubjectKind: "support_request", Subject: db.NewID(), Detail: "máy in hỏng"})
			b := w.browser()

			r := b.send(t, http.MethodGet, "/console/?after=", "", nil)
			if r.Status != http.StatusSeeOther || r.Header.Get("Location") != "/console/sign-in?next=%2Fconsole%2F%3Fafter%3D" {
				t.Errorf("%s: a stranger gets %d, %s", role, r.Status, r.Header.Get("Location"))
			}
			if r = b.post(t, "/console/sign-in", signInForm(login, "sai")); r.Status != http.StatusUnprocessableEntity || !strings.Contains(r.Body, "The login or password is wrong") {
				t.Errorf("%s: a wrong password: %d\n%s", role, r.Status, r.Body)
			}
			r = b.post(t, "/console/sign-in", signInForm(login, product.Password))
			if r.Status != http.StatusSeeOther || r.Header.Get("Location") != "/console/" {
				t.Fatalf("%s: %d, %s\n%s", role, r.Status, r.Header.Get("Location"), r.Body)
			}
			b = b.signedIn(t, r)
			home := b.send(t, http.MethodGet, "/console/", "", nil)
			for _, text := range []string{"Trần Thị &lt;" + login + "&gt;", "New support request", "máy in hỏng", "1 unread"} {
				if !strings.Contains(home.Body, text) {
					t.Errorf("%s: the home page lacks %q\n%s", role, text, home.Body)
				}
			}
			if !strings.Contains(home.Header.Get("Content-Security-Policy"), "default-src 'none'") || home.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: %v", role, home.Header)
			}
			_, item, _ := strings.Cut(home.Body, `name="input.ids.0" value="`)
			item, _, _ = strings.Cut(item, `"`)
			if r = b.post(t, "/console/", url.Values{"_form": {"MarkRead"}, "input.ids.0": {item}}); r.Status != http.StatusSeeOther {
				t.Errorf("%s: mark as read: %d\n%s", role, r.Status, r.Body)
			}
			if home = b.send(t, http.MethodGet, "/console/", "", nil); strings.Contains(home.Body, "unread") {
				t.Errorf("%s: still unread\n%s", role, home.Body)
			}
			if r = b.send(t, http.MethodGet, "/console/account", "", nil); r.Status != http.StatusOK || !strings.Contains(r.Body, "This session") {
				t.Errorf("%s: the account: %d\n%s", role, r.Status, r.Body)
			}
			if r = b.post(t, "/console/locked", url.Values{"_form": {"SignOut"}}); r.Status != http.StatusSeeOther || r.Header.Get("Location") != "/console/sign-in" {
				t.Errorf("%s: sign out: %d, %s", role, r.Status, r.Header.Get("Location"))
			}
			if r = b.send(t, http.MethodGet, "/console/", "", nil); r.Status != http.StatusSeeOther {
				t.Errorf("%s: signed out, and still %d", role, r.Status)
			}
			// What was typed when the session had ended waits behind the password.
			r = b.post(t, "/console/", url.Values{"_form": {"MarkRead"}, "input.ids.0": {item}})
			if r.Status != http.StatusUnauthorized || !strings.Contains(r.Body, `name="_kept.input.ids.0" value="`+item+`"`) {
				t.Errorf("%s: after the session: %d\n%s", role, r.Status, r.Body)
			}
		}
	})
}

// A form counts where the browser says that a page of this site sent it; links from elsewhere open pages.
func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		centre := w.Department(t, "CENTRE", "TTYT", db.ID{})
		(*product.World)(w).Enrol(t, w.Staff(t, centre, "Lê Văn An"), "an.lv")
		in := w.browser().signedIn(t, w.browser().post(t, "/console/sign-in", signInForm("an.lv", product.Password)))
		cookie := in.header.Get("Cookie")
		for name, c := range map[string]struct {
			header map[string]string
			status int
		}{
			"this site":                    {map[string]string{"Sec-Fetch-Site": "same-origin"}, http.StatusSeeOther},
			"this site, an older browser":  {map[string]string{"Origin": "http://127.0.0.1"}, http.StatusSeeOther},
			"no browser":                   {nil, http.StatusSeeOther},
			"another site":                 {map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, http.StatusForbidden},
			"another site of the domain":   {map[string]string{"Sec-Fetch-Site": "same-site", "Origin": "https://blog.example"}, http.StatusForbidden},
			"another site, an old browser": {map[string]string{"Origin": "https://evil.example"}, http.StatusForbidden},
			"a page that hides itself":     {map[string]string{"Origin": "null"}, http.StatusForbidden},
		} {
			c2 := w.stranger().with("Cookie", cookie)
			for header, value := range c.header {
				c2 = c2.with(header, value)
			}
			if r := c2.post(t, "/console/", url.Values{"_form": {"MarkRead"}, "input.ids": {""}}); r.Status != c.status {
				t.Errorf("%s: %d, wanted %d\n%s", name, r.Status, c.status, r.Body)
			}
			if r := c2.send(t, http.MethodGet, "/console/", "", nil); r.Status != http.StatusOK {
				t.Errorf("%s: the page itself answers %d", name, r.Status)
			}
		}
		// The API keeps to its own rule: there a cookie needs the header.
		if r := w.stranger().with("Cookie", cookie).send(t, http.MethodGet, "/graphql?query={me{name}}", "", nil); !strings.Contains(r.Body, "UNAUTHENTICATED") {
			t.Errorf("%s", r.Body)
		}
	})
}
