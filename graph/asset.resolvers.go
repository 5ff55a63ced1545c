package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/connectlist"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/inventory"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/act"
)

func (r *assetResolver) Department(ctx context.Context, obj *asset.Asset) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.Department)
}

func (r *assetResolver) Custodian(ctx context.Context, obj *asset.Asset) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Custodian)
}

func (r *assetResolver) Technical(ctx context.Context, obj *asset.Asset) (*asset.Technical, error) {
	return load(ctx, loadersOf(ctx).technical, obj.Key)
}

func (r *assetResolver) Licences(ctx context.Context, obj *asset.Asset) ([]*asset.Licence, error) {
	return loadList(ctx, loadersOf(ctx).licences, obj.Key)
}

func (r *assetResolver) DependsOn(ctx context.Context, obj *asset.Asset) ([]*asset.Link, error) {
	return loadList(ctx, loadersOf(ctx).links, obj.Key)
}

func (r *assetResolver) Impact(ctx context.Context, obj *asset.Asset) (*asset.Impact, error) {
	return r.Assets.Impact(ctx, obj)
}

func (r *assetResolver) History(ctx context.Context, obj *asset.Asset, first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*asset.Event], error) {
	return r.Assets.History(ctx, obj, paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset})
}

func (r *assetResolver) AvailableActions(ctx context.Context, obj *asset.Asset) ([]*act.Available, error) {
	return r.Assets.AvailableActions(ctx, obj)
}

func (r *assetResolver) ConfirmedBy(ctx context.Context, obj *asset.Asset) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.ConfirmedBy)
}

func (r *assetResolver) Version(ctx context.Context, obj *asset.Asset) (*int, error) {
	return r.Assets.VersionFor(ctx, obj), nil
}

func (r *assetResolver) UpdatedAt(ctx context.Context, obj *asset.Asset) (*db.Time, error) {
	return r.Assets.ChangedFor(ctx, obj), nil
}

func (r *assetEventResolver) Cause(ctx context.Context, obj *asset.Event) (db.Node, error) {
	return r.cause(ctx, obj.CauseID())
}

func (r *assetEventResolver) By(ctx context.Context, obj *asset.Event) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Staff)
}

func (r *assetInterfaceResolver) Switch(ctx context.Context, obj *asset.Interface) (*asset.Asset, error) {
	return load(ctx, loadersOf(ctx).assets, obj.Switch)
}

func (r *assetLicenceResolver) Key(ctx context.Context, obj *asset.Licence) (*string, error) {
	return r.Assets.KeyOf(ctx, obj), nil
}

func (r *assetLinkResolver) Asset(ctx context.Context, obj *asset.Link) (*asset.Asset, error) {
	return load(ctx, loadersOf(ctx).assets, obj.To)
}

func (r *foundConnectedResolver) By(ctx context.Context, obj *asset.Mark) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.By)
}

func (r *foundConnectedResolver) Round(ctx context.Context, obj *asset.Mark) (*inventory.Round, error) {
	return load(ctx, loadersOf(ctx).rounds, obj.Round)
}

func (r *foundConnectedResolver) RefusedIn(ctx context.Context, obj *asset.Mark) (*connectlist.List, error) {
	return load(ctx, loadersOf(ctx).connectLists, obj.RefusedIn)
}

func (r *mutationResolver) RegisterAsset(ctx context.Context, input asset.RegisterInput) (*model.RegisterAssetPayload, error) {
	made, err := r.Assets.Register(ctx, input)
	errs, err := fault.Split(err)
	return &model.RegisterAssetPayload{Asset: made, UserErrors: errs}, err
}

func (r *mutationResolver) UpdateAsset(ctx context.Context, input asset.UpdateInput) (*model.UpdateAssetPayload, error) {
	done, err := r.Assets.Update(ctx, input)
	errs, err := fault.Split(err)
	return &model.UpdateAssetPayload{Asset: done, UserErrors: errs}, err
}

func (r *mutationResolver) TransferAsset(ctx context.Context, input asset.TransferInput) (*model.TransferAssetPayload, error) {
	done, err := r.Assets.Transfer(ctx, input)
	errs, err := fault.Split(err)
	return &model.TransferAssetPayload{Asset: done, UserErrors: errs}, err
}

