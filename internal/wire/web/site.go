package web

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"ttyt.example/ttyt/internal/base/fault"
)

// The site answers everybody alike: it reads no cookie, no token and no wish of the browser, and its language is a part of
// the address. So one answer may be kept for all, here and in caches in front.

const (
	englishPath = "/en" // begins the addresses of English pages
	maxPath     = 2000  // bytes; no page has a longer address
)

// Headers of all pages; nobody changes them.
var (
	policies  = []string{policy}
	referrers = []string{"same-origin"} // with no-referrer, browsers would not say where a form comes from
)

// errMissing is what a template ends with that has nothing to show.
var errMissing = errors.New("nothing is at this address")

// Site answers for the website, at every address. Between the reading of the address and the drawing of pages stands what
// around puts there, such as a cache: a request comes to it without anything that tells readers apart, and what its answer
// says beside the page is said already.
// Before forms, and pages that are made anew for each reader, stands what direct puts there.
func (f *Faces) Site(around, direct func(pages http.Handler) http.Handler) http.Handler {
	mux, fresh := http.NewServeMux(), map[string]bool{}
	for _, r := range site {
		mux.Handle(r.path, f.drawn(f.site, r))
		fresh[r.path] = r.lookup != ""
	}
	for _, r := range pictures {
		mux.Handle(r.path, f.drawn(f.site, r))
	}
	mux.Handle(sitemapPath, f.mapped(f.drawMap))
	mux.Handle(pagesMap, f.mapped(f.drawPages))
	mux.Handle(yearMap, f.mapped(f.drawYear))
	missing := f.drawn(f.site, route{page: errorName, missing: true})
	mux.Handle("/", missing)
	drawn := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked := r.URL
		own := *asked
		_, own.Path = languageOf(asked.Path)
		_, own.RawPath = languageOf(asked.EscapedPath())
		inner := r.WithContext(context.WithValue(r.Context(), askedKey{}, asked))
		inner.URL = &own
		if canonical(asked) != "" || own.Path != asked.Path && strings.HasPrefix(own.Path, "/sitemap") { // of which there is one for both languages
			missing.ServeHTTP(w, inner)
			return
		}
		mux.ServeHTTP(w, inner)
	})
	pages, straight := around(drawn), direct(drawn)
	return packed(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == robotsPath && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
			f.robots(w, r)
			return
		}
		if to := canonical(r.URL); to != "" && leads(mux, r, to) {
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusMovedPermanently)
			return
		}
		locale, path := languageOf(r.URL.EscapedPath())
		h := w.Header()
		h["Content-Security-Policy"], h["Referrer-Policy"], h["Content-Language"] = policies, referrers, languages[locale]
		if isPicture(path) {
			h["Cross-Origin-Resource-Policy"] = shared
		}
		v := &visit{ResponseWriter: w}
		defer f.countKept(v)
		w = v
		if r.Method == http.MethodHead {
			w = headWriter{w}
		}
		if r.Method == http.MethodPost || fresh[path] {
			straight.ServeHTTP(w, alike(r.WithContext(fault.WithLocale(r.Context(), locale)), locale))
			return
		}
		pages.ServeHTTP(w, alike(r, locale))
	}))
}

// leads reports whether a page may be at an address that a reader would be sent to.
func leads(mux *http.ServeMux, r *http.Request, to string) bool {
	u, err := url.Parse(to)
	if err != nil || r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false
	}
	_, u.Path = languageOf(u.Path)
	_, u.RawPath = languageOf(u.RawPath)
	_, pattern := mux.Handler(&http.Request{Method: http.MethodGet, Host: r.Host, URL: u})
	return pattern != "/"
}

// SiteForeign answers a form that another site sends to a page of this one.
func (f *Faces) SiteForeign(w http.ResponseWriter, r *http.Request) {
	f.fail(w, r, f.site, fault.Forbidden)
}

// SiteUnavailable answers for pages of the site while the store is away.
func (f *Faces) SiteUnavailable(w http.ResponseWriter, r *http.Request) {
	f.fail(w, r, f.site, fault.Unavailable)
}

type askedKey struct{}

// asked is the address that was asked for, whose path may begin with a language; the request's own has none.
func (d *drawing) asked() *url.URL {
	if u, ok := d.r.Context().Value(askedKey{}).(*url.URL); ok {
		return u
	}
	return d.r.URL
}

// languageOf parts a path into its language and the rest, which begins with a slash.
func languageOf(path string) (fault.Locale, string) {
	if rest, ok := strings.CutPrefix(path, englishPath); ok && strings.HasPrefix(rest, "/") {
		return fault.English, rest
	}
	return fault.Vietnamese, path
}

// prefixOf begins the addresses of the language's pages.
func prefixOf(l fault.Locale) string {
	if l == fault.English {
		return englishPath
	}
	return ""
}

