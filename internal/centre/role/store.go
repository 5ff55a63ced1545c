package role

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

const (
	positionColumns   = "positions.id, positions.staff_id, positions.department_id, positions.kind, positions.decision_no, positions.from_at, positions.to_at, positions.created_at"
	assignmentColumns = "role_assignments.id, role_assignments.staff_id, role_assignments.role, role_assignments.granted_by, role_assignments.granted_at, role_assignments.revoked_by, role_assignments.revoked_at, role_assignments.live, role_assignments.last_held"
	delegationColumns = "delegations.id, delegations.from_staff_id, delegations.to_staff_id, delegations.role, delegations.department_id, delegations.decision_no, delegations.from_at, delegations.to_at, delegations.revoked_at, delegations.created_at"
)

// visible reads one row that the actor may read into dest, else NotFound.
func (s *Service) visible(ctx context.Context, dest any, kind, columns, table, global string) error {
	id, err := db.ParseID(kind, global)
	if err != nil {
		return err
	}
	reach := s.access.Reach(ctx, kind, "read")
	return s.db.From(ctx).Get(ctx, dest, "SELECT "+columns+" FROM "+table+" WHERE "+table+".id = ? AND "+reach.SQL, append([]any{id}, reach.Args...)...)
}

// homeOf reads the department in which a person works, without checking rights.
func (s *Service) homeOf(ctx context.Context, person db.ID) (db.ID, error) {
	return db.One[db.ID](ctx, s.db.From(ctx), "SELECT department_id FROM staff WHERE id = ?", person)
}

// held returns the roles that a person holds or was lent, those lent for later included.
func (s *Service) held(ctx context.Context, person db.ID) ([]access.Role, error) {
	return db.All[access.Role](ctx, s.db.From(ctx), `SELECT role FROM role_assignments WHERE staff_id = ? AND live = 1
		UNION SELECT role FROM delegations WHERE to_staff_id = ? AND to_at > ? AND revoked_at IS NULL`, person, person, s.db.Now(ctx))
}

// liveAssignments reads the roles granted to a person, without checking rights.
func (s *Service) liveAssignments(ctx context.Context, person db.ID) ([]*Assignment, error) {
	return db.All[*Assignment](ctx, s.db.From(ctx), "SELECT "+assignmentColumns+" FROM role_assignments WHERE staff_id = ? AND live = 1", person)
}

// insertAssignment writes a live assignment, whose key decides between two grants at once.
func (s *Service) insertAssignment(ctx context.Context, a *Assignment) error {
	a.Live = &yes
	err := s.db.From(ctx).Insert(ctx, "role_assignments", a)
	if db.IsDuplicate(err) {
		return fault.User(fault.WrongState, alreadyGranted, "input.role")
	}
	return err
}

// saveRevocation ends a live assignment; a user error where it is not.
func (s *Service) saveRevocation(ctx context.Context, a *Assignment) error {
	h := s.db.From(ctx)
	n, err := h.Exec(ctx, "UPDATE role_assignments SET live = NULL, revoked_by = ?, revoked_at = ?, last_held = ? WHERE id = ? AND live = 1",
		a.RevokedBy, a.RevokedAt, a.LastHeld, a.Key)
	if err == nil && n == 0 {
		err = errRevoked
	}
	if err != nil {
		return err
	}
	return h.Saved("role_assignments", a)
}

// yes is what a column holds that is NULL for no.
var yes = true

// othersOfIT counts the other holders of the role of IT whose account has been used as one of IT's.
func (s *Service) othersOfIT(ctx context.Context, a *Assignment) (int, error) {
	return db.One[int](ctx, s.db.From(ctx), `SELECT COUNT(*) FROM role_assignments ra JOIN accounts a ON a.staff_id = ra.staff_id AND a.it_since IS NOT NULL
		WHERE ra.role = 'it' AND ra.live = 1 AND ra.id <> ?`, a.Key)
}

// openDelegations reads the powers that a person lent or was lent and that are not over, without checking rights.
func (s *Service) openDelegations(ctx context.Context, person db.ID) ([]*Delegation, error) {
	return db.All[*Delegation](ctx, s.db.From(ctx), "SELECT "+delegationColumns+" FROM delegations WHERE (from_staff_id = ? OR to_staff_id = ?) AND revoked_at IS NULL AND to_at > ?",
		person, person, s.db.Now(ctx))
}

// countLoans is how many powers that are not over are lent to a person.
func (s *Service) countLoans(ctx context.Context, person db.ID) (int, error) {
	return db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(*) FROM delegations WHERE to_staff_id = ? AND to_at > ? AND revoked_at IS NULL", person, s.db.Now(ctx))
}

func (s *Service) insertDelegation(ctx context.Context, d *Delegation) error {
	return s.db.From(ctx).Insert(ctx, "delegations", d)
}

// saveReturn writes that a power was taken back; a user error where it is over.
func (s *Service) saveReturn(ctx context.Context, d *Delegation) error {
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE delegations SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL AND to_at > ?", d.RevokedAt, d.Key, s.db.Now(ctx))
	if err == nil && n == 0 {
		err = errReturned
	}
	if err != nil {
		return err
	}
	return s.db.From(ctx).Saved("delegations", d)
}