func (r *mutationResolver) RetireAsset(ctx context.Context, input asset.RetireInput) (*model.RetireAssetPayload, error) {
	done, err := r.Assets.Retire(ctx, input)
	errs, err := fault.Split(err)
	return &model.RetireAssetPayload{Asset: done, UserErrors: errs}, err
}

func (r *mutationResolver) UnplugAsset(ctx context.Context, input asset.UnplugInput) (*model.UnplugAssetPayload, error) {
	done, err := r.Assets.Unplug(ctx, input)
	errs, err := fault.Split(err)
	return &model.UnplugAssetPayload{Asset: done, UserErrors: errs}, err
}

func (r *mutationResolver) CloseTakeOver(ctx context.Context, input asset.CloseTakeOverInput) (*model.CloseTakeOverPayload, error) {
	done, err := r.Assets.CloseTakeOver(ctx, input)
	errs, err := fault.Split(err)
	return &model.CloseTakeOverPayload{TakeOver: done, UserErrors: errs}, err
}

func (r *mutationResolver) LinkAssets(ctx context.Context, input asset.LinkInput) (*model.LinkAssetsPayload, error) {
	done, err := r.Assets.Link(ctx, input)
	errs, err := fault.Split(err)
	return &model.LinkAssetsPayload{Asset: done, UserErrors: errs}, err
}

func (r *mutationResolver) UnlinkAssets(ctx context.Context, input asset.UnlinkInput) (*model.UnlinkAssetsPayload, error) {
	done, err := r.Assets.Unlink(ctx, input)
	errs, err := fault.Split(err)
	return &model.UnlinkAssetsPayload{Asset: done, UserErrors: errs}, err
}

func (r *mutationResolver) AddAssetLicence(ctx context.Context, input asset.LicenceInput) (*model.AddAssetLicencePayload, error) {
	done, err := r.Assets.AddLicence(ctx, input)
	errs, err := fault.Split(err)
	return &model.AddAssetLicencePayload{Licence: done, UserErrors: errs}, err
}

func (r *mutationResolver) RemoveAssetLicence(ctx context.Context, input asset.RemoveLicenceInput) (*model.RemoveAssetLicencePayload, error) {
	done, err := r.Assets.RemoveLicence(ctx, input)
	errs, err := fault.Split(err)
	return &model.RemoveAssetLicencePayload{Asset: done, UserErrors: errs}, err
}

func (r *queryResolver) Asset(ctx context.Context, id *string, code *string) (*asset.Asset, error) {
	return r.Resolver.Assets.Find(ctx, id, code)
}

func (r *queryResolver) TakeOver(ctx context.Context) (*asset.TakeOver, error) {
	return r.Resolver.Assets.TakeOver(ctx)
}

func (r *queryResolver) Assets(ctx context.Context, filter *asset.Filter, orderBy *paging.Wish[asset.OrderField], first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*asset.Asset], error) {
	return r.Resolver.Assets.List(ctx, given(filter), given(orderBy), paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset})
}

func (r *takeOverResolver) ClosedBy(ctx context.Context, obj *asset.TakeOver) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.ClosedBy)
}

func (r *takeOverResolver) AvailableActions(ctx context.Context, obj *asset.TakeOver) ([]*act.Available, error) {
	return r.Assets.TakeOverActions(ctx, obj)
}

func (r *Resolver) Asset() generated.AssetResolver { return &assetResolver{r} }

func (r *Resolver) AssetEvent() generated.AssetEventResolver { return &assetEventResolver{r} }

func (r *Resolver) AssetInterface() generated.AssetInterfaceResolver {
	return &assetInterfaceResolver{r}
}

func (r *Resolver) AssetLicence() generated.AssetLicenceResolver { return &assetLicenceResolver{r} }

func (r *Resolver) AssetLink() generated.AssetLinkResolver { return &assetLinkResolver{r} }

func (r *Resolver) FoundConnected() generated.FoundConnectedResolver {
	return &foundConnectedResolver{r}
}

func (r *Resolver) TakeOver() generated.TakeOverResolver { return &takeOverResolver{r} }

type (
	assetResolver          struct{ *Resolver }
	assetEventResolver     struct{ *Resolver }
	assetInterfaceResolver struct{ *Resolver }
	assetLicenceResolver   struct{ *Resolver }
	assetLinkResolver      struct{ *Resolver }
	foundConnectedResolver struct{ *Resolver }
	takeOverResolver       struct{ *Resolver }
)
