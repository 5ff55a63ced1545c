package web

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
)

// A form that changes a list draws a row for each element and some that are empty. After it was sent, its rows are those that
// were sent, whatever the list holds.

// rowsOf are the rows of a list in a form: each with its name and number, and the element that it shows before the form was sent.
func rowsOf(f *form, name string, elements []any, empty int) (rows []any) {
	count := len(elements)
	if f.typed() {
		count, elements = f.rows(name), nil
	}
	for i := range count + empty {
		row := map[string]any{"name": name + "." + strconv.Itoa(i), "number": int64(i + 1), "item": nil}
		if i < len(elements) {
			row["item"] = elements[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// typed reports whether the form was sent, so that it shows what was typed.
func (f *form) typed() bool { return f.operation != "" && f.operation != fieldNext }

// rows is how many rows of a list were sent; they are numbered from 0 by then.
func (f *form) rows(name string) (count int) {
	for sent := range f.values {
		rest, ok := strings.CutPrefix(sent, name+".")
		if !ok {
			continue
		}
		index, _, _ := strings.Cut(rest, ".")
		if n, err := strconv.Atoi(index); err == nil && n < maxRow {
			count = max(count, n+1)
		}
	}
	return count
}

// Buttons of rows, which show the form again: each names a row, that goes up by one place or away.
const (
	fieldUp   = "_up"
	fieldDrop = "_drop"
)

// rearranged does to the rows what a button of the form asks for, and reports whether one does.
func rearranged(sent url.Values) bool {
	up, drop := sent.Get(fieldUp), sent.Get(fieldDrop)
	asked := sent.Has(fieldUp) || sent.Has(fieldDrop)
	delete(sent, fieldUp)
	delete(sent, fieldDrop)
	if drop != "" {
		moveRow(sent, drop, "")
	}
	at := strings.LastIndexByte(up, '.')
	if n, err := strconv.Atoi(up[at+1:]); err == nil && at > 0 && n > 0 && n <= maxRow {
		const aside = "_aside"
		above := up[:at+1] + strconv.Itoa(n-1)
		moveRow(sent, above, aside)
		moveRow(sent, up, above)
		moveRow(sent, aside, up)
	}
	return asked
}

// moveRow gives the fields of a row another name, or takes them away where it is "".
func moveRow(sent url.Values, row, to string) {
	for _, name := range sorted(sent) {
		rest, ok := strings.CutPrefix(name, row)
		if !ok || rest != "" && rest[0] != '.' {
			continue
		}
		texts := sent[name]
		delete(sent, name)
		if to != "" {
			sent[to+rest] = texts
		}
	}
}

func checkRows(c *checker, args []*shape) (*shape, error) {
	if err := c.field(args); err != nil {
		return nil, err
	}
	if len(args) != 4 || args[2].kind != list || args[2].nullable || kindOf(args[3]) != "Int" {
		return nil, errors.New("it takes a form, the name of a list, the list, and how many rows are empty")
	}
	item := *args[2].elem
	item.nullable = true
	name := *fieldNameOf(args[1]) + ".0"
	return listOf(recordOf("row", map[string]*shape{"name": {kind: leaf, name: "String", fieldName: &name}, "number": plain("Int"), "item": &item})), nil
}

// subOf is the name of a field within another, such as a row.
func subOf(name, field string) string { return name + "." + field }

func checkSub(_ *checker, args []*shape) (*shape, error) {
	if len(args) != 2 || fieldNameOf(args[0]) == nil || args[1].literal == nil {
		return nil, errors.New("it takes the name of a row, and that of a field in it, which stands in the template")
	}
	name := subOf(*fieldNameOf(args[0]), *args[1].literal)
	return &shape{kind: leaf, name: "String", fieldName: &name}, nil
}

// fieldNameOf is the name of a form's field that a value is known to be, nil for any other.
func fieldNameOf(is *shape) *string { return cmp.Or(is.literal, is.fieldName) }

// troubled reports whether something is wrong with a field or what lies within it.
func (f *form) troubled(name string) bool {
	return slices.ContainsFunc(f.wrong, func(p problem) bool { return p.name == name || strings.HasPrefix(p.name, name+".") })
}

// within reads a path of an object that may be null.
func within(item any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		fields, ok := item.(map[string]any)
		if !ok {
			return nil
		}
		item = fields[name]
	}
	return item
}

// pathIn is the shape of what a literal path leads to.
func pathIn(args []*shape) (*shape, error) {
	if len(args) < 2 || args[1].literal == nil {
		return nil, errors.New("it takes an object, which may be null, and a path that stands in the template")
	}
	is, mayBeNull := args[0], false
	for name := range strings.SplitSeq(*args[1].literal, ".") {
		f, err := is.certain().field(name)
		if err != nil {
			f = is.ofSome(name)
			mayBeNull = true
		}
		if f == nil {
			return nil, err
		}
		mayBeNull = mayBeNull || is.nullable || f.nullable
		is = f
	}
	out := *is
	out.nullable = mayBeNull
	return &out, nil
}

// ofSome is the shape of a field that a document selects for some types of a union or interface, nil where it does for none.
func (s *shape) ofSome(name string) *shape {
	if s.kind != object || s.def.Kind == ast.Object {
		return nil
	}
	for _, possible := range s.schema.GetPossibleTypes(s.def) {
		if n, err := s.narrowed(possible.Name); err == nil {
			if f, err := n.field(name); err == nil {
				return f
			}
		}
	}
	return nil
}

// shownOf is what a field shows of an object: "" where there is none.
func shownOf(item any, path string) string {
	switch value := within(item, path).(type) {
	case string:
		return value
	case enum:
		return value.value
	case int64:
		return strconv.FormatInt(value, 10)
	case day:
		return dateText(value)
	}
	return ""
}

func checkShownOf(_ *checker, args []*shape) (*shape, error) {
	is, err := pathIn(args)
	if err == nil && len(args) != 2 {
		err = errors.New("it takes an object and a path")
	}
	if err == nil {
		err = fits(is, "String|enum|Int|day?")
	}
	return plain("String"), err
}

// elementsOf is a list of an object that may be null, empty where it is.
func elementsOf(item any, path string) []any {
	list, _ := within(item, path).([]any)
	return list
}

func checkElements(_ *checker, args []*shape) (*shape, error) {
	is, err := pathIn(args)
	if err == nil && (len(args) != 2 || is.kind != list) {
		err = errors.New("it takes an object and the path of a list")
	}
	if err != nil {
		return nil, err
	}
	return is.certain(), nil
}

// checkEnd is the check of first and last, which answer an element of a list: it may be null.
func checkEnd(_ *checker, args []*shape) (*shape, error) {
	if len(args) != 1 || args[0].kind != list || args[0].nullable {
		return nil, errors.New("it takes a list")
	}
	is := *args[0].elem
	is.nullable = true
	return &is, nil
}

func firstOf(elements []any) any {
	if len(elements) == 0 {
		return nil
	}
	return elements[0]
}

func lastOf(elements []any) any {
	if len(elements) == 0 {
		return nil
	}
	return elements[len(elements)-1]
}

// hasElement reports whether a list of plain values has one.
func hasElement(elements []any, value string) bool {
	return slices.ContainsFunc(elements, func(e any) bool { return fmt.Sprint(e) == value })
}

func checkHas(c *checker, args []*shape) (*shape, error) {
	if len(args) != 2 || args[0].kind != list || args[0].elem.kind != leaf {
		return nil, errors.New("it takes a list of plain values, and a value")
	}
	if err := c.among(args[0].elem, args[1]); err != nil {
		return nil, err
	}
	return plain("Boolean"), fits(args[1], "String")
}

// among reports a literal of the template that the enum beside it does not have.
func (c *checker) among(of, value *shape) error {
	if of.enum && value.literal != nil && !slices.Contains(c.schema.valuesOf(of.name), *value.literal) {
		return fmt.Errorf("%s has no value %q", of.name, *value.literal)
	}
	return nil
}

// actionIn is the element of availableActions for an action, nil where it is not listed.
func actionIn(actions []any, name string) any {
	for _, a := range actions {
		if one, _ := a.(map[string]any); fmt.Sprint(one["action"]) == name {
			return one
		}
	}
	return nil
}

// checkAction notes that a page asks for an action, which has to be one of the schema.
func checkAction(c *checker, args []*shape) (*shape, error) {
	if len(args) != 2 || args[0].kind != list || args[0].elem.name != "AvailableAction" || args[1].literal == nil {
		return nil, errors.New("it takes availableActions, and the name of an action that stands in the template")
	}
	name, of := *args[1].literal, args[0].elem
	if of.schema.Types["Action"].EnumValues.ForName(name) == nil {
		return nil, fmt.Errorf("the schema has no action %q", name)
	}
	for _, field := range []string{"action", "allowed", "reasons"} {
		if _, err := of.field(field); err != nil {
			return nil, err
		}
	}
	c.asked[name] = true
	is := *of
	is.nullable = true
	return &is, nil
}

// acting reports forms that name an action of which the page does not ask whether it is allowed, and the other way round.
func (c *checker) acting() error {
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(c.acts)) {
		if !c.asked[name] {
			problems = append(problems, fmt.Errorf("%s: a form names the action %s, and the page does not ask by action whether it is allowed", c.acts[name], name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.asked)) {
		if _, ok := c.acts[name]; !ok {
			problems = append(problems, fmt.Errorf("the page asks whether %s is allowed, and no form names it as its data-action", name))
		}
	}
	return errors.Join(problems...)
}

// isoDay is a day as it was typed in the form that addresses of files have, "" for none.
func isoDay(text string) string {
	at, ok := dayTyped(text)
	if !ok {
		return ""
	}
	return at.Format(time.DateOnly)
}
