package incident

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
)

// ID is the global id of the step.
func (e *Event) ID() string { return db.GlobalID(eventKind, e.Key) }

// eventKind is that of steps in global ids.
const eventKind = "incident_event"

// EventConnection and EventEdge are pages of an incident's history.
type (
	EventConnection = paging.Connection[*Event]
	EventEdge       = paging.Edge[*Event]
)

// oldest is the order of a history.
var oldest = paging.Order{Name: "at", Column: "incident_events.at", ID: "incident_events.id"}

// History returns a page of the steps of each incident that the actor may read, oldest first, without a protected reporter's
// name. Notes are there for those who handle the incident, and are not counted for others.
func (s *Service) History(ctx context.Context, incidents []db.ID, args paging.Args) (map[db.ID]*EventConnection, error) {
	plan, err := paging.New(args, oldest)
	if err != nil {
		return nil, err
	}
	readable, err := s.ByIDs(ctx, incidents)
	if err != nil {
		return nil, err
	}
	handled, keys := map[db.ID]bool{}, make([]db.ID, 0, len(readable))
	for _, key := range incidents {
		if i := readable[key]; i != nil {
			handled[key], keys = s.access.Allowed(ctx, kind, "handle", i.Target()), append(keys, key)
		}
	}
	found, err := s.steps(ctx, plan, keys, handled)
	for _, e := range paging.Nodes(found) {
		e.veil(readable[e.Incident])
	}
	return found, err
}

// veil takes from a step who took it, where that names a protected reporter.
func (e *Event) veil(i *Incident) {
	if e.ByReporter && i.veiled {
		e.Actor = db.ID{}
	}
}

// Event returns the step with the global id of an incident that the actor may read, else NotFound: a note to those who handle it.
func (s *Service) Event(ctx context.Context, global string) (*Event, error) {
	key, err := db.ParseID(eventKind, global)
	if err != nil {
		return nil, err
	}
	e, err := s.event(ctx, key)
	if err != nil {
		return nil, err
	}
	i, err := s.one(ctx, e.Incident, s.access.Reach(ctx, kind, "read"))
	if err != nil {
		return nil, err
	}
	if e.Kind == EventNoted && !s.access.Allowed(ctx, kind, "handle", i.Target()) {
		return nil, fault.ErrNotFound
	}
	s.veil(ctx, i)
	e.veil(i)
	return e, nil
}
