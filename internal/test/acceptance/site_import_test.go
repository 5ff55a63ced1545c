package acceptance

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/site"
	"ttyt.example/ttyt/internal/core/access"
)

const settingsFile = `{
  "name": "Trung tâm Y tế huyện Suối Mơ",
  "hotline": "0203 3000 115",
  "primaryColour": "#00695c",
  "hours": [{"days": ["MONDAY", "FRIDAY"], "opens": "07:00", "closes": "11:30"}],
  "categories": [{"name": "Tin tức"}, {"name": "Tiêm chủng", "slug": "tiem"}],
  "mainMenu": [{"label": "Trang chủ", "path": "/"}, {"department": "NOI", "items": [{"label": "Tin", "path": "/tin-tuc"}]}],
  "blocks": [{"kind": "LATEST", "limit": 3}, {"kind": "CONTACT"}]
}`

// sisterUnits are 21 rows, as a spreadsheet saves them.
func sisterUnits() string {
	var b strings.Builder
	b.WriteString("\ufeffNhóm;Đơn vị;Liên kết\r\n")
	for i := range 21 {
		fmt.Fprintf(&b, "Đơn vị trong tỉnh;Trung tâm Y tế số %d;https://ttyt%d.thurieng.example/\r\n", i+1, i+1)
	}
	return b.String()
}

// What moves into a new centre is one proposal, which takes effect when a director consents, and not before.
func TestArticle10_TheSettingsOfFilesTakeADirectorsConsent(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		root := w.Department(t, "CENTRE", "TTYT", db.ID{})
		board := w.Department(t, "BOARD", "BGD", root)
		w.Department(t, "CLINICAL", "NOI", root)
		w.person(t, w.Department(t, "UNIT", "WEB", board), "bientap", access.WebEditor)
		w.Staff(t, board, "Phó giám đốc", access.Director)
		director, _ := w.person(t, board, "giamdoc", access.Director)
		in := app.SiteImport{Login: "bientap", Reason: "Thiết lập trang.", Files: files(t, "trang.json", settingsFile, "lien-ket.csv", sisterUnits())}

		in.Check = true
		made, err := w.App.ImportSite(t.Context(), in)
		if err != nil || fmt.Sprint(made.Fields()) != "[NAME HOTLINE OPENING_HOURS PRIMARY_COLOUR MAIN_MENU LINK_GROUPS HOME CATEGORIES]" {
			t.Fatalf("checked: %v, %v", made, err)
		}
		director.do(t, `{ siteChanges { totalCount } }`, nil).want(t, `{"data":{"siteChanges":{"totalCount":0}}}`)
		in.Check = false
		made, err = w.App.ImportSite(t.Context(), in)
		if err != nil || made.State != site.Waiting {
			t.Fatalf("proposed: %+v, %v", made, err)
		}
		again, err := w.App.ImportSite(t.Context(), in)
		if err != nil || again.ID() != made.ID() {
			t.Errorf("twice: %+v, %v", again, err)
		}
		const shown = `{ site { name hotline linkGroups { title links { title } } mainMenu { label items { path } } } categories { slug position } }`
		w.stranger().do(t, shown, nil).want(t, `{"data":{"site":{"name":"","hotline":"","linkGroups":[],"mainMenu":[]},"categories":[]}}`)
		director.do(t, `{ siteChanges { totalCount nodes { proposer { name } } } }`, nil).want(t, `{"data":{"siteChanges":{"totalCount":1,"nodes":[{"proposer":{"name":"bientap"}}]}}}`)
		id := director.do(t, `query($id: ID!) { node(id: $id) { ... on SiteChange { approval { id } } } }`, map[string]any{"id": made.ID()}).at(t, "data.node.approval.id")
		director.do(t, decideApproval, map[string]any{"input": map[string]any{"id": id, "verdict": "APPROVE", "expectedVersion": 1}})
		after := w.stranger().do(t, shown, nil)
		if after.at(t, "data.site.name") != "Trung tâm Y tế huyện Suối Mơ" || after.at(t, "data.categories.1.slug") != "tiem" ||
			after.at(t, "data.site.linkGroups.0.links.20.title") != "Trung tâm Y tế số 21" || after.at(t, "data.site.mainMenu.1.label") != "Khoa NOI" {
			t.Errorf("consented: %s", after.Body)
		}
		if again, err := w.App.ImportSite(t.Context(), in); again != nil || err != nil {
			t.Errorf("once it is on the website: %+v, %v", again, err)
		}
		in.Files = files(t, "trang.json", `{"categories": [{"slug": "tiem", "name": "Tiêm phòng"}], "mainMenu": [], "linkGroups": []}`)
		made, err = w.App.ImportSite(t.Context(), in)
		if err != nil || fmt.Sprint(made.Fields()) != "[MAIN_MENU LINK_GROUPS CATEGORIES]" || len(made.After().Categories) != 1 || made.After().Categories[0].Name != "Tiêm phòng" {
			t.Fatalf("what is there already: %+v, %v", made, err)
		}
		id = director.do(t, `query($id: ID!) { node(id: $id) { ... on SiteChange { approval { id } } } }`, map[string]any{"id": made.ID()}).at(t, "data.node.approval.id")
		director.do(t, decideApproval, map[string]any{"input": map[string]any{"id": id, "verdict": "REJECT", "comment": "Chưa cần.", "expectedVersion": 1}})
		if again, err := w.App.ImportSite(t.Context(), in); again != nil || err == nil || !strings.Contains(err.Error(), "is REJECTED: another reason") {
			t.Errorf("once it is rejected: %+v, %v", again, err)
		}
	})
}

