package web

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/trace"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/wire/transport"
)

const (
	pageTimeout = 10 * time.Second
	maxForm     = 1 << 20 // bytes
)

// Names of what a form holds beside the input of its mutation.
const (
	fieldForm  = "_form"  // which mutation it sends
	fieldNext  = "_next"  // where it leads
	fieldAgain = "_again" // it is to be shown as it was filled in, not sent
	fieldKept  = "_kept." // begins the names of a form's fields that wait until somebody has signed in
)

// policy lets a page load what is ours and send forms to us, and nothing else.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// drawing is one page being drawn for one request.
type drawing struct {
	faces      *Faces
	face       *face
	route      route
	page       *page
	locale     fault.Locale
	w          http.ResponseWriter
	r          *http.Request
	form       *form
	filter     *form      // what the address chooses
	done       bool       // the mutation is done
	kept       []any      // the fields of a form that wait until somebody has signed in, or entered the password
	sent       url.Values // what was sent to the mutation of the form
	files      map[string]input.File
	confirming bool // the password is asked for before a decision
	pager      *pager
}

// drawn answers for one route.
func (f *Faces) drawn(of *face, to route) http.Handler {
	name := of.nameOf(to)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w, done := count(w, name)
		defer done()
		ctx, cancel := transport.Patient(r.Context(), pageTimeout)
		defer cancel()
		if !of.public && f.choose(w, r) {
			return
		}
		d := f.drawing(w, r.WithContext(ctx), of, to)
		if wait := f.o.Admit(ctx); wait > 0 {
			w.Header().Set("Retry-After", seconds(wait))
			d.fail(problemOf(fault.RateLimited))
			return
		}
		if r.Method == http.MethodPost && d.takesForms() {
			leave, ok := transport.Room(ctx, r.ContentLength, maxForm)
			if !ok {
				d.fail(problemOf(fault.Unavailable))
				return
			}
			defer leave()
			off, ok := d.read()
			if !ok {
				return
			}
			defer off()
		}
		leave := f.o.Turn(ctx) // a form that is still being sent holds none
		if leave == nil {
			d.fail(problemOf(fault.Unavailable))
			return
		}
		defer leave()
		d.serve()
	})
}

// drawing begins an answer.
func (f *Faces) drawing(w http.ResponseWriter, r *http.Request, of *face, to route) *drawing {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	locale := fault.LocaleOf(r.Context())
	if !of.public { // whose headers are set before its pages are kept
		locale = localeOf(r)
		h["Content-Security-Policy"], h["Referrer-Policy"] = policies, referrers
		h.Set("Content-Language", string(locale))
		h.Set("Cache-Control", "no-store")
		h.Set("Vary", "Cookie, Accept-Language, Accept-Encoding")
	}
	return &drawing{faces: f, face: of, route: to, page: of.pages[to.page], locale: locale, w: w, form: &form{}, filter: &form{},
		r: r.WithContext(fault.WithLocale(r.Context(), locale))}
}

func (d *drawing) serve() {
	closed, signedIn := !d.route.open && !d.face.public, access.Of(d.r.Context()).SignedIn()
	switch {
	case d.route.missing:
		d.fail(problemOf(fault.NotFound))
	case d.route.page == lockedPage && !d.face.public:
		d.atLock()
	case closed && d.locked() && d.r.Method == http.MethodPost:
		d.above(lockedPage)
	case closed && d.locked():
		d.lock()
	case closed && !signedIn && d.r.Method == http.MethodPost:
		d.above(signInPage)
	case closed && !signedIn:
		d.signIn()
	case d.face.public && d.r.Method != http.MethodGet && (d.r.Method != http.MethodPost || !d.takesForms()):
		d.w.Header().Set("Allow", "GET, HEAD")
		d.fail(problem405)
	case d.route.picture != nil:
		d.route.picture(d)
	case d.r.Method == http.MethodPost:
		d.send()
	case d.r.Method == http.MethodGet || d.r.Method == http.MethodHead:
		d.draw(http.StatusOK)
	default:
		d.w.Header().Set("Allow", "GET, HEAD, POST")
		d.fail(problem405)
	}
}

// signIn leads to the page to sign in on, and from there back.
func (d *drawing) signIn() {
	http.Redirect(d.w, d.r, signInPath+"?next="+url.QueryEscape(d.r.URL.RequestURI()), http.StatusSeeOther)
}

