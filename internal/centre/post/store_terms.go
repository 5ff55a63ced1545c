package post

import (
	"context"
	"maps"
	"slices"
	"strings"
)

func (s *Service) unindex(ctx context.Context, h *Head) error {
	_, err := s.db.From(ctx).Exec(ctx, "DELETE FROM post_terms WHERE post_id = ?", h.Key)
	return err
}

// indexBatch is how many terms one statement inserts.
const indexBatch = 200

func (s *Service) index(ctx context.Context, h *Head, weights map[string]int) error {
	for batch := range slices.Chunk(slices.Sorted(maps.Keys(weights)), indexBatch) {
		var args []any
		for _, term := range batch {
			args = append(args, term, h.Key, weights[term])
		}
		marks := strings.TrimSuffix(strings.Repeat("(?, ?, ?), ", len(batch)), ", ")
		if _, err := s.db.From(ctx).Exec(ctx, "INSERT INTO post_terms (term, post_id, weight) VALUES "+marks, args...); err != nil {
			return err
		}
	}
	return nil
}
