package post

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// kept is a revision that was decided on, as those who took part in the decision keep it, whatever became of the post.
type kept struct {
	Key  db.ID `db:"id"`
	Post db.ID `db:"post_id"`
}

func keysOf(revisions []*kept) []db.ID {
	keys := make([]db.ID, len(revisions))
	for i, r := range revisions {
		keys[i] = r.Key
	}
	return keys
}

// keeps are the revisions of the post that the actor keeps, the earliest first.
func (e *Entry) keeps(ctx context.Context) ([]*kept, error) {
	if !access.Of(ctx).SignedIn() {
		return nil, nil
	}
	list := e.list
	found, err := list.kept.Get(func() (map[db.ID][]*kept, error) {
		posts := make([]db.ID, len(list.heads))
		for i, h := range list.heads {
			posts[i] = h.Key
		}
		return list.s.keptOf(ctx, posts)
	})
	return found[e.head.Key], err
}

// readable are the revisions of a post that the actor may read: all, else those that they keep, and up to what is published where
// that was sent to them.
type readable struct {
	all, sent bool
	mine      []*kept
}

func (e *Entry) readable(ctx context.Context) (r readable, err error) {
	if e.staffOnly(ctx) {
		return readable{all: true}, nil
	}
	r.sent = e.sent(ctx)
	r.mine, err = e.keeps(ctx)
	return r, err
}

// none reports whether there is no revision that the actor may read.
func (r readable) none() bool { return !r.all && !r.sent && len(r.mine) == 0 }

// where is the condition on the revisions of the post.
func (r readable) where(h *Head) (string, []any) {
	const of, upTo = "revisions.post_id = ?", "revisions.number <= (SELECT live.number FROM revisions live WHERE live.id = ?)"
	switch {
	case r.all:
		return of, []any{h.Key}
	case r.sent && len(r.mine) > 0:
		return of + " AND (" + upTo + " OR revisions.id IN (?))", []any{h.Key, h.PublishedRevision, keysOf(r.mine)}
	case r.sent:
		return of + " AND " + upTo, []any{h.Key, h.PublishedRevision}
	}
	return of + " AND revisions.id IN (?)", []any{h.Key, keysOf(r.mine)}
}

// decided returns posts of which the actor may read nothing but what was decided on: each as it was in the latest revision
// that they keep, by the keys of the posts.
func (s *Service) decided(ctx context.Context, posts []db.ID) (map[db.ID]*Entry, error) {
	if len(posts) == 0 || !access.Of(ctx).SignedIn() {
		return nil, nil
	}
	mine, err := s.keptOf(ctx, posts)
	if err != nil || len(mine) == 0 {
		return nil, err
	}
	var keys, latest []db.ID
	for post, revisions := range mine {
		keys, latest = append(keys, post), append(latest, revisions[len(revisions)-1].Key)
	}
	rows, err := s.lightRevisions(ctx, latest)
	if err != nil {
		return nil, err
	}
	revisions := make(map[db.ID]*Revision, len(rows))
	for _, r := range rows {
		revisions[r.Post] = r
	}
	heads, err := s.headsWhere(ctx, access.Reach{SQL: "1 = 1"}, "posts.id IN (?)", keys)
	if err != nil {
		return nil, err
	}
	for i, h := range heads {
		heads[i] = h.asDecided(revisions[h.Key])
	}
	entries, err := s.entries(ctx, heads, everything)
	found := make(map[db.ID]*Entry, len(entries))
	for _, e := range entries {
		e.decided = true
		found[e.head.Key] = e
	}
	return found, err
}

// asDecided is the head as it shows the revision, without a later draft. It has no excerpt: that is kept of what lists show, and
// making it anew would take the parsing of every body.
func (h *Head) asDecided(r *Revision) *Head {
	as := *h
	as.Title, as.SortTitle, as.Summary, as.Byline, as.Audience, as.Excerpt = r.Title, sortTitle(r.Title), r.Summary, r.Byline, r.Audience, ""
	as.ClosesAt.Time = r.closes()
	as.PublishedRevision, as.WorkingRevision = r.Key, db.ID{}
	as.Working, as.WorkingTitle, as.WorkingAudience = WorkingNone, r.Title, r.Audience
	return &as
}

// decidedAlone is decided for one post, else NotFound.
func (s *Service) decidedAlone(ctx context.Context, post db.ID) (Post, error) {
	found, err := s.decided(ctx, []db.ID{post})
	if err != nil {
		return nil, err
	}
	if found[post] == nil {
		return nil, fault.ErrNotFound
	}
	return found[post].Post(), nil
}
