package web

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"ttyt.example/ttyt/internal/base/fault"
)

func TestWhatPartsTakeIsChecked(t *testing.T) {
	t.Parallel()
	head := `{{define "title"}}{{t "title"}}{{end}}{{with .me}}{{t "hello" .name}}{{end}}{{value .page.form "input.alias" ""}}{{define "part"}}<p>{{.text}}{{with option . "hint" ""}}{{.}}{{end}}</p>{{end}}` + "\n"
	for text, want := range map[string]string{
		`{{template "part" (args "text" "1")}}`:                                                                          "",
		`{{template "part" (args "text" "1" "hint" "2")}}`:                                                               "",
		`{{template "part" (args "text" "1" "hnt" "2")}}`:                                                                `post.html:2:11: part: the part reads no "hnt"`,
		`{{template "part" (args "hint" "1")}}`:                                                                          `args has no "text"`,
		`{{with .me}}{{template "part" (args "text" "1" "hint" .account)}}{{end}}`:                                       "a Account cannot be shown as it is",
		`{{if option (args "a" "1") "a" true}}{{end}}`:                                                                   `"a" is a String, not a Boolean`,
		`{{with .me}}{{option . "name" ""}}{{end}}`:                                                                      "it takes what args puts together",
		`{{range list (args "a" "1") (args "a" "2" "b" "3")}}{{.a}}{{.b}}{{end}}`:                                        `args has no "b"`,
		`{{range list (args "k" "x" "a" "1") (args "k" "y" "b" "2")}}{{if eq .k "x"}}{{.a}}{{else}}{{.b}}{{end}}{{end}}`: "",
		`{{range list (args "k" "x") (args "k" "y")}}{{if ne .k "x"}}{{.b}}{{end}}{{end}}`:                               `args has no "b"`,
		`{{range (list)}}{{.anything}}{{end}}`:                                                                           "",
		`{{list "1" .me}}`:                                                                                               "it takes values of one kind",
		`{{range choices "Role"}}{{.text}}{{end}}`:                                                                       "parts/labels.texts has no label Role.MANAGER",
		`{{range choices "Rolle"}}{{.text}}{{end}}`:                                                                      "the schema has no enum Rolle",
		`{{range choices .me}}{{.text}}{{end}}`:                                                                          "the name of the enum stands in the template",
		`{{code (enum "Role" "STAFF")}}`:                                                                                 "",
		`{{code (enum "Role" "STAF")}}`:                                                                                  "the schema has no Role.STAF",
		`{{code (enum "Rolle" "STAFF")}}`:                                                                                "the schema has no Rolle.STAFF",
		`{{tone (enum "Role" "STAFF")}}`:                                                                                 "tones.go has no Role.",
		`{{tone "STAFF"}}`:                                                                                               "it takes enum",
		`{{icon "check"}}`:                                                                                               "",
		`{{icon "chek"}}`:                                                                                                `assets/icons.svg draws no "chek"`,
		`{{with .me}}{{icon .name}}{{end}}`:                                                                              "the name of the drawing stands in the template",
		`{{with plot (list (args "n" 1)) "n"}}{{range .bars}}{{.of.n}}{{.share}}{{end}}{{.most}}{{end}}`:                 "",
		`{{with plot (list (args "n" "1")) "n"}}{{.most}}{{end}}`:                                                        "it takes Int",
		`{{with plot (list (args "n" 1)) "m"}}{{.most}}{{end}}`:                                                          `args has no "m"`,
		`{{value .page.filter "id" ""}}`:                                                                                 "",
		`{{value .page.filter "idd" ""}}`:                                                                                "Post has no variable $idd",
		`{{address .page.filter "id" ""}}{{if filled .page.filter}}{{end}}`:                                              "",
		`{{address .page.filter "after" ""}}`:                                                                            "Post has no variable $after",
		`{{address .page.form "input.alias" ""}}`:                                                                        "it takes .page.filter",
		`{{range faults (faulty .page.form "input.alias" "?") "input.alias"}}{{.}}{{end}}`:                               "",
		`{{range faults (faulty .page.form "input.alais" "?") "input.alias"}}{{.}}{{end}}`:                               `UpdateAliasInput has no input field "alais"`,
		`<p{{template "rules" .page.trace}}></p>{{define "rules"}} title="{{.}}"{{end}}`:                                 "",
		`{{define "menu-of"}}more{{end}}{{template "menu-of" .page.trace}}`:                                              `the text "more" belongs into a file of texts`,
	} {
		err := faceOf(map[string]string{"console/post.html": head + text})
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, wanted %q", text, err, want)
		}
	}
}

