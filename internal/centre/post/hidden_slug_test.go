package post_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/kit"
)

func titled(title string) func(*post.CreateInput) {
	return func(in *post.CreateInput) { in.Title = &title }
}

// address is what the way of a post to its slug answers.
func address(p post.Post, err error) string {
	switch {
	case err != nil:
		return err.Error()
	case p == nil:
		return "nothing"
	}
	return p.Common().Slug() + " at " + p.Common().Path()
}

// waysToASlug are all ways in which a post gets a slug, as people who may not see a draft of the office. Each is given a
// title and its slug, and tells what was answered.
func (c *centre) waysToASlug() map[string]func(t *testing.T, title, slug string) string {
	seen := func(t *testing.T, id string) string { return address(c.posts.Get(c.As(t, c.writer), id)) }
	onSite := func(adjust ...func(*post.CreateInput)) func(t *testing.T, title, slug string) string {
		return func(t *testing.T, title, slug string) string {
			id := c.consented(t, append(adjust, titled(title))...)
			p, err := c.posts.Publish(c.As(t, c.editor), post.PublishInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id)})
			return address(p, err) + ", " + seen(t, id)
		}
	}
	return map[string]func(t *testing.T, title, slug string) string{
		"createPost": func(t *testing.T, title, _ string) string {
			return seen(t, c.draft(t, c.writer, titled(title)).ID())
		},
		"updatePost": func(t *testing.T, title, _ string) string {
			id := c.draft(t, c.writer).ID()
			return address(c.posts.Update(c.As(t, c.writer), post.UpdateInput{ID: id, ExpectedVersion: 1, Edit: post.Edit{Title: &title}}))
		},
		"importPost": func(t *testing.T, title, _ string) string {
			return address(c.posts.Import(c.As(t, c.writer), post.ImportInput{Type: post.TypeNewsArticle, Department: db.GlobalID("department", c.ward),
				File: input.File{Name: "bai.md", Content: []byte("# " + title + "\n\nRửa tay.\n")}}))
		},
		"changeSlug": func(t *testing.T, title, slug string) string {
			id := c.published(t, titled("Bài "+title))
			return address(c.posts.ChangeSlug(c.As(t, c.editor), post.SlugInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id), Slug: slug}))
		},
		"restoreRevision": func(t *testing.T, title, _ string) string {
			id := c.draft(t, c.writer, titled(title)).ID()
			must(t, c.edits(t, c.writer, id, post.Edit{Summary: ptr("Bản sau")}))
			first, err := c.posts.Get(c.As(t, c.writer), id)
			must(t, err)
			list, err := first.Common().Revisions(c.As(t, c.writer), nil, nil, nil, nil)
			must(t, err)
			return address(c.posts.Restore(c.As(t, c.writer), post.RestoreInput{ID: id, ExpectedVersion: c.headOf(t, id).Version, Revision: list.Nodes()[1].ID()}))
		},
		"publishPost": onSite(),
		"publication at its time": func(t *testing.T, title, _ string) string {
			id := c.consented(t, titled(title))
			_, err := c.posts.Schedule(c.As(t, c.editor), post.ScheduleInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id), PublishAt: db.At(c.Clock.Now().Add(time.Hour))})
			must(t, err)
			c.Clock.Advance(2 * time.Hour)
			runDue(t, c)
			state(t, c.headOf(t, id), post.PublicationPublished, post.WorkingNone)
			return seen(t, id)
		},
		"publication by order": func(t *testing.T, title, _ string) string {
			id := c.draft(t, c.writer, urgent, titled(title)).ID()
			must(t, c.submit(t, c.writer, id))
			a, yes := c.approvalOf(t, id), true
			_, err := c.approvals.Decide(c.As(t, c.director), approval.DecideInput{ID: a.ID(), Verdict: approval.Approve, Publish: &yes, ExpectedVersion: a.Version})
			must(t, err)
			state(t, c.headOf(t, id), post.PublicationPublished, post.WorkingNone)
			return seen(t, id)
		},
		"consent within the centre": func(t *testing.T, title, _ string) string {
			id := c.draft(t, c.writer, audience(post.AudienceInternal), titled(title)).ID()
			must(t, c.submit(t, c.writer, id))
			must(t, c.decide(t, c.head, id, approval.Approve, ""))
			return seen(t, id)
		},
		"look-ups": func(t *testing.T, _, slug string) string {
			var answers []string
			for _, ctx := range []context.Context{context.Background(), c.As(t, c.writer), c.As(t, c.editor)} {
				route, err := c.posts.Route(ctx, "/bai-viet/"+slug)
				answers = append(answers, address(c.posts.One(ctx, nil, &slug)), fmt.Sprint(route, err))
			}
			return strings.Join(answers, ", ")
		},
	}
}

