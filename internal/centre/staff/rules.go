package staff

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// The actions on people.
const (
	actionHire          act.Action = "HIRE"
	actionUpdate        act.Action = "UPDATE"
	actionUpdateContact act.Action = "UPDATE_CONTACT"
	actionTransfer      act.Action = "TRANSFER"
	actionStartLeave    act.Action = "START_LEAVE"
	actionEndLeave      act.Action = "END_LEAVE"
	actionEnd           act.Action = "END_EMPLOYMENT"
)

// rules are what acts on people take. A step of an employment starts from one of the states given.
func rules() []act.Rule[*Member] {
	from := func(states ...State) func(context.Context, *Member, access.Grant) error {
		return func(_ context.Context, m *Member, _ access.Grant) error { return m.in(states...) }
	}
	return []act.Rule[*Member]{
		{Action: actionHire, Asks: "create"},
		{Action: actionUpdate, Asks: "update"},
		{Action: actionUpdateContact, Asks: "update_contact"},
		{Action: actionTransfer, Asks: "update", State: from(Active, OnLeave)},
		{Action: actionStartLeave, Asks: "update", State: from(Active)},
		{Action: actionEndLeave, Asks: "update", State: from(OnLeave)},
		{Action: actionEnd, Asks: "update", State: from(Active, OnLeave)},
	}
}

// in refuses a person who is in none of the states.
func (m *Member) in(states ...State) error {
	if slices.Contains(states, m.State) {
		return nil
	}
	return fault.User(fault.WrongState, fault.Text{
		VI: "Tình trạng công tác hiện tại của cán bộ không cho phép việc này.",
		EN: "The person's present state of employment does not allow this."}, "").By("1")
}
