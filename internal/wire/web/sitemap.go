package web

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/fault"
)

// What search engines ask for: which addresses are not for them, and which pages there are, in both languages. The pages come from
// the API as every reader gets them, and the files are kept like pages. Posts stand in one file for each year, so that none gets long.

const (
	robotsPath  = "/robots.txt"
	sitemapPath = "/sitemap.xml"
	pagesMap    = "/sitemaps/pages.xml"
	yearMap     = "/sitemaps/{year}" // 2026.xml
	maxMapped   = 50_000             // addresses of one file, as the protocol allows
	postsAPage  = 100
)

// mapDocument is what the files of the site's pages ask.
const mapDocument = `query SiteMap { departments { slug } categories { slug } }`

// yearsDocument asks for the first and the last post.
const yearsDocument = `query SiteMapYears {
  first: posts(filter: {audience: PUBLIC}, orderBy: {field: PUBLISHED_AT, direction: ASC}, first: 1) { nodes { postedAt } }
  last: posts(filter: {audience: PUBLIC}, orderBy: {field: PUBLISHED_AT, direction: DESC}, first: 1) { nodes { postedAt } }
}`

// yearDocument asks for the posts of a year, page by page.
const yearDocument = `query SiteMapYear($from: DateTime!, $to: DateTime!, $first: Int!, $after: String) {
  posts(filter: {audience: PUBLIC, publishedAt: {from: $from, to: $to}}, orderBy: {field: PUBLISHED_AT, direction: DESC}, first: $first, after: $after) {
    nodes { path updatedAt }
    pageInfo { hasNextPage endCursor }
  }
}`

// mapDocuments are what these files ask, where strangers are held to registered documents.
var mapDocuments = []string{mapDocument, yearsDocument, yearDocument}

const namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"

// urlSet is a file of addresses.
type urlSet struct {
	XMLName xml.Name  `xml:"urlset"`
	Space   string    `xml:"xmlns,attr"`
	XHTML   string    `xml:"xmlns:xhtml,attr"`
	URLs    []pageURL `xml:"url"`
}

type pageURL struct {
	Loc        string      `xml:"loc"`
	LastMod    string      `xml:"lastmod,omitempty"`
	Alternates []alternate `xml:"xhtml:link"`
}

type alternate struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

// mapIndex is the file that names the others.
type mapIndex struct {
	XMLName xml.Name `xml:"sitemapindex"`
	Space   string   `xml:"xmlns,attr"`
	Maps    []mapURL `xml:"sitemap"`
}

type mapURL struct {
	Loc string `xml:"loc"`
}

// robots tells robots which addresses are not for them.
func (f *Faces) robots(w http.ResponseWriter, _ *http.Request) {
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	for _, path := range []string{ConsolePath, "/noi-bo", "/explorer", "/graphql", searchPath, englishPath + searchPath, mistakePath, englishPath + mistakePath} {
		b.WriteString("Disallow: " + path + "\n")
	}
	b.WriteString("\nSitemap: " + f.o.URL + sitemapPath + "\n")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	_, _ = w.Write([]byte(b.String())) // the robot may have gone
}

// mapped answers with a file for search engines, or why there is none.
func (f *Faces) mapped(draw func(ctx context.Context, r *http.Request) (any, *failure)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), pageTimeout)
		defer cancel()
		d := f.drawing(w, r.WithContext(ctx), f.site, route{page: errorName})
		if r.Method != http.MethodGet {
			w.Header().Set("Allow", "GET, HEAD")
			d.fail(problem405)
			return
		}
		if wait := f.o.Admit(ctx); wait > 0 {
			w.Header().Set("Retry-After", seconds(wait))
			d.fail(problemOf(fault.RateLimited))
			return
		}
		done := f.o.Turn(ctx)
		if done == nil {
			d.fail(problemOf(fault.Unavailable))
			return
		}
		defer done()
		file, failed := draw(ctx, r)
		if failed != nil {
			d.fail(failed)
			return
		}
		var b bytes.Buffer
		b.WriteString(xml.Header)
		if err := xml.NewEncoder(&b).Encode(file); err != nil {
			d.fail(problemOf(fault.Internal))
			return
		}
		w.Header().Set("Content-Type", "application/xml; charset=utf-8")
		_, _ = w.Write(b.Bytes())
	})
}

// answered runs a document, and reads its data.
func (f *Faces) answered(ctx context.Context, document, operation string, variables map[string]any, into any) *failure {
	response := f.run(ctx, document, operation, variables)
	if failed := failureOf(response); failed != nil {
		return failed
	}
	if err := json.Unmarshal(response.Data, into); err != nil {
		return problemOf(fault.Internal)
	}
	return nil
}

