package acceptance

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/test/kit"
)

// page asks for a page of the site until the program keeps it.
func (w *world) page(t *testing.T, path string) response {
	t.Helper()
	for range 100 {
		r := w.stranger().send(t, http.MethodGet, path, "", nil)
		if r.Status != http.StatusOK || r.Header.Get("Etag") != "" {
			return r
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s is not kept", path)
	return response{}
}

// Pages that are kept follow what is published: nobody is shown what was taken down, and earlier addresses lead on.
func TestTheSiteFollowsWhatIsPublished(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		slug := h.slugs["public"]
		version := func() json.Number {
			return json.Number(h.must(t, "web", `query($id: ID!) { post(id: $id) { version } }`, map[string]any{"id": h.ids["public"]}).at(t, "data.post.version"))
		}
		shows := func(path string, status int, has, hasNot string) {
			t.Helper()
			r := w.page(t, path)
			if r.Status != status || has != "" && !strings.Contains(r.Body, has) || hasNot != "" && strings.Contains(r.Body, hasNot) {
				t.Errorf("%s: %d, with %q, without %q:\n%s", path, r.Status, has, hasNot, r.Body)
			}
		}
		list := "/tin-tuc"
		shows(list, http.StatusOK, "/bai-viet/"+slug, "")
		shows("/bai-viet/"+slug, http.StatusOK, "Đăng lúc: ", "")
		shows("/en/bai-viet/"+slug, http.StatusOK, "Posted: ", "")
		for _, hidden := range []string{"approved", "internal"} { // never on the site, or for the staff
			if h.slugs[hidden] == "" {
				t.Fatalf("the house has no post %q", hidden)
			}
			shows("/bai-viet/"+h.slugs[hidden], http.StatusNotFound, "", "Đăng lúc")
			shows("/the/bai-viet/"+h.slugs[hidden]+"/x.png", http.StatusNotFound, "", "PNG")
			if r := h.as["web"].send(t, http.MethodGet, "/bai-viet/"+h.slugs[hidden], "", nil); r.Status != http.StatusNotFound {
				t.Errorf("the site shows %s to the staff: %d", hidden, r.Status)
			}
		}

		h.must(t, "web", `mutation($id: ID!, $v: Int!) { changeSlug(input: {id: $id, expectedVersion: $v, slug: "dia-chi-moi"}) { userErrors { message } } }`, map[string]any{"id": h.ids["public"], "v": version()})
		if r := w.stranger().send(t, http.MethodGet, "/en/bai-viet/"+slug+"?a=b", "", nil); r.Status != http.StatusMovedPermanently || r.Header.Get("Location") != "/en/bai-viet/dia-chi-moi?a=b" {
			t.Errorf("the earlier address: %d to %s", r.Status, r.Header.Get("Location"))
		}
		shows(list, http.StatusOK, "/bai-viet/dia-chi-moi", "/bai-viet/"+slug)
		shows("/bai-viet/dia-chi-moi", http.StatusOK, "Đăng lúc: ", "")

		body := w.page(t, "/bai-viet/dia-chi-moi").Body
		card := body[strings.Index(body, "/the/bai-viet/dia-chi-moi/"):]
		card = card[:strings.Index(card, `"`)]
		shows(card, http.StatusOK, "PNG", "")
		if r := w.stranger().send(t, http.MethodGet, strings.Replace(card, "dia-chi-moi", slug, 1), "", nil); r.Status != http.StatusFound || r.Header.Get("Location") != card {
			t.Errorf("the card at the earlier address: %d to %s", r.Status, r.Header.Get("Location"))
		}

		h.step(t, "public", "unpublish")
		shows(card, http.StatusGone, "Không tìm thấy trang", "PNG")
		shows("/bai-viet/dia-chi-moi", http.StatusGone, "Không tìm thấy trang", "Đăng lúc")
		shows("/en/bai-viet/dia-chi-moi", http.StatusGone, "Page not found", "Posted")
		shows(list, http.StatusOK, "", "dia-chi-moi")
	})
}

