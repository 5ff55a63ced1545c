package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/test/kit"
)

// enter signs somebody in as the page of the demonstration does, and returns the cookies.
func enter(t *testing.T, h http.Handler, login string) string {
	t.Helper()
	w := send(h, "/console/sign-in", url.Values{"_form": {"SignIn"}, "input.client": {"BROWSER"}, "input.device": {"OWN"}, "input.login": {login}, "input.password": {"Vân Sơn xanh 2026"}}, "User-Agent", "Firefox")
	var cookies []string
	for _, c := range w.Result().Cookies() {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	if w.Code != http.StatusSeeOther || len(cookies) == 0 {
		t.Fatalf("%s cannot sign in: %d\n%s", login, w.Code, w.Body)
	}
	return strings.Join(cookies, "; ")
}

// A link of the console leads to each file; no page of another site does, nor embeds one.
func TestFilesOfTheConsole(t *testing.T) {
	t.Parallel()
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			h := demoSite(t, s).Handler()
			editor, nurse := enter(t, h, "bientap"), enter(t, h, "nhanvien")
			const counts, assets = "/console/files/read-counts.csv", "/console/files/assets.csv"
			for _, c := range []struct {
				name, target, cookie string
				headers              []string
				status               int
				to                   string
			}{
				{"a link of the console", counts, editor, []string{"Sec-Fetch-Site", "same-origin", "Sec-Fetch-Dest", "document"}, 200, ""},
				{"what is asked for", counts + "?groupBy=POST&from=2026-01-01", editor, nil, 200, ""},
				{"typed into the browser", counts, editor, []string{"Sec-Fetch-Site", "none", "Sec-Fetch-Dest", "document"}, 200, ""},
				{"an old browser", counts, editor, nil, 200, ""},
				{"the register", assets, editor, nil, 200, ""},
				{"the register as a workbook", "/console/files/assets.xlsx", editor, nil, 200, ""},
				{"somebody who may not know", counts, nurse, nil, 403, ""},
				{"a parameter of no such name", counts + "?group=POST", editor, nil, 400, ""},
				{"nobody", counts + "?groupBy=POST", "", nil, 303, "/console/sign-in?next=%2Fconsole%2Ffiles%2Fread-counts.csv%3FgroupBy%3DPOST"},
				{"a link of another site", counts, editor, []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "document"}, 403, ""},
				{"a page of the same domain", counts, editor, []string{"Sec-Fetch-Site", "same-site", "Sec-Fetch-Dest", "empty"}, 403, ""},
				{"a picture of another site", counts, editor, []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "image"}, 403, ""},
				{"a script of another site", counts, editor, []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "script"}, 403, ""},
				{"a picture of this site", counts, editor, []string{"Sec-Fetch-Site", "same-origin", "Sec-Fetch-Dest", "image"}, 403, ""},
				{"a frame of this site", counts, editor, []string{"Sec-Fetch-Site", "same-origin", "Sec-Fetch-Dest", "iframe"}, 403, ""},
				{"no such file", "/console/files/staff.csv", editor, nil, 404, ""},
				{"at the API without its header", "/read-counts.csv", editor, nil, 401, ""},
			} {
				w := open(h, http.MethodGet, c.target, append([]string{"Cookie", c.cookie}, c.headers...)...)
				head := w.Header()
				file := strings.HasPrefix(head.Get("Content-Disposition"), `attachment; filename="`)
				if w.Code != c.status || head.Get("Location") != c.to || file != (c.status == 200) {
					t.Errorf("%s: %d to %q, %v\n%.300s", c.name, w.Code, head.Get("Location"), head, w.Body)
				}
				for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "same-origin"} {
					if head.Get(name) != want {
						t.Errorf("%s: %s is %q", c.name, name, head.Get(name))
					}
				}
				if policy := head.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'") {
					t.Errorf("%s: %s", c.name, policy)
				}
				if page := strings.HasPrefix(head.Get("Content-Type"), "text/html"); page != (c.status >= 300 && strings.HasPrefix(c.target, "/console/")) {
					t.Errorf("%s: answers %s", c.name, head.Get("Content-Type"))
				}
			}
			if w := send(h, counts, url.Values{}, "Cookie", editor); w.Code != http.StatusMethodNotAllowed {
				t.Errorf("POST: %d", w.Code)
			}
		})
	}
}
