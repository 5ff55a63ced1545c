package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/role"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/auth"
)

func (r *accountResolver) StaffMember(ctx context.Context, obj *auth.Account) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.StaffID)
}

func (r *accountResolver) ConfirmedBy(ctx context.Context, obj *auth.Account) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.ConfirmedBy)
}

func (r *accountOpeningResolver) OpenedBy(ctx context.Context, obj *auth.Opening) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.OpenedBy)
}

func (r *decisionResolver) DecidedBy(ctx context.Context, obj *approval.Decision) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Staff)
}

func (r *decisionResolver) OnBehalfOf(ctx context.Context, obj *approval.Decision) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.OnBehalfOf)
}

func (r *departmentResolver) Officers(ctx context.Context, obj *department.Department) ([]*role.Officer, error) {
	return loadList(ctx, loadersOf(ctx).officers, obj.Key)
}

func (r *departmentResolver) Staff(ctx context.Context, obj *department.Department, first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*staff.Member], error) {
	args := paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset}
	return load(ctx, loadersOf(ctx).staffOf.under(args, memberFields(ctx)), obj.Key)
}

func (r *employmentEventResolver) Department(ctx context.Context, obj *staff.Event) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.Department)
}

func (r *employmentEventResolver) RecordedBy(ctx context.Context, obj *staff.Event) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.RecordedBy)
}

func (r *meResolver) StaffMember(ctx context.Context, obj *auth.Me) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Actor.StaffID)
}

func (r *mutationResolver) HireStaff(ctx context.Context, input staff.HireInput) (*model.HireStaffPayload, error) {
	person, err := r.People.Hire(ctx, input)
	errs, err := fault.Split(err)
	return &model.HireStaffPayload{StaffMember: person, UserErrors: errs}, err
}

func (r *mutationResolver) UpdateStaff(ctx context.Context, input staff.UpdateInput) (*model.UpdateStaffPayload, error) {
	person, err := r.People.Update(ctx, input)
	errs, err := fault.Split(err)
	return &model.UpdateStaffPayload{StaffMember: person, UserErrors: errs}, err
}

func (r *mutationResolver) UpdateContact(ctx context.Context, input staff.ContactInput) (*model.UpdateContactPayload, error) {
	person, err := r.People.UpdateContact(ctx, input)
	errs, err := fault.Split(err)
	return &model.UpdateContactPayload{StaffMember: person, UserErrors: errs}, err
}

func (r *mutationResolver) TransferStaff(ctx context.Context, input staff.TransferInput) (*model.TransferStaffPayload, error) {
	person, err := r.People.Transfer(ctx, input)
	errs, err := fault.Split(err)
	left, err := r.equipment(ctx, person, err)
	return &model.TransferStaffPayload{StaffMember: person, Equipment: left, UserErrors: errs}, err
}

func (r *mutationResolver) StartLeave(ctx context.Context, input staff.StepInput) (*model.StartLeavePayload, error) {
	person, err := r.People.StartLeave(ctx, input)
	errs, err := fault.Split(err)
	return &model.StartLeavePayload{StaffMember: person, UserErrors: errs}, err
}

func (r *mutationResolver) EndLeave(ctx context.Context, input staff.StepInput) (*model.EndLeavePayload, error) {
	person, err := r.People.EndLeave(ctx, input)
	errs, err := fault.Split(err)
	return &model.EndLeavePayload{StaffMember: person, UserErrors: errs}, err
}

func (r *mutationResolver) EndEmployment(ctx context.Context, input staff.StepInput) (*model.EndEmploymentPayload, error) {
	person, err := r.People.End(ctx, input)
	errs, err := fault.Split(err)
	left, err := r.equipment(ctx, person, err)
	return &model.EndEmploymentPayload{StaffMember: person, Equipment: left, UserErrors: errs}, err
}

func (r *queryResolver) StaffMember(ctx context.Context, id string) (*staff.Member, error) {
	return r.People.Get(ctx, id)
}

func (r *queryResolver) StaffMembers(ctx context.Context, filter *staff.Filter, orderBy *paging.Wish[staff.OrderField], first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*staff.Member], error) {
	args := paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset}
	return r.People.List(ctx, given(filter), given(orderBy), args, memberFields(ctx)...)
}

func (r *staffMemberResolver) Department(ctx context.Context, obj *staff.Member) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.Department)
}

func (r *staffMemberResolver) Positions(ctx context.Context, obj *staff.Member, filter *role.PositionFilter, first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*role.Position], error) {
	return loadPage(ctx, loadersOf(ctx).positions.of(given(filter)), obj.Key, paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset})
}

func (r *staffMemberResolver) Roles(ctx context.Context, obj *staff.Member) ([]*role.Assignment, error) {
	return loadList(ctx, loadersOf(ctx).assignments, obj.Key)
}

func (r *staffMemberResolver) PrivateRecord(ctx context.Context, obj *staff.Member) (*staff.PrivateRecord, error) {
	return r.People.Private(ctx, obj), nil
}

func (r *staffMemberResolver) Version(ctx context.Context, obj *staff.Member) (*int, error) {
	return r.People.VersionFor(ctx, obj), nil
}

func (r *staffMemberResolver) UpdatedAt(ctx context.Context, obj *staff.Member) (*db.Time, error) {
	return r.People.ChangedFor(ctx, obj), nil
}

func (r *staffMemberResolver) AvailableActions(ctx context.Context, obj *staff.Member) ([]*act.Available, error) {
	return loadersOf(ctx).onPeople.Load(ctx, obj)
}

func (r *staffPrivateRecordResolver) Events(ctx context.Context, obj *staff.PrivateRecord, first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*staff.Event], error) {
	return loadPage(ctx, loadersOf(ctx).events, obj.Key, paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset})
}

func (r *Resolver) EmploymentEvent() generated.EmploymentEventResolver {
	return &employmentEventResolver{r}
}

func (r *Resolver) StaffMember() generated.StaffMemberResolver { return &staffMemberResolver{r} }

func (r *Resolver) StaffPrivateRecord() generated.StaffPrivateRecordResolver {
	return &staffPrivateRecordResolver{r}
}

type (
	employmentEventResolver    struct{ *Resolver }
	staffMemberResolver        struct{ *Resolver }
	staffPrivateRecordResolver struct{ *Resolver }
)
