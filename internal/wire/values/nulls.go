package values

import (
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// nullUsed finds a variable that is null and stands where null may not. The validator lets a nullable variable stand
// there where a default would fill the place, which does not help when null is sent.
func nullUsed(op *graphql.OperationContext) *Fault {
	n := nulls{variables: op.Variables}
	for _, d := range op.Operation.VariableDefinitions {
		if value, given := op.Variables[d.Variable]; given && value == nil {
			return n.used(op.Operation)
		}
	}
	return nil
}

// nulls looks for uses of variables that are null, in each fragment once.
type nulls struct {
	variables map[string]any
	seen      map[string]bool
	found     *ast.Value
}

func (n *nulls) used(op *ast.OperationDefinition) *Fault {
	n.directives(op.Directives)
	n.selection(op.SelectionSet)
	if n.found == nil {
		return nil
	}
	return (&Fault{says: errNullUsed}).in("$" + n.found.Raw)
}

func (n *nulls) selection(set ast.SelectionSet) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			n.directives(s.Directives)
			n.arguments(s.Arguments)
			n.selection(s.SelectionSet)
		case *ast.InlineFragment:
			n.directives(s.Directives)
			n.selection(s.SelectionSet)
		case *ast.FragmentSpread:
			n.directives(s.Directives)
			n.fragment(s.Definition)
		}
	}
}

func (n *nulls) fragment(f *ast.FragmentDefinition) {
	if n.seen[f.Name] {
		return
	}
	if n.seen == nil {
		n.seen = map[string]bool{}
	}
	n.seen[f.Name] = true
	n.directives(f.Directives)
	n.selection(f.SelectionSet)
}

func (n *nulls) directives(list ast.DirectiveList) {
	for _, d := range list {
		n.arguments(d.Arguments)
	}
}

func (n *nulls) arguments(list ast.ArgumentList) {
	for _, a := range list {
		n.value(a.Value)
	}
}

func (n *nulls) value(x *ast.Value) {
	if x.Kind == ast.Variable && x.ExpectedType != nil && x.ExpectedType.NonNull {
		if value, given := n.variables[x.Raw]; given && value == nil && n.found == nil {
			n.found = x
		}
	}
	for _, c := range x.Children {
		n.value(c.Value)
	}
}
