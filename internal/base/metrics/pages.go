package metrics

import "time"

// Page is what became of a page that somebody asked for.
type Page string

// What becomes of pages.
const (
	PageKept    Page = "kept"    // given as it was drawn before
	PageDrawn   Page = "drawn"   // anew
	PageMoved   Page = "moved"   // the answer leads elsewhere, as after a form
	PageMissing Page = "missing" // nothing is there, or no longer
	PageRefused Page = "refused" // the request, or what a form holds
	PageFailed  Page = "failed"  // the fault is ours, or the store is away
)

// PageOf is what the status of an answer says of its page.
func PageOf(status int) Page {
	switch {
	case status >= 500:
		return PageFailed
	case status == 404 || status == 410:
		return PageMissing
	case status >= 400:
		return PageRefused
	case status >= 300:
		return PageMoved
	}
	return PageDrawn
}

const pagesTotal = "ttyt_pages_total"

// Pages begins the counters of the pages of a face at zero. Kept says whether its pages are.
func Pages(names []string, kept bool) {
	for _, name := range names {
		for _, p := range []Page{PageDrawn, PageMoved, PageMissing, PageRefused, PageFailed} {
			addOf(pagesTotal, name, p, 0)
		}
		if kept {
			addOf(pagesTotal, name, PageKept, 0)
		}
	}
}

// Paged counts one answer for a page.
func Paged(name string, p Page) { addOf(pagesTotal, name, p, 1) }

// Drew notes how long the answer for a page took that was not kept.
func Drew(name string, took time.Duration) {
	set.GetOrCreatePrometheusHistogramExt(`ttyt_page_seconds{page="`+name+`"}`, bounds).Update(took.Seconds())
}

func addOf(name, page string, p Page, n int) {
	count([3]string{name, page, string(p)}, func() string { return name + `{page="` + page + `",outcome="` + string(p) + `"}` }, n)
}