// add adds a page in both languages, each of which names both.
func (s *urlSet) add(base, path, changed string) {
	alternates := []alternate{{"alternate", "vi", base + path}, {"alternate", "en", base + englishPath + path}}
	for _, a := range alternates {
		s.URLs = append(s.URLs, pageURL{a.Href, changed, alternates})
	}
}

func newSet() *urlSet { return &urlSet{Space: namespace, XHTML: "http://www.w3.org/1999/xhtml"} }

// drawMap names the other files: that of the pages, and one for each year in which something that is on the site was posted.
func (f *Faces) drawMap(ctx context.Context, _ *http.Request) (any, *failure) {
	type ends struct {
		Nodes []struct{ PostedAt time.Time }
	}
	var found struct{ First, Last ends }
	if failed := f.answered(ctx, yearsDocument, "SiteMapYears", nil, &found); failed != nil {
		return nil, failed
	}
	index := &mapIndex{Space: namespace, Maps: []mapURL{{f.o.URL + pagesMap}}}
	if len(found.First.Nodes) == 0 || len(found.Last.Nodes) == 0 {
		return index, nil
	}
	for year := found.Last.Nodes[0].PostedAt.In(calendar.Zone).Year(); year >= found.First.Nodes[0].PostedAt.In(calendar.Zone).Year(); year-- {
		posts, failed := f.postsOf(ctx, year, 1)
		if failed != nil {
			return nil, failed
		}
		if len(posts.Nodes) > 0 {
			index.Maps = append(index.Maps, mapURL{f.o.URL + fmt.Sprintf("/sitemaps/%d.xml", year)})
		}
	}
	return index, nil
}

// drawPages names what is at a fixed address, the departments and the categories.
func (f *Faces) drawPages(ctx context.Context, _ *http.Request) (any, *failure) {
	var found struct{ Departments, Categories []struct{ Slug string } }
	if failed := f.answered(ctx, mapDocument, "SiteMap", nil, &found); failed != nil {
		return nil, failed
	}
	set := newSet()
	for _, r := range site {
		if path := strings.TrimSuffix(r.path, "{$}"); !strings.Contains(path, "{") && r.lookup == "" && path != searchPath {
			set.add(f.o.URL, path, "")
		}
	}
	for _, d := range found.Departments {
		set.add(f.o.URL, departmentsPath+d.Slug, "")
	}
	for _, c := range found.Categories {
		set.add(f.o.URL, sectionsPath+c.Slug, "")
	}
	return set, nil
}

type mappedPosts struct {
	Nodes []struct {
		Path      string
		UpdatedAt string
	}
	PageInfo struct {
		HasNextPage bool
		EndCursor   string
	}
}

// postsOf are up to so many posts of a year, the latest first.
func (f *Faces) postsOf(ctx context.Context, year, most int) (all mappedPosts, failed *failure) {
	begin := func(year int) string { return time.Date(year, 1, 1, 0, 0, 0, 0, calendar.Zone).Format(time.RFC3339) }
	variables := map[string]any{"from": begin(year), "to": begin(year + 1), "first": json.Number(strconv.Itoa(min(most, postsAPage)))}
	for {
		var page struct{ Posts mappedPosts }
		if failed := f.answered(ctx, yearDocument, "SiteMapYear", variables, &page); failed != nil {
			return all, failed
		}
		all.Nodes = append(all.Nodes, page.Posts.Nodes...)
		if !page.Posts.PageInfo.HasNextPage || len(all.Nodes) >= most {
			return all, nil
		}
		variables["after"] = page.Posts.PageInfo.EndCursor
	}
}

// drawYear names the posts of a year. Pages of departments are named with the departments.
func (f *Faces) drawYear(ctx context.Context, r *http.Request) (any, *failure) {
	name, isXML := strings.CutSuffix(r.PathValue("year"), ".xml")
	year, err := strconv.Atoi(name)
	if !isXML || err != nil || len(name) != 4 {
		return nil, problemOf(fault.NotFound)
	}
	posts, failed := f.postsOf(ctx, year, maxMapped/2)
	if failed != nil {
		return nil, failed
	}
	set := newSet()
	for _, p := range posts.Nodes {
		if !strings.HasPrefix(p.Path, departmentsPath) {
			set.add(f.o.URL, p.Path, p.UpdatedAt)
		}
	}
	if len(set.URLs) == 0 {
		return nil, problemOf(fault.NotFound)
	}
	return set, nil
}
