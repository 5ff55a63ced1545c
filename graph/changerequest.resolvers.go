package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/changerequest"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/incident"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
)

func (r *changeRequestResolver) Asset(ctx context.Context, obj *changerequest.Request) (*asset.Asset, error) {
	return load(ctx, loadersOf(ctx).assets, obj.Asset)
}

func (r *changeRequestResolver) Replacement(ctx context.Context, obj *changerequest.Request) (*asset.Asset, error) {
	return load(ctx, loadersOf(ctx).assets, obj.Replacement)
}

func (r *changeRequestResolver) Department(ctx context.Context, obj *changerequest.Request) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.Department)
}

func (r *changeRequestResolver) Requester(ctx context.Context, obj *changerequest.Request) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Requester)
}

func (r *changeRequestResolver) Incident(ctx context.Context, obj *changerequest.Request) (*incident.Incident, error) {
	return load(ctx, loadersOf(ctx).incidents, obj.Incident)
}

func (r *changeRequestResolver) Technical(ctx context.Context, obj *changerequest.Request) (*changerequest.Technical, error) {
	return r.ChangeRequests.TechnicalOf(ctx, obj), nil
}

func (r *changeRequestResolver) Approval(ctx context.Context, obj *changerequest.Request) (*approval.Approval, error) {
	return r.Resolver.Approvals.Visible(ctx, obj.Approval)
}

func (r *changeRequestResolver) Approvals(ctx context.Context, obj *changerequest.Request, first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*approval.Approval], error) {
	return loadPage(ctx, loadersOf(ctx).changeApprovals, obj.Key, paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset})
}

func (r *changeRequestResolver) ExecutedBy(ctx context.Context, obj *changerequest.Request) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.ExecutedBy)
}

func (r *changeRequestResolver) Director(ctx context.Context, obj *changerequest.Request) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Director)
}

func (r *changeRequestResolver) ClosedBy(ctx context.Context, obj *changerequest.Request) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.ClosedBy)
}

func (r *changeRequestResolver) Version(ctx context.Context, obj *changerequest.Request) (*int, error) {
	return r.ChangeRequests.VersionFor(ctx, obj), nil
}

func (r *changeRequestResolver) AvailableActions(ctx context.Context, obj *changerequest.Request) ([]*act.Available, error) {
	return r.ChangeRequests.AvailableActions(ctx, obj)
}

func (r *mutationResolver) RequestChange(ctx context.Context, input changerequest.RequestInput) (*model.RequestChangePayload, error) {
	c, err := r.ChangeRequests.Request(ctx, input)
	errs, err := fault.Split(err)
	return &model.RequestChangePayload{ChangeRequest: c, UserErrors: errs}, err
}

func (r *mutationResolver) UpdateChange(ctx context.Context, input changerequest.UpdateInput) (*model.UpdateChangePayload, error) {
	c, err := r.ChangeRequests.Update(ctx, input)
	errs, err := fault.Split(err)
	return &model.UpdateChangePayload{ChangeRequest: c, UserErrors: errs}, err
}

func (r *mutationResolver) AssessChange(ctx context.Context, input changerequest.AssessInput) (*model.AssessChangePayload, error) {
	c, err := r.ChangeRequests.Assess(ctx, input)
	errs, err := fault.Split(err)
	return &model.AssessChangePayload{ChangeRequest: c, UserErrors: errs}, err
}

func (r *mutationResolver) ExecuteChange(ctx context.Context, input changerequest.ExecuteInput) (*model.ExecuteChangePayload, error) {
	c, err := r.ChangeRequests.Execute(ctx, input)
	errs, err := fault.Split(err)
	return &model.ExecuteChangePayload{ChangeRequest: c, UserErrors: errs}, err
}

func (r *mutationResolver) WithdrawChange(ctx context.Context, input changerequest.ReasonInput) (*model.WithdrawChangePayload, error) {
	c, err := r.ChangeRequests.Withdraw(ctx, input)
	errs, err := fault.Split(err)
	return &model.WithdrawChangePayload{ChangeRequest: c, UserErrors: errs}, err
}

func (r *mutationResolver) RevokeChange(ctx context.Context, input changerequest.ReasonInput) (*model.RevokeChangePayload, error) {
	c, err := r.ChangeRequests.Revoke(ctx, input)
	errs, err := fault.Split(err)
	return &model.RevokeChangePayload{ChangeRequest: c, UserErrors: errs}, err
}

func (r *mutationResolver) RecordEmergencyChange(ctx context.Context, input changerequest.EmergencyInput) (*model.RecordEmergencyChangePayload, error) {
	c, err := r.ChangeRequests.RecordEmergency(ctx, input)
	errs, err := fault.Split(err)
	return &model.RecordEmergencyChangePayload{ChangeRequest: c, UserErrors: errs}, err
}

func (r *mutationResolver) ConfirmEmergencyChange(ctx context.Context, input changerequest.ConfirmInput) (*model.ConfirmEmergencyChangePayload, error) {
	c, err := r.ChangeRequests.Confirm(ctx, input)
	errs, err := fault.Split(err)
	return &model.ConfirmEmergencyChangePayload{ChangeRequest: c, UserErrors: errs}, err
}

func (r *mutationResolver) CloseEmergencyChange(ctx context.Context, input changerequest.ReasonInput) (*model.CloseEmergencyChangePayload, error) {
	c, err := r.ChangeRequests.Close(ctx, input)
	errs, err := fault.Split(err)
	return &model.CloseEmergencyChangePayload{ChangeRequest: c, UserErrors: errs}, err
}

func (r *mutationResolver) RollBackChange(ctx context.Context, input changerequest.ReasonInput) (*model.RollBackChangePayload, error) {
	c, err := r.ChangeRequests.RollBack(ctx, input)
	errs, err := fault.Split(err)
	return &model.RollBackChangePayload{ChangeRequest: c, UserErrors: errs}, err
}

func (r *queryResolver) ChangeRequest(ctx context.Context, id string) (*changerequest.Request, error) {
	return r.Resolver.ChangeRequests.Get(ctx, id)
}

func (r *queryResolver) ChangeRequests(ctx context.Context, filter *changerequest.Filter, orderBy *paging.Wish[changerequest.OrderField], first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*changerequest.Request], error) {
	args := paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset}
	return r.Resolver.ChangeRequests.List(ctx, given(filter), given(orderBy), args)
}

func (r *Resolver) ChangeRequest() generated.ChangeRequestResolver { return &changeRequestResolver{r} }

type changeRequestResolver struct{ *Resolver }
