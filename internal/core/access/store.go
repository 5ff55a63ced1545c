package access

import (
	"context"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
)

// grantsSQL reads all that a person may act under, as rows (role, department, reach, principal, name): the home
// department as staff, with their name, if they are in active service, positions and lent positions as manager, granted
// and lent roles centre-wide, and the departments above home as 'line', 'head' where they head the Board, and to a director
// the departments without anybody at work who manages them as 'unmanaged'. CROSS JOIN keeps SQLite from starting at
// everybody's roles.
const grantsSQL = `
SELECT 'staff' AS role, s.department_id AS department_id, p.descendant_id AS reach_id, NULL AS principal_id, s.name AS name
  FROM staff s JOIN department_paths p ON p.ancestor_id = s.department_id WHERE s.id = ? AND s.state = 'ACTIVE'
UNION ALL
SELECT 'line', p.ancestor_id, NULL, NULL, NULL
  FROM staff s JOIN department_paths p ON p.descendant_id = s.department_id WHERE s.id = ?
UNION ALL
SELECT 'manager', po.department_id, p.descendant_id, NULL, NULL
  FROM positions po JOIN department_paths p ON p.ancestor_id = po.department_id
 WHERE po.staff_id = ? AND po.from_at <= ? AND (po.to_at IS NULL OR po.to_at > ?)
UNION ALL
SELECT 'head', NULL, NULL, NULL, NULL
  FROM positions po JOIN departments d ON d.id = po.department_id AND d.kind = 'BOARD'
 WHERE po.staff_id = ? AND po.kind IN ('HEAD', 'ACTING') AND po.from_at <= ? AND (po.to_at IS NULL OR po.to_at > ?)
UNION ALL
SELECT ra.role, NULL, NULL, NULL, NULL FROM role_assignments ra WHERE ra.staff_id = ? AND ra.live = 1
UNION ALL
SELECT 'manager', d.department_id, p.descendant_id, d.from_staff_id, NULL
  FROM delegations d
  JOIN positions po ON po.staff_id = d.from_staff_id AND po.department_id = d.department_id AND po.from_at <= ? AND (po.to_at IS NULL OR po.to_at > ?)
  JOIN department_paths p ON p.ancestor_id = d.department_id
 WHERE d.to_staff_id = ? AND d.role = 'manager' AND d.from_at <= ? AND d.to_at > ? AND d.revoked_at IS NULL
UNION ALL
SELECT 'director', NULL, NULL, d.from_staff_id, NULL
  FROM delegations d CROSS JOIN role_assignments ra ON ra.staff_id = d.from_staff_id AND ra.role = 'director' AND ra.live = 1
 WHERE d.to_staff_id = ? AND d.role = 'director' AND d.from_at <= ? AND d.to_at > ? AND d.revoked_at IS NULL
UNION ALL
SELECT 'unmanaged', departments.id, NULL, NULL, NULL
  FROM role_assignments ra CROSS JOIN departments
 WHERE ra.staff_id = ? AND ra.role = 'director' AND ra.live = 1
   AND NOT EXISTS (
    SELECT 1 FROM department_paths p JOIN positions po ON po.department_id = p.ancestor_id AND po.from_at <= ? AND (po.to_at IS NULL OR po.to_at > ?)
      JOIN staff s ON s.id = po.staff_id AND s.state = 'ACTIVE' WHERE p.descendant_id = departments.id)
   AND NOT EXISTS (
    SELECT 1 FROM department_paths p JOIN positions po ON po.department_id = p.ancestor_id AND po.from_at <= ? AND (po.to_at IS NULL OR po.to_at > ?)
      JOIN delegations l ON l.from_staff_id = po.staff_id AND l.department_id = po.department_id
       AND l.role = 'manager' AND l.from_at <= ? AND l.to_at > ? AND l.revoked_at IS NULL
      JOIN staff s ON s.id = l.to_staff_id AND s.state = 'ACTIVE' WHERE p.descendant_id = departments.id)`

