package post_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/test/kit"
)

// Among working copies a list finds by their own words, tags and categories, for those who may read them alone, from the first
// save on; once they are published, and not before, everybody finds by them.
func TestWorkingCopiesAreFoundByTheirOwnWords(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		section := db.GlobalID("category", k.Category(t, "Phòng dịch"))
		var err error
		world := &world{Kit: k, Posts: c.posts}
		old, next := "dịch tả cũ", "bạch hầu mới"
		by := func(what string) map[string]post.Filter {
			tag := map[string]string{old: "Tả", next: "Bạch hầu"}[what]
			return map[string]post.Filter{"text": {Text: &what}, "tag": {Tag: &tag}, "both": {Tag: &tag, Text: &what, Category: ptr("phong-dich")}}
		}
		finds := func(state, what string, f post.Filter, want ...db.ID) {
			t.Helper()
			for _, who := range []db.ID{{}, c.writer, c.other, c.head, c.director} {
				ctx := context.Background()
				if !who.IsZero() {
					ctx = c.As(t, who)
				}
				for name, narrow := range by(what) {
					narrow.Working, narrow.Publication = f.Working, f.Publication
					for _, o := range []*post.Order{nil, {Field: post.ByUpdatedAt, Direction: "DESC"}, {Field: post.ByPublishedAt, Direction: "DESC"}} {
						if got := len(world.titles(t, ctx, &narrow, o)) == 1; got != slices.Contains(want, who) {
							t.Errorf("%s, %q by %s in order %v: found %v by %v", state, what, name, o, got, who)
						}
					}
				}
			}
			if wrong, err := c.posts.Misfound(t.Context()); err != nil || len(wrong) > 0 {
				t.Errorf("%s: the words of %q are not its own: %v", state, wrong, err)
			}
		}
		draft, review, approved := post.Filter{Working: ptr(post.WorkingDraft)}, post.Filter{Working: ptr(post.WorkingInReview)}, post.Filter{Working: ptr(post.WorkingApproved)}
		never, off, archived := post.Filter{Publication: ptr(post.PublicationNone)}, post.Filter{Publication: ptr(post.PublicationUnpublished)}, post.Filter{Publication: ptr(post.PublicationArchived)}
		settled := post.Filter{Working: ptr(post.WorkingNone)}

		id := c.draft(t, c.writer, func(in *post.CreateInput) {
			in.Title, in.Tags, in.Categories = &old, []string{"Tả"}, []string{section}
		}).ID()
		finds("draft", old, draft, c.writer, c.head)
		finds("draft", old, never, c.writer, c.head)
		finds("draft", old, review)
		must(t, c.submit(t, c.writer, id))
		finds("in review", old, review, c.writer, c.head)
		must(t, c.decide(t, c.head, id, approval.Approve, ""))
		finds("at the Board", old, review, c.writer, c.head, c.director)
		must(t, c.decide(t, c.director, id, approval.Approve, ""))
		finds("approved", old, approved, c.writer, c.head, c.director)
		finds("approved", old, draft)
		must(t, c.publish(t, c.editor, id))
		finds("published", old, draft)
		finds("published", old, settled, c.writer, c.head, c.director)
		_, err = c.posts.Update(c.As(t, c.writer), post.UpdateInput{ID: id, ExpectedVersion: c.headOf(t, id).Version, Edit: post.Edit{Title: &next, Tags: []string{"Bạch hầu"}}})
		must(t, err)
		finds("a newer draft", next, draft, c.writer, c.head)
		finds("a newer draft", old, draft)
		must(t, c.unpublish(t, c.editor, id, because))
		finds("unpublished beside a draft", next, off, c.writer, c.head)
		must(t, c.submit(t, c.writer, id))
		must(t, c.decide(t, c.head, id, approval.Approve, ""))
		must(t, c.decide(t, c.director, id, approval.Approve, ""))
		must(t, c.publish(t, c.editor, id))
		finds("published again", next, settled, c.writer, c.head, c.director)
		must(t, c.unpublish(t, c.editor, id, because))
		finds("unpublished", next, off, c.writer, c.head, c.director)
		_, err = c.posts.Publish(c.As(t, c.editor), post.PublishInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id)})
		must(t, err)
		finds("back on the site", next, off)
		_, err = c.posts.Archive(c.As(t, c.editor), c.reasoned(t, id, because))
		must(t, err)
		finds("archived", next, archived, c.writer, c.head, c.director)

		k.Exec(t, "DELETE FROM post_working_terms")
		if wanted, err := c.posts.WordsWanted(t.Context()); !wanted || err != nil {
			t.Errorf("words of earlier versions are not wanted: %v", err)
		}
		must(t, c.posts.IndexWorking(t.Context()))
		finds("indexed by the job", next, archived, c.writer, c.head, c.director)
		if wanted, err := c.posts.WordsWanted(t.Context()); wanted || err != nil {
			t.Errorf("words are wanted twice: %v", err)
		}
	})
}

// Whatever becomes of a profile whose person leaves, its words stay those of what is off the site.
func TestTheWordsOfProfilesFollowTheirState(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for state, make := range c.profileStates() {
			person := k.Staff(t, c.ward, "Người "+state)
			make(t, person)
			before, err1 := c.posts.Misfound(t.Context())
			err2 := c.leaves(t, person)
			after, err3 := c.posts.Misfound(t.Context())
			if err := errors.Join(err1, err2, err3); err != nil || len(before) > 0 || len(after) > 0 {
				t.Errorf("%s: %q, then %q, %v", state, before, after, err)
			}
		}
	})
}
