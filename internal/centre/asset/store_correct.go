package asset

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
)

// correcting reads which of the assets have an open correction.
func (s *Service) correcting(ctx context.Context, keys []db.ID) (map[db.ID]bool, error) {
	found, err := db.All[db.ID](ctx, s.db.From(ctx), "SELECT open_asset_id FROM asset_corrections WHERE open_asset_id IN (?)", keys)
	open := make(map[db.ID]bool, len(found))
	for _, key := range found {
		open[key] = true
	}
	return open, err
}

// infected reports whether an infection of the asset is not over.
func (s *Service) infected(ctx context.Context, key db.ID) (bool, error) {
	n, err := db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(*) FROM infections WHERE open_asset_id = ?", key)
	return n > 0, err
}

// pluggedInto counts the other assets that are plugged into the device.
func (s *Service) pluggedInto(ctx context.Context, key db.ID) (int, error) {
	return db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(DISTINCT asset_id) FROM asset_interfaces WHERE switch_id = ? AND asset_id <> ?", key, key)
}

// servedBy counts the service accounts that belong to the asset.
func (s *Service) servedBy(ctx context.Context, key db.ID) (int, error) {
	return db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(*) FROM service_accounts WHERE asset_id = ?", key)
}

// codeFree returns a user error where another asset has the code.
func (s *Service) codeFree(ctx context.Context, key db.ID, code string) error {
	n, err := db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(*) FROM assets WHERE code = ? AND id <> ?", code, key)
	if err == nil && n > 0 {
		err = errCode
	}
	return err
}

var errCode = fault.User(fault.Taken, codeTaken, "input.code")
