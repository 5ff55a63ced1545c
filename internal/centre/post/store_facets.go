package post

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

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

// knownHosts are those of the hosts to which published posts link.
func (s *Service) knownHosts(ctx context.Context, hosts []string) ([]string, error) {
	if len(hosts) == 0 {
		return nil, nil
	}
	facets := make([][]byte, len(hosts))
	for i, host := range hosts {
		facets[i] = hostFacet(host)
	}
	found, err := db.All[[]byte](ctx, s.db.From(ctx), "SELECT DISTINCT facet FROM post_counts WHERE facet IN (?) AND n > 0", facets)
	known := make([]string, len(found))
	for i, facet := range found {
		known[i] = string(facet[1:])
	}
	return known, err
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
		reading, working := s.access.Reach(ctx, "post", "read"), s.access.Reach(ctx, "post", reads[1:]...).Residual()
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