// What a writer is answered is byte for byte what a store without the drafts that they may not see would answer.
func TestArticle11c_AHiddenDraftShowsInNoSlug(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for way, answers := range c.waysToASlug() {
			for _, draft := range []struct {
				name string
				make func(t *testing.T, title string)
			}{
				{"a draft", func(t *testing.T, title string) { c.draft(t, c.other, of(c.office), titled(title)) }},
				{"one that followed its title", func(t *testing.T, title string) {
					id := c.draft(t, c.other, of(c.office)).ID()
					must(t, c.edits(t, c.other, id, post.Edit{Title: &title}))
				}},
				{"one of many", func(t *testing.T, title string) {
					c.draft(t, c.other, of(c.office), titled(title))
					c.draft(t, c.other, of(c.office), titled(title))
				}},
			} {
				n := db.NewID().String()
				bare, beside := "Tin a"+n, "Tin b"+n
				draft.make(t, beside)
				want := answers(t, bare, "tin-a"+n)
				got := answers(t, beside, "tin-b"+n)
				if plain := strings.NewReplacer("b"+n, "a"+n).Replace(got); plain != want {
					t.Errorf("%s beside %s: got %q, want %q", way, draft.name, plain, want)
				}
			}
		}
	})
}

// Slugs of posts that the caller may see count as taken, and so do all slugs that are or were on the site.
func TestSlugsOfWhatOneMaySeeAreTaken(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		c.draft(t, c.writer, titled("Tin chung"))
		if got := c.draft(t, c.head, titled("Tin chung")).Slug(); got != "tin-chung-2" {
			t.Errorf("beside a draft of the own department: %q", got)
		}
		down := c.published(t, titled("Tin cũ"))
		must(t, c.unpublish(t, c.editor, down, "Sai"))
		if got := c.draft(t, c.other, of(c.office), titled("Tin cũ")).Slug(); got != "tin-cu-2" {
			t.Errorf("beside what was on the site: %q", got)
		}
		waiting := c.draft(t, c.writer, titled("Tin chờ")).ID()
		id := c.published(t, titled("Tin đang đăng"))
		change := func() error {
			_, err := c.posts.ChangeSlug(c.As(t, c.editor), post.SlugInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id), Slug: "tin-cho"})
			return err
		}
		must(t, c.submit(t, c.writer, waiting))
		must(t, c.decide(t, c.head, waiting, approval.Approve, ""))
		wantCode(t, "the slug of what waits at the Board's step", change(), fault.Taken)
	})
}

// Of drafts with one slug the first on the site gets it, and the author of another one is told which one it got.
func TestSlugsAreSettledAtPublication(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		boss := c.hire(t, c.office)
		k.Position(t, boss, c.office, "HEAD")
		second := c.draft(t, c.other, of(c.office), titled("Lịch tiêm")).ID()
		must(t, c.submit(t, c.other, second))
		if got := c.headOf(t, second).Slug; got != "lich-tiem" {
			t.Fatalf("the draft shows %q", got)
		}
		first := c.published(t, titled("Lịch tiêm"))
		slug := "lich-tiem"
		for _, reader := range []db.ID{c.writer, c.other} {
			p, err := c.posts.One(c.As(t, reader), nil, &slug)
			if err != nil || p.ID() != first {
				t.Errorf("the slug leads to %v, %v, not to what is on the site", p, err)
			}
		}
		must(t, c.decide(t, boss, second, approval.Approve, ""))
		must(t, c.decide(t, c.director, second, approval.Approve, ""))
		must(t, c.publish(t, c.editor, second))
		if got := c.headOf(t, second).Slug; got != "lich-tiem-2" {
			t.Errorf("the later one got %q", got)
		}
		list, err := c.inbox.Mine(c.As(t, c.other), false, inbox.Order{}, paging.Args{})
		must(t, err)
		if !slices.ContainsFunc(list.Nodes(), func(i *inbox.Item) bool { return i.Kind == inbox.AddressChanged && i.Detail == "/bai-viet/lich-tiem-2" }) {
			t.Error("its author is not told of the other address")
		}
		if n := c.told(t, c.writer, inbox.AddressChanged); n != 0 {
			t.Errorf("the first author has %d notices of another address", n)
		}
		for path, id := range map[string]string{"/bai-viet/lich-tiem": first, "/bai-viet/lich-tiem-2": second} {
			if r, err := c.posts.Route(context.Background(), path); err != nil || r.Node.ID() != id || r.Redirect {
				t.Errorf("%s leads to %+v, %v", path, r, err)
			}
		}
	})
}

func TestTwoReplicasPublishOneSlugEach(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		ids := make([]string, 6)
		for i := range ids {
			ids[i] = c.consented(t, titled("Thông báo"))
			k.Exec(t, "UPDATE posts SET slug = 'thong-bao'")
		}
		var group sync.WaitGroup
		for _, id := range ids {
			in := post.PublishInput{ID: id, ExpectedVersion: c.headOf(t, id).Version}
			group.Go(func() {
				if _, err := c.posts.Publish(c.As(t, c.editor), in); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		var slugs []string
		for _, id := range ids {
			slugs = append(slugs, c.headOf(t, id).Slug)
		}
		slices.Sort(slugs)
		if want := "thong-bao thong-bao-2 thong-bao-3 thong-bao-4 thong-bao-5 thong-bao-6"; strings.Join(slugs, " ") != want {
			t.Errorf("the posts stand at %v", slugs)
		}
	})
}
