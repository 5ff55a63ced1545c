package app_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/test/kit"
)

var (
	location = regexp.MustCompile(`<loc>([^<]*)</loc>`)
	// crumbs is what search engines are told of where a page is.
	crumbs = regexp.MustCompile(`<ol itemscope itemtype="https://schema.org/BreadcrumbList">(?:\s*<li itemprop="itemListElement" itemscope itemtype="https://schema.org/ListItem"><a itemprop="item" href="/[^"]*"><span itemprop="name"(?: lang="vi")?>[^<]+</span></a><meta itemprop="position" content="[1-4]"></li>)+\s*</ol>`)
)

// locations are the paths that a kept file for search engines names.
func locations(t *testing.T, h http.Handler, path string) (all []string) {
	t.Helper()
	w := kept(h, http.MethodGet, path)
	if w.Code != http.StatusOK || w.Header().Get("Etag") == "" || !strings.HasPrefix(w.Body.String(), "<?xml") {
		t.Fatalf("%s: %d, %v\n%.300s", path, w.Code, w.Header(), w.Body)
	}
	for _, m := range location.FindAllStringSubmatch(w.Body.String(), -1) {
		u, err := url.Parse(m[1])
		if err != nil || u.Scheme != "https" || u.Host != "ttyt.example" {
			t.Fatalf("%s names %q", path, m[1])
		}
		all = append(all, u.Path)
	}
	return all
}

// Search engines find every page of the demonstration that is for them, once for each language, and nothing that is not there.
func TestSearchEnginesFindTheSite(t *testing.T) {
	t.Parallel()
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			h := demoSite(t, s).Handler()
			named, posts := map[string]int{}, 0
			for _, file := range locations(t, h, "/sitemap.xml") {
				for _, path := range locations(t, h, file) {
					named[path]++
				}
			}
			for path, times := range named {
				w := open(h, http.MethodGet, path)
				if times != 1 || w.Code != http.StatusOK {
					t.Errorf("%s is named %d times, and answers %d", path, times, w.Code)
				}
				isPost := strings.Contains(path, "/bai-viet/")
				if isPost {
					posts++
				}
				if (isPost || strings.Contains(path, "/khoa-phong/")) && !crumbs.MatchString(w.Body.String()) {
					t.Errorf("%s does not say where it is", path)
				}
			}
			if posts < 40 || named["/"] != 1 || named["/en/"] != 1 || named["/chuyen-muc/tiem-chung"] != 1 || named["/en/khoa-phong/khoa-nhi"] != 1 {
				t.Errorf("%d posts of %d pages are named", posts, len(named))
			}
			for _, hidden := range []string{"/bai-viet/to-chuc-tiem-vac-xin-cum-mua-theo-yeu-cau-tai-trung-tam", "/tim-kiem", "/bao-sai-sot", "/console/"} {
				if named[hidden] > 0 {
					t.Errorf("%s is named", hidden)
				}
			}
			robots := httptest.NewRecorder()
			h.ServeHTTP(robots, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/robots.txt", nil))
			if !strings.Contains(robots.Body.String(), "Sitemap: https://ttyt.example/sitemap.xml\n") {
				t.Errorf("robots: %d %s", robots.Code, robots.Body)
			}
		})
	}
}
