package post

import (
	"context"
	"fmt"
	"maps"

	"ttyt.example/ttyt/internal/base/db"
)

// The search terms for those who may read a post's working copy: the words, tags and categories of the working copy, or of a
// post that is off the site. Other readers find it by what is published: see projection.go. The website section and the Board see what
// was published of a post that is off the site, and not what is written of it since: they find it by what was published.

// workingTerms weighs what a working copy is found by: its words, its tags as facets, which no word reads like, and one
// term for each that tells that it was indexed.
func workingTerms(c *Copy) map[string]int {
	weights := terms(c)
	weights[string(everyPost)] = 0
	for _, tag := range c.Content.V.Tags {
		for _, facet := range tagFacets(tag) {
			weights[string(facet)] = 0
		}
	}
	return weights
}

// sent precedes the terms of what was published, of a post that is off the site: no other begins with it.
const sent = "<"

// sentTerms weighs what a post off the site is found by as it was published. Its categories are terms too, since post_categories holds
// those of the working copy.
func sentTerms(c *Copy) map[string]int {
	weights := map[string]int{}
	for term, weight := range workingTerms(c) {
		weights[sent+term] = weight
	}
	for _, id := range c.Content.V.Categories {
		weights[sent+categoryTerm(id)] = 0
	}
	return weights
}

// categoryTerm is the term of a category, as SQL spells it too: see underSent.
func categoryTerm(id db.ID) string { return fmt.Sprintf("/%X", id[:]) }

// off reports whether the post was on the site and is not now.
func (h *Head) off() bool {
	return h.Publication != PublicationPublished && !h.PublishedRevision.IsZero()
}

// findWorking makes the words of the copy those by which the working copy is found; again where it may have others.
func (s *Service) findWorking(ctx context.Context, h *Head, c *Copy, again bool) error {
	if again {
		if err := s.unindex(ctx, h, "post_working_terms"); err != nil {
			return err
		}
	}
	weights := workingTerms(c)
	if h.off() {
		r, err := s.revision(ctx, h.PublishedRevision)
		if err != nil {
			return err
		}
		maps.Copy(weights, sentTerms(&r.Copy))
	}
	return s.index(ctx, h, "post_working_terms", weights)
}

// refind brings the words up to the states: of the working copy, without one of what is off the site, else none.
func (s *Service) refind(ctx context.Context, h *Head) error {
	if h.Working == WorkingNone && h.Publication == PublicationPublished {
		return s.unindex(ctx, h, "post_working_terms")
	}
	of := h.Shown()
	if h.Working != WorkingNone {
		of = h.WorkingRevision
	}
	r, err := s.revision(ctx, of)
	if err != nil {
		return err
	}
	return s.findWorking(ctx, h, &r.Copy, true)
}

// WordsWanted reports whether there are working copies that no search finds yet.
func (s *Service) WordsWanted(ctx context.Context) (bool, error) {
	left, err := s.unfound(ctx, 1)
	return len(left) > 0, err
}

// IndexWorking makes working copies found that were written before they were indexed.
func (s *Service) IndexWorking(ctx context.Context) error {
	for {
		left, err := s.unfound(ctx, lookedAtOnce)
		if err != nil || len(left) == 0 {
			return err
		}
		err = s.db.InTx(ctx, func(ctx context.Context) error {
			heads, err := s.headsForUpdate(ctx, left)
			for _, h := range heads {
				if err == nil {
					err = s.refind(ctx, h)
				}
			}
			return err
		})
		if err != nil {
			return err
		}
	}
}
