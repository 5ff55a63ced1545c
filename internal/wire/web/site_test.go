package web

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

const (
	frame   = `{"site":{"name":"","address":"","mapUrl":"","hotline":"","fanPage":"","responsible":"","openNow":false,"primaryColour":"#00695c","accentColour":"","hours":[],"seoTitle":"","seoDescription":"","mainMenu":[],"footerMenu":[],"linkGroups":[]},"centre":[{"name":"Trung tâm Y tế <Vân Sơn>","code":"TTYT"}],"news":{"nodes":[{"__typename":"NewsArticle","id":"x"}]},"announcements":{"nodes":[]},"guides":{"nodes":[]},"vacancies":{"nodes":[]},"tenders":{"nodes":[]},"profiles":{"nodes":[]},"pages":{"nodes":[]}}`
	post1   = `{"__typename":"NewsArticle","path":"/bai-viet/mot","title":"Tiêm <vắc xin>","summary":"","excerpt":"Đoạn đầu","cover":null,"postedAt":"2018-11-21T02:28:00+07:00"}`
	oneCard = `{"list":{"nodes":[` + post1 + `],"totalCount":41}}`
	article = `{"route":{"__typename":"Route","path":"/bai-viet/mot","redirect":false,"node":{"__typename":"NewsArticle","id":"UG9zdDox","slug":"mot","correctedAt":"2018-11-25T09:00:00+07:00","correctionNote":"Sửa tên <vắc xin>","rating":{"total":1009,"count":2},"previous":null,"next":{"__typename":"NewsArticle","path":"/bai-viet/hai","title":"Hai"},"title":"Tiêm </script><b>","summary":"","body":"<p>Nội <b>dung</b></p>","byline":null,"postedBy":"Ngọc Sơn","postedAt":"2018-11-21T02:28:00+07:00","updatedAt":"2018-11-21T02:28:00+07:00","tags":["sốt & ho"],"department":null,"categories":[],"cover":null,"gallery":[],"attachments":[],"seo":{"title":"","description":""}}}}`
	moved   = `{"route":{"__typename":"Route","path":"/bai-viet/hai","redirect":true,"node":{"__typename":"NewsArticle","id":"UG9zdDox","slug":"hai","correctedAt":null,"correctionNote":null,"rating":{"total":0,"count":0},"previous":null,"next":null,"title":"x","summary":"","body":"","byline":null,"postedBy":null,"postedAt":null,"updatedAt":null,"tags":[],"department":null,"categories":[],"cover":null,"gallery":[],"attachments":[],"seo":{"title":"","description":""}}}}`
)

// illustrated is the article with a cover, and with two files of which one is being checked.
var illustrated = strings.Replace(article, `"cover":null,"gallery":[],"attachments":[],`, `"cover":{"__typename":"Attachment","alt":"Một <em>bé","caption":"Tiêm <chủng>","credit":"Khoa Nhi","licence":"","notice":null,"picture":{"__typename":"MediaPicture","width":800,"height":600,"url":"/media/A/640...s/a.jpg","srcset":"/media/A/640...s/a.jpg 640w","whole":"/media/A/1920...s/a.jpg","share":"/media/A/1280.share.s/a.jpg"}},"gallery":[],"attachments":[{"__typename":"Attachment","name":"mau.pdf","size":2048,"caption":"Mẫu <đơn>","url":"/media/B/mau.pdf","notice":null},{"__typename":"Attachment","name":"xau.pdf","size":1,"caption":"","url":null,"notice":"Tệp đang được kiểm tra."}],`, 1)

func siteOf(t *testing.T, a api) http.Handler {
	t.Helper()
	return over(a.run).Site(stranger, stranger)
}

func stranger(pages http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := fault.WithLocale(r.Context(), fault.LocaleFor(r))
		pages.ServeHTTP(w, r.WithContext(access.With(ctx, access.Anonymous("192.0.2.1", ""))))
	})
}

