package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/centre/support"
	"ttyt.example/ttyt/internal/core/act"
)

func (r *mutationResolver) RequestSupport(ctx context.Context, input support.RequestInput) (*model.RequestSupportPayload, error) {
	changed, err := r.Support.Request(ctx, input)
	errs, err := fault.Split(err)
	return &model.RequestSupportPayload{SupportRequest: changed, UserErrors: errs}, err
}

func (r *mutationResolver) TakeSupportRequest(ctx context.Context, input support.VersionInput) (*model.TakeSupportRequestPayload, error) {
	changed, err := r.Support.Take(ctx, input)
	errs, err := fault.Split(err)
	return &model.TakeSupportRequestPayload{SupportRequest: changed, UserErrors: errs}, err
}

func (r *mutationResolver) WriteSupportMessage(ctx context.Context, input support.WriteInput) (*model.WriteSupportMessagePayload, error) {
	changed, err := r.Support.Write(ctx, input)
	errs, err := fault.Split(err)
	return &model.WriteSupportMessagePayload{SupportRequest: changed, UserErrors: errs}, err
}

func (r *mutationResolver) AnswerSupportRequest(ctx context.Context, input support.AnswerInput) (*model.AnswerSupportRequestPayload, error) {
	changed, err := r.Support.Answer(ctx, input)
	errs, err := fault.Split(err)
	return &model.AnswerSupportRequestPayload{SupportRequest: changed, UserErrors: errs}, err
}

func (r *mutationResolver) ReopenSupportRequest(ctx context.Context, input support.ReopenInput) (*model.ReopenSupportRequestPayload, error) {
	changed, err := r.Support.Reopen(ctx, input)
	errs, err := fault.Split(err)
	return &model.ReopenSupportRequestPayload{SupportRequest: changed, UserErrors: errs}, err
}

func (r *mutationResolver) WithdrawSupportRequest(ctx context.Context, input support.VersionInput) (*model.WithdrawSupportRequestPayload, error) {
	changed, err := r.Support.Withdraw(ctx, input)
	errs, err := fault.Split(err)
	return &model.WithdrawSupportRequestPayload{SupportRequest: changed, UserErrors: errs}, err
}

func (r *queryResolver) SupportRequests(ctx context.Context, filter *support.Filter, orderBy *paging.Wish[support.OrderField], first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*support.Request], error) {
	args := paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset}
	return r.Support.List(ctx, given(filter), given(orderBy), args)
}

func (r *supportMessageResolver) Author(ctx context.Context, obj *support.Message) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Author)
}

func (r *supportRequestResolver) Requester(ctx context.Context, obj *support.Request) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Requester)
}

func (r *supportRequestResolver) Department(ctx context.Context, obj *support.Request) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.Department)
}

func (r *supportRequestResolver) Assignee(ctx context.Context, obj *support.Request) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Assignee)
}

func (r *supportRequestResolver) Messages(ctx context.Context, obj *support.Request, first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*support.Message], error) {
	return r.Support.Messages(ctx, obj, paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset})
}

func (r *supportRequestResolver) AvailableActions(ctx context.Context, obj *support.Request) ([]*act.Available, error) {
	return r.Support.AvailableActions(ctx, obj)
}

func (r *supportRequestResolver) Version(ctx context.Context, obj *support.Request) (*int, error) {
	return r.Support.VersionFor(ctx, obj), nil
}

func (r *Resolver) SupportMessage() generated.SupportMessageResolver {
	return &supportMessageResolver{r}
}

func (r *Resolver) SupportRequest() generated.SupportRequestResolver {
	return &supportRequestResolver{r}
}

type (
	supportMessageResolver struct{ *Resolver }
	supportRequestResolver struct{ *Resolver }
)
