package post_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/centre/department"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/test/kit"
)

// shownKey is what a list in the order sorts by, of what it shows of the post.
func shownKey(t *testing.T, ctx context.Context, field post.OrderField, p post.Post) string {
	t.Helper()
	e := p.Common()
	moment := func(at db.Time) string {
		if at.IsZero() {
			return ""
		}
		return fmt.Sprintf("%020d", at.UnixMicro())
	}
	switch field {
	case post.ByTitle:
		return text.SortKey(e.Title(), 300)
	case post.ByType:
		return string(post.HeadOf(p).Type)
	case post.ByDepartment:
		d, err := e.Department(ctx)
		must(t, err)
		return d.Code
	case post.ByAuthor:
		m, err := e.Author(ctx)
		must(t, err)
		if m == nil || m.State == staff.Left {
			return ""
		}
		return text.SortName(m.Name, 120)
	case post.ByAudience:
		return map[post.Audience]string{post.AudiencePublic: "1", post.AudienceInternal: "2", post.AudienceDepartment: "3"}[e.Audience()]
	case post.ByDeadline:
		return cmp.Or(moment(post.HeadOf(p).ClosesAt.Time), "~")
	case post.ByPublishedAt:
		return moment(e.PostedAt())
	}
	return ""
}

var sortedBy = []post.OrderField{post.ByPublishedAt, post.ByTitle, post.ByType, post.ByDepartment, post.ByAuthor, post.ByAudience, post.ByDeadline}

// pages reads a list in small pages, forwards or backwards.
func (c *centre) pages(t *testing.T, ctx context.Context, f post.Filter, o post.Order, backwards bool) (posts []post.Post, cursors []string) {
	t.Helper()
	args := paging.Args{First: ptr(3)}
	if backwards {
		args = paging.Args{Last: ptr(3)}
	}
	for {
		list, err := c.posts.List(ctx, &f, &o, args, "title", "department", "author.name", "author.state", "audience", "postedAt", "isOpen")
		must(t, err)
		var page []post.Post
		var at []string
		for _, e := range list.Edges {
			page, at = append(page, e.Node), append(at, e.Cursor())
		}
		if backwards {
			slices.Reverse(page)
			slices.Reverse(at)
		}
		posts, cursors = append(posts, page...), append(cursors, at...)
		more, err := list.PageInfo.HasNextPage(ctx)
		if args.After = list.PageInfo.EndCursor(); backwards {
			more, err = list.PageInfo.HasPreviousPage(ctx)
			args.After, args.Before = nil, list.PageInfo.StartCursor()
		}
		must(t, err)
		if !more {
			return posts, cursors
		}
		if len(posts) > 100 {
			t.Fatal("the pages have no end")
		}
	}
}

func idsOf(posts []post.Post) (ids []string) {
	for _, p := range posts {
		ids = append(ids, p.ID())
	}
	return ids
}

