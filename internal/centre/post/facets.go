package post

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
)

// everyPost is the facet that each published post has; the others are its categories, by id, and its tags.
var everyPost = []byte("*")

// tagFacet is the facet of a tag. No id of a category begins like it before the year 3200.
func tagFacet(tag string) []byte { return []byte("#" + text.Key(tag)) }

// tagFacets are what a tag is found by: itself and, where it has letters or digits, those without marks and signs, which
// find all tags of that fold.
func tagFacets(tag string) [][]byte {
	facets := [][]byte{tagFacet(tag)}
	if fold := text.Fold(tag); fold != "" {
		facets = append(facets, tagFacet(fold))
	}
	return facets
}

// facetsOf are what the published copy is found by, in one order for all, so that writers of the same counts wait for
// each other instead of deadlocking.
func facetsOf(c *Copy) [][]byte {
	facets := [][]byte{everyPost}
	for _, id := range c.Content.V.Categories {
		facets = append(facets, id[:])
	}
	for _, tag := range c.Content.V.Tags {
		facets = append(facets, tagFacets(tag)...)
	}
	slices.SortFunc(facets, bytes.Compare)
	return slices.CompactFunc(facets, bytes.Equal)
}

// placed is one row of post_facets without its post.
type placed struct {
	Facet       []byte   `db:"facet"`
	Audience    Audience `db:"audience"`
	PublishedAt sortTime `db:"published_at"`
	Department  db.ID    `db:"department_id"`
	Type        Type     `db:"type"`
}

func (p placed) equal(o placed) bool {
	return bytes.Equal(p.Facet, o.Facet) && p.Audience == o.Audience && p.PublishedAt.Equal(o.PublishedAt.Time.Time) && p.Department == o.Department && p.Type == o.Type
}

