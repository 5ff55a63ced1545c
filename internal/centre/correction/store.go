package correction

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
)

var columns = db.ColumnsOf("asset_corrections", Correction{})

// one reads the correction with the global id that the caller may read, else NotFound.
func (s *Service) one(ctx context.Context, global, lock string) (*Correction, error) {
	key, err := db.ParseID(subjectKind, global)
	if err != nil {
		return nil, err
	}
	reach, c := s.visible(ctx), new(Correction)
	if err := s.db.From(ctx).Get(ctx, c, "SELECT "+columns+" FROM asset_corrections WHERE id = ? AND "+reach.SQL+lock, append([]any{key}, reach.Args...)...); err != nil {
		return nil, err
	}
	return c, nil
}

// some reads those of the corrections that the caller may read.
func (s *Service) some(ctx context.Context, keys []db.ID) ([]*Correction, error) {
	reach := s.visible(ctx)
	return db.All[*Correction](ctx, s.db.From(ctx), "SELECT "+columns+" FROM asset_corrections WHERE id IN (?) AND "+reach.SQL, append([]any{keys}, reach.Args...)...)
}

// allForUpdate reads corrections for the program itself, in the order of their keys.
func (s *Service) allForUpdate(ctx context.Context, keys []db.ID) ([]*Correction, error) {
	return db.All[*Correction](ctx, s.db.From(ctx), "SELECT "+columns+" FROM asset_corrections WHERE id IN (?) ORDER BY id"+s.db.ForUpdate(ctx), keys)
}

// page reads a page of the corrections that meet the condition.
func (s *Service) page(ctx context.Context, plan *paging.Plan, where string, values []any) (*Connection, error) {
	return paging.Read[*Correction](ctx, s.db, plan, columns, "asset_corrections", where, values)
}

func (s *Service) insert(ctx context.Context, c *Correction) error {
	return s.db.From(ctx).Insert(ctx, "asset_corrections", c)
}

// save writes what may change of a correction when it still has the version that was read, and raises it.
func (s *Service) save(ctx context.Context, c *Correction) error {
	expected := c.Version
	c.Version = expected + 1
	saved, err := s.db.From(ctx).Update(ctx, "asset_corrections", c, c.Key, expected, "id", "asset_id", "department_id", "asker_id", "created_at")
	if err == nil && !saved {
		err = fault.Changed(subjectKind, c.ID())
	}
	return err
}
