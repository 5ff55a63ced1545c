package post_test

import (
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/kit"
)

// reasoned is the input of an act on the post for a reason.
func (c *centre) reasoned(t *testing.T, id, why string) post.ReasonInput {
	t.Helper()
	return post.ReasonInput{ID: id, ExpectedVersion: c.headOf(t, id).Version, Reason: why}
}

// published brings a fresh post of the writer onto the site.
func (c *centre) published(t *testing.T, adjust ...func(*post.CreateInput)) string {
	t.Helper()
	id := c.consented(t, adjust...)
	must(t, c.publish(t, c.editor, id))
	return id
}

// inside brings a fresh post of the writer to the centre's own readers.
func (c *centre) inside(t *testing.T) string {
	t.Helper()
	id := c.draft(t, c.writer, audience(post.AudienceInternal)).ID()
	must(t, c.submit(t, c.writer, id))
	must(t, c.decide(t, c.head, id, approval.Approve, ""))
	return id
}

// revised puts a newer version of the post up for consent.
func (c *centre) revised(t *testing.T, id string, change post.Edit) {
	t.Helper()
	_, err := c.posts.Update(c.As(t, c.writer), post.UpdateInput{ID: id, ExpectedVersion: c.headOf(t, id).Version, Edit: change})
	must(t, err)
	must(t, c.submit(t, c.writer, id))
}

func (c *centre) unpublish(t *testing.T, by db.ID, id, why string) error {
	t.Helper()
	_, err := c.posts.Unpublish(c.As(t, by), post.ReasonInput{ID: id, ExpectedVersion: c.seen(t, by, id), Reason: why})
	return err
}

var within = post.AudienceInternal

// narrowed puts a version up that only the centre's own readers get.
func (c *centre) narrowing(t *testing.T) string {
	t.Helper()
	id := c.published(t)
	c.revised(t, id, post.Edit{Audience: &within})
	return id
}

const because = "Thông tin đã cũ"

// move is one way of a post onto the site, or off it.
type move struct {
	name   string
	before func(t *testing.T) string
	act    func(t *testing.T, id string) error
	row    string // of the audit log
	why    string // that the row and the notices give
	off    bool
	kind   inbox.Kind
}

