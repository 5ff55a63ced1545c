package post_test

import (
	"context"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/kit"
)

// Content of an older site shows its time and its poster from there, at the first publication and at later ones; the
// record keeps when it was put on this site, and by whom.
func TestContentThatMovesInKeepsItsOrigin(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		origin := post.Origin{PostedAt: db.At(kit.Start.AddDate(-8, 0, 0)), PostedBy: "vanthu"}
		c.writer = k.Staff(t, c.web, "Biên tập viên", access.WebEditor)
		id := c.draft(t, c.writer, of(c.web), func(in *post.CreateInput) { in.Origin = &origin }).ID()
		must(t, c.submit(t, c.writer, id))
		must(t, c.decide(t, c.director, id, approval.Approve, ""))
		shows := func(want post.Origin, updated db.Time) {
			t.Helper()
			p, err := c.posts.Get(context.Background(), id)
			must(t, err)
			e := p.Common()
			if by := e.PostedBy(); by == nil || *by != want.PostedBy || e.PostedAt() != want.PostedAt || e.UpdatedAt() != updated {
				t.Errorf("shown %v at %v, updated %v; want %v, %v", by, e.PostedAt(), e.UpdatedAt(), want, updated)
			}
		}
		renew := func(change post.Edit) {
			t.Helper()
			k.Clock.Advance(time.Hour)
			_, err := c.posts.Update(c.As(t, c.writer), post.UpdateInput{ID: id, ExpectedVersion: c.headOf(t, id).Version, Edit: change})
			must(t, err)
			must(t, c.submit(t, c.writer, id))
			must(t, c.decide(t, c.director, id, approval.Approve, ""))
			must(t, c.publish(t, c.editor, id))
		}
		must(t, c.publish(t, c.editor, id))
		shows(origin, k.DB.Now(t.Context()))
		var recorded db.Time
		must(t, c.DB.From(t.Context()).Get(t.Context(), &recorded, "SELECT at FROM audit_log WHERE action = 'post.publish' AND staff_id = ?", c.editor))
		if recorded != k.DB.Now(t.Context()) {
			t.Errorf("published on record at %v", recorded)
		}
		title := "Phòng bệnh mùa hè"
		renew(post.Edit{Title: &title})
		shows(origin, k.DB.Now(t.Context()))
	})
}

func TestArticle11c_ConsentBindsToTheContent(t *testing.T) {
	changes := map[string]string{
		"title":      "UPDATE revisions SET title = 'Khác' WHERE id = ?",
		"summary":    "UPDATE revisions SET summary = 'Khác' WHERE id = ?",
		"body":       "UPDATE revisions SET body = '<p>Khác</p>' WHERE id = ?",
		"byline":     "UPDATE revisions SET byline = 'Khác' WHERE id = ?",
		"audience":   "UPDATE revisions SET audience = 'INTERNAL' WHERE id = ?",
		"tags":       `UPDATE revisions SET content = '{"tags":["x"],"fields":{"announcement":{}}}' WHERE id = ?`,
		"seo":        `UPDATE revisions SET content = '{"seo":{"title":"x"},"fields":{"announcement":{}}}' WHERE id = ?`,
		"fields":     `UPDATE revisions SET content = '{"fields":{"announcement":{"urgent":true}}}' WHERE id = ?`,
		"categories": `UPDATE revisions SET content = '{"categories":["0190a0a0-0000-7000-8000-000000000000"],"fields":{"announcement":{}}}' WHERE id = ?`,
	}
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for field, change := range changes {
			id := c.consented(t)
			k.Exec(t, change, c.headOf(t, id).WorkingRevision)
			wantCode(t, "publishing after a change of "+field, c.publish(t, c.editor, id), fault.StaleHash)
			if c.visible(t, id) {
				t.Errorf("%s: what nobody consented to is on the site", field)
			}
		}
		id := c.consented(t)
		k.Exec(t, "UPDATE posts SET department_id = ? WHERE id = ?", c.office, c.headOf(t, id).Key)
		wantCode(t, "publishing after a change of the owner", c.publish(t, c.editor, id), fault.StaleHash)

		id = c.consented(t)
		k.Exec(t, "UPDATE posts SET pinned = 1, updated_at = updated_at + 1 WHERE id = ?", c.headOf(t, id).Key)
		must(t, c.publish(t, c.editor, id)) // what lies outside the hash binds nothing
	})
}

