package web

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A form that changes a list draws a row for each element and some that are empty. After it was sent, its rows are those that
// were sent, whatever the list holds.

// rowsOf are the rows of a list in a form: each with its index, and the element that it shows before the form was sent.
func rowsOf(f *form, name string, elements []any, empty int) (rows []any) {
	count := len(elements)
	if f.sent() {
		count, elements = f.rows(name), nil
	}
	for i := range count + empty {
		row := map[string]any{"index": int64(i), "item": nil}
		if i < len(elements) {
			row["item"] = elements[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// sent reports whether the form was sent, so that it shows what was typed.
func (f *form) sent() bool { return f.operation != "" && f.operation != fieldNext }

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

func checkRows(c *checker, args []*shape) (*shape, error) {
	if err := c.field(args); err != nil {
		return nil, err
	}
	if len(args) != 4 || args[2].kind != list || args[2].nullable || kindOf(args[3]) != "Int" {
		return nil, errors.New("it takes a form, the name of a list, the list, and how many rows are empty")
	}
	item := *args[2].elem
	item.nullable = true
	return listOf(recordOf("row", map[string]*shape{"index": plain("Int"), "item": &item})), nil
}

// nameOf is the name of a field in rows: each * of the pattern is the index of one.
func nameOf(pattern string, indices ...any) string {
	for _, i := range indices {
		pattern = strings.Replace(pattern, "*", fmt.Sprint(i), 1)
	}
	return pattern
}

func checkName(_ *checker, args []*shape) (*shape, error) {
	if len(args) < 2 || args[0].literal == nil || strings.Count(*args[0].literal, "*") != len(args)-1 {
		return nil, errors.New("it takes a name that stands in the template, and an index for each * in it")
	}
	for _, a := range args[1:] {
		if err := fits(a, "Int"); err != nil {
			return nil, err
		}
	}
	first := strings.ReplaceAll(*args[0].literal, "*", "0")
	return &shape{kind: leaf, name: "String", fieldName: &first}, nil
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
			return nil, err
		}
		mayBeNull = mayBeNull || is.nullable || f.nullable
		is = f
	}
	out := *is
	out.nullable = mayBeNull
	return &out, nil
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

// hasElement reports whether a list of plain values has one.
func hasElement(elements []any, value string) bool {
	return slices.ContainsFunc(elements, func(e any) bool { return fmt.Sprint(e) == value })
}

func checkHas(_ *checker, args []*shape) (*shape, error) {
	if len(args) != 2 || args[0].kind != list || args[0].elem.kind != leaf {
		return nil, errors.New("it takes a list of plain values, and a value")
	}
	return plain("Boolean"), fits(args[1], "String")
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
