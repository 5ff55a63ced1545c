package incident

import (
	"context"

	"ttyt/internal/db"
)

// links are what an incident is about.
type links struct{ assets, posts []db.ID }

// link adds links; one that is there already stays.
func (s *Service) link(ctx context.Context, i *Incident, l links) error {
	for _, post := range l.posts {
		_, err := s.db.From(ctx).Exec(ctx, s.db.Dialect.InsertIgnore()+" INTO incident_posts (incident_id, post_id) VALUES (?, ?)", i.Key, post)
		if err != nil {
			return err
		}
	}
	return nil
}

// PostsOf returns the posts that each incident is about. Who may see which of them, posts decide.
func (s *Service) PostsOf(ctx context.Context, incidents []db.ID) (map[db.ID][]db.ID, error) {
	var rows []struct {
		Incident db.ID `db:"incident_id"`
		Post     db.ID `db:"post_id"`
	}
	err := s.db.From(ctx).Select(ctx, &rows, "SELECT incident_id, post_id FROM incident_posts WHERE incident_id IN (?) ORDER BY post_id", incidents)
	found := make(map[db.ID][]db.ID, len(incidents))
	for _, r := range rows {
		found[r.Incident] = append(found[r.Incident], r.Post)
	}
	return found, err
}
