package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

const (
	cardOfArticle = `{"route":{"__typename":"Route","path":"/bai-viet/mot","redirect":false,"node":{"__typename":"NewsArticle","title":"Tiêm </script><b>"}}}`
	cardElsewhere = `{"route":{"__typename":"Route","path":"/bai-viet/mot","redirect":true,"node":{"__typename":"NewsArticle","title":"Tiêm </script><b>"}}}`
	cardOfGone    = `{"route":{"__typename":"Gone"}}`
)

var (
	ogImage  = regexp.MustCompile(`<meta property="og:image" content="https://ttyt\.example([^"]*)">`)
	iconLink = regexp.MustCompile(`<link rel="icon" href="([^"]*)"`)
)

func opened(h http.Handler, method, target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, target, nil))
	return w
}

// named finds an address on a page.
func named(t *testing.T, h http.Handler, page string, at *regexp.Regexp) string {
	t.Helper()
	found := at.FindAllStringSubmatch(opened(h, http.MethodGet, page).Body.String(), -1)
	if len(found) != 1 {
		t.Fatalf("%s names %d pictures", page, len(found))
	}
	return found[0][1]
}

// A page names its card and its icon, which are pictures of the right size, for everybody.
func TestPagesHavePictures(t *testing.T) {
	t.Parallel()
	h := siteOf(t, api{"Site": frame, "PostsOfType": oneCard, "SitePost": article, "SiteCard": cardOfArticle})
	seen := map[string]string{}
	for _, page := range []string{"/tin-tuc", "/bai-viet/mot", "/en/bai-viet/mot"} {
		for size, at := range map[string]*regexp.Regexp{"1200x630": ogImage, "192x192": iconLink} {
			address := named(t, h, page, at)
			w := opened(h, http.MethodGet, address)
			p, err := png.DecodeConfig(bytes.NewReader(w.Body.Bytes()))
			if w.Code != http.StatusOK || err != nil || w.Header().Get("Content-Type") != "image/png" || fmt.Sprintf("%dx%d", p.Width, p.Height) != size || w.Header().Get("Cross-Origin-Resource-Policy") != "cross-origin" {
				t.Errorf("%s of %s: %d %v, %v, %v", address, page, w.Code, w.Header(), p, err)
			}
			if head := opened(h, http.MethodHead, address); head.Code != http.StatusOK || head.Body.Len() > 0 {
				t.Errorf("HEAD %s: %d", address, head.Code)
			}
			seen[page+size] = address
		}
	}
	if seen["/bai-viet/mot1200x630"] != seen["/en/bai-viet/mot1200x630"] || seen["/bai-viet/mot1200x630"] == seen["/tin-tuc1200x630"] || seen["/bai-viet/mot192x192"] != seen["/tin-tuc192x192"] {
		t.Errorf("the addresses are %v", seen)
	}
}

// The address of a card changes with all that is on it, and with nothing else.
func TestTheAddressOfACardFollowsWhatItShows(t *testing.T) {
	t.Parallel()
	of := func(frame, article string) string {
		return named(t, siteOf(t, api{"Site": frame, "SitePost": article}), "/bai-viet/mot", ogImage)
	}
	first := of(frame, article)
	for name, other := range map[string]string{
		"another title":  of(frame, strings.Replace(article, `"title":"Tiêm`, `"title":"Khám`, 1)),
		"another colour": of(strings.Replace(frame, `#00695c`, `#5b3a91`, 1), article),
		"another name":   of(strings.Replace(frame, `"site":{"name":""`, `"site":{"name":"Trạm"`, 1), article),
		"other initials": of(strings.Replace(frame, `"TTYT"`, `"VS"`, 1), article),
	} {
		if other == first {
			t.Errorf("%s has the same address", name)
		}
	}
	if other := of(frame, strings.Replace(article, "Nội <b>dung", "Khác", 1)); other != first {
		t.Errorf("another text has the address %s, not %s", other, first)
	}
}