// A layout takes no name of a part, as a page does not: the part would be gone from every page.
func TestALayoutTakesNoNameOfAPart(t *testing.T) {
	t.Parallel()
	err := faceOf(map[string]string{"parts/menu.html": "{{.}}", "console/layout.html": sound["console/layout.html"] + `{{define "menu"}}{{end}}`})
	if err == nil || !strings.Contains(err.Error(), `console/layout.html: a part is called "menu" already`) {
		t.Error(err)
	}
}

func TestBarsOfACharts(t *testing.T) {
	t.Parallel()
	rows := func(counts ...int64) (all []any) {
		for _, n := range counts {
			all = append(all, map[string]any{"n": n})
		}
		return all
	}
	for name, c := range map[string]struct {
		counts    []int64
		most, sum int64
		shares    []int64
	}{
		"none":             {nil, 0, 0, nil},
		"nothing but none": {[]int64{0, 0}, 0, 0, []int64{0, 0}},
		"some":             {[]int64{1, 4, 2}, 4, 7, []int64{250, 1000, 500}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plot := plotOf(rows(c.counts...), "n")
			bars := plot["bars"].([]any)
			if plot["most"] != c.most || plot["sum"] != c.sum || len(bars) != len(c.shares) {
				t.Fatalf("%v", plot)
			}
			end := int64(0)
			for i, b := range bars {
				one := b.(map[string]any)
				at, wide := one["at"].(int64), one["wide"].(int64)
				if one["share"] != c.shares[i] || one["top"] != 1000-c.shares[i] || at < end || at+wide > 1000 {
					t.Errorf("bar %d: %v", i, one)
				}
				end = at + wide
			}
		})
	}
}

func TestWeekdayOfWhatIsTyped(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"30/11/2026": "Thứ hai, 30/11/2026", "1/12/2026": "Thứ ba, 01/12/2026", " 06.12.2026 ": "Chủ nhật, 06/12/2026", "31/11/2026": "", "mai": "", "": ""} {
		if got := weekdayOf(fault.Vietnamese, text); got != want {
			t.Errorf("%q: %q, wanted %q", text, got, want)
		}
	}
}

