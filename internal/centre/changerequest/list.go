package changerequest

import (
	"context"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/core/access"
)

// visible is where the actor may read requests.
func (s *Service) visible(ctx context.Context) access.Reach {
	return s.access.Reach(ctx, subjectKind, "read")
}

// Get returns the request with the global id, NotFound for one that the actor may not read.
func (s *Service) Get(ctx context.Context, global string) (*Request, error) {
	key, err := db.ParseID(subjectKind, global)
	if err != nil {
		return nil, err
	}
	c, err := s.one(ctx, key, s.visible(ctx), "")
	if err != nil {
		return nil, err
	}
	return c, s.veil(ctx, c)
}

// veil hides the requester from shown requests where that would reveal the reporter of a security matter (Art. 6d).
func (s *Service) veil(ctx context.Context, all ...*Request) error {
	return access.Cover(ctx, s.access, "change_requests", all, func(c *Request) (key db.ID) {
		if !c.Incident.IsZero() {
			key = c.Key
		}
		return key
	}, func(c *Request) { c.Requester = db.ID{} })
}

// ByIDs returns the requests with the keys that the actor may read.
func (s *Service) ByIDs(ctx context.Context, keys []db.ID) (map[db.ID]*Request, error) {
	all, err := s.some(ctx, keys, s.visible(ctx))
	if err != nil {
		return nil, err
	}
	s.listed(all...)
	found := make(map[db.ID]*Request, len(all))
	for _, c := range all {
		found[c.Key] = c
	}
	return found, s.veil(ctx, all...)
}

// Technical is the side of a request that only IT sees, and a director once it waits for the Board or was done on a
// director's word (Art. 5a).
type Technical struct {
	Before, After                       *asset.Technical
	ReplacementBefore, ReplacementAfter *asset.Technical
	Plan, RollBackPlan                  string
}

// TechnicalOf returns that side, nil for whom it is not meant.
func (s *Service) TechnicalOf(ctx context.Context, c *Request) *Technical {
	if !s.access.Allowed(ctx, subjectKind, "read_technical", c.Target()) {
		return nil
	}
	t := &Technical{Plan: c.Plan, RollBackPlan: c.RollBackPlan}
	if v := c.Before.V; v != nil {
		t.Before, t.ReplacementBefore = &v.Asset, v.Replacement
	}
	if v := c.After.V; v != nil {
		t.After, t.ReplacementAfter = &v.Asset, v.Replacement
	}
	return t
}

// Filter narrows a list of requests.
type Filter struct {
	Kind        Kind
	State       State
	Asset       string // about this asset, or about replacing another by it
	Department  string // the owning department, or below it
	Mine        *bool  // asked for by the caller, or not
	Unconfirmed *bool  // done on a director's word that was not confirmed in time, or not

	AwaitsConsent *bool // waiting at the Board's step, or not
}

// List is a page of the requests that the actor may read.
func (s *Service) List(ctx context.Context, f Filter, o Order, args paging.Args) (*Connection, error) {
	if !access.Of(ctx).SignedIn() {
		return nil, fault.ErrUnauthenticated
	}
	plan, err := orders.Plan(o, s.access.Links(ctx), args)
	if err != nil {
		return nil, err
	}
	where, values, err := s.where(ctx, f)
	if err != nil {
		return nil, err
	}
	found, err := s.page(ctx, plan, where, values)
	if err != nil {
		return nil, err
	}
	all := found.Nodes()
	s.listed(all...)
	return found, s.veil(ctx, all...)
}

// where turns the filter and the actor's reach into a condition.
func (s *Service) where(ctx context.Context, f Filter) (string, []any, error) {
	reach := s.visible(ctx)
	where, values := []string{reach.SQL}, slices.Clone(reach.Args)
	add := func(given bool, condition string, value ...any) {
		if given {
			where, values = append(where, condition), append(values, value...)
		}
	}
	add(f.Kind != "", "change_requests.kind = ?", f.Kind)
	add(f.State != "", "change_requests.state = ?", f.State)
	if f.Asset != "" {
		key, err := db.ParseID("asset", f.Asset)
		if err != nil {
			return "", nil, err
		}
		add(true, "(change_requests.asset_id = ? OR change_requests.replacement_id = ?)", key, key)
	}
	if f.Department != "" {
		key, err := db.ParseID("department", f.Department)
		if err != nil {
			return "", nil, err
		}
		add(true, "change_requests.department_id IN (SELECT descendant_id FROM department_paths WHERE ancestor_id = ?)", key)
	}
	if f.Mine != nil {
		add(*f.Mine, "change_requests.requester_id = ?", access.Of(ctx).StaffID)
		add(!*f.Mine, "change_requests.requester_id <> ?", access.Of(ctx).StaffID)
	}
	if f.Unconfirmed != nil {
		add(*f.Unconfirmed, "change_requests.state = 'EMERGENCY_OPEN' AND unconfirmed_at IS NOT NULL")
		add(!*f.Unconfirmed, "(change_requests.state <> 'EMERGENCY_OPEN' OR unconfirmed_at IS NULL)")
	}
	if f.AwaitsConsent != nil {
		add(*f.AwaitsConsent, "change_requests.state = 'IN_REVIEW' AND at_board = 1")
		add(!*f.AwaitsConsent, "(change_requests.state <> 'IN_REVIEW' OR at_board = 0)")
	}
	return strings.Join(where, " AND "), values, nil
}

// Tally counts the requests that List would show, all of them or those of each department, since they were asked for or,
// of an emergency, since the director spoke.
func (s *Service) Tally(ctx context.Context, f Filter, each bool) ([]paging.Tally, error) {
	where, values, err := s.where(ctx, f)
	if err != nil {
		return nil, err
	}
	return s.count(ctx, each, where, values)
}
