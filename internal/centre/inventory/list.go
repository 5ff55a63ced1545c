package inventory

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// seesAssets reports whether the actor may see any asset, and so the rounds.
func (s *Service) seesAssets(ctx context.Context) bool {
	return !s.access.Reach(ctx, policy, "read").None()
}

// Get returns the round with the global id to people who may see assets, else NotFound.
func (s *Service) Get(ctx context.Context, global string) (*Round, error) {
	key, err := db.ParseID(kind, global)
	if err != nil {
		return nil, err
	}
	if !s.seesAssets(ctx) {
		return nil, fault.ErrNotFound
	}
	return s.one(ctx, key)
}

// ByIDs returns the rounds with the keys, to people who may see assets.
func (s *Service) ByIDs(ctx context.Context, keys []db.ID) (map[db.ID]*Round, error) {
	found := make(map[db.ID]*Round, len(keys))
	if !s.seesAssets(ctx) {
		return found, nil
	}
	all, err := s.some(ctx, keys)
	for _, r := range all {
		found[r.Key] = r
	}
	return found, err
}

// Live returns the open round to people who may see assets; nil if none is open.
func (s *Service) Live(ctx context.Context) (*Round, error) {
	if !s.seesAssets(ctx) {
		return nil, nil
	}
	r, err := s.live(ctx)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return r, err
}

// List returns a page of the rounds.
func (s *Service) List(ctx context.Context, o Order, args paging.Args) (*Connection, error) {
	plan, err := orders.Plan(o, nil, args)
	if err != nil {
		return nil, err
	}
	where := "1 = 1"
	if !s.seesAssets(ctx) {
		where = "1 = 0"
	}
	return paging.Read[*Round](ctx, s.db, plan, columns, "inventory_rounds", where, nil)
}

// LineFilter narrows the lines of a round.
type LineFilter struct {
	Department string
	Subtree    bool // and the departments below it
	Result     Result
	Differs    *bool
}

// asked is where the actor may see what a round found.
func (s *Service) asked(ctx context.Context) access.Reach {
	return s.access.ReachOver(ctx, policy, "inventory_lines", "read")
}

// Lines returns a page of what the round found in the departments that the actor may see.
func (s *Service) Lines(ctx context.Context, r *Round, f LineFilter, o LineOrder, args paging.Args) (*LineConnection, error) {
	plan, err := lineOrders.Plan(o, s.access.Links(ctx), args)
	if err != nil {
		return nil, err
	}
	where, values, err := s.lines(ctx, r, f)
	if err != nil {
		return nil, err
	}
	return paging.Read[*Line](ctx, s.db, plan, lineColumns, "inventory_lines", where, values)
}

// Line returns the line with the global id where the actor may see what a round found, else NotFound.
func (s *Service) Line(ctx context.Context, global string) (*Line, error) {
	round, key, err := db.ParsePair("inventory_line", global)
	if err != nil {
		return nil, err
	}
	return s.lineSeen(ctx, round, key, s.asked(ctx))
}

// lines turns the filter and the actor's reach into a condition.
func (s *Service) lines(ctx context.Context, r *Round, f LineFilter) (string, []any, error) {
	reach := s.asked(ctx)
	var c db.Conditions
	c.Add("inventory_lines.round_id = ?", r.Key)
	c.Add(reach.Residual().SQL, reach.Args...)
	if f.Department != "" {
		d, err := db.ParseID("department", f.Department)
		if err != nil {
			return "", nil, err
		}
		if f.Subtree {
			c.Add("inventory_lines.department_id IN (SELECT descendant_id FROM department_paths WHERE ancestor_id = ?)", d)
		} else {
			c.Add("inventory_lines.department_id = ?", d)
		}
	}
	if f.Result != "" {
		c.Add("inventory_lines.result = ?", f.Result)
	}
	if f.Differs != nil {
		operator := map[bool]string{true: "IN", false: "NOT IN"}[*f.Differs]
		c.Add("inventory_lines.result "+operator+" (?)", r.different())
	}
	where, values := c.All()
	return where, values, nil
}

// Progress returns how far each department is that the actor may see, by its code.
func (s *Service) Progress(ctx context.Context, r *Round) ([]*Progress, error) {
	all, err := s.progress(ctx, r, s.asked(ctx))
	for _, p := range all {
		p.round = r
	}
	return all, err
}

// Tally counts the lines that Lines would show, all of them or those of each department, since the round was opened.
func (s *Service) Tally(ctx context.Context, r *Round, f LineFilter, each bool) ([]paging.Tally, error) {
	where, values, err := s.lines(ctx, r, f)
	if err != nil {
		return nil, err
	}
	by := ""
	if each {
		by = "inventory_lines.department_id"
	}
	counted, err := paging.Count(ctx, s.db, by, "inventory_lines.at", "inventory_lines", where, values)
	for i := range counted {
		if counted[i].Count > 0 {
			counted[i].Since = r.OpenedAt
		}
	}
	return counted, err
}