func (c *centre) moves() []move {
	public := func(t *testing.T) string { return c.published(t) }
	expiring := func(t *testing.T) string {
		id := c.consented(t)
		_, err := c.posts.Publish(c.As(t, c.editor), post.PublishInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id),
			UnpublishAt: graphql.OmittableOf(db.At(c.Clock.Now().Add(30 * time.Minute)))})
		must(t, err)
		return id
	}
	scheduled := func(t *testing.T) string {
		id := c.consented(t)
		_, err := c.posts.Schedule(c.As(t, c.editor), post.ScheduleInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id), PublishAt: db.At(c.Clock.Now().Add(30 * time.Minute))})
		must(t, err)
		return id
	}
	profile := func(t *testing.T) string {
		return c.published(t, profileOf(c.hire(t, c.ward)))
	}
	due := func(t *testing.T, _ string) error { runDue(t, c); return nil }
	return []move{
		{"published", func(t *testing.T) string { return c.consented(t) }, func(t *testing.T, id string) error { return c.publish(t, c.editor, id) }, "post.publish", "", false, inbox.Published},
		{"published at its time", scheduled, due, "post.publish", "", false, inbox.Published},
		{"published by order", func(t *testing.T) string {
			id := c.draft(t, c.writer, urgent).ID()
			must(t, c.submit(t, c.writer, id))
			return id
		}, func(t *testing.T, id string) error {
			a, order := c.approvalOf(t, id), true
			_, err := c.approvals.Decide(c.As(t, c.director), approval.DecideInput{ID: a.ID(), Verdict: approval.Approve, ExpectedVersion: a.Version, Publish: &order})
			return err
		}, "approval.approve", "", false, inbox.Published},
		{"published within the centre", func(t *testing.T) string {
			id := c.draft(t, c.writer, audience(within)).ID()
			must(t, c.submit(t, c.writer, id))
			return id
		}, func(t *testing.T, id string) error { return c.decide(t, c.head, id, approval.Approve, "") }, "approval.approve", "", false, inbox.Published},
		{"put back", func(t *testing.T) string {
			id := c.published(t)
			must(t, c.unpublish(t, c.editor, id, because))
			return id
		}, func(t *testing.T, id string) error { return c.publish(t, c.editor, id) }, "post.publish", "", false, inbox.Published},
		{"put back within the centre", func(t *testing.T) string {
			id := c.inside(t)
			must(t, c.unpublish(t, c.head, id, because))
			return id
		}, func(t *testing.T, id string) error { return c.publish(t, c.head, id) }, "post.publish", "", false, inbox.Published},
		{"unpublished by the department", public, func(t *testing.T, id string) error { return c.unpublish(t, c.head, id, because) }, "post.unpublish", because, true, inbox.Unpublished},
		{"unpublished by the website section", public, func(t *testing.T, id string) error { return c.unpublish(t, c.editor, id, because) }, "post.unpublish", because, true, inbox.Unpublished},
		{"unpublished by the Board", public, func(t *testing.T, id string) error { return c.unpublish(t, c.director, id, because) }, "post.unpublish", because, true, inbox.Unpublished},
		{"consent revoked", public, func(t *testing.T, id string) error {
			_, err := c.posts.Revoke(c.As(t, c.director), c.reasoned(t, id, because))
			return err
		}, "post.revoke", because, true, inbox.Revoked},
		{"archived", public, func(t *testing.T, id string) error {
			_, err := c.posts.Archive(c.As(t, c.editor), c.reasoned(t, id, because))
			return err
		}, "post.archive", because, true, inbox.Unpublished},
		{"expired", expiring, due, "post.expire", "Hết hạn đăng", true, inbox.Unpublished},
		{"narrowed by the manager's consent", c.narrowing, func(t *testing.T, id string) error { return c.decide(t, c.head, id, approval.Approve, because) },
			"post.narrow", because, true, inbox.Unpublished},
		{"narrowed by the website section", c.narrowingAlone, func(t *testing.T, id string) error {
			why := because
			_, err := c.posts.Publish(c.As(t, c.editor), post.PublishInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id), Reason: &why})
			return err
		}, "post.narrow", because, true, inbox.Unpublished},
		{"the person left", profile, func(t *testing.T, id string) error { return c.leaves(t, c.headOf(t, id).Person) },
			"post.hide_profile", "Cán bộ đã thôi việc tại Trung tâm", true, inbox.Unpublished},
	}
}

// narrowingAlone is narrowing as the only director submits it, which the website section has to publish.
func (c *centre) narrowingAlone(t *testing.T) string {
	t.Helper()
	id := c.draft(t, c.director, of(c.board)).ID()
	must(t, c.submit(t, c.director, id))
	must(t, c.decide(t, c.deputy, id, approval.Approve, ""))
	must(t, c.publish(t, c.editor, id))
	c.Exec(t, "UPDATE role_assignments SET live = NULL WHERE staff_id = ?", c.deputy)
	_, err := c.posts.Update(c.As(t, c.director), post.UpdateInput{ID: id, ExpectedVersion: c.seen(t, c.director, id), Edit: post.Edit{Audience: &within}})
	must(t, err)
	must(t, c.submit(t, c.director, id))
	return id
}

// Each move is one act: it is on record once, with its reason, those whom it concerns are told once, and no taking off is told
// as a publication.
func TestArticle11c_EachMoveIsOneActWithItsReasonAndItsNotices(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for _, m := range c.moves() {
			t.Run(m.name, func(t *testing.T) {
				id := m.before(t)
				h := c.headOf(t, id)
				k.Clock.Advance(time.Hour)
				now := db.At(k.Clock.Now())
				must(t, m.act(t, id))

				rows, err := db.All[struct {
					Action string `db:"action"`
					Detail string `db:"detail"`
				}](t.Context(), k.DB.From(t.Context()), "SELECT action, detail FROM audit_log WHERE subject_id = ? AND at >= ?", h.Key, now)
				must(t, err)
				if len(rows) != 1 || rows[0].Action != m.row || rows[0].Detail != m.why {
					t.Errorf("on record as %v, want %s because %q", rows, m.row, m.why)
				}
				notices, err := db.All[struct {
					Staff  db.ID      `db:"staff_id"`
					Kind   inbox.Kind `db:"kind"`
					Detail string     `db:"detail"`
				}](t.Context(), k.DB.From(t.Context()), "SELECT staff_id, kind, detail FROM inbox_items WHERE subject_id = ? AND at >= ?", h.Key, now)
				must(t, err)
				heard := map[db.ID]int{}
				for _, n := range notices {
					if n.Kind == m.kind && n.Detail == m.why {
						heard[n.Staff]++
					} else if n.Kind == inbox.Published || n.Kind == inbox.Unpublished || n.Kind == inbox.Revoked {
						t.Errorf("told as %s because %q, want %s because %q", n.Kind, n.Detail, m.kind, m.why)
					}
				}
				told := []db.ID{h.Author}
				if m.off {
					told = append(told, c.editor, c.director)
					if h.Department == c.ward {
						told = append(told, c.head)
					}
				}
				for _, person := range told {
					if heard[person] != 1 {
						t.Errorf("one of those concerned is told %d times", heard[person])
					}
				}
				if c.visible(t, id) != (!m.off && c.headOf(t, id).Audience == post.AudiencePublic) {
					t.Error("the public site shows what it should not, or not what it should")
				}
			})
		}
	})
}

