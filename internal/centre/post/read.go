package post

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/feed"
)

// What precedes a slug in an address.
const (
	postPath       = "/bai-viet/"
	departmentPath = "/khoa-phong/"
)

// Get returns the post with the global id that the actor may see, else NotFound.
func (s *Service) Get(ctx context.Context, global string) (Post, error) {
	id, err := db.ParseID("post", global)
	if err != nil {
		return nil, err
	}
	return s.byKey(ctx, id, everything)
}

// byKey returns the post if the actor may see it, if only as it was decided on.
func (s *Service) byKey(ctx context.Context, key db.ID, r reading) (Post, error) {
	feed.Depends(ctx, tagOf(key))
	p, err := s.find(ctx, r, "posts.id = ?", key)
	if fault.Is(err, fault.NotFound) {
		return s.decidedAlone(ctx, key)
	}
	return p, err
}

// One returns the post with the global id or the current slug, of which exactly one is given, that the actor may see,
// else NotFound. Where fields are named, it reads nothing but those.
func (s *Service) One(ctx context.Context, id, slug *string, fields ...string) (Post, error) {
	switch {
	case id != nil && slug == nil:
		key, err := db.ParseID("post", *id)
		if err != nil {
			return nil, err
		}
		return s.byKey(ctx, key, read(ctx, fields))
	case slug != nil && id == nil:
		feed.Depends(ctx, tagSlug(*slug))
		return s.at(ctx, read(ctx, fields), "posts.slug = ? AND posts.published_revision_id IS NOT NULL", *slug)
	}
	return nil, fault.Bad(idOrSlug)
}

// Route is what stands at an address of the site.
type Route struct {
	Path     string // the canonical one
	Redirect bool   // whether another was asked for
	Node     db.Node
}

// Route returns the department or the post at an address, a post by its current slug or an earlier one, else NotFound.
func (s *Service) Route(ctx context.Context, asked string) (*Route, error) {
	asked, _, _ = strings.Cut(asked, "#")
	asked, _, _ = strings.Cut(asked, "?") // neither is of the path
	path := plainPath(asked)
	if slug, ok := strings.CutPrefix(path, departmentPath); ok {
		d, err := s.departments.Find(ctx, &slug, nil)
		if err != nil {
			return nil, err
		}
		canonical := departmentPath + d.Slug
		return &Route{Path: canonical, Redirect: canonical != asked, Node: d}, nil
	}
	slug, ok := strings.CutPrefix(path, postPath)
	if !ok {
		return nil, fault.ErrNotFound
	}
	p, err := s.at(ctx, everything, "posts.id IN (SELECT post_id FROM slugs WHERE slug = ?)", slug)
	if err != nil {
		feed.Depends(ctx, tagAll) // whatever comes onto the site may have borne the slug
		return nil, err
	}
	canonical := p.Common().Path()
	return &Route{Path: canonical, Redirect: canonical != asked, Node: p}, nil
}

// RouteResult is what is answered for an address that led, or leads, somewhere.
type RouteResult interface{ routed() }

func (*Route) routed() {}

// Gone is what is told of a public post that was taken down: since when, and neither its title nor the reason.
type Gone struct{ Since db.Time }

func (*Gone) routed() {}

// Resolve is Route, and tells what is gone from what was never public. Profiles, which are about a person, and posts that now are for
// fewer readers are not told of.
func (s *Service) Resolve(ctx context.Context, asked string) (RouteResult, error) {
	r, err := s.Route(ctx, asked)
	if !fault.Is(err, fault.NotFound) {
		return r, err
	}
	asked, _, _ = strings.Cut(asked, "#")
	asked, _, _ = strings.Cut(asked, "?")
	slug, ok := strings.CutPrefix(plainPath(asked), postPath)
	if !ok {
		return nil, err
	}
	since, missing := s.goneSince(ctx, slug) // what makes it more, or less, than gone tells of all posts, which Route rests on
	if missing != nil {
		return nil, missing
	}
	return &Gone{since}, nil
}

// plainPath is the path with one slash where it has several, none at its end, and its segments without percent encoding; ""
// where that hides a slash or what is no text.
func plainPath(path string) string {
	if !strings.HasPrefix(path, "/") {
		return ""
	}
	plain := ""
	for segment := range strings.SplitSeq(path, "/") {
		segment, err := url.PathUnescape(segment)
		if err != nil || strings.Contains(segment, "/") || !utf8.ValidString(segment) {
			return ""
		}
		if segment != "" {
			plain += "/" + segment
		}
	}
	return plain
}

