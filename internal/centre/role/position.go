package role

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// AppointInput puts a person in charge of a department.
type AppointInput struct {
	StaffMember string
	Department  string
	Kind        PositionKind
	DecisionNo  string
	From        db.Time // now when left out
	To          db.Time // without an end when left out
}

// EndPositionInput ends a position now.
type EndPositionInput struct {
	ID         string
	DecisionNo string
}

// Appoint records a decision that puts somebody else in charge of a department; a manager's power follows from it. A
// position of the Board takes the head of the Board; while none is at work, any director records the decision from above.
func (s *Service) Appoint(ctx context.Context, in AppointInput) (*Position, error) {
	made := act.Creation{Operation: "appoint", Input: in, Turn: positionsLock}
	return s.positions.Create(ctx, made, func(ctx context.Context) (*Position, error) { return s.appoint(ctx, in) })
}

func (s *Service) appoint(ctx context.Context, in AppointInput) (*Position, error) {
	m, err := s.staff.GetHeld(ctx, in.StaffMember)
	if err != nil {
		return nil, err
	}
	d, err := s.departments.Get(ctx, in.Department)
	if err != nil {
		return nil, err
	}
	now := s.db.Now(ctx)
	p := &Position{Key: db.NewID(), Staff: m.Key, Department: d.Key, Kind: in.Kind, DecisionNo: in.DecisionNo, From: in.From, To: in.To, CreatedAt: now}
	if p.From.IsZero() {
		p.From = now
	}
	grant, err := s.positions.May(ctx, actionAppoint, p)
	if err != nil {
		return nil, err
	}
	if err := atWork(m); err != nil {
		return nil, err
	}
	if err := p.check(d, now); err != nil {
		return nil, err
	}
	if err := s.vacant(ctx, p); err != nil {
		return nil, err
	}
	if err := s.insertPosition(ctx, p); err != nil {
		return nil, err
	}
	if err := s.recordPosition(ctx, p, act.Line{Action: "position.appoint", Detail: string(p.Kind) + " " + p.DecisionNo, Grant: grant}); err != nil {
		return nil, err
	}
	return p, s.tellOf(ctx, p)
}

// tellOf notifies the rooms that asked to hear of decisions on positions.
func (s *Service) tellOf(ctx context.Context, p *Position) error {
	for _, h := range s.appointed {
		if err := h(ctx, p.Staff); err != nil {
			return err
		}
	}
	return nil
}

func (p *Position) check(d *department.Department, now db.Time) error {
	var f input.Form
	f.Needed("decisionNo", &p.DecisionNo, 64)
	f.Must(d.Kind != department.Centre, "department", noneAtRoot)
	f.Must(p.To.IsZero() || p.To.After(p.From.Time) && p.To.After(now.Time), "to", endsTooEarly)
	return f.Err()
}

// maxOfficers is how many lead a department at a time at most, and maxPositions how many positions that are not over one person has.
const (
	maxOfficers  = 30
	maxPositions = 20
)

// vacant checks that nobody else is in charge over the time of the position, and that the person has not got one there.
func (s *Service) vacant(ctx context.Context, p *Position) error {
	others, err := s.overlapping(ctx, p)
	if err != nil {
		return err
	}
	if len(others) >= maxOfficers {
		return fault.User(fault.Invalid, tooManyThere, "input.department").By("12")
	}
	held, err := s.countPositions(ctx, p.Staff)
	if err != nil {
		return err
	}
	if held >= maxPositions {
		return fault.User(fault.Invalid, tooManyHeld, "input.staffMember").By("12")
	}
	for _, o := range others {
		if o.Staff == p.Staff {
			return fault.User(fault.WrongState, alreadyHolds, "input.staffMember").By("12")
		}
		if o.Kind != Deputy && p.Kind != Deputy {
			return fault.User(fault.WrongState, alreadyLed, "input.kind").By("12")
		}
	}
	return nil
}

// EndPosition ends a position, and with it the power that follows from it and what was lent of it.
func (s *Service) EndPosition(ctx context.Context, in EndPositionInput) (*Position, error) {
	var f input.Form
	f.Needed("decisionNo", &in.DecisionNo, 64)
	w := act.Want{Action: actionEnd, ID: in.ID, Turn: positionsLock, Fault: f.Err()}
	return s.positions.Do(ctx, w, func(ctx context.Context, p *Position, _ access.Grant) (act.Line, error) {
		p.end(s.db.Now(ctx))
		return act.Line{Action: "position.end", Detail: in.DecisionNo}, s.tellOf(ctx, p)
	})
}

// end ends a position now, or before it begins.
func (p *Position) end(now db.Time) {
	if p.To = now; p.From.After(now.Time) {
		p.To = p.From
	}
}

// keepPosition saves the end of a position and records it.
func (s *Service) keepPosition(ctx context.Context, p *Position, l act.Line) error {
	if err := s.saveEnd(ctx, p); err != nil {
		return err
	}
	return s.recordPosition(ctx, p, l)
}

func (s *Service) recordPosition(ctx context.Context, p *Position, l act.Line) error {
	l.Article = "12"
	return s.record(ctx, concern{kind: "position", key: p.Key, person: p.Staff, department: p.Department, after: keptPositions.Digest(p)}, l)
}
