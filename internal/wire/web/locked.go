package web

import (
	"maps"
	"net/http"
	"net/url"
	"slices"

	"ttyt.example/ttyt/internal/core/access"
)

// A shared device that was left alone asks for the password of its holder, and a decision asks for it where it was entered long
// ago. Neither loses what was typed: of a locked device, the form is offered again once it is unlocked; that of a decision waits
// behind the password and is then sent.

const (
	fieldPassword = "_password"         // of the holder, before a decision
	fieldNew      = "input.newPassword" // one that is set
	fieldRepeat   = "_repeatPassword"   // the same again
	unlockForm    = "Unlock"
	signOutForm   = "SignOut"
)

// locked reports whether the caller's session waits for the password.
func (d *drawing) locked() bool { return access.Of(d.r.Context()).Locked != nil }

// lock leads to the page that asks for the password, and from there back.
func (d *drawing) lock() {
	http.Redirect(d.w, d.r, lockedPath+"?next="+url.QueryEscape(d.r.URL.RequestURI()), http.StatusSeeOther)
}

// atLock answers for that page. Where there is no lock any more, a form that waits goes on: in the session that was unlocked in
// another window, or behind the page to sign in on.
func (d *drawing) atLock() {
	signedIn := access.Of(d.r.Context()).SignedIn()
	sent := d.r.PostForm.Get(fieldForm)
	switch {
	case d.r.Method != http.MethodPost && d.locked():
		d.draw(http.StatusOK)
	case d.r.Method != http.MethodPost && signedIn:
		d.leave()
	case d.r.Method != http.MethodPost, sent == signOutForm && !signedIn && !d.locked():
		http.Redirect(d.w, d.r, signInPath, http.StatusSeeOther)
	case !signedIn && !d.locked():
		d.kept = keptOf(d.r.PostForm)
		d.page, d.form = d.face.pages[signInPage], waiting(d.r.PostForm.Get(fieldNext))
		d.draw(http.StatusUnauthorized)
	default:
		d.send()
	}
}

// leave leads to where a page was opened on the way to.
func (d *drawing) leave() {
	to := d.next()
	if to == "" {
		to = ConsolePath + "/"
	}
	http.Redirect(d.w, d.r, to, http.StatusSeeOther)
}

// confirm asks for the password before a decision, whose form waits in the page.
func (d *drawing) confirm(op *operation, wrong []problem, status int) {
	values := url.Values{fieldForm: {op.def.Name}}
	maps.Copy(values, d.sent)
	d.kept = keep(values)
	d.page = d.face.pages[lockedPage]
	d.form = &form{operation: unlockForm, values: url.Values{}, wrong: wrong}
	d.confirming = true
	d.draw(status)
}

// reenter takes the password that came with a decision, and reports whether it may go on.
func (d *drawing) reenter(op *operation, password string) bool {
	unlock := d.face.pages[lockedPage].mutations[unlockForm]
	data, failed := d.run(unlock, map[string]any{"input": map[string]any{"password": password}})
	if failed != nil {
		d.fail(failed)
		return false
	}
	if errs := refusals(unlock, data); len(errs) > 0 {
		d.confirm(op, errs, http.StatusUnprocessableEntity)
		return false
	}
	actor := *access.Of(d.r.Context())
	actor.PasswordDue = false // as the next request would be told
	d.r = d.r.WithContext(access.With(d.r.Context(), &actor))
	return true
}

// keep are the fields of a form, for a page that carries them along.
func keep(values url.Values) (kept []any) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if secret(name) {
			continue
		}
		for _, text := range values[name] {
			kept = append(kept, map[string]any{"name": name, "value": text})
		}
	}
	return kept
}

// repeats takes the second of two fields for a new password out of what was sent, and reports whether it is as the first.
func repeats(sent url.Values) bool {
	again, twice := sent[fieldRepeat]
	delete(sent, fieldRepeat)
	return !twice || slices.Equal(again, sent[fieldNew])
}

// phone reports whether the browser says that it runs on a phone, which is rarely shared. Browsers that say nothing count as desktops.
func phone(r *http.Request) bool { return r.Header.Get("Sec-CH-UA-Mobile") == "?1" }

const linkCookie = "password-link"

// open takes the secret of a one-time link out of the address: into a cookie of the page on which a password is set, so that it
// neither stands in the history nor is told as a referrer. It opens nothing yet, and spends nothing: programs that
// look at mail follow links too.
func (f *Faces) open(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	http.SetCookie(w, &http.Cookie{Name: linkCookie, Value: url.QueryEscape(r.PathValue("secret")), Path: PasswordPath, MaxAge: 60 * 60,
		HttpOnly: true, Secure: f.o.HTTPS, SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, PasswordPath, http.StatusSeeOther)
}

// linkOf is the secret of the one-time link that was opened, "" where there is none.
func linkOf(r *http.Request) string {
	c, err := r.Cookie(linkCookie)
	if err != nil {
		return ""
	}
	text, _ := url.QueryUnescape(c.Value) // what is wrong is no link
	return text
}

// dropLink forgets the link that was used.
func (d *drawing) dropLink() {
	http.SetCookie(d.w, &http.Cookie{Name: linkCookie, Path: PasswordPath, MaxAge: -1, HttpOnly: true, Secure: d.faces.o.HTTPS, SameSite: http.SameSiteLaxMode})
}

// LogPath is the path of a request as the log may have it: without the secret of a one-time link.
func LogPath(path string) string {
	if rest := len(PasswordPath) + 1; len(path) > rest && path[:rest] == PasswordPath+"/" {
		return path[:rest] + "…"
	}
	return path
}
