package rating

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/feed"
)

// tagOf is the tag of a change of what a post was given.
func tagOf(post db.ID) string { return "rating:" + post.String() }

// Of returns what readers gave the posts, and notes that the answer depends on it.
func (s *Service) Of(ctx context.Context, posts []db.ID) (map[db.ID]post.Rating, error) {
	for _, p := range posts {
		feed.Depends(ctx, tagOf(p))
	}
	totals, err := s.totals(ctx, posts)
	found := make(map[db.ID]post.Rating, len(totals))
	for _, t := range totals {
		found[t.Post] = post.Rating{Total: t.Stars, Count: t.Marks}
	}
	return found, err
}