// Nothing is drawn but the pictures that pages name: whatever else is asked for leads there, or is not there.
func TestInventedAddressesDrawNothing(t *testing.T) {
	t.Parallel()
	there := api{"Site": frame, "SitePost": article, "SiteCard": cardOfArticle}
	right := named(t, siteOf(t, there), "/bai-viet/mot", ogImage)
	icon := named(t, siteOf(t, there), "/bai-viet/mot", iconLink)
	file := right[strings.LastIndex(right, "/"):]
	for name, c := range map[string]struct {
		api      api
		method   string
		target   string
		status   int
		location string
	}{
		"another digest":           {there, "GET", "/the/bai-viet/mot/0123456789ab.png", 302, right},
		"another kind":             {there, "GET", "/the/bai-viet/mot/x.jpg", 302, right},
		"with a query":             {there, "GET", right + "?a=1", 302, right},
		"in English":               {there, "GET", "/en" + right, 302, right},
		"of an earlier address":    {api{"Site": frame, "SiteCard": cardElsewhere}, "GET", "/the/bai-viet/cu" + file, 302, right},
		"in capitals":              {there, "GET", "/the/bai-viet/MOT" + file, 301, right},
		"an icon by another name":  {there, "GET", "/bieu-tuong/x.png", 302, icon},
		"an icon with a query":     {there, "GET", icon + "?v=2", 302, icon},
		"of what is gone":          {api{"Site": frame, "SiteCard": cardOfGone}, "GET", right, 410, ""},
		"of what never was":        {api{"Site": frame, "SiteCard": "!NOT_FOUND"}, "GET", right, 404, ""},
		"of no page":               {api{"Site": frame, "SiteCard": `{"route":null}`}, "GET", "/the/khong/co.png", 404, ""},
		"while the store is away":  {api{"Site": "!UNAVAILABLE"}, "GET", right, 503, ""},
		"of a post, store is away": {api{"Site": frame, "SiteCard": "!UNAVAILABLE"}, "GET", right, 503, ""},
		"too often":                {api{"Site": "!RATE_LIMITED"}, "GET", icon, 429, ""},
		"by another method":        {there, "DELETE", right, 405, ""},
		"by a form":                {there, "POST", right, 405, ""},
		"a very long address":      {api{"Site": frame, "SiteCard": "!NOT_FOUND"}, "GET", "/the/" + strings.Repeat("x", 3000) + "/y.png", 404, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := opened(siteOf(t, c.api), c.method, c.target)
			if w.Code != c.status || w.Header().Get("Location") != c.location || strings.HasPrefix(w.Header().Get("Content-Type"), "image/") {
				t.Errorf("%d to %q as %s", w.Code, w.Header().Get("Location"), w.Header().Get("Content-Type"))
			}
		})
	}
	flooded := siteOf(t, there)
	for n := range 1000 {
		if w := opened(flooded, http.MethodGet, fmt.Sprintf("/the/bai-viet/mot/%012x.png", n)); w.Code != http.StatusFound {
			t.Fatalf("%d: %d", n, w.Code)
		}
	}
}

// A centre has initials whatever is known of it.
func TestInitials(t *testing.T) {
	t.Parallel()
	for layout, want := range map[string]string{
		`{"site":{"name":"Trung tâm Y tế huyện Vân Sơn"},"centre":[]}`:           "TTYT",
		`{"site":{"name":"Trạm số 4"},"centre":[{"name":"x","code":""}]}`:        "TS",
		`{"site":{"name":""},"centre":[{"name":"Đơn vị","code":"TTYT-VANSON"}]}`: "ĐV",
		`{"site":{"name":"Trung tâm"},"centre":[{"name":"x","code":"VS"}]}`:      "VS",
		`{"site":{"name":""},"centre":[]}`:                                       "",
	} {
		if got := centreCard(decoded(t, layout)).Initials; got != want {
			t.Errorf("%s has %q, wanted %q", layout, got, want)
		}
	}
}

func decoded(t *testing.T, text string) (v map[string]any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}
