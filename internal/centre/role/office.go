package role

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
)

// Managers returns those in office of the department, or of the nearest above it that has any, the Board and the root
// left out; zero when there is none. A director is not among them, nor anybody in except, nor a delegate of theirs.
func (s *Service) Managers(ctx context.Context, department db.ID, except ...db.ID) (at db.ID, managers []db.ID, err error) {
	rows, err := s.inOffice(ctx, department)
	if err != nil {
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
