package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"ttyt/internal/post"
)

// headFields are the fields of posts that a list answers from their heads, or loads for all of them when one is asked.
// A field that is missing here costs a statement, nothing else.
var headFields = map[string]bool{
	"__typename": true, "id": true, "slug": true, "path": true, "title": true, "summary": true, "excerpt": true, "body": true,
	"byline": true, "postedBy": true, "postedAt": true, "updatedAt": true, "department": true, "author": true, "audience": true,
	"pinned": true, "rating": true, "views": true, "isOpen": true, "version": true, "publication": true, "working": true,
	"workingCopy": true, "scheduledAt": true, "expiresAt": true,
}

// depth tells how much of each post the selection of a list wants.
func depth(ctx context.Context) []post.Option {
	if wantsContent(graphql.GetFieldContext(ctx).Field.Selections) {
		return nil
	}
	return []post.Option{post.HeadsOnly}
}

// wantsContent looks at the fields of the posts below a connection, not at those of what the posts lead to.
func wantsContent(selected ast.SelectionSet) bool {
	for _, s := range selected {
		switch s := s.(type) {
		case *ast.Field:
			switch s.ObjectDefinition.Name {
			case "PostConnection", "PostEdge", "PageInfo":
				if wantsContent(s.SelectionSet) {
					return true
				}
			default:
				if !headFields[s.Name] {
					return true
				}
			}
		case *ast.InlineFragment:
			if wantsContent(s.SelectionSet) {
				return true
			}
		case *ast.FragmentSpread:
			if wantsContent(s.Definition.SelectionSet) {
				return true
			}
		}
	}
	return false
}
