package web

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// What the parts of pages are put together with. A part takes one record: args gives it, option reads what a caller may leave
// out, and list writes rows into the template. Since a list that stands in a template has its elements there too, the checker
// looks at what is drawn of each.

// checkOption is the check of option: a field of a record, or what stands for it where the record has none.
func checkOption(_ *checker, args []*shape) (*shape, error) {
	if len(args) != 3 || args[0].kind != record || args[1].literal == nil {
		return nil, errors.New("it takes what args puts together, the name of a field that stands in the template, and a value")
	}
	name, otherwise := *args[1].literal, args[2]
	is, ok := args[0].fields[name]
	if !ok {
		return otherwise, nil
	}
	args[0].note(name)
	empty := otherwise.literal != nil && *otherwise.literal == "" // stands for nothing of any kind
	if is != nothing && otherwise != nothing && !empty && (is.kind != otherwise.kind || is.kind == leaf && kindOf(is) != kindOf(otherwise)) {
		return nil, fmt.Errorf("%q is a %s, not a %s", name, is.name, otherwise.name)
	}
	return is, nil
}

func optionOf(of map[string]any, name string, otherwise any) any {
	if value, ok := of[name]; ok {
		return value
	}
	return ofTemplate(otherwise)
}

// checkList is the check of list, which keeps what is known of each element.
func checkList(_ *checker, args []*shape) (*shape, error) {
	if len(args) == 0 {
		return &shape{kind: list, name: "[]", elem: nothing, written: true}, nil
	}
	for _, a := range args[1:] {
		if a.kind != args[0].kind {
			return nil, fmt.Errorf("it takes values of one kind, not a %s and a %s", args[0].name, a.name)
		}
	}
	return &shape{kind: list, name: "[" + args[0].name + "]", elem: args[0], items: args, written: true}, nil
}

func listed(values ...any) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = ofTemplate(v)
	}
	return out
}

// ofTemplate is a value that stands in a template. Its numbers become what those of the API are.
func ofTemplate(value any) any {
	if n, ok := value.(int); ok {
		return int64(n)
	}
	return value
}

// note notes that a part reads a field of what args put together.
func (s *shape) note(name string) {
	if s.read != nil {
		s.read[name] = true
	}
}

// unread reports what a part is handed and never looks at, which is misspelt.
func (s *shape) unread() error {
	for _, name := range sorted(s.fields) {
		if s.read != nil && !s.read[name] {
			return fmt.Errorf("the part reads no %q", name)
		}
		for _, one := range s.fields[name].items {
			if err := one.unread(); err != nil {
				return err
			}
		}
	}
	return nil
}

// valuesOf are the values of an enum, none where there is no such enum.
func (l *loader) valuesOf(enum string) (names []string) {
	if d := l.face.schema.Types[enum]; d != nil {
		for _, v := range d.EnumValues {
			names = append(names, v.Name)
		}
	}
	return names
}

// checkEnum is the check of enum: a value that stands in the template.
func checkEnum(c *checker, args []*shape) (*shape, error) {
	if len(args) != 2 || args[0].literal == nil || args[1].literal == nil {
		return nil, errors.New("the names of the enum and of its value stand in the template")
	}
	of := *args[0].literal
	if !slices.Contains(c.schema.valuesOf(of), *args[1].literal) {
		return nil, fmt.Errorf("the schema has no %s.%s", of, *args[1].literal)
	}
	return &shape{kind: leaf, name: of, enum: true}, nil
}

// checkFaulty is the check of faulty: a form as it looks once a field of it was refused, which the page of all parts shows.
func checkFaulty(c *checker, args []*shape) (*shape, error) {
	if err := c.field(args); err != nil {
		return nil, err
	}
	_, err := takes("String", "String")(c, args[2:])
	return args[0], err
}

func faulty(f *form, name, message string) *form {
	return &form{operation: f.operation, values: f.values, wrong: append(slices.Clone(f.wrong), problem{name, message})}
}

// checkChoices is the check of choices: the values of an enum with their labels, in the order of the schema.
func checkChoices(c *checker, args []*shape) (*shape, error) {
	if len(args) != 1 || args[0].literal == nil {
		return nil, errors.New("the name of the enum stands in the template")
	}
	return listOf(recordOf("choice", map[string]*shape{"value": plain("String"), "text": plain("String")})), c.schema.labelled(*args[0].literal)
}

func makeChoices(b binding) any {
	return func(of string) (all []any) {
		for _, v := range b.schema.Types[of].EnumValues {
			all = append(all, map[string]any{"value": v.Name, "text": b.labels(of, v.Name).in(b.locale)})
		}
		return all
	}
}

