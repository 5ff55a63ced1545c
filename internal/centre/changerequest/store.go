package changerequest

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

var columns = db.ColumnsOf("change_requests", Request{})

// everywhere is the reach of a caller who has settled the right already.
var everywhere = access.Reach{SQL: "1 = 1"}

// of reads a request for the program itself: no person asks.
func (s *Service) of(ctx context.Context, key db.ID) (*Request, error) {
	return s.one(ctx, key, everywhere, s.db.ForUpdate(ctx))
}

// allForUpdate reads requests for the program itself, in the order of their keys.
func (s *Service) allForUpdate(ctx context.Context, keys []db.ID) ([]*Request, error) {
	return db.All[*Request](ctx, s.db.From(ctx), "SELECT "+columns+" FROM change_requests WHERE id IN (?) ORDER BY id"+s.db.ForUpdate(ctx), keys)
}

func (s *Service) insert(ctx context.Context, c *Request) error {
	return s.db.From(ctx).Insert(ctx, "change_requests", c)
}

func (s *Service) one(ctx context.Context, key db.ID, reach access.Reach, lock string) (*Request, error) {
	c := new(Request)
	if err := s.db.From(ctx).Get(ctx, c, "SELECT "+columns+" FROM change_requests WHERE id = ? AND "+reach.SQL+lock, append([]any{key}, reach.Args...)...); err != nil {
		return nil, err
	}
	return c, nil
}

// some reads those of the requests that the reach covers.
func (s *Service) some(ctx context.Context, keys []db.ID, reach access.Reach) ([]*Request, error) {
	return db.All[*Request](ctx, s.db.From(ctx), "SELECT "+columns+" FROM change_requests WHERE id IN (?) AND "+reach.SQL, append([]any{keys}, reach.Args...)...)
}

// page reads a page of the requests that meet the condition.
func (s *Service) page(ctx context.Context, plan *paging.Plan, where string, values []any) (*Connection, error) {
	return paging.Read[*Request](ctx, s.db, plan, columns, "change_requests", where, values)
}

// count counts the requests that meet the condition, all of them or those of each department.
func (s *Service) count(ctx context.Context, each bool, where string, values []any) ([]paging.Tally, error) {
	by := ""
	if each {
		by = "department_id"
	}
	return paging.Count(ctx, s.db, by, "COALESCE(spoken_at, created_at)", "change_requests", where, values)
}

// planned reads the approved changes to the assets that are planned and not over, the next first.
func (s *Service) planned(ctx context.Context, assets []db.ID) ([]*Work, error) {
	return db.All[*Work](ctx, s.db.From(ctx), `SELECT id, asset_id, kind, planned_from, planned_to FROM change_requests
		WHERE state = 'APPROVED' AND planned_from IS NOT NULL AND (planned_to IS NULL OR planned_to > ?) AND asset_id IN (?) ORDER BY planned_from, id`, s.db.Now(ctx), assets)
}

// save writes what may change of a request when it still has the version that was read, and raises it.
func (s *Service) save(ctx context.Context, c *Request) error {
	expected := c.Version
	c.Version, c.UpdatedAt = expected+1, s.db.Now(ctx)
	saved, err := s.db.From(ctx).Update(ctx, "change_requests", c, c.Key, expected, "id", "kind", "asset_id", "department_id", "requester_id",
		"incident_id", "director_id", "spoken_at", "confirm_by", "created_at")
	if err == nil && !saved {
		err = fault.Changed(subjectKind, c.ID())
	}
	return err
}

// resting lists the assessed requests, still to be executed, that start from the protected fields of one of the assets.
func (s *Service) resting(ctx context.Context, except db.ID, assets []db.ID) ([]*Request, error) {
	return db.All[*Request](ctx, s.db.From(ctx), "SELECT "+columns+` FROM change_requests WHERE (asset_id IN (?) OR replacement_id IN (?)) AND state IN ('IN_REVIEW', 'APPROVED')
		AND before_values <> 'null' AND id <> ? ORDER BY id`+s.db.ForUpdate(ctx), assets, assets, except)
}

// openAbout reads the requests that are not over, by which the asset would change or take another's place.
func (s *Service) openAbout(ctx context.Context, of db.ID) ([]*Request, error) {
	return db.All[*Request](ctx, s.db.From(ctx), "SELECT "+columns+` FROM change_requests WHERE (asset_id = ? OR replacement_id = ?)
		AND state IN ('IN_REVIEW', 'APPROVED', 'RETURNED', 'REVOKED', 'LAPSED') ORDER BY id`+s.db.ForUpdate(ctx), of, of)
}
