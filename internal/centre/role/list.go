package role

import (
	"context"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// Pages of granted roles, of delegations and of positions.
type (
	PositionConnection   = paging.Connection[*Position]
	PositionEdge         = paging.Edge[*Position]
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

// PositionFilter narrows a list of positions.
type PositionFilter struct {
	Over *bool
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
	now := s.db.Now(ctx)
	if err := s.shifts(ctx, "department_id", departments, now); err != nil {
		return nil, err
	}
	all, err := s.officers(ctx, "positions.department_id", departments, now)
	officers := make(map[db.ID][]*Officer, len(departments))
	for _, o := range all {
		officers[o.Department] = append(officers[o.Department], o)
	}
	return officers, err
}

// OfficesOf returns what each of the people leads now: administrative information for everybody.
func (s *Service) OfficesOf(ctx context.Context, people []db.ID) (map[db.ID][]*Officer, error) {
	now := s.db.Now(ctx)
	if err := s.shifts(ctx, "staff_id", people, now); err != nil {
		return nil, err
	}
	all, err := s.officers(ctx, "positions.staff_id", people, now)
	offices := make(map[db.ID][]*Officer, len(people))
	for _, o := range all {
		offices[o.Staff] = append(offices[o.Staff], o)
	}
	return offices, err
}

// InOffice reports whether the person leads a department now and is at work, so that everybody may read their name.
func (s *Service) InOffice(ctx context.Context, person db.ID) (bool, error) {
	offices, err := s.OfficesOf(ctx, []db.ID{person})
	return len(offices[person]) > 0, err
}

// PositionsOf returns a page of the positions of each person, past ones included, the latest to begin first.
func (s *Service) PositionsOf(ctx context.Context, people []db.ID, f PositionFilter, args paging.Args) (map[db.ID]*PositionConnection, error) {
	plan, err := paging.New(args, paging.Order{Name: "from", Column: "positions.from_at", ID: "positions.id", Desc: true})
	if err != nil {
		return nil, err
	}
	var c db.Conditions
	reach := s.access.Reach(ctx, "position", "read")
	c.Add(reach.SQL, reach.Args...)
	c.Flag(f.Over, "positions.to_at IS NOT NULL AND positions.to_at <= ?", s.db.Now(ctx))
	return s.positionsOf(ctx, plan, people, c)
}

// AssignmentsOf returns the live granted roles of each person that the actor may read.
func (s *Service) AssignmentsOf(ctx context.Context, people []db.ID) (map[db.ID][]*Assignment, error) {
	all, err := s.assignmentsOf(ctx, people)
	assignments := make(map[db.ID][]*Assignment, len(people))
	for _, a := range all {
		assignments[a.Staff] = append(assignments[a.Staff], a)
	}
	return assignments, err
}

// Assignments returns a page of granted roles.
func (s *Service) Assignments(ctx context.Context, f AssignmentFilter, o AssignmentOrder, args paging.Args) (*AssignmentConnection, error) {
	plan, err := assignmentOrders.Plan(o, s.access.Links(ctx), args)
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
	return paging.Read[*Assignment](ctx, s.db, plan, assignmentColumns, "role_assignments", strings.Join(where, " AND "), values)
}

// Delegations returns a page of lent powers.
func (s *Service) Delegations(ctx context.Context, f DelegationFilter, o DelegationOrder, args paging.Args) (*DelegationConnection, error) {
	plan, err := delegationOrders.Plan(o, s.access.Links(ctx), args)
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
	return paging.Read[*Delegation](ctx, s.db, plan, delegationColumns, "delegations", strings.Join(where, " AND "), values)
}
