package post_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestArticle11c_FromDraftToReader(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		id := c.draft(t, c.writer).ID()

		if err := c.submit(t, c.other, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger to the draft: got %v, want NOT_FOUND", err)
		}
		must(t, c.submit(t, c.writer, id))
		if c.told(t, c.head, inbox.ToEndorse) != 1 || c.told(t, c.director, inbox.ToConsent) != 0 || c.told(t, c.editor, inbox.Reported) != 0 {
			t.Error("on submission the manager is told, and the Board and the website section are not yet")
		}
		if err := c.decide(t, c.director, id, approval.Approve, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("the Board before the endorsement: got %v, want NOT_FOUND", err)
		}
		must(t, c.decide(t, c.head, id, approval.Approve, ""))
		for person, kind := range map[db.ID]inbox.Kind{c.director: inbox.ToConsent, c.deputy: inbox.ToConsent, c.editor: inbox.Reported} {
			if c.told(t, person, kind) != 1 {
				t.Errorf("website section and Board are told together: %s is missing", kind)
			}
		}
		var moments int
		must(t, c.DB.From(t.Context()).Get(t.Context(), &moments, "SELECT COUNT(DISTINCT at) FROM inbox_items WHERE kind IN ('TO_CONSENT', 'REPORTED')"))
		if moments != 1 {
			t.Errorf("told at %d moments, want one", moments)
		}

		if err := c.publish(t, c.editor, id); !fault.HasCode(err, fault.WrongState) {
			t.Errorf("publishing without consent: got %v, want WRONG_STATE", err)
		}
		must(t, c.decide(t, c.deputy, id, approval.Approve, ""))
		state(t, c.headOf(t, id), post.PublicationNone, post.WorkingApproved)
		if c.visible(t, id) {
			t.Error("consent alone puts nothing on the site")
		}
		if err := c.publish(t, c.director, id); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a director publishes: got %v, want FORBIDDEN: the website section puts it on the site", err)
		}
		must(t, c.publish(t, c.editor, id))
		state(t, c.headOf(t, id), post.PublicationPublished, post.WorkingNone)
		p, err := c.posts.Get(context.Background(), id)
		must(t, err)
		if by := p.Common().PostedBy(); by == nil || *by != "Biên tập viên" || p.Common().PostedAt().IsZero() {
			t.Errorf("the site shows alias and time of posting: got %v at %v", by, p.Common().PostedAt())
		}
	})
}

func TestArticle12_EndorsementNeverBlocks(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		for name, test := range map[string]struct {
			arrange func(t *testing.T, c *centre) (author db.ID, adjust []func(*post.CreateInput))
			skip    string
		}{
			"a manager who submits has endorsed": {func(_ *testing.T, c *centre) (db.ID, []func(*post.CreateInput)) { return c.head, nil }, "SUBMITTED_BY_MANAGER"},
			"no manager in office anywhere above": {func(t *testing.T, c *centre) (db.ID, []func(*post.CreateInput)) {
				return c.other, []func(*post.CreateInput){of(c.office)}
			}, "NO_MANAGER_IN_OFFICE"},
			"the Board's own post": {func(t *testing.T, c *centre) (db.ID, []func(*post.CreateInput)) {
				return c.director, []func(*post.CreateInput){of(c.board)}
			}, "BOARD"},
			"the website section's own post": {func(t *testing.T, c *centre) (db.ID, []func(*post.CreateInput)) {
				return c.editor, []func(*post.CreateInput){of(c.web)}
			}, "WEBSITE_SECTION"},
		} {
			t.Run(name, func(t *testing.T) {
				author, adjust := test.arrange(t, c)
				id := c.draft(t, author, adjust...).ID()
				must(t, c.submit(t, author, id))
				a := c.approvalOf(t, id)
				if a.Step != approval.BoardConsent || a.SkipReason != test.skip || !a.AtBoard {
					t.Errorf("at %s, skipped because %q; want CONSENT because %q", a.Step, a.SkipReason, test.skip)
				}
			})
		}
	})
}

func TestArticle12_LateEndorsementIsTakenUpByADirector(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		id := c.draft(t, c.writer).ID()
		must(t, c.submit(t, c.writer, id))
		k.Clock.Advance(23 * time.Hour) // Tuesday morning
		runDue(t, c)
		if c.approvalOf(t, id).AtBoard {
			t.Fatal("escalated before a working day was over")
		}
		k.Clock.Advance(time.Hour + time.Second)
		runDue(t, c)
		if c.told(t, c.director, inbox.Overdue) != 1 || c.told(t, c.editor, inbox.Overdue) != 1 {
			t.Error("the Board and the website section hear of the late endorsement")
		}
		must(t, c.decide(t, c.director, id, approval.Approve, ""))
		if a := c.approvalOf(t, id); a.State != approval.Approved || a.Mark != approval.TakenUp {
			t.Errorf("got %s marked %q, want APPROVED marked TAKEN_UP", a.State, a.Mark)
		}
	})
}

