// Package web draws the faces of the program: pages that are clients of its API. A page is a document that says what it
// asks, a template that says how it looks, and a file of its texts; forms are mutations of the document. The package knows
// no feature: whatever a page needs and the API cannot say is a gap of the API. Each page is checked against the schema, see
// checker: by the tests, and before the program starts with a theme.
package web

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/wire/transport"
)

//go:embed parts console site assets
var own embed.FS

// Rules are what pages are checked by.
type Rules struct {
	Schema *ast.Schema
	// Limit reports why somebody who is signed in could not run a document, PublicLimit why a stranger could not.
	Limit       func(*ast.QueryDocument) error
	PublicLimit func(*ast.Schema, *ast.QueryDocument) error
	// Theme has files that take the place of the website's; nil for none.
	Theme *Theme
}

// Options are what the faces need of the program.
type Options struct {
	// URL is the address that people use, without a slash at its end, for what has to name pages in full.
	URL string
	// Admit counts a page and returns how long its caller has to wait, 0 where it may be drawn.
	Admit func(context.Context) (wait time.Duration)
	// Turn waits until a page may be drawn, and returns what its end is told by; nil where its time was over before. The
	// documents of a page share its turn: two that wait for each other's would never end.
	Turn func(context.Context) (done func())
	// Accounts are offered on the page to sign in on: those of the demonstration.
	Accounts []Account
	// Spool is where the long files of forms wait until they are answered; without it none is taken.
	Spool *transport.Spool
	// HTTPS keeps cookies from going out without encryption.
	HTTPS bool
}

// Account is one that the demonstration offers to sign in as.
type Account struct {
	Login, Password string
	VI, EN          string // what it can do
}

// Run executes one operation for the actor of the context.
type Run func(ctx context.Context, document, operation string, variables map[string]any) *graphql.Response

// Pages are all pages of the program. Nothing changes them, so that any number of faces may be of the same.
type Pages struct {
	console *face
	site    *face
	assets  *assets
	theme   *Theme // nil for none
}

// Faces serve the pages of the program.
type Faces struct {
	*Pages
	o   Options
	run Run
}

// New returns the faces, which serve once Over has said which API they are of.
func New(p *Pages, o Options) *Faces { return &Faces{Pages: p, o: o} }

// Read reads what all pages ask, which has to fit the schema. How a page looks is read when it is first drawn; with a theme, whose
// pages nobody has tested, all are read and checked at once. The error names everything that is wrong, with files and lines.
func Read(by Rules) (*Pages, error) { return read(own, by) }

// ReadAssets are pages without any face: the style sheets and icons that other parts of the program use, too.
func ReadAssets() (*Pages, error) {
	a, err := readAssets(own)
	return &Pages{assets: a}, err
}

func read(files fs.FS, by Rules) (*Pages, error) {
	a, err := readAssets(files)
	if err != nil {
		return nil, err
	}
	f := &Pages{assets: a, theme: by.Theme}
	var wrong, wrongToo error
	f.console, wrong = load(files, consoleFolder, by.Schema, by.Limit, a)
	wrong = errors.Join(wrong, f.console.routed(console))
	if by.Theme != nil {
		files = themed{files, by.Theme}
		sheet, err := readAsset(files, siteSheet)
		if wrongToo = err; err == nil {
			a.files[siteSheet] = sheet
		}
	}
	f.site, err = load(files, siteFolder, by.Schema, func(doc *ast.QueryDocument) error { return by.PublicLimit(by.Schema, doc) }, a)
	f.console.countPages()
	f.site.countPages(f.site.name+"/"+cardName, f.site.name+"/"+iconName)
	wrongToo = errors.Join(wrongToo, err, f.site.routed(site))
	if by.Theme == nil {
		return f, errors.Join(wrong, wrongToo)
	}
	return f, errors.Join(wrong, by.Theme.explain(wrongToo), f.Check())
}

// Check reads and checks how all pages look. Its error names everything that is wrong, with files and lines.
func (f *Pages) Check() error {
	idle, wrong := f.console.check()
	idleToo, wrongToo := f.site.check()
	if f.theme != nil {
		return errors.Join(wrong, f.theme.explain(wrongToo))
	}
	return errors.Join(wrong, wrongToo, unused(idle, idleToo))
}

// viewDocument is what the script of a post's page sends.
const viewDocument = "mutation RecordView($post: ID!) { recordView(input: {post: $post}) { counted } }"

// Documents are what the pages that strangers see may send, where strangers are held to registered documents.
func (f *Pages) Documents() (bodies []string) {
	if f.console == nil { // assets alone
		return nil
	}
	for _, r := range console {
		if r.open {
			bodies = append(bodies, f.console.pages[r.page].documents()...)
		}
	}
	for _, name := range sorted(f.site.pages) {
		bodies = append(bodies, f.site.pages[name].documents()...)
	}
	return append(append(bodies, f.site.layout.body, f.site.card.body, viewDocument), mapDocuments...)
}

func (p *page) documents() (bodies []string) {
	if p.query != nil {
		bodies = append(bodies, p.query.body)
	}
	for _, name := range sorted(p.mutations) {
		bodies = append(bodies, p.mutations[name].body)
	}
	return bodies
}

// Over has the pages ask the API by run. Call it once, before anything is served: the API holds anonymous clients to registered
// documents, those of the pages among them, so the pages are read first.
func (f *Faces) Over(run Run) { f.run = run }

// Console answers for the staff's pages, below ConsolePath. The context of a request carries the actor.
func (f *Faces) Console() http.Handler {
	mux := http.NewServeMux()
	for _, r := range console {
		if r.demo && !f.demo() {
			continue
		}
		mux.Handle(r.path, f.drawn(f.console, r))
	}
	mux.Handle("GET "+PasswordPath+"/{secret}", http.HandlerFunc(f.open))
	mux.Handle("/", f.drawn(f.console, route{page: errorName, missing: true, open: true}))
	return packedForStaff(mux)
}

// demo reports whether the program is the demonstration, which alone offers accounts.
func (f *Faces) demo() bool { return len(f.o.Accounts) > 0 }

// Unavailable and Foreign answer requests that no page is drawn for: while the store is away, and those of other sites.
func (f *Faces) Unavailable(w http.ResponseWriter, r *http.Request) {
	f.refuse(w, r, fault.Unavailable)
}

// Foreign answers a form that another site sends.
func (f *Faces) Foreign(w http.ResponseWriter, r *http.Request) { f.refuse(w, r, fault.Forbidden) }

func (f *Faces) refuse(w http.ResponseWriter, r *http.Request, code fault.Code) {
	f.fail(w, r, f.console, code)
}

// fail answers without a page, and counts that.
func (f *Faces) fail(w http.ResponseWriter, r *http.Request, of *face, code fault.Code) {
	c, done := count(w, of.name+"/"+errorName)
	defer done()
	f.drawing(c, r, of, route{page: errorName}).fail(problemOf(code))
}

// Assets answers for style sheets, icons and scripts, below AssetsPath.
func (f *Faces) Assets() http.Handler { return packed(f.assets) }
