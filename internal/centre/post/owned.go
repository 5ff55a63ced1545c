package post

import (
	"context"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/feed"
)

// Owner says to what lists of published posts belong.
type Owner string

// The owners of such lists.
const (
	OfDepartment Owner = "department"
	OfCategory   Owner = "category"
)

// owned is a post on the list of its owner.
type owned struct {
	Head
	Owner db.ID `db:"owner_id"`
}

// shelf is one page of the published posts of each of several owners.
type shelf struct {
	of     Owner
	filter *Filter
	order  Order
	now    db.Time // at which open is told from closed
	later  bool    // it goes on from a cursor
}

// PublishedOf returns the same page of the published posts of each owner, as far as they are for the actor: one statement for up to 128
// of them.
func (s *Service) PublishedOf(ctx context.Context, of Owner, owners []db.ID, filter *Filter, wish *Order, args paging.Args, fields ...string) (map[db.ID]*Connection, error) {
	b := shelf{of: of, filter: filter.given(), later: args.After != nil || args.Before != nil}
	if b.order = b.filter.order(wish); b.order.Field == ByRelevance || b.order.Field == ByUpdatedAt {
		return nil, fault.Bad(relevanceOfWords)
	}
	plan, err := paging.New(args, b.keyset())
	if err != nil {
		return nil, err
	}
	b.dependsOn(ctx, owners)
	if err := s.closingOf(ctx, &b, owners); err != nil {
		return nil, err
	}
	r := read(ctx, fields, append(slices.Clone(sortColumns[b.order.Field]), "department_id")...)
	lists, err := s.listsOf(ctx, &b)
	if err != nil {
		return nil, err
	}
	lists.Columns = r.columns + ", " + lists.Owner + " AS owner_id"
	pages, err := paging.Each(ctx, s.db, plan, lists, owners)
	if err != nil {
		return nil, err
	}
	rows := paging.Nodes(pages)
	heads := make([]*Head, len(rows))
	for i, row := range rows {
		heads[i] = &row.Head
	}
	entries, err := s.entries(ctx, heads, r)
	if err != nil {
		return nil, err
	}
	posts := make(map[*Head]Post, len(entries))
	for _, e := range entries {
		posts[e.head] = e.Post()
	}
	found := make(map[db.ID]*Connection, len(pages))
	for owner, page := range pages {
		found[owner] = paging.Map(page, func(row *owned) Post { return posts[&row.Head] })
	}
	return found, nil
}

// faceted reports whether the page is read in the order of the section's facet.
func (b *shelf) faceted() bool { return b.of == OfCategory && b.order.Field == ByPublishedAt }

func (b *shelf) keyset() paging.Order {
	k := new(Filter).keyset(b.order, false)
	if b.faceted() {
		k.Column, k.ID = "post_facets.published_at", "post_facets.post_id"
	}
	return k
}

// dependsOn notes what the page rests on.
func (b *shelf) dependsOn(ctx context.Context, owners []db.ID) {
	if b.of == OfCategory || b.filter.Category != nil {
		feed.Depends(ctx, "categories")
	}
	if b.of == OfCategory {
		feed.Depends(ctx, tagAll)
		return
	}
	for _, id := range owners {
		feed.Depends(ctx, tagDepartment(id))
	}
}

// from is where the page is read, in the order of an index where one has it.
func (b *shelf) from(ctx context.Context, s *Service) string {
	switch {
	case b.faceted() && (access.Of(ctx).Known() || b.later):
		return "posts JOIN post_facets" + s.db.Dialect.InOrderOf("PRIMARY")
	case b.faceted():
		return "posts JOIN post_facets" + s.db.Dialect.InOrderOf("post_facets_audience")
	case b.of == OfCategory:
		return "posts JOIN post_facets"
	case b.order.Field == ByPublishedAt:
		return "posts" + s.db.Dialect.InOrderOf("posts_newest_department")
	}
	return "posts"
}

// listsOf says how the lists are read. The actor's reach is tested row by row in the order of the list, except for the first
// pages of strangers, for which an index holds just what they may read.
func (s *Service) listsOf(ctx context.Context, b *shelf) (paging.Lists[*owned], error) {
	table, owner, leading := "posts", "posts.department_id", false
	reach := s.access.Reach(ctx, "post", "read")
	if b.of == OfCategory {
		owner = "post_facets.facet"
	}
	if b.faceted() {
		table, leading = "post_facets", !access.Of(ctx).Known() && !b.later
	}
	if !leading {
		reach = reach.Residual()
	}
	parts, args := []string{reach.SQL}, slices.Clone(reach.Args)
	and := func(sql string, more ...any) { parts, args = append(parts, sql), append(args, more...) }
	if b.of == OfCategory {
		and("posts.id = post_facets.post_id")
	}
	if leading {
		and("post_facets.audience = ?", AudiencePublic)
	}
	names, values := b.filter.wanted()
	for i, name := range names {
		and(hasFacet(table, name), values[i])
	}
	err := b.filter.narrow(table, and)
	b.filter.choose(table, b.now, and)
	lists := paging.Lists[*owned]{
		From: b.from(ctx, s), Owner: owner, Where: strings.Join(parts, " AND "), Args: func(db.ID) []any { return args },
		At: func(o *owned) (any, db.ID) { return (&Entry{head: &o.Head}).at(b.order.Field, false), o.Key },
		Of: func(o *owned) db.ID { return o.Owner },
	}
	if b.counted() {
		lists.Totals = func(ctx context.Context, owners []db.ID) (map[db.ID]int, error) { return s.totalsOf(ctx, b, owners) }
	}
	return lists, err
}

// counted reports whether the kept counts tell how long the lists are.
func (b *shelf) counted() bool {
	f := b.filter
	return f.Category == nil && f.Tag == nil && f.PublishedAt == nil && f.Open == nil && f.Pinned == nil
}

// CountsOf returns how many published posts of each section are for the actor.
func (s *Service) CountsOf(ctx context.Context, sections []db.ID) (map[db.ID]*int, error) {
	b := &shelf{of: OfCategory, filter: new(Filter)}
	b.dependsOn(ctx, nil)
	totals, err := s.totalsOf(ctx, b, sections)
	counts := make(map[db.ID]*int, len(sections))
	for _, id := range sections {
		n := totals[id]
		counts[id] = &n
	}
	return counts, err
}
