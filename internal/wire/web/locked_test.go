package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

const (
	unlocked = `{"unlock":{"userErrors":[]}}`
	wrongOne = `{"unlock":{"userErrors":[{"__typename":"RuleError","message":"Mật khẩu không đúng.","path":["input","password"]}]}}`
)

// lockedActor is a caller whose shared device is locked.
func lockedActor() *access.Actor {
	a := access.Anonymous("192.0.2.1", "")
	a.Locked = &access.Lock{Session: db.NewID(), Name: "Nguyễn <b>Hoa</b>"}
	return a
}

func asked(method, target string, form url.Values) *http.Request {
	r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r
}

// Every page of a locked device asks for the password of its holder, keeps what was typed, and lets somebody else sign in.
func TestALockedDeviceAsksForThePassword(t *testing.T) {
	t.Parallel()
	somebodyElse := &access.Actor{AccountID: db.NewID(), StaffID: db.NewID()}
	kept := url.Values{"_form": {"Unlock"}, "_next": {"/console/?after=x"}, "_kept._form": {"MarkRead"}, "_kept.input.ids.0": {"i1"}, "input.password": {"secret"}}
	for name, c := range map[string]struct {
		api      api
		actor    *access.Actor
		method   string
		target   string
		form     url.Values
		status   int
		location string
		has      []string
		hasNot   []string
	}{
		"a page":                     {target: "/console/?after=x", status: 303, location: "/console/locked?next=%2Fconsole%2F%3Fafter%3Dx"},
		"the account":                {target: "/console/account", status: 303, location: "/console/locked?next=%2Fconsole%2Faccount"},
		"the question":               {target: "/console/locked?next=/console/account", status: 200, has: []string{"Nguyễn &lt;b&gt;Hoa&lt;/b&gt;", `name="input.password" type="password"`, `name="_next" value="/console/account"`, "Đổi người", `name="_form" value="SignOut"`}},
		"a form":                     {target: "/console/?after=x", method: "POST", form: url.Values{"_form": {"MarkRead"}, "_next": {"/console/account"}, "input.ids.0": {"i1"}, "input.password": {"secret"}}, status: 401, has: []string{"Phần vừa nhập được giữ nguyên", `name="_kept._form" value="MarkRead"`, `name="_kept.input.ids.0" value="i1"`, `name="_next" value="/console/?after=x"`}, hasNot: []string{"secret"}},
		"a wrong password":           {api: api{"Unlock": wrongOne}, target: "/console/locked", method: "POST", form: kept, status: 422, has: []string{"Mật khẩu không đúng.", `aria-describedby="f-input-password-fault"`}, hasNot: []string{"secret"}},
		"the right one":              {api: api{"Unlock": unlocked}, target: "/console/locked", method: "POST", form: url.Values{"_form": {"Unlock"}, "_next": {"/console/account"}, "input.password": {"secret"}}, status: 303, location: "/console/account"},
		"the right one, with a form": {api: api{"Unlock": unlocked}, target: "/console/locked", method: "POST", form: kept, status: 200, has: []string{"Đã mở khóa", `action="/console/?after=x"`, `name="_again" value="1"`, `name="input.ids.0" value="i1"`}, hasNot: []string{"secret"}},
		"for the script of a page":   {target: "/console/locked?next=/console/posts/x", status: 200, has: []string{"<template data-staff>", `<a href="/console/locked?next=%2fconsole%2fposts%2fx">Mở khóa</a>`}},
		"leading out":                {api: api{"Unlock": unlocked}, target: "/console/locked", method: "POST", form: url.Values{"_form": {"Unlock"}, "_next": {"//evil.example/console/"}, "input.password": {"secret"}}, status: 303, location: "/console/"},
		"somebody else":              {api: api{"SignOut": `{"signOut":{"userErrors":[]}}`}, target: "/console/locked", method: "POST", form: url.Values{"_form": {"SignOut"}}, status: 303, location: "/console/sign-in"},
		"signing in over it":         {target: "/console/sign-in", status: 200, has: []string{`name="input.login"`}},
		"unlocked in another window": {actor: somebodyElse, target: "/console/locked?next=/console/account", status: 303, location: "/console/account"},
		"ended in the meantime":      {actor: access.Anonymous("192.0.2.1", ""), target: "/console/locked", method: "POST", form: kept, status: 401, has: []string{`name="input.login"`, `name="_kept.input.ids.0" value="i1"`, `name="_next" value="/console/?after=x"`}, hasNot: []string{"secret"}},
		"signed out already":         {actor: access.Anonymous("192.0.2.1", ""), target: "/console/locked", method: "POST", form: url.Values{"_form": {"SignOut"}}, status: 303, location: "/console/sign-in"},
		"a stranger":                 {actor: access.Anonymous("192.0.2.1", ""), target: "/console/locked", status: 303, location: "/console/sign-in"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			method, actor := http.MethodGet, lockedActor()
			if c.method != "" {
				method = c.method
			}
			if c.actor != nil {
				actor = c.actor
			}
			w := serve(consoleOf(t, c.api), asked(method, c.target, c.form), actor)
			compare(t, w, c.status, c.location, c.has, c.hasNot)
		})
	}
}

