package post

import (
	"context"
	"fmt"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/core/feed"
)

// Previous is the post that was put on the site before this one, in the section with the slug, else in the first of its own; nil without
// one that is for the actor.
func (e *Entry) Previous(ctx context.Context, category *string) (Post, error) {
	return e.neighbour(ctx, category, false)
}

// Next is the post that was put on the site after this one, otherwise like Previous.
func (e *Entry) Next(ctx context.Context, category *string) (Post, error) {
	return e.neighbour(ctx, category, true)
}

func (e *Entry) neighbour(ctx context.Context, section *string, after bool) (Post, error) {
	if e.decided {
		return nil, nil
	}
	question := fmt.Sprint(after)
	if section != nil {
		question += " " + *section
	}
	list := e.list
	found, err := list.beside.Under(question).Get(func() (map[db.ID]Post, error) { return list.s.neighbours(ctx, list.heads, section, after) })
	return found[e.head.Key], err
}

// neighbours returns the post next to each that is on the site and stands in a section.
func (s *Service) neighbours(ctx context.Context, heads []*Head, section *string, after bool) (map[db.ID]Post, error) {
	feed.Depends(ctx, tagAll)
	at := map[db.ID]sortTime{}
	var keys []db.ID
	for _, h := range heads {
		if h.Publication == PublicationPublished {
			keys, at[h.Key] = append(keys, h.Key), h.PublishedAt
		}
	}
	places, err := s.places(ctx, unique(keys), section)
	if err != nil || len(places) == 0 {
		return nil, err
	}
	beside, err := s.beside(ctx, places, at, after)
	if err != nil || len(beside) == 0 {
		return nil, err
	}
	keys = keys[:0]
	for _, key := range beside {
		keys = append(keys, key)
	}
	near, err := s.headsWhere(ctx, s.access.Reach(ctx, "post", "read"), "posts.id IN (?)", unique(keys))
	if err != nil {
		return nil, err
	}
	entries, err := s.entries(ctx, near, everything)
	if err != nil {
		return nil, err
	}
	found := make(map[db.ID]Post, len(beside))
	for key, next := range beside {
		if i := slices.IndexFunc(entries, func(e *Entry) bool { return e.head.Key == next }); i >= 0 {
			found[key] = entries[i].Post()
		}
	}
	return found, nil
}

// places returns in which section each post has neighbours: the one with the slug if the post is in it, or without a slug the first of
// its sections, in the order in which the site lists them.
func (s *Service) places(ctx context.Context, posts []db.ID, section *string) (places []standing, err error) {
	if len(posts) == 0 {
		return nil, nil
	}
	all, err := s.categories.List(ctx)
	if err != nil {
		return nil, err
	}
	stands, err := s.sections(ctx, posts)
	for _, post := range posts {
		i := slices.IndexFunc(all, func(c *category.Category) bool {
			return (section == nil || c.Slug == *section) && slices.Contains(stands, standing{post, c.Key})
		})
		if i >= 0 {
			places = append(places, standing{post, all[i].Key})
		}
	}
	return places, err
}
