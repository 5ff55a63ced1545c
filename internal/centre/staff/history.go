package staff

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
)

// ID is the global id of the step.
func (e *Event) ID() string { return db.GlobalID(eventKind, e.Key) }

// eventKind is that of steps in global ids.
const eventKind = "employment_event"

// EventConnection and EventEdge are pages of the steps of an employment.
type (
	EventConnection = paging.Connection[*Event]
	EventEdge       = paging.Edge[*Event]
)

// Events returns a page of the steps of each employment whose record the actor may read whole, the latest first.
func (s *Service) Events(ctx context.Context, staff []db.ID, args paging.Args) (map[db.ID]*EventConnection, error) {
	plan, err := paging.New(args, paging.Order{Name: "at", Column: "e.at", ID: "e.id", Desc: true})
	if err != nil {
		return nil, err
	}
	return s.events(ctx, plan, staff, s.access.Reach(ctx, "staff", "read_private"))
}

// Event returns the step with the global id of an employment whose record the actor may read whole, else NotFound.
func (s *Service) Event(ctx context.Context, global string) (*Event, error) {
	key, err := db.ParseID(eventKind, global)
	if err != nil {
		return nil, err
	}
	return s.event(ctx, key, s.access.Reach(ctx, "staff", "read_private"))
}
