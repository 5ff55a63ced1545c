package role

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// managersSQL reads who may manage the department and those above it, nearest first: holders of a position in force
// and, while it is, whom they lent its power. The Board and the root are left out, and so are directors, who decide at
// the Board's step instead.
const managersSQL = `
SELECT p.ancestor_id AS department_id, m.staff_id, m.lender_id
  FROM department_paths p
  JOIN departments d ON d.id = p.ancestor_id AND d.kind NOT IN ('CENTRE', 'BOARD')
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
 WHERE p.descendant_id = ?
   AND NOT EXISTS (SELECT 1 FROM role_assignments ra WHERE ra.staff_id = s.id AND ra.role = 'director' AND ra.live = 1)
 ORDER BY p.depth, s.id`

// Managers returns those in office of the department, or of the nearest above it that has any, the Board and the root
// left out; zero when there is none. A director is not among them, nor anybody in except, nor a delegate of theirs.
func (s *Service) Managers(ctx context.Context, department db.ID, except ...db.ID) (at db.ID, managers []db.ID, err error) {
	now := s.db.Now(ctx)
	var rows []struct {
		Department db.ID `db:"department_id"`
		Staff      db.ID `db:"staff_id"`
		Lender     db.ID `db:"lender_id"`
	}
	if err := s.db.From(ctx).Select(ctx, &rows, managersSQL, now, now, now, now, now, now, department); err != nil {
		return db.ID{}, nil, err
	}
	barred := func(id db.ID) bool { return !id.IsZero() && slices.Contains(except, id) }
	for _, r := range rows {
		if barred(r.Staff) || barred(r.Lender) {
			continue
		}
		if at.IsZero() {
			at = r.Department
		}
		if r.Department != at {
			break
		}
		if !slices.Contains(managers, r.Staff) {
			managers = append(managers, r.Staff)
		}
	}
	return at, managers, nil
}

// Holders returns the active staff to whom the role is granted. A power lent to somebody does not count.
func (s *Service) Holders(ctx context.Context, role access.Role) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), `SELECT s.id FROM role_assignments ra JOIN staff s ON s.id = ra.staff_id AND s.state = 'ACTIVE'
		WHERE ra.role = ? AND ra.live = 1 ORDER BY ra.granted_at, s.id`, role)
}
