package staff

import (
	"context"
	"errors"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// Transfer gives a person another home department. Positions in the old one end unless they are kept.
func (s *Service) Transfer(ctx context.Context, in TransferInput) (*Member, error) {
	return s.take(ctx, actionTransfer, in.StepInput, Transferred, func(ctx context.Context, m *Member) error {
		home, err := s.home(ctx, in.Department)
		if err != nil {
			return err
		}
		if home.Key == m.Department {
			return fault.User(fault.Invalid, alreadyThere, "input.department")
		}
		from := m.Department
		m.Department = home.Key
		for _, h := range s.move {
			if err := h(ctx, m.Key, home.Key); err != nil {
				return err
			}
		}
		if in.KeepPositions {
			return nil
		}
		for _, h := range s.transfer {
			if err := h(ctx, m.Key, from); err != nil {
				return err
			}
		}
		return nil
	})
}

// StartLeave records a leave of absence: the account is suspended and its sessions end in the same transaction.
func (s *Service) StartLeave(ctx context.Context, in StepInput) (*Member, error) {
	return s.take(ctx, actionStartLeave, in, LeaveBegun, func(ctx context.Context, m *Member) error {
		m.State = OnLeave
		return s.run(ctx, m, slices.Concat(s.absence, []Hook{s.accounts.SuspendForStaff}))
	})
}

// EndLeave records that a person is back, and opens the account again.
func (s *Service) EndLeave(ctx context.Context, in StepInput) (*Member, error) {
	return s.take(ctx, actionEndLeave, in, LeaveEnded, func(ctx context.Context, m *Member) error {
		m.State = Active
		return s.accounts.ResumeForStaff(ctx, m.Key)
	})
}

// End records that a person leaves for good: account, sessions, roles, positions and lent powers end in the same
// transaction, and what they were writing passes on (Art. 1).
func (s *Service) End(ctx context.Context, in StepInput) (*Member, error) {
	return s.take(ctx, actionEnd, in, Ended, func(ctx context.Context, m *Member) error {
		return s.leave(ctx, m, in.EffectiveOn)
	})
}

func (s *Service) leave(ctx context.Context, m *Member, on db.Date) error {
	m.State, m.LeftOn = Left, on
	if err := s.run(ctx, m, s.absence); err != nil {
		return err
	}
	return s.run(ctx, m, slices.Concat(s.departure, []Hook{s.accounts.EndForStaff}))
}

func (s *Service) run(ctx context.Context, m *Member, hooks []Hook) error {
	for _, h := range hooks {
		if err := h(ctx, m.Key); err != nil {
			return err
		}
	}
	return nil
}

// EndDue ends the employments whose last day has passed. A job calls it daily. One that cannot end, as the last
// director's, does not keep the others from ending.
func (s *Service) EndDue(ctx context.Context) error {
	ctx = access.AsSystem(ctx)
	due, err := s.due(ctx, s.today(ctx))
	failed := []error{err}
	for _, id := range due {
		failed = append(failed, s.endDue(ctx, id))
	}
	return errors.Join(failed...)
}

func (s *Service) endDue(ctx context.Context, id db.ID) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		m, err := s.read(ctx, id)
		if err != nil {
			return err
		}
		if m.State == Left || m.EndsOn.IsZero() || !m.EndsOn.Before(s.today(ctx).Time) {
			return nil // changed since it was listed
		}
		line := act.Line{Action: recorded[Ended], Before: keptMembers.Digest(m)}
		if err := s.leave(ctx, m, m.EndsOn); err != nil {
			return err
		}
		if err := s.insertEvent(ctx, m, Ended, StepInput{EffectiveOn: m.EndsOn}); err != nil {
			return err
		}
		return s.keep(ctx, m, line)
	})
}

// take runs one step of an employment.
func (s *Service) take(ctx context.Context, action act.Action, in StepInput, kind EventKind, step func(ctx context.Context, m *Member) error) (*Member, error) {
	w := act.Want{Action: action, ID: in.ID, Version: in.ExpectedVersion}
	return s.acts.Do(ctx, w, func(ctx context.Context, m *Member, _ access.Grant) (line act.Line, err error) {
		if err := in.check(m, s.today(ctx), "effectiveOn"); err != nil {
			return line, err
		}
		if err := step(ctx, m); err != nil {
			return line, err
		}
		return act.Line{Action: recorded[kind], Detail: in.DecisionNo}, s.insertEvent(ctx, m, kind, in)
	})
}

// recorded names the steps in the record.
var recorded = map[EventKind]string{
	Hired: "staff.hire", Transferred: "staff.transfer", LeaveBegun: "staff.start_leave", LeaveEnded: "staff.end_leave", Ended: "staff.end",
}