// place makes the facets those under which lists find the post, and keeps the counts. The caller holds the head's lock.
func (s *Service) place(ctx context.Context, h *Head, facets [][]byte) error {
	before, err := db.All[placed](ctx, s.db.From(ctx), "SELECT facet, audience, published_at, department_id, type FROM post_facets WHERE post_id = ? ORDER BY facet", h.Key)
	if err != nil {
		return err
	}
	after := make([]placed, len(facets))
	for i, f := range facets {
		after[i] = placed{f, h.Audience, h.PublishedAt, h.Department, h.Type}
	}
	for _, p := range without(before, after) {
		_, err := s.db.From(ctx).Exec(ctx, "DELETE FROM post_facets WHERE facet = ? AND published_at = ? AND post_id = ?", p.Facet, p.PublishedAt, h.Key)
		if err == nil {
			err = s.count(ctx, p, -1)
		}
		if err != nil {
			return err
		}
	}
	for _, p := range without(after, before) {
		_, err := s.db.From(ctx).Exec(ctx, "INSERT INTO post_facets (facet, audience, published_at, post_id, department_id, type) VALUES (?, ?, ?, ?, ?, ?)",
			p.Facet, p.Audience, p.PublishedAt, h.Key, p.Department, p.Type)
		if err == nil {
			err = s.count(ctx, p, 1)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// without returns those of all that are not among the others.
func without(all, others []placed) []placed {
	return slices.DeleteFunc(slices.Clone(all), func(p placed) bool { return slices.ContainsFunc(others, p.equal) })
}

// count adds to the number of posts under a facet.
func (s *Service) count(ctx context.Context, p placed, n int) error {
	q := s.db.From(ctx)
	add := func() (int64, error) {
		return q.Exec(ctx, "UPDATE post_counts SET n = n + ? WHERE facet = ? AND audience = ? AND department_id = ? AND type = ?", n, p.Facet, p.Audience, p.Department, p.Type)
	}
	known, err := add()
	if err != nil || known == 1 {
		return err
	}
	_, err = q.Exec(ctx, s.db.Dialect.InsertIgnore()+" INTO post_counts (facet, audience, department_id, type, n) VALUES (?, ?, ?, ?, 0)", p.Facet, p.Audience, p.Department, p.Type)
	if err == nil {
		_, err = add()
	}
	return err
}

// The part of a list's SQL that facets are for.

// faceted reports whether the list is read in the order of a facet: the newest of a category or tag.
func (f *Filter) faceted(o Order) bool {
	return f.Text == nil && o.Field == ByPublishedAt && (f.Category != nil || f.Tag != nil)
}

// table is where the list finds what it is narrowed by.
func (f *Filter) table(o Order) string {
	if f.faceted(o) {
		return "post_facets"
	}
	return "posts"
}

// wanted are the facets that the filter names, as SQL, each with its argument.
func (f *Filter) wanted() (sql []string, args []any) {
	if f.Category != nil {
		sql, args = append(sql, "(SELECT id FROM categories WHERE slug = ?)"), append(args, *f.Category)
	}
	if f.Tag != nil {
		sql, args = append(sql, "?"), append(args, tagFacet(*f.Tag))
	}
	return sql, args
}

// underFacets narrows the list to the facets: the first gives the order where it can, the others are looked up by key.
func (f *Filter) underFacets(ctx context.Context, o Order, fromCursor bool, and func(string, ...any)) {
	names, args := f.wanted()
	table := f.table(o)
	for i, name := range names {
		if i == 0 && f.faceted(o) {
			and("posts.id = post_facets.post_id AND post_facets.facet = "+name, args[i])
			if !access.Of(ctx).Known() && !fromCursor { // their reach says so too, but not in the words of the index
				and("post_facets.audience = ?", AudiencePublic)
			}
			continue
		}
		and("EXISTS (SELECT 1 FROM post_facets has WHERE has.facet = "+name+" AND has.published_at = "+table+".published_at AND has.post_id = posts.id)", args[i])
	}
}

// counted reports whether the counts can tell how many published posts the filter finds.
func (f *Filter) counted(o Order) bool {
	return o.Field != ByUpdatedAt && f.Text == nil && f.Working == nil && f.PublishedAt == nil && f.Open == nil && f.Pinned == nil && f.Mine == nil &&
		(f.Publication == nil || *f.Publication == PublicationPublished) && (f.Category == nil || f.Tag == nil)
}

// total counts a list without reading it: what is published and meant for the actor by the counts, and one by one the few
// posts that they reach beyond those, by the right to working copies.
func (s *Service) total(ctx context.Context, f *Filter, o Order) (int, error) {
	reach := s.access.ReachOver(ctx, "post", "post_counts", "read")
	parts, args := []string{reach.SQL}, slices.Clone(reach.Args)
	and := func(sql string, more ...any) { parts, args = append(parts, sql), append(args, more...) }
	if names, values := f.wanted(); len(names) > 0 {
		and("post_counts.facet = "+names[0], values[0])
	} else {
		and("post_counts.facet = ?", everyPost)
	}
	if err := f.narrow("post_counts", and); err != nil {
		return 0, err
	}
	n, err := db.One[int](ctx, s.db.From(ctx), "SELECT COALESCE(SUM(n), 0) FROM post_counts WHERE "+strings.Join(parts, " AND "), args...)
	if err != nil || !access.Of(ctx).Known() {
		return n, err
	}
	more, err := s.beyond(ctx, f, o, reach)
	return n + more, err
}

// beyond counts the posts of the list that the actor reaches by the right to working copies alone: of what is not on the
// site, and of what is there for audiences of which the reach over the counts leaves some out.
func (s *Service) beyond(ctx context.Context, f *Filter, o Order, counts access.Reach) (total int, err error) {
	audiences, err := db.All[Audience](ctx, s.db.From(ctx), "SELECT DISTINCT audience FROM post_counts WHERE facet = ? AND n > 0 AND NOT "+counts.SQL,
		append([]any{everyPost}, counts.Args...)...)
	if err != nil {
		return 0, err
	}
	add := func(where string, values ...any) error {
		reading, working := s.access.Reach(ctx, "post", "read"), s.access.Reach(ctx, "post", "read_working").Residual()
		if working.Own { // who is named finds fewer
			where = "(" + where + ") IS TRUE"
		}
		parts, args := []string{"(" + where + ")", working.SQL, reading.SQL + " IS NOT TRUE"}, slices.Concat(values, working.Args, reading.Args)
		and := func(sql string, more ...any) { parts, args = append(parts, sql), append(args, more...) }
		from, _, err := s.from(f, o, nil)
		if err != nil {
			return err
		}
		f.underFacets(ctx, o, true, and)
		if err := f.narrow(f.table(o), and); err != nil {
			return err
		}
		equal(and, "posts.publication", f.Publication)
		n, err := db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(*) FROM "+from+" WHERE "+strings.Join(parts, " AND "), args...)
		total += n
		return err
	}
	if f.Category == nil && f.Tag == nil { // which only what is on the site has
		err = add("posts.publication < ? OR posts.publication > ?", PublicationPublished, PublicationPublished)
	}
	if err == nil && len(audiences) > 0 {
		err = add("posts.publication = ? AND "+f.table(o)+".audience IN (?)", PublicationPublished, audiences)
	}
	return total, err
}
