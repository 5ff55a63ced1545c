package post_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt/internal/access"
	"ttyt/internal/approval"
	"ttyt/internal/category"
	"ttyt/internal/db"
	"ttyt/internal/department"
	"ttyt/internal/fault"
	"ttyt/internal/inbox"
	"ttyt/internal/job"
	"ttyt/internal/page"
	"ttyt/internal/post"
	"ttyt/internal/role"
	"ttyt/internal/staff"
	"ttyt/internal/testkit"
)

// centre is a small centre: one clinical department with a head, an office, a website section and a Board of two.
type centre struct {
	*testkit.Kit
	posts     *post.Service
	approvals *approval.Service
	inbox     *inbox.Service
	jobs      *job.Runner
	roles     *role.Service

	root, board, ward, office, web                db.ID
	director, deputy, head, writer, other, editor db.ID
}

// newServices builds posts and what they stand on.
func newServices(k *testkit.Kit) *centre {
	c := &centre{Kit: k}
	c.jobs = job.New(k.DB, job.Options{})
	departments := department.New(k.DB, k.Access, k.Audit, k.Changes)
	people := staff.New(k.DB, k.Access, k.Audit, k.Changes, departments, testkit.Accounts{DB: k.DB})
	c.roles = role.New(k.DB, k.Access, k.Audit, k.Changes, departments, people)
	c.inbox = inbox.New(k.DB, k.Changes)
	c.approvals = approval.New(k.DB, k.Access, k.Audit, k.Changes, c.inbox, c.roles, c.jobs)
	c.posts = post.New(post.Deps{DB: k.DB, Access: k.Access, Audit: k.Audit, Changes: k.Changes, Jobs: c.jobs, Inbox: c.inbox,
		Approvals: c.approvals, Directory: c.roles, Departments: departments, People: people,
		Categories: category.New(k.DB, k.Access, k.Audit, k.Changes)})
	return c
}

func newCentre(t *testing.T, k *testkit.Kit) *centre {
	t.Helper()
	c := newServices(k)
	c.root = k.Department(t, "CENTRE", "TTYT", db.ID{})
	c.board = k.Department(t, "BOARD", "BGD", c.root)
	c.ward = k.Department(t, "CLINICAL", "NHI", c.root)
	c.office = k.Department(t, "OFFICE", "TCHC", c.root)
	c.web = k.Department(t, "UNIT", "WEB", c.office)
	c.director = k.Staff(t, c.board, "Giám đốc", access.Director)
	c.deputy = k.Staff(t, c.board, "Phó giám đốc", access.Director)
	c.head = k.Staff(t, c.ward, "Trưởng khoa")
	k.Position(t, c.head, c.ward, "HEAD")
	c.writer = k.Staff(t, c.ward, "Điều dưỡng")
	c.other = k.Staff(t, c.office, "Chuyên viên")
	c.editor = k.Staff(t, c.web, "Biên tập", access.WebEditor)
	k.Exec(t, `INSERT INTO accounts (id, staff_id, login, alias, password_hash, state, suspended_for, version, created_at)
		VALUES (?, ?, 'bientap', 'Biên tập viên', '', 'ACTIVE', '', 1, 0)`, db.NewID(), c.editor)
	return c
}

// draft makes a draft of the ward, or of the department, as the person.
func (c *centre) draft(t *testing.T, by db.ID, adjust ...func(*post.CreateInput)) *post.Entry {
	t.Helper()
	title, body, summary := "Phòng bệnh tay chân miệng", "<p>Rửa tay bằng xà phòng.</p>", "Cách phòng bệnh cho trẻ"
	in := post.CreateInput{Type: post.TypeAnnouncement, Department: db.GlobalID("department", c.ward),
		Edit: post.Edit{Title: &title, Body: &body, Summary: &summary}}
	for _, f := range adjust {
		f(&in)
	}
	p, err := c.posts.Create(c.As(t, by), in)
	if err != nil {
		t.Fatalf("create: %v", err)
	}
	return p.Common()
}

func audience(a post.Audience) func(*post.CreateInput) {
	return func(in *post.CreateInput) { in.Audience = &a }
}

func urgent(in *post.CreateInput) {
	in.Content = &post.Fields{Announcement: &post.AnnouncementContent{Urgent: true}}
}

func of(department db.ID) func(*post.CreateInput) {
	return func(in *post.CreateInput) { in.Department = db.GlobalID("department", department) }
}

