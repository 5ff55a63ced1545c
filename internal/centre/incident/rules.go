package incident

import (
	"context"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// The actions.
const (
	ActionTake     act.Action = "TAKE"
	ActionAssign   act.Action = "ASSIGN"
	ActionTriage   act.Action = "TRIAGE"
	ActionFollowUp act.Action = "FOLLOW_UP"
	ActionWait     act.Action = "WAIT"
	ActionResume   act.Action = "RESUME"
	ActionResolve  act.Action = "RESOLVE"
	ActionClose    act.Action = "CLOSE"
	ActionReopen   act.Action = "REOPEN"
	ActionLink     act.Action = "LINK"
	ActionSetCause act.Action = "SET_CAUSE"
	ActionCorrect  act.Action = "CORRECT"
)

// rules are the actions in the order in which clients show them.
func rules() []act.Rule[*matter] {
	return []act.Rule[*matter]{
		{Action: ActionTake, Asks: "handle", State: takable}, {Action: ActionAssign, Asks: "handle", State: open},
		{Action: ActionTriage, Asks: "handle", State: open}, {Action: ActionFollowUp, Asks: "follow_up", State: notClosed},
		{Action: ActionWait, Asks: "handle", State: in(StateInProgress, onlyInProgressWaits)},
		{Action: ActionResume, Asks: "handle", State: in(StateWaiting, notWaiting)},
		{Action: ActionResolve, Asks: "handle", State: open},
		{Action: ActionClose, Asks: "confirm", State: in(StateResolved, onlyResolvedCloses)},
		{Action: ActionReopen, Asks: "confirm", State: reopenable}, {Action: ActionLink, Asks: "handle", State: notClosed},
		{Action: ActionSetCause, Asks: "set_cause", State: notClosed}, {Action: ActionCorrect, Asks: "handle", State: correctable},
	}
}

// events are how the history calls the actions.
var events = map[act.Action]EventKind{
	ActionTake: EventTaken, ActionAssign: EventAssigned, ActionTriage: EventTriaged, ActionFollowUp: EventFollowedUp, ActionWait: EventWaiting,
	ActionResume: EventResumed, ActionResolve: EventResolved, ActionClose: EventClosed, ActionReopen: EventReopened, ActionLink: EventLinked,
	ActionSetCause: EventCauseFound, ActionCorrect: EventCorrected,
}

// matter is an incident as one act has read it, and the line of history that comes of that.
type matter struct {
	*Incident
	s    *Service
	line step
}

func takable(ctx context.Context, i *matter, _ access.Grant) error {
	if !i.Live || i.State == StateInProgress && i.Assignee == access.Of(ctx).StaffID {
		return wrongState(doneOrYours)
	}
	return nil
}

func wrongState(t fault.Text) error {
	return fault.User(fault.WrongState, t, "").By("5c")
}

func open(_ context.Context, i *matter, _ access.Grant) error {
	if i.Live {
		return nil
	}
	return wrongState(reopenFirst)
}

func notClosed(_ context.Context, i *matter, _ access.Grant) error {
	if i.State != StateClosed {
		return nil
	}
	return wrongState(incidentClosed)
}

func in(want State, otherwise fault.Text) func(context.Context, *matter, access.Grant) error {
	return func(_ context.Context, i *matter, _ access.Grant) error {
		if i.State == want {
			return nil
		}
		return wrongState(otherwise)
	}
}

// reopenDays is for how many working days after its solution an incident can be reopened.
const reopenDays = 10

func reopenable(ctx context.Context, i *matter, _ access.Grant) error {
	switch {
	case i.Live:
		return wrongState(notResolved)
	case i.s.db.Now(ctx).After(i.ReopenableUntil().Time):
		return wrongState(
			reopenedTooLate.With(reopenDays))
	}
	return nil
}

// ReopenableUntil is until when a resolved incident can be reopened; zero while it is open.
func (i *Incident) ReopenableUntil() db.Time {
	if i.ResolvedAt.IsZero() {
		return db.Time{}
	}
	return db.At(calendar.AddWorkingDays(i.ResolvedAt.Time, reopenDays))
}

// AvailableActions returns what the caller may do to the incident now and, if not, why, with the article.
func (s *Service) AvailableActions(ctx context.Context, i *Incident) ([]*act.Available, error) {
	return s.acts.Available(ctx, &matter{Incident: i, s: s})
}

// VersionFor is what a change of the incident has to expect, nil for those who may change nothing of it.
func (s *Service) VersionFor(ctx context.Context, i *Incident) *int {
	return s.acts.VersionFor(ctx, &matter{Incident: i, s: s})
}
