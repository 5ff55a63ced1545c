package limits

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/internal/base/paging"
)

// A field costs one point, or what its @cost says. To that a page adds its size times what is selected of each item, any
// other list of objects listSize times.
const (
	listSize   = 10
	costSchema = 5_000 // the whole of __schema
)

// cost is a price that may depend on variables: a sum, once more or as many times as there are items.
type cost struct {
	fixed int
	parts []*cost // added
	oneOf []*cost // of which the dearest counts
	times *size   // nil is once
}

// of fills the variables in.
func (c *cost) of(v values) int {
	n := c.fixed
	for _, p := range c.parts {
		n = add(n, p.of(v))
	}
	dearest := 0
	for _, p := range c.oneOf {
		dearest = max(dearest, p.of(v))
	}
	n = add(n, dearest)
	if c.times != nil {
		n = min(n*c.times.of(v), enough)
	}
	return n
}

func (c *cost) constant() bool { return c == nil || c.parts == nil && c.oneOf == nil && c.times == nil }

// sum adds prices, nil being nothing; constants become one. The others are shared, never copied, since a fragment that is
// spread often has one price.
func sum(list ...*cost) *cost {
	var total cost
	for _, c := range list {
		switch {
		case c == nil:
		case c.constant():
			total.fixed = add(total.fixed, c.fixed)
		default:
			total.parts = append(total.parts, c)
		}
	}
	if total.fixed == 0 && total.parts == nil {
		return nil
	}
	return &total
}

// multiply is the price of so many.
func multiply(c *cost, n size) *cost {
	if c == nil {
		return nil
	}
	if c.constant() && !n.variable() {
		return &cost{fixed: min(c.fixed*n.fixed, enough)}
	}
	return &cost{parts: []*cost{c}, times: &n}
}

// price prices the field, whose selection is measured already.
func (m *meter) price(s *shape, f *ast.Field, def *ast.FieldDefinition, on, of *ast.Definition) {
	weight := &cost{fixed: m.weight(f.Name, def, on)}
	item := s.cost
	if s.perItem != nil {
		item = sum(item, multiply(s.perItem, pageSize(f, def)))
	}
	s.cost, s.perItem = sum(weight, item), nil
	switch {
	case f.Name == "__schema":
		s.cost = &cost{fixed: costSchema}
	case def == nil || of == nil || !of.IsCompositeType() || def.Type.Elem == nil || strings.HasPrefix(of.Name, "__"): // no list of objects
	case strings.HasSuffix(on.Name, "Connection") && (f.Name == "edges" || f.Name == "nodes"):
		s.cost, s.perItem = nil, s.cost
	case f.Arguments.ForName("ids") != nil: // each is looked up by itself
		s.cost = multiply(s.cost, listLength(f.Arguments.ForName("ids").Value))
	default:
		s.cost = sum(weight, multiply(sum(&cost{fixed: 1}, item), size{fixed: listSize}))
	}
}

// weight is what the field's @cost says, or that of the interface which declares it.
func (m *meter) weight(name string, def *ast.FieldDefinition, on *ast.Definition) int {
	if def == nil {
		return 1
	}
	heaviest := weightOf(def)
	for _, i := range on.Interfaces {
		if d := m.schema.Types[i].Fields.ForName(name); d != nil {
			heaviest = max(heaviest, weightOf(d))
		}
	}
	return max(heaviest, 1)
}

func weightOf(def *ast.FieldDefinition) int {
	d := def.Directives.ForName("cost")
	if d == nil {
		return 0
	}
	n, _ := strconv.Atoi(d.Arguments.ForName("weight").Value.Raw) // a test reads them all
	return n
}

// computes reports whether the field computes, by its own definition or that of the interface which declares it.
func (m *meter) computes(name string, def *ast.FieldDefinition, on *ast.Definition) bool {
	if def == nil {
		return false
	}
	return def.Directives.ForName("computes") != nil || slices.ContainsFunc(on.Interfaces, func(i string) bool {
		d := m.schema.Types[i].Fields.ForName(name)
		return d != nil && d.Directives.ForName("computes") != nil
	})
}

// branches adds up what is selected on an abstract type: an object is of one type alone, so that of the fragments on
// different types the dearest counts.
type branches struct {
	schema *ast.Schema
	on     *ast.Definition
	common []*cost
	some   []branch
}

type branch struct {
	types []*ast.Definition
	cost  *cost
}

