package graph

import (
	"context"

	"ttyt.example/ttyt/graph/generated"
	"ttyt.example/ttyt/graph/model"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/incident"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/act"
)

func (r *incidentResolver) Reporter(ctx context.Context, obj *incident.Incident) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Reporter)
}

func (r *incidentResolver) Department(ctx context.Context, obj *incident.Incident) (*department.Department, error) {
	return load(ctx, loadersOf(ctx).departments, obj.Department)
}

func (r *incidentResolver) Assignee(ctx context.Context, obj *incident.Incident) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Assignee)
}

func (r *incidentResolver) Application(ctx context.Context, obj *incident.Incident) (*incident.Application, error) {
	return load(ctx, loadersOf(ctx).applications, obj.Application)
}

func (r *incidentResolver) Assets(ctx context.Context, obj *incident.Incident) ([]*asset.Asset, error) {
	keys, err := loadList(ctx, loadersOf(ctx).incidentAssets, obj.Key)
	if err != nil {
		return nil, err
	}
	return loadEach(ctx, loadersOf(ctx).assets, keys)
}

func (r *incidentResolver) Cause(ctx context.Context, obj *incident.Incident) (*asset.Asset, error) {
	return load(ctx, loadersOf(ctx).assets, obj.Cause)
}

func (r *incidentResolver) Posts(ctx context.Context, obj *incident.Incident) ([]post.Post, error) {
	keys, err := loadList(ctx, loadersOf(ctx).incidentPosts, obj.Key)
	if err != nil {
		return nil, err
	}
	entries, err := loadEach(ctx, loadersOf(ctx).posts, keys)
	return post.Shown(entries), err
}

func (r *incidentResolver) Mistake(ctx context.Context, obj *incident.Incident) (*incident.Shown, error) {
	return load(ctx, loadersOf(ctx).mistakes, obj.Key)
}

func (r *incidentResolver) Joined(ctx context.Context, obj *incident.Incident, first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*incident.Incident], error) {
	return loadPage(ctx, loadersOf(ctx).joinedIncidents, obj.Key, paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset})
}

func (r *incidentResolver) Overdue(ctx context.Context, obj *incident.Incident) (bool, error) {
	return r.Resolver.Incidents.Overdue(ctx, obj), nil
}

func (r *incidentResolver) FollowUps(ctx context.Context, obj *incident.Incident) ([]*incident.FollowUp, error) {
	return loadList(ctx, loadersOf(ctx).followUps, obj.Key)
}

func (r *incidentResolver) History(ctx context.Context, obj *incident.Incident, first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*incident.Event], error) {
	return loadPage(ctx, loadersOf(ctx).incidentHistory, obj.Key, paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset})
}

func (r *incidentResolver) AvailableActions(ctx context.Context, obj *incident.Incident) ([]*act.Available, error) {
	return r.Resolver.Incidents.AvailableActions(ctx, obj)
}

func (r *incidentResolver) Version(ctx context.Context, obj *incident.Incident) (*int, error) {
	return r.Incidents.VersionFor(ctx, obj), nil
}

func (r *incidentEventResolver) Actor(ctx context.Context, obj *incident.Event) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Actor)
}

func (r *incidentFollowUpResolver) Author(ctx context.Context, obj *incident.FollowUp) (*staff.Member, error) {
	return load(ctx, loadersOf(ctx).people, obj.Author)
}

func (r *mistakeResolver) Post(ctx context.Context, obj *incident.Shown) (post.Post, error) {
	entry, err := load(ctx, loadersOf(ctx).posts, obj.Post)
	if entry == nil {
		return nil, err
	}
	return entry.Post(), nil
}

func (r *mistakeResolver) Reports(ctx context.Context, obj *incident.Shown) ([]*incident.MistakeReport, error) {
	return loadList(ctx, loadersOf(ctx).mistakeReports, obj.Key)
}

func (r *mutationResolver) ReportIncident(ctx context.Context, input incident.ReportInput) (*model.ReportIncidentPayload, error) {
	changed, err := r.Resolver.Incidents.Report(ctx, input)
	errs, err := fault.Split(err)
	return &model.ReportIncidentPayload{Incident: changed, UserErrors: errs}, err
}

func (r *mutationResolver) TriageIncident(ctx context.Context, input incident.TriageInput) (*model.TriageIncidentPayload, error) {
	changed, err := r.Resolver.Incidents.Triage(ctx, input)
	errs, err := fault.Split(err)
	return &model.TriageIncidentPayload{Incident: changed, UserErrors: errs}, err
}

func (r *mutationResolver) TakeIncident(ctx context.Context, input incident.VersionInput) (*model.TakeIncidentPayload, error) {
	changed, err := r.Resolver.Incidents.Take(ctx, input)
	errs, err := fault.Split(err)
	return &model.TakeIncidentPayload{Incident: changed, UserErrors: errs}, err
}

func (r *mutationResolver) AssignIncident(ctx context.Context, input incident.AssignInput) (*model.AssignIncidentPayload, error) {
	changed, err := r.Resolver.Incidents.Assign(ctx, input)
	errs, err := fault.Split(err)
	return &model.AssignIncidentPayload{Incident: changed, UserErrors: errs}, err
}

func (r *mutationResolver) FollowUpIncident(ctx context.Context, input incident.FollowUpInput) (*model.FollowUpIncidentPayload, error) {
	changed, err := r.Resolver.Incidents.FollowUp(ctx, input)
	errs, err := fault.Split(err)
	return &model.FollowUpIncidentPayload{Incident: changed, UserErrors: errs}, err
}

