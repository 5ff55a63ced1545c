package app_test

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/test/kit"
)

// exported is a folder with all files that a theme can change.
func exported(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "xanh")
	var out bytes.Buffer
	if err := (&app.ThemeExport{}).Run(folder, &out); err != nil {
		t.Fatal(err, &out)
	}
	return folder
}

// change replaces words in a file of a theme.
func change(t *testing.T, folder, name, old, with string) {
	t.Helper()
	file := filepath.Join(folder, name)
	text, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(text), old) {
		t.Fatalf("%s has no %q: %v", file, old, err)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(text), old, with, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// over opens the program over the store of another, with a theme.
func over(t *testing.T, a *app.App, theme string) (http.Handler, error) {
	t.Helper()
	b, err := app.New(a.DB, config.Config{Data: t.TempDir(), AuditKey: keyA, PublicURL: &url.URL{Scheme: "https", Host: "ttyt.example"}, Demo: true, DemoPassword: "Vân Sơn xanh 2026", Theme: theme}, app.Options{})
	if err != nil {
		return nil, err
	}
	return b.Handler(), nil
}

var sheetAddress = regexp.MustCompile(`<link rel="stylesheet" href="([^"]+)">`)

// A centre gives its website another look by a folder: other templates, a field more, other words, other colours. The
// console stays what it is, and a theme that is written out and left alone changes nothing at all.
func TestACentreWithATheme(t *testing.T) {
	t.Parallel()
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			a := demoSite(t, s)
			plain, err := over(t, a, "")
			if err != nil {
				t.Fatal(err)
			}
			same, err := over(t, a, exported(t))
			if err != nil {
				t.Fatal(err)
			}
			for _, path := range []string{"/", "/tin-tuc", "/bai-viet/" + ratedSlug, "/tuyen-dung", "/moi-thau", "/can-bo", "/khoa-phong", "/khoa-phong/khoa-nhi", "/chuyen-muc/tiem-chung", "/tim-kiem?q=a", "/lien-he", "/bao-sai-sot", "/bao-sai-sot/" + ratedSlug} {
				for _, prefix := range []string{"", "/en"} {
					got, want := open(same, http.MethodGet, prefix+path), open(plain, http.MethodGet, prefix+path)
					if got.Body.String() != want.Body.String() || got.Code != want.Code || got.Body.Len() < 1000 {
						t.Errorf("%s%s differs: %d and %d, %d and %d bytes", prefix, path, got.Code, want.Code, got.Body.Len(), want.Body.Len())
					}
				}
			}
			themed(t, a, plain)
		})
	}
}

func themed(t *testing.T, a *app.App, plain http.Handler) {
	t.Helper()
	folder := exported(t)
	change(t, folder, "site/contact.graphql", "    name\n", "    name\n    kind\n")
	change(t, folder, "site/contact.html", "<h3>", `<h3><span lang="{{lang}}">{{t "contact.kind" (label $unit.kind)}}</span> `)
	change(t, folder, "site/contact.texts", "contact.all", "contact.kind | Loại: %[1]s, | Kind: %[1]s,\ncontact.all")
	change(t, folder, "assets/tokens.css", "#0B6E67", "#0A5C2E")
	h, err := over(t, a, folder)
	if err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string]string{"/lien-he": "Loại: ", "/en/lien-he": "Kind: "} {
		w := open(h, http.MethodGet, path)
		sheet := sheetAddress.FindStringSubmatch(w.Body.String())
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), text) || sheet == nil {
			t.Fatalf("%s: %d without %q\n%s", path, w.Code, text, w.Body)
		}
		if css := open(h, http.MethodGet, sheet[1]); css.Code != http.StatusOK || !strings.Contains(css.Body.String(), "#0A5C2E") || !strings.Contains(css.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %v", sheet[1], css.Code, css.Header())
		}
		if old := sheetAddress.FindStringSubmatch(open(plain, http.MethodGet, path).Body.String()); old == nil || old[1] == sheet[1] {
			t.Errorf("the style sheet of the theme has the address of the program's, %v", old)
		}
	}
	if got, want := open(h, http.MethodGet, "/console/sign-in"), open(plain, http.MethodGet, "/console/sign-in"); got.Body.String() != want.Body.String() || got.Code != http.StatusOK {
		t.Errorf("the theme changes the page to sign in on: %d\n%s", got.Code, got.Body)
	}

	change(t, folder, "site/contact.graphql", "    kind\n", "    kind\n    posts(first: 100) { nodes { title categories { name slug } } }\n")
	_, err = over(t, a, folder)
	if want := "theme: " + folder + "/site/contact.graphql:1: QUERY_TOO_COMPLEX"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("a document over the budget of a reader: %v", err)
	}
}
