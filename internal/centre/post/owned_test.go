package post_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/post"
)

// shelved is a post of a test of lists, and what a naive reader of the rules says of it.
type shelved struct {
	title    string
	key      db.ID
	audience post.Audience
	live     bool
	page     bool
	at       db.Time
	in       []int // its sections
}

func (p shelved) readBy(r reader) bool {
	return p.live && (r.central || p.audience == post.AudiencePublic || p.audience == post.AudienceInternal && r.signedIn() || p.audience == post.AudienceDepartment && r.inside)
}

// shelves makes posts of every audience and state in two sections, some of them published at one moment.
func (w *world) shelves(t *testing.T) (sections []*category.Category, all []shelved) {
	t.Helper()
	for _, name := range []string{"Tin tức", "Phòng bệnh"} {
		c := w.section(t, name)
		sections = append(sections, c)
	}
	for n, state := range []string{"published", "published", "published, newer draft", "unpublished", "draft"} {
		for _, audience := range []post.Audience{post.AudiencePublic, post.AudienceInternal, post.AudienceDepartment} {
			for k, in := range [][]int{{0}, {1}, {0, 1}, nil} {
				input := w.news(fmt.Sprintf("Bài %d %s %v", n, audience, in))
				input.Audience = &audience
				page := k == 2
				if page {
					input.Type = post.TypePage
				}
				for _, i := range in {
					input.Categories = append(input.Categories, sections[i].ID())
				}
				p := w.draft(t, input)
				if state != "draft" {
					p = w.publish(t, p)
				}
				switch state {
				case "published, newer draft":
					must(t, drop(w.update(t, w.As(t, w.author), p, post.Edit{Categories: []string{}})))
				case "unpublished":
					must(t, drop(w.Posts.ForceUnpublish(w.As(t, w.editor), p)))
				}
				key, _ := post.Keys(p)
				all = append(all, shelved{*input.Title, key, audience, strings.HasPrefix(state, "published"), page, w.DB.Now(t.Context()), in})
			}
			if audience != post.AudienceInternal { // else the next have the same moment
				w.Clock.Advance(time.Minute)
			}
		}
	}
	return sections, all
}

func drop[T any](_ T, err error) error { return err }

// oldest sorts as the site does, backwards.
func oldest(a, b shelved) int {
	if n := a.at.Compare(b.at.Time); n != 0 {
		return n
	}
	return a.key.Compare(b.key)
}

func titlesOf(posts []shelved) []string {
	titles := []string{}
	for _, p := range posts {
		titles = append(titles, p.title)
	}
	return titles
}

// A section and a department list what is on the site and for the reader, in every order, page by page, and count it.
func TestArticle9_SectionsAndDepartmentsListWhatIsForTheReader(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		sections, all := w.shelves(t)
		yes, no := true, false
		for _, r := range w.readers(t) {
			for of, owners := range map[post.Owner][]db.ID{post.OfCategory: {sections[0].Key, sections[1].Key}, post.OfDepartment: {w.internal, w.surgical}} {
				for name, filter := range map[string]struct {
					f    *post.Filter
					fits func(shelved) bool
				}{
					"none":           {nil, func(shelved) bool { return true }},
					"pages":          {&post.Filter{Type: []post.Type{post.TypePage}}, func(p shelved) bool { return p.page }},
					"two types":      {&post.Filter{Type: []post.Type{post.TypePage, post.TypeTenderNotice}}, func(p shelved) bool { return p.page }},
					"internal":       {&post.Filter{Audience: ptr(post.AudienceInternal)}, func(p shelved) bool { return p.audience == post.AudienceInternal }},
					"of a section":   {&post.Filter{Category: &sections[1].Slug}, func(p shelved) bool { return slices.Contains(p.in, 1) }},
					"pinned":         {&post.Filter{Pinned: &yes}, func(shelved) bool { return false }},
					"no longer open": {&post.Filter{Open: &no}, func(shelved) bool { return false }},
					"from later on":  {&post.Filter{PublishedAt: &post.Period{From: &all[20].at}}, func(p shelved) bool { return !p.at.Before(all[20].at.Time) }},
				} {
					for i, owner := range owners {
						var want []shelved
						for _, p := range all {
							owned := of == post.OfDepartment && owner == w.internal || of == post.OfCategory && slices.Contains(p.in, i)
							if owned && p.readBy(r) && filter.fits(p) {
								want = append(want, p)
							}
						}
						w.shows(t, fmt.Sprintf("%s %d, %s, %s", of, i, name, r.name), r.ctx, of, owners, owner, filter.f, want)
					}
				}
			}
			counts, err := w.Posts.CountsOf(r.ctx, []db.ID{sections[0].Key, sections[1].Key, db.NewID()})
			must(t, err)
			for i, c := range sections {
				want := len(slices.DeleteFunc(slices.Clone(all), func(p shelved) bool { return !p.readBy(r) || !slices.Contains(p.in, i) }))
				if *counts[c.Key] != want || len(counts) != 3 {
					t.Errorf("%s: %d posts of %d in section %d", r.name, *counts[c.Key], want, i)
				}
			}
		}
	})
}

