package web

import (
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"text/template/parse"

	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/internal/base/fault"
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

// look is what a page looks like.
type look struct {
	templates map[fault.Locale]*template.Template
	filtered  bool            // fields of the page choose what it shows
	actions   []string        // that its forms name
	used      map[string]bool // keys of texts
	problems  []error         // everything that is wrong with it; then it has no templates
	broken    bool            // a file of it could not be read
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

// check reads how all pages of a face look, and reports everything that is wrong with them, and the texts of the parts that none
// of them uses.
func (f *face) check() (idle map[string]error, err error) {
	all := f.common()
	l := loader{problems: slices.Clone(all.problems), broken: all.broken, theme: all.theme}
	used := map[string]bool{}
	for _, name := range sorted(f.pages) {
		look := f.pages[name].look()
		l.add(look.problems...)
		l.broken = l.broken || look.broken
		maps.Copy(used, look.used)
	}
	idle = map[string]error{}
	for key, w := range all.shared {
		if l.broken || used[key] || !l.theme.minds(w, key) {
			continue
		}
		err := fmt.Errorf("%s: no template uses the text %q", w.at(), key)
		if strings.HasPrefix(w.file, partsFolder+"/") && l.theme == nil {
			idle[key] = err
		} else {
			l.add(err)
		}
	}
	return idle, errors.Join(l.problems...)
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

// readCommon reads the templates and texts that all pages of the face share.
func (l *loader) readCommon() *loader {
	c := *l
	c.problems = nil
	c.add(c.face.labels.read(c.files, labelsFile)...)
	for _, name := range c.named(partsFolder, wordsSuffix) {
		if file := partsFolder + "/" + name + wordsSuffix; file != labelsFile {
			c.add(c.shared.read(c.files, file)...)
		}
	}
	for _, name := range c.named(partsFolder, templateSuffix) {
		maps.Copy(c.parts, c.parse(partsFolder+"/"+name+templateSuffix, name))
	}
	base := c.face.name + "/" + layoutName
	if c.has(base + wordsSuffix) {
		c.add(c.shared.read(c.files, base+wordsSuffix)...)
	}
	for key, tree := range c.parse(base+templateSuffix, layoutName) {
		if c.parts[key] != nil {
			c.add(fmt.Errorf("%s: a part is called %q already", base+templateSuffix, key))
		}
		c.parts[key] = tree
	}
	return &c
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

// readLook reads how a page looks, checks that, and builds its templates if nothing is wrong.
func (l *loader) readLook(p *page) *look {
	one := *l
	one.problems = nil
	out := &look{}
	own := words{}
	if one.has(p.name + wordsSuffix) {
		one.add(own.read(one.files, p.name+wordsSuffix)...)
	}
	for key, w := range own {
		if other, both := one.shared[key]; both {
			one.add(fmt.Errorf("%s: the key %q stands at %s too", w.at(), key, other.at()))
		}
	}
	trees := maps.Clone(one.parts)
	for key, tree := range one.parse(p.name+templateSuffix, "main") {
		if _, both := trees[key]; both {
			one.add(fmt.Errorf("%s: a part is called %q already", p.name+templateSuffix, key))
		}
		trees[key] = tree
	}
	if !one.broken {
		one.check(p, out, trees, own)
	}
	if len(one.problems) == 0 {
		one.add(one.build(p, out, trees, own))
	}
	out.problems, out.broken = one.problems, one.broken
	return out
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

func (l *loader) check(p *page, out *look, trees map[string]*parse.Tree, own words) {
	c := &checker{trees: trees, schema: l, used: map[string]bool{}, names: map[string]bool{}, acts: map[string]string{}, asked: map[string]bool{}}
	c.words = func(key string) (word, bool) { return find(own, l.shared, key) }
	c.hasAsset = func(name string) bool { return l.assets.files[name].hash != "" }
	c.hasIcon = l.assets.draws
	c.filters = filterOn(l.face.schema, p.query)
	c.sends = func(mutation string) bool { return p.mutations[mutation] != nil }
	c.inputs = func(name string) (err error) {
		err = errors.New("the page has no mutation")
		for _, op := range p.mutations {
			if err = inputOf(l.face.schema, op.def, name); err == nil {
				return nil
			}
		}
		return err
	}
	c.template(layoutName, l.root(p))
	l.add(c.problems...)
	if err := c.acting(); err != nil {
		l.add(fmt.Errorf("%s%s: %w", p.name, templateSuffix, err))
	}
	out.filtered, out.actions, out.used = c.filtered, sorted(c.acts), c.used
	for key, w := range own {
		if !c.used[key] && l.theme.minds(w, key) {
			l.add(fmt.Errorf("%s: no template uses the text %q", w.at(), key))
		}
	}
}

func find(own, shared words, key string) (word, bool) {
	if w, ok := own[key]; ok {
		return w, true
	}
	w, ok := shared[key]
	return w, ok
}

// Names at the root of a page beside what its query selects.
const (
	rootPage   = "page"
	rootLayout = "layout"
)

// root is what a page's templates start from: its own query, the layout's, and what the engine tells.
func (l *loader) root(p *page) *shape {
	fields := map[string]*shape{rootPage: recordOf("page", pageFields())}
	if l.face.layout != nil {
		layout := recordOf("layout", l.selected(l.face.layout))
		layout.nullable = true // strangers have none, nor has a page that says what is wrong
		fields[rootLayout] = layout
	}
	if p.query != nil {
		for name, is := range l.selected(p.query) {
			if name == rootPage || name == rootLayout {
				l.add(fmt.Errorf("%s: %s: %q is what the engine tells; ask under an alias", p.query.at(), p.query.def.Name, name))
			}
			fields[name] = is
		}
	}
	return recordOf("the page", fields)
}

// selected are the root fields of a query.
func (l *loader) selected(op *operation) map[string]*shape {
	s, out := op.rooted(), map[string]*shape{}
	for _, name := range responseNames(op.def.SelectionSet) {
		if is, err := s.selection(name); err == nil {
			out[name] = is
		}
	}
	return out
}

func responseNames(set ast.SelectionSet) (names []string) {
	for _, one := range set {
		switch one := one.(type) {
		case *ast.Field:
			names = append(names, one.Alias)
		case *ast.InlineFragment:
			names = append(names, responseNames(one.SelectionSet)...)
		case *ast.FragmentSpread:
			names = append(names, responseNames(one.Definition.SelectionSet)...)
		}
	}
	return names
}

// labelled reports the first value of an enum that has no label.
func (l *loader) labelled(enum string) error {
	d := l.face.schema.Types[enum]
	if d == nil {
		return fmt.Errorf("the schema has no enum %s", enum)
	}
	for _, v := range d.EnumValues {
		if _, ok := l.face.labels[enum+"."+v.Name]; !ok {
			return fmt.Errorf("%s has no label %s.%s", labelsFile, enum, v.Name)
		}
	}
	return nil
}

// build makes the templates of a page, one set a language.
func (l *loader) build(p *page, out *look, trees map[string]*parse.Tree, own words) error {
	reached := map[string]bool{}
	reach(trees, layoutName, reached)
	built := map[fault.Locale]*template.Template{}
	for _, locale := range []fault.Locale{fault.Vietnamese, fault.English} {
		b := binding{schema: l.face.schema, locale: locale, asset: l.assets.address,
			words:  func(key string) (word, bool) { return find(own, l.shared, key) },
			labels: func(enum, value string) word { return l.face.labels[enum+"."+value] }}
		call := bound(b)
		t := template.New(layoutName).Funcs(call).Option("missingkey=error")
		for name := range reached {
			tree := trees[name].Copy()
			settle(tree, call)
			if _, err := t.AddParseTree(name, tree); err != nil {
				return err
			}
		}
		built[locale] = t
	}
	if err := escapes(p.name, built[fault.Vietnamese]); err != nil {
		return err
	}
	out.templates = built
	return nil
}

func bound(b binding) template.FuncMap {
	out := template.FuncMap{}
	for name, f := range functions {
		if f.make != nil {
			out[name] = f.make(b)
		}
	}
	return out
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
