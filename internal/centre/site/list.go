package site

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// ChangeFilter narrows a list of changes.
type ChangeFilter struct {
	State    State
	Arranged *bool
	Mine     *bool
}

// Site is the website as everybody sees it.
func (s *Service) Site(ctx context.Context) (*Site, error) { return s.mirror.Get(ctx) }

// SiteOf is Site by its global id.
func (s *Service) SiteOf(ctx context.Context, global string) (*Site, error) {
	key, err := db.ParseID(siteKind, global)
	if err != nil {
		return nil, err
	}
	if key != theSite {
		return nil, fault.ErrNotFound
	}
	return s.Site(ctx)
}

// SiteVersion is what a change of the website has to expect, nil for those who may change nothing of it.
func (s *Service) SiteVersion(ctx context.Context, of *Site) *int { return s.own.VersionFor(ctx, of) }

// SiteActions returns how the caller may change the website and, if not, why.
func (s *Service) SiteActions(ctx context.Context, of *Site) ([]*act.Available, error) {
	return s.own.Available(ctx, of)
}

// Get returns the change with the global id, NotFound if the caller may not read it.
func (s *Service) Get(ctx context.Context, global string) (*Change, error) {
	return s.one(ctx, global, "")
}

// ByIDs returns the changes with the keys that the actor may read.
func (s *Service) ByIDs(ctx context.Context, keys []db.ID) (map[db.ID]*Change, error) {
	all, err := s.some(ctx, keys)
	found := make(map[db.ID]*Change, len(all))
	for _, c := range all {
		found[c.Key] = c
	}
	return found, err
}

// List is a page of the changes that the actor may read.
func (s *Service) List(ctx context.Context, f ChangeFilter, o ChangeOrder, args paging.Args) (*ChangeConnection, error) {
	plan, err := orders.Plan(o, s.access.Links(ctx), args)
	if err != nil {
		return nil, err
	}
	reach := s.visible(ctx)
	var c db.Conditions
	c.Add(reach.SQL, reach.Args...)
	if f.State != "" {
		c.Add("site_changes.state = ?", f.State)
	}
	if f.Arranged != nil {
		c.Add("site_changes.arranged = ?", *f.Arranged)
	}
	if f.Mine != nil && *f.Mine {
		c.Add("site_changes.proposer_id = ?", access.Of(ctx).StaffID)
	}
	where, values := c.All()
	return s.page(ctx, plan, where, values)
}

// AvailableActions returns what the caller may do to the change now and, if not, why.
func (s *Service) AvailableActions(ctx context.Context, c *Change) ([]*act.Available, error) {
	return s.acts.Available(ctx, &matter{Change: c, s: s})
}

// VersionFor is what an act on the change has to expect, nil for those who may do nothing to it.
func (s *Service) VersionFor(ctx context.Context, c *Change) *int {
	return s.acts.VersionFor(ctx, &matter{Change: c, s: s})
}
