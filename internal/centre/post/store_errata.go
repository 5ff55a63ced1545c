package post

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
)

var erratumColumns = db.ColumnsOf("post_errata", Erratum{})

func (s *Service) insertErratum(ctx context.Context, e *Erratum) error {
	return s.db.From(ctx).Insert(ctx, "post_errata", e)
}

// latestErrata reads the latest of each post.
func (s *Service) latestErrata(ctx context.Context, posts []db.ID) ([]*Erratum, error) {
	return db.All[*Erratum](ctx, s.db.From(ctx), "SELECT "+erratumColumns+` FROM post_errata WHERE post_errata.post_id IN (?) AND NOT EXISTS (SELECT 1 FROM post_errata later
		WHERE later.post_id = post_errata.post_id AND (later.at > post_errata.at OR later.at = post_errata.at AND later.id > post_errata.id))`, posts)
}
