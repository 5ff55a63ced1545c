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

// VersionInput names an incident as it was looked at.
type VersionInput struct {
	ID              string
	ExpectedVersion int
}

// Take makes the caller its handler, who works on it from now on. Of two who take it at once one gets it, the other a
// ConflictError.
func (s *Service) Take(ctx context.Context, in VersionInput) (*Incident, error) {
	return s.change(ctx, act.Want{Action: ActionTake, ID: in.ID, Version: in.ExpectedVersion}, func(ctx context.Context, i *Incident, e *step) error {
		if err := s.take(ctx, i); err != nil {
			return err
		}
		return s.along(ctx, i, *e, func(ctx context.Context, other *Incident) (bool, error) {
			if !other.waits() {
				return false, nil
			}
			return true, s.take(ctx, other)
		})
	})
}

func (s *Service) take(ctx context.Context, i *Incident) error {
	now := s.db.Now(ctx)
	if i.State == StateWaiting {
		i.resume(now)
	}
	former := i.Assignee
	i.State, i.Assignee = StateInProgress, access.Of(ctx).StaffID
	i.respond(now)
	return s.tell(ctx, i, inbox.IncidentTaken, i.Title, former, i.Reporter)
}

// waits reports whether nobody has begun to work on it.
func (i *Incident) waits() bool { return i.State == StateNew || i.State == StateAssigned }

// AssignInput names a handler for an incident.
type AssignInput struct {
	ID              string
	ExpectedVersion int
	Handler         string
}

// Assign names who is to handle it: somebody at work whose role handles its queue.
func (s *Service) Assign(ctx context.Context, in AssignInput) (*Incident, error) {
	return s.change(ctx, act.Want{Action: ActionAssign, ID: in.ID, Version: in.ExpectedVersion}, func(ctx context.Context, i *Incident, e *step) error {
		m, err := s.people.Get(ctx, in.Handler)
		if err != nil {
			return err
		}
		able, err := s.handles(ctx, m.Key, i)
		if err != nil {
			return err
		}
		if !able {
			return fault.User(fault.Invalid, notTheirKind, "input.handler").By("3")
		}
		if i.State == StateWaiting {
			i.resume(s.db.Now(ctx))
		}
		i.State, i.Assignee, e.detail = StateAssigned, m.Key, m.Name
		if err := s.tell(ctx, i, inbox.IncidentAssigned, i.Title, m.Key); err != nil {
			return err
		}
		return s.along(ctx, i, *e, func(_ context.Context, other *Incident) (bool, error) {
			if !other.waits() {
				return false, nil
			}
			other.State, other.Assignee = StateAssigned, m.Key
			return true, nil
		})
	})
}

// handles reports whether the person may handle the incident.
func (s *Service) handles(ctx context.Context, person db.ID, i *Incident) (bool, error) {
	them, err := s.access.Load(ctx, person)
	if fault.Is(err, fault.NotFound) { // not at work
		return false, nil
	}
	return err == nil && s.access.Allowed(access.With(ctx, them), kind, "handle", i.Target()), err
}

// TriageInput says anew what kind of trouble it is and how grave; what is left out stays.
type TriageInput struct {
	ID              string
	ExpectedVersion int
	Category        Category
	Impact, Urgency Level
	Application     string // at fault; SOFTWARE needs one (Art. 8)
}

// Triage sets category, impact or urgency, from which queue, priority and targets follow; those count from the report
// on. Once a matter of security, its reporter stays protected. Of another category it is no longer solved with those that it was
// joined with.
func (s *Service) Triage(ctx context.Context, in TriageInput) (*Incident, error) {
	return s.change(ctx, act.Want{Action: ActionTriage, ID: in.ID, Version: in.ExpectedVersion}, func(ctx context.Context, i *Incident, e *step) error {
		queue, category := i.Queue, i.Category
		if in.Application != "" {
			a, err := s.assets.Application(ctx, in.Application)
			if err != nil {
				return err
			}
			i.Application = a.Key
		}
		if err := i.triage(in); err != nil {
			return err
		}
		e.detail = string(i.Category) + " " + string(i.Priority)
		if i.Category != category {
			if err := s.leave(ctx, i); err != nil {
				return err
			}
		}
		if i.Queue == queue {
			return nil
		}
		i.State, i.Assignee = StateNew, db.ID{} // the other section's
		return s.announce(ctx, i, false)
	})
}

func (i *Incident) triage(in TriageInput) error {
	set(&i.Category, in.Category)
	set(&i.Impact, in.Impact)
	set(&i.Urgency, in.Urgency)
	if i.Category == Software && i.Application.IsZero() {
		return errNoApplication
	}
	i.Queue, i.Confidential = i.Category.queue(), i.Confidential || i.Category == Security
	former, paused := i.Priority, i.WaitingSince
	if i.Priority = priorityOf(i.Impact, i.Urgency); i.Priority == former {
		return nil // the targets stand, and what was told of them
	}
	i.aim()
	if !paused.IsZero() {
		i.pause(paused)
	}
	return nil
}

var errNoApplication = fault.User(fault.Required, chooseApplication, "input.application").By("8")

// set replaces a value by one that was given.
func set[T ~string](field *T, given T) {
	if given != "" {
		*field = given
	}
}

// WaitInput says whom an incident waits for, and why.
type WaitInput struct {
	ID              string
	ExpectedVersion int
	For             Party
	Reason          string
}