const spriteFile = "icons.svg"

// checkIcon is the check of icon: where the drawing of the name is.
func checkIcon(c *checker, args []*shape) (*shape, error) {
	if len(args) != 1 || args[0].literal == nil {
		return nil, errors.New("the name of the drawing stands in the template")
	}
	if !c.hasIcon(*args[0].literal) {
		return nil, fmt.Errorf("%s/%s draws no %q", assetsFolder, spriteFile, *args[0].literal)
	}
	return plain("String"), nil
}

func makeIcon(b binding) any {
	return func(name string) string { return b.asset(spriteFile) + "#" + name }
}

// draws reports whether the file of drawings has the one of the name.
func (a *assets) draws(name string) bool {
	return strings.Contains(string(a.files[spriteFile].content), `<symbol id="`+name+`"`)
}

// checkPlot is the check of plot: how long the bars of a chart are, from a list and the name of its field that counts.
func checkPlot(_ *checker, args []*shape) (*shape, error) {
	if len(args) != 2 || args[0].kind != list || args[1].literal == nil {
		return nil, errors.New("it takes a list and the name of the field that counts, which stands in the template")
	}
	field, err := args[0].elem.field(*args[1].literal)
	if err == nil {
		err = fits(field, "Int")
	}
	if err != nil {
		return nil, err
	}
	bar := recordOf("bar", map[string]*shape{"of": args[0].elem, "value": plain("Int"), "share": plain("Int"), "at": plain("Int"), "wide": plain("Int"), "top": plain("Int")})
	return recordOf("plot", map[string]*shape{"bars": listOf(bar), "most": plain("Int"), "sum": plain("Int")}), nil
}

// plotOf measures bars in thousandths: share is of the longest bar, at and wide are places in a row of all, top is what is left
// above a bar that stands.
func plotOf(elements []any, field string) map[string]any {
	most, sum, values := int64(0), int64(0), make([]int64, len(elements))
	for i, e := range elements {
		one, _ := e.(map[string]any)
		values[i], _ = one[field].(int64)
		most, sum = max(most, values[i]), sum+values[i]
	}
	bars := make([]any, len(elements))
	for i, e := range elements {
		share, at, end := int64(0), int64(1000*i/len(elements)), int64(1000*(i+1)/len(elements))
		if most > 0 {
			share = 1000 * max(values[i], 0) / most
		}
		bars[i] = map[string]any{"of": e, "value": values[i], "share": share, "at": at, "wide": max(1, (end-at)*4/5), "top": 1000 - share}
	}
	return map[string]any{"bars": bars, "most": most, "sum": sum}
}

// filterShape is the shape of what an address chooses, whose fields are variables of the page's query.
func filterShape() *shape { return plain("Filter") }

// checkAddress is the check of address: the address of the page with one of its variables changed, or without it.
func checkAddress(c *checker, args []*shape) (*shape, error) {
	if len(args) != 3 || kindOf(args[0]) != "Filter" {
		return nil, errors.New("it takes .page.filter, the name of a variable, and its value")
	}
	if err := c.field(args); err != nil {
		return nil, err
	}
	return takes("String", "String")(c, args[2:])
}

// cursors are variables that say where a page of a list begins. What is chosen anew begins at the first.
var cursors = []string{"after", "before"}

func addressOf(f *form, name, value string) string {
	to := url.Values{}
	for field, texts := range f.values {
		to[field] = texts
	}
	for _, cursor := range cursors {
		delete(to, cursor)
	}
	delete(to, name)
	if value != "" {
		to.Set(name, value)
	}
	if len(to) == 0 {
		return "?"
	}
	return "?" + to.Encode()
}

// filterOf is what an address chooses, as the fields of a form have it.
func filterOf(values url.Values) *form {
	f := &form{values: values}
	if len(values) > 0 {
		f.operation = fieldFilter
	}
	return f
}

// fieldFilter stands for the operation of a form that chooses what a page shows.
const fieldFilter = "_filter"

// filled reports whether an address chooses something beside the place in a list.
func filled(f *form) bool {
	n := len(f.values)
	for _, cursor := range cursors {
		if f.values.Has(cursor) {
			n--
		}
	}
	return n > 0
}

// filterOn is how the checker finds the variables of the page's query that a filter names.
func filterOn(schema *ast.Schema, query *operation) func(string) error {
	return func(name string) error {
		if query == nil {
			return errors.New("the page asks nothing")
		}
		return inputOf(schema, query.def, name)
	}
}
