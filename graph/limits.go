package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"ttyt/internal/access"
	"ttyt/internal/fault"
	"ttyt/internal/page"
)

// What one document may hold, fragments spelled out. Cost is the estimate of fields answered: a page costs its size,
// any other list listSize.
const (
	maxTokens     = 2_000
	maxDepth      = 16 // the introspection of common tools needs 15
	maxFields     = 1_000
	maxAliases    = 60
	maxRoots      = 20
	maxDirectives = 60

	maxCostStranger = 10_000
	maxCostStaff    = 40_000

	listSize   = 10
	costSchema = 5_000 // the whole of __schema
	// enough is where counting stops growing, so that nothing overflows.
	enough = 1 << 30
)

// limits measures each document before anything else walks it: what comes after may take exponential time on nested
// fragments, this takes linear time.
type limits struct {
	schema *ast.Schema
	cache  graphql.Cache[*ast.QueryDocument] // parsed and validated documents
}

var _ interface {
	graphql.OperationParameterMutator
	graphql.OperationInterceptor
} = limits{}

// ExtensionName names the extension to the library.
func (limits) ExtensionName() string { return "limits" }

// Validate has nothing to check.
func (limits) Validate(graphql.ExecutableSchema) error { return nil }

// costKey names the cost in the operation's statistics and in the extensions of request and answer.
const costKey = "cost"

// MutateOperationParameters refuses a document beyond the limits; it changes nothing.
func (l limits) MutateOperationParameters(ctx context.Context, p *graphql.RawParams) *gqlerror.Error {
	doc, ok := l.cache.Get(ctx, p.Query)
	if !ok {
		var err error
		doc, err = parser.ParseQueryWithTokenLimit(&ast.Source{Input: p.Query}, maxTokens)
		if err != nil {
			return unparsed(err)
		}
	}
	budget := maxCostStranger
	if access.Of(ctx).SignedIn() {
		budget = maxCostStaff
	}
	for _, op := range doc.Operations {
		m := meter{schema: l.schema, doc: doc, op: op, variables: p.Variables, fragments: map[string]*shape{}}
		s := m.operation()
		if m.cyclic != "" {
			return gqlerror.Wrap(fault.Bad(fault.Text{
				VI: fmt.Sprintf("Mảnh %q tự gọi lại chính nó.", m.cyclic), EN: fmt.Sprintf("Fragment %q spreads itself.", m.cyclic)}))
		}
		if err := s.check(budget); err != nil {
			return gqlerror.Wrap(err)
		}
		if op == doc.Operations.ForName(p.OperationName) {
			graphql.GetOperationContext(ctx).Stats.SetExtension(costKey, map[string]int{"requested": s.cost, "available": budget})
		}
	}
	return nil
}

// InterceptOperation adds the cost to the answer where the request's extensions ask for it.
func (limits) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	op, respond := graphql.GetOperationContext(ctx), next(ctx)
	return func(ctx context.Context) *graphql.Response {
		r := respond(ctx)
		if r != nil && op.Extensions[costKey] == true {
			r.Extensions[costKey] = op.Stats.GetExtension(costKey)
		}
		return r
	}
}

func unparsed(err error) *gqlerror.Error {
	g := gqlerror.WrapIfUnwrapped(err)
	if strings.HasPrefix(g.Message, "exceeded token limit") {
		return gqlerror.Wrap(tooComplex("từ tố", "tokens", maxTokens))
	}
	errcode.Set(g, errcode.ParseFailed)
	return g
}

func tooComplex(vi, en string, limit int) error {
	return &fault.Error{Code: fault.QueryTooComplex, Text: fault.Text{
		VI: fmt.Sprintf("Truy vấn vượt giới hạn %d %s.", limit, vi), EN: fmt.Sprintf("The document goes beyond the limit of %d %s.", limit, en)}}
}

// shape is the measure of a selection.
type shape struct {
	depth, fields, aliases, directives, roots int

	// cost is the estimate of fields answered; perItem what edges and nodes add to it for each item of their page.
	cost, perItem int
}

func (s *shape) check(budget int) error {
	for _, c := range []struct {
		is, limit int
		vi, en    string
	}{
		{s.depth, maxDepth, "tầng lồng nhau", "levels of nesting"},
		{s.fields, maxFields, "trường", "fields"},
		{s.aliases, maxAliases, "bí danh", "aliases"},
		{s.roots, maxRoots, "trường gốc", "root fields"},
		{s.directives, maxDirectives, "chỉ thị", "directives"},
		{s.cost, budget, "điểm chi phí (số trường trả về ước tính)", "cost points, the estimate of fields answered"},
	} {
		if c.is > c.limit {
			return tooComplex(c.vi, c.en, c.limit)
		}
	}
	return nil
}

