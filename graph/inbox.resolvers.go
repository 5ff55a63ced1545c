package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/auth"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/wire/transport"
)

func (r *inboxItemResolver) Subject(ctx context.Context, obj *inbox.Item) (db.Node, error) {
	return r.visible(ctx, obj.SubjectID())
}

func (r *meResolver) Inbox(ctx context.Context, obj *auth.Me, unread *bool, orderBy *paging.Wish[inbox.OrderField], first *int, after *string, last *int, before *string) (*paging.Connection[*inbox.Item], error) {
	only := unread != nil && *unread
	return r.Resolver.Inbox.Mine(ctx, only, given(orderBy), paging.Args{First: first, After: after, Last: last, Before: before})
}

func (r *meResolver) UnreadCount(ctx context.Context, obj *auth.Me) (int, error) {
	return r.Resolver.Inbox.Unread(ctx)
}

func (r *mutationResolver) MarkInboxRead(ctx context.Context, input inbox.MarkReadInput) (*model.MarkInboxReadPayload, error) {
	unread, err := r.Inbox.MarkRead(ctx, input)
	errs, err := fault.Split(err)
	return &model.MarkInboxReadPayload{Unread: unread, UserErrors: errs}, err
}

func (r *subscriptionResolver) InboxItemAdded(ctx context.Context) (<-chan *inbox.Item, error) {
	added, err := r.Inbox.Added(ctx)
	return transport.Timed(ctx, added), err
}

func (r *Resolver) InboxItem() generated.InboxItemResolver { return &inboxItemResolver{r} }

type inboxItemResolver struct{ *Resolver }