// Wait stops the clock while nothing can be done. A follow-up of the reporter for whom it waits ends it.
func (s *Service) Wait(ctx context.Context, in WaitInput) (*Incident, error) {
	return s.change(ctx, act.Want{Action: ActionWait, ID: in.ID, Version: in.ExpectedVersion}, func(ctx context.Context, i *Incident, e *step) error {
		var f input.Form
		f.Needed("reason", &in.Reason, maxDetail)
		if err := f.Err(); err != nil {
			return err
		}
		i.State, i.WaitingFor, i.WaitReason, e.detail = StateWaiting, in.For, in.Reason, in.Reason
		i.pause(s.db.Now(ctx))
		return s.tell(ctx, i, inbox.IncidentWaiting, in.Reason, i.Reporter)
	})
}

// Resume lets work, and the clock, go on.
func (s *Service) Resume(ctx context.Context, in VersionInput) (*Incident, error) {
	return s.change(ctx, act.Want{Action: ActionResume, ID: in.ID, Version: in.ExpectedVersion}, func(ctx context.Context, i *Incident, _ *step) error {
		if i.State = StateInProgress; i.Assignee.IsZero() {
			i.Assignee = access.Of(ctx).StaffID
		}
		i.resume(s.db.Now(ctx))
		return nil
	})
}

// ResolveInput says what the solution is.
type ResolveInput struct {
	ID              string
	ExpectedVersion int
	Solution        string
}

// Resolve records the solution, for the reports that it is joined with too, and notifies each reporter, who may say that it does not
// hold.
func (s *Service) Resolve(ctx context.Context, in ResolveInput) (*Incident, error) {
	return s.change(ctx, act.Want{Action: ActionResolve, ID: in.ID, Version: in.ExpectedVersion}, func(ctx context.Context, i *Incident, e *step) error {
		var f input.Form
		f.Present("solution", text.Line(in.Solution) != "")
		f.Lines("solution", &in.Solution, maxText)
		if err := f.Err(); err != nil {
			return err
		}
		e.detail = in.Solution
		return s.resolveAll(ctx, i, *e)
	})
}

// resolveAll gives the incident, and those that it is joined with, the solution that the line of history tells.
func (s *Service) resolveAll(ctx context.Context, i *Incident, e step) error {
	if err := s.resolve(ctx, i, e.detail); err != nil {
		return err
	}
	return s.along(ctx, i, e, func(ctx context.Context, other *Incident) (bool, error) {
		return true, s.resolve(ctx, other, e.detail)
	})
}

// resolve gives the incident its solution and notifies the reporter.
func (s *Service) resolve(ctx context.Context, i *Incident, solution string) error {
	now := s.db.Now(ctx)
	if i.State == StateWaiting {
		i.resume(now)
	}
	i.respond(now)
	if i.Assignee.IsZero() {
		i.Assignee = access.Of(ctx).StaffID
	}
	i.State, i.Solution, i.ResolvedAt = StateResolved, solution, now
	i.AlarmAt = i.closesAt()
	return s.tell(ctx, i, inbox.IncidentResolved, solution, i.Reporter)
}

// Settle resolves, in the open transaction, an incident whose cause another feature did away with; who may do so, the
// caller has asked. Resolved incidents stay as they are.
func (s *Service) Settle(ctx context.Context, key db.ID, solution string) error {
	i, err := s.one(ctx, key, everywhere)
	if err != nil || !i.Live {
		return err
	}
	e := step{kind: EventResolved, detail: solution, before: keptIncidents.Digest(i)}
	if err := s.resolveAll(ctx, i, e); err != nil {
		return err
	}
	if err := s.save(ctx, i); err != nil {
		return err
	}
	return s.record(ctx, i, e)
}

// Close says that the solution holds.
func (s *Service) Close(ctx context.Context, in VersionInput) (*Incident, error) {
	return s.change(ctx, act.Want{Action: ActionClose, ID: in.ID, Version: in.ExpectedVersion}, func(ctx context.Context, i *Incident, _ *step) error {
		i.close(s.db.Now(ctx))
		return s.tell(ctx, i, inbox.IncidentClosed, i.Title, i.Assignee, i.Reporter)
	})
}

func (i *Incident) close(now db.Time) { i.State, i.ClosedAt, i.AlarmAt = StateClosed, now, db.Time{} }

// ReopenInput says why a solution does not hold.
type ReopenInput struct {
	ID              string
	ExpectedVersion int
	Reason          string
}

// Reopen takes the incident up again, within ten working days of its solution. It goes back to its handler while they
// still handle such incidents; the targets count anew.
func (s *Service) Reopen(ctx context.Context, in ReopenInput) (*Incident, error) {
	return s.change(ctx, act.Want{Action: ActionReopen, ID: in.ID, Version: in.ExpectedVersion}, func(ctx context.Context, i *Incident, e *step) error {
		var f input.Form
		f.Needed("reason", &in.Reason, maxDetail)
		if err := f.Err(); err != nil {
			return err
		}
		able, err := s.handles(ctx, i.Assignee, i)
		if err != nil {
			return err
		}
		if i.State = StateAssigned; !able {
			i.State, i.Assignee = StateNew, db.ID{}
		}
		i.ResolvedAt, i.ClosedAt, e.detail = db.Time{}, db.Time{}, in.Reason
		i.Reopened++
		i.start(s.db.Now(ctx))
		return s.tellHandlers(ctx, i, inbox.IncidentReopened, in.Reason)
	})
}
