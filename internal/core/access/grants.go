package access

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
)

// grantsSQL reads all that a person may act under, as rows (role, department, reach, principal): the home
// department as staff, positions and lent positions as manager, granted and lent roles centre-wide, and the
// departments above home as 'line', and 'head' where they head the Board. CROSS JOIN keeps SQLite from starting at everybody's roles.
const grantsSQL = `
SELECT 'staff' AS role, s.department_id AS department_id, p.descendant_id AS reach_id, NULL AS principal_id
  FROM staff s JOIN department_paths p ON p.ancestor_id = s.department_id WHERE s.id = ?
UNION ALL
SELECT 'line', p.ancestor_id, NULL, NULL
  FROM staff s JOIN department_paths p ON p.descendant_id = s.department_id WHERE s.id = ?
UNION ALL
SELECT 'manager', po.department_id, p.descendant_id, NULL
  FROM positions po JOIN department_paths p ON p.ancestor_id = po.department_id
 WHERE po.staff_id = ? AND po.from_at <= ? AND (po.to_at IS NULL OR po.to_at > ?)
UNION ALL
SELECT 'head', NULL, NULL, NULL
  FROM positions po JOIN departments d ON d.id = po.department_id AND d.kind = 'BOARD'
 WHERE po.staff_id = ? AND po.kind IN ('HEAD', 'ACTING') AND po.from_at <= ? AND (po.to_at IS NULL OR po.to_at > ?)
UNION ALL
SELECT ra.role, NULL, NULL, NULL FROM role_assignments ra WHERE ra.staff_id = ? AND ra.live = 1
UNION ALL
SELECT 'manager', d.department_id, p.descendant_id, d.from_staff_id
  FROM delegations d
  JOIN positions po ON po.staff_id = d.from_staff_id AND po.department_id = d.department_id AND po.from_at <= ? AND (po.to_at IS NULL OR po.to_at > ?)
  JOIN department_paths p ON p.ancestor_id = d.department_id
 WHERE d.to_staff_id = ? AND d.role = 'manager' AND d.from_at <= ? AND d.to_at > ? AND d.revoked_at IS NULL
UNION ALL
SELECT 'director', NULL, NULL, d.from_staff_id
  FROM delegations d CROSS JOIN role_assignments ra ON ra.staff_id = d.from_staff_id AND ra.role = 'director' AND ra.live = 1
 WHERE d.to_staff_id = ? AND d.role = 'director' AND d.from_at <= ? AND d.to_at > ? AND d.revoked_at IS NULL`

// Load returns an active staff member as an actor with the roles they hold at this moment; NotFound for anybody else.
func (a *Access) Load(ctx context.Context, staffID db.ID) (*Actor, error) {
	var person struct {
		Name       string `db:"name"`
		Department db.ID  `db:"department_id"`
	}
	h := a.db.From(ctx)
	if err := h.Get(ctx, &person, "SELECT name, department_id FROM staff WHERE id = ? AND state = 'ACTIVE'", staffID); err != nil {
		return nil, err
	}
	actor := &Actor{StaffID: staffID, Name: person.Name, Home: person.Department}
	return actor, a.loadGrants(ctx, actor)
}

func (a *Access) loadGrants(ctx context.Context, actor *Actor) error {
	now, id := a.db.Now(ctx), actor.StaffID
	var rows []struct {
		Role       Role  `db:"role"`
		Department db.ID `db:"department_id"`
		Reach      db.ID `db:"reach_id"`
		Principal  db.ID `db:"principal_id"`
	}
	err := a.db.From(ctx).Select(ctx, &rows, grantsSQL,
		id, id, id, now, now, id, now, now, id, now, now, id, now, now, id, now, now)
	if err != nil {
		return err
	}
	actor.Grants, actor.HomeLine, actor.HeadsBoard = []Grant{{Role: Public}}, nil, false
	type key struct {
		role                  Role
		department, principal db.ID
	}
	at := map[key]int{}
	for _, r := range rows {
		switch r.Role {
		case "line":
			actor.HomeLine = append(actor.HomeLine, r.Department)
			continue
		case "head":
			actor.HeadsBoard = true
			continue
		}
		k := key{r.Role, r.Department, r.Principal}
		i, seen := at[k]
		if !seen {
			i = len(actor.Grants)
			at[k] = i
			actor.Grants = append(actor.Grants, Grant{Role: r.Role, Department: r.Department, OnBehalfOf: r.Principal})
		}
		// One department may be reached through two positions, so a row may repeat; a set is not worth it here.
		if !r.Reach.IsZero() {
			actor.Grants[i].Reach = append(actor.Grants[i].Reach, r.Reach)
		}
	}
	return nil
}

// Refresh reads the actor's roles again and returns a context with what they hold now. Transactions that decide,
// publish or grant call it first, so that a revoked role counts at once. A person who is no longer active is
// Unauthenticated; a context without a person stays as it is.
func (a *Access) Refresh(ctx context.Context) (context.Context, error) {
	old := Of(ctx)
	if !old.SignedIn() {
		return ctx, nil
	}
	fresh, err := a.Load(ctx, old.StaffID)
	if fault.Is(err, fault.NotFound) {
		return nil, fault.ErrUnauthenticated
	}
	if err != nil {
		return nil, err
	}
	fresh.AccountID, fresh.SessionID, fresh.Address, fresh.UserAgent = old.AccountID, old.SessionID, old.Address, old.UserAgent
	return With(ctx, fresh), nil
}
