package web

import (
	"crypto/rand"
	"strings"
	"time"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/trace"
	"ttyt.example/ttyt/internal/core/access"
)

// pageFields are what the engine tells each page of its request.
func pageFields() map[string]*shape {
	return map[string]*shape{
		"form":       formShape(),
		"filter":     filterShape(),   // what the address chooses of what the page shows
		"path":       plain("String"), // of the page, with its query
		"screen":     plain("String"), // the part of the console that the page belongs to, "" for its first page
		"other":      plain("String"), // the address of the page in the other language
		"next":       plain("String"), // where a form leads that was opened on the way to another page, "" where nowhere
		"key":        plain("String"), // of the form: sent twice, it does the same once
		"trace":      plain("String"),
		"signedIn":   plain("Boolean"),
		"holder":     plain("String"),  // whose session asks for the password, "" for none
		"confirming": plain("Boolean"), // the form that is kept is a decision, which the password sends
		"phone":      plain("Boolean"), // the browser says that it runs on a phone
		"link":       plain("String"),  // the secret of the one-time link that was opened, "" for none
		"done":       plain("Boolean"), // the mutation of the form is done, and the page stays
		"kept":       listOf(recordOf("field", map[string]*shape{"name": plain("String"), "value": plain("String")})),
		"accounts":   listOf(recordOf("account", map[string]*shape{"login": plain("String"), "password": plain("String"), "what": plain("String")})),
		"problem":    recordOf("problem", map[string]*shape{"code": plain("String"), "message": plain("String"), "rule": plain("String")}),
		"home":       plain("String"), // the address of the site's first page
		"url":        plain("String"), // the page's own address in full, the same however it was asked for
		"now":        plain("DateTime"),
		"alternate":  plain("String"), // the same in the other language
		"set":        plain("String"), // what the address chooses of a page's contents, "" where it chooses nothing
		"search":     plain("String"), // what was or may be searched for
		"asked":      plain("String"), // what a reader looks up on the page, "" before
		"pager":      pagerShape(),
		"cover":      plain("String"), // the address, in full, of the cover of what the page shows, "" for none
		"card":       plain("String"), // the address, in full, of the picture that stands for the page elsewhere, "" for none
		"icon":       plain("String"), // the address of the site's icon, "" for none
		"centre":     plain("String"), // the name of the centre, "" where nobody knows it
		"root":       plain("String"), // the address, in full, of the site's first page
	}
}

// told is what the engine tells a page.
func (d *drawing) told(p *failure) map[string]any {
	accounts := make([]any, len(d.faces.o.Accounts))
	for i, a := range d.faces.o.Accounts {
		accounts[i] = map[string]any{"login": a.Login, "password": a.Password, "what": word{vi: a.VI, en: a.EN}.in(d.locale)}
	}
	if p == nil {
		p = &failure{}
	}
	told := d.toldOfRequest(accounts, p)
	if d.face.public {
		d.tellSite(told, p)
	}
	return told
}

func (d *drawing) toldOfRequest(accounts []any, p *failure) map[string]any {
	holder := access.Of(d.r.Context()).Name
	if l := access.Of(d.r.Context()).Locked; l != nil {
		holder = l.Name
	}
	return map[string]any{
		"home": "", "now": time.Now().In(calendar.Zone), "url": "", "alternate": "", "set": "", "search": "", "asked": "", "pager": (&pager{}).told(),
		"holder": holder, "confirming": d.confirming, "phone": phone(d.r), "link": linkOf(d.r),
		"key": rand.Text(), "screen": screenOf(d.r.URL.Path),
		"form": d.form, "filter": d.filter, "path": d.r.URL.RequestURI(), "other": d.other(), "next": d.next(), "trace": trace.ID(d.r.Context()), "kept": d.kept, "done": d.done,
		"signedIn": access.Of(d.r.Context()).SignedIn(), "accounts": accounts,
		"problem": map[string]any{"code": p.code, "message": p.message, "rule": p.rule},
	}
}

// screenOf is the part of the console that a path lies in.
func screenOf(path string) string {
	screen, _, _ := strings.Cut(strings.TrimPrefix(path, ConsolePath+"/"), "/")
	return screen
}
