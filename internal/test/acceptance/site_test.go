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

		h.step(t, "public", "unpublish")
		shows("/bai-viet/dia-chi-moi", http.StatusGone, "Không tìm thấy trang", "Đăng lúc")
		shows("/en/bai-viet/dia-chi-moi", http.StatusGone, "Page not found", "Posted")
		shows(list, http.StatusOK, "", "dia-chi-moi")
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
