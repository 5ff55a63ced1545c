package post

import (
	"context"
	"maps"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
)

// unindex takes the words of the post out of one of the tables of words.
func (s *Service) unindex(ctx context.Context, h *Head, table string) error {
	_, err := s.db.From(ctx).Exec(ctx, "DELETE FROM "+table+" WHERE post_id = ?", h.Key)
	return err
}

// indexBatch is how many terms one statement inserts.
const indexBatch = 200

func (s *Service) index(ctx context.Context, h *Head, table string, weights map[string]int) error {
	for batch := range slices.Chunk(slices.Sorted(maps.Keys(weights)), indexBatch) {
		var args []any
		for _, term := range batch {
			args = append(args, term, h.Key, weights[term])
		}
		marks := strings.TrimSuffix(strings.Repeat("(?, ?, ?), ", len(batch)), ", ")
		if _, err := s.db.From(ctx).Exec(ctx, "INSERT INTO "+table+" (term, post_id, weight) VALUES "+marks, args...); err != nil {
			return err
		}
	}
	return nil
}

// unfound are posts that have a working copy, or are off the site, and are not found by its words yet, or not by those that were
// published: written by a version of the program that did not keep them.
func (s *Service) unfound(ctx context.Context, most int) ([]db.ID, error) {
	const lacks = " AND NOT EXISTS (SELECT 1 FROM post_working_terms known WHERE known.term = ? AND known.post_id = posts.id)"
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT id FROM posts WHERE working <> ?"+lacks+
		" UNION SELECT id FROM posts WHERE publication <> ?"+lacks+
		" UNION SELECT id FROM posts WHERE publication <> ? AND published_revision_id IS NOT NULL"+lacks+" ORDER BY id LIMIT ?",
		WorkingNone, string(everyPost), PublicationPublished, string(everyPost), PublicationPublished, sent+string(everyPost), most)
}
