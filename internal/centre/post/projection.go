package post

import (
	"context"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/text"
)

// Weights of a word by its place. An exact word in the title outweighs everything else.
const (
	weightBody       = 1
	weightSummary    = 4
	weightTitle      = 20
	weightExact      = 10
	weightExactTitle = 1000
)

// show makes the copy what the head shows in lists.
func (h *Head) show(c *Copy) {
	h.Title, h.Summary, h.Byline, h.Audience = c.Title, c.Summary, c.Byline, c.Audience
	h.SortTitle = sortTitle(c.Title)
	h.Excerpt = c.document().Excerpt(excerptLength)
	h.ClosesAt.Time = c.closes()
}

func sortTitle(title string) string { return text.SortKey(title, maxTitle) }

// closes is the deadline of a copy that has one.
func (c *Copy) closes() db.Time {
	if p, ok := c.Content.V.Fields.part().(interface{ closes() db.Time }); ok {
		return p.closes()
	}
	return db.Time{}
}

// project makes the revision the one that lists, filters and search show; the first one settles the address. The
// caller sets the states and saves the head.
func (s *Service) project(ctx context.Context, h *Head, r *Revision) error {
	if h.PublishedRevision.IsZero() {
		if err := s.settle(ctx, h); err != nil {
			return err
		}
	}
	h.PublishedRevision = r.Key
	h.show(&r.Copy)
	if err := s.categorise(ctx, h, r.Content.V.Categories, true); err != nil {
		return err
	}
	return s.findBy(ctx, h, &r.Copy)
}

// findBy makes the facets and words of the copy those by which the post is found.
func (s *Service) findBy(ctx context.Context, h *Head, c *Copy) error {
	if err := s.unindex(ctx, h, "post_terms"); err != nil {
		return err
	}
	if err := s.place(ctx, h, facetsOf(c)); err != nil {
		return err
	}
	return s.index(ctx, h, "post_terms", terms(c))
}

// unproject takes the post out of the categories, facets and words of the site. The head keeps what it shows, which
// nobody but its own people reach once it is not published.
func (s *Service) unproject(ctx context.Context, h *Head) error {
	if err := s.unindex(ctx, h, "post_terms"); err != nil {
		return err
	}
	if err := s.place(ctx, h, nil); err != nil {
		return err
	}
	return s.categorise(ctx, h, nil, true)
}

// terms weighs what the copy is found by: every word, and the words of title, summary and tags as they are written too.
func terms(c *Copy) map[string]int {
	weights := map[string]int{}
	put := func(terms []string, weight int) {
		for _, t := range terms {
			weights[t] = max(weights[t], weight)
		}
	}
	body, summary := c.Text(), c.Summary+" "+strings.Join(c.Content.V.Tags, " ")
	put(text.Words(body), weightBody)
	put(text.Terms(body), weightBody)
	put(text.Words(summary), weightSummary)
	put(text.Exact(summary), weightExact)
	put(text.Words(c.Title), weightTitle)
	put(text.Exact(c.Title), weightExactTitle)
	return weights
}
