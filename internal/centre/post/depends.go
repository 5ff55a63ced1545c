package post

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/feed"
)

// tagAll tells of every post that is, or was, on the site.
const tagAll = "posts"

func tagDepartment(id db.ID) string { return "posts:department:" + id.String() }
func tagOf(id db.ID) string         { return "post:" + id.String() }

// tagSlug is the tag of a change after which a slug that led nowhere may lead somewhere.
func tagSlug(slug string) string { return "post:slug:" + slug }

// dependsOn notes what a list of posts rests on: one department's posts, or all of them; a department with its units
// changes with the tree too, a category is named by its slug, and departments are in the order of their codes.
func (f *Filter) dependsOn(ctx context.Context, o Order) error {
	tag := tagAll
	if o.Field == ByDepartment {
		feed.Depends(ctx, "departments")
	}
	if f.Department != nil {
		id, err := db.ParseID("department", *f.Department)
		if err != nil {
			return err
		}
		if f.IncludeUnits != nil && *f.IncludeUnits {
			feed.Depends(ctx, "departments")
		} else {
			tag = tagDepartment(id)
		}
	}
	feed.Depends(ctx, tag)
	if f.Category != nil {
		feed.Depends(ctx, "categories")
	}
	return nil
}

// ends notes when the posts, as they are shown, are due to leave the site or to be replaced on it.
func ends(ctx context.Context, heads []*Head) {
	for _, h := range heads {
		feed.Expires(ctx, h.ExpiresAt.Time)
		feed.Expires(ctx, h.ScheduledAt.Time)
	}
}

// closing returns the moment at which a list tells open from closed, zero if it does not ask, and notes when the next
// of its posts passes the deadline.
func (s *Service) closing(ctx context.Context, f *Filter, o Order, words *search) (now db.Time, err error) {
	if f.Open == nil {
		return now, nil
	}
	now = s.db.Now(ctx)
	if !feed.Noting(ctx) {
		return now, nil
	}
	open, yes := *f, true
	open.Open = &yes
	from, fromArgs, err := s.from(&open, o, words)
	if err != nil {
		return now, err
	}
	where, whereArgs, err := s.where(ctx, &open, o, now, false)
	if err != nil {
		return now, err
	}
	next, err := s.firstDeadline(ctx, from, where, slices.Concat(fromArgs, whereArgs))
	feed.Timed(ctx, next.Time)
	return now, err
}