// draw asks what the page asks, and draws it.
func (d *drawing) draw(status int) {
	root := map[string]any{}
	if q := d.page.query; q != nil {
		variables, failed := d.fromAddress(q.def)
		if failed != nil {
			d.fail(failed)
			return
		}
		asked, failed := nothingOf(q), (*failure)(nil)
		if d.route.lookup == "" || d.looked() != "" {
			asked, failed = d.run(q, variables)
		}
		if failed != nil && failed.code == string(fault.NotFound) && d.route.lookup != "" {
			asked, failed, status = nothingOf(q), nil, http.StatusNotFound
		}
		if failed != nil {
			d.fail(failed)
			return
		}
		root = asked
		if d.leadsOn(root) {
			return
		}
		if d.gone(root) {
			d.fail(problem410)
			return
		}
		if !d.paged(root) {
			d.fail(problemOf(fault.NotFound))
			return
		}
	}
	root[rootLayout] = nil
	if d.face.layout != nil && (d.face.public || access.Of(d.r.Context()).SignedIn()) {
		layout, failed := d.run(d.face.layout, nil)
		if failed != nil {
			d.fail(failed)
			return
		}
		root[rootLayout] = layout
	}
	told := d.told(nil)
	layout, _ := root[rootLayout].(map[string]any)
	d.tellPictures(told, root, layout)
	root[rootPage] = told
	d.render(d.page, root, status)
}

// next is where a form is to lead, "" where it does not say, or leads out of the console.
func (d *drawing) next() string {
	to := d.r.URL.Query().Get("next")
	if d.form.operation != "" {
		to = d.form.values.Get(fieldNext)
	}
	if ownPath(to) {
		return to
	}
	return ""
}

// ownPath reports whether an address lies on the console of this very site, whatever a browser makes of it.
func ownPath(to string) bool {
	u, err := url.Parse(to)
	return err == nil && u.Scheme == "" && u.Host == "" && u.Opaque == "" && strings.HasPrefix(u.Path, ConsolePath+"/") && !strings.ContainsAny(u.Path+to, "\\\r\n\t") &&
		strings.HasPrefix(path.Clean(u.Path)+"/", ConsolePath+"/")
}

