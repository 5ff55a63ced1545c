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
			switch s.ObjectDefinition.Name {
			case "PostConnection", "PostEdge":
				if s.Name == "nodes" || s.Name == "edges" || s.Name == "node" {
					names = ofPosts(names, s.SelectionSet)
				}
			default:
				names = append(names, s.Name)
			}
		case *ast.InlineFragment:
			names = ofPosts(names, s.SelectionSet)
		case *ast.FragmentSpread:
			names = ofPosts(names, s.Definition.SelectionSet)
		}
	}
	return names
}
