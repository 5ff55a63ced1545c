package acceptance

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/test/kit"
)

// findable writes what a shown post is found by, as publishing it does.
func (w *world) findable(t *testing.T, id, department db.ID, c post.Copy) {
	t.Helper()
	c.Audience = post.AudiencePublic
	at := w.DB.Now(t.Context())
	rows := post.NewRows(post.Head{Key: id, Type: post.TypeNewsArticle, Department: department}, c, at)
	rows.Publish("", at)
	w.Exec(t, "UPDATE posts SET sort_title = ? WHERE id = ?", rows.Head.SortTitle, id)
	for _, facet := range rows.Facets {
		w.Insert(t.Context(), t, "post_facets", kit.Row{"facet": facet, "audience": c.Audience, "published_at": at, "post_id": id, "department_id": department, "type": rows.Head.Type})
	}
	for term, weight := range rows.Terms {
		w.Insert(t.Context(), t, "post_terms", kit.Row{"term": term, "post_id": id, "weight": weight})
	}
	w.Exec(t, "DELETE FROM post_counts")
	w.Exec(t, "INSERT INTO post_counts (facet, audience, department_id, type, n) SELECT facet, audience, department_id, type, COUNT(*) FROM post_facets GROUP BY facet, audience, department_id, type")
}

// all reads a list of texts at a path of the answer.
func (r response) all(t *testing.T, name string) []string {
	t.Helper()
	if strings.Contains(r.Body, `"errors"`) {
		t.Fatal(r.Body)
	}
	found := []string{}
	for _, m := range regexp.MustCompile(`"`+name+`":"([^"]*)"`).FindAllStringSubmatch(r.Body, -1) {
		found = append(found, m[1])
	}
	return found
}

func TestTagsAndDiseasesDifferByTheirMarks(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		ward := w.Department(t, "CLINICAL", "NHI", w.Department(t, "CENTRE", "TTYT", db.ID{}))
		author, _ := w.person(t, ward, "tacgia")
		author.do(t, `mutation($i: CreatePostInput!) { createPost(input: $i) { post { workingCopy { tags content { ... on HealthGuideContent { diseases topics } } } } userErrors { code path } } }`,
			map[string]any{"i": map[string]any{"type": "HEALTH_GUIDE", "department": db.GlobalID("department", ward), "title": "Sởi và sỏi",
				"tags":    []string{"Sởi", "Sỏi", "bệnh dại", "bệnh đái", "SỞI ", "so\u0309i", "O+", "O-", "sức khoẻ", "Sức khỏe"},
				"content": map[string]any{"healthGuide": map[string]any{"diseases": []string{"Sởi", "Sỏi", "Dại", "Đái", "ĐÁI"}, "topics": []string{"C", "C++"}}}}}).
			want(t, `{"data":{"createPost":{"post":{"workingCopy":{"tags":["Sởi","Sỏi","bệnh dại","bệnh đái","O+","O-","sức khoẻ"],
				"content":{"diseases":["Sởi","Sỏi","Dại","Đái"],"topics":["C","C++"]}}},"userErrors":[]}}}`)
	})
}

func TestCategoriesDifferByTheirMarks(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		editor, _ := w.person(t, w.Department(t, "BOARD", "BGD", w.Department(t, "CENTRE", "TTYT", db.ID{})), "bientap", access.WebEditor)
		propose := func(c map[string]any) response {
			return editor.do(t, `mutation($c: [CategoryInput!]) { changeSite(input: {expectedVersion: 1, reason: "Mới.", categories: $c}) { siteChange { after { categories { slug } } } userErrors { code path } } }`, map[string]any{"c": []any{c}})
		}
		for i, name := range []string{"Sởi", "Sỏi", "Đái", "Dại", "Ăn"} {
			want := []string{"soi", "soi-2", "dai", "dai-2", "an"}[i]
			propose(map[string]any{"name": name}).want(t, `{"data":{"changeSite":{"siteChange":{"after":{"categories":[{"slug":"`+want+`"}]}},"userErrors":[]}}}`)
			id := db.NewID()
			w.Insert(t.Context(), t, "categories", kit.Row{"id": id, "slug": want, "name": name, "version": 1})
			w.Tell(t, "category", id, "categories")
		}
		const taken = `{"data":{"changeSite":{"siteChange":null,"userErrors":[{"code":"TAKEN","path":["input","categories","0","name"]}]}}}`
		propose(map[string]any{"name": " SỎI"}).want(t, taken)
		list := w.stranger().do(t, `{ categories { name id } }`, nil)
		if got := list.all(t, "name"); !slices.Equal(got, []string{"Ăn", "Dại", "Đái", "Sỏi", "Sởi"}) {
			t.Errorf("listed as %q", got)
		}
		propose(map[string]any{"id": list.all(t, "id")[0], "name": "sởi"}).want(t, taken)
	})
}

