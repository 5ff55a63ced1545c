package limits

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
)

// overlappingFieldsRule is "Field Selection Merging" of the specification. The library compares every two fields of one
// response name, and again for each way that fragments lead to them. Here the fields of one place in the answer are
// merged once, like the answer itself: those on the same type need to be the same call, and their selections are merged
// together. The time is linear in the document with its fragments spelled out, which the limits bound before.
var overlappingFieldsRule = core.Rule{
	Name: "OverlappingFieldsCanBeMerged",
	RuleFunc: func(observers *core.Events, addError core.AddErrFunc) {
		cycles := map[*ast.QueryDocument]bool{}
		observers.OnOperation(func(w *core.Walker, op *ast.OperationDefinition) {
			cyclic, known := cycles[w.Document]
			if !known {
				cyclic = hasCycle(w.Document)
				cycles[w.Document] = cyclic
			}
			if cyclic { // refused by a rule of its own
				return
			}
			m := merger{schema: w.Schema, addError: addError}
			m.merge([]selected{{set: op.SelectionSet}})
		})
	},
}

// merger merges the selections of one operation.
type merger struct {
	schema   *ast.Schema
	addError core.AddErrFunc
}

// selected is a selection, and the types of the objects on the way to it.
type selected struct {
	set ast.SelectionSet
	on  *objects
}

// objects is what the fields on the way to a selection say of the objects there: of which concrete type they are, nil
// where an abstract type leaves it open. Two fields whose ways disagree never meet in an answer.
type objects struct {
	above *objects
	is    *ast.Definition
}

func (o *objects) meets(p *objects) bool {
	for ; o != p; o, p = o.above, p.above {
		if o.is != nil && p.is != nil && o.is != p.is {
			return false
		}
	}
	return true
}

// member is one field of a place in the answer.
type member struct {
	field *ast.Field
	above *objects
}

// merge merges selections that stand at one place of the answer, and then those below it.
func (m *merger) merge(at []selected) {
	var names []string
	members := map[string][]member{}
	spread := map[spreadOn]bool{}
	var collect func(set ast.SelectionSet, on *objects)
	collect = func(set ast.SelectionSet, on *objects) {
		for _, s := range set {
			switch x := s.(type) {
			case *ast.Field:
				if x.Definition == nil || x.ObjectDefinition == nil { // refused by a rule of its own
					continue
				}
				if _, known := members[x.Alias]; !known {
					names = append(names, x.Alias)
				}
				members[x.Alias] = append(members[x.Alias], member{x, on})
			case *ast.InlineFragment:
				collect(x.SelectionSet, on)
			case *ast.FragmentSpread:
				if once := (spreadOn{x.Definition, on}); x.Definition != nil && !spread[once] {
					spread[once] = true
					collect(x.Definition.SelectionSet, on)
				}
			}
		}
	}
	for _, s := range at {
		collect(s.set, s.on)
	}
	for _, name := range names {
		m.place(members[name])
	}
}

type spreadOn struct {
	fragment *ast.FragmentDefinition
	on       *objects
}

// place checks the fields of one response name at one place of the answer.
func (m *merger) place(fields []member) {
	if len(fields) == 1 {
		if set := fields[0].field.SelectionSet; len(set) > 0 {
			m.merge([]selected{{set, &objects{fields[0].above, concrete(fields[0].field)}}})
		}
		return
	}
	first := fields[0].field
	calls := calls{of: map[objects]*call{}}
	var below []selected
	for _, f := range fields {
		if !m.sameShape(first.Definition.Type, f.field.Definition.Type) {
			m.conflict(f.field, "they return different types")
			return
		}
		c, ok := calls.add(f)
		if !ok {
			m.conflict(f.field, "they differ in name or arguments")
			return
		}
		if len(f.field.SelectionSet) > 0 {
			below = append(below, selected{f.field.SelectionSet, c.on})
		}
	}
	if one, other := calls.differ(); one != nil {
		m.conflict(other.field, fmt.Sprintf("%q and %q differ in name or arguments", one.field.Name, other.field.Name))
		return
	}
	if below != nil {
		m.merge(below)
	}
}

