package web

import (
	"net/http"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// Files lets a link of the console lead to a file, for whose reader the cookie counts as it does on a page. A file opens by itself:
// nothing embeds it, and no page of another site leads to it.
func (f *Faces) Files(file http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !navigated(r) {
			f.Foreign(w, r)
			return
		}
		r = r.WithContext(fault.WithLocale(r.Context(), localeOf(r)))
		w.Header().Set("Content-Language", string(localeOf(r)))
		w.Header().Set("Vary", "Cookie, Accept-Language, Sec-Fetch-Site, Sec-Fetch-Dest")
		d := &drawing{w: w, r: r}
		switch {
		case d.locked():
			d.lock()
		case !access.Of(r.Context()).SignedIn():
			d.signIn()
		default:
			file.ServeHTTP(w, r)
		}
	})
}

// navigated reports whether a person opened the address, from a page of this site or by themselves, as far as the browser says.
func navigated(r *http.Request) bool {
	from, use := r.Header.Get("Sec-Fetch-Site"), r.Header.Get("Sec-Fetch-Dest")
	return (from == "" || from == "same-origin" || from == "none") && (use == "" || use == "document" || use == "empty")
}

// Refused answers for a file that cannot be served.
func (f *Faces) Refused(w http.ResponseWriter, r *http.Request, status int, why *fault.Error) {
	d := f.drawing(w, r, f.console, route{page: errorName})
	d.fail(&failure{status: status, code: string(why.Code), message: in(d.locale, why.Text), rule: why.Rule})
}
