package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
)

func (r *conflictErrorResolver) Current(ctx context.Context, obj *fault.ConflictError) (db.Node, error) {
	return r.visible(ctx, obj.Current)
}

func (r *queryResolver) Node(ctx context.Context, id string) (db.Node, error) {
	return r.node(ctx, id)
}

func (r *queryResolver) Nodes(ctx context.Context, ids []string) ([]db.Node, error) {
	return r.nodes(ctx, ids)
}

func (r *Resolver) ConflictError() generated.ConflictErrorResolver { return &conflictErrorResolver{r} }

func (r *Resolver) Mutation() generated.MutationResolver { return &mutationResolver{r} }

func (r *Resolver) Query() generated.QueryResolver { return &queryResolver{r} }

func (r *Resolver) Subscription() generated.SubscriptionResolver { return &subscriptionResolver{r} }

type (
	conflictErrorResolver struct{ *Resolver }
	mutationResolver      struct{ *Resolver }
	queryResolver         struct{ *Resolver }
	subscriptionResolver  struct{ *Resolver }
)
