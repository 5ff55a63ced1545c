package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/inventory"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/act"
)

func (r *inventoryLineResolver) Asset(ctx context.Context, obj *inventory.Line) (*asset.Asset, error) {
	return load(ctx, loadersOf(ctx).assets, obj.Asset)
}

func (r *inventoryLineResolver) Department(ctx context.Context, obj *inventory.Line) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.Department)
}

func (r *inventoryLineResolver) FoundIn(ctx context.Context, obj *inventory.Line) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.FoundIn)
}

func (r *inventoryLineResolver) Custodian(ctx context.Context, obj *inventory.Line) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Custodian)
}

func (r *inventoryLineResolver) By(ctx context.Context, obj *inventory.Line) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Staff)
}

func (r *inventoryProgressResolver) Department(ctx context.Context, obj *inventory.Progress) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.Department)
}

func (r *inventoryProgressResolver) AvailableActions(ctx context.Context, obj *inventory.Progress) ([]*act.Available, error) {
	return r.Inventory.ActionsOf(ctx, obj)
}

func (r *inventoryRoundResolver) OpenedBy(ctx context.Context, obj *inventory.Round) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.OpenedBy)
}

func (r *inventoryRoundResolver) ClosedBy(ctx context.Context, obj *inventory.Round) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.ClosedBy)
}

func (r *inventoryRoundResolver) Version(ctx context.Context, obj *inventory.Round) (*int, error) {
	return r.Inventory.VersionFor(ctx, obj), nil
}

func (r *inventoryRoundResolver) Progress(ctx context.Context, obj *inventory.Round) ([]*inventory.Progress, error) {
	return r.Inventory.Progress(ctx, obj)
}

func (r *inventoryRoundResolver) Lines(ctx context.Context, obj *inventory.Round, filter *inventory.LineFilter, orderBy *paging.Wish[inventory.LineOrderField], first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*inventory.Line], error) {
	return r.Inventory.Lines(ctx, obj, given(filter), given(orderBy), paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset})
}

func (r *inventoryRoundResolver) AvailableActions(ctx context.Context, obj *inventory.Round) ([]*act.Available, error) {
	return r.Inventory.AvailableActions(ctx, obj)
}

func (r *mutationResolver) OpenInventoryRound(ctx context.Context, input inventory.OpenInput) (*model.OpenInventoryRoundPayload, error) {
	done, err := r.Inventory.Open(ctx, input)
	errs, err := fault.Split(err)
	return &model.OpenInventoryRoundPayload{InventoryRound: done, UserErrors: errs}, err
}

func (r *mutationResolver) ConfirmAssets(ctx context.Context, input inventory.ConfirmInput) (*model.ConfirmAssetsPayload, error) {
	done, err := r.Inventory.Confirm(ctx, input)
	errs, err := fault.Split(err)
	return &model.ConfirmAssetsPayload{InventoryRound: done, UserErrors: errs}, err
}

func (r *mutationResolver) ReportInventoryDifference(ctx context.Context, input inventory.DifferenceInput) (*model.ReportInventoryDifferencePayload, error) {
	done, err := r.Inventory.ReportDifference(ctx, input)
	errs, err := fault.Split(err)
	return &model.ReportInventoryDifferencePayload{InventoryRound: done, UserErrors: errs}, err
}

func (r *mutationResolver) RegisterFoundAsset(ctx context.Context, input inventory.RegisterFoundInput) (*model.RegisterFoundAssetPayload, error) {
	done, err := r.Inventory.RegisterFound(ctx, input)
	errs, err := fault.Split(err)
	return &model.RegisterFoundAssetPayload{Asset: done, UserErrors: errs}, err
}

func (r *mutationResolver) CloseInventoryRound(ctx context.Context, input inventory.CloseInput) (*model.CloseInventoryRoundPayload, error) {
	done, err := r.Inventory.Close(ctx, input)
	errs, err := fault.Split(err)
	return &model.CloseInventoryRoundPayload{InventoryRound: done, UserErrors: errs}, err
}

func (r *queryResolver) InventoryRounds(ctx context.Context, orderBy *paging.Wish[inventory.OrderField], first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*inventory.Round], error) {
	return r.Inventory.List(ctx, given(orderBy), paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset})
}

func (r *Resolver) InventoryLine() generated.InventoryLineResolver { return &inventoryLineResolver{r} }

func (r *Resolver) InventoryProgress() generated.InventoryProgressResolver {
	return &inventoryProgressResolver{r}
}

func (r *Resolver) InventoryRound() generated.InventoryRoundResolver {
	return &inventoryRoundResolver{r}
}

type (
	inventoryLineResolver     struct{ *Resolver }
	inventoryProgressResolver struct{ *Resolver }
	inventoryRoundResolver    struct{ *Resolver }
)