func compare(t *testing.T, w *httptest.ResponseRecorder, status int, location string, has, hasNot []string) {
	t.Helper()
	if w.Code != status || w.Header().Get("Location") != location {
		t.Errorf("%d to %q, wanted %d to %q\n%s", w.Code, w.Header().Get("Location"), status, location, w.Body)
	}
	for _, text := range has {
		if !strings.Contains(w.Body.String(), text) {
			t.Errorf("%q is missing in\n%s", text, w.Body)
		}
	}
	for _, text := range hasNot {
		if strings.Contains(w.Body.String(), text) {
			t.Errorf("%q stands in\n%s", text, w.Body)
		}
	}
	if got := w.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control is %q", got)
	}
}

// A form that the API takes only after the password waits behind the question, and is sent by the answer.
func TestADecisionWaitsBehindThePassword(t *testing.T) {
	t.Parallel()
	due := func() *access.Actor {
		return &access.Actor{AccountID: db.NewID(), StaffID: db.NewID(), Name: "Trần Đốc", PasswordDue: true}
	}
	sent := url.Values{"_form": {"MarkRead"}, "_next": {"/console/account"}, "input.ids.0": {"i1"}, "input.ids.1": {"i2"}}
	a := api{"Layout": somebody, "Unlock": unlocked, "MarkRead": `{"markInboxRead":{"userErrors":[]}}`}
	decided := 0
	h := consoleOver(t, func(ctx context.Context, document, operation string, variables map[string]any) *graphql.Response {
		if operation == "MarkRead" && access.Of(ctx).PasswordDue {
			return api{"MarkRead": "!PASSWORD_NEEDED 6c"}.run(ctx, document, operation, variables)
		}
		if operation == "MarkRead" {
			decided++
		}
		if operation == "Unlock" && variables["input"].(map[string]any)["password"] != "đúng" {
			return api{"Unlock": wrongOne}.run(ctx, document, operation, variables)
		}
		return a.run(ctx, document, operation, variables)
	})
	question := []string{"Xác nhận bằng mật khẩu", "Trần Đốc", `action="/console/?after=x"`, `name="_password" type="password"`, `name="_form" value="MarkRead"`, `name="_next" value="/console/account"`, `name="input.ids.0" value="i1"`, `name="input.ids.1" value="i2"`, "Đổi người"}
	compare(t, serve(h, asked(http.MethodPost, "/console/?after=x", sent), due()), 403, "", question, []string{"_kept."})
	sent.Set("_password", "sai mà")
	compare(t, serve(h, asked(http.MethodPost, "/console/?after=x", sent), due()), 422, "", append(question, "Mật khẩu không đúng."), []string{"sai mà"})
	if decided > 0 {
		t.Error("it was decided without the password")
	}
	sent.Set("_password", "đúng")
	compare(t, serve(h, asked(http.MethodPost, "/console/?after=x", sent), due()), 303, "/console/account", nil, nil)
	if decided != 1 {
		t.Errorf("decided %d times", decided)
	}
}