// inOrder asks the readers for each list in each order, and holds it against what the list shows.
func (c *centre) inOrder(t *testing.T, state string, readers ...db.ID) {
	t.Helper()
	for _, who := range append(readers, db.ID{}, c.other, c.head, c.editor, c.director) {
		ctx := context.Background()
		if !who.IsZero() {
			ctx = c.As(t, who)
		}
		for name, f := range map[string]post.Filter{"all": {}, "of a type": {Type: []post.Type{post.TypeAnnouncement}}, "found": {Text: ptr("bai")},
			"of a department": {Department: ptr(db.GlobalID("department", c.ward))}, "on the site": {Publication: ptr(post.PublicationPublished)}} {
			newest, _ := c.pages(t, ctx, f, post.Order{Field: post.ByPublishedAt, Direction: paging.Descending}, false)
			for _, field := range sortedBy {
				what := fmt.Sprintf("%s, %v reads %s by %s", state, who, name, field)
				up, _ := c.pages(t, ctx, f, post.Order{Field: field, Direction: paging.Ascending}, false)
				down, _ := c.pages(t, ctx, f, post.Order{Field: field, Direction: paging.Descending}, false)
				back, _ := c.pages(t, ctx, f, post.Order{Field: field, Direction: paging.Descending}, true)
				slices.Reverse(down)
				if !slices.Equal(idsOf(up), idsOf(down)) || !slices.Equal(idsOf(up), idsOf(back)) {
					t.Errorf("%s: the directions differ\n%v\n%v\n%v", what, idsOf(up), idsOf(down), idsOf(back))
				}
				if got, want := slices.Sorted(slices.Values(idsOf(up))), slices.Sorted(slices.Values(idsOf(newest))); !slices.Equal(got, want) {
					t.Errorf("%s: %d posts, of %d", what, len(got), len(want))
				}
				var keys []string
				for _, p := range up {
					keys = append(keys, shownKey(t, ctx, field, p))
				}
				if who.IsZero() && (field == post.ByAuthor || field == post.ByAudience) {
					slices.Sort(keys) // which are all alike
					if keys[0] != keys[len(keys)-1] {
						t.Errorf("%s: a stranger is shown %q", what, keys)
					}
				}
				if !slices.IsSorted(keys) {
					t.Errorf("%s: in the order %q", what, keys)
				}
			}
		}
	}
}

// A list of posts is in the order of what it shows, for each reader and in both directions, whatever its pages; and stays so when a
// department gets another code, a person another name, a draft another department or author, and when an author leaves.
func TestPostsAreReadInEveryOrder(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		c.posted(t)
		c.inOrder(t, "at first", c.writer)

		_, err := c.units.Update(c.As(t, c.director), department.UpdateInput{ID: db.GlobalID("department", c.ward), ExpectedVersion: 1, Code: ptr("ZZZ")})
		must(t, err)
		c.inOrder(t, "a department has another code", c.writer)

		draft := c.draft(t, c.head, named("Bài chuyển khoa"))
		k.Position(t, c.head, c.office, "HEAD")
		_, err = c.posts.Update(c.As(t, c.head), post.UpdateInput{ID: draft.ID(), ExpectedVersion: 1, Department: ptr(db.GlobalID("department", c.office))})
		must(t, err)
		c.inOrder(t, "a draft has another department", c.writer)

		tools := c.drafts(t, c.tool(t, "Bot").of(c.ward), c.ward, "Bài của công cụ")
		c.inOrder(t, "a tool drafts", c.writer)
		_, err = c.posts.Update(c.As(t, c.head), post.UpdateInput{ID: tools, ExpectedVersion: 1, Edit: post.Edit{Title: ptr("Bài đã nhận")}})
		must(t, err)
		c.inOrder(t, "a person takes the draft over", c.writer)

		moved := c.draft(t, c.head, profileOf(c.writer), named("Bài của người chuyển"))
		must(t, c.DB.InTx(c.As(t, c.director), func(ctx context.Context) error { return c.posts.Moved(ctx, c.writer, c.web) }))
		if h := c.headOf(t, moved.ID()); h.Department != c.web {
			t.Fatal("the profile has not moved")
		}
		c.inOrder(t, "a profile has moved", c.writer)

		c.renames(t, c.writer, "Âu Thị Ánh")
		c.inOrder(t, "an author has another name", c.writer)
		must(t, c.leaves(t, c.writer))
		c.inOrder(t, "an author has left")
		c.renames(t, c.writer, "Vũ Thị Yến")
		c.inOrder(t, "who left has another name")
	})
}

func (c *centre) renames(t *testing.T, person db.ID, name string) {
	t.Helper()
	in := staff.UpdateInput{ID: db.GlobalID("staff", person), ExpectedVersion: c.step(t, person).ExpectedVersion, Name: &name}
	_, err := c.people.Update(c.As(t, c.director), in)
	must(t, err)
}

func named(title string) func(*post.CreateInput) {
	return func(in *post.CreateInput) { in.Title = &title }
}