// shows asks for the owner's list in every order, whole and page by page.
func (w *world) shows(t *testing.T, label string, ctx context.Context, of post.Owner, owners []db.ID, owner db.ID, f *post.Filter, want []shelved) {
	t.Helper()
	slices.SortFunc(want, oldest)
	ascending := titlesOf(want)
	descending := slices.Clone(ascending)
	slices.Reverse(descending)
	byTitle := slices.Sorted(slices.Values(ascending))
	for name, o := range map[string]struct {
		order  *post.Order
		want   []string
		sorted bool
	}{
		"by default":   {nil, descending, true},
		"oldest first": {&post.Order{Field: post.ByPublishedAt, Direction: paging.Ascending}, ascending, true},
		"by title":     {&post.Order{Field: post.ByTitle, Direction: paging.Ascending}, byTitle, false},
		"by deadline":  {&post.Order{Field: post.ByDeadline, Direction: paging.Descending}, byTitle, false},
	} {
		var got []string
		var after *string
		for {
			pages, err := w.Posts.PublishedOf(ctx, of, owners, f, o.order, paging.Args{First: ptr(5), After: after}, "title")
			must(t, err)
			page := pages[owner]
			for _, p := range page.Nodes() {
				got = append(got, p.Common().Title())
			}
			if n, err := page.TotalCount(ctx); err != nil || n != len(want) {
				t.Errorf("%s, %s: counts %d of %d, %v", label, name, n, len(want), err)
			}
			more, err := page.PageInfo.HasNextPage(ctx)
			must(t, err)
			if after = page.PageInfo.EndCursor(); !more {
				break
			}
		}
		if !o.sorted {
			slices.Sort(got)
		}
		if !slices.Equal(got, o.want) {
			t.Errorf("%s, %s: got %q\nwant %q", label, name, got, o.want)
		}
	}
}

func TestListsOfOwnersTakeNoOrderOfOtherLists(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		for _, field := range []post.OrderField{post.ByRelevance, post.ByUpdatedAt} {
			_, err := w.Posts.PublishedOf(context.Background(), post.OfDepartment, []db.ID{w.internal}, nil, &post.Order{Field: field}, paging.Args{})
			if !fault.Is(err, fault.BadInput) {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

// Whatever the reader may see of a section is one chain, both ways, and nothing else is part of it.
func TestArticle9_NeighboursAreThoseThatTheReaderSees(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		sections, all := w.shelves(t)
		for _, r := range w.readers(t) {
			for i, section := range sections {
				var chain []shelved
				for _, p := range all {
					if p.readBy(r) && slices.Contains(p.in, i) {
						chain = append(chain, p)
					}
				}
				slices.SortFunc(chain, oldest)
				titles := titlesOf(chain)
				keys := make([]db.ID, len(chain))
				for n, p := range chain {
					keys[n] = p.key
				}
				found, err := w.Posts.ByIDs(r.ctx, keys)
				must(t, err)
				for n, p := range chain {
					before, after := "", ""
					if n > 0 {
						before = titles[n-1]
					}
					if n+1 < len(titles) {
						after = titles[n+1]
					}
					ways := []*string{&section.Slug}
					if p.in[len(p.in)-1] == i { // the first of its own, by name
						ways = append(ways, nil)
					}
					for _, way := range ways {
						previous, err1 := found[p.key].Previous(r.ctx, way)
						next, err2 := found[p.key].Next(r.ctx, way)
						if err1 != nil || err2 != nil || titleOf(previous) != before || titleOf(next) != after {
							t.Errorf("%s, %s: between %q and %q, %v, %v; want %q and %q", r.name, p.title, titleOf(previous), titleOf(next), err1, err2, before, after)
						}
					}
				}
			}
			// What is off the site, in no section, or asked for in another section has none.
			for _, p := range all {
				e, err := w.Posts.Get(r.ctx, db.GlobalID("post", p.key))
				if err != nil || p.readBy(r) && len(p.in) > 0 && slices.Contains(p.in, 1) {
					continue
				}
				previous, err1 := e.Common().Previous(r.ctx, &sections[1].Slug)
				next, err2 := e.Common().Next(r.ctx, &sections[1].Slug)
				if previous != nil || next != nil || err1 != nil || err2 != nil {
					t.Errorf("%s, %s: between %q and %q, %v, %v", r.name, p.title, titleOf(previous), titleOf(next), err1, err2)
				}
			}
		}
	})
}

func titleOf(p post.Post) string {
	if p == nil {
		return ""
	}
	return p.Common().Title()
}
