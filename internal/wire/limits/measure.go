package limits

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"ttyt.example/ttyt/internal/base/fault"
)

// plan is what follows from a document alone: whether it is within the limits, and how to price it.
type plan struct {
	refused    error // nil within the limits
	operations []*operation
	size       int // bytes of memory, an estimate
}

// operation returns the one that runs, nil where the name does not say which.
func (p *plan) operation(name string) *operation {
	for _, o := range p.operations {
		if o.name == name || name == "" && len(p.operations) == 1 {
			return o
		}
	}
	return nil
}

// shape is the measure of a selection with its fragments spelled out.
type shape struct {
	depth, fields, aliases, directives, roots int
	nesting                                   int // of selections, those of fragments included
	work                                      int // nodes of all kinds
	computes                                  bool

	cost    *cost
	perItem *cost // what edges and nodes add for each item of their page
}

// join adds a selection at the same level.
func (s *shape) join(o *shape) {
	s.depth = max(s.depth, o.depth)
	s.nesting = max(s.nesting, o.nesting)
	s.fields = add(s.fields, o.fields)
	s.aliases = add(s.aliases, o.aliases)
	s.directives = add(s.directives, o.directives)
	s.roots = add(s.roots, o.roots)
	s.work = add(s.work, o.work)
	s.perItem = sum(s.perItem, o.perItem)
	s.computes = s.computes || o.computes
}

func (s *shape) check() error {
	for _, c := range []struct {
		is, limit int
		reason    string
		what      fault.Text
	}{
		{s.depth, maxDepth, ReasonDepth, nesting},
		{s.nesting, maxNesting, ReasonDepth, nestingWithFragments},
		{s.fields, maxFields, ReasonFields, fields},
		{s.aliases, maxAliases, ReasonAliases, aliases},
		{s.roots, maxRoots, ReasonRoots, rootFields},
		{s.directives, maxDirectives, ReasonDirectives, directives},
	} {
		if c.is > c.limit {
			return beyond(c.reason, c.what, c.limit)
		}
	}
	return nil
}

// meter measures one document, each of its nodes once.
type meter struct {
	schema    *ast.Schema
	doc       *ast.QueryDocument
	fragments map[string]*shape // nil while it is being measured
	cyclic    string            // a fragment that spreads itself
	broken    error             // a value beyond the limits
	nodes     int
}

// measure takes time linear in the document, whatever its fragments do.
func measure(schema *ast.Schema, doc *ast.QueryDocument, text string) *plan {
	m := &meter{schema: schema, doc: doc, fragments: make(map[string]*shape, len(doc.Fragments))}
	p := &plan{refused: m.counts()}
	if p.refused != nil {
		return p
	}
	work := 0
	for _, op := range doc.Operations {
		s := m.operation(op)
		work = add(work, s.work)
		if err := s.check(); err != nil && p.refused == nil {
			p.refused = err
		}
		p.operations = append(p.operations, newOperation(op, s))
	}
	for _, f := range doc.Fragments {
		s := m.fragment(f.Name)
		work = add(work, s.work)
		if err := s.check(); err != nil && p.refused == nil {
			p.refused = err
		}
	}
	switch {
	case m.cyclic != "":
		p.refused = fault.Bad(cyclicFragment.With(m.cyclic))
	case m.broken != nil:
		p.refused = m.broken
	case work > maxWork && p.refused == nil:
		p.refused = beyond(ReasonFields, spreadNodes, maxWork)
	}
	p.size = bytesPerDocument + len(text) + (m.nodes+strings.Count(text, "#"))*bytesPerNode // a comment is kept with what follows it
	return p
}

// counts checks what needs no walk.
func (m *meter) counts() error {
	if len(m.doc.Operations) > maxOperations {
		return beyond(ReasonOperations, operations, maxOperations)
	}
	if len(m.doc.Fragments) > maxFragments {
		return beyond(ReasonFragments, fragments, maxFragments)
	}
	for _, op := range m.doc.Operations {
		if len(op.VariableDefinitions) > maxVariables {
			return beyond(ReasonVariables, variables, maxVariables)
		}
	}
	return nil
}

