package staff

import (
	"context"
	"errors"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// Transfer gives a person another home department. Positions in the old one end unless they are kept.
func (s *Service) Transfer(ctx context.Context, in TransferInput) (*Member, error) {
	return s.take(ctx, in.StepInput, Transferred, func(ctx context.Context, m *Member) error {
		home, err := s.home(ctx, in.Department)
		if err != nil {
			return err
		}
		if home.Key == m.Department {
			return fault.User(fault.Invalid, fault.Text{VI: "Cán bộ đang thuộc đơn vị này.", EN: "The person works there already."}, "input.department")
		}
		from := m.Department
		m.Department = home.Key
		if err := m.become(m.State, Active, OnLeave); err != nil || in.KeepPositions {
			return err
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
	return s.take(ctx, in, LeaveBegun, func(ctx context.Context, m *Member) error {
		if err := m.become(OnLeave, Active); err != nil {
			return err
		}
		return s.run(ctx, m, slices.Concat(s.absence, []Hook{s.accounts.SuspendForStaff}))
	})
}

// EndLeave records that a person is back, and opens the account again.
func (s *Service) EndLeave(ctx context.Context, in StepInput) (*Member, error) {
	return s.take(ctx, in, LeaveEnded, func(ctx context.Context, m *Member) error {
		if err := m.become(Active, OnLeave); err != nil {
			return err
		}
		return s.accounts.ResumeForStaff(ctx, m.Key)
	})
}

// End records that a person leaves for good: account, sessions, roles, positions and lent powers end in the same
// transaction, and what they were writing passes on (Art. 1).
func (s *Service) End(ctx context.Context, in StepInput) (*Member, error) {
	return s.take(ctx, in, Ended, func(ctx context.Context, m *Member) error {
		return s.leave(ctx, m, in.EffectiveOn)
	})
}

func (s *Service) leave(ctx context.Context, m *Member, on db.Date) error {
	if err := m.become(Left, Active, OnLeave); err != nil {
		return err
	}
	m.LeftOn = on
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
	var due []db.ID
	if err := s.db.From(ctx).Select(ctx, &due, "SELECT id FROM staff WHERE state <> 'LEFT' AND ends_on < ?", s.today(ctx)); err != nil {
		return err
	}
	var failed []error
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
		before := *m
		if err := s.leave(ctx, m, m.EndsOn); err != nil {
			return err
		}
		if err := s.save(ctx, m, before.Version); err != nil {
			return err
		}
		return s.step(ctx, m, &before, Ended, StepInput{EffectiveOn: m.EndsOn})
	})
}

// take runs one step of an employment: checks, the step itself, and its record.
func (s *Service) take(ctx context.Context, in StepInput, kind EventKind, step func(ctx context.Context, m *Member) error) (*Member, error) {
	return s.change(ctx, func(ctx context.Context) (*Member, error) {
		m, err := s.toChange(ctx, "update", in.ID, in.ExpectedVersion)
		if err != nil {
			return nil, err
		}
		if err := in.check(m, s.today(ctx), "effectiveOn"); err != nil {
			return nil, err
		}
		before := *m
		if err := step(ctx, m); err != nil {
			return nil, err
		}
		if err := s.save(ctx, m, before.Version); err != nil {
			return nil, err
		}
		return m, s.step(ctx, m, &before, kind, in)
	})
}

// step writes the employment event, the audit row and the change.
func (s *Service) step(ctx context.Context, m, before *Member, kind EventKind, in StepInput) error {
	err := s.db.From(ctx).Insert(ctx, "employment_events", Event{
		Key: db.NewID(), Staff: m.Key, Kind: kind, Department: m.Department, DecisionNo: in.DecisionNo,
		EffectiveOn: in.EffectiveOn, Note: in.Note, RecordedBy: access.Of(ctx).StaffID, At: s.db.Now(ctx),
	})
	if err != nil {
		return err
	}
	return s.record(ctx, actions[kind], m, before, in.DecisionNo)
}

var actions = map[EventKind]string{
	Hired: "staff.hire", Transferred: "staff.transfer", LeaveBegun: "staff.start_leave", LeaveEnded: "staff.end_leave", Ended: "staff.end",
}
