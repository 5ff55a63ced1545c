package web

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"text/template/parse"

	"github.com/vektah/gqlparser/v2/ast"
)

// Files of a face. A page is its template and, where they are needed, its document and its texts, all of one name.
const (
	templateSuffix = ".html"
	partsFolder    = "parts"
	layoutName     = "layout"
	errorName      = "error"
	labelsFile     = partsFolder + "/labels.texts"
	consoleFolder  = "console"
	siteFolder     = "site"
)

// face is one face with all its pages.
type face struct {
	name   string
	schema *ast.Schema
	layout *operation
	card   *operation // what the card of a page shows, nil where pages have none
	pages  map[string]*page
	asking map[string]string // the names of pages by the operations that they ask
	labels words
	public bool           // strangers alone read it: it knows no session, and its address says the language
	common func() *loader // reads, once, what its pages share
	last   atomic.Pointer[laidOut]
}

// laidOut is what the layout was last answered, and what was read of it.
type laidOut struct {
	answer []byte
	data   map[string]any // which nothing changes
}

// page is one page of a face. Its documents are read with the face, since the API registers them; what it looks like is read when
// it is first drawn, or checked.
type page struct {
	name      string
	query     *operation // nil where the page asks nothing
	mutations map[string]*operation
	look      func() *look // reads, checks and builds it, once
}

// loader reads files of one face and checks them. It reports all problems at once.
type loader struct {
	files    fs.FS
	face     *face
	docs     documents
	shared   words
	parts    map[string]*parse.Tree
	assets   *assets
	problems []error
	broken   bool   // a file could not be read, so that what others need of it is missed
	theme    *Theme // whose files are among those of the face; nil for none
}

// load finds the pages of a face in its folder and reads what they ask. It draws none of them, nor checks how they look.
func load(files fs.FS, name string, schema *ast.Schema, limit func(*ast.QueryDocument) error, a *assets) (*face, error) {
	f := &face{name: name, schema: schema, pages: map[string]*page{}, labels: words{}, public: name == siteFolder}
	l := &loader{files: files, face: f, shared: words{}, parts: map[string]*parse.Tree{}, assets: a, theme: themeOf(files),
		docs: documents{schema, map[string]*ast.FragmentDefinition{}, limit}}
	for _, part := range l.named(partsFolder, documentSuffix) {
		l.add(l.docs.readFragments(l.files, partsFolder+"/"+part+documentSuffix))
	}
	l.readLayout()
	l.readCard()
	for _, one := range l.named(name, templateSuffix) {
		if one != layoutName {
			l.readPage(one)
		}
	}
	l.strays()
	f.common = sync.OnceValue(l.readCommon)
	return f, errors.Join(l.problems...)
}

func (l *loader) add(problems ...error) {
	for _, p := range problems {
		if p != nil && !slices.ContainsFunc(l.problems, func(known error) bool { return known.Error() == p.Error() }) { // the layout is checked with each page
			l.problems = append(l.problems, p)
		}
	}
}

// named are the files of a folder with the suffix, without it.
func (l *loader) named(folder, suffix string) (names []string) {
	entries, err := fs.ReadDir(l.files, folder)
	l.add(err)
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), suffix); ok {
			names = append(names, name)
		}
	}
	return names
}

func (l *loader) has(file string) bool {
	_, err := fs.Stat(l.files, file)
	return err == nil
}

func (l *loader) readLayout() {
	base := l.face.name + "/" + layoutName
	if !l.has(base + documentSuffix) {
		return
	}
	operations, err := l.docs.read(l.files, base+documentSuffix)
	if err == nil && (len(operations) != 1 || operations[0].def.Operation != ast.Query) {
		err = fmt.Errorf("%s: a layout asks one query", base+documentSuffix)
	}
	if err == nil {
		err = cmp.Or(operations[0].filled(route{path: "/"}), l.open(operations[0]))
	}
	if err == nil && l.face.public {
		err = operations[0].pictured("site.name", "site.primaryColour", "centre.name", "centre.code")
	}
	if err != nil {
		l.add(err)
		return
	}
	l.face.layout = operations[0]
}

