package approval_test

import (
	"slices"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/kit"
)

// atStep checks where the approval is, and who may decide there.
func (r *trial) atStep(t *testing.T, step approval.Step, who ...string) {
	t.Helper()
	slices.Sort(who)
	if a := r.now(t); a.State != approval.Pending || a.Step != step {
		t.Fatalf("%s: %s at %s, want it to wait at %s", r, a.State, a.Step, step)
	} else if got := r.can(t, a); !slices.Equal(got, who) {
		t.Errorf("%s: at %s %v may decide, want %v", r, step, got, who)
	}
}

func (r *trial) must(t *testing.T, name string) {
	t.Helper()
	if err := r.decide(t, name, r.now(t)); err != nil {
		t.Fatalf("%s: %s decides: %v", r, name, err)
	}
}

// What waits for managers waits for those in office: when the last one leaves it moves on, and the next deciders are notified.
func TestArticle12_OpenApprovalsFollowTheOffice(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		o := newOffice(t, k)
		internal := o.begin(t, situation{flow: "internal", by: "nurse", managers: 1, directors: 2, it: 2})
		internal.atStep(t, approval.DepartmentConsent, "borrower", "head")
		o.serves(t, "deputy", true)
		o.serves(t, "head", false)
		o.run(t)
		internal.atStep(t, approval.DepartmentConsent, "deputy")
		if o.told(t, "deputy", inbox.ToEndorse) != 1 {
			t.Error("the new deputy is not told of what waits")
		}
		o.serves(t, "deputy", false)
		o.run(t)
		internal.atStep(t, approval.BoardConsent, "director1", "director2")
		if a := internal.now(t); a.SkipReason != "NO_MANAGER_IN_OFFICE" || o.told(t, "director1", inbox.ToConsent) != 1 {
			t.Errorf("passed because %q, and the Board is told %d times", a.SkipReason, o.told(t, "director1", inbox.ToConsent))
		}

		change := o.begin(t, situation{flow: "network", by: "nurse", managers: 1, directors: 2, it: 2})
		o.serves(t, "head", false)
		o.run(t)
		change.atStep(t, approval.Endorsement, "director1", "director2")
		o.serves(t, "deputy", true)
		o.run(t)
		change.atStep(t, approval.Endorsement, "deputy")
		o.serves(t, "deputy", false)
		o.run(t)
		change.must(t, "director1") // takes it up, and so is free to decide when it comes to the Board
		change.must(t, "it1")
		change.atStep(t, approval.BoardConsent, "director1", "director2")
		if a := change.now(t); a.Mark != approval.TakenUp || a.SkipReason != "NO_MANAGER_IN_OFFICE" {
			t.Errorf("marked %q because %q", a.Mark, a.SkipReason)
		}
	})
}

// A lent power endorses no text of its borrower and decides on no text of its lender.
func TestArticle12_ABorrowedPowerEndorsesNobodysOwnText(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		o := newOffice(t, k)
		for _, flow := range []string{"public", "internal", "network"} {
			r := o.begin(t, situation{flow: flow, by: "borrower", managers: 1, directors: 2, it: 2})
			r.atStep(t, r.now(t).Step, "head")
			if s := r.now(t).Step; s != approval.Endorsement && s != approval.DepartmentConsent {
				t.Errorf("%s: at %s", r, s)
			}
		}
		o.begin(t, situation{flow: "internal", by: "head", managers: 2, directors: 2, it: 2}).atStep(t, approval.DepartmentConsent, "deputy")
	})
}

// A director decides at the Board's step; so they wait for that step, no matter who uses the power of their position.
func TestArticle12_WhatADirectorLentOfAPositionCountsAtNoManagersStep(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		o := newOffice(t, k)
		k.Position(t, o.people["director1"], o.ward, "DEPUTY")
		o.lend(t, "director1", "it2")
		r := o.begin(t, situation{flow: "public", by: "nurse", managers: 1, directors: 1, it: 2})
		o.Exec(t, "UPDATE positions SET to_at = NULL WHERE staff_id = ?", o.people["director1"])
		r.atStep(t, approval.Endorsement, "borrower", "head")
	})
}

// A request for a change does not wait for ever: after a working day any director takes it up, or IT assesses it.
func TestArticle5d_ARequestThatNobodyEndorsesGoesOn(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		o := newOffice(t, k)
		for _, by := range []string{"director2", "it1"} {
			r := o.begin(t, situation{flow: "network", by: "nurse", managers: 1, directors: 2, it: 2})
			k.Clock.Advance(24*time.Hour - 2*time.Minute) // from Monday to Tuesday
			o.run(t)
			r.atStep(t, approval.Endorsement, "borrower", "head")
			o.run(t)
			r.atStep(t, approval.Endorsement, "borrower", "director1", "director2", "head", "it1", "it2")
			r.must(t, by)
			if by == "director2" {
				r.must(t, "it1")
			}
			r.atStep(t, approval.BoardConsent, "director1", "director2")
			if a := r.now(t); a.SkipReason != "OVERDUE" || a.Mark != approval.TakenUp {
				t.Errorf("%s: marked %q because %q", by, a.Mark, a.SkipReason)
			}
		}
		if o.told(t, "director1", inbox.Overdue) != 2 || o.told(t, "it2", inbox.Overdue) != 2 {
			t.Error("the Board and IT are not told, or more than once")
		}
	})
}