// at returns the post that is or was on the site and that the condition names by the slug, else the draft that shows it.
func (s *Service) at(ctx context.Context, r reading, where, slug string) (Post, error) {
	p, err := s.find(ctx, r, where, slug)
	if !fault.Is(err, fault.NotFound) || !access.Of(ctx).Known() {
		return p, err
	}
	h, err := s.draftAt(ctx, r, slug, s.access.Reach(ctx, "post", "read_working"))
	return s.found(ctx, h, r, err)
}

// find returns the one post the condition names.
func (s *Service) find(ctx context.Context, r reading, where string, args ...any) (Post, error) {
	h, err := s.headWhere(ctx, r, s.access.Reach(ctx, "post", reads...), where, args...)
	return s.found(ctx, h, r, err)
}

func (s *Service) found(ctx context.Context, h *Head, r reading, err error) (Post, error) {
	if err != nil {
		return nil, err
	}
	feed.Depends(ctx, tagOf(h.Key))
	return s.view(ctx, h, r)
}

// ByIDs returns the posts with the keys that the actor may see, if only as they were decided on. It is for loaders.
func (s *Service) ByIDs(ctx context.Context, ids []db.ID) (map[db.ID]*Entry, error) {
	for _, id := range ids {
		feed.Depends(ctx, tagOf(id))
	}
	heads, err := s.headsWhere(ctx, s.access.Reach(ctx, "post", reads...), "posts.id IN (?)", ids)
	if err != nil {
		return nil, err
	}
	entries, err := s.entries(ctx, heads, everything)
	if err != nil {
		return nil, err
	}
	found := make(map[db.ID]*Entry, len(entries))
	for _, e := range entries {
		found[e.head.Key] = e
	}
	decided, err := s.decided(ctx, slices.DeleteFunc(slices.Clone(ids), func(id db.ID) bool { return found[id] != nil }))
	maps.Copy(found, decided)
	return found, err
}

// Pages returns the published pages of departments that the actor may read, by department.
func (s *Service) Pages(ctx context.Context, departments []db.ID) (map[db.ID]*DepartmentPage, error) {
	for _, id := range departments {
		feed.Depends(ctx, tagDepartment(id))
	}
	return presented[*DepartmentPage](ctx, s, TypeDepartmentPage, "posts.department_id", departments, func(h *Head) db.ID { return h.Department })
}

// Profiles returns the published profiles of people that the actor may read, by person.
func (s *Service) Profiles(ctx context.Context, people []db.ID) (map[db.ID]*StaffProfile, error) {
	feed.Depends(ctx, tagAll)
	return presented[*StaffProfile](ctx, s, TypeStaffProfile, "posts.person_id", people, func(h *Head) db.ID { return h.Person })
}

// presented returns the published posts of one type that the actor may read, by what they are about.
func presented[P Post](ctx context.Context, s *Service, kind Type, column string, about []db.ID, of func(*Head) db.ID) (map[db.ID]P, error) {
	heads, err := s.headsWhere(ctx, s.access.Reach(ctx, "post", "read"), "posts.type = ? AND posts.publication = ? AND "+column+" IN (?)", kind, PublicationPublished, about)
	if err != nil {
		return nil, err
	}
	entries, err := s.entries(ctx, heads, everything)
	if err != nil {
		return nil, err
	}
	found := make(map[db.ID]P, len(entries))
	for _, e := range entries {
		found[of(e.head)], _ = e.Post().(P)
	}
	return found, nil
}

// Head returns the head of the post with the global id that the actor may see, else NotFound.
func (s *Service) Head(ctx context.Context, global string) (*Head, error) {
	id, err := db.ParseID("post", global)
	if err != nil {
		return nil, err
	}
	return s.headForUpdate(ctx, id, s.access.Reach(ctx, "post", reads...))
}

// Shown is each entry as what it is.
func Shown(entries []*Entry) []Post {
	posts := make([]Post, len(entries))
	for i, e := range entries {
		posts[i] = e.Post()
	}
	return posts
}
