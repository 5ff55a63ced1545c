package incident

import (
	"context"
	"fmt"

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
)

// rules are the actions in the order in which clients show them.
func rules() []act.Rule[*matter] {
	return []act.Rule[*matter]{
		{Action: ActionTake, Asks: "handle", State: takable}, {Action: ActionAssign, Asks: "handle", State: open},
		{Action: ActionTriage, Asks: "handle", State: open}, {Action: ActionFollowUp, Asks: "follow_up", State: notClosed},
		{Action: ActionWait, Asks: "handle", State: in(StateInProgress, "Chỉ tạm dừng sự cố đang xử lý.", "Only what is being worked on can wait.")},
		{Action: ActionResume, Asks: "handle", State: in(StateWaiting, "Sự cố không tạm dừng.", "It is not waiting.")},
		{Action: ActionResolve, Asks: "handle", State: open},
		{Action: ActionClose, Asks: "confirm", State: in(StateResolved, "Chỉ đóng sự cố đã có cách giải quyết.", "Only what is resolved can be closed.")},
		{Action: ActionReopen, Asks: "confirm", State: reopenable}, {Action: ActionLink, Asks: "handle", State: notClosed},
		{Action: ActionSetCause, Asks: "set_cause", State: notClosed},
	}
}

// events are how the history calls the actions.
var events = map[act.Action]EventKind{
	ActionTake: EventTaken, ActionAssign: EventAssigned, ActionTriage: EventTriaged, ActionFollowUp: EventFollowedUp, ActionWait: EventWaiting,
	ActionResume: EventResumed, ActionResolve: EventResolved, ActionClose: EventClosed, ActionReopen: EventReopened, ActionLink: EventLinked,
	ActionSetCause: EventCauseFound,
}

// matter is an incident as one act has read it, and the line of history that comes of that.
type matter struct {
	*Incident
	s    *Service
	line step
}

func takable(ctx context.Context, i *matter, _ access.Grant) error {
	if !i.Live || i.State == StateInProgress && i.Assignee == access.Of(ctx).StaffID {
		return wrongState("Sự cố đã xong, hoặc chính bạn đang xử lý.", "It is done with, or you are handling it already.")
	}
	return nil
}

func wrongState(vi, en string) error {
	return fault.User(fault.WrongState, fault.Text{VI: vi, EN: en}, "").By("5c")
}

func open(_ context.Context, i *matter, _ access.Grant) error {
	if i.Live {
		return nil
	}
	return wrongState("Sự cố đã có cách giải quyết; hãy mở lại trước.", "It is resolved; reopen it first.")
}

func notClosed(_ context.Context, i *matter, _ access.Grant) error {
	if i.State != StateClosed {
		return nil
	}
	return wrongState("Sự cố đã đóng.", "It is closed.")
}

func in(want State, vi, en string) func(context.Context, *matter, access.Grant) error {
	return func(_ context.Context, i *matter, _ access.Grant) error {
		if i.State == want {
			return nil
		}
		return wrongState(vi, en)
	}
}

// reopenDays is for how many working days after its solution an incident can be reopened.
const reopenDays = 10

func reopenable(ctx context.Context, i *matter, _ access.Grant) error {
	switch {
	case i.Live:
		return wrongState("Sự cố chưa có cách giải quyết.", "It is not resolved yet.")
	case i.s.db.Now(ctx).After(i.ReopenableUntil().Time):
		return wrongState(
			fmt.Sprintf("Chỉ mở lại trong %d ngày làm việc sau khi giải quyết; hãy báo một sự cố mới.", reopenDays),
			fmt.Sprintf("It can be reopened within %d working days of its solution; report a new incident.", reopenDays))
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

// AvailableActions tells what the caller may do to the incident now and, where not, why, with the article.
func (s *Service) AvailableActions(ctx context.Context, i *Incident) ([]*act.Available, error) {
	return s.acts.Available(ctx, &matter{Incident: i, s: s})
}
