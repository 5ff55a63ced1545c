package web

import (
	"net/url"
	"strings"
	"testing"
)

func TestRowsOfAFormAreThoseOfTheListOrThoseThatWereSent(t *testing.T) {
	t.Parallel()
	elements := []any{map[string]any{"name": "a", "kind": enum{"Kind", "ONE"}, "size": int64(3)}, map[string]any{"name": "b", "of": nil}}
	for name, c := range map[string]struct {
		form *form
		want int
		held int
	}{
		"before it was sent":                {&form{}, 5, 2},
		"while it waits for somebody":       {waiting("/console/"), 5, 2},
		"after rows were added":             {&form{operation: "A", values: url.Values{"input.rows.0.name": {"x"}, "input.rows.3.items.7.name": {"y"}}}, 7, 0},
		"after the rows were taken away":    {&form{operation: "A", values: url.Values{"input.rows": {""}}}, 3, 0},
		"with a row that no form can draw":  {&form{operation: "A", values: url.Values{"input.rows.9999999.name": {"x"}}}, 3, 0},
		"with rows of a list of that start": {&form{operation: "A", values: url.Values{"input.rowsOf.1.name": {"x"}}}, 3, 0},
	} {
		rows, held := rowsOf(c.form, "input.rows", elements, 3), 0
		for i, r := range rows {
			row := r.(map[string]any)
			if row["number"] != int64(i+1) {
				t.Errorf("%s: row %d has the number %v", name, i, row["number"])
			}
			if row["item"] != nil {
				held++
			}
		}
		if len(rows) != c.want || held != c.held {
			t.Errorf("%s: %d rows, %d of the list", name, len(rows), held)
		}
	}
	for path, want := range map[string]string{"name": "a", "kind": "ONE", "size": "3", "of.name": "", "none": ""} {
		if got := shownOf(elements[0], path); got != want {
			t.Errorf("%s shows %q", path, got)
		}
	}
	if got := shownOf(nil, "name") + shownOf(elements[1], "of.name"); got != "" || len(elementsOf(nil, "items")) != 0 {
		t.Error("nothing shows something", got)
	}
	if !hasElement([]any{enum{"Day", "MONDAY"}}, "MONDAY") || hasElement([]any{"a"}, "b") {
		t.Error("has finds what is not there, or not what is")
	}
}

func TestButtonsOfRowsMoveThem(t *testing.T) {
	t.Parallel()
	for button, want := range map[string]string{
		"":                              "input.rows.0.name=a&input.rows.1.items.0.name=c&input.rows.1.name=b&input.rows.10.name=d",
		"_up=input.rows.1":              "input.rows.0.items.0.name=c&input.rows.0.name=b&input.rows.1.name=a&input.rows.10.name=d",
		"_drop=input.rows.1":            "input.rows.0.name=a&input.rows.10.name=d",
		"_drop=input.rows.1.items.0":    "input.rows.0.name=a&input.rows.1.name=b&input.rows.10.name=d",
		"_up=input.rows.0":              "input.rows.0.name=a&input.rows.1.items.0.name=c&input.rows.1.name=b&input.rows.10.name=d",
		"_up=x":                         "input.rows.0.name=a&input.rows.1.items.0.name=c&input.rows.1.name=b&input.rows.10.name=d",
		"_up=input.rows.-1&_drop=input": "",
	} {
		sent, err := url.ParseQuery("input.rows.0.name=a&input.rows.1.name=b&input.rows.1.items.0.name=c&input.rows.10.name=d&" + button)
		if err != nil {
			t.Fatal(err)
		}
		if asked := rearranged(sent); asked != (button != "") || sent.Encode() != want {
			t.Errorf("%s: %t, %s", button, asked, sent.Encode())
		}
	}
}

// A form draws rows under names that its mutation has, and names an action only where the page asks whether it is allowed.
func TestRowsAndActionsAreChecked(t *testing.T) {
	t.Parallel()
	document := `query Site($id: ID!) {
  site { version hours { days opens } mainMenu { label target { ... on Category { id } } items { label } } }
  node(id: $id) { ... on SiteChange { availableActions { action allowed reasons { message rule } } } }
}
mutation Change($input: ChangeSiteInput!) { changeSite(input: $input) { userErrors { message path } } }`
	head := `{{define "title"}}{{t "title"}}{{end}}` + "\n"
	for text, want := range map[string]string{
		`{{range rows .page.form "input.hours" .site.hours 2}}<input name="{{sub .name "opens"}}" value="{{value $.page.form (sub .name "opens") (text .item "opens")}}"{{if chosen $.page.form (sub .name "days") "MONDAY" (has (elements .item "days") "MONDAY")}} checked{{end}}>{{end}}`: "",
		`{{range rows .page.form "input.mainMenu" .site.mainMenu 2}}{{range rows $.page.form (sub .name "items") (elements .item "items") 1}}{{faults $.page.form (sub .name "label")}}{{end}}{{end}}`:                                                                                       "a [String] cannot be shown",
		`{{range rows .page.form "input.hour" .site.hours 2}}{{end}}`:                                                                                                     `ChangeSiteInput has no input field "hour"`,
		`{{range rows .page.form "input.hours" .site.hours 2}}{{value $.page.form (sub .name "open") ""}}{{end}}`:                                                         `SiteHoursInput has no input field "open"`,
		`{{range rows .page.form "input.hours" .site.hours 2}}{{.item.opens}}{{end}}`:                                                                                     "may be null",
		`{{range rows .page.form "input.hours" .site.hours 2}}{{text .item "opened"}}{{end}}`:                                                                             `SiteHours has no field "opened"`,
		`{{range rows .page.form "input.hours" .site.hours 2}}{{text .item "days"}}{{end}}`:                                                                               "it takes String|enum|Int|day",
		`{{value .page.form (sub .page.path "opens") ""}}`:                                                                                                                "it takes the name of a row",
		`{{with .node}}{{if is . "SiteChange"}}{{with action .availableActions "APPROVE"}}{{if .allowed}}<form data-action="APPROVE">{{end}}{{end}}{{end}}{{end}}`:        "",
		`{{with .node}}{{if is . "SiteChange"}}{{with action .availableActions "APROVE"}}{{if .allowed}}<form data-action="APROVE">{{end}}{{end}}{{end}}{{end}}`:          `the schema has no action "APROVE"`,
		`{{with .node}}{{if is . "SiteChange"}}{{with action .availableActions "APPROVE"}}{{if .allowed}}x{{end}}{{end}}{{end}}{{end}}`:                                   "no form names it as its data-action",
		`{{if troubled .page.form "input.hours"}}<br>{{end}}`:                                                                                                             "",
		`{{with .node}}{{if is . "SiteChange"}}{{with action .availableActions "APPROVE"}}{{if .allowed}}<form data-action="APPROVE RETURN">{{end}}{{end}}{{end}}{{end}}`: "a form names the action RETURN, and the page does not ask",
		`{{range .site.hours}}{{if has .days "SUNDAY"}}<br>{{end}}{{end}}`:                                                                                                "",
		`{{range .site.hours}}{{if has .days "SUNN"}}<br>{{end}}{{end}}`:                                                                                                  `SiteDay has no value "SUNN"`,
		`<form data-action="APPROVE">`: "a form names the action APPROVE, and the page does not ask",
	} {
		err := faceOf(map[string]string{"console/post.graphql": document, "console/post.texts": "title | Bài viết | Post\n", "console/post.html": head + text})
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, wanted %q", text, err, want)
		}
	}
}
