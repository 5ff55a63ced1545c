package role

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
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
func (s *Service) Appoint(ctx context.Context, in AppointInput) (p *Position, err error) {
	err = s.change(ctx, positionsLock, func(ctx context.Context) error {
		m, err := s.staff.Get(ctx, in.StaffMember)
		if err != nil {
			return err
		}
		d, err := s.departments.Get(ctx, in.Department)
		if err != nil {
			return err
		}
		now := s.db.Now(ctx)
		p = &Position{Key: db.NewID(), Staff: m.Key, Department: d.Key, Kind: in.Kind, DecisionNo: in.DecisionNo, From: in.From, To: in.To, CreatedAt: now}
		if p.From.IsZero() {
			p.From = now
		}
		grant, err := s.mayAppoint(ctx, p, d)
		if err != nil {
			return err
		}
		if err := atWork(m); err != nil {
			return err
		}
		if err := p.check(d, now); err != nil {
			return err
		}
		if err := s.vacant(ctx, p); err != nil {
			return err
		}
		if err := s.db.From(ctx).Insert(ctx, "positions", p); err != nil {
			return err
		}
		return s.record(ctx, event{action: "position.appoint", article: "12", detail: string(p.Kind) + " " + p.DecisionNo, kind: "position", key: p.Key,
			person: p.Staff, department: p.Department, grant: grant, after: p})
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

func (p *Position) check(d *department.Department, now db.Time) error {
	var f input.Form
	f.Needed("decisionNo", &p.DecisionNo, 64)
	f.Check(d.Kind != department.Centre, "department", "Không ai giữ chức vụ ở cấp trung tâm; hãy chọn Ban Giám đốc.", "Nobody holds a position at the root; the Board leads the centre.")
	f.Check(p.To.IsZero() || p.To.After(p.From.Time) && p.To.After(now.Time), "to", "Thời điểm kết thúc phải sau lúc bắt đầu và chưa qua.", "The end lies after the start and is not past.")
	return f.Err()
}

// mayAppoint returns under which power the actor fills or ends a position.
func (s *Service) mayAppoint(ctx context.Context, p *Position, d *department.Department) (access.Grant, error) {
	if err := s.access.Require(ctx, "position", "appoint", p.Target()); err != nil {
		return access.Grant{}, err
	}
	grant, _ := s.access.AllowedGrant(ctx, "position", "appoint", p.Target())
	if d.Kind != department.Board {
		return grant, nil
	}
	heads, err := s.boardHeads(ctx, staff.Active)
	if err != nil {
		return access.Grant{}, err
	}
	if len(heads) == 0 && access.Of(ctx).Is(access.Director) {
		return grant, nil
	}
	return s.authority(ctx, p.Staff)
}

// vacant checks that nobody else is in charge over the time of the position, and that the person has not got one there.
func (s *Service) vacant(ctx context.Context, p *Position) error {
	query := "SELECT kind, staff_id FROM positions WHERE department_id = ? AND (to_at IS NULL OR to_at > ?)"
	args := []any{p.Department, p.From}
	if !p.To.IsZero() {
		query, args = query+" AND from_at < ?", append(args, p.To)
	}
	var others []Position
	if err := s.db.From(ctx).Select(ctx, &others, query, args...); err != nil {
		return err
	}
	for _, o := range others {
		if o.Staff == p.Staff {
			return fault.User(fault.WrongState, fault.Text{VI: "Cán bộ đang giữ một chức vụ ở đơn vị này.", EN: "The person holds a position there already."}, "input.staffMember").By("12")
		}
		if o.Kind != Deputy && p.Kind != Deputy {
			return fault.User(fault.WrongState, fault.Text{VI: "Đơn vị đã có người phụ trách trong thời gian này.", EN: "Somebody is in charge of the department during that time."}, "input.kind").By("12")
		}
	}
	return nil
}

// EndPosition ends a position, and with it the power that follows from it and what was lent of it.
func (s *Service) EndPosition(ctx context.Context, in EndPositionInput) (p *Position, err error) {
	err = s.change(ctx, positionsLock, func(ctx context.Context) error {
		if p, err = s.Position(ctx, in.ID); err != nil {
			return err
		}
		d, err := s.departments.Get(ctx, db.GlobalID("department", p.Department))
		if err != nil {
			return err
		}
		grant, err := s.mayAppoint(ctx, p, d)
		if err != nil {
			return err
		}
		var f input.Form
		f.Needed("decisionNo", &in.DecisionNo, 64)
		if err := f.Err(); err != nil {
			return err
		}
		return s.endPosition(ctx, p, grant, in.DecisionNo)
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

// endPosition ends a position now, or before it begins; a user error where it is over.
func (s *Service) endPosition(ctx context.Context, p *Position, grant access.Grant, decision string) error {
	before, now := *p, s.db.Now(ctx)
	if p.To = now; p.From.After(now.Time) {
		p.To = p.From
	}
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE positions SET to_at = ? WHERE id = ? AND (to_at IS NULL OR to_at > ?)", p.To, p.Key, now)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.User(fault.WrongState, fault.Text{VI: "Chức vụ này đã kết thúc.", EN: "This position is over."}, "").By("12")
	}
	return s.record(ctx, event{action: "position.end", article: "12", detail: decision, kind: "position", key: p.Key,
		person: p.Staff, department: p.Department, grant: grant, before: before, after: p})
}
