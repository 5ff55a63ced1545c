package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/audit"
)

func (r *auditEventResolver) Actor(ctx context.Context, obj *audit.Event) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.StaffID)
}

func (r *auditEventResolver) Department(ctx context.Context, obj *audit.Event) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.Department)
}

func (r *queryResolver) AuditEvents(ctx context.Context, filter *audit.Filter, orderBy *paging.Wish[audit.OrderField], first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*audit.Event], error) {
	return r.Audit.Events(ctx, given(filter), given(orderBy), paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset})
}

func (r *Resolver) AuditEvent() generated.AuditEventResolver { return &auditEventResolver{r} }

type auditEventResolver struct{ *Resolver }
