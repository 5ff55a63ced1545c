package post

import (
	"context"
	"slices"
	"strings"
)

// bySent reports whether the list finds posts off the site by what was published of them too: where the caller reads what was sent to the
// Board, and of some posts nothing that was written since.
func (s *Service) bySent(ctx context.Context, f *Filter) bool {
	return f.offSite() && f.worded() && (f.Working == nil || *f.Working == WorkingNone) && !s.access.Reach(ctx, "post", "read_sent").None()
}

// offTheSite narrows such a list: to posts whose working copy the caller may read, by that, and to the others by what was published.
func (s *Service) offTheSite(ctx context.Context, f *Filter, o Order, and func(string, ...any)) {
	working, published := s.access.Reach(ctx, "post", "read_working"), s.access.Reach(ctx, "post", "read_sent")
	own, gone := []string{working.SQL}, []string{published.SQL, "(" + working.SQL + ") IS NOT TRUE"}
	ownArgs, goneArgs := slices.Clone(working.Args), slices.Concat(published.Args, working.Args)
	if f.Text != nil {
		own, gone = append(own, "hits.sent = 0"), append(gone, "hits.sent = 1")
	}
	f.underFacets(ctx, o, false, func(sql string, more ...any) { own, ownArgs = append(own, sql), append(ownArgs, more...) })
	f.underSent(func(sql string, more ...any) { gone, goneArgs = append(gone, sql), append(goneArgs, more...) })
	and("("+strings.Join(own, " AND ")+" OR "+strings.Join(gone, " AND ")+")", slices.Concat(ownArgs, goneArgs)...)
}

// underSent narrows the list to what was published under the category and with the tag.
func (f *Filter) underSent(and func(string, ...any)) {
	if f.Category != nil {
		and("EXISTS (SELECT 1 FROM categories JOIN post_working_terms has ON has.term = CONCAT(?, HEX(categories.id)) WHERE categories.slug = ? AND has.post_id = posts.id)", sent+"/", *f.Category)
	}
	if f.Tag != nil {
		and("EXISTS (SELECT 1 FROM post_working_terms has WHERE has.term = ? AND has.post_id = posts.id)", sent+string(tagFacet(*f.Tag)))
	}
}
