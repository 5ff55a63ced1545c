package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/internal/centre/category"
)

func (r *queryResolver) Categories(ctx context.Context) ([]*category.Category, error) {
	return r.Resolver.Categories.List(ctx)
}

func (r *queryResolver) Category(ctx context.Context, slug string) (*category.Category, error) {
	return r.Resolver.Categories.Find(ctx, slug)
}

func (r *Resolver) Category() generated.CategoryResolver { return &categoryResolver{r} }

type categoryResolver struct{ *Resolver }