func TestArticle11c_FourEyes(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		own := c.draft(t, c.director, of(c.board)).ID()
		must(t, c.submit(t, c.director, own))
		wantCode(t, "a director on their own post", c.decide(t, c.director, own, approval.Approve, ""), fault.FourEyes)
		must(t, c.decide(t, c.deputy, own, approval.Approve, ""))

		heads := c.draft(t, c.writer).ID()
		must(t, c.submit(t, c.head, heads))
		if a := c.approvalOf(t, heads); a.Step != approval.BoardConsent {
			t.Fatalf("submitted by the manager: at %s", a.Step)
		}
		wantCode(t, "return without a comment", c.decide(t, c.director, heads, approval.Return, " "), fault.Required)
		must(t, c.decide(t, c.director, heads, approval.Return, "Bổ sung nguồn"))
		state(t, c.headOf(t, heads), post.PublicationNone, post.WorkingDraft)

		k.Exec(t, "INSERT INTO delegations (id, from_staff_id, to_staff_id, role, decision_no, from_at, to_at, created_at) VALUES (?, ?, ?, 'director', '9/QĐ', ?, ?, ?)",
			db.NewID(), c.director, c.other, db.At(k.Clock.Now()), db.At(k.Clock.Now().Add(time.Hour)), db.At(k.Clock.Now()))
		lent := c.draft(t, c.director, of(c.board)).ID()
		must(t, c.submit(t, c.director, lent))
		wantCode(t, "the delegate of the author", c.decide(t, c.other, lent, approval.Approve, ""), fault.FourEyes)
	})
}

func TestArticle11c_SoleDirector(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		k.Exec(t, "UPDATE role_assignments SET live = NULL WHERE staff_id = ?", c.deputy)
		id := c.draft(t, c.director, of(c.board)).ID()
		must(t, c.submit(t, c.director, id))
		if a := c.approvalOf(t, id); a.State != approval.Approved || a.Mark != approval.SoleDirector {
			t.Fatalf("got %s marked %q, want APPROVED marked SOLE_DIRECTOR", a.State, a.Mark)
		}
		must(t, c.publish(t, c.editor, id))
	})
}

func TestOfTwoDecidersOneWins(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		id := c.draft(t, c.head).ID()
		must(t, c.submit(t, c.head, id))
		a := c.approvalOf(t, id)
		errs := make([]error, 2)
		var both sync.WaitGroup
		for i, person := range []db.ID{c.director, c.deputy} {
			ctx := c.As(t, person)
			both.Go(func() {
				_, errs[i] = c.approvals.Decide(ctx, approval.DecideInput{ID: a.ID(), Verdict: approval.Approve, ExpectedVersion: a.Version})
			})
		}
		both.Wait()
		won := errs[0]
		lost := errs[1]
		if won != nil {
			won, lost = lost, won
		}
		must(t, won)
		wantCode(t, "the slower one", lost, fault.Conflict)
		var decisions int
		must(t, c.DB.From(t.Context()).Get(t.Context(), &decisions, "SELECT COUNT(*) FROM decisions WHERE step = 'CONSENT' AND verdict = 'APPROVE'"))
		if decisions != 1 {
			t.Errorf("%d consents on record, want 1", decisions)
		}
	})
}

func TestWebsiteSectionEditsAtTheBoardsStep(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		id := c.draft(t, c.writer).ID()
		must(t, c.submit(t, c.writer, id))
		must(t, c.decide(t, c.head, id, approval.Approve, ""))
		before, title := c.approvalOf(t, id), "Phòng bệnh tay chân miệng ở trẻ"
		edit := post.UpdateInput{ID: id, ExpectedVersion: c.headOf(t, id).Version, Edit: post.Edit{Title: &title}}

		_, err := c.posts.Update(c.As(t, c.writer), edit)
		wantCode(t, "the author while it is under review", err, fault.WrongState)
		_, err = c.posts.Update(c.As(t, c.editor), edit)
		must(t, err)
		after := c.approvalOf(t, id)
		if after.State != approval.Pending || string(after.Hash) == string(before.Hash) {
			t.Error("the approval goes on, bound to the new content")
		}
		for _, person := range []db.ID{c.writer, c.head} {
			if c.told(t, person, inbox.Edited) != 1 {
				t.Error("author and endorser hear of the edit")
			}
		}
		_, err = c.approvals.Decide(c.As(t, c.director), approval.DecideInput{ID: before.ID(), Verdict: approval.Approve, ExpectedVersion: before.Version})
		wantCode(t, "a director who looked at the old content", err, fault.Conflict)
		must(t, c.decide(t, c.director, id, approval.Approve, ""))
		must(t, c.publish(t, c.editor, id))
	})
}