// files writes files of these names and contents, in turn.
func files(t *testing.T, namesAndContents ...string) (paths []string) {
	t.Helper()
	folder := t.TempDir()
	for i := 0; i < len(namesAndContents); i += 2 {
		path := filepath.Join(folder, namesAndContents[i])
		if err := os.WriteFile(path, []byte(namesAndContents[i+1]), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

// Each mistake is told with its file, and its line or field; nothing is proposed then.
func TestAFileOfTheSiteThatIsWrongIsTold(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		root := w.Department(t, "CENTRE", "TTYT", db.ID{})
		w.person(t, w.Department(t, "UNIT", "WEB", root), "bientap", access.WebEditor)
		w.person(t, root, "nhanvien")
		const head = "group,title,url\n"
		for name, c := range map[string]struct {
			login string
			files []string
			want  []string
		}{
			"nobody":               {"", []string{"a.json", "{}"}, []string{"-as: missing"}},
			"somebody unknown":     {"ai-do", []string{"a.json", `{"name": "A"}`}, []string{"-as ai-do: NOT_FOUND"}},
			"somebody who may not": {"nhanvien", []string{"a.json", `{"name": "A"}`}, []string{"FORBIDDEN"}},
			"no file":              {"bientap", nil, []string{"no FILE given"}},
			"two of a kind":        {"bientap", []string{"a.csv", head + "A,B,https://b.example/\n", "b.csv", head}, []string{"b.csv: ", "a.csv says the same kind"}},
			"nothing":              {"bientap", []string{"a.json", ""}, []string{"a.json:1: it is empty"}},
			"a field twice":        {"bientap", []string{"a.json", "{\"name\": \"A\",\n\"name\": \"B\"}"}, []string{`a.json:2: "name" stands there twice`}},
			"a field of another":   {"bientap", []string{"a.json", "{\"blocks\": [\n{\"kind\": \"LATEST\"},\n{\"url\": \"/\"}],\n\"name\": \"A\"}"}, []string{`a.json:3: unknown field "url"`}},
			"null for an item":     {"bientap", []string{"a.json", `{"linkGroups": [null]}`}, []string{"a.json: linkGroups.0.title: REQUIRED"}},
			"a file without end":   {"bientap", []string{"a.json", `{"name": "` + strings.Repeat("a", 1<<20) + `"}`}, []string{"a.json: more than 1048576 bytes"}},
			"no row":               {"bientap", []string{"a.csv", head}, []string{"a.csv: no row has a link"}},
			"links without reason": {"bientap", []string{"a.csv", head + "A,B,https://b.example/\n"}, []string{"-reason: REQUIRED"}},
			"no JSON":              {"bientap", []string{"a.json", "{\n  \"name\": \"A\",\n}"}, []string{"a.json:3: invalid character"}},
			"an unknown field":     {"bientap", []string{"a.json", "{\n\"namee\": \"A\",\n\"name\": \"A\"\n}"}, []string{`a.json:2: unknown field "namee"`}},
			"an id":                {"bientap", []string{"a.json", `{"expectedVersion": 1}`}, []string{`unknown field "expectedVersion"`}},
			"a text for a list":    {"bientap", []string{"a.json", "{\n\n\"hours\": \"7h\"}"}, []string{"a.json:3: hours: not for a string"}},
			"two objects":          {"bientap", []string{"a.json", `{"name": "A"} {}`}, []string{"a.json:1: something follows"}},
			"an unknown day":       {"bientap", []string{"a.json", `{"hours": [{"days": ["MON"], "opens": "07:00", "closes": "08:00"}]}`}, []string{"a.json: hours.0.days.0: \"MON\" is not one of"}},
			"an unknown block":     {"bientap", []string{"a.json", `{"blocks": [{"kind": "VIDEO"}]}`}, []string{`blocks.0.kind: "VIDEO"`}},
			"an unknown category":  {"bientap", []string{"a.json", `{"mainMenu": [{"category": "khong-co"}]}`}, []string{"mainMenu.0.category: khong-co: NOT_FOUND"}},
			"three levels":         {"bientap", []string{"a.json", `{"footerMenu": [{"label": "A", "items": [{"label": "B", "path": "/", "items": [{}]}]}]}`}, []string{"footerMenu.0.items.0.items: a menu has two levels"}},
			"several":              {"bientap", []string{"a.json", `{"hotline": "1", "fanPage": "http://x", "categories": [{"name": ""}]}`}, []string{"a.json: hotline: INVALID", "a.json: fanPage: INVALID", "a.json: categories.0.name: REQUIRED"}},
			"no reason":            {"bientap", []string{"a.json", `{"name": "A"}`}, []string{"-reason: REQUIRED"}},
			"no table":             {"bientap", []string{"a.csv", "Chào"}, []string{"a.csv: "}},
			"no column":            {"bientap", []string{"a.csv", "group,title\nA,B\n"}, []string{"a.csv: there is no column url"}},
			"a column twice":       {"bientap", []string{"a.csv", "group,title,url,Đơn vị\n"}, []string{"a.csv: two columns are the title"}},
			"an empty cell":        {"bientap", []string{"a.csv", head + "A,B,https://b.example/\nA,,https://c.example/\n"}, []string{"a.csv:3: title: it is empty"}},
			"a link over http":     {"bientap", []string{"a.csv", head + "A,B,https://b.example/\n\nA,C,http://c.example/\n"}, []string{"a.csv:4: url: INVALID: Enter a complete address"}},
			"a long group":         {"bientap", []string{"a.csv", head + strings.Repeat("á", 200) + ",B,https://b.example/\n"}, []string{"a.csv:2: group: TOO_LONG"}},
			"links in both":        {"bientap", []string{"a.csv", head + "A,B,https://b.example/\n", "b.json", `{"linkGroups": []}`}, []string{"b.json: linkGroups: "}},
		} {
			in := app.SiteImport{Login: c.login, Files: files(t, c.files...)}
			if !strings.Contains(name, "reason") {
				in.Reason = "Thiết lập."
			}
			made, err := w.App.ImportSite(t.Context(), in)
			for _, want := range c.want {
				if made != nil || err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%s: %v, %v; want %q", name, made, err, want)
				}
			}
		}
		w.stranger().do(t, `{ site { changedAt } }`, nil).want(t, `{"data":{"site":{"changedAt":null}}}`)
	})
}
