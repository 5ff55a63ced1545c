package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/correction"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
)

func (r *assetCorrectionResolver) Asset(ctx context.Context, obj *correction.Correction) (*asset.Asset, error) {
	return load(ctx, loadersOf(ctx).assets, obj.Asset)
}

func (r *assetCorrectionResolver) Asker(ctx context.Context, obj *correction.Correction) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Asker)
}

func (r *assetCorrectionResolver) Approval(ctx context.Context, obj *correction.Correction) (*approval.Approval, error) {
	return r.Approvals.Visible(ctx, obj.Approval)
}

func (r *assetCorrectionResolver) Version(ctx context.Context, obj *correction.Correction) (*int, error) {
	return r.Corrections.VersionFor(ctx, obj), nil
}

func (r *assetCorrectionResolver) AvailableActions(ctx context.Context, obj *correction.Correction) ([]*act.Available, error) {
	return r.Corrections.AvailableActions(ctx, obj)
}

func (r *mutationResolver) CorrectAsset(ctx context.Context, input correction.AskInput) (*model.CorrectAssetPayload, error) {
	asked, err := r.Corrections.Ask(ctx, input)
	errs, err := fault.Split(err)
	return &model.CorrectAssetPayload{AssetCorrection: asked, UserErrors: errs}, err
}

func (r *mutationResolver) UpdateAssetCorrection(ctx context.Context, input correction.UpdateInput) (*model.UpdateAssetCorrectionPayload, error) {
	done, err := r.Corrections.Update(ctx, input)
	errs, err := fault.Split(err)
	return &model.UpdateAssetCorrectionPayload{AssetCorrection: done, UserErrors: errs}, err
}

func (r *mutationResolver) WithdrawAssetCorrection(ctx context.Context, input correction.WithdrawInput) (*model.WithdrawAssetCorrectionPayload, error) {
	done, err := r.Corrections.Withdraw(ctx, input)
	errs, err := fault.Split(err)
	return &model.WithdrawAssetCorrectionPayload{AssetCorrection: done, UserErrors: errs}, err
}

func (r *queryResolver) AssetCorrections(ctx context.Context, filter *correction.Filter, orderBy *paging.Wish[correction.OrderField], first *int, after *string, last *int, before *string) (*paging.Connection[*correction.Correction], error) {
	return r.Corrections.List(ctx, given(filter), given(orderBy), paging.Args{First: first, After: after, Last: last, Before: before})
}

func (r *Resolver) AssetCorrection() generated.AssetCorrectionResolver {
	return &assetCorrectionResolver{r}
}

type assetCorrectionResolver struct{ *Resolver }
