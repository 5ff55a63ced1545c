package post_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/test/kit"
)

// standing is a post that a stranger may not see, and since when its address is told to be gone, if it is.
type standing struct {
	name string
	make func(t *testing.T) (id string, since time.Time)
}

func (c *centre) hidden() []standing {
	never := func(make func(t *testing.T) string) func(t *testing.T) (string, time.Time) {
		return func(t *testing.T) (string, time.Time) { return make(t), time.Time{} }
	}
	down := func(t *testing.T) (string, time.Time) {
		id := c.published(t)
		c.Clock.Advance(time.Hour)
		must(t, c.unpublish(t, c.editor, id, because))
		at := c.Clock.Now()
		c.Clock.Advance(time.Hour)
		return id, at
	}
	narrowed := func(t *testing.T) string {
		id := c.narrowing(t)
		must(t, c.decide(t, c.head, id, approval.Approve, because))
		return id
	}
	archive := func(t *testing.T, id string) {
		_, err := c.posts.Archive(c.As(t, c.editor), post.ReasonInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id), Reason: because})
		must(t, err)
	}
	all := []standing{
		{"a draft", never(func(t *testing.T) string { return c.draft(t, c.writer).ID() })},
		{"consented", never(func(t *testing.T) string { return c.consented(t) })},
		{"within the centre", never(c.inside)},
		{"within the centre, taken down", never(func(t *testing.T) string {
			id := c.inside(t)
			must(t, c.unpublish(t, c.head, id, because))
			return id
		})},
		{"narrowed", never(narrowed)},
		{"narrowed, then taken down", never(func(t *testing.T) string {
			id := narrowed(t)
			must(t, c.unpublish(t, c.head, id, because))
			return id
		})},
		{"narrowed, then archived", never(func(t *testing.T) string {
			id := narrowed(t)
			archive(t, id)
			return id
		})},
		{"taken down", down},
		{"taken down, and a newer draft", func(t *testing.T) (string, time.Time) {
			id, at := down(t)
			must(t, c.edits(t, c.writer, id, post.Edit{Audience: &within}))
			return id, at
		}},
		{"taken down, then archived", func(t *testing.T) (string, time.Time) {
			id, at := down(t)
			archive(t, id)
			return id, at
		}},
		{"taken down, and about to return", func(t *testing.T) (string, time.Time) {
			id, at := down(t)
			title := "Bản mới"
			c.revised(t, id, post.Edit{Title: &title})
			must(t, c.decide(t, c.head, id, approval.Approve, ""))
			must(t, c.decide(t, c.director, id, approval.Approve, ""))
			_, err := c.posts.Schedule(c.As(t, c.editor), post.ScheduleInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id), PublishAt: db.At(c.Clock.Now().Add(48 * time.Hour))})
			must(t, err)
			return id, at
		}},
		{"put back, and taken down once more", func(t *testing.T) (string, time.Time) {
			id, _ := down(t)
			must(t, c.publish(t, c.editor, id))
			c.Clock.Advance(time.Hour)
			must(t, c.unpublish(t, c.editor, id, because))
			return id, c.Clock.Now()
		}},
		{"archived", func(t *testing.T) (string, time.Time) {
			id := c.published(t)
			archive(t, id)
			return id, c.Clock.Now()
		}},
		{"its consent taken back", func(t *testing.T) (string, time.Time) {
			id := c.published(t)
			_, err := c.posts.Revoke(c.As(t, c.director), c.reasoned(t, id, because))
			must(t, err)
			return id, c.Clock.Now()
		}},
		{"removed at its time", func(t *testing.T) (string, time.Time) {
			id := c.consented(t)
			_, err := c.posts.Publish(c.As(t, c.editor), post.PublishInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id),
				UnpublishAt: graphql.OmittableOf(db.At(c.Clock.Now().Add(30 * time.Minute)))})
			must(t, err)
			c.Clock.Advance(time.Hour)
			runDue(t, c)
			return id, c.Clock.Now()
		}},
	}
	for state, make := range c.profileStates() {
		if state == "published" || state == "published, and a newer version in review" {
			continue
		}
		all = append(all, standing{"a profile, " + state, never(func(t *testing.T) string { return make(t, c.hire(t, c.ward)) })})
	}
	return all
}

// An address tells that it is gone if it was public and was taken down; of everything else that is hidden it tells, byte for byte,
// what it tells of an address that nothing ever had.
func TestArticle11c_AnAddressTellsNoMoreThanThatItIsGone(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		answer := func(path string) string {
			r, err := c.posts.Resolve(context.Background(), path)
			if gone, ok := r.(*post.Gone); ok {
				return fmt.Sprint("gone since ", gone.Since.UTC(), err)
			}
			return fmt.Sprintf("%v, %v", r, err)
		}
		unknown := answer("/bai-viet/chua-bao-gio-co")
		for _, s := range c.hidden() {
			id, since := s.make(t)
			want := unknown
			if !since.IsZero() {
				want = fmt.Sprint("gone since ", db.At(since).UTC(), error(nil))
			}
			path := "/bai-viet/" + c.headOf(t, id).Slug
			for _, spelling := range []string{path, path + "/", path + "?utm_source=zalo", "/" + path} {
				if got := answer(spelling); got != want {
					t.Errorf("%s: %s answers %s, want %s", s.name, spelling, got, want)
				}
			}
		}
	})
}

// An earlier address of what is gone is gone with it, and those who may read it are led to it.
func TestGoneIsToldOfEveryAddressAndOnlyToThoseWhoSeeNothing(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		id := c.published(t, titled("Lịch tiêm"))
		_, err := c.posts.ChangeSlug(c.As(t, c.editor), post.SlugInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id), Slug: "lich-tiem-chung"})
		must(t, err)
		must(t, c.unpublish(t, c.editor, id, because))
		for _, path := range []string{"/bai-viet/lich-tiem", "/bai-viet/lich-tiem-chung"} {
			for name, who := range map[string]context.Context{"a stranger": context.Background(), "staff of another department": c.As(t, c.other)} {
				if r, err := c.posts.Resolve(who, path); err != nil || r.(*post.Gone).Since.IsZero() {
					t.Errorf("%s at %s: %v, %v", name, path, r, err)
				}
			}
			for name, who := range map[string]db.ID{"its author": c.writer, "the website section": c.editor} {
				if r, err := c.posts.Resolve(c.As(t, who), path); err != nil || r.(*post.Route).Node.ID() != id {
					t.Errorf("%s at %s: %v, %v", name, path, r, err)
				}
			}
		}
	})
}
