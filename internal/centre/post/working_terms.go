package post

import "context"

// The search terms for those who may read a post's working copy: the words, tags and categories of the working copy, or of a
// post that is off the site. Other readers find it by what is published: see projection.go.

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

// findWorking makes the words of the copy those by which the working copy is found; again where it may have others.
func (s *Service) findWorking(ctx context.Context, h *Head, c *Copy, again bool) error {
	if again {
		if err := s.unindex(ctx, h, "post_working_terms"); err != nil {
			return err
		}
	}
	return s.index(ctx, h, "post_working_terms", workingTerms(c))
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