func TestIdentityIgnoresCaseAndTheSpellingOfTones(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHospital(t, w)
		h.register(t, "PM-1", "SOFTWARE_SYSTEM", h.section, map[string]any{"serial": "Hòa 01"})
		h.it.do(t, registerAsset, map[string]any{"input": map[string]any{"code": "pm-2", "name": "x", "kind": "SERVER", "department": h.section, "serial": "HOÀ01"}}).
			want(t, `{"data":{"registerAsset":{"asset":null,"userErrors":[{"code":"TAKEN","path":["input","serial"],"rule":null}]}}}`)
		h.register(t, "PM-3", "SERVER", h.section, map[string]any{"serial": "Hóa 01"})
		service := func(name, answer string) {
			t.Helper()
			h.it.do(t, `mutation($n: String!, $a: ID!, $r: ID!) { createServiceAccount(input: {asset: $a, name: $n, purpose: "x", responsible: $r}) { serviceAccount { name } userErrors { code path } } }`,
				map[string]any{"n": name, "a": h.ids["PM-1"], "r": h.itID}).want(t, `{"data":{"createServiceAccount":`+answer+`}}`)
		}
		for _, name := range []string{"Sỏi", "Đái", "Dại", "Sởi"} {
			service(name, `{"serviceAccount":{"name":"`+name+`"},"userErrors":[]}`)
		}
		service("SỎI", `{"serviceAccount":null,"userErrors":[{"code":"TAKEN","path":["input","name"]}]}`)
		if got := h.it.do(t, `{ serviceAccounts { nodes { name } } }`, nil).all(t, "name"); !slices.Equal(got, []string{"Dại", "Đái", "Sỏi", "Sởi"}) {
			t.Errorf("listed as %q", got)
		}
		clerk, _ := w.person(t, h.sectionKey, "nhansu", access.Personnel)
		for _, c := range []struct{ code, answer string }{
			{"nv.1", `{"staffMember":{"code":"NV.1"},"userErrors":[]}`}, {"Nv.1", `{"staffMember":null,"userErrors":[{"code":"TAKEN","path":["input","code"]}]}`},
		} {
			clerk.do(t, `mutation($i: HireStaffInput!) { hireStaff(input: $i) { staffMember { code } userErrors { code path } } }`, map[string]any{"i": map[string]any{
				"code": c.code, "name": "Võ An", "department": h.ward, "employment": "CONTRACT", "startedOn": "2026-03-02", "decisionNo": "1/QĐ"}}).
				want(t, `{"data":{"hireStaff":`+c.answer+`}}`)
		}
	})
}

// Lists are in order, typed marks narrow each search, and there is one rule for texts without anything to search for.
func TestWordsAreSortedAndFoundByTheirMarks(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHospital(t, w)
		given := []string{"Cường", "Dịu", "Dung", "Đăng", "Hoa", "Hòa", "Thanh", "Thành", "Thắng"}
		for i := range given {
			w.Staff(t, h.wardKey, []string{"Trần Văn ", "Lê Thị ", "Đỗ "}[i%3]+given[len(given)-1-i])
		}
		for i, name := range []string{"Máy đo chó cắn", "Máy cho cán bộ", "Máy xét nghiệm O+"} {
			h.register(t, fmt.Sprintf("PM-%d", i), "SOFTWARE_SYSTEM", h.ward, map[string]any{"name": name, "serial": fmt.Sprintf("Sê-ri %d", i)})
		}
		for i, title := range []string{"Thông báo cho cán bộ", "Chó cắn: tiêm phòng dại ngay", "Đái tháo đường", "Sỏi thận"} {
			c := post.Copy{Title: title, Body: "<p>Khám sức khỏe " + title + "</p>"}
			c.Content.V.Tags = [][]string{nil, {"dại"}, {"Đái"}, {"Sỏi", "Sởi", "O+"}}[i]
			w.findable(t, w.show(t, h.wardKey, fmt.Sprintf("bai-%d", i), kit.Row{"title": title}), h.wardKey, c)
		}

		var names []string
		for _, name := range h.nurse.do(t, `{ staffMembers(first: 100) { nodes { name } } }`, nil).all(t, "name") {
			if words := strings.Fields(name); len(words) > 1 && slices.Contains(given, words[len(words)-1]) {
				names = append(names, words[len(words)-1])
			}
		}
		if !slices.Equal(names, given) {
			t.Errorf("the directory is in the order %q", names)
		}
		if got := w.stranger().do(t, `{ posts(orderBy: {field: TITLE, direction: ASC}) { nodes { title } } }`, nil).all(t, "title"); !slices.Equal(got, []string{"Chó cắn: tiêm phòng dại ngay", "Đái tháo đường", "Sỏi thận", "Thông báo cho cán bộ"}) {
			t.Errorf("posts by title: %q", got)
		}
		for tag, want := range map[string]string{"Sỏi": "Sỏi thận", "sởi": "Sỏi thận", "soi": "Sỏi thận", "sơi": "", "dại": "Chó cắn: tiêm phòng dại ngay", "dai": "Đái tháo đường, Chó cắn: tiêm phòng dại ngay", "O-": "", "o+": "Sỏi thận", "O": "Sỏi thận"} {
			r := w.stranger().do(t, `query($t: String) { posts(filter: {tag: $t}, orderBy: {field: TITLE, direction: DESC}) { nodes { title } totalCount } }`, map[string]any{"t": tag})
			if got := r.all(t, "title"); strings.Join(got, ", ") != want || !strings.Contains(r.Body, fmt.Sprintf(`"totalCount":%d`, len(got))) {
				t.Errorf("the tag %q: %s", tag, r.Body)
			}
		}
		h.searches(t)
	})
}

