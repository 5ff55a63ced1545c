package asset

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
)

// handover is an asset that waits for another custodian, and who looked after it.
type handover struct {
	Asset db.ID   `db:"asset_id"`
	Staff db.ID   `db:"staff_id"`
	At    db.Time `db:"at"`
}

// waiting is true of assets that wait to be handed over.
const waiting = "assets.custodian_id IS NULL AND assets.state <> 'RETIRED' AND assets.id IN (SELECT asset_id FROM asset_handovers)"

func (s *Service) saveHandover(ctx context.Context, h *handover) error {
	if err := s.endHandover(ctx, h.Asset); err != nil {
		return err
	}
	return s.db.From(ctx).Insert(ctx, "asset_handovers", h)
}

func (s *Service) endHandover(ctx context.Context, asset db.ID) error {
	h := s.db.From(ctx)
	n, err := h.Exec(ctx, "DELETE FROM asset_handovers WHERE asset_id = ?", asset)
	if err == nil && n > 0 {
		h.Gone("asset_handovers", asset)
	}
	return err
}

// leftBy are the assets that wait to be handed over and that the person looked after, by code.
func (s *Service) leftBy(ctx context.Context, person db.ID) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), `SELECT assets.id FROM assets JOIN asset_handovers ON asset_handovers.asset_id = assets.id
		WHERE asset_handovers.staff_id = ? AND assets.custodian_id IS NULL AND assets.state <> 'RETIRED' ORDER BY assets.code, assets.id`, person)
}
