package asset

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

const eventColumns = `asset_events.id, asset_events.asset_id, asset_events.action, asset_events.field, asset_events.before_text, asset_events.after_text,
	asset_events.technical, asset_events.article, asset_events.cause_kind, asset_events.cause_id, asset_events.staff_id, asset_events.service_account_id, asset_events.at`

func (s *Service) insertEvent(ctx context.Context, e Event) error {
	return s.db.From(ctx).Insert(ctx, "asset_events", e)
}

// codesWithin are those of the codes whose assets the reach covers.
func (s *Service) codesWithin(ctx context.Context, reach access.Reach, codes []string) ([]string, error) {
	return db.All[string](ctx, s.db.From(ctx), "SELECT assets.code FROM assets WHERE assets.code IN (?) AND "+reach.SQL, append([]any{codes}, reach.Args...)...)
}

// codesEver is codesWithin for codes that assets may have had until a correction.
func (s *Service) codesEver(ctx context.Context, reach access.Reach, codes []string) ([]string, error) {
	now, err := s.codesWithin(ctx, reach, codes)
	if err != nil {
		return nil, err
	}
	former, err := db.All[string](ctx, s.db.From(ctx), "SELECT c.former_code FROM asset_corrections c JOIN assets ON assets.id = c.asset_id WHERE c.former_code IN (?) AND "+reach.SQL, append([]any{codes}, reach.Args...)...)
	return append(now, former...), err
}

func (s *Service) event(ctx context.Context, key db.ID) (*Event, error) {
	e := new(Event)
	return e, s.db.From(ctx).Get(ctx, e, "SELECT "+eventColumns+" FROM asset_events WHERE asset_events.id = ?", key)
}
