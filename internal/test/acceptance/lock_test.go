package acceptance

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
	"ttyt.example/ttyt/internal/test/product"
	"ttyt.example/ttyt/internal/wire/transport"
)

const (
	shared = `mutation($login: String!, $password: String!, $client: SessionClient!) {
		signIn(input: {login: $login, password: $password, client: $client, device: SHARED}) { token session { device } userErrors { code } } }`
	unlock = `mutation($password: String!) { unlock(input: {password: $password}) { userErrors { code path rule } } }`
	whoAmI = `{ me { name device } }`
)

// shared signs a person in on a shared device: as an app, or as a browser that has the cookie.
func (w *world) shared(t *testing.T, login, client string) *client {
	t.Helper()
	r := w.browser().do(t, shared, map[string]any{"login": login, "password": product.Password, "client": client})
	if client == "BROWSER" {
		return w.browser().signedIn(t, r)
	}
	return w.stranger().with("Authorization", "Bearer "+r.at(t, "data.signIn.token"))
}

// A shared device that nobody has used for 10 minutes gets SESSION_LOCKED at every door, whichever replica stands behind it,
// until the password is entered; signing out always works.
func TestArticle6c_EveryDoorOfALockedSessionAsksForThePassword(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		replica := w.serve(t, transport.Limits{})
		nurse := w.Staff(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "Nguyễn Thị Hoa", access.IT)
		(*product.World)(w).Enrol(t, nurse, "hoa")
		app, browser := w.shared(t, "hoa", "APP"), w.shared(t, "hoa", "BROWSER")
		app.do(t, whoAmI, nil).want(t, `{"data":{"me":{"name":"Nguyễn Thị Hoa","device":"SHARED"}}}`)
		open := app.on(replica).connect(t)
		w.Clock.Advance(9 * time.Minute)
		app.with("X-Background", "1").do(t, whoAmI, nil).want(t, `{"data":{"me":{"name":"Nguyễn Thị Hoa","device":"SHARED"}}}`)
		open.watch(t, w, "1", inboxAdded, nurse)
		w.Clock.Advance(time.Minute)
		select {
		case e := <-open.closed:
			if e.Code != 4403 {
				t.Errorf("closed with %v", e)
			}
		case <-time.After(patience):
			t.Error("a locked session is still told what happens")
		}

		const says = `[{"message":"This shared device is locked. Enter the password to go on.","extensions":{"code":"SESSION_LOCKED","rule":"6c","traceId":"` + traceID + `"}}]`
		locked := func(what string, r response, status int) {
			t.Helper()
			if r.Status != status || !strings.Contains(r.Body, `"code":"SESSION_LOCKED"`) || strings.Contains(r.Body, "Hoa") {
				t.Errorf("%s: %d %s", what, r.Status, r.Body)
			}
		}
		for _, c := range []*client{app, app.on(replica), browser} {
			locked("a query", c.do(t, whoAmI, nil), 200)
			locked("what is public", c.do(t, `{ departments { id } }`, nil), 200)
			locked("a mutation", c.do(t, `mutation { endOtherSessions { ended } }`, nil), 200)
			locked("a query by GET", c.with("X-Requested-With", "x").send(t, http.MethodGet, "/graphql?query="+url.QueryEscape(whoAmI), "", nil), 200)
			locked("an upload", c.with("X-Requested-With", "x").upload(t, importPost, map[string]any{"department": "x"}, "a.md", "x"), 401)
			for _, file := range []string{"/assets.csv", "/assets.xlsx", "/schema.graphql"} {
				locked(file, c.with("X-Requested-With", "x").send(t, http.MethodGet, file, "", nil), 401)
			}
		}
		for _, path := range []string{"/console/", "/console/account"} {
			if r := browser.send(t, http.MethodGet, path, "", nil); r.Status != http.StatusSeeOther || r.Header.Get("Location") != "/console/locked?next="+url.QueryEscape(path) {
				t.Errorf("%s: %d %s", path, r.Status, r.Header.Get("Location"))
			}
		}
		events := app.on(replica).stream(t, inboxAdded)
		wantEvent(t, events, "next", `{"errors":`+says+`}`)
		s := app.on(replica).connect(t)
		s.subscribe(t, "1", inboxAdded)
		s.want(t, `{"id":"1","type":"error","payload":`+says+`}`)
		s.subscribe(t, "2", `{ departments { id } }`)
		if got := <-s.received; !strings.Contains(got, "SESSION_LOCKED") {
			t.Errorf("a query on a socket: %s", got)
		}

		app.do(t, unlock, map[string]any{"password": "sai"}).want(t, `{"data":{"unlock":{"userErrors":[{"code":"BAD_CREDENTIALS","path":["input","password"],"rule":"6c"}]}}}`)
		locked("after a wrong password", app.do(t, whoAmI, nil), 200)
		app.on(replica).do(t, unlock, map[string]any{"password": product.Password}).want(t, `{"data":{"unlock":{"userErrors":[]}}}`)
		app.do(t, whoAmI, nil).want(t, `{"data":{"me":{"name":"Nguyễn Thị Hoa","device":"SHARED"}}}`)
		browser.do(t, `mutation { signOut { userErrors { code } } }`, nil).want(t, `{"data":{"signOut":{"userErrors":[]}}}`)
		browser.do(t, whoAmI, nil).want(t, refusal("me", "UNAUTHENTICATED", "Sign in first."))
		w.stranger().do(t, unlock, map[string]any{"password": product.Password}).want(t, refusedChange("unlock", "UNAUTHENTICATED", "Sign in first."))
	})
}