// join adds a selection at the same level.
func (s *shape) join(o *shape) {
	s.depth = max(s.depth, o.depth)
	s.fields = min(s.fields+o.fields, enough)
	s.aliases = min(s.aliases+o.aliases, enough)
	s.directives = min(s.directives+o.directives, enough)
	s.roots = min(s.roots+o.roots, enough)
	s.cost = min(s.cost+o.cost, enough)
	s.perItem = min(s.perItem+o.perItem, enough)
}

// meter measures one operation, each fragment once.
type meter struct {
	schema    *ast.Schema
	doc       *ast.QueryDocument
	op        *ast.OperationDefinition
	variables map[string]any
	fragments map[string]*shape // nil while it is being measured
	cyclic    string            // a fragment that spreads itself
}

func (m *meter) operation() *shape {
	root := m.schema.Query
	switch m.op.Operation {
	case ast.Mutation:
		root = m.schema.Mutation
	case ast.Subscription:
		root = m.schema.Subscription
	}
	s := m.selection(m.op.SelectionSet, root)
	s.directives += len(m.op.Directives)
	return s
}

// selection measures a selection on the type, nil where the document names what the schema does not have.
func (m *meter) selection(set ast.SelectionSet, on *ast.Definition) *shape {
	s := new(shape)
	for _, selected := range set {
		switch x := selected.(type) {
		case *ast.Field:
			s.join(m.field(x, on))
		case *ast.InlineFragment:
			inner := on
			if x.TypeCondition != "" {
				inner = m.schema.Types[x.TypeCondition]
			}
			s.join(m.selection(x.SelectionSet, inner))
			s.directives += len(x.Directives)
		case *ast.FragmentSpread:
			s.join(m.fragment(x.Name))
			s.directives += len(x.Directives)
		}
	}
	return s
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
	s.directives += len(f.Directives)
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
	cost := min(1+s.cost+m.items(f, def)*s.perItem, enough)
	s.cost, s.perItem = cost, 0
	switch {
	case f.Name == "__schema":
		s.cost = costSchema
	case def == nil || of == nil || !of.IsCompositeType() || def.Type.Elem == nil || strings.HasPrefix(of.Name, "__"): // no list of objects
	case strings.HasSuffix(on.Name, "Connection") && (f.Name == "edges" || f.Name == "nodes"):
		s.cost, s.perItem = 0, cost
	default:
		s.cost = min(cost*m.listed(f), enough)
	}
	s.depth++
	s.fields = min(s.fields+1, enough)
	s.directives += len(f.Directives)
	if f.Alias != f.Name {
		s.aliases++
	}
	s.roots = 0
	if on != nil && (on == m.schema.Query || on == m.schema.Mutation || on == m.schema.Subscription) {
		s.roots = 1
	}
	return s
}

// items is the page size that a connection field asks for.
func (m *meter) items(f *ast.Field, def *ast.FieldDefinition) int {
	if def != nil && def.Arguments.ForName("first") != nil {
		for _, name := range []string{"first", "last"} {
			if n, ok := m.number(f.Arguments.ForName(name)); ok {
				return min(max(n, 0), page.MaxSize) // a larger page is refused by name later
			}
		}
	}
	return page.DefaultSize
}

// listed is the length of a plain list: as many as the ids that were named, else a guess.
func (m *meter) listed(f *ast.Field) int {
	if ids := f.Arguments.ForName("ids"); ids != nil {
		if list, ok := m.value(ids).([]any); ok {
			return min(len(list), nodesMax)
		}
	}
	return listSize
}

func (m *meter) number(a *ast.Argument) (int, bool) {
	if a == nil {
		return 0, false
	}
	switch v := m.value(a).(type) {
	case json.Number:
		n, err := strconv.Atoi(v.String())
		return n, err == nil
	case int64:
		return int(min(v, enough)), true
	}
	return 0, false
}

// value is the argument's value with its variable filled in, nil where there is none.
func (m *meter) value(a *ast.Argument) any {
	if a.Value.Kind == ast.Variable {
		if v, ok := m.variables[a.Value.Raw]; ok {
			return v
		}
		def := m.op.VariableDefinitions.ForName(a.Value.Raw)
		if def == nil || def.DefaultValue == nil {
			return nil
		}
		v, _ := def.DefaultValue.Value(nil)
		return v
	}
	v, _ := a.Value.Value(m.variables)
	return v
}
