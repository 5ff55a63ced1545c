package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// postFields are the names of the fields that the selection asks of posts, their ids at least, so that nothing else is
// read.
func postFields(ctx context.Context) []string {
	return ofPosts([]string{"id"}, graphql.GetFieldContext(ctx).Field.Selections)
}

// ofPosts adds the fields of posts, and of connections of posts below which they are, but not those of what posts lead to.
func ofPosts(names []string, selected ast.SelectionSet) []string {
	for _, s := range selected {
		switch s := s.(type) {
		case *ast.Field:
			if s.ObjectDefinition.Name == "PostConnection" || s.ObjectDefinition.Name == "PostEdge" {
				names = ofPosts(names, below(s))
			} else {
				names = inner(append(names, s.Name), s.Name, s.SelectionSet)
			}
		case *ast.InlineFragment:
			names = ofPosts(names, s.SelectionSet)
		case *ast.FragmentSpread:
			names = ofPosts(names, s.Definition.SelectionSet)
		}
	}
	return names
}

// below is what a field of a connection selects of its posts, nothing for pageInfo and the like.
func below(f *ast.Field) ast.SelectionSet {
	switch f.Name {
	case "nodes", "edges", "node":
		return f.SelectionSet
	}
	return nil
}

// inner adds the fields of what a field of a post leads to, after a dot.
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