// On a shared device each page names the person and lets somebody else sign in; on an own device it does not.
func TestASharedDeviceNamesThePerson(t *testing.T) {
	t.Parallel()
	account := `{"me":{"name":"An","account":null,"roles":[],"sessions":[{"id":"s1","address":"192.0.2.1","userAgent":"x","device":"OWN","seenAt":"2026-11-30T02:12:00Z","current":true}]}}`
	for device, shown := range map[string]bool{"SHARED": true, "OWN": false} {
		h := consoleOf(t, api{"Layout": `{"me":{"name":"Nguyễn An","unreadCount":0,"device":"` + device + `","areas":[]}}`, "Account": account})
		body := ask(h, http.MethodGet, "/console/account", nil, true).Body.String()
		if !strings.Contains(body, "Nguyễn An") || strings.Contains(body, "Đổi người") != shown || !strings.Contains(body, "<p>Máy của riêng tôi</p>") {
			t.Errorf("%s:\n%s", device, body)
		}
	}
}

// The page to sign in on offers a shared device, and an own one on a phone that says so. What was chosen stays.
func TestSigningInAsksForTheDevice(t *testing.T) {
	t.Parallel()
	const shared, own = `value="SHARED" checked`, `value="OWN" checked`
	h := consoleOf(t, api{"SignIn": `{"signIn":{"userErrors":[{"__typename":"RuleError","message":"Sai.","path":["input","password"]}]}}`})
	chosen := url.Values{"_form": {"SignIn"}, "input.login": {"an"}, "input.password": {"x"}, "input.client": {"BROWSER"}, "input.device": {"OWN"}}
	for name, c := range map[string]struct {
		method  string
		target  string
		form    url.Values
		headers []string
		has     string
		hasNot  string
	}{
		"a desktop":              {has: shared, hasNot: own},
		"a desktop that says so": {headers: []string{"Sec-CH-UA-Mobile", "?0"}, has: shared, hasNot: own},
		"a phone":                {headers: []string{"Sec-CH-UA-Mobile", "?1"}, has: own, hasNot: shared},
		"above a form":           {method: "POST", target: "/console/", form: url.Values{"_form": {"MarkRead"}}, has: shared, hasNot: own},
		"what was chosen":        {method: "POST", form: chosen, has: own, hasNot: shared},
	} {
		method, target := http.MethodGet, "/console/sign-in"
		if c.method != "" {
			method = c.method
		}
		if c.target != "" {
			target = c.target
		}
		if body := ask(h, method, target, c.form, false, c.headers...).Body.String(); !strings.Contains(body, c.has) || strings.Contains(body, c.hasNot) {
			t.Errorf("%s:\n%s", name, body)
		}
	}
}

// A form leads to pages of the console alone, whatever a browser makes of the address.
func TestOnlyOwnPathsAreFollowed(t *testing.T) {
	t.Parallel()
	for to, own := range map[string]bool{
		"/console/": true, "/console/account": true, "/console/?after=x%2Fy": true, "/console/a//b": true, "/console/a?next=//evil.example": true,
		"": false, "/": false, "/console": false, "/graphql": false, "/consolex/": false, "account": false,
		"//evil.example": false, "//evil.example/console/": false, "///evil.example/console/": false, "https://evil.example/console/": false, "https:/console/": false,
		"/\\evil.example/console/": false, "\\\\evil.example/console/": false, "/console/\\evil.example": false, "/console/%5Cevil.example": false, "/%5Cevil.example": false,
		"/%2Fevil.example": false, "/console/..//evil.example": false, "/console/../graphql": false, "/console/%2e%2e/graphql": false, "/console/%2e%2e%2f%2fevil.example": false,
		"/console/\tx": false, "/console/\r\nSet-Cookie: a=b": false, "/console/%0d%0aSet-Cookie: a=b": false, "/\t/evil.example": false, "javascript:alert(1)//console/": false, " /console/": false,
	} {
		if ownPath(to) != own {
			t.Errorf("%q is followed: %v", to, !own)
		}
	}
}