func (d *drawing) render(p *page, root map[string]any, status int) {
	var b bytes.Buffer
	if err := p.execute(&b, d.locale, root); err != nil {
		if errors.Is(err, errMissing) && p.name != d.face.name+"/"+errorName {
			d.fail(problemOf(fault.NotFound))
			return
		}
		slog.ErrorContext(d.r.Context(), "draw a page", "page", p.name, "err", err)
		if p.name != d.face.name+"/"+errorName {
			d.fail(problemOf(fault.Internal))
			return
		}
		http.Error(d.w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	d.w.WriteHeader(status)
	_, _ = d.w.Write(b.Bytes()) // the reader may have gone
}

// execute draws a page in a language, from what its templates start from.
func (p *page) execute(w io.Writer, l fault.Locale, root map[string]any) error {
	look := p.look()
	if look.templates == nil {
		return errors.Join(append(look.problems, errNotBuilt)...)
	}
	return look.templates[l].ExecuteTemplate(w, layoutName, root)
}

// fromAddress reads the variables of a query from the address of the page.
func (d *drawing) fromAddress(op *ast.OperationDefinition) (map[string]any, *failure) {
	sent, chosen := url.Values{}, url.Values{}
	query := d.r.URL.Query()
	given, ok := d.given()
	if !ok {
		return nil, problemOf(fault.NotFound)
	}
	for _, v := range op.VariableDefinitions {
		if text, ok := given[v.Variable]; ok {
			sent.Set(v.Variable, text)
			continue
		}
		if text := d.r.PathValue(v.Variable); text != "" {
			sent.Set(v.Variable, text)
			continue
		}
		for name, texts := range query {
			if (name == v.Variable || strings.HasPrefix(name, v.Variable+".")) && strings.Join(texts, "") != "" { // a field that is left empty chooses nothing
				sent[name], chosen[name] = texts, texts
			}
		}
	}
	variables, _, wrong, err := decode(d.face.schema, op, sent, nil, d.locale)
	if err != nil || len(wrong) > 0 && !d.page.look().filtered {
		return nil, problemOf(fault.NotFound)
	}
	d.filter = filterOf(chosen)
	d.filter.wrong = wrong
	return variables, nil
}

// run executes an operation, and answers its data or why there is none.
func (d *drawing) run(op *operation, variables map[string]any) (map[string]any, *failure) {
	ctx := d.r.Context()
	if op != d.face.layout {
		trace.Operation(d.w, op.def.Name)
	}
	response := d.faces.run(ctx, op.body, op.def.Name, variables)
	if failed := failureOf(response); failed != nil {
		return nil, failed
	}
	again := op == d.face.layout && d.face.public // the same for most readers
	if again {
		if last := d.face.last.Load(); last != nil && bytes.Equal(last.answer, response.Data) {
			return last.data, nil
		}
	}
	data, err := answerOf(d.face.schema, op.def, response.Data)
	if err != nil {
		slog.ErrorContext(ctx, "read an answer of the API", "operation", op.def.Name, "err", err)
		return nil, problemOf(fault.Internal)
	}
	if again {
		d.face.last.Store(&laidOut{slices.Clone(response.Data), data})
	}
	return data, nil
}

// read reads the form that was sent, and reports whether there is one. off gives back what its files hold.
func (d *drawing) read() (off func(), ok bool) {
	if d.takesFiles() {
		return d.readFiles()
	}
	d.r.Body = http.MaxBytesReader(d.w, d.r.Body, maxForm)
	if err := d.r.ParseMultipartForm(maxForm); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		d.fail(problemForm)
		return nil, false
	}
	return func() {}, true
}

// send executes the mutation of a form.
func (d *drawing) send() {
	sent := d.r.PostForm
	kept := keptOf(sent)
	again, password, repeated := sent.Has(fieldAgain), sent.Get(fieldPassword), repeats(sent)
	again = rearranged(sent) || again
	delete(sent, fieldPassword)
	delete(sent, fieldAgain)
	op := d.page.mutations[sent.Get(fieldForm)]
	if op == nil {
		d.fail(problemForm)
		return
	}
	d.form = &form{operation: op.def.Name, values: url.Values{fieldNext: sent[fieldNext]}}
	delete(sent, fieldForm)
	d.sent = maps.Clone(sent)
	delete(sent, fieldNext)
	variables, moved, wrong, err := decode(d.face.schema, op.def, sent, d.files, d.locale)
	if err != nil {
		d.fail(problemForm)
		return
	}
	for name, texts := range moved {
		d.form.values[name] = texts
	}
	if !repeated {
		wrong = append(wrong, problem{fieldNew, in(d.locale, textRepeat)})
	}
	switch {
	case again:
		d.draw(http.StatusOK)
	case len(wrong) > 0:
		d.form.wrong = wrong
		d.draw(http.StatusUnprocessableEntity)
	case password != "" && !d.face.public && !d.reenter(op, password):
	default:
		d.kept = kept
		d.become(op, variables)
	}
}

// become runs the mutation and shows what became of it: the next page, or the form with what is wrong.
func (d *drawing) become(op *operation, variables map[string]any) {
	data, failed := d.run(op, variables)
	if failed != nil {
		d.broken(op, failed)
		return
	}
	if errs := refusals(op, data); len(errs) > 0 {
		d.form.wrong = errs
		d.draw(http.StatusUnprocessableEntity)
		return
	}
	if d.page.name == d.face.name+"/"+passwordPage {
		d.dropLink()
	}
	if d.face.public {
		http.Redirect(d.w, d.r, d.onwards(op, data), http.StatusSeeOther)
		return
	}
	to := d.next()
	if len(d.kept) > 0 && to != "" { // somebody has signed in above a form
		d.done = true
		d.draw(http.StatusOK)
		return
	}
	if to == "" {
		to = filledIn(d.route.then[op.def.Name], op, data)
	}
	if to == "" {
		to = d.r.URL.RequestURI()
	}
	http.Redirect(d.w, d.r, to, http.StatusSeeOther)
}

// broken shows why the API did not take a mutation.
func (d *drawing) broken(op *operation, failed *failure) {
	switch {
	case failed.code == string(fault.PasswordNeeded):
		d.confirm(op, nil, failed.status)
	case failed.status == http.StatusBadRequest || failed.code == string(fault.Forbidden):
		d.form.wrong = []problem{{"", failed.message}}
		d.draw(failed.status)
	default:
		d.fail(failed)
	}
}
