package department

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// The actions on departments.
const (
	actionCreate act.Action = "CREATE"
	actionUpdate act.Action = "UPDATE"
	actionMove   act.Action = "MOVE"
	actionDelete act.Action = "DELETE"
)

// rules are what acts on departments take: the Board shapes the tree (Art. 3).
func rules() []act.Rule[*matter] {
	return []act.Rule[*matter]{
		{Action: actionCreate, Asks: "structure", Makes: true},
		{Action: actionUpdate, Asks: "structure"},
		{Action: actionMove, Asks: "structure", State: movable},
		{Action: actionDelete, Asks: "structure", State: unused},
	}
}

func movable(_ context.Context, m *matter, _ access.Grant) error {
	if m.Kind == Centre {
		return errRoot
	}
	return nil
}

func unused(ctx context.Context, m *matter, _ access.Grant) error {
	used, err := m.row.used(ctx)
	if err == nil && used[m.Key] {
		return errInUse
	}
	return err
}

var (
	errRoot  = fault.User(fault.WrongState, rootStays, "").By("3")
	errInUse = fault.User(fault.InUse, departmentInUse, "")
)

// AvailableActions returns, for each of the departments, what the caller may do now and, if not, why.
func (s *Service) AvailableActions(ctx context.Context, list []*Department) (map[*Department][]*act.Available, error) {
	shared := &row{s: s, list: list}
	return act.AvailableEach(ctx, s.acts, list, func(d *Department) *matter { return &matter{Department: d, row: shared} })
}

// VersionFor is what a change of the department has to expect, nil for those who may change nothing of it.
func (s *Service) VersionFor(ctx context.Context, d *Department) *int {
	return s.acts.VersionFor(ctx, &matter{Department: d})
}

// row is departments that are asked about together.
type row struct {
	s    *Service
	list []*Department
	once paging.Once[map[db.ID]bool]
}

// used are those of them that something refers to.
func (r *row) used(ctx context.Context) (map[db.ID]bool, error) {
	return r.once.Get(func() (map[db.ID]bool, error) {
		keys := make([]db.ID, len(r.list))
		for i, d := range r.list {
			keys[i] = d.Key
		}
		return r.s.referred(ctx, keys)
	})
}