// A one-time link is taken out of the address before anything is shown, spends nothing by being opened, and its form needs no script.
func TestOneTimeLinks(t *testing.T) {
	t.Parallel()
	const link = "ttyt_r_bX2gwnVQ2RVjUyL1"
	stranger := access.Anonymous("192.0.2.1", "")
	w := serve(consoleOf(t, nil), asked(http.MethodGet, "/console/password/"+link, nil), stranger)
	compare(t, w, 303, "/console/password", nil, []string{link})
	if w.Header().Get("Referrer-Policy") != "no-referrer" || len(w.Result().Cookies()) != 1 {
		t.Fatalf("%v", w.Header())
	}
	cookie := w.Result().Cookies()[0]
	if !cookie.HttpOnly || cookie.Path != "/console/password" || cookie.SameSite != http.SameSiteLaxMode {
		t.Errorf("%+v", cookie)
	}
	if got := LogPath("/console/password/" + link); got != "/console/password/…" || LogPath("/console/password") != "/console/password" || LogPath("/console/") != "/console/" {
		t.Errorf("the log has %q", got)
	}
	form := url.Values{"_form": {"SetPassword"}, "input.token": {link}, "input.newPassword": {"mưa rào tháng sáu"}, "_repeatPassword": {"mưa rào tháng sáu"}}
	differs := url.Values{"_form": {"SetPassword"}, "input.token": {link}, "input.newPassword": {"mưa rào tháng sáu"}, "_repeatPassword": {"mưa rào"}}
	refused := func(path, message string) api {
		return api{"SetPassword": `{"resetPassword":{"userErrors":[{"__typename":"RuleError","message":"` + message + `","path":["input","` + path + `"]}]}}`}
	}
	for name, c := range map[string]struct {
		api      api
		form     url.Values
		cookie   bool
		status   int
		location string
		has      []string
		hasNot   []string
	}{
		"opened":             {cookie: true, status: 200, has: []string{`name="input.token" value="` + link + `"`, `name="input.newPassword" type="password"`}},
		"without a link":     {status: 200, has: []string{"đề nghị Bộ phận Công nghệ thông tin gửi liên kết mới"}, hasNot: []string{"<input"}},
		"set":                {api: api{"SetPassword": `{"resetPassword":{"userErrors":[]}}`}, form: form, cookie: true, status: 303, location: "/console/sign-in"},
		"repeated otherwise": {api: api{"SetPassword": "!INTERNAL"}, form: differs, cookie: true, status: 422, has: []string{"Hai lần nhập mật khẩu không giống nhau", `value="` + link + `"`}, hasNot: []string{"mưa rào"}},
		"a weak password":    {api: refused("newPassword", "Dễ đoán."), form: form, cookie: true, status: 422, has: []string{"Dễ đoán.", `value="` + link + `"`}, hasNot: []string{"mưa rào"}},
		"used or expired":    {api: refused("token", "Liên kết đã dùng."), form: form, cookie: true, status: 422, has: []string{"Liên kết đã dùng.", "đề nghị Bộ phận Công nghệ thông tin gửi liên kết mới"}, hasNot: []string{"<input", link}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			method := http.MethodGet
			if c.form != nil {
				method = http.MethodPost
			}
			r := asked(method, "/console/password", c.form)
			if c.cookie {
				r.AddCookie(cookie)
			}
			w := serve(consoleOf(t, c.api), r, stranger)
			compare(t, w, c.status, c.location, c.has, c.hasNot)
			if dropped := len(w.Result().Cookies()) == 1; dropped != (c.status == 303) {
				t.Errorf("the link is dropped: %v", dropped)
			}
		})
	}
}
