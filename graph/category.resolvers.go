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

// !!! WARNING !!!
// The code below was going to be deleted when updating resolvers. It has been copied here so you have
// one last chance to move it out of harms way if you want. There are two reasons this happens:
//  - When renaming or deleting a resolver the old code will be put in here. You can safely delete
//    it when you're done.
//  - You have helper methods in this file. Move them out to keep these resolver files clean.
/*
	func (r *categoryInputResolver) Remove(ctx context.Context, obj *category.Category, data *bool) error {
	panic(fmt.Errorf("not implemented: Remove - remove"))
}
func (r *Resolver) CategoryInput() generated.CategoryInputResolver { return &categoryInputResolver{r} }
*/
