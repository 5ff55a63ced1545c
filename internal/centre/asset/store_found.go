package asset

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
)

// takeOver reads how the take-over stands.
func (s *Service) takeOver(ctx context.Context) (*TakeOver, error) {
	o := &TakeOver{Key: theTakeOver}
	err := s.db.From(ctx).Get(ctx, o, "SELECT id, reason, closed_by, closed_at FROM take_overs WHERE id = ?", theTakeOver)
	if fault.Is(err, fault.NotFound) {
		err = nil
	}
	return o, err
}

// waiting reads what was found connected and may be put to the Board.
func (s *Service) waiting(ctx context.Context, round db.ID, keys []db.ID, most int) ([]db.ID, error) {
	query, args := `SELECT id FROM assets WHERE found_at IS NOT NULL AND refused_in IS NULL AND state <> 'QUARANTINED'
		AND (connected = 1 OR EXISTS (SELECT 1 FROM asset_interfaces n WHERE n.asset_id = assets.id AND (n.switch_id IS NOT NULL OR n.switch_port <> '')))
		AND NOT EXISTS (SELECT 1 FROM connect_lines l WHERE l.open_asset_id = assets.id)`, []any{}
	if round.IsZero() {
		query += " AND found_round_id IS NULL"
	} else {
		query, args = query+" AND found_round_id = ?", append(args, round)
	}
	if keys != nil {
		query, args = query+" AND id IN (?)", append(args, keys)
	}
	return db.All[db.ID](ctx, s.db.From(ctx), query+" ORDER BY code LIMIT ?", append(args, most)...)
}

func (s *Service) insertTakeOver(ctx context.Context, o *TakeOver) error {
	return s.db.From(ctx).Insert(ctx, "take_overs", o)
}