func TestAvailableActionsAreWhatServicesAllow(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		id := c.consented(t)
		allowed := func(person db.ID) map[act.Action]bool {
			p, err := c.posts.Get(c.As(t, person), id)
			must(t, err)
			list, err := p.Common().AvailableActions(c.As(t, person))
			must(t, err)
			m := map[act.Action]bool{}
			for _, a := range list {
				m[a.Action] = a.Allowed
				if a.Allowed != (len(a.Reasons) == 0) {
					t.Errorf("%s: allowed %v with reasons %v", a.Action, a.Allowed, a.Reasons)
				}
			}
			return m
		}
		if m := allowed(c.editor); !m[post.ActionPublish] || !m[post.ActionHold] || m[post.ActionRelease] || m[post.ActionApprove] || m[post.ActionRevoke] {
			t.Errorf("the website section may publish and hold: got %v", m)
		}
		if m := allowed(c.director); m[post.ActionPublish] || !m[post.ActionRevoke] || m[post.ActionApprove] {
			t.Errorf("a director may revoke: got %v", m)
		}
		if m := allowed(c.writer); !m[post.ActionWithdraw] || m[post.ActionUpdate] || m[post.ActionSubmit] || m[post.ActionPublish] {
			t.Errorf("the author may withdraw: got %v", m)
		}
	})
}

func TestPrivacyCheckOnSubmission(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		id := c.draft(t, c.writer).ID()
		_, err := c.posts.Submit(c.As(t, c.writer), post.SubmitInput{ID: id, ExpectedVersion: 1, Privacy: approval.Consent})
		wantCode(t, "patients' consent without saying where it is kept", err, fault.PrivacyCheck)
		state(t, c.headOf(t, id), post.PublicationNone, post.WorkingDraft)
	})
}

func TestARevokedRoleCountsInsideTheDecision(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		id := c.draft(t, c.head).ID()
		must(t, c.submit(t, c.head, id))
		a, stale := c.approvalOf(t, id), c.As(t, c.director)
		k.Exec(t, "UPDATE role_assignments SET live = NULL WHERE staff_id = ?", c.director)
		if _, err := c.approvals.Decide(stale, approval.DecideInput{ID: a.ID(), Verdict: approval.Approve, ExpectedVersion: a.Version}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a director no longer: got %v, want NOT_FOUND", err)
		}
	})
}

// Words with look-alike letters are shown to the deciders; text in one script is not.
func TestLookAlikesWarnTheDeciders(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		id := c.draft(t, c.writer, func(in *post.CreateInput) {
			title := "Th\u043eng b\u00e1o tuy\u1ec3n dụng của S\u0456 Y tế"
			in.Title = &title
			summary := "Kháng sinh nhóm β-lactam"
			in.Summary = &summary
		}).ID()
		must(t, c.submit(t, c.head, id))
		p, err := c.posts.Get(c.As(t, c.director), id)
		must(t, err)
		copied, err := p.Common().WorkingCopy(c.As(t, c.director))
		must(t, err)
		found := copied.LookAlikes()
		if len(found) != 2 || found[0].Field != "title" || found[0].Word != "Th\u043eng" || found[0].Script != "Cyrillic" || found[1].Word != "S\u0456" {
			t.Errorf("got %+v", found)
		}
	})
}

func TestPrivacyFindingsWarnTheDeciders(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		id := c.draft(t, c.writer, func(in *post.CreateInput) {
			body := "<p>Người bệnh sinh ngày 12/03/1961, thẻ BHYT GD 4 22 1234567890.</p>"
			in.Body = &body
		}).ID()
		must(t, c.submit(t, c.head, id))
		p, err := c.posts.Get(c.As(t, c.director), id)
		must(t, err)
		copied, err := p.Common().WorkingCopy(c.As(t, c.director))
		must(t, err)
		found, err := copied.PrivacyFindings(c.As(t, c.director))
		must(t, err)
		if len(found) != 2 {
			t.Fatalf("a birth date and an insurance number: got %+v", found)
		}
		for _, f := range found {
			if strings.Contains(f.Excerpt, "1961") && strings.Contains(f.Excerpt, "12/03") || strings.Contains(f.Excerpt, "1234567890") {
				t.Errorf("the warning repeats the whole number: %q", f.Excerpt)
			}
		}
	})
}

func TestWebsiteSectionReturnsAtTheBoardsStep(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		id := c.draft(t, c.head).ID()
		must(t, c.submit(t, c.head, id))
		if err := c.decide(t, c.editor, id, approval.Approve, ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the website section consents: got %v, want FORBIDDEN", err)
		}
		must(t, c.decide(t, c.editor, id, approval.Return, "Sai chính tả"))
		state(t, c.headOf(t, id), post.PublicationNone, post.WorkingDraft)
		if c.told(t, c.head, inbox.Returned) != 1 {
			t.Error("who submitted hears of it")
		}
	})
}
