package web

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

var schema = sync.OnceValue(func() *ast.Schema {
	files, err := filepath.Glob("../../../schema/*.graphqls")
	if err != nil {
		panic(err)
	}
	var sources []*ast.Source
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			panic(err)
		}
		sources = append(sources, &ast.Source{Name: f, Input: string(text)})
	}
	return gqlparser.MustLoadSchema(sources...)
})

func anything(*ast.QueryDocument) error { return nil }

func anyDocument(*ast.Schema, *ast.QueryDocument) error { return nil }

func TestThePagesOfTheProgramAreSound(t *testing.T) {
	t.Parallel()
	read, err := pagesRead()
	if err == nil {
		err = read.Check()
	}
	if err != nil {
		t.Error(err)
	}
}

// sound is a face with one page that nothing is wrong with.
var sound = map[string]string{
	"parts/labels.texts":  "Role.STAFF | Nhân viên | Staff",
	"console/layout.html": `<html lang="{{lang}}"><title>{{template "title" .}}</title>{{template "main" .}}`,
	"console/post.graphql": `query Post($id: ID!) {
  node(id: $id) {
    id
    ... on NewsArticle { news: title postedAt }
    ... on TenderNotice { title }
  }
  me { name account { login } }
}
mutation Alias($input: UpdateAliasInput!) { updateAlias(input: $input) { userErrors { message path } } }
`,
	"console/post.texts": "title | Bài viết | Post\nhello | Chào %[1]s | Hello %[1]s\n",
	"console/post.html": `{{define "title"}}{{t "title"}}{{end}}
{{with .me}}<p>{{t "hello" .name}}</p>{{end}}
{{with .node}}{{if is . "NewsArticle"}}<h1>{{.news}}</h1>{{else if is . "TenderNotice"}}<h1>{{.title}}</h1>{{end}}{{end}}
<input name="input.alias" value="{{value .page.form "input.alias" ""}}">
`,
}

func faceOf(changed map[string]string) error {
	_, err := loaded(changed)
	return err
}

