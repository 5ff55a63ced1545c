package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/staff"
)

func (r *categoryResolver) PostCount(ctx context.Context, obj *category.Category) (int, error) {
	n, err := load(ctx, loadersOf(ctx).postCounts, obj.Key)
	if err != nil || n == nil {
		return 0, err
	}
	return *n, nil
}

func (r *categoryResolver) Posts(ctx context.Context, obj *category.Category, filter *post.Filter, orderBy *post.Order, first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[post.Post], error) {
	args := paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset}
	return load(ctx, loadersOf(ctx).published.page(post.OfCategory, filter, orderBy, args, postFields(ctx)), obj.Key)
}

func (r *departmentResolver) Page(ctx context.Context, obj *department.Department) (*post.DepartmentPage, error) {
	return load(ctx, loadersOf(ctx).pages, obj.Key)
}

func (r *departmentResolver) Posts(ctx context.Context, obj *department.Department, filter *post.Filter, orderBy *post.Order, first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[post.Post], error) {
	args := paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset}
	return load(ctx, loadersOf(ctx).published.page(post.OfDepartment, filter, orderBy, args, postFields(ctx)), obj.Key)
}

func (r *mutationResolver) CreatePost(ctx context.Context, input post.CreateInput) (*model.CreatePostPayload, error) {
	saved, err := r.Posts.Create(ctx, input)
	errs, err := fault.Split(err)
	return &model.CreatePostPayload{Post: saved, UserErrors: errs}, err
}

func (r *mutationResolver) ImportPost(ctx context.Context, input post.ImportInput) (*model.ImportPostPayload, error) {
	saved, err := r.Posts.Import(ctx, input)
	errs, err := fault.Split(err)
	return &model.ImportPostPayload{Post: saved, UserErrors: errs}, err
}

func (r *mutationResolver) UpdatePost(ctx context.Context, input post.UpdateInput) (*model.UpdatePostPayload, error) {
	saved, err := r.Posts.Update(ctx, input)
	errs, err := fault.Split(err)
	return &model.UpdatePostPayload{Post: saved, UserErrors: errs}, err
}

func (r *mutationResolver) DeletePost(ctx context.Context, input post.DeleteInput) (*model.DeletePostPayload, error) {
	deleted, err := r.Posts.Delete(ctx, input)
	errs, err := fault.Split(err)
	return &model.DeletePostPayload{DeletedID: deleted, UserErrors: errs}, err
}

func (r *mutationResolver) RestoreRevision(ctx context.Context, input post.RestoreInput) (*model.RestoreRevisionPayload, error) {
	saved, err := r.Posts.Restore(ctx, input)
	errs, err := fault.Split(err)
	return &model.RestoreRevisionPayload{Post: saved, UserErrors: errs}, err
}

func (r *mutationResolver) ChangeSlug(ctx context.Context, input post.SlugInput) (*model.ChangeSlugPayload, error) {
	saved, err := r.Posts.ChangeSlug(ctx, input)
	errs, err := fault.Split(err)
	return &model.ChangeSlugPayload{Post: saved, UserErrors: errs}, err
}

func (r *mutationResolver) PinPost(ctx context.Context, input post.PinInput) (*model.PinPostPayload, error) {
	saved, err := r.Posts.Pin(ctx, input)
	errs, err := fault.Split(err)
	return &model.PinPostPayload{Post: saved, UserErrors: errs}, err
}

func (r *queryResolver) Posts(ctx context.Context, filter *post.Filter, orderBy *post.Order, first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[post.Post], error) {
	args := paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset}
	return r.Resolver.Posts.List(ctx, filter, orderBy, args, postFields(ctx)...)
}

func (r *queryResolver) Post(ctx context.Context, id *string, slug *string) (post.Post, error) {
	return r.Resolver.Posts.One(ctx, id, slug, postFields(ctx)...)
}

func (r *queryResolver) Route(ctx context.Context, path string) (post.RouteResult, error) {
	return r.Resolver.Posts.Resolve(ctx, path)
}

func (r *staffMemberResolver) Profile(ctx context.Context, obj *staff.Member) (*post.StaffProfile, error) {
	return load(ctx, loadersOf(ctx).profiles, obj.Key)
}

func (r *staffProfileResolver) Offices(ctx context.Context, obj *post.StaffProfile) ([]*role.Officer, error) {
	return loadList(ctx, loadersOf(ctx).offices, obj.About())
}

func (r *Resolver) StaffProfile() generated.StaffProfileResolver { return &staffProfileResolver{r} }

type staffProfileResolver struct{ *Resolver }
