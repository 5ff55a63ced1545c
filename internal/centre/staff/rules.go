package staff

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
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
func (s *Service) rules() []act.Rule[*Member] {
	from := func(states ...State) func(context.Context, *Member, access.Grant) error {
		return func(_ context.Context, m *Member, _ access.Grant) error { return m.in(states...) }
	}
	away := func(states ...State) func(context.Context, *Member, access.Grant) error {
		return func(ctx context.Context, m *Member, _ access.Grant) error {
			if err := m.in(states...); err != nil {
				return err
			}
			return s.dispensable(ctx, m)
		}
	}
	return []act.Rule[*Member]{
		{Action: actionHire, Asks: "create", Makes: true},
		{Action: actionUpdate, Asks: "update"},
		{Action: actionUpdateContact, Asks: "update_contact"},
		{Action: actionTransfer, Asks: "update", State: from(Active, OnLeave)},
		{Action: actionStartLeave, Asks: "update", State: away(Active)},
		{Action: actionEndLeave, Asks: "update", State: from(OnLeave)},
		{Action: actionEnd, Asks: "update", State: away(Active, OnLeave)},
	}
}

// dispensable refuses to let the last director who can act go.
func (s *Service) dispensable(ctx context.Context, m *Member) error {
	directors, err := m.board.Get(func() (access.Directors, error) { return s.access.Directors(ctx) })
	if err != nil {
		return err
	}
	return directors.Keep(m.Key)
}

// AvailableActions returns, for each of the people, what the caller may do now and, if not, why.
func (s *Service) AvailableActions(ctx context.Context, list []*Member) (map[*Member][]*act.Available, error) {
	board := new(paging.Once[access.Directors])
	return act.AvailableEach(ctx, s.acts, list, func(m *Member) *Member {
		m.board = board
		return m
	})
}

// in refuses a person who is in none of the states.
func (m *Member) in(states ...State) error {
	if slices.Contains(states, m.State) {
		return nil
	}
	return fault.User(fault.WrongState, employmentState, "").By("1")
}