// The pages of a locked device: what was typed comes back behind the password, or is dropped with its person.
func TestALockedConsole(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		(*product.World)(w).Enrol(t, w.Staff(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "Nguyễn Thị Hoa"), "hoa")
		r := w.browser().post(t, "/console/sign-in", signInForm("hoa", product.Password))
		b := w.browser().signedIn(t, r)
		if home := b.send(t, http.MethodGet, "/console/", "", nil); !strings.Contains(home.Body, "Switch person") {
			t.Errorf("a browser that does not say is no shared device:\n%s", home.Body)
		}
		w.Clock.Advance(10 * time.Minute)
		typed := url.Values{"_form": {"MarkRead"}, "input.ids.0": {"i1"}}
		if r = b.post(t, "/console/", typed); r.Status != http.StatusUnauthorized || !strings.Contains(r.Body, "Nguyễn Thị Hoa") || !strings.Contains(r.Body, `name="_kept.input.ids.0" value="i1"`) {
			t.Fatalf("%d\n%s", r.Status, r.Body)
		}
		answer := url.Values{"_form": {"Unlock"}, "_next": {"/console/"}, "_kept._form": {"MarkRead"}, "_kept.input.ids.0": {"i1"}, "input.password": {product.Password}}
		if r = b.post(t, "/console/locked", answer); r.Status != http.StatusOK || !strings.Contains(r.Body, `name="input.ids.0" value="i1"`) {
			t.Errorf("%d\n%s", r.Status, r.Body)
		}
		if r = b.send(t, http.MethodGet, "/console/", "", nil); r.Status != http.StatusOK {
			t.Errorf("unlocked, and %d", r.Status)
		}
		w.Clock.Advance(10 * time.Minute)
		if r = b.post(t, "/console/locked", url.Values{"_form": {"SignOut"}}); r.Status != http.StatusSeeOther || r.Header.Get("Location") != "/console/sign-in" {
			t.Errorf("%d\n%s", r.Status, r.Body)
		}
		if r = b.send(t, http.MethodGet, "/console/", "", nil); r.Status != http.StatusSeeOther || !strings.HasPrefix(r.Header.Get("Location"), "/console/sign-in") {
			t.Errorf("%d %s", r.Status, r.Header.Get("Location"))
		}
	})
}

