package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/assetfile"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/act"
)

func (r *assetImportResolver) StartedBy(ctx context.Context, obj *assetfile.Import) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.StartedBy)
}

func (r *assetImportResolver) Version(ctx context.Context, obj *assetfile.Import) (*int, error) {
	return r.AssetFiles.VersionFor(ctx, obj), nil
}

func (r *assetImportResolver) Faults(ctx context.Context, obj *assetfile.Import, orderBy *paging.Wish[assetfile.FaultOrderField], first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*assetfile.Fault], error) {
	return r.AssetFiles.Faults(ctx, obj, given(orderBy), paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset})
}

func (r *assetImportResolver) AvailableActions(ctx context.Context, obj *assetfile.Import) ([]*act.Available, error) {
	return r.AssetFiles.AvailableActions(ctx, obj)
}

func (r *mutationResolver) ImportAssets(ctx context.Context, input assetfile.StartInput) (*model.ImportAssetsPayload, error) {
	done, err := r.AssetFiles.Start(ctx, input)
	errs, err := fault.Split(err)
	return &model.ImportAssetsPayload{AssetImport: done, UserErrors: errs}, err
}

func (r *mutationResolver) AddToAssetImport(ctx context.Context, input assetfile.PartInput) (*model.AddToAssetImportPayload, error) {
	done, err := r.AssetFiles.AddPart(ctx, input)
	errs, err := fault.Split(err)
	return &model.AddToAssetImportPayload{AssetImport: done, UserErrors: errs}, err
}

func (r *mutationResolver) ApplyAssetImport(ctx context.Context, input assetfile.ApplyInput) (*model.ApplyAssetImportPayload, error) {
	done, err := r.AssetFiles.Apply(ctx, input)
	errs, err := fault.Split(err)
	return &model.ApplyAssetImportPayload{AssetImport: done, UserErrors: errs}, err
}

func (r *queryResolver) AssetImports(ctx context.Context, orderBy *paging.Wish[assetfile.OrderField], first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*assetfile.Import], error) {
	return r.AssetFiles.List(ctx, given(orderBy), paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset})
}

func (r *Resolver) AssetImport() generated.AssetImportResolver { return &assetImportResolver{r} }

type assetImportResolver struct{ *Resolver }