func TestArticle11c_UrgentPost(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		id := c.draft(t, c.writer, urgent).ID()
		must(t, c.submit(t, c.writer, id))
		for _, person := range []db.ID{c.head, c.director, c.deputy, c.editor} {
			if c.told(t, person, inbox.Urgent) != 1 {
				t.Error("the manager, all directors and the website section are told at once")
			}
		}
		a, order := c.approvalOf(t, id), true
		_, err := c.approvals.Decide(c.As(t, c.director), approval.DecideInput{ID: a.ID(), Verdict: approval.Approve, ExpectedVersion: a.Version, Publish: &order})
		must(t, err)
		if !c.visible(t, id) {
			t.Error("published by the director's order")
		}
		if c.told(t, c.editor, inbox.UrgentCheck) != 1 {
			t.Error("a check for the next working day is opened")
		}

		calm := c.draft(t, c.head).ID()
		must(t, c.submit(t, c.head, calm))
		a = c.approvalOf(t, calm)
		_, err = c.approvals.Decide(c.As(t, c.director), approval.DecideInput{ID: a.ID(), Verdict: approval.Approve, ExpectedVersion: a.Version, Publish: &order})
		wantCode(t, "ordering publication of what is not urgent", err, fault.WrongState)
		if c.approvalOf(t, calm).State != approval.Pending {
			t.Error("a refused order leaves everything as it was")
		}
	})
}

func TestWithinTheCentreAManagerConsentsAndPublishes(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		id := c.draft(t, c.writer, audience(post.AudienceInternal)).ID()
		must(t, c.submit(t, c.writer, id))
		must(t, c.decide(t, c.head, id, approval.Approve, ""))
		state(t, c.headOf(t, id), post.PublicationPublished, post.WorkingNone)
		if c.visible(t, id) {
			t.Error("a stranger reads an internal post")
		}
		_, err := c.posts.Get(c.As(t, c.other), id)
		must(t, err)
		if c.told(t, c.director, inbox.Published) != 1 || c.told(t, c.editor, inbox.Published) != 1 {
			t.Error("the Board and the website section are told")
		}

		// For all staff the manager's own text needs another pair of eyes: without a second manager the Board's.
		id = c.draft(t, c.head, audience(post.AudienceInternal)).ID()
		must(t, c.submit(t, c.head, id))
		if err := c.decide(t, c.head, id, approval.Approve, ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the manager on their own text, now at the Board's step: got %v, want FORBIDDEN", err)
		}
		must(t, c.decide(t, c.director, id, approval.Approve, ""))
		state(t, c.headOf(t, id), post.PublicationPublished, post.WorkingNone)

		id = c.draft(t, c.head, audience(post.AudienceDepartment)).ID()
		must(t, c.submit(t, c.head, id))
		must(t, c.decide(t, c.head, id, approval.Approve, ""))
		_, err = c.posts.Get(c.As(t, c.writer), id)
		must(t, err)
		if _, err := c.posts.Get(c.As(t, c.other), id); !fault.Is(err, fault.NotFound) {
			t.Errorf("another department reads a departmental post: %v", err)
		}
	})
}

func TestArticle11c_ScheduledPublication(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		schedule := func(id string, in time.Duration) error {
			_, err := c.posts.Schedule(c.As(t, c.editor), post.ScheduleInput{
				ID: id, ExpectedVersion: c.headOf(t, id).Version, PublishAt: db.At(k.Clock.Now().Add(in))})
			return err
		}
		id, stale, cancelled := c.consented(t), c.consented(t), c.consented(t)
		wantCode(t, "a time that is over", schedule(id, -time.Hour), fault.Invalid)
		for _, p := range []string{id, stale, cancelled} {
			must(t, schedule(p, time.Hour))
			state(t, c.headOf(t, p), post.PublicationScheduled, post.WorkingApproved)
		}
		k.Exec(t, "UPDATE revisions SET title = 'Khác' WHERE id = ?", c.headOf(t, stale).WorkingRevision)
		_, err := c.posts.CancelSchedule(c.As(t, c.editor), post.VersionInput{ID: cancelled, ExpectedVersion: c.seen(t, c.editor, cancelled)})
		must(t, err)

		k.Clock.Advance(59 * time.Minute)
		runDue(t, c)
		if c.visible(t, id) {
			t.Error("published before its time")
		}
		k.Clock.Advance(48 * time.Hour) // down for two days: it catches up
		runDue(t, c)
		if !c.visible(t, id) {
			t.Error("not published at its time")
		}
		if c.visible(t, stale) || c.told(t, c.editor, inbox.Refused) != 1 {
			t.Error("what changed since the consent is not published, and the website section is told")
		}
		if c.visible(t, cancelled) {
			t.Error("a cancelled schedule still published")
		}
		version := c.headOf(t, id).Version
		runDue(t, c)
		if c.headOf(t, id).Version != version {
			t.Error("published a second time")
		}
	})
}