// Pages that are kept follow the settings of the website: at once what is arranged, and what states something once a director consents.
func TestTheSiteFollowsItsSettings(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, w *world) {
		h := newHouse(t, w)
		shows := func(shown bool, text string, paths ...string) {
			t.Helper()
			for _, path := range paths {
				if r := w.page(t, path); r.Status != http.StatusOK || strings.Contains(r.Body, text) != shown {
					t.Errorf("%s: %d, wanted %q: %t\n%s", path, r.Status, text, shown, r.Body)
				}
			}
		}
		pages := []string{"/", "/en/", "/tin-tuc", "/lien-he"}
		slug := h.must(t, "web", `query($id: ID!) { node(id: $id) { ... on Category { slug } } }`, map[string]any{"id": h.ids["category"]}).at(t, "data.node.slug")
		shows(false, `class="below"`, pages...)
		shows(false, `class="blocks"`, "/", "/en/")
		h.must(t, "web", `mutation($c: ID!) { changeSite(input: {expectedVersion: 1, mainMenu: [{category: $c, items: [{category: $c}]}], blocks: [{kind: NOTICES}, {kind: CONTACT}, {kind: LINKS}, {kind: LATEST_OF_CATEGORY, category: $c}]}) { userErrors { message } } }`,
			map[string]any{"c": h.ids["category"]})
		shows(true, `class="below"`, pages...)
		shows(true, `<a href="/chuyen-muc/`+slug+`">`, "/", "/tin-tuc", "/lien-he")
		shows(true, `<a href="/en/chuyen-muc/`+slug+`">`, "/en/")
		shows(true, `class="blocks"`, "/", "/en/")
		shows(false, `>Liên kết</h2>`, "/")
		shows(false, `>Liên hệ</a></h2>`, "/")

		shows(false, "/colours-", pages...)
		h.must(t, "web", `mutation { changeSite(input: {expectedVersion: 2, primaryColour: "#00695c"}) { userErrors { message } } }`, nil)
		shows(true, "/colours-00695c-none.css", pages...)
		h.must(t, "web", `mutation { changeSite(input: {expectedVersion: 3, accentColour: "#b3261e"}) { userErrors { message } } }`, nil)
		shows(true, "/colours-00695c-b3261e.css", pages...)

		approval := h.must(t, "web", `mutation { changeSite(input: {expectedVersion: 4, hotline: "0203 3000 115", name: "Trung tâm Y tế <Vân Sơn>", reason: "Tổng đài mới."}) { siteChange { approval { id } } userErrors { message } } }`, nil).
			at(t, "data.changeSite.siteChange.approval.id")
		shows(false, "tel:", pages...)
		h.must(t, "director", decideApproval, map[string]any{"input": map[string]any{"id": approval, "verdict": "APPROVE", "expectedVersion": 1}})
		shows(true, `<a href="tel:02033000115">0203 3000 115</a>`, pages...)
		shows(true, `<span class="name">Trung tâm Y tế &lt;Vân Sơn&gt;</span>`, pages...)
		shows(true, `>Liên hệ</a></h2>`, "/")
	})
}

// The documents of the site's pages are registered, so that it works where strangers run no others.
func TestTheSiteWorksWhereStrangersAreHeld(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		w := held(t, k)
		w.show(t, w.Department(t, "CENTRE", "TTYT", db.ID{}), "mot", nil)
		for _, path := range []string{"/", "/tin-tuc", "/bai-viet/mot", "/tim-kiem?q=bai", "/khoa-phong", "/lien-he"} {
			if r := w.stranger().send(t, http.MethodGet, path, "", nil); r.Status != http.StatusOK {
				t.Errorf("%s: %d\n%s", path, r.Status, r.Body)
			}
		}
	})
}
