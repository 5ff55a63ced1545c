package post

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/core/access"
)

// Order is how a list of posts is sorted.
type Order struct {
	Field     OrderField
	Direction paging.Direction
}

// OrderField is what a list of posts is sorted by.
type OrderField string

// The fields to sort by.
const (
	ByPublishedAt OrderField = "PUBLISHED_AT"
	ByUpdatedAt   OrderField = "UPDATED_AT"
	ByTitle       OrderField = "TITLE"
	ByType        OrderField = "TYPE"
	ByDepartment  OrderField = "DEPARTMENT"
	ByAuthor      OrderField = "AUTHOR"
	ByAudience    OrderField = "AUDIENCE"
	ByDeadline    OrderField = "DEADLINE"
	ByRelevance   OrderField = "RELEVANCE"
)

// order is the wish, else best matches first in a search and newest first without one.
func (f *Filter) order(wish *Order) Order {
	switch {
	case wish != nil:
		return *wish
	case f.Text != nil:
		return Order{ByRelevance, paging.Descending}
	}
	return Order{ByPublishedAt, paging.Descending}
}

// shownOrder is the order as far as the caller sees what it sorts by. Who reads no directory sees no author, and a stranger nothing
// but what is public: where all is alike, the order is that of publication, which has the better indexes.
func (s *Service) shownOrder(ctx context.Context, o Order) Order {
	switch {
	case o.Field == ByAuthor && s.access.Reach(ctx, "staff", "read_directory").None():
		o.Field = ByPublishedAt
	case o.Field == ByAudience && !access.Of(ctx).Known():
		o.Field = ByPublishedAt
	}
	return o
}

// noDeadline sorts what has no deadline after all that has: the end of the year 9999.
const noDeadline = 253402300799000000

// keyset is the order in terms of columns, which hold no NULL. Callers who read what was sent to them see no later save of it.
func (f *Filter) keyset(o Order, sent bool) paging.Order {
	k := paging.Order{Name: string(o.Field) + " " + string(o.Direction), ID: "posts.id", Desc: o.Direction == paging.Descending}
	switch o.Field {
	case ByPublishedAt:
		if k.Column = "posts.published_at"; f.faceted(o) {
			k.Column, k.ID = "post_facets.published_at", "post_facets.post_id"
		}
	case ByUpdatedAt:
		if k.Column = "posts.updated_at"; sent {
			k.Column = "posts.seen_at"
		}
	case ByTitle:
		k.Column = "posts.sort_title"
	case ByType:
		k.Column = "posts.type"
	case ByDepartment, ByAuthor:
		k.Column = sortKeys[o.Field]
	case ByAudience:
		k.Column = "posts.sort_audience"
	case ByDeadline:
		k.Column = "posts.closes_at"
	case ByRelevance:
		k.Column = "hits.score"
	}
	return k
}

// audienceRanks are the places that the store gives the audiences.
var audienceRanks = map[Audience]int64{AudiencePublic: 1, AudienceInternal: 2, AudienceDepartment: 3}

// sortKeys are columns that are there for the order alone: see keyed.
var sortKeys = map[OrderField]string{ByDepartment: "posts.sort_department", ByAuthor: "posts.sort_author"}

// sortColumns are the columns of the head that at looks at.
var sortColumns = map[OrderField][]string{ByPublishedAt: {"published_at"}, ByUpdatedAt: {"updated_at", "seen_at"}, ByTitle: {"sort_title"}, ByType: {"type"},
	ByAudience: {"audience"}, ByDeadline: {"closes_at"}}

// column is what a list in the order reads beside the heads.
func (o Order) column() string {
	switch key := sortKeys[o.Field]; {
	case o.Field == ByRelevance:
		return ", hits.score AS score"
	case key != "":
		return ", " + key + " AS sort_key"
	}
	return ""
}

// at is the place of a post in a list sorted by the field.
func (e *Entry) at(field OrderField, sent bool) any {
	switch field {
	case ByUpdatedAt:
		if sent {
			return e.head.SeenAt
		}
		return e.head.UpdatedAt
	case ByTitle:
		return e.head.SortTitle
	case ByType:
		return string(e.head.Type)
	case ByAudience:
		return audienceRanks[e.head.Audience]
	case ByDepartment, ByAuthor:
		return e.key
	case ByDeadline:
		return micros(e.head.ClosesAt.Time, noDeadline)
	case ByRelevance:
		return e.score
	}
	return micros(e.head.PublishedAt.Time, 0)
}

func micros(t db.Time, none int64) int64 {
	if t.IsZero() {
		return none
	}
	return t.UnixMicro()
}
