package role

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/approval"
)

// Managers returns those in office of the department, or of the nearest above it that has any, the Board and the root
// left out; zero when there is none. A director is not among them, nor anybody in except, nor a delegate of theirs.
func (s *Service) Managers(ctx context.Context, department db.ID, except ...db.ID) (at db.ID, managers []db.ID, err error) {
	seats, err := s.Seats(ctx, department)
	if err != nil {
		return db.ID{}, nil, err
	}
	at, managers = approval.Nearest(seats[department], func(p db.ID) bool { return slices.Contains(except, p) })
	return at, managers, nil
}

// Seats returns who may manage each of the departments.
func (s *Service) Seats(ctx context.Context, departments ...db.ID) (map[db.ID][]approval.Seat, error) {
	rows, err := s.seats(ctx, departments)
	if err != nil {
		return nil, err
	}
	seats := make(map[db.ID][]approval.Seat, len(departments))
	for _, d := range departments {
		seats[d] = nil // those without anybody too
	}
	for _, r := range rows {
		seats[r.Of] = append(seats[r.Of], approval.Seat{Department: r.Department, Staff: r.Staff, Lender: r.Lender})
	}
	return seats, nil
}

// Heads returns those at work who head the Board now.
func (s *Service) Heads(ctx context.Context) (heads []db.ID, err error) {
	all, err := s.boardHeads(ctx)
	for _, h := range all {
		if h.State == staff.Active {
			heads = append(heads, h.Staff)
		}
	}
	return heads, err
}