// Bad and odd input, by name.
func TestTheSiteByAddress(t *testing.T) {
	t.Parallel()
	whole := api{"Site": frame, "PostsOfType": oneCard, "SitePost": article, "SiteSearch": oneCard, "PostsOfCategory": `{"categories":[{"slug":"tiem-chung","name":"Tiêm chủng"}],"list":{"nodes":[],"totalCount":0}}`}
	none := api{"Site": frame, "SitePost": "!NOT_FOUND", "SiteSearch": "!BAD_INPUT"}
	for name, c := range map[string]struct {
		api              api
		method, target   string
		status           int
		location         string
		has, hasNot      []string
		language, accept string
	}{
		"a list":                       {target: "/tin-tuc", status: 200, has: []string{"<h1>Tin tức</h1>", "Tiêm &lt;vắc xin&gt;", "Trang 1 / 3", `href="?trang=2"`, `href="/bai-viet/mot"`, `<link rel="canonical" href="https://ttyt.example/tin-tuc">`}, hasNot: []string{"trang=0"}},
		"its last page":                {target: "/tin-tuc?trang=3", status: 200, has: []string{"Trang 3 / 3", `href="?trang=2"`}, hasNot: []string{"trang=4"}},
		"a page behind the last":       {target: "/tin-tuc?trang=4", status: 404},
		"page 99,999":                  {target: "/tin-tuc?trang=99999", status: 404},
		"page 0":                       {target: "/tin-tuc?trang=0", status: 404},
		"page -1":                      {target: "/tin-tuc?trang=-1", status: 404},
		"page 1.5":                     {target: "/tin-tuc?trang=1.5", status: 404},
		"page 01":                      {target: "/tin-tuc?trang=01", status: 404},
		"English":                      {target: "/en/tin-tuc", status: 200, has: []string{"<h1>News</h1>", `href="/en/bai-viet/mot"`, `<html lang="en">`, `hreflang="vi" href="https://ttyt.example/tin-tuc"`}, language: "en"},
		"a browser that wants English": {target: "/tin-tuc", accept: "en", status: 200, has: []string{"<h1>Tin tức</h1>"}},
		"an unknown language":          {target: "/fr/tin-tuc", status: 404},
		"a language by parameter":      {target: "/tin-tuc?lang=en", status: 200, has: []string{"<h1>Tin tức</h1>"}},
		"a language by itself":         {target: "/en", status: 301, location: "/en/", language: "-"},
		"a slash at the end":           {target: "/tin-tuc/?trang=2", status: 301, location: "/tin-tuc?trang=2", language: "-"},
		"an English slash at the end":  {target: "/en/tin-tuc/", status: 301, location: "/en/tin-tuc", language: "-"},
		"several slashes":              {target: "/en//bai-viet//mot//", status: 301, location: "/en/bai-viet/mot", language: "-"},
		"a host behind slashes":        {target: "/en//evil.example//", status: 404, language: "en"},
		"a slash behind nothing":       {target: "/khong-co/", status: 404},
		"a form with a slash":          {method: "POST", target: "/tin-tuc/", status: 404},
		"capitals":                     {target: "/TIN-tuc", status: 301, location: "/tin-tuc", language: "-"},
		"capitals in an escape":        {target: "/bai-viet/a%2Fb", status: 200},
		"a post":                       {target: "/bai-viet/mot", status: 200, has: []string{"Đăng lúc: Thứ tư, 21/11/2018 02:28", "Người đăng: Ngọc Sơn", "Tổng số điểm của bài viết là: 1.009 trong 2 đánh giá", "Đính chính ngày 25/11/2018:</span> Sửa tên &lt;vắc xin&gt;", `href="/bai-viet/hai">Hai</a>`, "<p>Nội <b>dung</b></p>", "Tiêm &lt;/script&gt;&lt;b&gt;", `"headline":"Tiêm \u003c/script\u003e\u003cb\u003e"`, `q=s%e1%bb%91t%20%26%20ho`}, hasNot: []string{"Cập nhật", "</script><b>", "Bài cũ hơn"}},
		"a post with pictures and files": {api: api{"Site": frame, "SitePost": illustrated}, target: "/bai-viet/mot", status: 200, has: []string{
			`<meta property="og:image" content="https://ttyt.example/media/A/1280.share.s/a.jpg">`, `"image":"https://ttyt.example/media/A/1280.share.s/a.jpg"`,
			`<a href="/media/A/1920...s/a.jpg"><img src="/media/A/640...s/a.jpg" srcset="/media/A/640...s/a.jpg 640w"`, `width="800" height="600" alt="Một &lt;em&gt;bé"`, "Tiêm &lt;chủng&gt;", "Khoa Nhi",
			`<a href="/media/B/mau.pdf" download>Mẫu &lt;đơn&gt;</a> <span class="meta">mau.pdf, 2 KiB</span>`, "xau.pdf <span class=\"file-notice\" lang=\"vi\">Tệp đang được kiểm tra.</span>",
		}, hasNot: []string{`content="image/png"`}},
		"a post that has moved":       {api: api{"Site": frame, "SitePost": moved}, target: "/en/bai-viet/mot?a=b", status: 301, location: "/en/bai-viet/hai?a=b", language: "en"},
		"a post that is not there":    {api: none, target: "/bai-viet/tiem-chung-mo-rong", status: 404, has: []string{"Không tìm thấy trang", `value="tiem chung mo rong"`, "noindex"}, hasNot: []string{"canonical"}},
		"a post that was taken down":  {api: api{"Site": frame, "SitePost": `{"route":{"__typename":"Gone"}}`}, target: "/bai-viet/mot", status: 410, has: []string{"không còn trên trang", "Tin tức"}},
		"%2F":                         {api: none, target: "/bai-viet/a%2Fb", status: 404},
		"decomposed letters":          {api: none, target: "/bai-viet/tie%CC%82m", status: 404, has: []string{"value=\"tie\u0302m\""}},
		"letters that are no UTF-8":   {api: none, target: "/bai-viet/%ff", status: 404},
		"8 kB":                        {target: "/bai-viet/" + strings.Repeat("a", 8<<10), status: 404},
		"8 kB of capitals":            {target: "/" + strings.Repeat("A", 8<<10), status: 404},
		"nowhere":                     {target: "/khong-co", status: 404, has: []string{`value="khong co"`}},
		"nowhere, with markup":        {target: "/%3Cscript%3E", status: 404, hasNot: []string{"<script>"}},
		"a section":                   {target: "/chuyen-muc/tiem-chung", status: 200, has: []string{"Tiêm chủng"}},
		"a section that is not there": {target: "/chuyen-muc/khong-co", status: 404},
		"a search":                    {target: "/tim-kiem?q=v%E1%BA%AFc%20xin&trang=2", status: 200, has: []string{"Tìm thấy 41 bài có “vắc xin”", `href="?q=v%e1%ba%afc%20xin&amp;trang=3"`, "noindex"}},
		"a search for nothing":        {target: "/tim-kiem?q=", status: 200, hasNot: []string{"Tìm thấy"}},
		"a search for markup":         {target: "/tim-kiem?q=%3Cscript%3Ealert(1)%3C/script%3E", status: 200, hasNot: []string{"<script>alert"}},
		"too many words":              {api: none, target: "/tim-kiem?q=x", status: 400, has: []string{"why", "Không đọc được yêu cầu"}},
		"variables of the address":    {target: "/tin-tuc?first=1000&offset=7&type=PAGE&path=/x", status: 200, has: []string{"<h1>Tin tức</h1>"}},
		"HEAD":                        {method: "HEAD", target: "/tin-tuc", status: 200},
		"HEAD of nothing":             {method: "HEAD", target: "/khong-co", status: 404},
		"a form":                      {method: "POST", target: "/tin-tuc", status: 405},
		"DELETE":                      {method: "DELETE", target: "/bai-viet/mot", status: 405},
		"the store is away":           {api: api{"Site": frame, "PostsOfType": "!UNAVAILABLE"}, target: "/tin-tuc", status: 503, has: []string{"Trang đang bận"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.api == nil {
				c.api = whole
			}
			if c.method == "" {
				c.method = http.MethodGet
			}
			if c.language == "" {
				c.language = "vi"
			}
			w := askSite(siteOf(t, c.api), c.method, c.target, "Accept-Language", c.accept)
			if w.Code != c.status || w.Header().Get("Location") != c.location {
				t.Errorf("%d to %q, wanted %d to %q\n%s", w.Code, w.Header().Get("Location"), c.status, c.location, w.Body)
			}
			if got := w.Header().Get("Content-Language"); got != c.language && c.language != "-" {
				t.Errorf("Content-Language is %q", got)
			}
			if (c.method == http.MethodHead) != (w.Body.Len() == 0) && c.location == "" {
				t.Errorf("a body of %d bytes", w.Body.Len())
			}
			for _, text := range c.has {
				if !strings.Contains(w.Body.String(), text) {
					t.Errorf("%q is missing in\n%s", text, w.Body)
				}
			}
			for _, text := range c.hasNot {
				if strings.Contains(w.Body.String(), text) {
					t.Errorf("%q stands in\n%s", text, w.Body)
				}
			}
		})
	}
}

