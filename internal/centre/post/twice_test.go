package post_test

import (
	"strings"
	"testing"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/kit"
)

// What is pressed twice answers that it is done, by the person themselves. Of a change by another the person hears that.
func TestPressedTwice(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		says := func(what string, err error, want string) {
			t.Helper()
			if !fault.HasCode(err, fault.Conflict) || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want a conflict that says %q", what, err, want)
			}
		}
		id, title := c.draft(t, c.writer).ID(), "Tiêu đề khác"
		version := c.headOf(t, id).Version
		update := func() error {
			_, err := c.posts.Update(c.As(t, c.writer), post.UpdateInput{ID: id, ExpectedVersion: version, Edit: post.Edit{Title: &title}})
			return err
		}
		must(t, update())
		says("an edit", update(), "You have just saved this yourself")
		_, err := c.posts.Update(c.As(t, c.head), post.UpdateInput{ID: id, ExpectedVersion: version, Edit: post.Edit{Title: &title}})
		says("an edit after another's", err, "This has just")

		version = c.headOf(t, id).Version
		submit := func() error {
			_, err := c.posts.Submit(c.As(t, c.writer), post.SubmitInput{ID: id, ExpectedVersion: version, Privacy: approval.NoPatient})
			return err
		}
		must(t, submit())
		says("a submission", submit(), "You have already submitted this")
		must(t, c.decide(t, c.head, id, approval.Approve, ""))
		a := c.approvalOf(t, id)
		decide := func(by db.ID) error {
			_, err := c.approvals.Decide(c.As(t, by), approval.DecideInput{ID: a.ID(), Verdict: approval.Approve, ExpectedVersion: a.Version})
			return err
		}
		must(t, decide(c.director))
		says("a decision", decide(c.director), "You have already decided on this")
		says("a decision after another's", decide(c.deputy), "This has just")
		says("a submission, decided on since", submit(), "This has just")
	})
}

// Why nobody was asked at the department's step: the manager in office wrote it, or there is none.
func TestWhyTheDepartmentWasNotAsked(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		id := c.draft(t, c.head, audience(post.AudienceInternal)).ID()
		must(t, c.submit(t, c.head, id))
		if a := c.approvalOf(t, id); a.SkipReason != "MANAGER_IS_AUTHOR" {
			t.Errorf("the manager's own: %q", a.SkipReason)
		}
		id = c.draft(t, c.writer, profileOf(c.head)).ID()
		must(t, c.submit(t, c.writer, id))
		if a := c.approvalOf(t, id); a.SkipReason != "MANAGER_IS_SUBJECT" {
			t.Errorf("about the manager: %q", a.SkipReason)
		}
		id = c.draft(t, c.other, of(c.office)).ID()
		must(t, c.submit(t, c.other, id))
		if a := c.approvalOf(t, id); a.SkipReason != "NO_MANAGER_IN_OFFICE" {
			t.Errorf("without a manager: %q", a.SkipReason)
		}
	})
}

// Nobody is told to publish what an order has published; without an order the website section is.
func TestNobodyIsToldToPublishWhatIsPublished(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for _, ordered := range []bool{true, false} {
			before := c.told(t, c.editor, inbox.ToPublish)
			id := c.draft(t, c.writer, urgent).ID()
			must(t, c.submit(t, c.writer, id))
			a := c.approvalOf(t, id)
			_, err := c.approvals.Decide(c.As(t, c.director), approval.DecideInput{ID: a.ID(), Verdict: approval.Approve, ExpectedVersion: a.Version, Publish: &ordered})
			must(t, err)
			if c.visible(t, id) != ordered {
				t.Errorf("ordered %v: visible %v", ordered, !ordered)
			}
			if told := c.told(t, c.editor, inbox.ToPublish) - before; told != map[bool]int{true: 0, false: 1}[ordered] {
				t.Errorf("ordered %v: told %d times to publish", ordered, told)
			}
		}
	})
}

// What says nothing is not put up for consent, unless its type has fields of its own that say it.
func TestWhatSaysNothingIsNotSubmitted(t *testing.T) {
	run(t, func(t *testing.T, w *world) {
		needs := map[post.Type]bool{post.TypeNewsArticle: true, post.TypeAnnouncement: true, post.TypeHealthGuide: true, post.TypePage: true}
		for _, kind := range post.Kinds() {
			for _, body := range []string{"", "<p> &nbsp;\u200b </p>", "<hr>", "<table><tr><td> </td></tr></table>", "<script>x</script>", "<p>Có.</p>"} {
				if kind == post.TypeStaffProfile && body != "" {
					continue
				}
				in := w.news("Tin")
				in.Type, in.Body, in.Summary = kind, &body, nil
				switch kind {
				case post.TypeTenderNotice:
					in.Content = &post.Fields{TenderNotice: &post.TenderNoticeContent{PackageNumber: "1", PackageName: "1", ProcurementForm: post.OpenBidding, SubmissionDeadline: local(t, "2026-03-20 16:00")}}
				case post.TypeRecruitmentNotice:
					in.Content = &post.Fields{RecruitmentNotice: &post.RecruitmentNoticeContent{Positions: []post.Vacancy{{Position: "Bác sĩ", Number: 1}}, ApplicationDeadline: local(t, "2026-03-20 16:00")}}
				case post.TypeStaffProfile:
					in.Person = ptr(db.GlobalID("staff", w.author))
				case post.TypeDepartmentPage:
					w.Exec(t, "UPDATE posts SET publication = 'ARCHIVED', working = 'NONE' WHERE type = ?", kind)
				}
				p := w.draft(t, in)
				offers, err := p.Common().AvailableActions(w.As(t, w.author))
				if err != nil {
					t.Fatal(err)
				}
				want := needs[kind] && body != "<p>Có.</p>"
				for _, o := range offers {
					if o.Action == post.ActionSubmit && o.Allowed == want {
						t.Errorf("%s with %q: submitting is offered: %v", kind, body, o.Allowed)
					}
				}
				e := p.Common()
				_, err = w.Posts.Submit(w.As(t, w.author), post.SubmitInput{ID: p.ID(), ExpectedVersion: *e.Version(w.As(t, w.author)), Privacy: approval.NoPatient})
				if (err != nil) != want || want && !fault.HasCode(err, fault.Required) {
					t.Errorf("%s with %q: %v", kind, body, err)
				}
			}
		}
	})
}