func TestArticle11c_TakingBack(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		with := func(id, why string) post.ReasonInput {
			return post.ReasonInput{ID: id, ExpectedVersion: c.headOf(t, id).Version, Reason: why}
		}
		id := c.consented(t)
		_, err := c.posts.Hold(c.As(t, c.editor), with(id, "Chờ ảnh"))
		must(t, err)
		wantCode(t, "publishing what is on hold", c.publish(t, c.editor, id), fault.WrongState)
		_, err = c.posts.Release(c.As(t, c.editor), post.VersionInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id)})
		must(t, err)
		_, err = c.posts.Revoke(c.As(t, c.director), with(id, "Xem lại"))
		must(t, err)
		state(t, c.headOf(t, id), post.PublicationNone, post.WorkingDraft)

		id = c.consented(t)
		_, err = c.posts.Withdraw(c.As(t, c.writer), with(id, "Còn thiếu"))
		must(t, err)
		state(t, c.headOf(t, id), post.PublicationNone, post.WorkingDraft)

		id = c.consented(t)
		must(t, c.publish(t, c.editor, id))
		_, err = c.posts.Unpublish(c.As(t, c.writer), with(id, "x"))
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("the author takes a post down: got %v, want FORBIDDEN", err)
		}
		_, err = c.posts.Unpublish(c.As(t, c.editor), with(id, ""))
		wantCode(t, "without a reason", err, fault.Required)
		_, err = c.posts.Unpublish(c.As(t, c.director), with(id, "Thông tin đã cũ"))
		must(t, err)
		if c.visible(t, id) {
			t.Error("taken down, and still on the site")
		}
		for _, person := range []db.ID{c.head, c.editor, c.deputy} {
			if c.told(t, person, inbox.Unpublished) != 1 {
				t.Error("department, website section and Board are told")
			}
		}
		if a := c.approvalOf(t, id); a.State != approval.Revoked {
			t.Errorf("a director's take-down takes the consent back: the approval is %s", a.State)
		}
	})
}

func TestCorrectionGoesToOneDirector(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		id := c.consented(t)
		must(t, c.publish(t, c.editor, id))
		title, yes := "Phòng bệnh tay chân miệng (đính chính)", true
		_, err := c.posts.Update(c.As(t, c.writer), post.UpdateInput{ID: id, ExpectedVersion: c.headOf(t, id).Version, Edit: post.Edit{Title: &title}})
		must(t, err)
		_, err = c.posts.Submit(c.As(t, c.writer), post.SubmitInput{ID: id, ExpectedVersion: c.headOf(t, id).Version, Privacy: approval.NoPatient, Correction: &yes})
		must(t, err)
		if a := c.approvalOf(t, id); a.Step != approval.BoardConsent || a.Flow != approval.PublicationCorrection {
			t.Fatalf("a correction is at %s of %s", a.Step, a.Flow)
		}
		p, err := c.posts.Get(context.Background(), id)
		must(t, err)
		if p.Common().Title() == title {
			t.Error("the reader sees what nobody consented to yet")
		}
		must(t, c.decide(t, c.director, id, approval.Approve, ""))
		must(t, c.publish(t, c.editor, id))
		p, err = c.posts.Get(context.Background(), id)
		must(t, err)
		if p.Common().Title() != title {
			t.Error("the correction is not on the site")
		}
	})
}

func TestArticle1_WhoLeavesLeavesTheSite(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		profile := c.consented(t, func(in *post.CreateInput) {
			person := db.GlobalID("staff", c.writer)
			in.Type, in.Person, in.Body, in.Summary = post.TypeStaffProfile, &person, nil, nil
		})
		must(t, c.publish(t, c.editor, profile))
		draft := c.draft(t, c.writer).ID()
		c.draft(t, c.head)

		must(t, c.DB.InTx(c.As(t, c.director), func(ctx context.Context) error { return c.posts.Departed(ctx, c.writer) }))
		if c.visible(t, profile) {
			t.Error("the profile of a person who left is still on the site")
		}
		state(t, c.headOf(t, draft), post.PublicationNone, post.WorkingDraft)
		if n := c.told(t, c.head, inbox.Inherited); n != 1 {
			t.Errorf("the manager is told of %d drafts, want the one that was left", n)
		}
		if h := c.headOf(t, draft); h.Author != c.writer {
			t.Error("who wrote it stays on record")
		}
	})
}

