package compliance

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/core/access"
)

// Report is what is open in a department and its units, or in the whole centre.
type Report struct {
	Department db.ID // zero for the whole centre
	Figures    []*Figure
}

// Figure is how much there is of one matter.
type Figure struct {
	Matter  Matter
	Article string
	Count   int
	Since   db.Time // since when the oldest is open; zero if there is none
}

// Report returns what is open in the department with the global id and its units, or in the whole centre for "". It is for the
// department's managers, and for IT and the Board, who have all departments; Forbidden for others.
func (s *Service) Report(ctx context.Context, global string) (*Report, error) {
	key, err := s.mayRead(ctx, global)
	if err != nil {
		return nil, err
	}
	r := &Report{Department: key}
	for _, m := range s.matters {
		all, err := m.tally(ctx, global, false)
		if err != nil {
			return nil, err
		}
		r.Figures = append(r.Figures, m.figure(all))
	}
	return r, nil
}

// Reports returns the same for every department that the caller is responsible for, each with its units, in the order of the
// tree: with one statement for each matter, however many departments there are. Forbidden if the caller has no department.
func (s *Service) Reports(ctx context.Context) ([]*Report, error) {
	mine, parents, err := s.mine(ctx)
	if err != nil {
		return nil, err
	}
	reports, of := make([]*Report, len(mine)), map[db.ID]*Report{}
	for i, d := range mine {
		reports[i] = &Report{Department: d.Key}
		of[d.Key] = reports[i]
	}
	for _, m := range s.matters {
		all, err := m.tally(ctx, "", true)
		if err != nil {
			return nil, err
		}
		under := map[db.ID][]paging.Tally{}
		for _, t := range all {
			for d := t.Department; !d.IsZero(); d = parents[d] {
				under[d] = append(under[d], t)
			}
		}
		for d, r := range of {
			r.Figures = append(r.Figures, m.figure(under[d]))
		}
	}
	return reports, nil
}

// Subjects lists what a figure counts: of the matter, in the department with the global id and its units, "" for the whole
// centre. The list has the same permission as the figure.
func (s *Service) Subjects(ctx context.Context, name Matter, global string, args paging.Args) (*Connection, error) {
	if _, err := s.mayRead(ctx, global); err != nil {
		return nil, err
	}
	for _, m := range s.matters {
		if m.name == name {
			return m.list(ctx, global, args)
		}
	}
	return nil, fault.ErrNotFound // an enum lets nothing else through
}

// figure is all that was counted, together.
func (m matter) figure(all []paging.Tally) *Figure {
	var sum paging.Tally
	for _, t := range all {
		sum = sum.Plus(t)
	}
	return &Figure{m.name, m.article, sum.Count, sum.Since}
}

// mayRead returns the key of the department with the global id, zero for the whole centre, where the caller may see its
// compliance.
func (s *Service) mayRead(ctx context.Context, global string) (key db.ID, err error) {
	if global != "" {
		d, err := s.Departments.Get(ctx, global)
		if err != nil {
			return db.ID{}, err
		}
		key = d.Key
	}
	return key, s.Access.Require(ctx, "compliance", "read", access.Target{Department: key})
}

// mine returns the departments whose compliance the caller may see, the centre as a whole left out, and what each
// department of the tree lies below.
func (s *Service) mine(ctx context.Context) (mine []*department.Department, parents map[db.ID]db.ID, err error) {
	if s.Access.Reach(ctx, "compliance", "read").None() {
		return nil, nil, fault.Refused("12")
	}
	all, err := s.Departments.List(ctx, department.Filter{})
	parents = make(map[db.ID]db.ID, len(all))
	for _, d := range all {
		parents[d.Key] = d.ParentKey
		if d.Kind != department.Centre && s.Access.Allowed(ctx, "compliance", "read", access.Target{Department: d.Key}) {
			mine = append(mine, d)
		}
	}
	return mine, parents, err
}