func askSite(h http.Handler, method, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// What tells readers apart does not reach the pages, nor what stands before them.
func TestTheSiteKnowsNoReader(t *testing.T) {
	t.Parallel()
	f := over(nil)
	var seen http.Header
	noting := func(http.Handler) http.Handler {
		return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = r.Header })
	}
	h := f.Site(noting, noting)
	askSite(h, http.MethodGet, "/en/tin-tuc", "Cookie", "__Host-session=x", "Authorization", "Bearer x", "Accept-Language", "vi", "Accept", "text/html", "If-None-Match", "x", "X-Forwarded-For", "192.0.2.1", "Accept-Encoding", "gzip")
	for name, want := range map[string]string{"Cookie": "", "Authorization": "", "Accept": "", "Accept-Language": "en", "If-None-Match": "x", "X-Forwarded-For": "192.0.2.1", "Accept-Encoding": "gzip"} {
		if got := seen.Get(name); got != want {
			t.Errorf("%s is %q, wanted %q", name, got, want)
		}
	}
}

// Readers who take it get texts compressed, the first of them too, and a form of its own has a tag of its own.
func TestTextsAreSentCompressed(t *testing.T) {
	t.Parallel()
	f := over(api{"Site": frame, "PostsOfType": oneCard}.run)
	tagged := func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Etag", `"a"`)
			h.ServeHTTP(w, r)
		})
	}
	site := f.Site(func(h http.Handler) http.Handler { return tagged(stranger(h)) }, stranger)
	for _, c := range []struct {
		name string
		h    http.Handler
		path string
		want bool
	}{
		{"a page", site, "/tin-tuc", true},
		{"what is not there", site, "/khong-co", true},
		{"a style sheet", f.Assets(), f.assets.address(siteSheet), true},
		{"the sign-in page of the console", f.Console(), signInPath, true},
		{"a share card", site, "/the/trang.png", false},
	} {
		plain, small := askSite(c.h, http.MethodGet, c.path), askSite(c.h, http.MethodGet, c.path, "Accept-Encoding", "gzip")
		packed := small.Header().Get("Content-Encoding") == "gzip"
		if packed != c.want || plain.Header().Get("Content-Encoding") != "" || plain.Code != small.Code {
			t.Errorf("%s: %d %v, and %d %v", c.name, plain.Code, plain.Header(), small.Code, small.Header())
		}
		if !packed {
			continue
		}
		if !strings.Contains(small.Header().Get("Vary"), "Accept-Encoding") || small.Body.Len() >= plain.Body.Len()*2/3 {
			t.Errorf("%s: %d bytes of %d, varies by %q", c.name, small.Body.Len(), plain.Body.Len(), small.Header().Get("Vary"))
		}
		if tag := small.Header().Get("Etag"); tag != "" && tag != `"a-gzip"` {
			t.Errorf("%s has the tag %s in both forms", c.name, tag)
		}
		z, err := gzip.NewReader(small.Body)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if text, err := io.ReadAll(z); err != nil || string(text) != plain.Body.String() {
			t.Errorf("%s unpacks to something else: %v", c.name, err)
		}
	}
}
