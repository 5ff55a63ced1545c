package role

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/feed"
)

// seatsSQL reads who may manage each department, with those above it, nearest first: holders of a position in force and,
// while it is, whom they lent its power. The Board and the root are left out, and so are directors and what they lent: they
// decide at the Board's step instead.
const seatsSQL = `
SELECT p.descendant_id AS of_id, p.ancestor_id AS department_id, m.staff_id, m.lender_id
  FROM department_paths p
  JOIN departments ON departments.id = p.ancestor_id AND departments.kind NOT IN ('CENTRE', 'BOARD')
  JOIN (
    SELECT po.department_id, po.staff_id, NULL AS lender_id
      FROM positions po WHERE po.from_at <= ? AND (po.to_at IS NULL OR po.to_at > ?)
    UNION
    SELECT de.department_id, de.to_staff_id, de.from_staff_id
      FROM delegations de
      JOIN positions po ON po.staff_id = de.from_staff_id AND po.department_id = de.department_id
       AND po.from_at <= ? AND (po.to_at IS NULL OR po.to_at > ?)
     WHERE de.role = 'manager' AND de.from_at <= ? AND de.to_at > ? AND de.revoked_at IS NULL
  ) m ON m.department_id = p.ancestor_id
  JOIN staff s ON s.id = m.staff_id AND s.state = 'ACTIVE'
 WHERE p.descendant_id IN (?)
   AND NOT EXISTS (SELECT 1 FROM role_assignments ra WHERE ra.staff_id IN (m.staff_id, m.lender_id) AND ra.role = 'director' AND ra.live = 1)
 ORDER BY p.descendant_id, p.depth, s.id`

// seatRow is a seat, and of which department it was asked for.
type seatRow struct {
	Of         db.ID `db:"of_id"`
	Department db.ID `db:"department_id"`
	Staff      db.ID `db:"staff_id"`
	Lender     db.ID `db:"lender_id"`
}

func (s *Service) seats(ctx context.Context, departments []db.ID) ([]seatRow, error) {
	now := s.db.Now(ctx)
	return db.All[seatRow](ctx, s.db.From(ctx), seatsSQL, now, now, now, now, now, now, departments)
}

// Holders returns the active staff to whom the role is granted. A power lent to somebody does not count.
func (s *Service) Holders(ctx context.Context, role access.Role) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), `SELECT s.id FROM role_assignments ra JOIN staff s ON s.id = ra.staff_id AND s.state = 'ACTIVE'
		WHERE ra.role = ? AND ra.live = 1 ORDER BY ra.granted_at, s.id`, role)
}

// boardHead is somebody who heads the Board: its head, or the acting head appointed by decision.
type boardHead struct {
	Staff db.ID       `db:"staff_id"`
	State staff.State `db:"state"`
}

// boardHeads reads who heads the Board now, unless they have left.
func (s *Service) boardHeads(ctx context.Context) ([]boardHead, error) {
	now := s.db.Now(ctx)
	return db.All[boardHead](ctx, s.db.From(ctx), `SELECT po.staff_id, s.state FROM positions po JOIN departments d ON d.id = po.department_id AND d.kind = 'BOARD'
		JOIN staff s ON s.id = po.staff_id AND s.state <> 'LEFT'
		WHERE po.kind IN ('HEAD', 'ACTING') AND po.from_at <= ? AND (po.to_at IS NULL OR po.to_at > ?)`, now, now)
}

// officers reads who leads what now and is at work, the head of each department first: those departments, or those people, that the column
// names.
func (s *Service) officers(ctx context.Context, column string, keys []db.ID, now db.Time) ([]*Officer, error) {
	tree, reach := s.access.Reach(ctx, "department", "read"), s.access.Reach(ctx, "office", "read")
	return db.All[*Officer](ctx, s.db.From(ctx), `SELECT positions.department_id, positions.staff_id, positions.kind, staff.name, positions.from_at
		FROM positions JOIN staff ON staff.id = positions.staff_id JOIN departments ON departments.id = positions.department_id
		WHERE `+column+` IN (?) AND positions.from_at <= ? AND (positions.to_at IS NULL OR positions.to_at > ?) AND `+tree.SQL+` AND `+reach.SQL+`
		ORDER BY CASE positions.kind WHEN 'DEPUTY' THEN 1 ELSE 0 END, positions.from_at, positions.id`,
		slices.Concat([]any{keys, now, now}, tree.Args, reach.Args)...)
}

