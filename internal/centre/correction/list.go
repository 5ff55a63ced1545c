package correction

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// Filter narrows a list of corrections.
type Filter struct {
	State State
	Asset *string // the global id
}

// visible is where the actor may read corrections.
func (s *Service) visible(ctx context.Context) access.Reach {
	return s.access.Reach(ctx, subjectKind, "read")
}

// Get returns the correction with the global id, NotFound if the caller may not read it.
func (s *Service) Get(ctx context.Context, global string) (*Correction, error) {
	return s.one(ctx, global, "")
}

// ByIDs returns the corrections with the keys that the actor may read.
func (s *Service) ByIDs(ctx context.Context, keys []db.ID) (map[db.ID]*Correction, error) {
	all, err := s.some(ctx, keys)
	found := make(map[db.ID]*Correction, len(all))
	for _, c := range all {
		found[c.Key] = c
	}
	return found, err
}

// List is a page of the corrections that the actor may read.
func (s *Service) List(ctx context.Context, f Filter, o Order, args paging.Args) (*Connection, error) {
	plan, err := orders.Plan(o, s.access.Links(ctx), args)
	if err != nil {
		return nil, err
	}
	reach := s.visible(ctx)
	var c db.Conditions
	c.Add(reach.SQL, reach.Args...)
	if f.State != "" {
		c.Add("asset_corrections.state = ?", f.State)
	}
	if f.Asset != nil {
		key, err := db.ParseID("asset", *f.Asset)
		if err != nil {
			return nil, err
		}
		c.Add("asset_corrections.asset_id = ?", key)
	}
	where, values := c.All()
	return s.page(ctx, plan, where, values)
}
