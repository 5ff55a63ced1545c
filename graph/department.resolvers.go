package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/core/act"
)

func (r *departmentResolver) Version(ctx context.Context, obj *department.Department) (*int, error) {
	return r.Departments.VersionFor(ctx, obj), nil
}

func (r *departmentResolver) Parent(ctx context.Context, obj *department.Department) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.ParentKey)
}

func (r *departmentResolver) Children(ctx context.Context, obj *department.Department) ([]*department.Department, error) {
	return loadList(ctx, loadersOf(ctx).children, obj.Key)
}

func (r *departmentResolver) Ancestors(ctx context.Context, obj *department.Department) ([]*department.Department, error) {
	return loadList(ctx, loadersOf(ctx).ancestors, obj.Key)
}

func (r *departmentResolver) EarlierNames(ctx context.Context, obj *department.Department) ([]*department.Name, error) {
	return loadList(ctx, loadersOf(ctx).earlierNames, obj.Key)
}

func (r *departmentResolver) AvailableActions(ctx context.Context, obj *department.Department) ([]*act.Available, error) {
	return loadersOf(ctx).onDepartments.Load(ctx, obj)
}

func (r *mutationResolver) CreateDepartment(ctx context.Context, input department.CreateInput) (*model.CreateDepartmentPayload, error) {
	made, err := r.Departments.Create(ctx, input)
	errs, err := fault.Split(err)
	return &model.CreateDepartmentPayload{Department: made, UserErrors: errs}, err
}

func (r *mutationResolver) UpdateDepartment(ctx context.Context, input department.UpdateInput) (*model.UpdateDepartmentPayload, error) {
	changed, err := r.Departments.Update(ctx, input)
	errs, err := fault.Split(err)
	return &model.UpdateDepartmentPayload{Department: changed, UserErrors: errs}, err
}

func (r *mutationResolver) MoveDepartment(ctx context.Context, input department.MoveInput) (*model.MoveDepartmentPayload, error) {
	moved, err := r.Departments.Move(ctx, input)
	errs, err := fault.Split(err)
	return &model.MoveDepartmentPayload{Department: moved, UserErrors: errs}, err
}

func (r *mutationResolver) DeleteDepartment(ctx context.Context, input department.DeleteInput) (*model.DeleteDepartmentPayload, error) {
	gone, err := r.Departments.Delete(ctx, input)
	errs, err := fault.Split(err)
	return &model.DeleteDepartmentPayload{DeletedID: idOf(gone), UserErrors: errs}, err
}

func (r *queryResolver) Department(ctx context.Context, slug *string, code *string) (*department.Department, error) {
	return r.Resolver.Departments.Find(ctx, slug, code)
}

func (r *queryResolver) Departments(ctx context.Context, filter *department.Filter) ([]*department.Department, error) {
	return r.Resolver.Departments.List(ctx, given(filter))
}

func (r *Resolver) Department() generated.DepartmentResolver { return &departmentResolver{r} }

type departmentResolver struct{ *Resolver }
