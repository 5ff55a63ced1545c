package web

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// form is what was sent of a form and why it was not taken, for the page that shows it again. A page that is opened has
// an empty one.
type form struct {
	operation string // of the mutation; "" before anything was sent
	values    url.Values
	wrong     []problem
}

// problem is one thing that is wrong with a form: with one of its fields, or with none ("").
type problem struct{ name, message string }

// value is what stands in a field: what was sent, else what the page brings.
func (f *form) value(name, otherwise string) string {
	if !f.typed() {
		return otherwise
	}
	return f.values.Get(name)
}

// chosen reports whether a choice of a field is taken, otherwise before anything was sent.
func (f *form) chosen(name, choice string, otherwise bool) bool {
	if !f.typed() {
		return otherwise
	}
	return slices.Contains(f.values[name], choice)
}

// sent reports whether the form sends the mutation.
func (f *form) sent(mutation string) bool { return f.operation == mutation }

// checkSent is the check of sent, whose mutation stands in the template.
func checkSent(c *checker, args []*shape) (*shape, error) {
	if len(args) != 2 || kindOf(args[0]) != "Form" || args[1].literal == nil {
		return nil, errors.New("it takes a form, .page.form, and the name of a mutation")
	}
	if !c.sends(*args[1].literal) {
		return nil, fmt.Errorf("the page has no mutation %q", *args[1].literal)
	}
	return plain("Boolean"), nil
}

// faults are what is wrong with one field.
func (f *form) faults(name string) (messages []any) {
	for _, p := range f.wrong {
		if p.name == name {
			messages = append(messages, p.message)
		}
	}
	return messages
}

// problems are everything that is wrong, for the summary above the form.
func (f *form) problems() (all []any) {
	for _, p := range f.wrong {
		all = append(all, map[string]any{"name": p.name, "message": p.message})
	}
	return all
}

// formOf is the shape of a page's form; the checker looks its fields up in the mutations of the page.
func formShape() *shape { return plain("Form") }

// checkField is the check of a function that takes a form, the name of one of its fields, and values of the kinds.
func checkField(answer string, kinds ...string) func(*checker, []*shape) (*shape, error) {
	return func(c *checker, args []*shape) (*shape, error) {
		if err := c.field(args); err != nil {
			return nil, err
		}
		return takes(answer, kinds...)(c, args[2:])
	}
}

// field notes a field of a form, whose name stands in the template.
func (c *checker) field(args []*shape) error {
	if len(args) < 2 || !formlike(args[0]) {
		return errors.New("it takes a form, .page.form or .page.filter, and the name of a field")
	}
	written := fieldNameOf(args[1])
	if written == nil {
		return errors.New("the name of the field stands in the template, or is one of rows")
	}
	name := *written
	if kindOf(args[0]) == "Filter" {
		c.filtered = true
		return c.filters(name)
	}
	if c.names[name] {
		return nil
	}
	if err := c.inputs(name); err != nil {
		return err
	}
	c.names[name] = true
	return nil
}

func formlike(s *shape) bool { return kindOf(s) == "Form" || kindOf(s) == "Filter" }

func checkFaults(c *checker, args []*shape) (*shape, error) {
	if err := c.field(args); err != nil {
		return nil, err
	}
	return listOf(plain("String")), nil
}

func checkProblems(_ *checker, args []*shape) (*shape, error) {
	if len(args) != 1 || kindOf(args[0]) != "Form" {
		return nil, errors.New("it takes a form, .page.form")
	}
	return listOf(recordOf("problem", map[string]*shape{"name": plain("String"), "message": plain("String")})), nil
}

func fieldID(name string) string { return "f-" + strings.ReplaceAll(name, ".", "-") }

// refusals are the user errors of a mutation's answer.
func refusals(op *operation, data map[string]any) []problem {
	root := op.def.SelectionSet[0].(*ast.Field) // payload has checked it
	answer, _ := data[root.Alias].(map[string]any)
	errs, _ := answer["userErrors"].([]any)
	return problemsOf(errs)
}

// problemsOf are the user errors of a payload, beside the fields that their paths name.
func problemsOf(errs []any) (all []problem) {
	for _, e := range errs {
		one, _ := e.(map[string]any)
		var path []string
		names, _ := one["path"].([]any)
		for _, n := range names {
			if s, ok := n.(string); ok {
				path = append(path, s)
			}
		}
		if len(path) == 1 { // the whole form
			path = nil
		}
		message, _ := one["message"].(string)
		all = append(all, problem{strings.Join(path, "."), message})
	}
	return all
}