// head reads the post's row, whoever may see it.
func (c *centre) headOf(t *testing.T, id string) (h post.Head) {
	t.Helper()
	key, err := db.ParseID("post", id)
	if err == nil {
		err = c.DB.From(context.Background()).Get(context.Background(), &h, "SELECT * FROM posts WHERE id = ?", key)
	}
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (c *centre) approvalOf(t *testing.T, id string) *approval.Approval {
	t.Helper()
	a, err := c.approvals.Of(context.Background(), c.headOf(t, id).Approval)
	if err != nil {
		t.Fatalf("approval of the post: %v", err)
	}
	return a
}

func (c *centre) submit(t *testing.T, by db.ID, id string) error {
	t.Helper()
	_, err := c.posts.Submit(c.As(t, by), post.SubmitInput{ID: id, ExpectedVersion: c.headOf(t, id).Version, Privacy: approval.NoPatient})
	return err
}

func (c *centre) decide(t *testing.T, by db.ID, id string, v approval.Verdict, comment string) error {
	t.Helper()
	a := c.approvalOf(t, id)
	_, err := c.approvals.Decide(c.As(t, by), approval.DecideInput{ID: a.ID(), Verdict: v, Comment: &comment, ExpectedVersion: a.Version})
	return err
}

func (c *centre) publish(t *testing.T, by db.ID, id string) error {
	t.Helper()
	_, err := c.posts.Publish(c.As(t, by), post.PublishInput{ID: id, ExpectedVersion: c.headOf(t, id).Version})
	return err
}

// must ends the test where a step that has to succeed did not.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// consented brings a fresh public draft of the writer to the Board's consent.
func (c *centre) consented(t *testing.T, adjust ...func(*post.CreateInput)) string {
	t.Helper()
	id := c.draft(t, c.writer, adjust...).ID()
	must(t, c.submit(t, c.writer, id))
	must(t, c.decide(t, c.head, id, approval.Approve, ""))
	must(t, c.decide(t, c.director, id, approval.Approve, ""))
	return id
}

// told returns how many notices of the kind the person has.
func (c *centre) told(t *testing.T, person db.ID, kind inbox.Kind) (n int) {
	t.Helper()
	list, err := c.inbox.Mine(c.As(t, person), false, page.Args{})
	must(t, err)
	for _, i := range list.Nodes() {
		if i.Kind == kind {
			n++
		}
	}
	return n
}

// visible reports whether an anonymous reader gets the post.
func (c *centre) visible(t *testing.T, id string) bool {
	t.Helper()
	_, err := c.posts.Get(context.Background(), id)
	if err != nil && !fault.Is(err, fault.NotFound) {
		t.Fatal(err)
	}
	return err == nil
}

func state(t *testing.T, h post.Head, publication post.Publication, working post.Working) {
	t.Helper()
	if h.Publication != publication || h.Working != working {
		t.Fatalf("the post is %s/%s, want %s/%s", h.Publication, h.Working, publication, working)
	}
}

func wantCode(t *testing.T, what string, err error, code fault.UserCode) {
	t.Helper()
	if !fault.HasCode(err, code) {
		t.Errorf("%s: got %v, want %s", what, err, code)
	}
}

func TestArticle11c_FromDraftToReader(t *testing.T) {
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
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

// Content of an older site shows its time and its poster from there, at the first publication and at later ones; the
// record keeps when it was put on this site, and by whom.
func TestContentThatMovesInKeepsItsOrigin(t *testing.T) {
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
		c := newCentre(t, k)
		origin := post.Origin{PostedAt: db.At(testkit.Start.AddDate(-8, 0, 0)), PostedBy: "vanthu"}
		id := c.consented(t, func(in *post.CreateInput) { in.Origin = &origin })
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
			must(t, c.decide(t, c.head, id, approval.Approve, ""))
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
		title, corrected := "Phòng bệnh mùa hè", post.Origin{PostedAt: db.At(origin.PostedAt.AddDate(0, 1, 0)), PostedBy: "bandoc"}
		renew(post.Edit{Title: &title})
		shows(origin, k.DB.Now(t.Context()))
		renew(post.Edit{Origin: &corrected})
		shows(corrected, k.DB.Now(t.Context()))
	})
}