// The parts are shown in the demonstration alone, with what the address chooses.
func TestThePageOfAllParts(t *testing.T) {
	t.Parallel()
	const posts = `{"me":{"name":"An"},"departments":[{"value":"khoa-nhi","text":"Khoa Nhi"}],"categories":[{"name":"Tin","postCount":3}],"posts":{"nodes":[],"pageInfo":{"hasNextPage":true,"endCursor":"c/1"}}}`
	const one = `{"__typename":"NewsArticle","path":"/bai-viet/mot","title":"Một","audience":"PUBLIC","postedAt":null,"rating":{"total":0,"count":0},"department":null}`
	a := api{"Layout": somebody, "Parts": posts}
	full := api{"Layout": somebody, "Parts": strings.Replace(posts, `"nodes":[]`, `"nodes":[`+one+`]`, 1)}
	for name, c := range map[string]struct {
		api      api
		accounts []Account
		query    string
		stranger bool
		status   int
		has      []string
		hasNot   []string
	}{
		"elsewhere":              {api: a, status: http.StatusNotFound, has: []string{"Không tìm thấy trang"}},
		"elsewhere, to anybody":  {api: a, stranger: true, status: http.StatusNotFound},
		"to somebody unknown":    {api: a, accounts: []Account{{Login: "an"}}, stranger: true, status: http.StatusSeeOther},
		"in the demonstration":   {api: full, accounts: []Account{{Login: "an"}}, status: http.StatusOK, has: []string{`value="khoa-nhi"`, `<a href="/bai-viet/mot">Một</a>`, `href="?after=c%2F1"`, `<progress id="signed" max="52" value="37">`}, hasNot: []string{"chips-chosen", "ZgotmplZ"}},
		"a choice":               {api: full, accounts: []Account{{Login: "an"}}, query: "?filter.text=s%E1%BB%9Fi&filter.type.0=&filter.audience=PUBLIC&after=x", status: http.StatusOK, has: []string{`value="sởi"`, `<option value="PUBLIC" selected>`, `href="?filter.text=s%E1%BB%9Fi"`, `href="?filter.audience=PUBLIC"`, `href="?after=c%2F1&amp;filter.audience=PUBLIC&amp;filter.text=s%E1%BB%9Fi"`, "Người đọc: Mọi người"}},
		"nothing is found":       {api: a, accounts: []Account{{Login: "an"}}, query: "?filter.text=x", status: http.StatusOK, has: []string{"Không có bài nào hợp"}},
		"a field of no filter":   {api: a, accounts: []Account{{Login: "an"}}, query: "?filter.txt=x", status: http.StatusNotFound},
		"only the place is told": {api: full, accounts: []Account{{Login: "an"}}, query: "?after=x", status: http.StatusOK, hasNot: []string{"chips-chosen"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := ask(consoleWith(t, c.api.run, c.accounts), http.MethodGet, "/console/parts"+c.query, nil, !c.stranger)
			if w.Code != c.status {
				t.Fatalf("%d, wanted %d", w.Code, c.status)
			}
			for _, text := range c.has {
				if !strings.Contains(w.Body.String(), text) {
					t.Errorf("%q is missing in\n%s", text, w.Body)
				}
			}
			for _, text := range c.hasNot {
				if strings.Contains(w.Body.String(), text) {
					t.Errorf("%q is shown", text)
				}
			}
		})
	}
}

// What cannot be read of an address is said beside its field where a page has one, and narrows nothing.
func TestWhatAnAddressChoosesWrongly(t *testing.T) {
	t.Parallel()
	f := filterOf(url.Values{"filter.from": {"31/11/2026"}, "after": {"x"}})
	f.wrong = []problem{{"filter.from", "?"}}
	if got := f.value("filter.from", ""); got != "31/11/2026" {
		t.Errorf("the field holds %q", got)
	}
	if got := addressOf(f, "filter.from", ""); got != "?" {
		t.Errorf("without it: %q", got)
	}
	if len(f.faults("filter.from")) != 1 || !filled(f) {
		t.Errorf("%v", f)
	}
}

// An address that cannot be read is said beside its field, which shows it again, and the page is drawn without that condition.
func TestAFilterThatCannotBeRead(t *testing.T) {
	t.Parallel()
	page := map[string]string{
		"console/post.graphql": `query Post($filter: ReadCountFilter) { readCounts(filter: $filter, groupBy: DAY, first: 1) { totalCount } }`,
		"console/post.texts":   "title | Lượt đọc | Readings\n",
		"console/post.html":    `{{define "title"}}{{t "title"}}{{end}}{{number .readCounts.totalCount}} {{value .page.filter "filter.from" ""}} {{range faults .page.filter "filter.from"}}({{.}}){{end}}`,
	}
	face, err := loaded(page)
	if err != nil {
		t.Fatal(err)
	}
	var asked map[string]any
	f := &Faces{Pages: &Pages{console: face}, o: everybody,
		run: func(_ context.Context, _, _ string, variables map[string]any) *graphql.Response {
			asked = variables
			return &graphql.Response{Data: []byte(`{"readCounts":{"totalCount":7}}`)}
		}}
	h := f.drawn(face, route{page: "post", open: true})
	for query, want := range map[string][2]string{
		"?filter.from=30/11/2026&filter.to=": {"7 30/11/2026 ", `{"filter":{"from":"2026-11-30"}}`},
		"?filter.from=31/11/2026":            {"7 31/11/2026 (" + textDay.VI + ")", `{"filter":{"from":null}}`},
		"?filter.from=":                      {"7  ", `{}`},
	} {
		w := ask(h, http.MethodGet, "/console/post"+query, nil, false)
		sent, _ := json.Marshal(asked)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want[0]) || string(sent) != want[1] {
			t.Errorf("%s: %d %s, asked with %s", query, w.Code, w.Body, sent)
		}
	}
}