// calls are the fields of one place by the objects they are on: those on the same are one call.
type calls struct {
	of    map[objects]*call
	list  []*call
	mixed bool // whether there is more than one call at all
}

type call struct {
	field *ast.Field
	on    *objects
	text  string
}

// add reports false where the field differs from another on the same objects.
func (c *calls) add(f member) (*call, bool) {
	on := objects{f.above, concrete(f.field)}
	known := c.of[on]
	if known == nil {
		known = &call{field: f.field, on: &on, text: callText(f.field)}
		c.of[on] = known
		c.list = append(c.list, known)
		c.mixed = c.mixed || known.text != c.list[0].text
		return known, true
	}
	return known, known.field == f.field || known.text == callText(f.field)
}

// differ returns two different calls that may meet on one object, nil if there are none.
func (c *calls) differ() (*call, *call) {
	if !c.mixed {
		return nil, nil
	}
	for i, one := range c.list {
		for _, other := range c.list[i+1:] {
			if one.text != other.text && one.on.meets(other.on) {
				return one, other
			}
		}
	}
	return nil, nil
}

func concrete(f *ast.Field) *ast.Definition {
	if f.ObjectDefinition.Kind == ast.Object {
		return f.ObjectDefinition
	}
	return nil
}

func (m *merger) conflict(f *ast.Field, why string) {
	m.addError(core.Message(`Fields %q conflict because %s. Use different aliases on the fields to fetch both.`, f.Alias, why), core.At(f.Position))
}

// sameShape reports whether two values have the same place in an answer: the same lists, the same nulls and the same
// leaves. What objects hold is compared below.
func (m *merger) sameShape(a, b *ast.Type) bool {
	for ; a.Elem != nil && b.Elem != nil; a, b = a.Elem, b.Elem {
		if a.NonNull != b.NonNull {
			return false
		}
	}
	if a.NonNull != b.NonNull || a.Elem != nil || b.Elem != nil {
		return false
	}
	return a.NamedType == b.NamedType || m.schema.Types[a.NamedType].IsCompositeType() && m.schema.Types[b.NamedType].IsCompositeType()
}

// callText spells a field with its arguments, in an order of its own.
func callText(f *ast.Field) string {
	if len(f.Arguments) == 0 {
		return f.Name
	}
	list := make([]string, len(f.Arguments))
	for i, a := range f.Arguments {
		list[i] = a.Name + ":" + valueText(a.Value)
	}
	slices.Sort(list)
	return f.Name + "(" + strings.Join(list, ",") + ")"
}

func valueText(v *ast.Value) string {
	if len(v.Children) == 0 {
		return fmt.Sprintf("%d%q", v.Kind, v.Raw)
	}
	list := make([]string, len(v.Children))
	for i, c := range v.Children {
		list[i] = c.Name + ":" + valueText(c.Value)
	}
	if v.Kind == ast.ObjectValue {
		slices.Sort(list)
	}
	return fmt.Sprintf("%d[%s]", v.Kind, strings.Join(list, ","))
}

// hasCycle reports whether a fragment of the document spreads itself.
func hasCycle(doc *ast.QueryDocument) bool {
	done := map[*ast.FragmentDefinition]bool{} // false while on the way
	var within func(set ast.SelectionSet) bool
	visit := func(f *ast.FragmentDefinition) bool {
		if f == nil {
			return false
		}
		if finished, met := done[f]; met {
			return !finished
		}
		done[f] = false
		cyclic := within(f.SelectionSet)
		done[f] = true
		return cyclic
	}
	within = func(set ast.SelectionSet) bool {
		return slices.ContainsFunc(set, func(s ast.Selection) bool {
			switch x := s.(type) {
			case *ast.Field:
				return within(x.SelectionSet)
			case *ast.InlineFragment:
				return within(x.SelectionSet)
			case *ast.FragmentSpread:
				return visit(doc.Fragments.ForName(x.Name))
			}
			return false
		})
	}
	return slices.ContainsFunc(doc.Fragments, visit)
}