func (r *mutationResolver) WaitIncident(ctx context.Context, input incident.WaitInput) (*model.WaitIncidentPayload, error) {
	changed, err := r.Resolver.Incidents.Wait(ctx, input)
	errs, err := fault.Split(err)
	return &model.WaitIncidentPayload{Incident: changed, UserErrors: errs}, err
}

func (r *mutationResolver) ResumeIncident(ctx context.Context, input incident.VersionInput) (*model.ResumeIncidentPayload, error) {
	changed, err := r.Resolver.Incidents.Resume(ctx, input)
	errs, err := fault.Split(err)
	return &model.ResumeIncidentPayload{Incident: changed, UserErrors: errs}, err
}

func (r *mutationResolver) ResolveIncident(ctx context.Context, input incident.ResolveInput) (*model.ResolveIncidentPayload, error) {
	changed, err := r.Resolver.Incidents.Resolve(ctx, input)
	errs, err := fault.Split(err)
	return &model.ResolveIncidentPayload{Incident: changed, UserErrors: errs}, err
}

func (r *mutationResolver) CloseIncident(ctx context.Context, input incident.VersionInput) (*model.CloseIncidentPayload, error) {
	changed, err := r.Resolver.Incidents.Close(ctx, input)
	errs, err := fault.Split(err)
	return &model.CloseIncidentPayload{Incident: changed, UserErrors: errs}, err
}

func (r *mutationResolver) LinkIncident(ctx context.Context, input incident.LinkInput) (*model.LinkIncidentPayload, error) {
	changed, err := r.Resolver.Incidents.Link(ctx, input)
	errs, err := fault.Split(err)
	return &model.LinkIncidentPayload{Incident: changed, UserErrors: errs}, err
}

func (r *mutationResolver) UnlinkIncident(ctx context.Context, input incident.LinkInput) (*model.UnlinkIncidentPayload, error) {
	changed, err := r.Resolver.Incidents.Unlink(ctx, input)
	errs, err := fault.Split(err)
	return &model.UnlinkIncidentPayload{Incident: changed, UserErrors: errs}, err
}

func (r *mutationResolver) SetIncidentCause(ctx context.Context, input incident.CauseInput) (*model.SetIncidentCausePayload, error) {
	changed, err := r.Resolver.Incidents.SetCause(ctx, input)
	errs, err := fault.Split(err)
	return &model.SetIncidentCausePayload{Incident: changed, UserErrors: errs}, err
}

func (r *mutationResolver) ReopenIncident(ctx context.Context, input incident.ReopenInput) (*model.ReopenIncidentPayload, error) {
	changed, err := r.Resolver.Incidents.Reopen(ctx, input)
	errs, err := fault.Split(err)
	return &model.ReopenIncidentPayload{Incident: changed, UserErrors: errs}, err
}

func (r *mutationResolver) ReportMistake(ctx context.Context, input incident.ReportMistakeInput) (*model.ReportMistakePayload, error) {
	receipt, err := r.Incidents.ReportMistake(ctx, input)
	errs, err := fault.Split(err)
	if receipt == nil {
		receipt = new(incident.MistakeReceipt)
	}
	return &model.ReportMistakePayload{Number: receipt.Number, Incident: receipt.Incident, UserErrors: errs}, err
}

func (r *mutationResolver) CorrectMistake(ctx context.Context, input incident.CorrectMistakeInput) (*model.CorrectMistakePayload, error) {
	saved, err := r.Incidents.CorrectMistake(ctx, input)
	errs, err := fault.Split(err)
	return &model.CorrectMistakePayload{Incident: saved, UserErrors: errs}, err
}

func (r *queryResolver) Incidents(ctx context.Context, filter *incident.Filter, orderBy *paging.Wish[incident.OrderField], first *int, after *string, last *int, before *string, offset *int) (*paging.Connection[*incident.Incident], error) {
	args := paging.Args{First: first, After: after, Last: last, Before: before, Offset: offset}
	return r.Resolver.Incidents.List(ctx, given(filter), given(orderBy), args)
}

func (r *queryResolver) IncidentCounts(ctx context.Context, queue *incident.Queue) (*incident.Counts, error) {
	return r.Resolver.Incidents.Counts(ctx, given(queue))
}

func (r *queryResolver) Applications(ctx context.Context) ([]*incident.Application, error) {
	return r.Resolver.Incidents.Applications(ctx)
}

func (r *queryResolver) MistakeState(ctx context.Context, number string) (*incident.MistakeState, error) {
	return r.Resolver.Incidents.StateOfMistake(ctx, number)
}

func (r *subscriptionResolver) IncidentChanged(ctx context.Context) (<-chan *incident.Incident, error) {
	return r.Resolver.Incidents.Changed(ctx)
}

func (r *Resolver) Incident() generated.IncidentResolver { return &incidentResolver{r} }

func (r *Resolver) IncidentEvent() generated.IncidentEventResolver { return &incidentEventResolver{r} }

func (r *Resolver) IncidentFollowUp() generated.IncidentFollowUpResolver {
	return &incidentFollowUpResolver{r}
}

func (r *Resolver) Mistake() generated.MistakeResolver { return &mistakeResolver{r} }

type (
	incidentResolver         struct{ *Resolver }
	incidentEventResolver    struct{ *Resolver }
	incidentFollowUpResolver struct{ *Resolver }
	mistakeResolver          struct{ *Resolver }
)
