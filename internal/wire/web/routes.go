package web

import (
	"errors"
	"fmt"
)

// Where the faces live.
const (
	ConsolePath = "/console"
	AssetsPath  = "/static"
	// FilesPath begins the addresses of files to which pages of the console lead.
	FilesPath  = ConsolePath + "/files/"
	signInPath = ConsolePath + "/sign-in"
	lockedPath = ConsolePath + "/locked"
	// PasswordPath is where a one-time link leads: a holder sets a password there. The link's secret stands behind it.
	PasswordPath = ConsolePath + "/password"
)

// Pages that the engine knows.
const (
	signInPage   = "sign-in"
	lockedPage   = "locked"
	passwordPage = "password"
)

// route leads from an address to a page.
type route struct {
	path string // a pattern of http.ServeMux; its wildcards are variables of the page's query
	page string
	open bool              // to callers who are not signed in
	then map[string]string // where a form leads once its mutation is done, by mutation; else to the page itself

	set  map[string]string // variables of the query that belong to the address
	size int               // how many elements of the list are on a numbered page; 0: the page has no such list

	lookup string // the parameter that says what a reader looks up; the page is made anew for each, also where nothing is found

	missing bool // nothing is at the address
	demo    bool // the demonstration alone has it

	picture func(*drawing) // draws what is no page
	counted string         // what figures call it, where that is not the page
}

// console are the pages of the staff.
var console = []route{
	{path: ConsolePath + "/{$}", page: "home"},
	{path: signInPath, page: signInPage, open: true, then: map[string]string{"SignIn": ConsolePath + "/"}},
	{path: lockedPath, page: lockedPage, open: true, then: map[string]string{"Unlock": ConsolePath + "/", "SignOut": signInPath}},
	{path: PasswordPath, page: passwordPage, open: true, then: map[string]string{"SetPassword": signInPath}},
	{path: ConsolePath + "/account", page: "account"},
	{path: ConsolePath + "/media", page: "media"},
	{path: ConsolePath + "/media/{id}", page: "media-file"},
	{path: sitePath, page: "site"},
	{path: sitePath + "/changes", page: "site-changes"},
	{path: sitePath + "/changes/{id}", page: "site-change"},
	{path: sitePath + "/settings", page: "site-settings", then: changed},
	{path: sitePath + "/colours", page: "site-colours", then: changed},
	{path: sitePath + "/menus", page: "site-menus", then: changed},
	{path: sitePath + "/links", page: "site-links", then: changed},
	{path: sitePath + "/home", page: "site-home", then: changed},
	{path: mistakesPath, page: "mistakes"},
	{path: mistakesPath + "/{id}", page: "mistake"},
	{path: ConsolePath + "/read-counts", page: "read-counts"},
	{path: ConsolePath + "/parts", page: "parts", demo: true},
	{path: ConsolePath + "/posts/{id}", page: "post"},
}

// Addresses of the console that lead on.
const (
	sitePath     = ConsolePath + "/site"
	mistakesPath = ConsolePath + "/mistakes"
)

// changed is where the forms lead that change the website.
var changed = map[string]string{"ChangeSite": sitePath + "/changes/{siteChange}"}

// Addresses of the site that its engine knows.
const (
	postsPath       = "/bai-viet/"
	departmentsPath = "/khoa-phong/"
	sectionsPath    = "/chuyen-muc/"
	searchPath      = "/tim-kiem"
	mistakePath     = "/bao-sai-sot"
)

const listSize = 20

// site are the pages of the website. English ones have the same addresses below englishPath.
var site = []route{
	{path: "/{$}", page: "home"},
	{path: postsPath + "{slug}", page: "post", then: map[string]string{"RatePost": "#da-danh-gia"}},
	{path: "/tin-tuc", page: "list", size: listSize, set: map[string]string{"type": "NEWS_ARTICLE"}},
	{path: "/thong-bao", page: "list", size: listSize, set: map[string]string{"type": "ANNOUNCEMENT"}},
	{path: "/cam-nang-suc-khoe", page: "list", size: listSize, set: map[string]string{"type": "HEALTH_GUIDE"}},
	{path: "/gioi-thieu", page: "list", size: listSize, set: map[string]string{"type": "PAGE"}},
	{path: "/tuyen-dung", page: "vacancies", size: listSize},
	{path: "/moi-thau", page: "tenders", size: listSize},
	{path: "/can-bo", page: "profiles", size: listSize},
	{path: sectionsPath + "{category}", page: "category", size: listSize},
	{path: "/khoa-phong", page: "departments"},
	{path: departmentsPath + "{slug}", page: "department"},
	{path: "/lien-he", page: "contact"},
	{path: mistakePath, page: "mistake", lookup: "so"},
	{path: mistakePath + "/{slug}", page: "report", then: map[string]string{"ReportMistake": mistakePath + "?so={number}"}},
	{path: searchPath, page: "search", size: listSize},
}

// routed reports routes without a page, and pages without a route.
func (f *face) routed(routes []route) error {
	var problems []error
	led := map[string]bool{errorName: true}
	for _, r := range routes {
		led[r.page] = true
		p := f.pages[r.page]
		if p == nil {
			problems = append(problems, fmt.Errorf("routes.go: %s leads to %s/%s%s, which is not there", r.path, f.name, r.page, templateSuffix))
			continue
		}
		if err := p.paged(r); err != nil {
			problems = append(problems, err)
		}
		if p.query != nil {
			problems = append(problems, p.query.filled(r))
		}
		for _, name := range sorted(r.then) {
			if err := p.answers(name, r.then[name]); err != nil {
				problems = append(problems, fmt.Errorf("routes.go: %s: the page %s/%s%s and its mutation %s: %w", r.path, f.name, r.page, documentSuffix, name, err))
			}
		}
	}
	for name := range f.pages {
		if !led[name] {
			problems = append(problems, fmt.Errorf("%s/%s%s: no route leads to the page", f.name, name, templateSuffix))
		}
	}
	return errors.Join(problems...)
}
