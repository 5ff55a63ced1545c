package post

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// derivedAtOnce is how many posts one step of derive looks at.
const derivedAtOnce = 50

// derive computes anew what posts after the key are sorted and found by, and returns the last of those it looked at: a
// step over a store that an earlier version wrote.
func (s *Service) derive(ctx context.Context, after db.ID) (last db.ID, err error) {
	h := s.db.From(ctx)
	some, err := db.All[db.ID](ctx, h, "SELECT id FROM posts WHERE id > COALESCE(?, X'') ORDER BY id LIMIT ?", after, derivedAtOnce)
	for _, id := range some {
		if err := s.deriveOne(ctx, id); err != nil {
			return last, err
		}
		last = id
	}
	return last, err
}

func (s *Service) deriveOne(ctx context.Context, id db.ID) error {
	h, err := s.headForUpdate(ctx, id, access.Reach{SQL: "1 = 1"})
	if err != nil {
		return err
	}
	if _, err := s.db.From(ctx).Exec(ctx, "UPDATE posts SET sort_title = ? WHERE id = ?", sortTitle(h.Title), h.Key); err != nil {
		return err
	}
	if h.Publication == PublicationPublished {
		if err := s.reindex(ctx, h); err != nil {
			return err
		}
	}
	return s.feed.Record(ctx, "post", h.Key, h.tags()...)
}

func (s *Service) reindex(ctx context.Context, h *Head) error {
	r, err := s.revision(ctx, h.PublishedRevision)
	if err != nil {
		return err
	}
	return s.findBy(ctx, h, &r.Copy)
}