// A published post whose newer version is under review, or came back, stands under its own consent still.
func TestRevokingWhatIsPublishedLeavesTheNewerVersionAlone(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for name, returned := range map[string]bool{"under review": false, "returned": true} {
			id := c.consented(t)
			must(t, c.publish(t, c.editor, id))
			consent, title := c.headOf(t, id).PublishedApproval, "Bản mới"
			_, err := c.posts.Update(c.As(t, c.writer), post.UpdateInput{ID: id, ExpectedVersion: c.headOf(t, id).Version, Edit: post.Edit{Title: &title}})
			must(t, err)
			must(t, c.submit(t, c.head, id))
			working := post.WorkingInReview
			if returned {
				must(t, c.decide(t, c.director, id, approval.Return, "Sửa lại"))
				working = post.WorkingDraft
			}
			_, err = c.posts.Revoke(c.As(t, c.director), post.ReasonInput{ID: id, ExpectedVersion: c.seen(t, c.director, id), Reason: "Thông tin sai"})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			state(t, c.headOf(t, id), post.PublicationUnpublished, working)
			a, err := c.approvals.Of(t.Context(), consent)
			must(t, err)
			if a.State != approval.Revoked {
				t.Errorf("%s: the consent that was taken back is %s", name, a.State)
			}
			if newer := c.approvalOf(t, id); !returned && newer.State != approval.Pending {
				t.Errorf("%s: the newer version's approval is %s, want PENDING", name, newer.State)
			}
		}
	})
}

func TestSoleDirectorsInternalPostIsConfirmedBySomebodyElse(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		k.Exec(t, "UPDATE role_assignments SET live = NULL WHERE staff_id = ?", c.deputy)
		id := c.draft(t, c.director, of(c.board), audience(post.AudienceInternal)).ID()
		must(t, c.submit(t, c.director, id))
		state(t, c.headOf(t, id), post.PublicationNone, post.WorkingApproved)
		if c.told(t, c.editor, inbox.ToPublish) != 1 {
			t.Error("the website section is asked to confirm and publish")
		}
		must(t, c.publish(t, c.editor, id))
		state(t, c.headOf(t, id), post.PublicationPublished, post.WorkingNone)
	})
}

func TestWhatExpiredDuringDowntimeIsNotPublished(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		id, end := c.consented(t), db.At(k.Clock.Now().Add(2*time.Hour))
		_, err := c.posts.Schedule(c.As(t, c.editor), post.ScheduleInput{
			ID: id, ExpectedVersion: c.headOf(t, id).Version, UnpublishAt: graphql.OmittableOf(end), PublishAt: db.At(k.Clock.Now().Add(time.Hour))})
		must(t, err)
		k.Clock.Advance(3 * time.Hour)
		runDue(t, c)
		runDue(t, c)
		if c.visible(t, id) || c.told(t, c.editor, inbox.Refused) != 1 {
			t.Error("its time on the site was over before it began: it stays off, and the website section is told")
		}
	})
}

func TestAPostComesDownAtItsTime(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		id, end := c.consented(t), db.At(k.Clock.Now().Add(time.Hour))
		_, err := c.posts.Publish(c.As(t, c.editor), post.PublishInput{ID: id, ExpectedVersion: c.seen(t, c.editor, id), UnpublishAt: graphql.OmittableOf(end)})
		must(t, err)
		runDue(t, c)
		if !c.visible(t, id) {
			t.Fatal("taken down before its time")
		}
		k.Clock.Advance(time.Hour)
		runDue(t, c)
		state(t, c.headOf(t, id), post.PublicationUnpublished, post.WorkingNone)
	})
}

// A director who also heads the department takes a post down, and its consent back, as a director: so it is on record.
func TestArticle11c_ATakeDownIsOnRecordUnderTheRoleThatRevoked(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		k.Position(t, c.director, c.ward, "HEAD")
		id := c.draft(t, c.writer).ID()
		must(t, c.submit(t, c.writer, id))
		must(t, c.decide(t, c.head, id, approval.Approve, ""))
		must(t, c.decide(t, c.deputy, id, approval.Approve, ""))
		must(t, c.publish(t, c.editor, id))
		_, err := c.posts.Unpublish(c.As(t, c.director), post.ReasonInput{ID: id, ExpectedVersion: c.seen(t, c.director, id), Reason: "Sai sót"})
		must(t, err)
		role, err := db.One[string](t.Context(), k.DB.From(t.Context()), "SELECT role FROM audit_log WHERE action = 'post.unpublish'")
		if err != nil || role != "director" {
			t.Errorf("on record as %q, %v", role, err)
		}
	})
}
