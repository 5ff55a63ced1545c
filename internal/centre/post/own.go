package post

import (
	"context"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// own notifies somebody who presses twice that it is done, by themselves: nobody else came first.
func own(ctx context.Context, m *matter, w act.Want) (t fault.Text, mine bool, err error) {
	me := access.Of(ctx)
	if m.expect != w.Version+1 {
		return t, false, nil
	}
	switch {
	case w.Action == ActionSubmit && m.Working == WorkingInReview && m.Submitter == me.StaffID:
		return submittedAlready, true, nil
	case (w.Action == ActionUpdate || w.Action == ActionRestore) && m.Working == WorkingDraft:
		r, err := m.working(ctx)
		if err != nil || r.Editor != me.StaffID || r.Service != me.Service {
			return t, false, err
		}
		return justSaved, true, nil
	}
	return t, false, nil
}
