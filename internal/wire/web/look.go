package web

import (
	"errors"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"
	"text/template/parse"

	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/internal/base/fault"
)

// look is what a page looks like.
type look struct {
	templates map[fault.Locale]*template.Template
	filtered  bool            // fields of the page choose what it shows
	actions   []string        // that its forms name
	used      map[string]bool // keys of texts
	problems  []error         // everything that is wrong with it; then it has no templates
	broken    bool            // a file of it could not be read
}

var errNotBuilt = errors.New("a page with problems has no templates")

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
