package assetfile

import (
	"context"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// The actions on imports.
const (
	actionStart act.Action = "IMPORT"
	actionAdd   act.Action = "ADD_PART"
	actionApply act.Action = "APPLY"
)

// rules are what acts on imports take: the register is IT's to write (Art. 5a), and parts come from the person who began the import.
func rules() []act.Rule[*Import] {
	return []act.Rule[*Import]{
		{Action: actionStart, Asks: "write", Makes: true},
		{Action: actionAdd, Decides: func(ctx context.Context, i *Import) (access.Grant, error) {
			if err := i.by(ctx); err != nil {
				return access.Grant{}, err
			}
			return access.Grant{}, i.in(Receiving, errWhole)
		}},
		{Action: actionApply, Asks: "write", State: func(_ context.Context, i *Import, _ access.Grant) error { return i.in(Checked, errUnchecked) }},
	}
}

// by refuses everybody except the person who began the import.
func (i *Import) by(ctx context.Context) error {
	if i.StartedBy != access.Of(ctx).StaffID {
		return fault.Refused("6b")
	}
	return nil
}

func (i *Import) in(state State, otherwise error) error {
	if i.State != state {
		return otherwise
	}
	return nil
}

var (
	errWhole     = fault.User(fault.WrongState, whole, "")
	errUnchecked = fault.User(fault.WrongState, unchecked, "")
)

// AvailableActions returns what the caller may do with the import now and, if not, why.
func (s *Service) AvailableActions(ctx context.Context, i *Import) ([]*act.Available, error) {
	return s.acts.Available(ctx, i)
}

// VersionFor is what a change of the import has to expect, nil for those who may change nothing of it.
func (s *Service) VersionFor(ctx context.Context, i *Import) *int {
	return s.acts.VersionFor(ctx, i)
}