// A decision asks for the password 12 hours after it was entered, does nothing until then, and says nothing of it as an action:
// that is about rights.
func TestArticle6c_ADecisionTakesAFreshPassword(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := open(t, k, config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, PasswordAfter: 12 * time.Hour})
		centre := w.Department(t, "CENTRE", "TTYT", db.ID{})
		director, _ := w.person(t, centre, "giamdoc", access.Director)
		colleague := db.GlobalID("staff", w.Staff(t, centre, "Lê Văn An"))
		const grant = `mutation($to: ID!) { grantRole(input: {staffMember: $to, role: PERSONNEL}) { roleAssignment { id } userErrors { code } } }`
		w.Clock.Advance(12 * time.Hour)
		const due = `{"errors":[{"message":"Enter the password again before you do this.","path":["grantRole"],"locations":"*","extensions":{"code":"PASSWORD_NEEDED","rule":"6c","traceId":"` + traceID + `"}}],"data":null}`
		director.do(t, grant, map[string]any{"to": colleague}).want(t, due)
		director.do(t, whoAmI, nil).want(t, `{"data":{"me":{"name":"giamdoc","device":"OWN"}}}`)
		director.do(t, unlock, map[string]any{"password": "sai"}).want(t, `{"data":{"unlock":{"userErrors":[{"code":"BAD_CREDENTIALS","path":["input","password"],"rule":"6c"}]}}}`)
		director.do(t, grant, map[string]any{"to": colleague}).want(t, due)
		director.do(t, unlock, map[string]any{"password": product.Password}).want(t, `{"data":{"unlock":{"userErrors":[]}}}`)
		if r := director.do(t, grant, map[string]any{"to": colleague}); !strings.Contains(r.Body, `"userErrors":[]`) {
			t.Errorf("%s", r.Body)
		}
	})
}

// A holder sets the first password by pages alone, with the link as it is mailed or shown; the log never has it.
func TestAOneTimeLinkNeedsNoScript(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		staff := w.Staff(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "Lê Văn An")
		(*product.World)(w).Enrol(t, staff, "an.lv")
		link, err := w.App.Services.Auth.LinkFor(access.AsSystem(t.Context()), "an.lv")
		if err != nil {
			t.Fatal(err)
		}
		path, _ := strings.CutPrefix(link, "http://127.0.0.1")
		if !strings.HasPrefix(path, "/console/password/ttyt_r_") {
			t.Fatal(link)
		}
		b := w.browser()
		for range 2 { // opening it spends nothing
			r := b.send(t, http.MethodGet, path, "", nil)
			if r.Status != http.StatusSeeOther || r.Header.Get("Location") != "/console/password" || r.Header.Get("Referrer-Policy") != "no-referrer" {
				t.Fatalf("%d %v", r.Status, r.Header)
			}
			b = w.browser().signedIn(t, r)
		}
		page := b.send(t, http.MethodGet, "/console/password", "", nil)
		_, token, _ := strings.Cut(page.Body, `name="input.token" value="`)
		token, _, _ = strings.Cut(token, `"`)
		const fresh = "nắng hạ chang chang"
		form := url.Values{"_form": {"SetPassword"}, "input.token": {token}, "input.newPassword": {fresh}, "_repeatPassword": {fresh}}
		if r := b.post(t, "/console/password", form); r.Status != http.StatusSeeOther || r.Header.Get("Location") != "/console/sign-in" {
			t.Errorf("%d\n%s", r.Status, r.Body)
		}
		if r := b.post(t, "/console/password", form); r.Status != http.StatusUnprocessableEntity || !strings.Contains(r.Body, "ask the IT section for a new one") {
			t.Errorf("used: %d\n%s", r.Status, r.Body)
		}
		if r := w.browser().post(t, "/console/sign-in", signInForm("an.lv", fresh)); r.Status != http.StatusSeeOther {
			t.Errorf("sign in: %d\n%s", r.Status, r.Body)
		}
	})
}
