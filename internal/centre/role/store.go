package role

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
)

const (
	positionColumns   = "positions.id, positions.staff_id, positions.department_id, positions.kind, positions.decision_no, positions.from_at, positions.to_at, positions.created_at"
	assignmentColumns = "role_assignments.id, role_assignments.staff_id, role_assignments.role, role_assignments.granted_by, role_assignments.granted_at, role_assignments.revoked_by, role_assignments.revoked_at"
	delegationColumns = "delegations.id, delegations.from_staff_id, delegations.to_staff_id, delegations.role, delegations.department_id, delegations.decision_no, delegations.from_at, delegations.to_at, delegations.revoked_at, delegations.created_at"
)

// all reads rows of a table into dest, whoever asks.
func (s *Service) all(ctx context.Context, dest any, columns, table, where string, args ...any) error {
	return s.db.From(ctx).Select(ctx, dest, "SELECT "+columns+" FROM "+table+" WHERE "+where, args...)
}

// visible reads one row that the actor may read into dest, else NotFound.
func (s *Service) visible(ctx context.Context, dest any, kind, columns, table, global string) error {
	id, err := db.ParseID(kind, global)
	if err != nil {
		return err
	}
	reach := s.access.Reach(ctx, kind, "read")
	return s.db.From(ctx).Get(ctx, dest, "SELECT "+columns+" FROM "+table+" WHERE "+table+".id = ? AND "+reach.SQL, append([]any{id}, reach.Args...)...)
}

// insertAssignment writes a live assignment, whose key decides between two grants at once.
func (s *Service) insertAssignment(ctx context.Context, a *Assignment) error {
	_, err := s.db.From(ctx).Exec(ctx, "INSERT INTO role_assignments (id, staff_id, role, live, granted_by, granted_at) VALUES (?, ?, ?, 1, ?, ?)",
		a.Key, a.Staff, a.Role, a.GrantedBy, a.GrantedAt)
	if db.IsDuplicate(err) {
		return fault.User(fault.WrongState, fault.Text{VI: "Cán bộ đã có quyền này.", EN: "The person holds this role already."}, "input.role")
	}
	return err
}
