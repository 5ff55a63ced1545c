package incident

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
)

// linkTable is where links to one kind of thing stand.
type linkTable struct {
	table, column string
	row           func(incident, key db.ID) any
}

var (
	linkedAssets = linkTable{"incident_assets", "asset_id", func(incident, key db.ID) any {
		return struct {
			Incident db.ID `db:"incident_id"`
			Asset    db.ID `db:"asset_id"`
		}{incident, key}
	}}
	linkedPosts = linkTable{"incident_posts", "post_id", func(incident, key db.ID) any {
		return struct {
			Incident db.ID `db:"incident_id"`
			Post     db.ID `db:"post_id"`
		}{incident, key}
	}}
)

// link adds links; one that is there already stays.
func (s *Service) link(ctx context.Context, i *Incident, l links) error {
	return s.each(ctx, i, l, func(t linkTable) string {
		return s.db.Dialect.InsertIgnore() + " INTO " + t.table + " (incident_id, " + t.column + ") VALUES (?, ?)"
	}, func(h db.Handle, t linkTable, key db.ID) error { return h.Saved(t.table, t.row(i.Key, key)) })
}

// unlink takes links away; one that is not there is none to take.
func (s *Service) unlink(ctx context.Context, i *Incident, l links) error {
	return s.each(ctx, i, l, func(t linkTable) string {
		return "DELETE FROM " + t.table + " WHERE incident_id = ? AND " + t.column + " = ?"
	}, func(h db.Handle, t linkTable, key db.ID) error {
		h.Gone(t.table, i.Key, key)
		return nil
	})
}

// each runs a statement for each of the links, and tells of those that it wrote.
func (s *Service) each(ctx context.Context, i *Incident, l links, statement func(t linkTable) string, tell func(h db.Handle, t linkTable, key db.ID) error) error {
	h := s.db.From(ctx)
	for _, t := range []struct {
		linkTable
		keys []db.ID
	}{{linkedAssets, l.assets}, {linkedPosts, l.posts}} {
		for _, key := range t.keys {
			n, err := h.Exec(ctx, statement(t.linkTable), i.Key, key)
			if err != nil {
				return err
			}
			if n == 0 {
				continue
			}
			if err := tell(h, t.linkTable, key); err != nil {
				return err
			}
		}
	}
	return nil
}

// linked reads what each of the incidents is about, by incident.
func (s *Service) linked(ctx context.Context, t linkTable, incidents []db.ID) (map[db.ID][]*db.ID, error) {
	var rows []struct {
		Incident db.ID `db:"incident_id"`
		Linked   db.ID `db:"linked_id"`
	}
	err := s.db.From(ctx).Select(ctx, &rows, "SELECT incident_id, "+t.column+" AS linked_id FROM "+t.table+" WHERE incident_id IN (?) ORDER BY "+t.column, incidents)
	found := make(map[db.ID][]*db.ID, len(incidents))
	for _, r := range rows {
		found[r.Incident] = append(found[r.Incident], &r.Linked)
	}
	return found, err
}
