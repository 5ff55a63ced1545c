package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/changerequest"
	"ttyt.example/ttyt/internal/centre/compliance"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/incident"
)

func (r *complianceResolver) Department(ctx context.Context, obj *compliance.Report) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.Department)
}

func (r *plannedWorkResolver) ChangeRequest(ctx context.Context, obj *compliance.Work) (*changerequest.Request, error) {
	return load(ctx, loadersOf(ctx).changeRequests, obj.Request)
}

func (r *queryResolver) ServiceStatus(ctx context.Context) ([]*compliance.Status, error) {
	return r.Duties.Statuses(ctx)
}

func (r *queryResolver) Compliance(ctx context.Context, department *string) (*compliance.Report, error) {
	return r.Duties.Report(ctx, given(department))
}

func (r *queryResolver) ComplianceByDepartment(ctx context.Context) ([]*compliance.Report, error) {
	return r.Duties.Reports(ctx)
}

func (r *queryResolver) ComplianceSubjects(ctx context.Context, matter compliance.Matter, department *string, first *int, after *string, last *int, before *string) (*paging.Connection[compliance.Subject], error) {
	return r.Duties.Subjects(ctx, matter, given(department), paging.Args{First: first, After: after, Last: last, Before: before})
}

func (r *serviceIncidentResolver) Incident(ctx context.Context, obj *compliance.Trouble) (*incident.Incident, error) {
	return load(ctx, loadersOf(ctx).infectionIncidents, obj.Trouble.Incident)
}

func (r *serviceStatusResolver) Asset(ctx context.Context, obj *compliance.Status) (*asset.Asset, error) {
	return load(ctx, loadersOf(ctx).assets, obj.Asset)
}

func (r *Resolver) Compliance() generated.ComplianceResolver { return &complianceResolver{r} }

func (r *Resolver) PlannedWork() generated.PlannedWorkResolver { return &plannedWorkResolver{r} }

func (r *Resolver) ServiceIncident() generated.ServiceIncidentResolver {
	return &serviceIncidentResolver{r}
}

func (r *Resolver) ServiceStatus() generated.ServiceStatusResolver { return &serviceStatusResolver{r} }

type (
	complianceResolver      struct{ *Resolver }
	plannedWorkResolver     struct{ *Resolver }
	serviceIncidentResolver struct{ *Resolver }
	serviceStatusResolver   struct{ *Resolver }
)
