package post

import (
	"context"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/richtext"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
)

// The actions.
const (
	ActionUpdate         act.Action = "UPDATE"
	ActionRestore        act.Action = "RESTORE"
	ActionDelete         act.Action = "DELETE"
	ActionSubmit         act.Action = "SUBMIT"
	ActionWithdraw       act.Action = "WITHDRAW"
	ActionApprove        act.Action = "APPROVE"
	ActionReject         act.Action = "REJECT"
	ActionReturn         act.Action = "RETURN"
	ActionHold           act.Action = "HOLD"
	ActionRelease        act.Action = "RELEASE"
	ActionRevoke         act.Action = "REVOKE"
	ActionPublish        act.Action = "PUBLISH"
	ActionSchedule       act.Action = "SCHEDULE"
	ActionCancelSchedule act.Action = "CANCEL_SCHEDULE"
	ActionChangeSlug     act.Action = "CHANGE_SLUG"
	ActionUnpublish      act.Action = "UNPUBLISH"
	ActionArchive        act.Action = "ARCHIVE"
	ActionPin            act.Action = "PIN"
)

// rules are the actions in the order in which clients show them.
func rules() []act.Rule[*matter] {
	return []act.Rule[*matter]{
		{Action: ActionUpdate, Asks: "update", State: editable},
		{Action: ActionRestore, Asks: "restore", State: editable},
		{Action: ActionSubmit, Asks: "submit", State: submittable},
		{Action: ActionWithdraw, Asks: "withdraw", State: when(func(m *matter) bool { return m.Working == WorkingInReview || m.Working == WorkingApproved }, nothingToWithdraw)},
		{Action: ActionApprove, Decides: decides(approval.Approve)},
		{Action: ActionReturn, Decides: decides(approval.Return)},
		{Action: ActionReject, Decides: decides(approval.Reject)},
		{Action: ActionHold, Asks: "hold", State: held(false)},
		{Action: ActionRelease, Asks: "hold", State: held(true)},
		{Action: ActionRevoke, Asks: "revoke", State: revocable},
		{Action: ActionPublish, Asks: "publish", State: secondPair},
		{Action: ActionSchedule, Asks: "publish", State: schedulable},
		{Action: ActionCancelSchedule, Asks: "publish", State: when(func(m *matter) bool { return !m.ScheduledAt.IsZero() }, notScheduled)},
		{Action: ActionUnpublish, Asks: "unpublish", State: when(func(m *matter) bool { return m.Publication == PublicationPublished }, notOnSite)},
		{Action: ActionArchive, Asks: "archive", State: when(func(m *matter) bool {
			return m.inSight().Working == WorkingNone && (m.Publication == PublicationPublished || m.Publication == PublicationUnpublished)
		}, notArchivable)},
		{Action: ActionPin, Asks: "pin", State: when(func(m *matter) bool { return m.Publication == PublicationPublished }, notPinnable)},
		{Action: ActionChangeSlug, Asks: "change_slug"},
		{Action: ActionDelete, Asks: "delete", State: when(func(m *matter) bool { return m.Working == WorkingDraft && m.PublishedRevision.IsZero() }, notDeletable)},
	}
}

func when(ok func(m *matter) bool, otherwise fault.Text) func(context.Context, *matter, access.Grant) error {
	return func(_ context.Context, m *matter, _ access.Grant) error {
		if ok(m) {
			return nil
		}
		return fault.User(fault.WrongState, otherwise, "")
	}
}

// submittable lets a draft be put up for consent that says something.
func submittable(ctx context.Context, m *matter, _ access.Grant) error {
	if m.Working != WorkingDraft {
		return fault.User(fault.WrongState, notSubmittable, "")
	}
	r, err := m.working(ctx)
	switch {
	case err != nil:
		return err
	case !m.Type.definition().needsBody:
		if err := m.first(ctx, public); err != nil {
			return err
		}
	case richtext.Blank(r.Body):
		return fault.User(fault.Required, emptyBody, "").By("11c")
	}
	return m.fit(ctx, r)
}

// editable lets the website section edit what waits at the Board's step; anybody else withdraws it first.
func editable(ctx context.Context, m *matter, _ access.Grant) error {
	if bound, err := m.bound(ctx); err != nil || bound != nil {
		return err
	}
	next := *m.Head
	if !m.s.access.Allowed(ctx, "post", "read_working", m.Target()) { // who is refused in any case, and not told why
		next = m.inSight()
	}
	if err := next.edit(); err != nil {
		return err
	}
	return m.vacant(ctx)
}

// vacant refuses to take up what is archived where something has taken its place: a person has one profile, and a department
// one page, and nobody is presented who has left.
func (m *matter) vacant(ctx context.Context) error {
	if m.Publication != PublicationArchived {
		return nil
	}
	here, err := m.present(ctx)
	if err != nil {
		return err
	}
	if !here {
		return errLeft
	}
	return m.first(ctx, public)
}

