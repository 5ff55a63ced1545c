package post

import (
	"context"
	"maps"
	"slices"
	"strings"

	"ttyt/internal/db"
	"ttyt/internal/richtext"
	"ttyt/internal/text"
)

// Weights of a word by where it stands. A word written with the same marks in the title outweighs all else.
const (
	weightBody        = 1
	weightSummary     = 4
	weightTitle       = 20
	weightMarked      = 10
	weightMarkedTitle = 1000
)

// markedTerm precedes the terms that keep their marks, so that they never meet a folded one.
const markedTerm = "="

// show makes the copy what the head shows in lists.
func (h *Head) show(c *Copy) {
	h.Title, h.Summary, h.Byline, h.Audience = c.Title, c.Summary, c.Byline, c.Audience
	h.SortTitle = text.Truncate(text.Fold(c.Title), maxTitle)
	h.Excerpt = richtext.Excerpt(c.Body, excerptLength)
	h.ClosesAt.Time = c.closes()
}

// closes is the deadline of a copy that has one.
func (c *Copy) closes() db.Time {
	if p, ok := c.Content.V.Fields.part().(interface{ closes() db.Time }); ok {
		return p.closes()
	}
	return db.Time{}
}

// project makes the revision the one that lists, filters and search show. The caller sets the states and saves the head.
func (s *Service) project(ctx context.Context, h *Head, r *Revision) error {
	h.PublishedRevision = r.Key
	h.show(&r.Copy)
	if err := s.unindex(ctx, h); err != nil {
		return err
	}
	if err := s.categorise(ctx, h, r.Content.V.Categories, true); err != nil {
		return err
	}
	if err := s.place(ctx, h, facetsOf(&r.Copy)); err != nil {
		return err
	}
	return s.index(ctx, h, terms(&r.Copy))
}

// unproject takes the post out of the categories, facets and words of the site. The head keeps what it shows, which
// nobody but its own people reach once it is not published.
func (s *Service) unproject(ctx context.Context, h *Head) error {
	if err := s.unindex(ctx, h); err != nil {
		return err
	}
	if err := s.place(ctx, h, nil); err != nil {
		return err
	}
	return s.categorise(ctx, h, nil, true)
}

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

// terms weighs every word of the copy, folded, and the words of title, summary and tags with their marks too.
func terms(c *Copy) map[string]int {
	weights := map[string]int{}
	put := func(s string, folded, marked int) {
		for _, w := range text.Words(s) {
			weights[w] = max(weights[w], folded)
		}
		if marked > 0 {
			for _, w := range markedWords(s) {
				weights[w] = max(weights[w], marked)
			}
		}
	}
	put(c.Text(), weightBody, 0)
	put(c.Summary+" "+strings.Join(c.Content.V.Tags, " "), weightSummary, weightMarked)
	put(c.Title, weightTitle, weightMarkedTitle)
	return weights
}

// markedWords returns the words of s with their marks as terms; those too long for the index are left out.
func markedWords(s string) []string {
	var words []string
	for w := range strings.FieldsSeq(text.Marked(s)) {
		if len(w) < maxWordOfIndex {
			words = append(words, markedTerm+w)
		}
	}
	return words
}
