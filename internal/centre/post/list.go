package post

import (
	"context"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
)

// Connection is a page of posts.
type (
	Connection = paging.Connection[Post]
	Edge       = paging.Edge[Post]
)

// Filter narrows a list of posts. It looks at published revisions, except where it filters by state.
type Filter struct {
	Type         []Type
	Department   *string
	IncludeUnits *bool
	Category     *string // its slug
	Tag          *string
	Audience     *Audience
	Publication  *Publication
	Working      *Working
	PublishedAt  *Period
	Text         *string
	Open         *bool
	Pinned       *bool
	Mine         *bool
}

// Period is a stretch of time, its end not included; either end may be open.
type Period struct{ From, To *db.Time }

// List returns a page of the posts that the actor may see. They cannot filter or sort by fields that they may not read: states
// and the order of the latest saves reach only posts whose working copies they may read. It reads no body, and where the
// fields are named that the answer will show, nothing but those.
func (s *Service) List(ctx context.Context, filter *Filter, wish *Order, args paging.Args, fields ...string) (*Connection, error) {
	filter = filter.given()
	order := s.shownOrder(ctx, filter.order(wish))
	sent := order.Field == ByUpdatedAt && !s.access.Reach(ctx, "post", "read_sent").None()
	plan, err := paging.New(args, filter.keyset(order, sent))
	if err != nil {
		return nil, err
	}
	if err := filter.dependsOn(ctx, order); err != nil {
		return nil, err
	}
	walks := filter.walks(order, args)
	words, err := s.search(ctx, filter, walks)
	if err != nil {
		return nil, err
	}
	now, err := s.closing(ctx, filter, order, words)
	if err != nil {
		return nil, err
	}
	from, fromArgs, err := s.from(filter, order, words)
	if err != nil {
		return nil, err
	}
	fromCursor := args.After != nil || args.Before != nil
	where, whereArgs, err := s.where(ctx, filter, order, now, fromCursor)
	if err != nil {
		return nil, err
	}
	r := read(ctx, fields, sortColumns[order.Field]...)
	p := page{columns: r.columns, from: from, index: filter.index(ctx, order, fromCursor), where: where, args: whereArgs, tail: plan.Tail()}
	p.keyset, p.keyArgs = plan.Where()
	var rows []*listed
	filled := false
	if walks && words.fewest >= s.walkFrom {
		newest := p
		newest.index, newest.size = "posts_newest", *args.First
		if filter.leading(ctx, order, fromCursor) {
			newest.index = "posts_public"
		}
		rows, filled, err = s.walk(ctx, words, newest)
	}
	if err == nil && !filled {
		p.columns, p.args = p.columns+order.column(), slices.Concat(fromArgs, whereArgs)
		rows, err = s.rows(ctx, p)
	}
	if err != nil {
		return nil, err
	}
	heads := make([]*Head, len(rows))
	for i, r := range rows {
		heads[i] = &r.Head
	}
	entries, err := s.entries(ctx, heads, r)
	if err != nil {
		return nil, err
	}
	posts := make([]Post, len(rows))
	for i, e := range entries {
		e.score, e.key = rows[i].Score, rows[i].SortKey
		posts[i] = e.Post()
	}
	return paging.Connect(plan, posts,
		func(p Post) (any, db.ID) { e := p.Common(); return e.at(order.Field, sent), e.head.Key },
		paging.Rest{
			Total: func(ctx context.Context) (int, error) {
				if filter.counted(order) {
					return s.total(ctx, filter, order)
				}
				return s.number(ctx, from, where, slices.Concat(fromArgs, whereArgs))
			},
			Any: func(ctx context.Context, sql string, values []any) (bool, error) {
				return paging.Any(ctx, s.db, from, where, slices.Concat(fromArgs, whereArgs), sql, values)
			},
		}), nil
}

// given is the filter without what says nothing: a blank text narrows no list.
func (f *Filter) given() *Filter {
	var given Filter
	if f != nil {
		given = *f
	}
	if given.Text != nil && text.Line(*given.Text) == "" {
		given.Text = nil
	}
	return &given
}

// leading reports whether an index holds just what the list shows, in its order: a stranger's first pages of the newest.
func (f *Filter) leading(ctx context.Context, o Order, fromCursor bool) bool {
	return !access.Of(ctx).Known() && o.Field == ByPublishedAt && !fromCursor && f.Department == nil && f.Open == nil
}

// ofOneDepartment reports whether the list holds the posts of a department without those of its units.
func (f *Filter) ofOneDepartment() bool {
	return f.Department != nil && (f.IncludeUnits == nil || !*f.IncludeUnits)
}

// index is the one that a list is read in the order of, "" where the store shall choose.
func (f *Filter) index(ctx context.Context, o Order, fromCursor bool) string {
	switch {
	case f.faceted(o) && (access.Of(ctx).Known() || fromCursor):
		return "PRIMARY"
	case f.faceted(o) && f.ofOneDepartment():
		return "post_facets_department"
	case f.faceted(o):
		return "post_facets_audience"
	case o.Field == ByDeadline && f.Text == nil:
		return "posts_deadline"
	case f.Text != nil || f.Open != nil || f.Working != nil || f.Publication != nil || f.Audience != nil:
		return ""
	case o.Field == ByTitle:
		return "posts_title"
	case o.Field == ByType:
		return "posts_type"
	case o.Field == ByDepartment:
		return "posts_by_department"
	case o.Field == ByAuthor:
		return "posts_by_author"
	case o.Field == ByAudience:
		return "posts_by_audience"
	case o.Field != ByPublishedAt:
		return ""
	case f.Mine != nil && *f.Mine:
		return "posts_author_newest"
	case f.ofOneDepartment():
		return "posts_newest_department"
	case len(f.Type) == 1 && f.leading(ctx, o, fromCursor):
		return "posts_public_type"
	case len(f.Type) == 1:
		return "posts_newest_type"
	case f.leading(ctx, o, fromCursor):
		return "posts_public"
	}
	return "posts_newest"
}

