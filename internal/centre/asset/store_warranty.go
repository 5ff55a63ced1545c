package asset

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
)

// warrantiesEnding reads the assets whose warranty ends from one day to another and of which nobody was notified, the next first.
func (s *Service) warrantiesEnding(ctx context.Context, from, to db.Date) ([]*Asset, error) {
	return db.All[*Asset](ctx, s.db.From(ctx), "SELECT "+columns+` FROM assets WHERE assets.warranty_until >= ? AND assets.warranty_until <= ? AND assets.state <> 'RETIRED'
		AND NOT EXISTS (SELECT 1 FROM warranty_notices n WHERE n.asset_id = assets.id AND n.warranty_until = assets.warranty_until) ORDER BY assets.warranty_until, assets.id LIMIT ?`,
		from, to, warrantyMost)
}

// warrantyNoticed notes that people are notified of the warranty, and reports whether they were not before.
func (s *Service) warrantyNoticed(ctx context.Context, a *Asset) (bool, error) {
	n, err := s.db.From(ctx).Exec(ctx, s.db.Dialect.InsertIgnore()+" INTO warranty_notices (asset_id, warranty_until) VALUES (?, ?)", a.Key, a.WarrantyUntil)
	return n > 0, err
}
