package web

import (
	"maps"
	"net/http"
	"net/url"
	"strings"

	"ttyt.example/ttyt/internal/base/fault"
)

// A session may end while somebody fills in a form. What was typed is not lost: the page to sign in on carries the fields
// along, and then offers the form as it was filled in.

// above draws a page that asks who somebody is, and keeps the form that was sent.
func (d *drawing) above(page string) {
	d.kept = keep(without(d.r.PostForm, fieldNext))
	d.page, d.form = d.face.pages[page], waiting(d.r.URL.RequestURI())
	d.draw(http.StatusUnauthorized)
}

// waiting is the form of such a page, which leads to an address.
func waiting(next string) *form {
	return &form{operation: fieldNext, values: url.Values{fieldNext: {next}}}
}

func without(values url.Values, name string) url.Values {
	rest := maps.Clone(values)
	delete(rest, name)
	return rest
}

// secret reports whether a field holds what no page may carry along.
func secret(name string) bool {
	return strings.HasSuffix(name, "password") || strings.HasSuffix(name, "Password")
}

// keptOf takes the fields that wait out of what was sent.
func keptOf(sent url.Values) (kept []any) {
	for _, name := range sorted(sent) {
		original, ok := strings.CutPrefix(name, fieldKept)
		if !ok {
			continue
		}
		for _, text := range sent[name] {
			kept = append(kept, map[string]any{"name": original, "value": text})
		}
		delete(sent, name)
	}
	return kept
}

// The console speaks the language that its reader has chosen, else the browser's.

const languageCookie = "language"

// choose notes the language that a link chooses, and leads to the page in it.
func (f *Faces) choose(w http.ResponseWriter, r *http.Request) bool {
	query := r.URL.Query()
	chosen, ok := locales[query.Get("lang")]
	if !ok || r.Method != http.MethodGet {
		return false
	}
	query.Del("lang")
	to := *r.URL
	to.RawQuery = query.Encode()
	http.SetCookie(w, &http.Cookie{Name: languageCookie, Value: string(chosen), Path: ConsolePath, MaxAge: 365 * 24 * 60 * 60,
		HttpOnly: true, Secure: f.o.HTTPS, SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, to.RequestURI(), http.StatusSeeOther)
	return true
}

// other is the address of the page in the other language.
func (d *drawing) other() string {
	query, to := d.r.URL.Query(), *d.r.URL
	if !ownPath(query.Get("next")) {
		query.Del("next")
	}
	query.Set("lang", string(fault.English))
	if d.locale == fault.English {
		query.Set("lang", string(fault.Vietnamese))
	}
	to.RawQuery = query.Encode()
	return to.RequestURI()
}

var locales = map[string]fault.Locale{string(fault.Vietnamese): fault.Vietnamese, string(fault.English): fault.English}

func localeOf(r *http.Request) fault.Locale {
	if c, err := r.Cookie(languageCookie); err == nil {
		if l, ok := locales[c.Value]; ok {
			return l
		}
	}
	return fault.LocaleFor(r)
}
