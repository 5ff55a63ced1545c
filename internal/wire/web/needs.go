package web

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"regexp"
	"slices"
	"strings"
	"text/template/parse"
	"unicode"

	"github.com/vektah/gqlparser/v2/ast"
)

// Beside what its own template reads, a page needs what the engine reads of its answers, and what browsers and readers without
// an account get at all. That is checked before a page is drawn, too.

// publicRoot is the directive of root fields that readers without an account may ask for.
const publicRoot = "public"

// openToAll reports the first root field of an operation that needs an account.
func openToAll(op *operation) error {
	root := op.schema.Query
	if op.def.Operation == ast.Mutation {
		root = op.schema.Mutation
	}
	for _, name := range fieldNames(op.def.SelectionSet) {
		if f := root.Fields.ForName(name); f != nil && f.Directives.ForName(publicRoot) == nil {
			return fmt.Errorf("%s: %s: %s.%s needs an account, and the website's readers have none", op.at(), op.def.Name, root.Name, name)
		}
	}
	return nil
}

// fieldNames are the fields of the schema that a selection asks for, whatever it calls them.
func fieldNames(set ast.SelectionSet) (names []string) {
	for _, one := range set {
		switch one := one.(type) {
		case *ast.Field:
			if !strings.HasPrefix(one.Name, "__") {
				names = append(names, one.Name)
			}
		case *ast.InlineFragment:
			names = append(names, fieldNames(one.SelectionSet)...)
		case *ast.FragmentSpread:
			names = append(names, fieldNames(one.Definition.SelectionSet)...)
		}
	}
	return names
}

// rooted is the shape of all that an operation answers.
func (op *operation) rooted() *shape {
	root := op.schema.Query
	if op.def.Operation == ast.Mutation {
		root = op.schema.Mutation
	}
	return &shape{kind: object, name: root.Name, def: root, selected: []ast.SelectionSet{op.def.SelectionSet}, schema: op.schema}
}

var (
	braced = regexp.MustCompile(`\{(\w+)\}`)
	// errNoForm is why a page cannot lead on.
	errNoForm = errors.New("it sends none")
)

// filled reports a variable that a query cannot do without and that no address of the route has.
func (op *operation) filled(r route) error {
	given := map[string]bool{"path": true}
	for _, m := range braced.FindAllStringSubmatch(r.path, -1) {
		given[m[1]] = true
	}
	for name := range r.set {
		given[name] = true
	}
	if r.size > 0 {
		given["first"], given["offset"] = true, true
	}
	given[r.lookup] = true
	for _, v := range op.def.VariableDefinitions {
		if v.Type.NonNull && v.DefaultValue == nil && !given[v.Variable] {
			return fmt.Errorf("%s: %s: no address of %s has the variable $%s", op.at(), op.def.Name, r.path, v.Variable)
		}
	}
	return nil
}

// reads reports the first field that the engine reads of an answer and that the document does not select. A field is named by
// the way that leads to it, on which a capital begins a type.
func (op *operation) reads(ways ...string) error {
	for _, way := range ways {
		at := op.rooted()
		for step := range strings.SplitSeq(way, ".") {
			for at = at.certain(); at.kind == list; {
				at = at.elem.certain()
			}
			next := at.field
			if unicode.IsUpper(rune(step[0])) {
				next = at.narrowed
			}
			var err error
			if at, err = next(step); err != nil {
				return err
			}
		}
	}
	return nil
}

// rootRoute is the field by which a query asks what is at the address of its page.
const rootRoute = "route"

// followed reports why the engine could not lead readers on from an earlier address, or say what is gone.
func (op *operation) followed() error {
	if !slices.Contains(fieldNames(op.def.SelectionSet), rootRoute) {
		return nil
	}
	if err := op.reads("route.Route.path", "route.Route.redirect"); err != nil {
		return fmt.Errorf("%s: %s: the engine needs route { ... on Route { path redirect } } to lead on from earlier addresses: %w", op.at(), op.def.Name, err)
	}
	return nil
}

// pictured reports what the pictures of a page would lack.
func (op *operation) pictured(ways ...string) error {
	if err := op.reads(ways...); err != nil {
		return fmt.Errorf("%s: %s: the pictures of a page need %s: %w", op.at(), op.def.Name, strings.Join(ways, ", "), err)
	}
	return nil
}

// answers reports why the engine could not lead on from a form of the page.
func (p *page) answers(mutation, to string) error {
	op := p.mutations[mutation]
	if op == nil {
		return errNoForm
	}
	answer, err := op.rooted().selection(op.def.SelectionSet[0].(*ast.Field).Alias) // payload has checked it
	if err != nil {
		return err
	}
	for _, m := range braced.FindAllStringSubmatch(to, -1) {
		if _, err := answer.certain().field(m[1]); err != nil {
			return fmt.Errorf("%s: its answer leads to %s: %w", op.at(), to, err)
		}
	}
	return nil
}

var (
	// forbidden is what no browser runs or loads of a template under the policy of all pages.
	forbidden = regexp.MustCompile(`(?i)<(?:style|iframe|object|embed|base)\b|\sstyle=|\son[a-z]+=|javascript:|\s(?:src|srcset|poster|action|formaction)=["']?(?:https?:)?//|<link\s[^>]*href=["']?(?:https?:)?//|<script\b[^>]*>`)
	// scripts are those of the program, and what search engines read, which no browser runs.
	scripts = regexp.MustCompile(`^<script (?:type="application/ld\+json"|type="module" src="\{\{asset "[a-z-]+\.js"\}\}")>$`)
)

// allowed reports styles, scripts and files of other sites in a template.
func allowed(file string, text []byte) (problems []error) {
	for _, at := range forbidden.FindAllIndex(text, -1) {
		if found := text[at[0]:at[1]]; !scripts.Match(found) {
			line := 1 + bytes.Count(text[:at[0]+1], []byte("\n")) // which begins with a space, maybe the end of a line
			problems = append(problems, fmt.Errorf("%s:%d: the policy of all pages has browsers run no %q", file, line, strings.TrimSpace(string(found))))
		}
	}
	return problems
}

// escapes reports why the values of a page cannot be escaped for their place in the HTML: the library would say so when the
// page is drawn.
func escapes(page string, built *template.Template) error {
	err := built.ExecuteTemplate(io.Discard, layoutName, nil) // whose values are all missing
	var e *template.Error
	if !errors.As(err, &e) {
		return nil
	}
	location := page + templateSuffix
	if e.Node != nil {
		location, _ = (*parse.Tree)(nil).ErrorContext(e.Node)
	} else if e.Line > 0 {
		location = fmt.Sprintf("%s:%d", location, e.Line)
	}
	return fmt.Errorf("%s: %s", location, e.Description)
}