func (l *loader) readCard() {
	file := l.face.name + "/" + cardName + documentSuffix
	if !l.has(file) {
		return
	}
	operations, err := l.docs.read(l.files, file)
	if err == nil && (len(operations) != 1 || operations[0].def.VariableDefinitions.ForName("path") == nil) {
		err = fmt.Errorf("%s: a card asks one query, by $path", file)
	}
	if err == nil {
		err = cmp.Or(operations[0].filled(route{path: "/"}), operations[0].followed(), l.open(operations[0]),
			operations[0].pictured("route.Route.path", "route.Route.node.Post.title", "route.Route.node.Department.name"))
	}
	if err != nil {
		l.add(err)
		return
	}
	l.face.card = operations[0]
}

// open reports what somebody without an account would not get of an operation, where they are the readers.
func (l *loader) open(op *operation) error {
	if !l.face.public {
		return nil
	}
	return openToAll(op)
}

// parse reads the templates of a file, the outermost under the name.
func (l *loader) parse(file, name string) map[string]*parse.Tree {
	text, err := fs.ReadFile(l.files, file)
	if err != nil {
		l.add(err)
		return nil
	}
	l.add(allowed(file, text)...)
	known := map[string]any{}
	for f := range functions {
		known[f] = struct{}{}
	}
	trees := map[string]*parse.Tree{}
	tree := parse.New(file)
	if _, err := tree.Parse(string(text), "", "", trees, known); err != nil {
		l.broken = true
		l.add(fmt.Errorf("%s", strings.TrimPrefix(err.Error(), "template: ")))
		return nil
	}
	delete(trees, file)
	if _, own := trees[name]; !own {
		trees[name] = tree
	}
	return trees
}

func (l *loader) readPage(name string) {
	base := l.face.name + "/" + name
	p := &page{name: base, mutations: map[string]*operation{}}
	broken := false
	if l.has(base + documentSuffix) {
		operations, err := l.docs.read(l.files, base+documentSuffix)
		if err != nil { // everything that the templates read would be missed
			l.add(err)
			broken = true
		}
		l.sort(p, operations)
	}
	l.face.pages[name] = p
	p.look = sync.OnceValue(func() *look {
		if broken {
			return &look{broken: true}
		}
		return l.face.common().readLook(p)
	})
}

// sort tells the operations of a page apart: one query, and the mutations of its forms.
func (l *loader) sort(p *page, operations []*operation) {
	for _, op := range operations {
		l.add(l.open(op), op.followed())
		switch {
		case op.def.Operation == ast.Mutation:
			l.add(payload(op))
			p.mutations[op.def.Name] = op
		case op.def.Operation == ast.Query && p.query == nil:
			p.query = op
		default:
			l.add(fmt.Errorf("%s: %s: a page asks one query, and its forms send mutations", place(op.def.Position, op.file), op.def.Name))
		}
	}
}

// payload reports why the engine could not tell what became of a mutation.
func payload(op *operation) error {
	if len(op.def.SelectionSet) != 1 {
		return fmt.Errorf("%s: %s: a form sends one mutation", op.at(), op.def.Name)
	}
	root, ok := op.def.SelectionSet[0].(*ast.Field)
	if !ok {
		return fmt.Errorf("%s: %s: a form sends one mutation", op.at(), op.def.Name)
	}
	answer, err := op.rooted().selection(root.Alias)
	if err != nil {
		return err
	}
	errs, err := answer.certain().field("userErrors")
	if err == nil {
		_, err = errs.elem.field("message")
	}
	if err == nil {
		_, err = errs.elem.field("path")
	}
	if err != nil {
		return fmt.Errorf("%s: %s selects userErrors { path message }: %w", op.at(), op.def.Name, err)
	}
	return nil
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