// searches asks every door that takes a text.
func (h *hospital) searches(t *testing.T) {
	t.Helper()
	doors := map[string]struct {
		query, name   string
		marked, plain map[string]int // how many a text finds
		all           int
	}{
		"PostFilter": {`query($t: String) { posts(filter: {text: $t}, first: 100) { nodes { title } totalCount } }`, "title",
			map[string]int{"chó cắn": 1, "CHO CÁN": 1, "cho cắn": 1, "chó cán": 0, "đái": 1, "đai": 0, "khoẻ": 4, "khỏe sỏi": 1, "sởi": 1, "dại ngày": 0, "dại ngay": 1},
			map[string]int{"cho can": 2, "dai": 2, "khoe soi": 1}, 4},
		"AssetFilter": {`query($t: String) { assets(filter: {text: $t}, first: 100) { nodes { name } totalCount } }`, "name",
			map[string]int{"chó cắn": 1, "CHO CÁN": 1, "cho cắn": 1, "chó cán": 0, "sê": 3, "sế": 0, "đo": 1, "đò": 0},
			map[string]int{"cho can": 2, "se ri": 3, "do": 1}, 3},
		"StaffFilter": {`query($t: String) { staffMembers(filter: {text: $t}, first: 100) { nodes { name } totalCount } }`, "name",
			map[string]int{"hòa": 1, "HOÀ": 1, "thắng": 1, "thàng": 0, "thăng": 0, "Đăng": 1, "dăng": 0, "đỗ": 3, "đồ": 0},
			map[string]int{"hoa": 2, "thanh": 2, "thang": 1, "dang": 1, "do": 3}, 17},
	}
	for name, def := range generated.NewExecutableSchema(generated.Config{}).Schema().Types {
		_, known := doors[name]
		if text := def.Fields.ForName("text"); known != (strings.HasSuffix(name, "Filter") && text != nil && text.Type.Name() == "String") {
			t.Errorf("%s: each filter by text is searched here, and nothing else", name)
		}
		if known && !strings.Contains(strings.ToLower(strings.Join(strings.Fields(def.Fields.ForName("text").Description), " ")), "at most 12 words, 200 characters") {
			t.Errorf("%s.text says what it takes at most", name)
		}
	}
	for name, d := range doors {
		ask := func(text string, want int) {
			t.Helper()
			r := h.it.do(t, d.query, map[string]any{"t": text})
			if got := r.all(t, d.name); len(got) != want || !strings.Contains(r.Body, fmt.Sprintf(`"totalCount":%d`, want)) {
				t.Errorf("%s: %q finds %d, want %d: %s", name, text, len(got), want, r.Body)
			}
			if name == "AssetFilter" {
				file := h.it.send(t, http.MethodGet, "/assets.csv?text="+url.QueryEscape(text), "", nil)
				if got := strings.Count(file.Body, "\r\n") - 1; file.Status != http.StatusOK || got != want {
					t.Errorf("assets.csv: %q finds %d, want %d", text, got, want)
				}
			}
		}
		for text, want := range d.marked {
			ask(text, want)
		}
		for text, want := range d.plain {
			ask(text, want)
		}
		for _, blank := range []string{"", " ", "\t\u00a0\u200b"} {
			ask(blank, d.all)
		}
		for _, wordless := range []string{"%", "🦟", "_", "=", "…!", "\u0301\u0323", strings.Repeat("%", 200)} {
			ask(wordless, 0)
		}
		for _, long := range []string{strings.Repeat("a", 10_000), strings.Repeat("🦟", 201), strings.Repeat(" ", 201) + "a", "a b c d e f g h i j k l m"} {
			const refused = "A search takes at most 12 words and 200 characters."
			if r := h.it.with("Accept-Language", "en").do(t, d.query, map[string]any{"t": long}); !strings.Contains(r.Body, "BAD_INPUT") || !strings.Contains(r.Body, refused) {
				t.Errorf("%s: %.30q: %s", name, long, r.Body)
			}
			if name == "AssetFilter" {
				file := h.it.with("Accept-Language", "en").send(t, http.MethodGet, "/assets.csv?text="+url.QueryEscape(long), "", nil)
				if file.Status != http.StatusBadRequest || !strings.Contains(file.Body, refused) {
					t.Errorf("assets.csv: %.30q: %d %.200s", long, file.Status, file.Body)
				}
			}
		}
	}
}
