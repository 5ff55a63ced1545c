package incident

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/inbox"
)

// FollowUpInput is what somebody says about an incident.
type FollowUpInput struct {
	ID       string
	Text     string
	Internal bool // a note for handlers alone
}

// maxFollowUps bounds what is said about one incident.
const maxFollowUps = 300

// FollowUp adds a comment to an incident and notifies the other side. What the reporter says ends a waiting for
// them. Internal notes are for those who handle it, by whom they are written too.
func (s *Service) FollowUp(ctx context.Context, in FollowUpInput) (*Incident, error) {
	return s.change(ctx, act.Want{Action: ActionFollowUp, ID: in.ID, Whatever: true}, func(ctx context.Context, i *Incident, e *step) error {
		if in.Internal {
			if err := s.access.Require(ctx, kind, "handle", i.Target()); err != nil {
				return err
			}
			e.kind = EventNoted
		}
		var f input.Form
		f.Present("text", text.Line(in.Text) != "")
		f.Lines("text", &in.Text, maxText)
		if err := f.Err(); err != nil {
			return err
		}
		me, now := access.Of(ctx).StaffID, s.db.Now(ctx)
		e.byReporter = e.byReporter && !in.Internal
		if err := s.addFollowUp(ctx, &FollowUp{Key: db.NewID(), Incident: i.Key, Author: me, ByReporter: e.byReporter, Internal: in.Internal, Text: in.Text, At: now}); err != nil {
			return err
		}
		switch handler := s.access.Allowed(ctx, kind, "handle", i.Target()); {
		case in.Internal:
			if able, err := s.handles(ctx, i.Assignee, i); err != nil || !able { // a role may have been revoked since
				return err
			}
			return s.tell(ctx, i, inbox.IncidentFollowedUp, in.Text, i.Assignee)
		case e.byReporter && i.State == StateWaiting && i.WaitingFor == Reporter:
			i.State = StateInProgress
			i.resume(now)
		case handler && !e.byReporter:
			i.respond(now)
		}
		return s.tellOthers(ctx, i, in.Text)
	})
}

// tellOthers notifies the reporter and the handlers of an incident of what somebody else said.
func (s *Service) tellOthers(ctx context.Context, i *Incident, says string) error {
	if err := s.tell(ctx, i, inbox.IncidentFollowedUp, says, i.Reporter); err != nil {
		return err
	}
	return s.tellHandlers(ctx, i, inbox.IncidentFollowedUp, says)
}

func (s *Service) addFollowUp(ctx context.Context, u *FollowUp) error {
	said, err := s.said(ctx, u.Incident)
	if err != nil {
		return err
	}
	if said >= maxFollowUps {
		return fault.User(fault.Invalid, tooManyEntries, "input.text")
	}
	return s.insertFollowUp(ctx, u)
}

// FollowUps returns what was said about each incident that the actor may read, oldest first: internal notes to those who
// handle it, and a protected reporter's name to nobody but them and the Board.
func (s *Service) FollowUps(ctx context.Context, incidents []db.ID) (map[db.ID][]*FollowUp, error) {
	readable, err := s.ByIDs(ctx, incidents)
	if err != nil {
		return nil, err
	}
	all, err := s.followUps(ctx, incidents)
	if err != nil {
		return nil, err
	}
	found := map[db.ID][]*FollowUp{}
	for _, u := range all {
		i := readable[u.Incident]
		if i == nil || u.Internal && !s.access.Allowed(ctx, kind, "handle", i.Target()) {
			continue
		}
		if u.ByReporter && i.veiled {
			u.Author = db.ID{}
		}
		found[u.Incident] = append(found[u.Incident], u)
	}
	return found, nil
}