// canonical is the one spelling of an address: one slash where there are several, none at the end, small letters. It is ""
// where the address has that spelling.
func canonical(u *url.URL) string {
	asked := u.EscapedPath()
	if asked == "/" || asked != englishPath && !strings.HasSuffix(asked, "/") && !strings.Contains(asked, "//") && strings.IndexFunc(asked, isCapital) < 0 {
		return "" // as nearly all are
	}
	path := plainSlashes(lowered(asked))
	if path == englishPath {
		path += "/"
	} else if path != "/" && path != englishPath+"/" {
		path = strings.TrimSuffix(path, "/")
	}
	if path == asked || len(asked) > maxPath {
		return ""
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return path
}

func isCapital(r rune) bool { return 'A' <= r && r <= 'Z' }

func plainSlashes(path string) string {
	for strings.Contains(path, "//") {
		path = strings.ReplaceAll(path, "//", "/")
	}
	return path
}

// lowered is an escaped path in small letters, its escapes as they are.
func lowered(path string) string {
	b := []byte(path)
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == '%':
			i += 2
		case isCapital(rune(b[i])):
			b[i] += 'a' - 'A'
		}
	}
	return string(b)
}

// toldApart are the headers that could tell one reader from another.
var toldApart = []string{"Cookie", "Authorization", "Accept", "Content-Encoding", "Upgrade", "X-Requested-With"}

// alike is the request without what tells its reader from others, except the form that they send. HEAD is GET whose body is left out.
func alike(r *http.Request, locale fault.Locale) *http.Request {
	r2 := new(http.Request)
	*r2 = *r
	r2.Header = maps.Clone(r.Header)
	for _, name := range toldApart {
		delete(r2.Header, name)
	}
	r2.Header["Accept-Language"] = languages[locale]
	if r.Method != http.MethodPost {
		delete(r2.Header, "Content-Type")
		r2.Body, r2.ContentLength = http.NoBody, 0
	}
	if r.Method == http.MethodHead {
		r2.Method = http.MethodGet
	}
	return r2
}

var languages = map[fault.Locale][]string{fault.Vietnamese: {string(fault.Vietnamese)}, fault.English: {string(fault.English)}}

// headWriter leaves the body out.
type headWriter struct{ http.ResponseWriter }

func (w headWriter) Write(b []byte) (int, error) { return len(b), nil }

// Unwrap lets http.ResponseController reach the real writer.
func (w headWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// given are the variables that the address itself says; it reports false for an address that cannot be.
func (d *drawing) given() (map[string]string, bool) {
	if !d.face.public {
		return nil, true
	}
	path := d.r.URL.EscapedPath()
	out := map[string]string{"path": path}
	for name, value := range d.route.set {
		out[name] = value
	}
	return out, len(path) <= maxPath && d.number(out)
}

// leadsOn reports whether the page is at another address by now, and sends the reader there: a query that asks for a route
// of the API says so.
func (d *drawing) leadsOn(root map[string]any) bool {
	at, _ := root["route"].(map[string]any)
	if redirect, _ := at["redirect"].(bool); !d.face.public || !redirect {
		return false
	}
	to, _ := at["path"].(string)
	to = prefixOf(d.locale) + to
	if query := d.asked().RawQuery; query != "" {
		to += "?" + query
	}
	d.w.Header().Set("Location", to)
	d.w.WriteHeader(http.StatusMovedPermanently)
	return true
}

// gone reports whether what was at the address was taken off the site.
func (d *drawing) gone(root map[string]any) bool {
	at, _ := root["route"].(map[string]any)
	return d.face.public && at[typename] == "Gone"
}

// tellSite adds what a page of the site is told of its address.
func (d *drawing) tellSite(told map[string]any, p *failure) {
	other := fault.English
	if d.locale == fault.English {
		other = fault.Vietnamese
	}
	asked := d.asked()
	_, path := languageOf(asked.EscapedPath())
	search := d.r.URL.Query().Get("q")
	if search == "" && p.code == string(fault.NotFound) {
		search = wordsOf(path)
	}
	told["home"], told["search"] = prefixOf(d.locale)+"/", search
	told["set"] = cmp.Or(d.route.set["type"], d.r.PathValue("category"))
	told["path"], told["other"] = asked.RequestURI(), prefixOf(other)+path
	told["url"] = d.faces.o.URL + prefixOf(d.locale) + path + d.pager.query()
	told["alternate"] = d.faces.o.URL + prefixOf(other) + path + d.pager.query()
	told["pager"], told["asked"] = d.pager.told(), d.looked()
}

const maxWords = 8

// wordsOf are the words of an address that leads nowhere, to search for.
func wordsOf(path string) string {
	last, err := url.PathUnescape(path[strings.LastIndex(path, "/")+1:])
	if err != nil {
		return ""
	}
	words := strings.FieldsFunc(last, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	return strings.Join(words[:min(len(words), maxWords)], " ")
}

// makeLink leads to a page of the site in the language of the page that it stands on.
func makeLink(b binding) any {
	return func(path string) string { return prefixOf(b.locale) + path }
}
