package site

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// tag tells of every change of the website.
const tag = "site"

var columns = db.ColumnsOf("site_changes", Change{})

// read reads the website.
func (s *Service) read(ctx context.Context) (*Site, error) {
	var r row
	err := s.db.From(ctx).Get(ctx, &r, "SELECT id, content, version, changed_at FROM sites WHERE id = ?", theSite)
	if fault.Is(err, fault.NotFound) {
		return &Site{Number: 1}, nil
	}
	return &Site{Content: r.Content.V, Number: r.Version, Changed: r.ChangedAt}, err
}

// write saves the website when it still has the version that was read, and raises it.
func (s *Service) write(ctx context.Context, of *Site) (r *row, err error) {
	r = &row{Key: theSite, Content: db.JSON[Content]{V: of.Content}, Version: of.Number + 1, ChangedAt: s.db.Now(ctx)}
	if of.Changed.IsZero() {
		err = s.db.From(ctx).Insert(ctx, "sites", r)
		if db.IsDuplicate(err) {
			err = fault.Changed(siteKind, of.ID())
		}
		return r, err
	}
	saved, err := s.db.From(ctx).Update(ctx, "sites", r, theSite, of.Number, "id")
	if err == nil && !saved {
		err = fault.Changed(siteKind, of.ID())
	}
	return r, err
}

// visible is where the actor may read changes.
func (s *Service) visible(ctx context.Context) access.Reach {
	return s.access.Reach(ctx, changeKind, "read")
}

// one reads the change with the global id that the caller may read, else NotFound.
func (s *Service) one(ctx context.Context, global, lock string) (*Change, error) {
	key, err := db.ParseID(changeKind, global)
	if err != nil {
		return nil, err
	}
	reach, c := s.visible(ctx), new(Change)
	if err := s.db.From(ctx).Get(ctx, c, "SELECT "+columns+" FROM site_changes WHERE id = ? AND "+reach.SQL+lock, append([]any{key}, reach.Args...)...); err != nil {
		return nil, err
	}
	return c, nil
}

// some reads those of the changes that the caller may read.
func (s *Service) some(ctx context.Context, keys []db.ID) ([]*Change, error) {
	reach := s.visible(ctx)
	return db.All[*Change](ctx, s.db.From(ctx), "SELECT "+columns+" FROM site_changes WHERE id IN (?) AND "+reach.SQL, append([]any{keys}, reach.Args...)...)
}

// allForUpdate reads changes for the program itself, in the order of their keys.
func (s *Service) allForUpdate(ctx context.Context, keys []db.ID) ([]*Change, error) {
	return db.All[*Change](ctx, s.db.From(ctx), "SELECT "+columns+" FROM site_changes WHERE id IN (?) ORDER BY id"+s.db.ForUpdate(ctx), keys)
}

// stillOpen reads the changes, but one, that may still take effect.
func (s *Service) stillOpen(ctx context.Context, but db.ID) ([]*Change, error) {
	return db.All[*Change](ctx, s.db.From(ctx), "SELECT "+columns+" FROM site_changes WHERE state IN (?) AND id <> ?", []State{Waiting, Consented}, but)
}

// page reads a page of the changes that meet the condition.
func (s *Service) page(ctx context.Context, plan *paging.Plan, where string, values []any) (*ChangeConnection, error) {
	return paging.Read[*Change](ctx, s.db, plan, columns, "site_changes", where, values)
}

func (s *Service) insert(ctx context.Context, c *Change) error {
	return s.db.From(ctx).Insert(ctx, "site_changes", c)
}

// save writes what may alter about a change when it still has the version that was read, and raises it.
func (s *Service) save(ctx context.Context, c *Change) error {
	expected := c.Version
	c.Version = expected + 1
	saved, err := s.db.From(ctx).Update(ctx, "site_changes", c, c.Key, expected, "id", "arranged", "fields", "before_values", "after_values", "reason", "department_id", "proposer_id", "created_at")
	if err == nil && !saved {
		err = fault.Changed(changeKind, c.ID())
	}
	return err
}
