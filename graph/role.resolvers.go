package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/act"
)

func (r *delegationResolver) Lender(ctx context.Context, obj *role.Delegation) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.FromStaff)
}

func (r *delegationResolver) Borrower(ctx context.Context, obj *role.Delegation) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.ToStaff)
}

func (r *delegationResolver) Department(ctx context.Context, obj *role.Delegation) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.Department)
}

func (r *delegationResolver) AvailableActions(ctx context.Context, obj *role.Delegation) ([]*act.Available, error) {
	return loadersOf(ctx).onDelegations.Load(ctx, obj)
}

func (r *mutationResolver) GrantRole(ctx context.Context, input role.GrantInput) (*model.GrantRolePayload, error) {
	granted, err := r.Roles.Grant(ctx, input)
	errs, err := fault.Split(err)
	return &model.GrantRolePayload{RoleAssignment: granted, UserErrors: errs}, err
}

func (r *mutationResolver) RevokeRole(ctx context.Context, input role.RevokeInput) (*model.RevokeRolePayload, error) {
	revoked, err := r.Roles.Revoke(ctx, input)
	errs, err := fault.Split(err)
	return &model.RevokeRolePayload{RoleAssignment: revoked, UserErrors: errs}, err
}

func (r *mutationResolver) Appoint(ctx context.Context, input role.AppointInput) (*model.AppointPayload, error) {
	position, err := r.Roles.Appoint(ctx, input)
	errs, err := fault.Split(err)
	return &model.AppointPayload{Position: position, UserErrors: errs}, err
}

func (r *mutationResolver) EndPosition(ctx context.Context, input role.EndPositionInput) (*model.EndPositionPayload, error) {
	ended, err := r.Roles.EndPosition(ctx, input)
	errs, err := fault.Split(err)
	return &model.EndPositionPayload{Position: ended, UserErrors: errs}, err
}

func (r *mutationResolver) Delegate(ctx context.Context, input role.DelegateInput) (*model.DelegatePayload, error) {
	lent, err := r.Roles.Delegate(ctx, input)
	errs, err := fault.Split(err)
	return &model.DelegatePayload{Delegation: lent, UserErrors: errs}, err
}

func (r *mutationResolver) RevokeDelegation(ctx context.Context, input role.RevokeDelegationInput) (*model.RevokeDelegationPayload, error) {
	ended, err := r.Roles.RevokeDelegation(ctx, input)
	errs, err := fault.Split(err)
	return &model.RevokeDelegationPayload{Delegation: ended, UserErrors: errs}, err
}

func (r *officerResolver) Department(ctx context.Context, obj *role.Officer) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.Department)
}

func (r *officerResolver) StaffMember(ctx context.Context, obj *role.Officer) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Staff)
}

func (r *officerResolver) Profile(ctx context.Context, obj *role.Officer) (*post.StaffProfile, error) {
	return load(ctx, loadersOf(ctx).profiles, obj.Staff)
}

func (r *positionResolver) StaffMember(ctx context.Context, obj *role.Position) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Staff)
}

func (r *positionResolver) Department(ctx context.Context, obj *role.Position) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.Department)
}

func (r *positionResolver) AvailableActions(ctx context.Context, obj *role.Position) ([]*act.Available, error) {
	return loadersOf(ctx).onPositions.Load(ctx, obj)
}

func (r *queryResolver) RoleAssignments(ctx context.Context, filter *role.AssignmentFilter, orderBy *paging.Wish[role.AssignmentOrderField], first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*role.Assignment], error) {
	return r.Roles.Assignments(ctx, given(filter), given(orderBy), paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset})
}

func (r *queryResolver) Delegations(ctx context.Context, filter *role.DelegationFilter, orderBy *paging.Wish[role.DelegationOrderField], first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*role.Delegation], error) {
	return r.Roles.Delegations(ctx, given(filter), given(orderBy), paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset})
}

func (r *roleAssignmentResolver) StaffMember(ctx context.Context, obj *role.Assignment) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Staff)
}

func (r *roleAssignmentResolver) GrantedBy(ctx context.Context, obj *role.Assignment) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.GrantedBy)
}

func (r *roleAssignmentResolver) RevokedBy(ctx context.Context, obj *role.Assignment) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.RevokedBy)
}

func (r *roleAssignmentResolver) AvailableActions(ctx context.Context, obj *role.Assignment) ([]*act.Available, error) {
	return loadersOf(ctx).onAssignments.Load(ctx, obj)
}

func (r *Resolver) Delegation() generated.DelegationResolver { return &delegationResolver{r} }

func (r *Resolver) Officer() generated.OfficerResolver { return &officerResolver{r} }

func (r *Resolver) Position() generated.PositionResolver { return &positionResolver{r} }

func (r *Resolver) RoleAssignment() generated.RoleAssignmentResolver {
	return &roleAssignmentResolver{r}
}

type (
	delegationResolver     struct{ *Resolver }
	officerResolver        struct{ *Resolver }
	positionResolver       struct{ *Resolver }
	roleAssignmentResolver struct{ *Resolver }
)
