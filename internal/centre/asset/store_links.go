package asset

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
)

func (s *Service) insertLink(ctx context.Context, l Link) error {
	return s.db.From(ctx).Insert(ctx, "asset_links", l)
}

func (s *Service) countLinks(ctx context.Context, from db.ID) (int, error) {
	return db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(*) FROM asset_links WHERE from_id = ?", from)
}

// deleteLink reports whether there was such a link.
func (s *Service) deleteLink(ctx context.Context, from, to db.ID) (bool, error) {
	h := s.db.From(ctx)
	key, err := db.One[db.ID](ctx, h, "SELECT id FROM asset_links WHERE from_id = ? AND to_id = ?"+s.db.ForUpdate(ctx), from, to)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	_, err = h.Exec(ctx, "DELETE FROM asset_links WHERE id = ?", key)
	h.Gone("asset_links", key)
	return true, err
}

// linksFrom reads what the assets depend on, by code.
func (s *Service) linksFrom(ctx context.Context, from []db.ID) ([]*Link, error) {
	return db.All[*Link](ctx, s.db.From(ctx), `SELECT l.id, l.from_id, l.to_id, l.note, l.created_at FROM asset_links l JOIN assets a ON a.id = l.to_id
		WHERE l.from_id IN (?) ORDER BY a.code`, from)
}

// endsOf reads what the assets depend on directly: by links, and where they are plugged in.
func (s *Service) endsOf(ctx context.Context, from []db.ID) ([]Link, error) {
	return db.All[Link](ctx, s.db.From(ctx), `SELECT from_id, to_id FROM asset_links WHERE from_id IN (?)
		UNION SELECT asset_id, switch_id FROM asset_interfaces WHERE asset_id IN (?) AND switch_id IS NOT NULL ORDER BY from_id, to_id`, from, from)
}

// hangingOn are the assets that stop directly with one of those given: they depend on it, or are plugged into it.
func (s *Service) hangingOn(ctx context.Context, on []db.ID) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), `SELECT from_id FROM asset_links WHERE to_id IN (?)
		UNION SELECT asset_id FROM asset_interfaces WHERE switch_id IN (?) ORDER BY from_id`, on, on)
}

// restingOn are the assets that depend directly on one of those given, by links alone.
func (s *Service) restingOn(ctx context.Context, to []db.ID) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT DISTINCT from_id FROM asset_links WHERE to_id IN (?) ORDER BY from_id", to)
}