// Without its reason nothing leaves the public site, by whichever door.
func TestArticle11c_ATakingOffNeedsItsReason(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		id := c.narrowing(t)
		wantCode(t, "narrowed by a consent without a comment", c.decide(t, c.head, id, approval.Approve, " "), fault.Required)
		state(t, c.headOf(t, id), post.PublicationPublished, post.WorkingInReview)
		id = c.narrowingAlone(t)
		wantCode(t, "narrowed by publishing without a reason", c.publish(t, c.editor, id), fault.Required)
		_, err := c.posts.Schedule(c.As(t, c.editor), post.ScheduleInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id), PublishAt: db.At(k.Clock.Now().Add(time.Hour))})
		wantCode(t, "narrowed at a set time", err, fault.WrongState)
		if !c.visible(t, id) {
			t.Error("it is off the site")
		}
	})
}

// A consent stands until it is revoked: what was taken down goes back under it, as availableActions says, by those who may
// publish.
func TestArticle11c_WhatWasTakenDownGoesBackUnderItsConsent(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		may := func(person db.ID, id string) bool {
			p, err := c.posts.Get(c.As(t, person), id)
			if fault.Is(err, fault.NotFound) { // within the centre, of which the website section sees what is published
				return false
			}
			must(t, err)
			list, err := p.Common().AvailableActions(c.As(t, person))
			must(t, err)
			for _, a := range list {
				if a.Action == post.ActionPublish {
					return a.Allowed
				}
			}
			return false
		}
		title := "Bản mới"
		for name, test := range map[string]struct {
			start  func() string
			after  func(id string)
			editor bool
			head   bool
		}{
			"taken down by the website section": {func() string { return c.published(t) }, func(string) {}, true, false},
			"with a newer version in review": {func() string { return c.published(t) }, func(id string) {
				c.revised(t, id, post.Edit{Title: &title})
				must(t, c.decide(t, c.head, id, approval.Approve, ""))
			}, true, false},
			"revoked since": {func() string { return c.published(t) }, func(id string) {
				_, err := c.posts.Revoke(c.As(t, c.director), c.reasoned(t, id, because))
				must(t, err)
			}, false, false},
			"changed in the store": {func() string { return c.published(t) }, func(id string) {
				k.Exec(t, "UPDATE revisions SET title = 'Khác' WHERE id = ?", c.headOf(t, id).PublishedRevision)
			}, true, false},
			"within the centre": {func() string { return c.inside(t) }, func(string) {}, false, true},
		} {
			t.Run(name, func(t *testing.T) {
				id := test.start()
				must(t, c.unpublish(t, c.head, id, because))
				test.after(id)
				if e, h := may(c.editor, id), may(c.head, id); e != test.editor || h != test.head {
					t.Errorf("the website section may: %v, the manager: %v", e, h)
				}
				working := c.headOf(t, id).Working
				by := c.editor
				if test.head {
					by = c.head
				}
				err := c.publish(t, by, id)
				switch {
				case name == "changed in the store":
					wantCode(t, name, err, fault.StaleHash)
				case !test.editor && !test.head:
					wantCode(t, name, err, fault.WrongState)
				default:
					must(t, err)
					state(t, c.headOf(t, id), post.PublicationPublished, working)
				}
			})
		}
	})
}

