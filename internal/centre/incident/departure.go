package incident

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/inbox"
)

// departed leaves what a person who left handled to the others of the queue.
func (s *Service) departed(ctx context.Context, person db.ID) error {
	open, err := s.handledBy(ctx, person)
	if err != nil {
		return err
	}
	for _, i := range open {
		if err := s.unassign(ctx, i); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) unassign(ctx context.Context, i *Incident) error {
	former, e := i.Assignee, step{kind: EventUnassigned, before: keptIncidents.Digest(i)}
	if i.Assignee = (db.ID{}); i.State != StateWaiting {
		i.State = StateNew
	}
	if err := s.save(ctx, i); err != nil {
		return err
	}
	if err := s.record(ctx, i, e); err != nil {
		return err
	}
	others, err := s.handlers(ctx, i.Queue)
	if err != nil {
		return err
	}
	others = slices.DeleteFunc(others, func(p db.ID) bool { return p == former })
	return s.tell(ctx, i, inbox.IncidentReported, i.Title, others...)
}