// shifts notes that officers come and go, and when the next position of one of the departments, or people, begins or ends.
func (s *Service) shifts(ctx context.Context, column string, keys []db.ID, now db.Time) error {
	if !feed.Noting(ctx) {
		return nil
	}
	feed.Depends(ctx, "departments", "staff")
	var next db.Time
	err := s.db.From(ctx).Get(ctx, &next, `SELECT MIN(CASE WHEN from_at > ? THEN from_at ELSE to_at END) FROM positions
		WHERE `+column+` IN (?) AND (from_at > ? OR to_at > ?)`, now, keys, now, now)
	feed.Timed(ctx, next.Time)
	return err
}

// openPositions reads the positions of a person in the department that are not over, without checking rights; in all where none is
// given.
func (s *Service) openPositions(ctx context.Context, person, department db.ID) ([]*Position, error) {
	query, args := "SELECT "+positionColumns+" FROM positions WHERE staff_id = ? AND (to_at IS NULL OR to_at > ?)", []any{person, s.db.Now(ctx)}
	if !department.IsZero() {
		query, args = query+" AND department_id = ?", append(args, department)
	}
	return db.All[*Position](ctx, s.db.From(ctx), query, args...)
}

// overlapping reads the positions in the department of another over its time.
func (s *Service) overlapping(ctx context.Context, p *Position) ([]*Position, error) {
	query := "SELECT kind, staff_id FROM positions WHERE department_id = ? AND (to_at IS NULL OR to_at > ?)"
	args := []any{p.Department, p.From}
	if !p.To.IsZero() {
		query, args = query+" AND from_at < ?", append(args, p.To)
	}
	return db.All[*Position](ctx, s.db.From(ctx), query, args...)
}

// countPositions is how many positions of a person are not over.
func (s *Service) countPositions(ctx context.Context, person db.ID) (int, error) {
	return db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(*) FROM positions WHERE staff_id = ? AND (to_at IS NULL OR to_at > ?)", person, s.db.Now(ctx))
}

func (s *Service) insertPosition(ctx context.Context, p *Position) error {
	return s.db.From(ctx).Insert(ctx, "positions", p)
}

// saveEnd writes the end of a position; a user error where it is over.
func (s *Service) saveEnd(ctx context.Context, p *Position) error {
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE positions SET to_at = ? WHERE id = ? AND (to_at IS NULL OR to_at > ?)", p.To, p.Key, s.db.Now(ctx))
	if err == nil && n == 0 {
		err = errOver
	}
	if err != nil {
		return err
	}
	return s.db.From(ctx).Saved("positions", p)
}

// positionsOf reads a page of the positions of each person that meet the conditions.
func (s *Service) positionsOf(ctx context.Context, plan *paging.Plan, people []db.ID, c db.Conditions) (map[db.ID]*PositionConnection, error) {
	where, values := c.All()
	return paging.Each(ctx, s.db, plan, paging.Lists[*Position]{
		Columns: positionColumns, From: "positions", Owner: "positions.staff_id", Where: where, Args: func(db.ID) []any { return values },
		At: func(p *Position) (any, db.ID) { return p.From, p.Key }, Of: func(p *Position) db.ID { return p.Staff },
	}, people)
}

// assignmentsOf reads the live granted roles of people that the actor may read.
func (s *Service) assignmentsOf(ctx context.Context, people []db.ID) ([]*Assignment, error) {
	reach := s.access.Reach(ctx, "role", "read")
	return db.All[*Assignment](ctx, s.db.From(ctx), "SELECT "+assignmentColumns+" FROM role_assignments WHERE role_assignments.staff_id IN (?) AND role_assignments.live = 1 AND "+
		reach.SQL+" ORDER BY role_assignments.role", slices.Concat([]any{people}, reach.Args)...)
}