// posted are posts of several people, departments, types and audiences, drafts and what is on the site, some of them alike.
func (c *centre) posted(t *testing.T) {
	t.Helper()
	c.Position(t, c.head, c.root, "HEAD") // to draft for every department
	writers, departments := []db.ID{c.writer, c.head}, []db.ID{c.ward, c.office, c.web}
	audiences := []post.Audience{post.AudiencePublic, post.AudienceInternal, post.AudiencePublic, post.AudienceDepartment, post.AudiencePublic}
	for i := range 15 {
		title, by, owner := fmt.Sprintf("Bài %d", i*7%10), writers[i%2], c.ward
		if by == c.head {
			owner = departments[i%3]
		}
		draft := c.draft(t, by, named(title), of(owner), audience(audiences[i%5]), func(in *post.CreateInput) {
			if i%4 == 0 {
				in.Type, in.Content = post.TypeNewsArticle, nil
			}
		})
		if i%3 > 0 {
			_, err := c.posts.ForcePublish(c.As(t, c.editor), draft.Post())
			must(t, err)
			if i%4 > 0 {
				c.Clock.Advance(1e9)
			}
		}
	}
}

// No order of posts tells what a reader may not see: the next version of a post, what somebody who left is called now, and to a stranger
// what anybody is called.
func TestNoOrderOfPostsTellsWhatIsHidden(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		c.posted(t)
		gone := k.Staff(t, c.ward, "Lê Hà")
		for range 2 {
			_, err := c.posts.ForcePublish(c.As(t, c.editor), c.draft(t, gone, named("Bài của người sắp đi")).Post())
			must(t, err)
		}
		must(t, c.leaves(t, gone))
		k.Exec(t, "UPDATE posts SET published_at_board = 1 WHERE publication = 'PUBLISHED'")
		read := func() map[string]string {
			seen := map[string]string{}
			for who, ctx := range map[string]context.Context{"a stranger": context.Background(), "staff elsewhere": c.As(t, c.other), "the website section": c.As(t, c.editor)} {
				for _, field := range append(slices.Clone(sortedBy), post.ByUpdatedAt) {
					posts, cursors := c.pages(t, ctx, post.Filter{}, post.Order{Field: field, Direction: paging.Ascending}, false)
					seen[who+" by "+string(field)] = strings.Join(slices.Concat(idsOf(posts), cursors), "\n")
				}
			}
			return seen
		}
		unchanged := func(what string, before map[string]string, readers ...string) {
			after := read()
			for _, asked := range slices.Sorted(maps.Keys(before)) {
				if slices.ContainsFunc(readers, func(r string) bool { return strings.HasPrefix(asked, r) }) && before[asked] != after[asked] {
					t.Errorf("%s: %s\nbefore %s\nafter  %s", what, asked, before[asked], after[asked])
				}
			}
		}
		before := read()
		drafted := 0
		for _, p := range c.all(t, c.writer) {
			if h := c.headOf(t, p.ID()); h.Publication == post.PublicationPublished && h.Author == c.writer {
				_, err := c.posts.Update(c.As(t, c.writer), post.UpdateInput{ID: p.ID(), ExpectedVersion: c.seen(t, c.writer, p.ID()),
					Edit: post.Edit{Title: ptr("A đầu tiên"), Audience: ptr(post.AudienceDepartment)}})
				must(t, err)
				drafted++
			}
		}
		if drafted == 0 {
			t.Fatal("nothing is drafted anew")
		}
		unchanged("a hidden version", before, "a stranger", "staff elsewhere", "the website section")
		c.renames(t, gone, "An An")
		unchanged("the name of somebody who left", before, "a stranger", "staff elsewhere", "the website section")
		c.renames(t, c.writer, "An An")
		unchanged("the name of an author", before, "a stranger")
		if now := read(); now["staff elsewhere by AUTHOR"] == before["staff elsewhere by AUTHOR"] {
			t.Error("nobody's list follows the names")
		}
	})
}

func (c *centre) all(t *testing.T, who db.ID) []post.Post {
	t.Helper()
	posts, _ := c.pages(t, c.As(t, who), post.Filter{}, post.Order{Field: post.ByTitle, Direction: paging.Ascending}, false)
	return posts
}