func (b *branches) always(c *cost) { b.common = append(b.common, c) }

func (b *branches) where(condition *ast.Definition, c *cost) {
	if c == nil {
		return
	}
	if condition == nil || condition == b.on || b.on == nil || !b.on.IsAbstractType() {
		b.always(c)
		return
	}
	b.some = append(b.some, branch{b.schema.GetPossibleTypes(condition), c})
}

func (b *branches) cost() *cost {
	if len(b.some) == 0 {
		return sum(b.common...)
	}
	var oneOf []*cost
	dearest := 0 // of those that are constant
	for _, t := range b.schema.GetPossibleTypes(b.on) {
		var of []*cost
		for _, x := range b.some {
			if slices.Contains(x.types, t) {
				of = append(of, x.cost)
			}
		}
		c := sum(of...)
		if !c.constant() {
			oneOf = append(oneOf, c)
		} else if c != nil {
			dearest = max(dearest, c.fixed)
		}
	}
	switch {
	case oneOf == nil:
		return sum(append(b.common, &cost{fixed: dearest})...)
	case dearest > 0:
		oneOf = append(oneOf, &cost{fixed: dearest})
	}
	return sum(append(b.common, &cost{oneOf: oneOf})...)
}

// operation is how one operation is priced.
type operation struct {
	name     string
	cost     *cost
	computes bool
	defaults map[string]any // of its variables
}

func newOperation(op *ast.OperationDefinition, s *shape) *operation {
	o := &operation{name: op.Name, cost: s.cost, computes: s.computes}
	if o.cost.constant() {
		return o
	}
	for _, v := range op.VariableDefinitions {
		if v.DefaultValue == nil {
			continue
		}
		if o.defaults == nil {
			o.defaults = map[string]any{}
		}
		o.defaults[v.Variable], _ = v.DefaultValue.Value(nil) // what is no number is refused by the validator
	}
	return o
}

func (o *operation) of(variables map[string]any) int {
	if o.cost == nil {
		return 0
	}
	return o.cost.of(values{variables, o.defaults})
}

// values are the variables of a request, with the operation's defaults.
type values struct{ given, defaults map[string]any }

func (v values) get(name string) any {
	if value, ok := v.given[name]; ok {
		return value
	}
	return v.defaults[name]
}

// size is how many items a list holds: a number, or what a variable says.
type size struct {
	fixed     int
	variables []string // of a page size, the last one that is not null counts
	list      string   // variable whose length it is
}

func (s *size) variable() bool { return s.variables != nil || s.list != "" }

func (s *size) of(v values) int {
	if s.list != "" {
		return length(v.get(s.list))
	}
	for _, name := range slices.Backward(s.variables) {
		if n, ok := number(v.get(name)); ok {
			return n
		}
	}
	return s.fixed
}

// pageSize is the page size that a connection field asks for.
func pageSize(f *ast.Field, def *ast.FieldDefinition) size {
	s := size{fixed: paging.DefaultSize}
	if def == nil || def.Arguments.ForName("first") == nil {
		return s
	}
	for _, name := range []string{"last", "first"} { // first counts where both are given
		a := f.Arguments.ForName(name)
		if a == nil {
			continue
		}
		if a.Value.Kind == ast.Variable {
			s.variables = append(s.variables, a.Value.Raw)
			continue
		}
		v, _ := a.Value.Value(nil) // what is no number is refused by the validator
		if n, ok := number(v); ok {
			s = size{fixed: n}
		}
	}
	return s
}

// listLength is how many ids are named.
func listLength(ids *ast.Value) size {
	switch ids.Kind {
	case ast.Variable:
		return size{list: ids.Raw}
	case ast.ListValue:
		return size{fixed: len(ids.Children)}
	}
	return size{fixed: 1}
}

// number reads a page size, false if there is none. Anything but a number costs as much as the largest page: it is refused
// later, or it is one in a form that the server takes.
func number(v any) (int, bool) {
	n := paging.MaxSize
	switch v := v.(type) {
	case nil:
		return 0, false
	case json.Number:
		if i, err := v.Int64(); err == nil {
			n = int(min(i, enough))
		}
	case int64:
		n = int(min(v, enough))
	}
	return min(max(n, 0), paging.MaxSize), true
}

func length(v any) int {
	switch v := v.(type) {
	case nil:
		return 0
	case []any:
		return len(v)
	}
	return 1
}