func loaded(changed map[string]string) (*face, error) {
	files := maps.Clone(sound)
	maps.Copy(files, changed)
	fsys := fstest.MapFS{"assets/a.css": {Data: []byte("a{}")}, "assets/tokens.css": {}, "assets/parts.css": {}, "assets/icons.svg": {Data: []byte(`<symbol id="check">`)}}
	for name, text := range files {
		if text != "" {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	a, err := readAssets(fs.FS(fsys))
	if err != nil {
		return nil, err
	}
	f, err := load(fsys, "console", schema(), anything, a)
	_, wrong := f.check()
	return f, errors.Join(err, wrong)
}

func TestASoundFaceIsTaken(t *testing.T) {
	t.Parallel()
	if err := faceOf(nil); err != nil {
		t.Error(err)
	}
}

func TestWhatIsWrongWithAPageIsFoundBeforeItIsDrawn(t *testing.T) {
	t.Parallel()
	head := `{{define "title"}}{{t "title"}}{{end}}{{with .me}}{{t "hello" .name}}{{end}}{{value .page.form "input.alias" ""}}` + "\n"
	for name, c := range map[string]struct{ file, text, want string }{
		"a misspelt field":               {"console/post.html", head + `{{with .me}}{{.nam}}{{end}}`, `console/post.html:2:14: Me has no field "nam"`},
		"a field that is not selected":   {"console/post.html", head + `{{with .me}}{{.unreadCount}}{{end}}`, "console/post.html:2:14: Me.unreadCount is not selected"},
		"a field of another branch":      {"console/post.html", head + `{{with .node}}{{if is . "TenderNotice"}}{{.news}}{{end}}{{end}}`, `post.html:2:42: "news" is selected for NewsArticle alone`},
		"a branch without its test":      {"console/post.html", head + `{{with .node}}{{.title}}{{end}}`, `"title" is selected for TenderNotice alone: read it inside {{if is … "TenderNotice"}}`},
		"a type of no such name":         {"console/post.html", head + `{{with .node}}{{if is . "Pots"}}{{end}}{{end}}`, `no Node is a "Pots"`},
		"a type that it cannot have":     {"console/post.html", head + `{{with .node}}{{if is . "NewsPost"}}{{end}}{{end}}`, `no Node is a "NewsPost"`},
		"a text that is not there":       {"console/post.html", head + `{{t "titel"}}`, `console/post.html:2:2: t: no file of texts has the key "titel"`},
		"a text with too few values":     {"console/post.html", head + `{{t "hello"}}`, `"hello" shows 1 values and gets 0`},
		"a text in one language":         {"console/post.texts", "title | Bài viết\nhello | Chào %[1]s | Hello %[1]s", "console/post.texts:1: a line is key | Vietnamese | English"},
		"a key used twice":               {"console/post.texts", sound["console/post.texts"] + "title | Bài | Post", `console/post.texts:3: the key "title" stands at console/post.texts:1 too`},
		"other values in the languages":  {"console/post.texts", "title | Bài viết | Post\nhello | Chào %[1]s | Hello", "console/post.texts:2: \"hello\": the languages show different values"},
		"a text that nobody uses":        {"console/post.texts", sound["console/post.texts"] + "more | Thêm | More", `console/post.texts:3: no template uses the text "more"`},
		"what may be null":               {"console/post.html", head + `{{.me.name}}`, `"name" is read of a Me that may be null`},
		"what may be null, printed":      {"console/post.html", head + `{{with .node}}{{if is . "NewsArticle"}}{{.postedAt}}{{end}}{{end}}`, "that may be null: test it with if or with first"},
		"a raw time":                     {"console/post.html", head + `{{with .node}}{{if is . "NewsArticle"}}{{if .postedAt}}{{.postedAt}}{{end}}{{end}}{{end}}`, "a DateTime is shown by one of date"},
		"an object":                      {"console/post.html", head + `{{with .me}}{{.}}{{end}}`, "a Me cannot be shown as it is"},
		"words in the template":          {"console/post.html", head + `<p>Chào</p>`, `the text "Chào" belongs into a file of texts`},
		"a part that is not there":       {"console/post.html", head + `{{template "pager" .}}`, `no template is called "pager"`},
		"a function that is not there":   {"console/post.html", head + `{{printf "%s" "a"}}`, "printf"},
		"an index":                       {"console/post.html", head + `{{index .me "name"}}`, "index"},
		"a field of no input":            {"console/post.html", head + `{{value .page.form "input.alais" ""}}`, `UpdateAliasInput has no input field "alais"`},
		"an asset that is not there":     {"console/post.html", head + `{{asset "b.css"}}`, `assets has no file "b.css"`},
		"a broken template":              {"console/post.html", head + `{{if .me}}`, "console/post.html:2: unexpected EOF"},
		"a broken document":              {"console/post.graphql", "query Post { me { name ", "console/post.graphql:1"},
		"a document against the schema":  {"console/post.graphql", "query Post {\n me { nam } }", "console/post.graphql:2: Cannot query field"},
		"a mutation without user errors": {"console/post.graphql", `mutation Alias($input: UpdateAliasInput!) { updateAlias(input: $input) { account { alias } } }`, "Alias selects userErrors { path message }"},
		"two queries":                    {"console/post.graphql", sound["console/post.graphql"] + "query More { me { name } }", "a page asks one query"},
		"texts without a page":           {"console/news.texts", "a | b | c", `console/news.texts: no page has the name "news"`},
		"a file that no page has":        {"console/post.hmtl", "x", "console/post.hmtl: a page has no such file"},
		"a label that is missing":        {"console/post.graphql", strings.Replace(sound["console/post.graphql"], "me { name", "me { roles { role } name", 1), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			changed := map[string]string{c.file: c.text}
			if c.want == "" {
				changed["console/post.html"] = head + `{{with .me}}{{range .roles}}{{label .role}}{{end}}{{end}}`
				c.want = "parts/labels.texts has no label Role.MANAGER"
			}
			if err := faceOf(changed); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, wanted %s", err, c.want)
			}
		})
	}
}

func TestFunctionsOfTheSiteAreChecked(t *testing.T) {
	t.Parallel()
	head := `{{define "title"}}{{t "title"}}{{end}}{{with .me}}{{t "hello" .name}}{{end}}{{value .page.form "input.alias" ""}}` + "\n"
	for text, want := range map[string]string{
		`{{with .me}}{{structured (args "name" .name "of" (args "a" "b"))}}{{end}}`:                 "",
		`{{with .node}}{{if is . "NewsArticle"}}{{structured (args "at" .postedAt)}}{{end}}{{end}}`: "structured: at: a DateTime is shown that may be null",
		`{{structured "x"}}`: "it takes what args puts together",
		`{{with find .page.accounts "login" "an"}}{{.what}}{{end}}`: "",
		`{{find .page.accounts "login" "an"}}`:                      "a account cannot be shown as it is",
		`{{with find .page.accounts "logn" "an"}}{{end}}`:           `account has no "logn"`,
		`{{with find .page.path "login" "an"}}{{end}}`:              "it takes a list",
		`{{with .me}}{{with .account}}{{link .}}{{end}}{{end}}`:     "it takes String",
	} {
		err := faceOf(map[string]string{"console/post.html": head + text})
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, wanted %q", text, err, want)
		}
	}
}

func TestListsWithPagesAskForThem(t *testing.T) {
	t.Parallel()
	f := over(nil)
	wrong := f.site.routed(append(slices.Clone(site), route{path: "/a", page: "home", size: 20}, route{path: "/b", page: "contact", size: 20}, route{path: "/c", page: "gone"}))
	for _, want := range []string{"/a: the query of site/home takes no $first", "/b: the query of site/contact takes no $first", "/c leads to site/gone.html"} {
		if wrong == nil || !strings.Contains(wrong.Error(), want) {
			t.Errorf("%v, wanted %s", wrong, want)
		}
	}
}
