package incident

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// Get returns the incident with the global id that the actor may read, else NotFound.
func (s *Service) Get(ctx context.Context, global string) (*Incident, error) {
	i, err := s.load(ctx, global)
	if err != nil {
		return nil, err
	}
	s.veil(ctx, i)
	return i, nil
}

// ByIDs returns the incidents that the actor may read.
func (s *Service) ByIDs(ctx context.Context, keys []db.ID) (map[db.ID]*Incident, error) {
	rows, err := s.many(ctx, keys, s.access.Reach(ctx, kind, "read"))
	found := make(map[db.ID]*Incident, len(rows))
	for _, i := range rows {
		s.veil(ctx, i)
		found[i.Key] = i
	}
	return found, err
}

// veil takes from an incident that is shown whatever tells who reported it, unless the actor may know that: a matter of
// security names its reporter to them and the Board alone (Art. 6d), and a small department is a name too.
func (s *Service) veil(ctx context.Context, i *Incident) {
	if i.Confidential && !s.access.Allowed(ctx, kind, "read_reporter", i.Target()) {
		i.Reporter, i.Department, i.veiled = db.ID{}, db.ID{}, true
	}
}

// Overdue reports whether a target of the incident has passed that still counts.
func (s *Service) Overdue(ctx context.Context, i *Incident) bool { return i.overdue(s.db.Now(ctx)) }

// Filter narrows a list of incidents; what is zero does not count.
type Filter struct {
	Queue      Queue
	Category   Category
	Priority   Priority
	States     []State
	Open       *bool  // still to be solved, or not
	Overdue    *bool  // a target passed that still counts, or not
	Mine       *bool  // handled by the caller, or not
	Unassigned *bool  // without a handler, or with one
	Reported   *bool  // reported by the caller, or not
	Department string // concerned; all below it count too
	Asset      string // that it is about, or the application at fault
	Post       string // that it is about
}

// order is that of a list that names none.
func (f Filter) order() Order {
	yes := func(b *bool) bool { return b != nil && *b }
	if yes(f.Open) || yes(f.Overdue) {
		return Order{Field: ByTarget, Direction: paging.Ascending}
	}
	return orders.Default
}

// List is a page of the incidents that the actor may read.
func (s *Service) List(ctx context.Context, f Filter, o Order, args paging.Args) (*Connection, error) {
	if o.Field == "" {
		o = f.order()
	}
	plan, err := orders.Plan(o, s.access.Links(ctx), args)
	if err != nil {
		return nil, err
	}
	where, values, err := s.where(ctx, f)
	if err != nil {
		return nil, err
	}
	c, err := paging.Read[*Incident](ctx, s.db, plan, columns, "incidents", where, values)
	if err != nil {
		return nil, err
	}
	for _, e := range c.Edges {
		s.veil(ctx, e.Node)
	}
	return c, nil
}

// where is the filter over the incidents that the actor may read. What names the department of a protected reporter is
// not found by it.
func (s *Service) where(ctx context.Context, f Filter) (string, []any, error) {
	me, reach := access.Of(ctx).StaffID, s.access.Reach(ctx, kind, "read")
	var c db.Conditions
	c.Add(reach.SQL, reach.Args...)
	if f.Queue != "" {
		c.Add("incidents.queue = ?", f.Queue)
	}
	if f.Category != "" {
		c.Add("incidents.category = ?", f.Category)
	}
	if f.Priority != "" {
		c.Add("incidents.priority = ?", f.Priority)
	}
	if f.States != nil {
		c.Add("incidents.state IN (?)", f.States)
	}
	if f.Open != nil {
		c.Add("incidents.live = ?", *f.Open)
	}
	c.Flag(f.Overdue, "incidents.live = 1 AND incidents.state <> 'WAITING' AND incidents.due_at < ?", s.db.Now(ctx))
	c.Flag(f.Mine, "incidents.assignee_id IS NOT NULL AND incidents.assignee_id = ?", me)
	c.Flag(f.Unassigned, "incidents.assignee_id IS NULL")
	c.Flag(f.Reported, "incidents.reporter_id IS NOT NULL AND incidents.reporter_id = ?", me)
	if f.Department != "" {
		id, err := db.ParseID("department", f.Department)
		if err != nil {
			return "", nil, err
		}
		known := s.access.Reach(ctx, kind, "read_reporter")
		c.Add("incidents.department_id IN (SELECT descendant_id FROM department_paths WHERE ancestor_id = ?)", id)
		c.Add(known.SQL, known.Args...)
	}
	return s.about(ctx, f, &c)
}

// about narrows the conditions to what is about an asset or a post that the actor may see.
func (s *Service) about(ctx context.Context, f Filter, c *db.Conditions) (string, []any, error) {
	if f.Asset != "" {
		a, err := s.assets.Get(ctx, f.Asset)
		if err != nil {
			return "", nil, err
		}
		c.Add("(incidents.application_id = ? OR incidents.id IN (SELECT incident_id FROM incident_assets WHERE asset_id = ?))", a.Key, a.Key)
	}
	if f.Post != "" {
		h, err := s.posts.Head(ctx, f.Post)
		if err != nil {
			return "", nil, err
		}
		c.Add("incidents.id IN (SELECT incident_id FROM incident_posts WHERE post_id = ?)", h.Key)
	}
	where, values := c.All()
	return where, values, nil
}

// Counts are how many open incidents there are.
type Counts struct {
	Open       int `db:"open_count"`
	Unassigned int `db:"unassigned"`
	Waiting    int `db:"waiting"`
	Overdue    int `db:"overdue"`
	Critical   int `db:"critical"`
	Resolved   int `db:"resolved"` // and not closed yet
}

// Counts counts the incidents that the actor may read, of one queue or of all.
func (s *Service) Counts(ctx context.Context, q Queue) (*Counts, error) {
	if !access.Of(ctx).SignedIn() {
		return nil, fault.ErrUnauthenticated
	}
	where, values, err := s.where(ctx, Filter{Queue: q})
	if err != nil {
		return nil, err
	}
	return s.count(ctx, where, values)
}
