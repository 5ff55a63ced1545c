package post

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/feed"
)

// totalsOf counts the lists of owners by the counts that are kept, as far as those are for the actor.
func (s *Service) totalsOf(ctx context.Context, b *shelf, owners []db.ID) (map[db.ID]int, error) {
	reach := s.access.ReachOver(ctx, "post", "post_counts", "read")
	parts, args := []string{reach.SQL}, slices.Clone(reach.Args)
	and := func(sql string, more ...any) { parts, args = append(parts, sql), append(args, more...) }
	owner := "facet"
	if b.of == OfDepartment {
		owner = "department_id"
		and("post_counts.facet = ?", everyPost)
	}
	and("post_counts."+owner+" IN (?)", owners)
	if err := b.filter.narrow("post_counts", and); err != nil {
		return nil, err
	}
	var rows []struct {
		Owner db.ID `db:"owner_id"`
		N     int   `db:"n"`
	}
	err := s.db.From(ctx).Select(ctx, &rows, "SELECT "+owner+" AS owner_id, SUM(n) AS n FROM post_counts WHERE "+strings.Join(parts, " AND ")+" GROUP BY "+owner, args...)
	totals := make(map[db.ID]int, len(rows))
	for _, r := range rows {
		totals[r.Owner] = r.N
	}
	return totals, err
}

// closingOf sets the moment at which the page tells open from closed, if it asks, and notes when the next of its posts passes the
// deadline.
func (s *Service) closingOf(ctx context.Context, b *shelf, owners []db.ID) error {
	if b.filter.Open == nil {
		return nil
	}
	if b.now = s.db.Now(ctx); !feed.Noting(ctx) {
		return nil
	}
	open, yes := *b, true
	narrowed := *b.filter
	narrowed.Open, open.filter = &yes, &narrowed
	lists, err := s.listsOf(ctx, &open)
	if err != nil {
		return err
	}
	next, err := s.firstDeadline(ctx, lists.From, lists.Owner+" IN (?) AND "+lists.Where, append([]any{owners}, lists.Args(db.ID{})...))
	feed.Timed(ctx, next.Time)
	return err
}

// standing is a post's place in a section.
type standing struct {
	Post    db.ID `db:"post_id"`
	Section db.ID `db:"category_id"`
}

// sections reads in which sections the published revisions of posts stand.
func (s *Service) sections(ctx context.Context, posts []db.ID) ([]standing, error) {
	return db.All[standing](ctx, s.db.From(ctx), "SELECT post_id, category_id FROM post_categories WHERE post_id IN (?) AND live = 1", posts)
}

// beside reads, for each place, the post next to it in its section that is for the actor: the one that came after it, or before it.
func (s *Service) beside(ctx context.Context, places []standing, at map[db.ID]sortTime, after bool) (map[db.ID]db.ID, error) {
	reach := s.access.ReachOver(ctx, "post", "post_facets", "read")
	op, dir := "<", "DESC"
	if after {
		op, dir = ">", "ASC"
	}
	// Each place has a selection of its own, whose constants bound the scan of the index.
	branch := "SELECT * FROM (SELECT %d AS place, post_facets.post_id FROM post_facets WHERE post_facets.facet = ? AND " + reach.SQL +
		" AND post_facets.published_at " + op + "= ? AND (post_facets.published_at " + op + " ? OR post_facets.post_id " + op + " ?) ORDER BY post_facets.published_at " +
		dir + ", post_facets.post_id " + dir + " LIMIT 1) m"
	found := make(map[db.ID]db.ID, len(places))
	for some := range slices.Chunk(places, 100) {
		var parts []string
		var args []any
		for n := range db.ListLength(len(some)) {
			var p standing // NULL, beside which nothing stands
			if n < len(some) {
				p = some[n]
			}
			parts = append(parts, fmt.Sprintf(branch, n))
			args = append(append(append(args, p.Section), reach.Args...), at[p.Post], at[p.Post], p.Post)
		}
		var rows []struct {
			Place int   `db:"place"`
			Post  db.ID `db:"post_id"`
		}
		if err := s.db.From(ctx).Select(ctx, &rows, strings.Join(parts, " UNION ALL "), args...); err != nil {
			return nil, err
		}
		for _, r := range rows {
			found[some[r.Place].Post] = r.Post
		}
	}
	return found, nil
}