func TestArticle12_EndorsementNeverBlocks(t *testing.T) {
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
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
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
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

func runDue(t *testing.T, c *centre) {
	t.Helper()
	if _, err := c.jobs.RunDue(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func TestArticle11c_FourEyes(t *testing.T) {
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
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
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
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
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
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

func TestOfTwoDecidersOneWins(t *testing.T) {
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
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
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
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

func TestArticle11c_UrgentPost(t *testing.T) {
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
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
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
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

		// The manager's own text needs another pair of eyes: without a second manager the Board's.
		id = c.draft(t, c.head, audience(post.AudienceDepartment)).ID()
		must(t, c.submit(t, c.head, id))
		if err := c.decide(t, c.head, id, approval.Approve, ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the manager on their own text, now at the Board's step: got %v, want FORBIDDEN", err)
		}
		must(t, c.decide(t, c.director, id, approval.Approve, ""))
		state(t, c.headOf(t, id), post.PublicationPublished, post.WorkingNone)
		if _, err := c.posts.Get(c.As(t, c.other), id); !fault.Is(err, fault.NotFound) {
			t.Errorf("another department reads a departmental post: %v", err)
		}
	})
}

func TestArticle11c_ScheduledPublication(t *testing.T) {
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
		c := newCentre(t, k)
		schedule := func(id string, in time.Duration) error {
			_, err := c.posts.Schedule(c.As(t, c.editor), post.ScheduleInput{
				PublishInput: post.PublishInput{ID: id, ExpectedVersion: c.headOf(t, id).Version}, PublishAt: db.At(k.Clock.Now().Add(in))})
			return err
		}
		id, stale, cancelled := c.consented(t), c.consented(t), c.consented(t)
		wantCode(t, "a time that is over", schedule(id, -time.Hour), fault.Invalid)
		for _, p := range []string{id, stale, cancelled} {
			must(t, schedule(p, time.Hour))
			state(t, c.headOf(t, p), post.PublicationScheduled, post.WorkingApproved)
		}
		k.Exec(t, "UPDATE revisions SET title = 'Khác' WHERE id = ?", c.headOf(t, stale).WorkingRevision)
		_, err := c.posts.CancelSchedule(c.As(t, c.editor), post.VersionInput{ID: cancelled, ExpectedVersion: c.headOf(t, cancelled).Version})
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
		if c.visible(t, stale) || c.told(t, c.editor, inbox.StaleHash) != 1 {
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
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
		c := newCentre(t, k)
		with := func(id, why string) post.ReasonInput {
			return post.ReasonInput{ID: id, ExpectedVersion: c.headOf(t, id).Version, Reason: why}
		}
		id := c.consented(t)
		_, err := c.posts.Hold(c.As(t, c.editor), with(id, "Chờ ảnh"))
		must(t, err)
		wantCode(t, "publishing what is on hold", c.publish(t, c.editor, id), fault.WrongState)
		_, err = c.posts.Release(c.As(t, c.editor), post.VersionInput{ID: id, ExpectedVersion: c.headOf(t, id).Version})
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
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
		c := newCentre(t, k)
		id := c.consented(t)
		must(t, c.publish(t, c.editor, id))
		title, yes := "Phòng bệnh tay chân miệng (đính chính)", true
		_, err := c.posts.Update(c.As(t, c.writer), post.UpdateInput{ID: id, ExpectedVersion: c.headOf(t, id).Version, Edit: post.Edit{Title: &title}})
		must(t, err)
		_, err = c.posts.Submit(c.As(t, c.writer), post.SubmitInput{ID: id, ExpectedVersion: c.headOf(t, id).Version, Privacy: approval.NoPatient, Correction: &yes})
		must(t, err)
		if a := c.approvalOf(t, id); a.Step != approval.BoardConsent || a.Flow != approval.PublicationRenewal {
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

		fresh := c.draft(t, c.writer).ID()
		_, err = c.posts.Submit(c.As(t, c.writer), post.SubmitInput{ID: fresh, ExpectedVersion: c.headOf(t, fresh).Version, Privacy: approval.NoPatient, Correction: &yes})
		wantCode(t, "a correction of what was never published", err, fault.Invalid)
	})
}

func TestAvailableActionsAreWhatServicesAllow(t *testing.T) {
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
		c := newCentre(t, k)
		id := c.consented(t)
		allowed := func(person db.ID) map[post.Action]bool {
			p, err := c.posts.Get(c.As(t, person), id)
			must(t, err)
			list, err := p.Common().AvailableActions(c.As(t, person))
			must(t, err)
			m := map[post.Action]bool{}
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
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
		c := newCentre(t, k)
		id := c.draft(t, c.writer).ID()
		_, err := c.posts.Submit(c.As(t, c.writer), post.SubmitInput{ID: id, ExpectedVersion: 1, Privacy: approval.Consent})
		wantCode(t, "patients' consent without saying where it is kept", err, fault.PrivacyCheck)
		state(t, c.headOf(t, id), post.PublicationNone, post.WorkingDraft)
	})
}

func TestARevokedRoleCountsInsideTheDecision(t *testing.T) {
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
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

func TestPrivacyFindingsWarnTheDeciders(t *testing.T) {
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
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

func TestArticle1_WhoLeavesLeavesTheSite(t *testing.T) {
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
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
			t.Error("the profile of who left is still on the site")
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

func TestWebsiteSectionReturnsAtTheBoardsStep(t *testing.T) {
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
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
