package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// postFields are the names of the fields that the selection asks of posts, their ids at least, so that nothing else is
// read.
func postFields(ctx context.Context) []string {
	return fieldsOf("Post", []string{"id"}, graphql.GetFieldContext(ctx).Field.Selections)
}

// memberFields is postFields for people.
func memberFields(ctx context.Context) []string {
	return fieldsOf("Staff", []string{"id"}, graphql.GetFieldContext(ctx).Field.Selections)
}

// fieldsOf adds the fields of objects of a kind, and of connections of them below which they are; what the objects lead to
// comes after a dot.
func fieldsOf(kind string, names []string, selected ast.SelectionSet) []string {
	for _, s := range selected {
		switch s := s.(type) {
		case *ast.Field:
			if on := s.ObjectDefinition.Name; on == kind+"Connection" || on == kind+"Edge" {
				names = fieldsOf(kind, names, below(s))
			} else {
				names = inner(append(names, s.Name), s.Name, s.SelectionSet)
			}
		case *ast.InlineFragment:
			names = fieldsOf(kind, names, s.SelectionSet)
		case *ast.FragmentSpread:
			names = fieldsOf(kind, names, s.Definition.SelectionSet)
		}
	}
	return names
}

// below is what a field of a connection selects of its nodes, nothing for pageInfo and the like.
func below(f *ast.Field) ast.SelectionSet {
	switch f.Name {
	case "nodes", "edges", "node":
		return f.SelectionSet
	}
	return nil
}

// inner adds the fields of what a field leads to, after a dot.
func inner(names []string, outer string, selected ast.SelectionSet) []string {
	for _, s := range selected {
		switch s := s.(type) {
		case *ast.Field:
			names = append(names, outer+"."+s.Name)
		case *ast.InlineFragment:
			names = inner(names, outer, s.SelectionSet)
		case *ast.FragmentSpread:
			names = inner(names, outer, s.Definition.SelectionSet)
		}
	}
	return names
}
