package post

import (
	"context"
	"strconv"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
)

// propose gives a draft the first free slug of wish, wish-2, wish-3 …: one that nothing on the site has or had, and no draft
// that the caller may read. The draft reserves nothing by it: what others cannot see must not show in their slugs.
func (s *Service) propose(ctx context.Context, h *Head, wish string) error {
	for n := 1; ; n++ {
		h.Slug = numbered(wish, n)
		if taken, err := s.taken(ctx, h.Key, h.Slug); err != nil || !taken {
			return err
		}
	}
}

// follow gives the draft the slug of its new title, until the first submission: nobody else knows the old one yet.
func (s *Service) follow(ctx context.Context, h *Head, title string) error {
	if h.SubmittedEver || title == h.WorkingTitle {
		return nil
	}
	return s.propose(ctx, h, slugOf(title, h.Type))
}

// readdress gives what is or was on the site another slug, else a user error says that it is taken. An earlier slug of the
// same post counts as free.
func (s *Service) readdress(ctx context.Context, h *Head, wish string) error {
	taken, err := s.taken(ctx, h.Key, wish)
	if err != nil {
		return err
	}
	if !taken {
		ours, err := s.claim(ctx, h.Key, wish)
		if err != nil {
			return err
		}
		taken = !ours
	}
	if taken {
		return fault.User(fault.Taken, slugTaken, "input.slug")
	}
	h.Slug = wish
	return nil
}

// settle gives a post, at its first publication, an address that nothing on the site has or had: the one that its draft
// showed, else that one numbered, since drafts reserve nothing and another post may have come first.
func (s *Service) settle(ctx context.Context, h *Head) error {
	wish := h.Slug
	for n := 1; ; n++ {
		h.Slug = numbered(wish, n)
		if ours, err := s.claim(ctx, h.Key, h.Slug); err != nil || ours {
			return err
		}
	}
}

// taken reports whether the slug is the site's own, one that another post has or had on the site, or that of a draft which
// the caller may read.
func (s *Service) taken(ctx context.Context, post db.ID, slug string) (bool, error) {
	if reserved[slug] {
		return true, nil
	}
	reach := s.access.Reach(ctx, "post", "read_working")
	n, err := db.One[int](ctx, s.db.From(ctx), `SELECT (SELECT COUNT(*) FROM slugs WHERE slug = ? AND post_id <> ?)
		+ (SELECT COUNT(*) FROM posts WHERE posts.slug = ? AND posts.id <> ? AND posts.published_revision_id IS NULL AND `+reach.SQL+")",
		append([]any{slug, post, slug, post}, reach.Args...)...)
	return n > 0, err
}

// claim inserts the slug of what goes onto the site, whose key decides between two posts at once, and reports whether it is
// the post's.
func (s *Service) claim(ctx context.Context, post db.ID, slug string) (bool, error) {
	if reserved[slug] {
		return false, nil
	}
	q := s.db.From(ctx)
	n, err := q.Exec(ctx, s.db.Dialect.InsertIgnore()+" INTO slugs (slug, post_id, created_at) VALUES (?, ?, ?)", slug, post, s.db.Now(ctx))
	if err != nil || n == 1 {
		return n == 1, err
	}
	err = q.Get(ctx, &n, "SELECT COUNT(*) FROM slugs WHERE slug = ? AND post_id = ?", slug, post)
	return n == 1, err
}

// draftAt reads the draft of that slug, which was never on the site and which the reach covers: of several the oldest.
func (s *Service) draftAt(ctx context.Context, r reading, slug string, reach access.Reach) (*Head, error) {
	h := new(Head)
	return h, s.db.From(ctx).Get(ctx, h, "SELECT "+r.columns+" FROM posts WHERE posts.slug = ? AND posts.published_revision_id IS NULL AND "+reach.SQL+
		" ORDER BY posts.id LIMIT 1", append([]any{slug}, reach.Args...)...)
}

// goneSince is the moment at which the public post that has or had the slug was taken down, else NotFound. A scheduled return does not
// show.
func (s *Service) goneSince(ctx context.Context, slug string) (since db.Time, err error) {
	return since, s.db.From(ctx).Get(ctx, &since, `SELECT posts.down_at FROM slugs JOIN posts ON posts.id = slugs.post_id
		WHERE slugs.slug = ? AND posts.published_revision_id IS NOT NULL AND posts.publication <> ? AND posts.audience = ? AND posts.type <> ? AND posts.down_at IS NOT NULL`,
		slug, PublicationPublished, AudiencePublic, TypeStaffProfile)
}

// maxSlug leaves room for a number in the 160 characters that the column takes.
const maxSlug = 120

// reserved slugs would read like parts of the site itself.
var reserved = map[string]bool{"": true, "moi": true, "tim-kiem": true, "rss": true, "trang": true, "graphql": true, "quan-tri": true}

// numbered is the n-th of wish, wish-2, wish-3 …
func numbered(wish string, n int) string {
	if n == 1 {
		return wish
	}
	return wish + "-" + strconv.Itoa(n)
}

// slugOf derives a slug from a title; a title without Latin letters or digits gets the type's.
func slugOf(title string, t Type) string {
	if slug := text.Slug(title, maxSlug); slug != "" {
		return slug
	}
	return text.Slug(strings.ReplaceAll(string(t), "_", " "), maxSlug)
}
