package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/auth"
)

func (r *approvalResolver) Subject(ctx context.Context, obj *approval.Approval) (db.Node, error) {
	if read, ok := batched[obj.SubjectKind]; ok {
		return read(ctx, obj.Subject)
	}
	return nil, nil
}

func (r *approvalResolver) Department(ctx context.Context, obj *approval.Approval) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.Department)
}

func (r *approvalResolver) Author(ctx context.Context, obj *approval.Approval) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Author)
}

func (r *approvalResolver) Submitter(ctx context.Context, obj *approval.Approval) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Submitter)
}

func (r *approvalResolver) Decisions(ctx context.Context, obj *approval.Approval, first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*approval.Decision], error) {
	return loadPage(ctx, loadersOf(ctx).decisions, obj.Key, paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset})
}

func (r *approvalResolver) Version(ctx context.Context, obj *approval.Approval) (*int, error) {
	return r.Approvals.VersionFor(ctx, obj), nil
}

func (r *approvalResolver) AvailableActions(ctx context.Context, obj *approval.Approval) ([]*act.Available, error) {
	return r.Approvals.AvailableActions(ctx, obj)
}

func (r *meResolver) ApprovalsToDecide(ctx context.Context, obj *auth.Me, orderBy *paging.Wish[approval.OrderField], first *int, after *string, last *int, before *string) (*paging.Connection[*approval.Approval], error) {
	mine := true
	return r.Approvals.List(ctx, &approval.Filter{Mine: &mine}, given(orderBy), paging.Args{First: first, After: after, Last: last, Before: before})
}

func (r *mutationResolver) DecideApproval(ctx context.Context, input approval.DecideInput) (*model.DecideApprovalPayload, error) {
	decided, err := r.Approvals.Decide(ctx, input)
	errs, err := fault.Split(err)
	return &model.DecideApprovalPayload{Approval: decided, UserErrors: errs}, err
}

func (r *queryResolver) Approvals(ctx context.Context, filter *approval.Filter, orderBy *paging.Wish[approval.OrderField], first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*approval.Approval], error) {
	args := paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset}
	return r.Resolver.Approvals.List(ctx, filter, given(orderBy), args)
}

func (r *Resolver) Approval() generated.ApprovalResolver { return &approvalResolver{r} }

func (r *Resolver) Decision() generated.DecisionResolver { return &decisionResolver{r} }

type (
	approvalResolver struct{ *Resolver }
	decisionResolver struct{ *Resolver }
)
