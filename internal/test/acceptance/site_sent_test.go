package acceptance

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
)

// rateForm and reportForm are what the pages of a post send.
func rateForm(post string) url.Values {
	return url.Values{"_form": {"RatePost"}, "input.post": {post}, "input.stars": {"5"}}
}

func reportForm(post string) url.Values {
	return url.Values{"_form": {"ReportMistake"}, "input.post": {post}, "input.passage": {"Nội dung"}, "input.text": {"x"}}
}

// What is not on the site answers as what is not there: somebody else's draft by its address, and by its id in a form. Who has
// signed in is one of the readers there.
func TestTheSiteKnowsNoDrafts(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		w.page(t, "/bai-viet/"+h.slugs["public"])
		for _, caller := range []*client{w.browser(), h.as["author"].with("Sec-Fetch-Site", "same-origin"), h.as["colleague"].with("Sec-Fetch-Site", "same-origin")} {
			none := func(name, target string, form url.Values) response {
				if form == nil {
					return caller.send(t, http.MethodGet, target+name, "", nil)
				}
				return caller.post(t, target, form)
			}
			for _, hidden := range []string{"draft", "toolDraft", "endorsement", "board", "approved", "scheduled", "internal", "department"} {
				for _, target := range []string{"/bai-viet/", "/en/bai-viet/", "/bao-sai-sot/"} {
					if r := none(h.slugs[hidden], target, nil); r.Status != http.StatusNotFound || strings.Contains(r.Body, "Bai "+hidden) {
						t.Errorf("%s%s: %d\n%s", target, hidden, r.Status, r.Body)
					}
				}
				page := "/bai-viet/" + h.slugs["public"]
				is, nothing := none("", page, rateForm(h.ids[hidden])), none("", page, rateForm(db.GlobalID("post", db.NewID())))
				if is.Status != nothing.Status || is.Status < 400 || strings.ReplaceAll(is.Body, h.ids[hidden], "") != strings.ReplaceAll(nothing.Body, h.ids[hidden], "") {
					t.Errorf("a rating of %s: %d, of nothing %d\n%s", hidden, is.Status, nothing.Status, is.Body)
				}
				page = "/bao-sai-sot/" + h.slugs["public"]
				if is, nothing = none("", page, reportForm(h.ids[hidden])), none("", page, reportForm(db.GlobalID("post", db.NewID()))); is.Status != nothing.Status || is.Status < 400 || is.Body != nothing.Body {
					t.Errorf("a report on %s: %d, on nothing %d\n%s\n%s", hidden, is.Status, nothing.Status, is.Body, nothing.Body)
				}
			}
		}
	})
}

// A page that lies open while its post changes: its forms are answered by what is there now, and menus follow.
func TestFormsOfAPageThatIsOutOfDate(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		b, slug := w.browser(), h.slugs["public"]
		post, report := "/bai-viet/"+slug, "/bao-sai-sot/"+slug
		for name, form := range map[string]url.Values{
			"an unknown field":        {"_form": {"RatePost"}, "input.post": {h.ids["public"]}, "input.stars": {"5"}, "input.weight": {"100"}},
			"a field twice":           {"_form": {"RatePost"}, "input.post": {h.ids["public"]}, "input.stars": {"5", "5"}},
			"a field that is missing": {"_form": {"RatePost"}, "input.stars": {"5"}},
			"an id of something else": {"_form": {"RatePost"}, "input.post": {h.ids["NOI"]}, "input.stars": {"5"}},
		} {
			if r := b.post(t, post, form); r.Status < 400 || r.Status >= 500 {
				t.Errorf("%s: %d\n%s", name, r.Status, r.Body)
			}
		}
		const known = `{ incidents { totalCount } }`
		incidents, err := strconv.Atoi(h.must(t, "web", known, nil).at(t, "data.incidents.totalCount"))
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // a form that is sent twice is one rating, one report
			if r := b.post(t, post, rateForm(h.ids["public"])); r.Status != http.StatusSeeOther {
				t.Errorf("a rating: %d\n%s", r.Status, r.Body)
			}
			if r := b.post(t, report, reportForm(h.ids["public"])); r.Status != http.StatusSeeOther || !strings.HasPrefix(r.Header.Get("Location"), "/bao-sai-sot?so=") {
				t.Errorf("a report: %d to %s\n%s", r.Status, r.Header.Get("Location"), r.Body)
			}
		}
		w.App.Services.Ratings.Flush(t.Context())
		h.must(t, "web", `query($id: ID!) { post(id: $id) { rating { total count } } }`, map[string]any{"id": h.ids["public"]}).want(t, `{"data": {"post": {"rating": {"total": 5, "count": 1}}}}`)
		if got := h.must(t, "web", known, nil).at(t, "data.incidents.totalCount"); got != strconv.Itoa(incidents+1) {
			t.Errorf("two reports that are the same make %s incidents of %d", got, incidents)
		}

		version := json.Number(h.must(t, "author", `query($id: ID!) { post(id: $id) { version } }`, map[string]any{"id": h.ids["public"]}).at(t, "data.post.version"))
		h.must(t, "author", `mutation($id: ID!, $v: Int!) { updatePost(input: {id: $id, expectedVersion: $v, body: "<p>Chữ khác.</p>"}) { userErrors { message } } }`, map[string]any{"id": h.ids["public"], "v": version})
		for _, step := range []string{"submit", "endorse", "consent", "publish"} {
			h.step(t, "public", step)
		}
		// The words that the report quotes are gone: it comes back as it was filled in.
		if r := b.post(t, report, reportForm(h.ids["public"])); r.Status != http.StatusUnprocessableEntity || !strings.Contains(r.Body, ">Nội dung</textarea>") || !strings.Contains(r.Body, `id="f-input-passage-fault"`) {
			t.Errorf("a report on an earlier version: %d\n%s", r.Status, r.Body)
		}
		if r := b.post(t, post, rateForm(h.ids["public"])); r.Status != http.StatusSeeOther {
			t.Errorf("a rating of an earlier version: %d\n%s", r.Status, r.Body)
		}

		h.must(t, "web", `mutation($p: ID!, $c: ID!) { changeSite(input: {expectedVersion: 1, mainMenu: [{post: $p}, {category: $c}]}) { userErrors { message } } }`, map[string]any{"p": h.ids["public"], "c": h.ids["category"]})
		link := `<a href="` + post + `">Bai public</a>`
		if r := w.page(t, "/lien-he"); !strings.Contains(r.Body, link) {
			t.Errorf("the menu lacks %s\n%s", link, r.Body)
		}
		h.step(t, "public", "unpublish")
		for path, rest := range map[string]string{"/": `<a href="/chuyen-muc/`, "/lien-he": `<a href="/chuyen-muc/`, "/en/lien-he": `<a href="/en/chuyen-muc/`} {
			if r := w.page(t, path); strings.Contains(r.Body, "Bai public") || strings.Contains(r.Body, slug) || !strings.Contains(r.Body, rest) {
				t.Errorf("%s leads to what was taken down:\n%s", path, r.Body)
			}
		}
		if r := b.post(t, post, rateForm(h.ids["public"])); r.Status != http.StatusNotFound || strings.Contains(r.Body, "Bai public") {
			t.Errorf("a rating of what was taken down: %d\n%s", r.Status, r.Body)
		}
		if r := b.post(t, report, reportForm(h.ids["public"])); r.Status != http.StatusNotFound || strings.Contains(r.Body, "Bai public") {
			t.Errorf("a report on what was taken down: %d\n%s", r.Status, r.Body)
		}
	})
}