// What is left out of a move stays as it is, null takes it away, and what is given is set.
func TestArticle11c_WhatIsLeftOutStays(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		first, other := db.At(k.Clock.Now().Add(300*time.Hour)), db.At(k.Clock.Now().Add(400*time.Hour))
		title := "Đính chính"
		publish := func(id string, at graphql.Omittable[db.Time]) error {
			_, err := c.posts.Publish(c.As(t, c.editor), post.PublishInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id), UnpublishAt: at})
			return err
		}
		schedule := func(id string, at graphql.Omittable[db.Time]) error {
			_, err := c.posts.Schedule(c.As(t, c.editor), post.ScheduleInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id), PublishAt: db.At(k.Clock.Now().Add(time.Hour)), UnpublishAt: at})
			return err
		}
		corrected := func() string {
			id := c.consented(t)
			must(t, publish(id, graphql.OmittableOf(first)))
			c.revised(t, id, post.Edit{Title: &title})
			must(t, c.decide(t, c.head, id, approval.Approve, ""))
			must(t, c.decide(t, c.director, id, approval.Approve, ""))
			return id
		}
		waiting := func() string {
			id := c.consented(t)
			must(t, schedule(id, graphql.OmittableOf(first)))
			return id
		}
		pinned := func(id string) string {
			_, err := c.posts.Pin(c.As(t, c.editor), post.PinInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id), Pinned: true})
			must(t, err)
			return id
		}
		for name, test := range map[string]struct {
			start func() string
			act   func(id string, at graphql.Omittable[db.Time]) error
			alone bool // the input has no time of removal
		}{
			"a newer version published":    {corrected, publish, false},
			"a newer version scheduled":    {corrected, schedule, false},
			"scheduled a second time":      {waiting, schedule, false},
			"published before its time":    {waiting, publish, false},
			"the schedule cancelled":       {waiting, func(id string, _ graphql.Omittable[db.Time]) error { return c.cancel(t, id) }, true},
			"pinned":                       {corrected, func(id string, _ graphql.Omittable[db.Time]) error { pinned(id); return nil }, true},
			"published at its time by job": {waiting, func(string, graphql.Omittable[db.Time]) error { k.Clock.Advance(time.Hour); runDue(t, c); return nil }, true},
		} {
			t.Run(name, func(t *testing.T) {
				for word, at := range map[string]graphql.Omittable[db.Time]{"absent": {}, "null": graphql.OmittableOf(db.Time{}), "given": graphql.OmittableOf(other)} {
					want := map[string]db.Time{"absent": first, "null": {}, "given": other}[word]
					if test.alone {
						want = first
					}
					id := test.start()
					must(t, test.act(id, at))
					if got := c.headOf(t, id).ExpiresAt; got != want {
						t.Errorf("%s: comes down at %v, want %v", word, got, want)
					}
				}
			})
		}

		id := pinned(c.published(t))
		c.revised(t, id, post.Edit{Title: &title})
		must(t, c.decide(t, c.head, id, approval.Approve, ""))
		must(t, c.decide(t, c.director, id, approval.Approve, ""))
		must(t, c.publish(t, c.editor, id))
		if h := c.headOf(t, id); !h.Pinned {
			t.Error("a newer version takes the pin out")
		}

		// A time that does not fit any more is no reason to drop it unsaid, nor does one that is over keep anything from the site.
		id = corrected()
		_, err := c.posts.Schedule(c.As(t, c.editor), post.ScheduleInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id), PublishAt: db.At(first.Add(time.Hour))})
		wantCode(t, "scheduled after the time of removal that stays", err, fault.Invalid)
		id = waiting()
		must(t, c.cancel(t, id))
		k.Clock.Advance(301 * time.Hour)
		runDue(t, c)
		must(t, publish(id, graphql.Omittable[db.Time]{}))
		if got := c.headOf(t, id).ExpiresAt; !got.IsZero() {
			t.Errorf("a time of removal that is over is still set: %v", got)
		}
	})
}

func (c *centre) cancel(t *testing.T, id string) error {
	t.Helper()
	_, err := c.posts.CancelSchedule(c.As(t, c.editor), post.VersionInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id)})
	return err
}