func (m *meter) operation(op *ast.OperationDefinition) *shape {
	root := m.schema.Query
	switch op.Operation {
	case ast.Mutation:
		root = m.schema.Mutation
	case ast.Subscription:
		root = m.schema.Subscription
	}
	s := m.selection(op.SelectionSet, root)
	m.directives(s, op.Directives)
	for _, v := range op.VariableDefinitions {
		s.work += m.value(v.DefaultValue, 0) + 1
		m.directives(s, v.Directives)
	}
	return s
}

// selection measures a selection on the type, nil where the document names what the schema does not have.
func (m *meter) selection(set ast.SelectionSet, on *ast.Definition) *shape {
	s := new(shape)
	branches := branches{on: on, schema: m.schema}
	for _, selected := range set {
		m.nodes++
		s.work++
		switch x := selected.(type) {
		case *ast.Field:
			f := m.field(x, on)
			s.join(f)
			branches.always(f.cost)
		case *ast.InlineFragment:
			inner := on
			if x.TypeCondition != "" {
				inner = m.schema.Types[x.TypeCondition]
			}
			f := m.selection(x.SelectionSet, inner)
			s.join(f)
			branches.where(inner, f.cost)
			m.directives(s, x.Directives)
		case *ast.FragmentSpread:
			f := m.fragment(x.Name)
			s.join(f)
			branches.where(m.condition(x.Name), f.cost)
			m.directives(s, x.Directives)
		}
	}
	s.cost = branches.cost()
	s.nesting = add(s.nesting, 1)
	return s
}

func (m *meter) condition(fragment string) *ast.Definition {
	if f := m.doc.Fragments.ForName(fragment); f != nil {
		return m.schema.Types[f.TypeCondition]
	}
	return nil
}

func (m *meter) fragment(name string) *shape {
	s, known := m.fragments[name]
	if known && s == nil {
		m.cyclic = name
	}
	if known && s != nil {
		return s
	}
	f := m.doc.Fragments.ForName(name)
	if f == nil || m.cyclic != "" {
		return new(shape)
	}
	m.fragments[name] = nil
	s = m.selection(f.SelectionSet, m.schema.Types[f.TypeCondition])
	m.directives(s, f.Directives)
	m.fragments[name] = s
	return s
}

func (m *meter) field(f *ast.Field, on *ast.Definition) *shape {
	var def *ast.FieldDefinition
	var of *ast.Definition
	if on != nil {
		def = on.Fields.ForName(f.Name)
	}
	if def != nil {
		of = m.schema.Types[def.Type.Name()]
	}
	s := m.selection(f.SelectionSet, of)
	m.price(s, f, def, on, of)
	s.computes = s.computes || m.computes(f.Name, def, on)
	s.depth = add(s.depth, 1)
	s.fields = add(s.fields, 1)
	m.directives(s, f.Directives)
	m.arguments(s, f.Arguments)
	if f.Alias != f.Name {
		s.aliases++
	}
	s.roots = 0
	if on != nil && (on == m.schema.Query || on == m.schema.Mutation || on == m.schema.Subscription) {
		s.roots = 1
	}
	return s
}

func (m *meter) directives(s *shape, list ast.DirectiveList) {
	s.directives = add(s.directives, len(list))
	s.work = add(s.work, len(list))
	m.nodes += len(list)
	for _, d := range list {
		m.arguments(s, d.Arguments)
	}
}

func (m *meter) arguments(s *shape, list ast.ArgumentList) {
	for _, a := range list {
		s.work = add(s.work, m.value(a.Value, 0)+1)
	}
}

// value counts the nodes of a value that stands in the document.
func (m *meter) value(v *ast.Value, depth int) int {
	if v == nil {
		return 0
	}
	m.nodes++
	if depth > maxLiteral {
		m.broken = beyond(ReasonValues, valueNesting, maxLiteral)
		return 1
	}
	if len(v.Children) > maxList {
		m.broken = beyond(ReasonValues, listElements, maxList)
		return 1
	}
	n := 1
	for _, c := range v.Children {
		n += m.value(c.Value, depth+1)
	}
	return n
}

const (
	// enough is where counting stops growing, so that nothing overflows.
	enough = 1 << 30
	// bytesPerNode is what a node of a document takes in memory with its position and definitions, generously.
	bytesPerNode     = 300
	bytesPerDocument = 800
)

func add(a, b int) int { return min(a+b, enough) }
