package web

import (
	"errors"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// folderOf writes a folder of files.
func folderOf(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "xanh")
	for name, text := range files {
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// under reads the pages with a theme.
func under(folder string) (*Faces, error) {
	theme, err := ReadTheme(folder)
	if err != nil {
		return nil, err
	}
	read, err := Read(Rules{Schema: schema(), Limit: anything, PublicLimit: anyDocument, Theme: theme})
	if err != nil {
		return nil, err
	}
	return New(read, everybody), nil
}

func replaced(t *testing.T, file, old, with string) string {
	t.Helper()
	text := textOf(t, file)
	if !strings.Contains(text, old) {
		t.Fatalf("%s has no %q", file, old)
	}
	return strings.Replace(text, old, with, 1)
}

// somePages answers for what the pages of these tests ask.
var somePages = api{"Site": frame, "PostsOfType": oneCard, "SitePost": article, "SiteSearch": oneCard, "Layout": somebody, "Home": `{"me":{"name":"An","unreadCount":1,"inbox":{"nodes":[],"pageInfo":{"hasNextPage":false,"endCursor":null}}}}`}

func TestAThemeTakesThePlaceOfWhatTheWebsiteReads(t *testing.T) {
	t.Parallel()
	a := maps.Clone(somePages)
	a["PostsOfType"] = strings.Replace(oneCard, `"title"`, `"slug":"mot-slug","title"`, 1)
	f, err := under(folderOf(t, map[string]string{
		"site/list.html":      "\uFEFF" + replaced(t, "site/list.html", "<h1", `<p class="xanh">{{t "list.greeting"}}</p><h1`), // as editors on Windows may save it
		"site/list.texts":     textOf(t, "site/list.texts") + "\r\nlist.greeting | Kính chào <ông/bà> | Welcome\r\n",
		"parts/posts.html":    replaced(t, "parts/posts.html", `{{template "card"`, `<li id="{{.slug}}"></li>{{template "card"`),
		"parts/posts.graphql": replaced(t, "parts/posts.graphql", "  title\n", "  title\n  slug\n"),
		"parts/form.texts":    replaced(t, "parts/form.texts", "Tên đăng nhập", "Tên khác"),
		"assets/site.css":     textOf(t, "assets/site.css") + ".xanh { color: #0a5; background: url(\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\"); }\n",
		"assets/tokens.css":   replaced(t, "assets/tokens.css", "#0B6E67", "#0A5C2E"),
	}))
	if err != nil {
		t.Fatal(err)
	}
	f.Over(a.run)
	w := askSite(f.Site(stranger, stranger), http.MethodGet, "/tin-tuc")
	for _, text := range []string{`<p class="xanh">Kính chào &lt;ông/bà&gt;</p><h1>Tin tức</h1>`, `<li id="mot-slug">`} {
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), text) {
			t.Errorf("%d: %q is missing in\n%s", w.Code, text, w.Body)
		}
	}
	if w := askSite(f.Site(stranger, stranger), http.MethodGet, "/en/tin-tuc"); !strings.Contains(w.Body.String(), `<p class="xanh">Welcome</p>`) {
		t.Errorf("%d\n%s", w.Code, w.Body)
	}
	if !slices.ContainsFunc(f.Documents(), func(body string) bool { return strings.Contains(body, "PostsOfType") && strings.Contains(body, "slug") }) {
		t.Error("the document of the theme is not among those that strangers may send")
	}

	plain := over(a.run)
	sheet, before := f.assets.address(siteSheet), plain.assets.address(siteSheet)
	served := askSite(f.Assets(), http.MethodGet, sheet)
	if sheet == before || !strings.Contains(w.Body.String(), sheet) || !strings.Contains(served.Body.String(), ".xanh {") || !strings.Contains(served.Body.String(), "#0A5C2E") || !strings.Contains(served.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("the style sheet of the theme is at %s, the program's at %s: %v\n%s", sheet, before, served.Header(), w.Body)
	}
	if old := askSite(f.Assets(), http.MethodGet, before); old.Code != http.StatusOK || old.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("a page of another replica finds no style sheet: %d %v", old.Code, old.Header())
	}
	for _, path := range []string{"/console/", "/console/sign-in", "/console/nothing", plain.assets.address("console.css")} {
		got, want := ask(f.Console(), http.MethodGet, path, nil, true), ask(plain.Console(), http.MethodGet, path, nil, true)
		if strings.HasPrefix(path, AssetsPath) {
			got, want = askSite(f.Assets(), http.MethodGet, path), askSite(plain.Assets(), http.MethodGet, path)
		}
		if got.Body.String() != want.Body.String() || got.Body.Len() == 0 || got.Header().Get("Cache-Control") != want.Header().Get("Cache-Control") {
			t.Errorf("the theme changes %s:\n%s", path, got.Body)
		}
	}
}

