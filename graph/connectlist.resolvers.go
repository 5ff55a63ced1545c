package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/connectlist"
	"ttyt.example/ttyt/internal/centre/inventory"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
)

func (r *connectLineResolver) Asset(ctx context.Context, obj *connectlist.Line) (*asset.Asset, error) {
	return load(ctx, loadersOf(ctx).assets, obj.Asset)
}

func (r *connectListResolver) Round(ctx context.Context, obj *connectlist.List) (*inventory.Round, error) {
	return load(ctx, loadersOf(ctx).rounds, obj.Round)
}

func (r *connectListResolver) Submitter(ctx context.Context, obj *connectlist.List) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Submitter)
}

func (r *connectListResolver) Lines(ctx context.Context, obj *connectlist.List) ([]*connectlist.Line, error) {
	return loadList(ctx, loadersOf(ctx).connectLines, obj.Key)
}

func (r *connectListResolver) Approval(ctx context.Context, obj *connectlist.List) (*approval.Approval, error) {
	return r.Resolver.Approvals.Visible(ctx, obj.Approval)
}

func (r *connectListResolver) Version(ctx context.Context, obj *connectlist.List) (*int, error) {
	return r.ConnectLists.VersionFor(ctx, obj), nil
}

func (r *connectListResolver) AvailableActions(ctx context.Context, obj *connectlist.List) ([]*act.Available, error) {
	return r.ConnectLists.AvailableActions(ctx, obj)
}

func (r *mutationResolver) SubmitConnectList(ctx context.Context, input connectlist.SubmitInput) (*model.SubmitConnectListPayload, error) {
	done, err := r.ConnectLists.Submit(ctx, input)
	errs, err := fault.Split(err)
	return &model.SubmitConnectListPayload{ConnectList: done, UserErrors: errs}, err
}

func (r *mutationResolver) TakeOutOfConnectList(ctx context.Context, input connectlist.TakeOutInput) (*model.TakeOutOfConnectListPayload, error) {
	done, err := r.ConnectLists.TakeOut(ctx, input)
	errs, err := fault.Split(err)
	return &model.TakeOutOfConnectListPayload{ConnectList: done, UserErrors: errs}, err
}

func (r *mutationResolver) WithdrawConnectList(ctx context.Context, input connectlist.WithdrawInput) (*model.WithdrawConnectListPayload, error) {
	done, err := r.ConnectLists.Withdraw(ctx, input)
	errs, err := fault.Split(err)
	return &model.WithdrawConnectListPayload{ConnectList: done, UserErrors: errs}, err
}

func (r *queryResolver) ConnectLists(ctx context.Context, orderBy *paging.Wish[connectlist.OrderField], first *int, after *string, last *int, before *string) (*paging.Connection[*connectlist.List], error) {
	return r.Resolver.ConnectLists.List(ctx, given(orderBy), paging.Args{First: first, After: after, Last: last, Before: before})
}

func (r *Resolver) ConnectLine() generated.ConnectLineResolver { return &connectLineResolver{r} }

func (r *Resolver) ConnectList() generated.ConnectListResolver { return &connectListResolver{r} }

type (
	connectLineResolver struct{ *Resolver }
	connectListResolver struct{ *Resolver }
)
