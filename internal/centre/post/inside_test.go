package post_test

import (
	"slices"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/centre/post"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/test/kit"
)

// What stays within the department a manager publishes, their own texts too; what all staff read takes a second manager. A
// borrowed power consents to no text of the borrower's or the lender's.
func TestArticle11c_WhatStaysInsideIsConsentedToByAManager(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		nurse := c.hire(t, c.ward)
		lent := c.hire(t, c.ward)
		c.lends(t, c.head, lent)
		for _, test := range []struct {
			audience         post.Audience
			writes, consents db.ID
			want             fault.UserCode // "" where the post is published
		}{
			{post.AudienceDepartment, c.writer, c.head, ""},
			{post.AudienceDepartment, c.head, c.head, ""},
			{post.AudienceDepartment, c.writer, lent, ""},
			{post.AudienceDepartment, lent, c.head, ""},
			{post.AudienceDepartment, lent, lent, fault.FourEyes},
			{post.AudienceDepartment, c.head, lent, fault.FourEyes},
			{post.AudienceInternal, c.writer, c.head, ""},
		} {
			id := c.draft(t, test.writes, audience(test.audience)).ID()
			must(t, c.submit(t, test.writes, id))
			waits := c.waitsFor(t, test.consents, id)
			if err := c.decide(t, nurse, id, approval.Approve, ""); err == nil {
				t.Fatal("somebody without a power consented")
			}
			err := c.decide(t, test.consents, id, approval.Approve, "")
			if test.want != "" {
				wantCode(t, string(test.audience), err, test.want)
				if waits {
					t.Error("what somebody may not consent to waits for them")
				}
				continue
			}
			must(t, err)
			state(t, c.headOf(t, id), post.PublicationPublished, post.WorkingNone)
			if !waits {
				t.Error("what somebody may consent to waits for them")
			}
		}
		own := c.draft(t, c.head, audience(post.AudienceInternal)).ID()
		must(t, c.submit(t, c.head, own))
		if c.waitsFor(t, c.head, own) || c.decide(t, c.head, own, approval.Approve, "") == nil {
			t.Error("for all staff, a manager's own text takes a second person")
		}
	})
}

// A head who consents to their own text gets no notice of it; the other managers do, except those to whom the head lent the power.
func TestArticle11c_TheOthersAreToldOfAManagersOwnText(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCentre(t, k)
		second := c.hire(t, c.ward)
		k.Position(t, second, c.ward, "DEPUTY")
		lent := c.hire(t, c.ward)
		c.lends(t, c.head, lent)
		must(t, c.submit(t, c.head, c.draft(t, c.head, audience(post.AudienceDepartment)).ID()))
		if c.told(t, c.head, inbox.ToEndorse) != 0 || c.told(t, second, inbox.ToEndorse) != 1 || c.told(t, lent, inbox.ToEndorse) != 0 {
			t.Error("the notice goes to the other managers")
		}
		must(t, c.submit(t, second, c.draft(t, lent, audience(post.AudienceDepartment)).ID()))
		if c.told(t, c.head, inbox.ToEndorse) != 1 || c.told(t, lent, inbox.ToEndorse) != 0 {
			t.Error("a borrowed power consents to no text of the borrower's, even if another submits it")
		}
	})
}

// waitsFor reports whether the post is among what the person may decide on now.
func (c *centre) waitsFor(t *testing.T, person db.ID, id string) bool {
	t.Helper()
	mine := true
	list, err := c.approvals.List(c.As(t, person), &approval.Filter{Mine: &mine}, approval.ListOrder{}, paging.Args{})
	must(t, err)
	return slices.ContainsFunc(list.Nodes(), func(a *approval.Approval) bool { return a.Subject == c.headOf(t, id).Key })
}

// lends gives somebody a manager's power over the ward for an hour.
func (c *centre) lends(t *testing.T, from, to db.ID) {
	t.Helper()
	now := db.At(c.Clock.Now())
	c.Insert(t.Context(), t, "delegations", kit.Row{"id": db.NewID(), "from_staff_id": from, "to_staff_id": to, "role": "manager", "department_id": c.ward,
		"decision_no": "9/QĐ", "from_at": now, "to_at": db.At(now.Add(time.Hour)), "created_at": now})
}