// where turns the filter and the actor's reach into a condition. What is open is open at the moment. The index of
// the order alone finds the rows, each of which is tested: with the reach in their words the stores gather and sort all
// that is public, and MariaDB reads what goes on from a cursor from the top. Only the leading pages of strangers have an
// index of just what they may read, which passes over earlier pages without reading their rows.
func (s *Service) where(ctx context.Context, f *Filter, o Order, now db.Time, fromCursor bool) (string, []any, error) {
	var parts []string
	var args []any
	and := func(sql string, more ...any) { parts, args = append(parts, sql), append(args, more...) }
	if s.bySent(ctx, f) {
		s.offTheSite(ctx, f, o, and)
	} else {
		actions := f.rights(o)
		reach := s.access.Reach(ctx, "post", actions...)
		if o.Field == ByUpdatedAt || actions[0] == reads[0] && !f.leading(ctx, o, fromCursor) {
			reach = reach.Residual()
		}
		and(reach.SQL, reach.Args...)
		f.underFacets(ctx, o, fromCursor, and)
	}
	table := f.table(o)
	if err := f.narrow(table, and); err != nil {
		return "", nil, err
	}
	equal(and, "posts.publication", f.Publication)
	s.underWay(ctx, f, and)
	f.choose(table, now, and)
	if f.Mine != nil && *f.Mine {
		if me := access.Of(ctx); me.Service.IsZero() {
			and("posts.author_id = ?", me.StaffID)
		} else {
			and("posts.author_id IS NULL AND posts.service_account_id = ?", me.Service)
		}
	}
	return strings.Join(parts, " AND "), args, nil
}

// choose adds what published posts are narrowed by one by one.
func (f *Filter) choose(table string, now db.Time, and func(string, ...any)) {
	equal(and, "posts.pinned", f.Pinned)
	if p := f.PublishedAt; p != nil && p.From != nil {
		and(table+".published_at >= ?", *p.From)
	}
	if p := f.PublishedAt; p != nil && p.To != nil {
		and(table+".published_at > 0 AND "+table+".published_at < ?", *p.To)
	}
	switch {
	case f.Open != nil && *f.Open:
		and("posts.closes_at > ? AND posts.closes_at < ?", now, int64(noDeadline))
	case f.Open != nil:
		and("posts.closes_at <= ?", now)
	}
}

// rights are those that let a post into the list. Off the site it is found by the words of the version that is being written, for those
// who may read that: see bySent for the others.
func (f *Filter) rights(o Order) []string {
	switch {
	case f.Working != nil && *f.Working != WorkingNone, f.offSite() && f.worded():
		return []string{"read_working"}
	case f.Working != nil, f.offSite(), o.Field == ByUpdatedAt:
		return reads[1:]
	}
	return reads
}

// offSite reports whether the list is of what is not on the site.
func (f *Filter) offSite() bool {
	return f.Publication != nil && *f.Publication != PublicationPublished
}

// worded reports whether the list finds posts by what they hold.
func (f *Filter) worded() bool { return f.Text != nil || f.Tag != nil || f.Category != nil }

// underWay narrows the list by the state of the working copy. One of which the caller reads nothing does not exist for them.
func (s *Service) underWay(ctx context.Context, f *Filter, and func(string, ...any)) {
	if working := s.access.Reach(ctx, "post", "read_working"); f.Working != nil && *f.Working == WorkingNone {
		and("(posts.working = ? OR ("+working.SQL+") IS NOT TRUE)", append([]any{WorkingNone}, working.Args...)...)
		return
	}
	equal(and, "posts.working", f.Working)
}

// narrow adds what posts, their facets and their counts can all be narrowed by.
func (f *Filter) narrow(table string, and func(string, ...any)) error {
	switch {
	case len(f.Type) > 1 && table == "posts": // tested row by row in the order of the list; else all of them would be sorted
		and("(posts.type IN (?)) IS TRUE", f.Type)
	case f.Type != nil:
		and(table+".type IN (?)", f.Type)
	}
	equal(and, table+".audience", f.Audience)
	if f.Department == nil {
		return nil
	}
	id, err := db.ParseID("department", *f.Department)
	switch units := f.IncludeUnits != nil && *f.IncludeUnits; {
	case units && table == "post_counts":
		and("post_counts.department_id IN (SELECT descendant_id FROM department_paths WHERE ancestor_id = ?)", id)
	case units: // looked up row by row in the order of the list; IN would be collected first, and sorted
		and("(SELECT COUNT(*) FROM department_paths WHERE ancestor_id = ? AND descendant_id = "+table+".department_id) = 1", id)
	default:
		and(table+".department_id = ?", id)
	}
	return err
}

func equal[T any](and func(string, ...any), column string, value *T) {
	if value != nil {
		and(column+" = ?", *value)
	}
}
