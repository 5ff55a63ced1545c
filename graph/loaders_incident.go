package graph

import (
	"context"
	"errors"

	"github.com/vikstrous/dataloadgen"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/incident"
)

type incidentLoaders struct {
	followUps       *listLoader[incident.FollowUp]
	incidentHistory *pageLoaders[incident.Event]
	incidentAssets  *listLoader[db.ID]
	incidentPosts   *listLoader[db.ID]
	joinedIncidents *pageLoaders[incident.Incident]
	applications    *loader[incident.Application]
	mistakes        *loader[incident.Shown]
	mistakeReports  *listLoader[incident.MistakeReport]
}

func (r *Resolver) newIncidentLoaders() incidentLoaders {
	return incidentLoaders{
		followUps:       newListLoader(r.Incidents.FollowUps),
		incidentHistory: newPageLoaders(r.Incidents.History),
		incidentAssets:  newListLoader(r.Incidents.AssetsOf),
		incidentPosts:   newListLoader(r.Incidents.PostsOf),
		joinedIncidents: newPageLoaders(r.Incidents.JoinedWith),
		applications:    newLoader(r.Incidents.ApplicationsByIDs),
		mistakes:        newLoader(r.Incidents.MistakesOf),
		mistakeReports:  newListLoader(r.Incidents.ReportsOf),
	}
}

// loadEach returns those of the objects that the caller may see, in the order of their ids.
func loadEach[T any](ctx context.Context, l *loader[T], ids []*db.ID) ([]*T, error) {
	waiting := make([]func() (*T, error), len(ids))
	for i, id := range ids {
		waiting[i] = l.LoadThunk(ctx, *id)
	}
	found := make([]*T, 0, len(ids))
	for _, wait := range waiting {
		object, err := wait()
		switch {
		case err == nil:
			found = append(found, object)
		case !errors.Is(err, dataloadgen.ErrNotFound):
			return nil, err
		}
	}
	return found, nil
}
