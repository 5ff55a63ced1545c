package role

import (
	"context"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/feed"
)

// Pages of granted roles and of delegations.
type (
	AssignmentConnection = paging.Connection[*Assignment]
	AssignmentEdge       = paging.Edge[*Assignment]
	DelegationConnection = paging.Connection[*Delegation]
	DelegationEdge       = paging.Edge[*Delegation]
)

// AssignmentFilter narrows the list of granted roles.
type AssignmentFilter struct {
	StaffMember string
	Role        access.Role
	Live        *bool
}

// DelegationFilter narrows the list of delegations.
type DelegationFilter struct {
	StaffMember string // lender or borrower
	InForce     *bool
}

// Position returns the position with the global id, else NotFound.
func (s *Service) Position(ctx context.Context, global string) (*Position, error) {
	p := new(Position)
	return p, s.visible(ctx, p, "position", positionColumns, "positions", global)
}

// Assignment returns the granted role with the global id, else NotFound.
func (s *Service) Assignment(ctx context.Context, global string) (*Assignment, error) {
	a := new(Assignment)
	return a, s.visible(ctx, a, "role", assignmentColumns, "role_assignments", global)
}

// Delegation returns the delegation with the global id, else NotFound.
func (s *Service) Delegation(ctx context.Context, global string) (*Delegation, error) {
	d := new(Delegation)
	return d, s.visible(ctx, d, "delegation", delegationColumns, "delegations", global)
}

// Officers returns who leads each of the departments now, the head first: administrative information for everybody.
func (s *Service) Officers(ctx context.Context, departments []db.ID) (map[db.ID][]*Officer, error) {
	now, reach := s.db.Now(ctx), s.access.Reach(ctx, "department", "read")
	if err := s.shifts(ctx, departments, now); err != nil {
		return nil, err
	}
	var all []*Officer
	err := s.db.From(ctx).Select(ctx, &all, `SELECT positions.department_id, positions.staff_id, positions.kind, staff.name, staff.title, positions.from_at
		FROM positions JOIN staff ON staff.id = positions.staff_id JOIN departments ON departments.id = positions.department_id
		WHERE positions.department_id IN (?) AND positions.from_at <= ? AND (positions.to_at IS NULL OR positions.to_at > ?) AND `+reach.SQL+`
		ORDER BY CASE positions.kind WHEN 'DEPUTY' THEN 1 ELSE 0 END, positions.from_at, positions.id`,
		slices.Concat([]any{departments, now, now}, reach.Args)...)
	officers := make(map[db.ID][]*Officer, len(departments))
	for _, o := range all {
		officers[o.Department] = append(officers[o.Department], o)
	}
	return officers, err
}

// shifts notes that officers come and go, and when the next position in one of the departments begins or ends.
func (s *Service) shifts(ctx context.Context, departments []db.ID, now db.Time) error {
	if !feed.Noting(ctx) {
		return nil
	}
	feed.Depends(ctx, "departments", "staff")
	var next db.Time
	err := s.db.From(ctx).Get(ctx, &next, `SELECT MIN(CASE WHEN from_at > ? THEN from_at ELSE to_at END) FROM positions
		WHERE department_id IN (?) AND (from_at > ? OR to_at > ?)`, now, departments, now, now)
	feed.Timed(ctx, next.Time)
	return err
}

// PositionsOf returns the positions of each person that are not over, the latest first.
func (s *Service) PositionsOf(ctx context.Context, people []db.ID) (map[db.ID][]*Position, error) {
	reach := s.access.Reach(ctx, "position", "read")
	var all []*Position
	err := s.all(ctx, &all, positionColumns, "positions", "positions.staff_id IN (?) AND (positions.to_at IS NULL OR positions.to_at > ?) AND "+reach.SQL+" ORDER BY positions.from_at DESC, positions.id DESC",
		slices.Concat([]any{people, s.db.Now(ctx)}, reach.Args)...)
	positions := make(map[db.ID][]*Position, len(people))
	for _, p := range all {
		positions[p.Staff] = append(positions[p.Staff], p)
	}
	return positions, err
}

// AssignmentsOf returns the live granted roles of each person that the actor may read.
func (s *Service) AssignmentsOf(ctx context.Context, people []db.ID) (map[db.ID][]*Assignment, error) {
	reach := s.access.Reach(ctx, "role", "read")
	var all []*Assignment
	err := s.all(ctx, &all, assignmentColumns, "role_assignments", "role_assignments.staff_id IN (?) AND role_assignments.live = 1 AND "+reach.SQL+" ORDER BY role_assignments.role",
		slices.Concat([]any{people}, reach.Args)...)
	assignments := make(map[db.ID][]*Assignment, len(people))
	for _, a := range all {
		assignments[a.Staff] = append(assignments[a.Staff], a)
	}
	return assignments, err
}

// Assignments returns a page of granted roles, the latest first.
func (s *Service) Assignments(ctx context.Context, f AssignmentFilter, args paging.Args) (*AssignmentConnection, error) {
	plan, err := paging.New(args, paging.Order{Name: "granted", Column: "role_assignments.granted_at", ID: "role_assignments.id", Desc: true})
	if err != nil {
		return nil, err
	}
	reach := s.access.Reach(ctx, "role", "read")
	where, values := []string{reach.SQL}, slices.Clone(reach.Args)
	if f.StaffMember != "" {
		person, err := db.ParseID("staff", f.StaffMember)
		if err != nil {
			return nil, err
		}
		where, values = append(where, "role_assignments.staff_id = ?"), append(values, person)
	}
	if f.Role != "" {
		where, values = append(where, "role_assignments.role = ?"), append(values, f.Role)
	}
	if f.Live != nil {
		where, values = append(where, "COALESCE(role_assignments.live, 0) = ?"), append(values, *f.Live)
	}
	return paging.Query(ctx, s.db, plan, assignmentColumns, "role_assignments", strings.Join(where, " AND "), values,
		func(a *Assignment) (any, db.ID) { return a.GrantedAt, a.Key })
}

// Delegations returns a page of lent powers, the latest first.
func (s *Service) Delegations(ctx context.Context, f DelegationFilter, args paging.Args) (*DelegationConnection, error) {
	plan, err := paging.New(args, paging.Order{Name: "from", Column: "delegations.from_at", ID: "delegations.id", Desc: true})
	if err != nil {
		return nil, err
	}
	reach := s.access.Reach(ctx, "delegation", "read")
	where, values := []string{reach.SQL}, slices.Clone(reach.Args)
	if f.StaffMember != "" {
		person, err := db.ParseID("staff", f.StaffMember)
		if err != nil {
			return nil, err
		}
		where, values = append(where, "(delegations.from_staff_id = ? OR delegations.to_staff_id = ?)"), append(values, person, person)
	}
	if f.InForce != nil {
		now := s.db.Now(ctx)
		where = append(where, "(delegations.revoked_at IS NULL AND delegations.from_at <= ? AND delegations.to_at > ?) = ?")
		values = append(values, now, now, *f.InForce)
	}
	return paging.Query(ctx, s.db, plan, delegationColumns, "delegations", strings.Join(where, " AND "), values,
		func(d *Delegation) (any, db.ID) { return d.From, d.Key })
}