// The colours that a centre has set come after the theme's, and the theme's pages have the pictures that the program's have.
func TestAThemeKeepsTheColoursAndPicturesOfTheCentre(t *testing.T) {
	t.Parallel()
	f, err := under(folderOf(t, map[string]string{
		"site/post.html":    replaced(t, "site/post.html", "<h1", `<p class="xanh"></p><h1`),
		"site/card.graphql": replaced(t, "site/card.graphql", "title", "title: summary"),
		"assets/tokens.css": replaced(t, "assets/tokens.css", "#0B6E67", "#0A5C2E"),
	}))
	if err != nil {
		t.Fatal(err)
	}
	f.Over(api{"Site": frame, "SitePost": article, "SiteCard": cardOfArticle}.run)
	h := f.Site(stranger, stranger)
	w := askSite(h, http.MethodGet, "/bai-viet/mot")
	at := []int{strings.Index(w.Body.String(), f.assets.address(siteSheet)), strings.Index(w.Body.String(), coloursAddress("#00695c", "")), strings.Index(w.Body.String(), `<p class="xanh">`)}
	if at[0] < 0 || !slices.IsSorted(at) {
		t.Errorf("the sheets and the page stand at %v\n%s", at, w.Body)
	}
	for _, picture := range []*regexp.Regexp{ogImage, iconLink} {
		address := named(t, h, "/bai-viet/mot", picture)
		if w := askSite(h, http.MethodGet, address); w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/png" {
			t.Errorf("%s: %d %v\n%s", address, w.Code, w.Header(), w.Body)
		}
	}
}

