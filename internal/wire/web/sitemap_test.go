package web

import (
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// Search engines are told of each page in both languages, and that what belongs to one reader is not for them.
func TestWhatSearchEnginesAreTold(t *testing.T) {
	t.Parallel()
	one := `{"nodes":[{"path":"/bai-viet/mot","updatedAt":"2026-03-02T09:00:00+07:00","postedAt":"2024-03-02T09:00:00+07:00"},{"path":"/khoa-phong/khoa-nhi","updatedAt":"2026-03-02T09:00:00+07:00"}],"pageInfo":{"hasNextPage":false}}`
	whole := api{"Site": frame, "SiteMap": `{"departments":[{"slug":"khoa-nhi"}],"categories":[{"slug":"tiem-chung"}]}`,
		"SiteMapYears": `{"first":{"nodes":[{"postedAt":"2024-01-01T00:30:00+07:00"}]},"last":{"nodes":[{"postedAt":"2026-12-31T23:00:00+07:00"}]}}`, "SiteMapYear": `{"posts":` + one + `}`}
	empty := api{"Site": frame, "SiteMap": `{"departments":[],"categories":[]}`, "SiteMapYears": `{"first":{"nodes":[]},"last":{"nodes":[]}}`, "SiteMapYear": `{"posts":{"nodes":[],"pageInfo":{"hasNextPage":false}}}`}
	for name, c := range map[string]struct {
		api    api
		path   string
		status int
		has    []string
		hasNot []string
	}{
		"robots": {whole, "/robots.txt", 200, []string{"Disallow: /console\n", "Disallow: /graphql\n", "Disallow: /tim-kiem\n", "Disallow: /en/tim-kiem\n", "Sitemap: https://ttyt.example/sitemap.xml\n"}, []string{"Disallow: /\n", "/bai-viet"}},
		"index":  {whole, "/sitemap.xml", 200, []string{"<loc>https://ttyt.example/sitemaps/pages.xml</loc>", "<loc>https://ttyt.example/sitemaps/2024.xml</loc>", "<loc>https://ttyt.example/sitemaps/2026.xml</loc>"}, []string{"2023", "2027"}},
		"pages": {whole, "/sitemaps/pages.xml", 200, []string{"<loc>https://ttyt.example/</loc>", "<loc>https://ttyt.example/en/tin-tuc</loc>", "<loc>https://ttyt.example/khoa-phong/khoa-nhi</loc>", "<loc>https://ttyt.example/chuyen-muc/tiem-chung</loc>",
			`<xhtml:link rel="alternate" hreflang="en" href="https://ttyt.example/en/chuyen-muc/tiem-chung"></xhtml:link>`}, []string{"tim-kiem", "bao-sai-sot", "{", "/console"}},
		"a year": {whole, "/sitemaps/2026.xml", 200, []string{"<loc>https://ttyt.example/bai-viet/mot</loc>", "<loc>https://ttyt.example/en/bai-viet/mot</loc>", "<lastmod>2026-03-02T09:00:00+07:00</lastmod>",
			`hreflang="vi" href="https://ttyt.example/bai-viet/mot"`}, []string{"khoa-phong"}},
		"an empty site":        {empty, "/sitemap.xml", 200, []string{"sitemaps/pages.xml"}, []string{"20"}},
		"an empty year":        {empty, "/sitemaps/2020.xml", 404, []string{"Không tìm thấy trang"}, nil},
		"no year":              {whole, "/sitemaps/mot.xml", 404, []string{"Không tìm thấy trang"}, nil},
		"a year without XML":   {whole, "/sitemaps/2026", 404, []string{"Không tìm thấy trang"}, nil},
		"in another language":  {whole, "/en/sitemap.xml", 404, []string{"Page not found"}, nil},
		"the store is away":    {api{"Site": frame, "SiteMapYears": "!UNAVAILABLE"}, "/sitemap.xml", 503, []string{"Trang đang bận"}, nil},
		"away for the posts":   {api{"Site": frame, "SiteMapYear": "!UNAVAILABLE"}, "/sitemaps/2026.xml", 503, []string{"Trang đang bận"}, nil},
		"away for departments": {api{"Site": frame, "SiteMap": "!RATE_LIMITED"}, "/sitemaps/pages.xml", 429, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := askSite(siteOf(t, c.api), http.MethodGet, c.path)
			if w.Code != c.status {
				t.Fatalf("%d\n%s", w.Code, w.Body)
			}
			for _, text := range c.has {
				if !strings.Contains(w.Body.String(), text) {
					t.Errorf("%q is missing in\n%s", text, w.Body)
				}
			}
			for _, text := range c.hasNot {
				if strings.Contains(strings.ReplaceAll(w.Body.String(), namespace, ""), text) {
					t.Errorf("%q stands in\n%s", text, w.Body)
				}
			}
			if strings.HasSuffix(c.path, ".xml") && c.status == 200 {
				if kind := w.Header().Get("Content-Type"); kind != "application/xml; charset=utf-8" {
					t.Error(kind)
				}
				if err := xml.Unmarshal(w.Body.Bytes(), new(struct{ XMLName xml.Name })); err != nil {
					t.Error(err)
				}
			}
		})
	}
	if w := ask(siteOf(t, whole), http.MethodPost, "/sitemap.xml", nil, false); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("a form sent to it answers %d", w.Code)
	}
}

// What these files ask is registered, and fits the schema.
func TestWhatTheSitemapAsksIsRegistered(t *testing.T) {
	t.Parallel()
	f := over(nil)
	for _, document := range mapDocuments {
		if !slices.Contains(f.Documents(), document) {
			t.Errorf("not registered: %s", document)
		}
		if _, errs := gqlparser.LoadQueryWithRules(schema(), document, rules.NewDefaultRules()); errs != nil {
			t.Error(errs)
		}
	}
}