// first refuses what has no place on the site yet where another profile of the person, or another page of the department, came
// first: it is or was there, or lies within the reach.
func (m *matter) first(ctx context.Context, within access.Reach) error {
	if m.settled() {
		return nil
	}
	n, err := m.s.rivals(ctx, m.Head, within)
	switch {
	case err != nil || n == 0:
		return err
	case m.Publication == PublicationArchived:
		return fault.User(fault.WrongState, placeTaken, "").By("11a")
	case m.Type == TypeStaffProfile:
		return fault.User(fault.Taken, profileFirst, "").By("11a")
	}
	return fault.User(fault.Taken, pageFirst, "").By("11a")
}

var errLeft = fault.User(fault.WrongState, personLeft, "").By("1")

// bound is the approval that an edit by the caller binds to what comes out of it: the website section's at the Board's
// step. It is nil for any other edit.
func (m *matter) bound(ctx context.Context) (*approval.Case, error) {
	if !m.Target().AtBoard || !access.Of(ctx).Is(access.WebEditor) {
		return nil, nil
	}
	c, err := m.approval(ctx)
	if err != nil || c.Step != approval.BoardConsent {
		return nil, err
	}
	return c, nil
}

func held(want bool) func(context.Context, *matter, access.Grant) error {
	return func(ctx context.Context, m *matter, _ access.Grant) error {
		c, err := m.approval(ctx)
		if err != nil {
			return err
		}
		if m.Working != WorkingApproved || c == nil || c.Held() != want {
			return fault.User(fault.WrongState, notHoldable, "")
		}
		return nil
	}
}

// secondPair lets what is consented to be published; what a sole director had a part in, by somebody who has none: the
// website section is the second pair of eyes.
func secondPair(ctx context.Context, m *matter, _ access.Grant) error {
	if err := m.publishable(ctx); err != nil {
		return err
	}
	c, err := m.standing(ctx)
	if err != nil || c.Mark != approval.SoleDirector {
		return err
	}
	part, err := c.HasPart(ctx, access.Of(ctx).StaffID)
	if err != nil || !part {
		return err
	}
	return fault.User(fault.FourEyes, secondPairNeeded, "").By("11c")
}

// schedulable is secondPair for a set time: what takes a post off the public site, or puts it back, is done at once.
func schedulable(ctx context.Context, m *matter, g access.Grant) error {
	switch {
	case m.returns():
		return fault.User(fault.WrongState, notScheduledBack, "").By("11c")
	case m.narrows():
		return fault.User(fault.WrongState, notScheduledOff, "").By("11c")
	}
	return secondPair(ctx, m, g)
}

// revocable lets a consent be taken back that something can still be published under, or is.
func revocable(ctx context.Context, m *matter, _ access.Grant) error {
	if m.Working == WorkingApproved || m.Publication == PublicationPublished {
		return nil
	}
	if c, err := m.standing(ctx); err != nil || c != nil {
		return err
	}
	return fault.User(fault.WrongState, nothingToRevoke, "")
}

// publishable says why nothing can go onto the site now.
func (m *matter) publishable(ctx context.Context) error {
	c, err := m.standing(ctx)
	if err != nil {
		return err
	}
	switch here, err := m.present(ctx); {
	case err != nil:
		return err
	case !here:
		return errLeft
	case c == nil:
		return fault.User(fault.WrongState, boardFirst, "").By("11c")
	case c.Held():
		return fault.User(fault.WrongState, onHold.With(c.HoldReason), "")
	}
	rev, err := m.coming(ctx)
	if err != nil {
		return err
	}
	if err := m.fit(ctx, rev); err != nil {
		return err
	}
	return m.first(ctx, coming)
}

// present reports whether nobody whom the post is about has left: what hangs on a person is looked at again when it takes
// effect.
func (m *matter) present(ctx context.Context) (bool, error) {
	if m.Type != TypeStaffProfile {
		return true, nil
	}
	return m.s.atWork(ctx, m.Person)
}

// decides asks the approval. A caller who may not read the working copy is not told that one waits: they are answered by the
// approval of what is published, if they may read that.
func decides(v approval.Verdict) func(context.Context, *matter) (access.Grant, error) {
	return func(ctx context.Context, m *matter) (access.Grant, error) {
		c, err := m.inSightOf(ctx)
		if err != nil {
			return access.Grant{}, err
		}
		if c == nil {
			return access.Grant{}, fault.User(fault.WrongState, noDecisionDue, "")
		}
		return m.s.approvals.MayDecide(ctx, c, v)
	}
}

// inSightOf is the present approval as far as the caller may know of it, nil if there is none.
func (m *matter) inSightOf(ctx context.Context) (*approval.Case, error) {
	switch {
	case m.s.access.Allowed(ctx, "post", "read_working", m.Target()):
		return m.approval(ctx)
	case m.s.access.Allowed(ctx, "post", "read_sent", m.Target()):
		return m.consent(ctx)
	}
	return nil, nil
}