// Of the two directors one wrote the profile of the other, who then decides; the website section confirms, by somebody without a
// part in it.
func TestArticle11c_ADirectorWhoIsOnlyTheSubjectDecides(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		o := newOffice(t, k)
		title, person := "BS Giám đốc", db.GlobalID("staff", o.people["director1"])
		ctx := k.As(t, o.people["director2"])
		p, err := o.posts.Create(ctx, post.CreateInput{Type: post.TypeStaffProfile, Department: db.GlobalID("department", o.board), Edit: post.Edit{Title: &title}, Person: &person})
		if err != nil {
			t.Fatal(err)
		}
		r := &trial{office: o, post: p.Common().ID()}
		if _, err = o.posts.Submit(ctx, post.SubmitInput{ID: r.post, ExpectedVersion: *p.Common().Version(ctx), Privacy: approval.NoPatient}); err != nil {
			t.Fatal(err)
		}
		if r.key, err = db.One[db.ID](t.Context(), k.DB.From(t.Context()), "SELECT approval_id FROM posts"); err != nil {
			t.Fatal(err)
		}
		r.atStep(t, approval.BoardConsent, "director1")
		third := k.Staff(t, o.board, "third", access.Director)
		r.atStep(t, approval.BoardConsent)
		o.Exec(t, "UPDATE role_assignments SET live = NULL WHERE staff_id = ?", third)
		r.must(t, "director1")
		if a := r.now(t); a.State != approval.Approved || a.Mark != approval.SoleDirector {
			t.Fatalf("%s marked %q", a.State, a.Mark)
		}
		o.Exec(t, "UPDATE decisions SET staff_id = ?, verdict = 'EDIT'", o.people["web"])
		web := k.As(t, o.people["web"])
		seen, err := o.posts.Get(web, r.post)
		if err != nil {
			t.Fatal(err)
		}
		in := post.PublishInput{ID: r.post, ExpectedVersion: *seen.Common().Version(web)}
		if _, err = o.posts.Publish(web, in); !fault.HasCode(err, fault.FourEyes) {
			t.Errorf("published by its editor: %v", err)
		}
		if _, err = o.posts.Publish(k.As(t, k.Staff(t, o.it, "web2", access.WebEditor)), in); err != nil {
			t.Errorf("published by somebody who has no part in it: %v", err)
		}
	})
}

// People who become able to decide are notified once of each approval that waits, or by one notice of the number; and the head
// of the Board of what the Board has let wait for three working days.
func TestArticle12_WhoeverBecomesAbleToDecideIsTold(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		o := newOffice(t, k)
		k.Position(t, o.people["director1"], o.board, "HEAD")
		late := o.begin(t, situation{flow: "public", by: "head", managers: 1, directors: 2, it: 2})
		late.atStep(t, approval.BoardConsent, "director1", "director2")
		o.people["director3"] = k.Staff(t, o.board, "director3", access.Director)
		for range 3 {
			o.run(t)
		}
		if n, all := o.told(t, "director3", inbox.ToConsent), o.told(t, "director1", inbox.ToConsent); n != 1 || all != 1 {
			t.Errorf("the new director is told %d times, the other %d", n, all)
		}
		k.Clock.Advance(3*24*time.Hour - 5*time.Minute)
		o.run(t)
		if o.told(t, "director1", inbox.Overdue) != 0 {
			t.Error("the head of the Board is reminded before three working days are over")
		}
		for range 3 {
			k.Clock.Advance(5 * time.Minute)
			o.run(t)
		}
		if head, other := o.told(t, "director1", inbox.Overdue), o.told(t, "director2", inbox.Overdue); head != 1 || other != 0 {
			t.Errorf("after three working days the head of the Board is told %d times, another director %d", head, other)
		}
		if late.now(t).State != approval.Pending {
			t.Error("a step of the Board passed by itself")
		}

		for range 10 { // with the one above
			key := db.NewID()
			k.Exec(t, `INSERT INTO approvals (id, flow, article, subject_kind, subject_id, department_id, author_id, submitter_id, state, step, hash, urgent, mark, at_board, skip_reason,
				privacy, privacy_note, hold_reason, live, version, opened_at, step_at) SELECT ?, flow, article, subject_kind, ?, department_id, author_id, submitter_id, state, step, hash, urgent,
				mark, at_board, skip_reason, privacy, privacy_note, hold_reason, live, version, opened_at, step_at FROM approvals WHERE id = ?`, key, key, late.key)
		}
		o.people["director4"] = k.Staff(t, o.board, "director4", access.Director)
		for range 3 {
			o.run(t)
		}
		if n, each := o.told(t, "director4", inbox.Waiting), o.told(t, "director4", inbox.ToConsent); n != 1 || each != 0 {
			t.Errorf("of eleven at once: told %d times of all, %d times of one", n, each)
		}
	})
}
