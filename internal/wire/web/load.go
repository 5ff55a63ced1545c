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
	public bool             // strangers alone read it: it knows no session, and its address says the language
	idle   map[string]error // texts of the parts that it does not use
}

// page is one page of a face, checked and ready to be drawn.
type page struct {
	name      string
	query     *operation // nil where the page asks nothing
	mutations map[string]*operation
	filtered  bool // fields of the page choose what it shows
	templates map[fault.Locale]*template.Template
	actions   []string // that its forms name
}

// loader reads the files of one face and checks them. It reports all problems at once.
type loader struct {
	files    fs.FS
	face     *face
	docs     documents
	shared   words
	used     map[string]bool
	parts    map[string]*parse.Tree
	assets   *assets
	problems []error
	broken   bool   // a file could not be read, so that what others need of it is missed
	theme    *Theme // whose files are among those of the face; nil for none
}

// load reads a face from its folder, with the parts that all faces share.
func load(files fs.FS, name string, schema *ast.Schema, limit func(*ast.QueryDocument) error, a *assets) (*face, error) {
	f := &face{name: name, schema: schema, pages: map[string]*page{}, labels: words{}, idle: map[string]error{}, public: name == siteFolder}
	l := &loader{files: files, face: f, shared: words{}, used: map[string]bool{}, parts: map[string]*parse.Tree{}, assets: a, theme: themeOf(files),
		docs: documents{schema, map[string]*ast.FragmentDefinition{}, limit}}
	l.add(f.labels.read(files, labelsFile)...)
	l.readParts()
	l.readLayout()
	l.readCard()
	for _, one := range l.named(name, templateSuffix) {
		if one != layoutName {
			l.readPage(one)
		}
	}
	l.strays()
	for key, w := range l.shared {
		if l.broken || l.used[key] || !l.theme.minds(w, key) {
			continue
		}
		err := fmt.Errorf("%s: no template uses the text %q", w.at(), key)
		if strings.HasPrefix(w.file, partsFolder+"/") && l.theme == nil {
			f.idle[key] = err
		} else {
			l.add(err)
		}
	}
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

func (l *loader) readParts() {
	for _, name := range l.named(partsFolder, documentSuffix) {
		l.add(l.docs.readFragments(l.files, partsFolder+"/"+name+documentSuffix))
	}
	for _, name := range l.named(partsFolder, wordsSuffix) {
		if file := partsFolder + "/" + name + wordsSuffix; file != labelsFile {
			l.add(l.shared.read(l.files, file)...)
		}
	}
	for _, name := range l.named(partsFolder, templateSuffix) {
		maps.Copy(l.parts, l.parse(partsFolder+"/"+name+templateSuffix, name))
	}
}

func (l *loader) readLayout() {
	base := l.face.name + "/" + layoutName
	if l.has(base + wordsSuffix) {
		l.add(l.shared.read(l.files, base+wordsSuffix)...)
	}
	for key, tree := range l.parse(base+templateSuffix, layoutName) {
		if l.parts[key] != nil {
			l.add(fmt.Errorf("%s: a part is called %q already", base+templateSuffix, key))
		}
		l.parts[key] = tree
	}
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
	p := &page{name: base, mutations: map[string]*operation{}, templates: map[fault.Locale]*template.Template{}}
	if l.has(base + documentSuffix) {
		operations, err := l.docs.read(l.files, base+documentSuffix)
		if err != nil { // everything that the templates read would be missed
			l.add(err)
			l.broken = true
		}
		l.sort(p, operations)
	}
	own := words{}
	if l.has(base + wordsSuffix) {
		l.add(own.read(l.files, base+wordsSuffix)...)
	}
	for key, w := range own {
		if other, both := l.shared[key]; both {
			l.add(fmt.Errorf("%s: the key %q stands at %s too", w.at(), key, other.at()))
		}
	}
	trees := maps.Clone(l.parts)
	for key, tree := range l.parse(base+templateSuffix, "main") {
		if _, both := trees[key]; both {
			l.add(fmt.Errorf("%s: a part is called %q already", base+templateSuffix, key))
		}
		trees[key] = tree
	}
	l.face.pages[name] = p
	if l.broken {
		return
	}
	before := len(l.problems)
	l.check(p, trees, own)
	if len(l.problems) == before {
		l.add(l.build(p, trees, own))
	}
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

func (l *loader) check(p *page, trees map[string]*parse.Tree, own words) {
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
	p.filtered = c.filtered
	l.add(c.problems...)
	if err := c.acting(); err != nil {
		l.add(fmt.Errorf("%s%s: %w", p.name, templateSuffix, err))
	}
	p.actions = sorted(c.acts)
	for key := range c.used {
		l.used[key] = true
	}
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
func (l *loader) build(p *page, trees map[string]*parse.Tree, own words) error {
	reached := map[string]bool{}
	reach(trees, layoutName, reached)
	for _, locale := range []fault.Locale{fault.Vietnamese, fault.English} {
		b := binding{schema: l.face.schema, locale: locale, asset: l.assets.address,
			words:  func(key string) (word, bool) { return find(own, l.shared, key) },
			labels: func(enum, value string) word { return l.face.labels[enum+"."+value] }}
		t := template.New(layoutName).Funcs(bound(b)).Option("missingkey=error")
		for name := range reached {
			if _, err := t.AddParseTree(name, trees[name].Copy()); err != nil {
				return err
			}
		}
		p.templates[locale] = t
	}
	return p.escapes()
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
