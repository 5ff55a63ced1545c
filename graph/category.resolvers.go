package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/category"
)

func (r *categoryResolver) Version(ctx context.Context, obj *category.Category) (*int, error) {
	return r.Categories.VersionFor(ctx, obj), nil
}

func (r *mutationResolver) CreateCategory(ctx context.Context, input category.CreateInput) (*model.CreateCategoryPayload, error) {
	saved, err := r.Categories.Create(ctx, input)
	errs, err := fault.Split(err)
	return &model.CreateCategoryPayload{Category: saved, UserErrors: errs}, err
}

func (r *mutationResolver) RenameCategory(ctx context.Context, input category.RenameInput) (*model.RenameCategoryPayload, error) {
	saved, err := r.Categories.Rename(ctx, input)
	errs, err := fault.Split(err)
	return &model.RenameCategoryPayload{Category: saved, UserErrors: errs}, err
}

func (r *mutationResolver) DeleteCategory(ctx context.Context, input category.DeleteInput) (*model.DeleteCategoryPayload, error) {
	deleted, err := r.Categories.Delete(ctx, input)
	errs, err := fault.Split(err)
	return &model.DeleteCategoryPayload{DeletedID: deleted, UserErrors: errs}, err
}

func (r *queryResolver) Categories(ctx context.Context) ([]*category.Category, error) {
	return r.Resolver.Categories.List(ctx)
}

func (r *queryResolver) Category(ctx context.Context, slug string) (*category.Category, error) {
	return r.Resolver.Categories.Find(ctx, slug)
}

func (r *Resolver) Category() generated.CategoryResolver { return &categoryResolver{r} }

type categoryResolver struct{ *Resolver }
