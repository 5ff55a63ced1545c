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
		{Action: ActionWithdraw, Asks: "withdraw", State: when(func(m *matter) bool { return m.Working == WorkingInReview || m.Working == WorkingApproved },
			fault.Text{VI: "Không có gì đang chờ để rút lại.", EN: "There is nothing under way to withdraw."})},
		{Action: ActionApprove, Decides: decides(approval.Approve)},
		{Action: ActionReturn, Decides: decides(approval.Return)},
		{Action: ActionReject, Decides: decides(approval.Reject)},
		{Action: ActionHold, Asks: "hold", State: held(false)},
		{Action: ActionRelease, Asks: "hold", State: held(true)},
		{Action: ActionRevoke, Asks: "revoke", State: revocable},
		{Action: ActionPublish, Asks: "publish", State: secondPair},
		{Action: ActionSchedule, Asks: "publish", State: schedulable},
		{Action: ActionCancelSchedule, Asks: "publish", State: when(func(m *matter) bool { return !m.ScheduledAt.IsZero() },
			fault.Text{VI: "Bài viết chưa được hẹn giờ đăng.", EN: "No publication is scheduled."})},
		{Action: ActionUnpublish, Asks: "unpublish", State: when(func(m *matter) bool { return m.Publication == PublicationPublished },
			fault.Text{VI: "Bài viết không ở trên trang.", EN: "The post is not on the site."})},
		{Action: ActionArchive, Asks: "archive", State: when(func(m *matter) bool {
			return m.Working == WorkingNone && (m.Publication == PublicationPublished || m.Publication == PublicationUnpublished)
		}, fault.Text{VI: "Chỉ lưu trữ bài đã đăng hoặc đã gỡ, không có bản mới đang soạn.", EN: "Only what was published, without a newer version under way, can be archived."})},
		{Action: ActionPin, Asks: "pin", State: when(func(m *matter) bool { return m.Publication == PublicationPublished },
			fault.Text{VI: "Chỉ ghim được bài đang đăng.", EN: "Only what is published can be pinned."})},
		{Action: ActionChangeSlug, Asks: "change_slug"},
		{Action: ActionDelete, Asks: "delete", State: when(func(m *matter) bool { return m.Working == WorkingDraft && m.PublishedRevision.IsZero() },
			fault.Text{VI: "Chỉ xóa được bản nháp.", EN: "Only a draft can be deleted."})},
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
		return fault.User(fault.WrongState, fault.Text{VI: "Chỉ trình được bản nháp.", EN: "Only a draft can be submitted."}, "")
	}
	if !m.Type.definition().needsBody {
		return nil
	}
	r, err := m.working(ctx)
	if err != nil || !richtext.Blank(r.Body) {
		return err
	}
	return fault.User(fault.Required, fault.Text{VI: "Bài viết chưa có nội dung.", EN: "The text of the post is empty."}, "").By("11c")
}

// editable lets the website section edit what waits at the Board's step; anybody else withdraws it first.
func editable(ctx context.Context, m *matter, _ access.Grant) error {
	if bound, err := m.bound(ctx); err != nil || bound != nil {
		return err
	}
	next := *m.Head
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
	taken, err := m.s.replaced(ctx, m.Head)
	if err != nil || !taken {
		return err
	}
	return fault.User(fault.WrongState, fault.Text{
		VI: "Trang này đã được lưu trữ và đã có trang khác thay thế.", EN: "This page is archived, and another has taken its place."}, "").By("11a")
}

var errLeft = fault.User(fault.WrongState, fault.Text{
	VI: "Người được giới thiệu đã thôi việc tại Trung tâm.", EN: "The person whom the profile is about has left the centre."}, "").By("1")

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
			return fault.User(fault.WrongState, fault.Text{
				VI: "Chỉ giữ lại, hoặc thôi giữ, bài đã được duyệt.", EN: "Only what is consented to can be put on hold, or released."}, "")
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
	return fault.User(fault.FourEyes, fault.Text{
		VI: "Bài mà giám đốc duy nhất trình hoặc là nhân vật phải do người không tham gia xác nhận và đăng.",
		EN: "What the sole director submitted or is the subject of is confirmed and published by somebody without a part in it."}, "").By("11c")
}

// schedulable is secondPair for a set time: what takes a post off the public site, or puts it back, is done at once.
func schedulable(ctx context.Context, m *matter, g access.Grant) error {
	switch {
	case m.returns():
		return fault.User(fault.WrongState, fault.Text{
			VI: "Bài đã gỡ được đăng lại ngay, không hẹn giờ.", EN: "What was taken down is put back at once, not at a set time."}, "").By("11c")
	case m.narrows():
		return fault.User(fault.WrongState, fault.Text{
			VI: "Phiên bản này đưa bài ra khỏi trang công khai: hãy đăng ngay, kèm lý do.",
			EN: "This version takes the post off the public site: publish it now, with the reason."}, "").By("11c")
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
	return fault.User(fault.WrongState, fault.Text{VI: "Không có sự đồng ý nào để rút.", EN: "There is no consent to take back."}, "")
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
		return fault.User(fault.WrongState, fault.Text{
			VI: "Chỉ đăng sau khi Ban Giám đốc đồng ý.", EN: "Publishing takes the Board's consent first."}, "").By("11c")
	case c.Held():
		return fault.User(fault.WrongState, fault.Text{
			VI: "Việc đăng đang được giữ lại: " + c.HoldReason, EN: "Publication is on hold: " + c.HoldReason}, "")
	}
	return m.vacant(ctx)
}

// present reports whether nobody whom the post is about has left: what hangs on a person is looked at again when it takes
// effect.
func (m *matter) present(ctx context.Context) (bool, error) {
	if m.Type != TypeStaffProfile {
		return true, nil
	}
	return m.s.atWork(ctx, m.Person)
}

// decides asks the approval. A caller who may not read the working copy is not told that one waits.
func decides(v approval.Verdict) func(context.Context, *matter) (access.Grant, error) {
	return func(ctx context.Context, m *matter) (access.Grant, error) {
		c, err := m.approval(ctx)
		if err != nil {
			return access.Grant{}, err
		}
		if c == nil || !m.s.access.Allowed(ctx, "post", "read_working", m.Target()) {
			return access.Grant{}, fault.User(fault.WrongState, fault.Text{
				VI: "Bài viết không chờ quyết định.", EN: "The post is not waiting for a decision."}, "")
		}
		return m.s.approvals.MayDecide(ctx, c, v)
	}
}
