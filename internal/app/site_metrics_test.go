package app_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"ttyt.example/ttyt/internal/app"
	"ttyt.example/ttyt/internal/base/config"
	"ttyt.example/ttyt/internal/test/kit"
)

// Each page is counted once, under its name and by what became of it, whether it was drawn or kept. Other tests count in the same
// process, so none runs beside this one, and figures are held to what they were before.
func TestPagesAreCounted(t *testing.T) {
	a := demoSite(t, kit.Stores(t)[0])
	h := a.Handler()
	kept(h, http.MethodGet, "/lien-he")
	card := ogCard(t, h, "/lien-he")
	kept(h, http.MethodGet, card)
	slow, err := app.New(a.DB, config.Config{PublicURL: &url.URL{Scheme: "http", Host: "127.0.0.1"}, Rate: 1}, app.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		h              http.Handler
		method, target string
		form           url.Values
		status         int
		page, outcome  string
	}{
		"a page that is new":         {h, "GET", "/moi-thau", nil, 200, "site/tenders", "drawn"},
		"a kept page":                {h, "GET", "/lien-he", nil, 200, "site/contact", "kept"},
		"its head":                   {h, "HEAD", "/lien-he", nil, 200, "site/contact", "kept"},
		"a kept card":                {h, "GET", card, nil, 200, "site/card", "kept"},
		"a page made for one reader": {h, "GET", "/bao-sai-sot", nil, 200, "site/mistake", "drawn"},
		"the address of an invented": {h, "GET", "/the/0.png", nil, 302, "site/card", "moved"},
		"a rating":                   {h, "POST", "/bai-viet/" + ratedSlug, url.Values{"_form": {"RatePost"}, "input.post": {postOn(t, h, "/bai-viet/"+ratedSlug)}, "input.stars": {"5"}}, 303, "site/post", "moved"},
		"a form that is wrong":       {h, "POST", "/bai-viet/" + ratedSlug, url.Values{}, 400, "site/post", "refused"},
		"a form of another site":     {h, "POST", "/lien-he", nil, 403, "site/error", "refused"},
		"nothing":                    {h, "GET", "/khong-co", nil, 404, "site/error", "missing"},
		"a post that never was":      {h, "GET", "/bai-viet/khong-co", nil, 404, "site/post", "missing"},
		"too many":                   {slow.Handler(), "GET", "/can-bo", nil, 429, "site/profiles", "refused"},
		"the console, signed out":    {h, "GET", "/console/account", nil, 303, "console/account", "moved"},
		"to sign in":                 {h, "GET", "/console/sign-in", nil, 200, "console/sign-in", "drawn"},
	} {
		counted := func(outcome string) float64 {
			return figure(t, a, `ttyt_pages_total{page="`+c.page+`",outcome="`+outcome+`"}`, outcome == "kept" && c.page[0] == 'c')
		}
		all := func() (sum float64) {
			for _, o := range []string{"kept", "drawn", "moved", "missing", "refused", "failed"} {
				sum += counted(o)
			}
			return sum
		}
		took := func() float64 { return figure(t, a, `ttyt_page_seconds_count{page="`+c.page+`"}`, true) }
		var before, sum, drawn float64
		var w *httptest.ResponseRecorder
		for w == nil || w.Code == http.StatusOK && c.status == http.StatusTooManyRequests { // a busy machine is given another request meanwhile
			for c.status == http.StatusTooManyRequests && open(c.h, c.method, c.target).Code != c.status {
			}
			before, sum, drawn = counted(c.outcome), all(), took()
			switch {
			case c.method != http.MethodPost:
				w = open(c.h, c.method, c.target)
			case c.form != nil:
				w = send(c.h, c.target, c.form)
			default:
				w = send(c.h, c.target, url.Values{}, "Sec-Fetch-Site", "cross-site")
			}
		}
		if w.Code != c.status {
			t.Errorf("%s: %d", name, w.Code)
		}
		if now := counted(c.outcome); now != before+1 || all() != sum+1 {
			t.Errorf("%s: %v became %v of %s, %v", name, before, now, c.outcome, all()-sum)
		}
		if want := drawn + map[bool]float64{true: 0, false: 1}[c.outcome == "kept"]; took() != want {
			t.Errorf("%s: %v pages took time, wanted %v", name, took(), want)
		}
	}
}
