package graph

import (
	"context"

	"ttyt/internal/db"
	"ttyt/internal/itchange"
	"ttyt/internal/token"
)

// subjects maps each kind of subject of an approval to what reads it, in batches; each is a member of ApprovalSubject.
var subjects = map[string]func(ctx context.Context, id db.ID) (db.Node, error){
	"post": func(ctx context.Context, id db.ID) (db.Node, error) {
		entry, err := load(ctx, loadersOf(ctx).posts, id)
		if entry == nil || err != nil {
			return nil, err
		}
		return entry.Post(), nil
	},
	"change_request": subjectOf(func(l *loaders) *loader[itchange.Request] { return l.changeRequests }),
	"token":          subjectOf(func(l *loaders) *loader[token.Token] { return l.tokens }),
}

// subjectOf reads a subject with its loader. Its typed nil never becomes a node.
func subjectOf[T any, P interface {
	*T
	db.Node
}](of func(*loaders) *loader[T]) func(ctx context.Context, id db.ID) (db.Node, error) {
	return func(ctx context.Context, id db.ID) (db.Node, error) {
		object, err := load(ctx, of(loadersOf(ctx)), id)
		if object == nil || err != nil {
			return nil, err
		}
		return P(object), nil
	}
}
