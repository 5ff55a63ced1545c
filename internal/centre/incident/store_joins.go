package incident

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// filing is when a report was filed, and as what.
type filing struct {
	At       db.Time  `db:"created_at"`
	Category Category `db:"category"`
	Priority Priority `db:"priority"`
}

// filed reads what the caller has reported since a moment, the earliest first. Until the transaction ends no other report of
// theirs is filed.
func (s *Service) filed(ctx context.Context, since db.Time) ([]filing, error) {
	table, column, me := "staff", "reporter_id", access.Of(ctx).StaffID
	if tool := access.Of(ctx).Service; !tool.IsZero() {
		table, column, me = "service_accounts", "service_account_id", tool
	}
	if err := s.db.From(ctx).Hold(ctx, table, me); err != nil {
		return nil, err
	}
	return db.All[filing](ctx, s.db.From(ctx), "SELECT created_at, category, priority FROM incidents WHERE "+column+" = ? AND created_at > ? ORDER BY created_at, id", me, since)
}

// same returns the earliest incident that is still to be solved, of the category, about one of the assets, and no matter of
// security; zero for none. Until the transaction ends no other report of these assets is filed.
func (s *Service) same(ctx context.Context, i *Incident, assets []db.ID) (first db.ID, err error) {
	h := s.db.From(ctx)
	if err := h.Hold(ctx, "assets", assets...); err != nil {
		return first, err
	}
	err = h.Get(ctx, &first, `SELECT incidents.id FROM incidents WHERE incidents.live = 1 AND incidents.confidential = 0 AND incidents.category = ? AND incidents.id <> ?
		AND (incidents.application_id IN (?) OR incidents.id IN (SELECT incident_id FROM incident_assets WHERE asset_id IN (?)))
		ORDER BY incidents.created_at, incidents.id LIMIT 1`, i.Category, i.Key, assets, assets)
	if fault.Is(err, fault.NotFound) {
		return db.ID{}, nil
	}
	return first, err
}

// membership is one row of incident_joins.
type membership struct {
	Incident db.ID `db:"incident_id"`
	Group    db.ID `db:"group_id"`
}

// saveJoin puts an incident into the group of the first, which it begins where there is none.
func (s *Service) saveJoin(ctx context.Context, first, other db.ID) error {
	h := s.db.From(ctx)
	group, err := db.All[db.ID](ctx, h, "SELECT group_id FROM incident_joins WHERE incident_id = ?", first)
	if err != nil {
		return err
	}
	rows := []membership{{other, first}}
	if len(group) > 0 {
		rows[0].Group = group[0]
	} else {
		rows = append(rows, membership{first, first})
	}
	for _, r := range rows {
		if err := h.Insert(ctx, "incident_joins", &r); err != nil {
			return err
		}
	}
	return nil
}

// leave takes an incident out of its group.
func (s *Service) leave(ctx context.Context, i *Incident) error {
	h := s.db.From(ctx)
	n, err := h.Exec(ctx, "DELETE FROM incident_joins WHERE incident_id = ?", i.Key)
	if err == nil && n > 0 {
		h.Gone("incident_joins", i.Key)
	}
	return err
}

// joined reads, for a change, the others of the incident's group that are still to be solved.
func (s *Service) joined(ctx context.Context, key db.ID) ([]*Incident, error) {
	pairs, err := s.joins(ctx, []db.ID{key})
	if err != nil || len(pairs) == 0 {
		return nil, err
	}
	var keys []db.ID
	for _, p := range pairs {
		keys = append(keys, p.Other)
	}
	slices.SortFunc(keys, db.ID.Compare)
	return db.All[*Incident](ctx, s.db.From(ctx), "SELECT "+columns+" FROM incidents WHERE id IN (?) AND live = 1 AND confidential = 0 ORDER BY id"+s.db.ForUpdate(ctx), keys)
}

// pair is an incident and another one of its group.
type pair struct {
	Incident db.ID `db:"incident_id"`
	Other    db.ID `db:"other_id"`
}

// joins reads the others of the groups of incidents, the earliest first.
func (s *Service) joins(ctx context.Context, keys []db.ID) ([]pair, error) {
	return db.All[pair](ctx, s.db.From(ctx), `SELECT mine.incident_id, other.incident_id AS other_id FROM incident_joins mine
		JOIN incident_joins other ON other.group_id = mine.group_id AND other.incident_id <> mine.incident_id
		WHERE mine.incident_id IN (?) ORDER BY other.incident_id`, keys)
}

// other is an incident on the list of another one of its group.
type other struct {
	Incident
	Of db.ID `db:"of_id"`
}

// joinable are those of the incidents that the reach covers and that are no matter of security.
func (s *Service) joinable(ctx context.Context, keys []db.ID, reach access.Reach) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT incidents.id FROM incidents WHERE incidents.id IN (?) AND incidents.confidential = 0 AND "+reach.SQL,
		append([]any{keys}, reach.Args...)...)
}

// others reads a page of the others of each incident's group that the reach covers and that are no matter of security.
func (s *Service) others(ctx context.Context, plan *paging.Plan, keys []db.ID, reach access.Reach) (map[db.ID]*paging.Connection[*other], error) {
	return paging.Each(ctx, s.db, plan, paging.Lists[*other]{
		Columns: columns + ", mine.incident_id AS of_id",
		From: `incident_joins mine JOIN incident_joins other ON other.group_id = mine.group_id AND other.incident_id <> mine.incident_id
			JOIN incidents ON incidents.id = other.incident_id`,
		Owner: "mine.incident_id", Where: "incidents.confidential = 0 AND " + reach.SQL, Args: func(db.ID) []any { return reach.Args },
		At: func(o *other) (any, db.ID) { return o.CreatedAt, o.Key }, Of: func(o *other) db.ID { return o.Of },
	}, keys)
}
