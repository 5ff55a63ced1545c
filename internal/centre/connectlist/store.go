package connectlist

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

var columns = db.ColumnsOf("connect_lists", List{})

func (s *Service) one(ctx context.Context, global, lock string) (*List, error) {
	key, err := db.ParseID(subjectKind, global)
	if err != nil {
		return nil, err
	}
	reach, l := s.access.Reach(ctx, subjectKind, "read"), new(List)
	if err := s.db.From(ctx).Get(ctx, l, "SELECT "+columns+" FROM connect_lists WHERE id = ? AND "+reach.SQL+lock, append([]any{key}, reach.Args...)...); err != nil {
		return nil, err
	}
	return l, nil
}

func (s *Service) some(ctx context.Context, keys []db.ID, reach access.Reach) ([]*List, error) {
	return db.All[*List](ctx, s.db.From(ctx), "SELECT "+columns+" FROM connect_lists WHERE id IN (?) AND "+reach.SQL, append([]any{keys}, reach.Args...)...)
}

func (s *Service) allForUpdate(ctx context.Context, keys []db.ID) ([]*List, error) {
	return db.All[*List](ctx, s.db.From(ctx), "SELECT "+columns+" FROM connect_lists WHERE id IN (?) ORDER BY id"+s.db.ForUpdate(ctx), keys)
}

func (s *Service) page(ctx context.Context, plan *paging.Plan, reach access.Reach) (*Connection, error) {
	return paging.Read[*List](ctx, s.db, plan, columns, "connect_lists", reach.SQL, reach.Args)
}

// linesOf reads the lines of the lists, by the code of the asset.
func (s *Service) linesOf(ctx context.Context, lists []db.ID) (map[db.ID][]*Line, error) {
	all, err := db.All[*Line](ctx, s.db.From(ctx), `SELECT l.list_id, l.asset_id, l.open_asset_id, l.before_values, l.after_values, l.verdict, l.reason FROM connect_lines l
		JOIN assets a ON a.id = l.asset_id WHERE l.list_id IN (?) ORDER BY a.code`, lists)
	of := make(map[db.ID][]*Line, len(lists))
	for _, l := range all {
		of[l.List] = append(of[l.List], l)
	}
	return of, err
}

func (s *Service) insert(ctx context.Context, l *List, lines []*Line) error {
	if err := s.db.From(ctx).Insert(ctx, "connect_lists", l); err != nil {
		return err
	}
	return db.InsertMany(ctx, s.db.From(ctx), "connect_lines", lines)
}

// save writes what may change of a list when it still has the version that was read, and its changed lines.
func (s *Service) save(ctx context.Context, l *List, changed []*Line) error {
	expected := l.Version
	l.Version = expected + 1
	h := s.db.From(ctx)
	saved, err := h.Update(ctx, "connect_lists", l, l.Key, expected, "id", "round_id", "department_id", "submitter_id", "created_at")
	if err == nil && !saved {
		err = fault.Changed(subjectKind, l.ID())
	}
	for _, x := range changed {
		if err == nil {
			err = saveLine(ctx, h, x)
		}
	}
	return err
}

func saveLine(ctx context.Context, h db.Handle, l *Line) error {
	_, err := h.Exec(ctx, "UPDATE connect_lines SET open_asset_id = ?, verdict = ?, reason = ? WHERE list_id = ? AND asset_id = ?", l.Open, l.Verdict, l.Reason, l.List, l.Asset)
	if err != nil {
		return err
	}
	return h.Saved("connect_lines", l)
}
