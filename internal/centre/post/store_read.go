package post

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// headWhere reads what is asked of the one post that meets the condition and that the reach covers, else NotFound.
func (s *Service) headWhere(ctx context.Context, r reading, reach access.Reach, where string, args ...any) (*Head, error) {
	h := new(Head)
	if err := s.db.From(ctx).Get(ctx, h, "SELECT "+r.columns+" FROM posts WHERE "+where+" AND "+reach.SQL, append(args, reach.Args...)...); err != nil {
		return nil, err
	}
	return h, nil
}

// headsWhere reads the posts that meet the condition and that the reach covers.
func (s *Service) headsWhere(ctx context.Context, reach access.Reach, where string, args ...any) ([]*Head, error) {
	return db.All[*Head](ctx, s.db.From(ctx), "SELECT "+headColumns+" FROM posts WHERE "+where+" AND "+reach.SQL, append(args, reach.Args...)...)
}

// profilesOf reads, and locks, the profiles of a person that are not archived.
func (s *Service) profilesOf(ctx context.Context, person db.ID) ([]*Head, error) {
	return db.All[*Head](ctx, s.db.From(ctx), "SELECT "+headColumns+" FROM posts WHERE person_id = ? AND (publication <> ? OR working <> ?)"+s.db.ForUpdate(ctx), person, PublicationArchived, WorkingNone)
}

// headsLeftBy reads, and locks, the drafts that a person wrote.
func (s *Service) headsLeftBy(ctx context.Context, staff db.ID) ([]*Head, error) {
	return db.All[*Head](ctx, s.db.From(ctx), "SELECT "+headColumns+` FROM posts
		WHERE author_id = ? AND working = 'DRAFT'`+s.db.ForUpdate(ctx), staff)
}

// lightRevisions reads revisions without their bodies.
func (s *Service) lightRevisions(ctx context.Context, ids []db.ID) ([]*Revision, error) {
	return db.All[*Revision](ctx, s.db.From(ctx), "SELECT "+lightColumns+" FROM revisions WHERE id IN (?)", ids)
}

// lightRevision reads a revision without its body, of a post whose working copy the actor may read, or up to what was sent to them
// and published, else NotFound.
func (s *Service) lightRevision(ctx context.Context, id db.ID) (*Revision, error) {
	working, sent := s.access.Reach(ctx, "post", "read_working"), s.access.Reach(ctx, "post", "read_sent")
	r := new(Revision)
	err := s.db.From(ctx).Get(ctx, r, "SELECT "+lightColumns+" FROM revisions JOIN posts ON posts.id = revisions.post_id WHERE revisions.id = ? AND ("+
		working.SQL+" OR "+sent.SQL+" AND revisions.number <= (SELECT live.number FROM revisions live WHERE live.id = posts.published_revision_id))",
		slices.Concat([]any{id}, working.Args, sent.Args)...)
	if err != nil {
		return nil, err
	}
	return r, nil
}

// revisionPage reads a page of the revisions that the condition names, without their bodies.
func (s *Service) revisionPage(ctx context.Context, where string, values []any, plan *paging.Plan) (*paging.Connection[*Revision], error) {
	return paging.Query(ctx, s.db, plan, lightColumns, "revisions", where, values, func(r *Revision) (any, db.ID) { return int64(r.Number), r.Key })
}

// named reads those of the revisions that the condition finds.
func (s *Service) named(ctx context.Context, where string, values []any, names ...which) ([]*Revision, error) {
	var numbers []int
	var keys []db.ID
	for _, w := range names {
		if w.number != nil {
			numbers = append(numbers, *w.number)
		} else {
			keys = append(keys, w.key)
		}
	}
	return db.All[*Revision](ctx, s.db.From(ctx), "SELECT "+revisionColumns+" FROM revisions WHERE "+where+" AND (revisions.number IN (?) OR revisions.id IN (?))",
		append(slices.Clone(values), numbers, keys)...)
}
