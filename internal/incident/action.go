package incident

import (
	"context"
	"fmt"

	"ttyt/internal/access"
	"ttyt/internal/approval"
	"ttyt/internal/calendar"
	"ttyt/internal/db"
	"ttyt/internal/fault"
)

// Action is something a person may do to an incident. The service asks the same table before it acts and to tell what is
// available, so that the two cannot differ.
type Action = approval.Action

// The actions.
const (
	ActionTake     Action = "TAKE"
	ActionAssign   Action = "ASSIGN"
	ActionTriage   Action = "TRIAGE"
	ActionFollowUp Action = "FOLLOW_UP"
	ActionWait     Action = "WAIT"
	ActionResume   Action = "RESUME"
	ActionResolve  Action = "RESOLVE"
	ActionClose    Action = "CLOSE"
	ActionReopen   Action = "REOPEN"
	ActionLink     Action = "LINK"
)

// act is what an action takes, a right of the policy and a state, and how the history calls it.
type act struct {
	asks  string
	event EventKind
	state func(s *Service, ctx context.Context, i *Incident) error
}

var acts map[Action]act

func init() { // the table and what it names refer to each other
	acts = map[Action]act{
		ActionTake: {"handle", EventTaken, func(_ *Service, ctx context.Context, i *Incident) error {
			if !i.Live || i.State == StateInProgress && i.Assignee == access.Of(ctx).StaffID {
				return wrongState("Sự cố đã xong, hoặc chính bạn đang xử lý.", "It is done with, or you are handling it already.")
			}
			return nil
		}},
		ActionAssign:   {"handle", EventAssigned, open},
		ActionTriage:   {"handle", EventTriaged, open},
		ActionFollowUp: {"follow_up", EventFollowedUp, notClosed},
		ActionWait:     {"handle", EventWaiting, in(StateInProgress, "Chỉ tạm dừng sự cố đang xử lý.", "Only what is being worked on can wait.")},
		ActionResume:   {"handle", EventResumed, in(StateWaiting, "Sự cố không tạm dừng.", "It is not waiting.")},
		ActionResolve:  {"handle", EventResolved, open},
		ActionClose:    {"confirm", EventClosed, in(StateResolved, "Chỉ đóng sự cố đã có cách giải quyết.", "Only what is resolved can be closed.")},
		ActionReopen:   {"confirm", EventReopened, reopenable},
		ActionLink:     {"handle", EventLinked, notClosed},
	}
}

// actionOrder is the order in which a client shows them.
var actionOrder = []Action{
	ActionTake, ActionAssign, ActionTriage, ActionFollowUp, ActionWait, ActionResume, ActionResolve, ActionClose, ActionReopen, ActionLink,
}

func wrongState(vi, en string) error {
	return fault.User(fault.WrongState, fault.Text{VI: vi, EN: en}, "").By("5c")
}

func open(_ *Service, _ context.Context, i *Incident) error {
	if i.Live {
		return nil
	}
	return wrongState("Sự cố đã có cách giải quyết; hãy mở lại trước.", "It is resolved; reopen it first.")
}

func notClosed(_ *Service, _ context.Context, i *Incident) error {
	if i.State != StateClosed {
		return nil
	}
	return wrongState("Sự cố đã đóng.", "It is closed.")
}

func in(want State, vi, en string) func(*Service, context.Context, *Incident) error {
	return func(_ *Service, _ context.Context, i *Incident) error {
		if i.State == want {
			return nil
		}
		return wrongState(vi, en)
	}
}

// reopenDays is for how many working days after its solution an incident can be reopened.
const reopenDays = 10

func reopenable(s *Service, ctx context.Context, i *Incident) error {
	switch {
	case i.Live:
		return wrongState("Sự cố chưa có cách giải quyết.", "It is not resolved yet.")
	case s.db.Now(ctx).After(i.ReopenableUntil().Time):
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

// permitted returns the grant under which the policy allows the action, else why it does not.
func (s *Service) permitted(ctx context.Context, action Action, i *Incident) (access.Grant, error) {
	if g, ok := s.access.AllowedGrant(ctx, kind, acts[action].asks, i.Target()); ok {
		return g, nil
	}
	return access.Grant{}, s.access.Require(ctx, kind, acts[action].asks, i.Target())
}

// AvailableActions tells what the caller may do to the incident now and, where not, why, with the article.
func (s *Service) AvailableActions(ctx context.Context, i *Incident) ([]*approval.AvailableAction, error) {
	var list []*approval.AvailableAction
	for _, action := range actionOrder {
		_, err := s.permitted(ctx, action, i)
		if err == nil {
			err = acts[action].state(s, ctx, i)
		}
		answer, err := approval.Answer(action, err)
		if err != nil {
			return nil, err
		}
		list = append(list, answer)
	}
	return list, nil
}
