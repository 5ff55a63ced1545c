package staff

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// Connection is a page of the directory.
type (
	Connection = paging.Connection[*Member]
	Edge       = paging.Edge[*Member]
)

// Filter narrows the directory.
type Filter struct {
	Department string // the home department's global id
	Subtree    bool   // and the departments below it
	State      State
	Text       string // each word begins a word of the name
}

// visible is where the actor may read staff: the directory, or the whole record.
func (s *Service) visible(ctx context.Context) access.Reach {
	return s.access.Reach(ctx, "staff", "read_directory", "read_private")
}

// Get returns the person with the global id, else NotFound.
func (s *Service) Get(ctx context.Context, global string) (*Member, error) {
	id, err := db.ParseID("staff", global)
	if err != nil {
		return nil, err
	}
	return s.one(ctx, id, s.visible(ctx))
}

// GetHeld is Get inside a transaction that rests on the person's being at work, and on that of the others: what ends or
// interrupts their employment conflicts with it.
func (s *Service) GetHeld(ctx context.Context, global string, others ...db.ID) (*Member, error) {
	id, err := db.ParseID("staff", global)
	if err != nil {
		return nil, err
	}
	if err := s.hold(ctx, append(others, id)...); err != nil { // before it is read, which locks nothing
		return nil, err
	}
	return s.one(ctx, id, s.visible(ctx))
}

// ByIDs returns the people with the keys whom the actor may see; where fields are named, with nothing but those.
func (s *Service) ByIDs(ctx context.Context, ids []db.ID, fields ...string) (map[db.ID]*Member, error) {
	all, err := s.many(ctx, db.Project("staff", columnOf, columns, fields), s.visible(ctx), ids)
	found := make(map[db.ID]*Member, len(all))
	for _, m := range all {
		found[m.Key] = m
	}
	return found, err
}

// Private returns the private part of a record, nil for those who may not read it.
func (s *Service) Private(ctx context.Context, m *Member) *PrivateRecord {
	if !s.access.Allowed(ctx, "staff", "read_private", m.Target()) {
		return nil
	}
	return &PrivateRecord{m}
}

// VersionFor is what a change of the record has to expect, nil for those who may change nothing of it.
func (s *Service) VersionFor(ctx context.Context, m *Member) *int {
	return s.acts.VersionFor(ctx, m)
}

// ChangedFor is when the record last changed, nil for those who may not read its private part, of whose changes it tells too.
func (s *Service) ChangedFor(ctx context.Context, m *Member) *db.Time {
	if s.Private(ctx, m) == nil {
		return nil
	}
	return &m.UpdatedAt
}

// byName is the order of the directory.
var byName = orders.Order(Order{}, nil)

// compare is byName for people in memory.
func compare(a, b *Member) int {
	return cmp.Or(strings.Compare(a.SortName, b.SortName), a.Key.Compare(b.Key))
}

// place is where a person stands in the order byName.
func place(m *Member) (any, db.ID) { return m.SortName, m.Key }

// List returns a page of the directory, in the Vietnamese order of names unless another is wished for. People who have left are
// listed only for those who may read the whole record. If fields are named, it reads nothing else.
func (s *Service) List(ctx context.Context, f Filter, o Order, args paging.Args, fields ...string) (*Connection, error) {
	if orders.Is(o) && f.Department != "" && f == (Filter{Department: f.Department, Subtree: true}) && args.Offset == nil && !s.visible(ctx).None() {
		id, err := db.ParseID("department", f.Department)
		if err != nil {
			return nil, err
		}
		found, err := s.OfEach(ctx, []db.ID{id}, args, fields...)
		return found[id], err
	}
	plan, err := orders.Plan(o, s.access.Links(ctx), args)
	if err != nil {
		return nil, err
	}
	where, values, err := s.where(ctx, f)
	if err != nil {
		return nil, err
	}
	if o.Field == ByStart || o.Field == ByEnd { // of the private record
		reach := s.access.Reach(ctx, "staff", "read_private")
		where, values = where+" AND "+reach.SQL, append(values, reach.Args...)
	}
	from := "staff"
	if f.Department == "" && orders.Is(o) {
		from += s.db.Dialect.InOrderOf("staff_sort")
	}
	return paging.Read[*Member](ctx, s.db, plan, listed(fields), from, where, values)
}

// rest tells of the people whom the filter leaves.
func (s *Service) rest(f Filter) paging.Rest {
	return paging.Rest{
		Total: func(ctx context.Context) (int, error) {
			where, values, err := s.where(ctx, f)
			if err != nil {
				return 0, err
			}
			return s.number(ctx, where, values)
		},
		Any: func(ctx context.Context, sql string, more []any) (bool, error) {
			where, values, err := s.where(ctx, f)
			if err != nil {
				return false, err
			}
			return paging.Any(ctx, s.db, "staff", where, values, sql, more)
		},
	}
}

// where turns the filter and the actor's reach into a condition.
func (s *Service) where(ctx context.Context, f Filter) (string, []any, error) {
	reach := s.visible(ctx).Residual()
	where, values := []string{reach.SQL}, slices.Clone(reach.Args)
	add := func(condition string, value any) {
		where, values = append(where, condition), append(values, value)
	}
	if f.Department != "" {
		department, err := db.ParseID("department", f.Department)
		if err != nil {
			return "", nil, err
		}
		if f.Subtree {
			add("staff.department_id IN (SELECT descendant_id FROM department_paths WHERE ancestor_id = ?)", department)
		} else {
			add("staff.department_id = ?", department)
		}
	}
	if f.State != "" {
		add("staff.state = ?", f.State)
	}
	terms, err := input.Terms(f.Text)
	if err != nil {
		return "", nil, err
	}
	for _, term := range terms {
		add("staff.search LIKE ?", "% "+term+"%")
	}
	return strings.Join(where, " AND "), values, nil
}