// granted is a row of grantsSQL.
type granted struct {
	Role       Role    `db:"role"`
	Department db.ID   `db:"department_id"`
	Reach      db.ID   `db:"reach_id"`
	Principal  db.ID   `db:"principal_id"`
	Name       *string `db:"name"` // of the person, where the role is staff
}

func (a *Access) grantsOf(ctx context.Context, id db.ID) ([]granted, error) {
	now := a.db.Now(ctx)
	return db.All[granted](ctx, a.db.From(ctx), grantsSQL, id, id, id, now, now, id, now, now, id, now, now, id, now, now, id, now, now, id, now, now, now, now, now, now)
}

func (a *Access) isDirector(ctx context.Context, person db.ID) (bool, error) {
	n, err := db.One[int](ctx, a.db.From(ctx), "SELECT COUNT(*) FROM role_assignments WHERE staff_id = ? AND role = 'director' AND live = 1", person)
	return n > 0, err
}

// otherDirectors counts the directors beside the person who are in service and can sign in.
func (a *Access) otherDirectors(ctx context.Context, person db.ID) (int, error) {
	return db.One[int](ctx, a.db.From(ctx), `SELECT COUNT(*) FROM role_assignments ra
		JOIN staff s ON s.id = ra.staff_id AND s.state = 'ACTIVE' LEFT JOIN accounts a ON a.staff_id = s.id
		WHERE ra.role = 'director' AND ra.live = 1 AND s.id <> ? AND COALESCE(a.state, 'ACTIVE') = 'ACTIVE'`, person)
}

// Directors reads who holds the role of a director.
func (a *Access) Directors(ctx context.Context) (Directors, error) {
	rows, err := db.All[struct {
		Person db.ID `db:"staff_id"`
		Acts   bool  `db:"acts"`
	}](ctx, a.db.From(ctx), `SELECT ra.staff_id, s.state = 'ACTIVE' AND COALESCE(a.state, 'ACTIVE') = 'ACTIVE' AS acts FROM role_assignments ra
		JOIN staff s ON s.id = ra.staff_id LEFT JOIN accounts a ON a.staff_id = s.id WHERE ra.role = 'director' AND ra.live = 1`)
	all := make(Directors, len(rows))
	for _, r := range rows {
		all[r.Person] = r.Acts
	}
	return all, err
}

// Powerful reports whether the person holds director, web_editor or it, or was lent a director's power, even for a later period.
func (a *Access) Powerful(ctx context.Context, person db.ID) (bool, error) {
	var n int
	err := a.db.From(ctx).Get(ctx, &n, `SELECT (SELECT COUNT(*) FROM role_assignments WHERE staff_id = ? AND live = 1 AND role IN ('director', 'web_editor', 'it'))
		+ (SELECT COUNT(*) FROM delegations WHERE to_staff_id = ? AND role = 'director' AND revoked_at IS NULL AND to_at > ?)`, person, person, a.db.Now(ctx))
	return n > 0, err
}

// pick reads which of the rows are chosen, all in one statement.
func (a *Access) pick(ctx context.Context, parts []part) (map[db.ID]bool, error) {
	picked := map[db.ID]bool{}
	if len(parts) == 0 {
		return picked, nil
	}
	var selects []string
	var args []any
	for _, p := range parts {
		selects = append(selects, "SELECT "+p.table+".id FROM "+p.from+" WHERE "+p.table+".id IN (?) AND "+p.where.SQL)
		args = append(append(args, p.keys), p.where.Args...)
	}
	keys, err := db.All[db.ID](ctx, a.db.From(ctx), strings.Join(selects, " UNION ALL "), args...)
	for _, key := range keys {
		picked[key] = true
	}
	return picked, err
}

// Opening reads whether, and why, directors may create accounts and issue links at this moment. What depends on it asks
// inside its transaction, under PowersLock.
func (a *Access) Opening(ctx context.Context) (o Opening, err error) {
	return o, a.db.From(ctx).Get(ctx, &o, "SELECT CASE WHEN "+newCentreSQL+" THEN 'NEW_CENTRE' WHEN "+orderedSQL+" THEN 'ORDERED' WHEN "+itLeftSQL+" THEN 'IT_LEFT' ELSE '' END")
}
