package explorer_test

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/wire/explorer"
)

func get(h http.Handler, path string, actor *access.Actor) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r.WithContext(access.With(r.Context(), actor)))
	return w
}

// The oldest browser is Chrome 109, the last one for Windows 7.
func TestTheStyleSheetIsForOldBrowsers(t *testing.T) {
	t.Parallel()
	css, err := os.ReadFile("page/style.css")
	if err != nil {
		t.Fatal(err)
	}
	newer := regexp.MustCompile(`light-dark\(|color-mix\(|subgrid|view-transition|popover|text-wrap|field-sizing|@(?:scope|starting-style)|[<>]=|&|\{[^{}@]*:[^{}]*\{`)
	for i, line := range strings.Split(string(css), "\n") {
		if found := newer.FindString(line); found != "" {
			t.Errorf("page/style.css:%d: %s", i+1, found)
		}
	}
	for _, wrong := range []string{"a { color: light-dark(#000, #fff); }", "a { color: red; b { color: blue; } }", "a { &:hover { color: red; } }", "@media (width >= 3px) { a { color: red; } }"} {
		if !newer.MatchString(wrong) {
			t.Errorf("nothing is found in %s", wrong)
		}
	}
}

func TestPageServesItself(t *testing.T) {
	t.Parallel()
	h := explorer.Handler(false, nil)
	for path, media := range map[string]string{"": "text/html", "app.js": "text/javascript", "language.js": "text/javascript", "style.css": "text/css", "setup.json": "application/json"} {
		w := get(h, explorer.Path+"/"+path, access.Anonymous("", ""))
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), media) || !strings.Contains(w.Header().Get("Content-Security-Policy"), "default-src 'none'; script-src 'self'") {
			t.Errorf("%q: %d %v", path, w.Code, w.Header())
		}
	}
	if w := get(h, explorer.Path+"/explorer.go", access.Anonymous("", "")); w.Code != http.StatusNotFound {
		t.Errorf("a file that is no part of the page: %d", w.Code)
	}
}

// The page names no other host and runs nothing inline, so it works in a closed network under its own policy.
func TestPageNeedsNoNetwork(t *testing.T) {
	t.Parallel()
	foreign := regexp.MustCompile(`(?i)https?://|[("'\s=]//\w|<script>|\son\w+=|style="`)
	err := filepath.WalkDir("page", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		text := strings.ReplaceAll(string(content), "http://www.w3.org/2000/svg", "")
		if m := foreign.FindString(regexp.MustCompile(`(?m)(^|\s)// .*$`).ReplaceAllString(text, "")); m != "" {
			t.Errorf("%s holds %q", path, m)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

type sample struct {
	Role      map[string]string
	VI, EN    string
	Query     []string
	Variables map[string]any
	Fill      struct{ Query string }
}

func samples(t *testing.T, w *httptest.ResponseRecorder) (list []sample) {
	t.Helper()
	if err := json.Unmarshal(w.Body.Bytes(), &struct{ Samples *[]sample }{&list}); err != nil {
		t.Fatal(err)
	}
	return list
}

// Strangers learn nothing of the schema from the page, outside the demonstration.
func TestSamplesAreForThoseWhoSeeTheSchema(t *testing.T) {
	t.Parallel()
	stranger, person := access.Anonymous("", ""), &access.Actor{StaffID: db.NewID()}
	for _, c := range []struct {
		demo  bool
		actor *access.Actor
		some  bool
	}{{false, stranger, false}, {false, person, true}, {true, stranger, true}} {
		if got := samples(t, get(explorer.Handler(c.demo, nil), explorer.Path+"/setup.json", c.actor)); (len(got) > 0) != c.some {
			t.Errorf("demo %v, signed in %v: %d samples", c.demo, c.actor.SignedIn(), len(got))
		}
	}
}

// Each sample is valid by the schema, in both languages, with the variables it declares.
func TestSamplesAreValid(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../../schema/*.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	var sources []*ast.Source
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, &ast.Source{Name: file, Input: string(content)})
	}
	schema := gqlparser.MustLoadSchema(sources...)
	for _, s := range samples(t, get(explorer.Handler(true, nil), explorer.Path+"/setup.json", access.Anonymous("", ""))) {
		document, errs := gqlparser.LoadQueryWithRules(schema, strings.Join(s.Query, "\n"), rules.NewDefaultRules())
		if errs != nil {
			t.Errorf("%s: %v", s.EN, errs)
			continue
		}
		if s.Fill.Query != "" {
			if _, errs := gqlparser.LoadQueryWithRules(schema, s.Fill.Query, rules.NewDefaultRules()); errs != nil {
				t.Errorf("%s, fill: %v", s.EN, errs)
			}
		}
		if s.VI == "" || s.EN == "" || s.Role["vi"] == "" || s.Role["en"] == "" {
			t.Errorf("%+v: say it in both languages", s)
		}
		for _, v := range document.Operations[0].VariableDefinitions {
			if _, ok := s.Variables[v.Variable]; !ok && v.Type.NonNull {
				t.Errorf("%s: $%s has no value", s.EN, v.Variable)
			}
		}
	}
}

// Every mutation of a stranger on the pages is registered as it stands.
func TestDocumentsAreThoseOfThePages(t *testing.T) {
	t.Parallel()
	var sent []string
	content, err := os.ReadFile("page/app.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`"(mutation \w+\(.*?)"`).FindAllStringSubmatch(string(content), -1) {
		sent = append(sent, m[1])
	}
	if !slices.Equal(sent, explorer.Documents()) {
		t.Errorf("the pages send %q", sent)
	}
}
