package asset

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
)

// holding is an asset at a port of a device.
type holding struct {
	Switch db.ID    `db:"switch_id"`
	Key    Optional `db:"port_key"`
	Device string   `db:"device"` // its code
	Asset  db.ID    `db:"asset_id"`
	Code   string   `db:"code"`
}

// holdingPorts reads what is plugged into the devices.
func (s *Service) holdingPorts(ctx context.Context, devices []db.ID) ([]holding, error) {
	return db.All[holding](ctx, s.db.From(ctx), `SELECT n.switch_id, n.port_key, d.code AS device, n.asset_id, assets.code FROM asset_interfaces n
		JOIN assets ON assets.id = n.asset_id JOIN assets d ON d.id = n.switch_id WHERE n.switch_id IN (?) AND n.port_key IS NOT NULL`, devices)
}

// devicesOf reads which devices the assets are plugged into.
func (s *Service) devicesOf(ctx context.Context, assets []db.ID) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT DISTINCT switch_id FROM asset_interfaces WHERE asset_id IN (?) AND switch_id IS NOT NULL", assets)
}