// docs/themes.md tells authors every function that templates have beside those of the language itself.
func TestTheFunctionsOfTemplatesAreTold(t *testing.T) {
	t.Parallel()
	told, err := os.ReadFile("../../../docs/themes.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(told), "| function |")
	for name, f := range functions {
		if f.make != nil && !regexp.MustCompile("`"+name+"[ `]").MatchString(table) {
			t.Errorf("docs/themes.md does not tell of %s", name)
		}
	}
}

// A text of the program that a theme has no use for is no fault of the theme, nor is one of the console's.
func TestAThemeNeedNotUseTheTextsOfTheProgram(t *testing.T) {
	t.Parallel()
	for name, files := range map[string]map[string]string{
		"of a page":           {"site/search.html": `{{define "title"}}{{t "search.title"}}{{end}}{{define "head"}}{{end}}<h1>{{t "search.title"}}</h1>`},
		"of parts":            {"parts/posted.html": "<p></p>"},
		"of the console":      {"parts/form.texts": textOf(t, "parts/form.texts"), "parts/common.texts": textOf(t, "parts/common.texts")},
		"of parts it rewrote": {"parts/posted.html": "<p></p>", "parts/posted.texts": textOf(t, "parts/posted.texts")},
	} {
		if _, err := under(folderOf(t, files)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatIsNoThemeIsRefused(t *testing.T) {
	t.Parallel()
	title := `{{define "title"}}{{t "site.contact"}}{{end}}{{define "head"}}{{end}}` + "\n"
	contact := textOf(t, "site/contact.graphql")
	for name, c := range map[string]struct{ file, text, want string }{
		"a broken template":                 {"site/contact.html", title + `{{if .x}}`, "DIR/site/contact.html:2: unexpected EOF"},
		"a misspelt field":                  {"site/contact.html", title + `{{.departmnets}}`, `DIR/site/contact.html:2:2: the page has no "departmnets"`},
		"a field that is not selected":      {"site/contact.html", title + `{{range .departments}}{{.kind}}{{end}}`, "DIR/site/contact.html:2:"},
		"a value that cannot be escaped":    {"site/contact.html", title + `<a href="{{if .page.path}}x">{{else}}">{{end}}` + "\n<a href=\"/{{if .page.path}}?a={{end}}{{.page.path}}\">", "DIR/site/contact.html:3:"},
		"a style of its own":                {"site/contact.html", title + "<p\n style=\"color: red\"></p>", `DIR/site/contact.html:3: the policy of all pages has browsers run no "style="`},
		"a script of its own":               {"site/contact.html", title + "<script>alert(1)</script>", `DIR/site/contact.html:2: the policy of all pages has browsers run no "<script>"`},
		"a script of another site":          {"site/contact.html", title + `<script src="https://so.example/a.js"></script>`, "DIR/site/contact.html:2: the policy"},
		"what a click runs":                 {"site/contact.html", title + `<p onclick="x()"></p>`, `run no "onclick="`},
		"a sheet that a page loads":         {"site/contact.html", title + "<link rel=\"stylesheet\"\n href=\"https://chu.example/a.css\">", "DIR/site/contact.html:2: the policy"},
		"a form for another site":           {"site/contact.html", title + `<button formaction="//so.example/a"></button>`, "DIR/site/contact.html:2: the policy"},
		"a frame":                           {"site/contact.html", title + `<iframe src="/"></iframe>`, `run no "<iframe"`},
		"a picture of another site":         {"site/contact.html", title + `<img src="https://anh.example/a.png">`, "DIR/site/contact.html:2: the policy"},
		"words in a template":               {"site/contact.html", title + `<h1>Liên hệ</h1>`, `DIR/site/contact.html:2:4: the text "Liên hệ" belongs into a file of texts`},
		"a text that is not there":          {"site/contact.html", title + `{{t "xanh"}}`, `DIR/site/contact.html:2:2: t: no file of texts has the key "xanh"`},
		"a document against the schema":     {"site/contact.graphql", "query SiteContact {\n  departments { naem }\n}", "DIR/site/contact.graphql:2: Cannot query field"},
		"a broken document":                 {"site/contact.graphql", "query SiteContact {", "DIR/site/contact.graphql:1: "},
		"a field for accounts alone":        {"site/contact.graphql", "fragment A on Query { assets(first: 1) { totalCount } }\nquery SiteContact { ...A }", "DIR/site/contact.graphql:2: SiteContact: Query.assets needs an account"},
		"a form for accounts alone":         {"site/contact.graphql", contact + "mutation X($input: MarkInboxReadInput!) { markInboxRead(input: $input) { userErrors { message path } } }", "X: Mutation.markInboxRead needs an account"},
		"a variable that nothing fills":     {"site/contact.graphql", "query SiteContact($id: ID!) { node(id: $id) { id } }", "DIR/site/contact.graphql:1: SiteContact: no address of /lien-he has the variable $id"},
		"a layout with a variable":          {"site/layout.graphql", "query Site($id: ID!) { node(id: $id) { id } }", "DIR/site/layout.graphql:1: Site: no address of / has the variable $id"},
		"a list without its total":          {"site/list.graphql", "query PostsOfType($type: PostType!, $first: Int!, $offset: Int!) { list: posts(filter: {type: [$type]}, first: $first, offset: $offset) { nodes { ...Card } } }", "DIR/site/list.graphql:1: routes.go: /tin-tuc has numbered pages, which need list { totalCount }"},
		"a list without pages":              {"site/list.graphql", "query PostsOfType($type: PostType!) { list: posts(filter: {type: [$type]}, first: 20) { nodes { ...Card } totalCount } }", "DIR/site/list.graphql:1: routes.go: /tin-tuc: the query of site/list takes no $first"},
		"a form without its answer":         {"site/report.graphql", replaced(t, "site/report.graphql", "    number\n", ""), "ReportMistakePayload.number is not selected by the document"},
		"a form that is gone":               {"site/report.graphql", strings.Split(textOf(t, "site/report.graphql"), "mutation")[0], "site/report.graphql and its mutation ReportMistake"},
		"a post that does not move":         {"site/post.graphql", replaced(t, "site/post.graphql", "redirect", ""), "the engine needs route { ... on Route { path redirect } }"},
		"a layout without initials":         {"site/layout.graphql", replaced(t, "site/layout.graphql", "    code\n", ""), "DIR/site/layout.graphql:1: Site: the pictures of a page need site.name, site.primaryColour, centre.name, centre.code: Department.code is not selected"},
		"a layout without the colour":       {"site/layout.graphql", replaced(t, "site/layout.graphql", "primaryColour", "main: primaryColour"), "Site.primaryColour is not selected"},
		"a card without a title":            {"site/card.graphql", replaced(t, "site/card.graphql", "title", "summary"), "DIR/site/card.graphql:1: SiteCard: the pictures of a page need route.Route.path, route.Route.node.Post.title"},
		"a card of something else":          {"site/card.graphql", "query SiteCard($path: String!) { route(path: $path) { __typename } }", "the engine needs route { ... on Route { path redirect } }"},
		"a card that asks for nothing":      {"site/card.graphql", "query SiteCard($path: String!) { departments(search: $path) { name } }", "DIR/site/card.graphql:1: "},
		"a card of no page":                 {"site/card.graphql", "query SiteCard { departments { name } }", "DIR/site/card.graphql: a card asks one query, by $path"},
		"a text of one language":            {"site/contact.texts", textOf(t, "site/contact.texts") + "xanh | Xanh |", "DIR/site/contact.texts:4: a line is key | Vietnamese | English"},
		"a text that nobody uses":           {"site/contact.texts", textOf(t, "site/contact.texts") + "xanh | Xanh | Green", `DIR/site/contact.texts:4: no template uses the text "xanh"`},
		"a text of parts that nobody uses":  {"parts/posted.texts", textOf(t, "parts/posted.texts") + "xanh | Xanh | Green", `DIR/parts/posted.texts:5: no template uses the text "xanh"`},
		"a label that is missing":           {"parts/labels.texts", "A.B | a | b", "DIR/parts/labels.texts has no label"},
		"what another page reads":           {"parts/posts.graphql", replaced(t, "parts/posts.graphql", "  summary\n", ""), "(this is the program's own file, which DIR does not fit)"},
		"a sheet of another site":           {"assets/site.css", "a {}\n@import url(https://so.example/a.css);", `DIR/assets/site.css:2: the policy of all pages has browsers load nothing for "@import"`},
		"a picture in a sheet":              {"assets/site.css", "/* { url(//x)\n*/\na { background: url('//anh.example/a.png'); }", `DIR/assets/site.css:3: the policy of all pages has browsers load nothing for "url('//"`},
		"a letter of the web":               {"assets/tokens.css", "@font-face { font-family: x; }", "DIR/assets/tokens.css:1: the policy"},
		"a sheet of parts, of another site": {"assets/parts.css", "@import url(https://so.example/a.css);", "DIR/assets/parts.css:1: the policy"},
		"a brace too few":                   {"assets/site.css", "a { color: red; }\n@media print {\n  b { content: \"}\"; }\n", "DIR/assets/site.css:2: the brace is not closed"},
		"a brace too many":                  {"assets/tokens.css", "a { color: red; }\n}", "DIR/assets/tokens.css:2: the brace closes nothing"},
		"a comment without an end":          {"assets/site.css", "a {}\n/* b {}", "DIR/assets/site.css:2: the comment does not end"},
		"a page of its own":                 {"site/benh-vien.html", title, "DIR/site/benh-vien.html: the website has no such file; ttyt theme export"},
		"a document for a page without":     {"site/error.graphql", "query X { departments { name } }", "DIR/site/error.graphql: the website has no such file"},
		"a script":                          {"assets/view.js", "alert(1)", "DIR/assets/view.js: the website has no such file"},
		"the console's sheet":               {"assets/console.css", "a {}", "DIR/assets/console.css: the website has no such file"},
		"a page of the console":             {"console/home.html", title, "DIR/console: a theme changes the website alone, not the console or its sign-in"},
		"the page to sign in":               {"console/sign-in.html", title, "DIR/console: a theme changes the website alone"},
		"a file beside its folders":         {"README.md", "x", "DIR/README.md: the website has no such file"},
		"another folder":                    {".git/config", "x", "DIR/.git: a theme has the folders assets, parts and site alone"},
		"a folder below":                    {"site/cu/home.html", title, "DIR/site/cu: a theme has the folders"},
		"capitals":                          {"site/Home.html", title, "DIR/site/Home.html: the website has no such file"},
		"a file too large":                  {"site/contact.html", strings.Repeat("x", maxThemeFile+1), "DIR/site/contact.html: the file has more than 262144 bytes"},
		"no UTF-8":                          {"site/contact.texts", "a | b | c\nxanh | \xe1\xf4 | x", "DIR/site/contact.texts: line 2 is not text in UTF-8"},
		"a zero":                            {"assets/site.css", "a{}\x00", "DIR/assets/site.css: line 1 is not text in UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := folderOf(t, map[string]string{c.file: c.text})
			_, err := under(folder)
			if err == nil || !strings.Contains(strings.ReplaceAll(err.Error(), folder, "DIR"), c.want) {
				t.Errorf("%v, wanted %s", err, c.want)
			}
		})
	}
}

// All that is wrong is told at once, so that an author mends it in one go.
func TestAllThatIsWrongWithAThemeIsTold(t *testing.T) {
	t.Parallel()
	folder := folderOf(t, map[string]string{"assets/site.css": "a {", "site/contact.html": "{{if .x}}", "site/list.graphql": "query PostsOfType {"})
	_, err := under(folder)
	for _, want := range []string{"assets/site.css:1: ", "site/contact.html:1: ", "site/list.graphql:1: "} {
		if err == nil || !strings.Contains(err.Error(), filepath.Join(folder, want)) {
			t.Errorf("%v, wanted %s", err, want)
		}
	}
}

// The folder itself, and what stands in it besides files.
func TestWhatIsNoFolderOfAThemeIsRefused(t *testing.T) {
	t.Parallel()
	outside := filepath.Join(t.TempDir(), "outside.html")
	if err := os.WriteFile(outside, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := func(target, name string) string {
		folder := folderOf(t, map[string]string{"parts/links.html": textOf(t, "parts/links.html")})
		if err := os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(target, filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
		return folder
	}
	many := map[string]string{}
	for _, name := range strings.Split("abcdefghijklmnopqrstuvwxyz", "") {
		many["site/"+name+".html"] = "x"
	}
	for name, c := range map[string]struct{ folder, want string }{
		"no folder":          {filepath.Join(t.TempDir(), "khong-co"), ": there is no such folder"},
		"a file":             {outside, ": not a directory"},
		"an empty folder":    {t.TempDir(), ": no file of a theme is in the folder"},
		"a link to a file":   {link(outside, "site/home.html"), "site/home.html: a theme holds no links, only files"},
		"a link within":      {link("../parts/links.html", "site/home.html"), "site/home.html: a theme holds no links, only files"},
		"a link to a folder": {link(filepath.Dir(outside), "site"), "site: a theme holds no links, only files"},
		"a folder of a file": {folderOf(t, map[string]string{"site/home.html/x": ""}), "site/home.html: a theme has the folders"},
	} {
		if _, err := ReadTheme(c.folder); err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v, wanted %s", name, err, c.want)
		}
	}
	if _, err := ReadTheme(folderOf(t, many)); err == nil || strings.Count(err.Error(), "\n")+1 != maxProblems {
		t.Errorf("%v", err)
	}
}

// What the program writes out is what it has: a centre under it has the very same pages.
func TestAThemeThatIsWrittenOutChangesNothing(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "a", "b")
	written, replaced, err := WriteTheme(folder, false)
	if err != nil || len(replaced) > 0 || len(written) < 60 {
		t.Fatalf("%d files, %v, %v", len(written), replaced, err)
	}
	theme, err := ReadTheme(folder)
	if err != nil || !slices.Equal(theme.Names(), written) || !slices.Equal(theme.Unchanged(), written) {
		t.Fatal(err, theme)
	}
	f, err := under(folder)
	if err != nil {
		t.Fatal(err)
	}
	f.Over(somePages.run)
	themedSite, plain := f.Site(stranger, stranger), siteOf(t, somePages)
	for _, path := range []string{"/tin-tuc", "/en/tin-tuc", "/bai-viet/mot", "/en/bai-viet/mot", "/tim-kiem?q=a", "/khong-co", "/en/khong-co"} {
		got, want := askSite(themedSite, http.MethodGet, path), askSite(plain, http.MethodGet, path)
		if got.Body.String() != want.Body.String() || got.Code != want.Code || got.Body.Len() < 500 {
			t.Errorf("%s: %d\n%s\nwanted %d\n%s", path, got.Code, got.Body, want.Code, want.Body)
		}
	}
}

func TestWritingAThemeOutOverwritesNothingUnasked(t *testing.T) {
	t.Parallel()
	outside := filepath.Join(t.TempDir(), "outside.css")
	if err := os.WriteFile(outside, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	folder := folderOf(t, map[string]string{"site/home.html": "mine", "site/list.html": textOf(t, "site/list.html"), "site/more.html": "mine"})
	if err := os.MkdirAll(filepath.Join(folder, "assets"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(folder, "assets/site.css")); err != nil {
		t.Fatal(err)
	}
	mine := []string{"assets/site.css", "site/home.html"}
	written, replaced, err := WriteTheme(folder, false)
	if !errors.Is(err, ErrThere) || !strings.Contains(err.Error(), "nothing was written: assets/site.css, site/home.html") || len(written) > 0 || !slices.Equal(replaced, mine) {
		t.Errorf("%v, %v, %v", written, replaced, err)
	}
	if _, err := os.Stat(filepath.Join(folder, "parts")); err == nil {
		t.Error("something was written")
	}
	written, replaced, err = WriteTheme(folder, true)
	if err != nil || !slices.Equal(replaced, mine) || slices.Contains(written, "site/list.html") {
		t.Errorf("%v, %v, %v", written, replaced, err)
	}
	for file, want := range map[string]string{outside: "mine", filepath.Join(folder, "site/more.html"): "mine", filepath.Join(folder, "site/home.html"): textOf(t, "site/home.html"), filepath.Join(folder, "assets/site.css"): textOf(t, "assets/site.css")} {
		if text, err := os.ReadFile(file); err != nil || string(text) != want {
			t.Errorf("%s holds %.40q, %v", file, text, err)
		}
	}
	if written, replaced, err = WriteTheme(folder, false); err != nil || len(written)+len(replaced) > 0 {
		t.Errorf("again: %v, %v, %v", written, replaced, err)
	}
}
