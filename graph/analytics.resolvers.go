package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/analytics"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/post"
)

func (r *mutationResolver) RecordView(ctx context.Context, input analytics.RecordViewInput) (*model.RecordViewPayload, error) {
	counted, err := r.Analytics.Record(ctx, input)
	errs, err := fault.Split(err)
	return &model.RecordViewPayload{Counted: counted, UserErrors: errs}, err
}

func (r *queryResolver) ReadCounts(ctx context.Context, filter *analytics.Filter, groupBy analytics.Group, orderBy *paging.Wish[analytics.OrderField], first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*analytics.ReadCount], error) {
	args := paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset}
	return r.Analytics.List(ctx, given(filter), groupBy, given(orderBy), args)
}

func (r *readCountResolver) Post(ctx context.Context, obj *analytics.ReadCount) (post.Post, error) {
	entry, err := load(ctx, loadersOf(ctx).posts, obj.Post)
	if entry == nil {
		return nil, err
	}
	return entry.Post(), err
}

func (r *readCountResolver) Department(ctx context.Context, obj *analytics.ReadCount) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.Department)
}

func (r *readCountResolver) Category(ctx context.Context, obj *analytics.ReadCount) (*category.Category, error) {
	found, err := r.Categories.ByIDs(ctx, []db.ID{obj.Category}) // from memory
	return found[obj.Category], err
}

func (r *Resolver) ReadCount() generated.ReadCountResolver { return &readCountResolver{r} }

type readCountResolver struct{ *Resolver }
