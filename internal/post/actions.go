package post

import (
	"context"

	"ttyt/internal/access"
	"ttyt/internal/approval"
	"ttyt/internal/fault"
)

// Action is something a person may do to a post. Services ask may before they act and AvailableActions shows its
// answers, so that the two cannot differ.
type Action = approval.Action

// The actions.
const (
	ActionUpdate    Action = "UPDATE"
	ActionDelete    Action = "DELETE"
	ActionSubmit    Action = "SUBMIT"
	ActionWithdraw  Action = "WITHDRAW"
	ActionApprove   Action = "APPROVE"
	ActionReject    Action = "REJECT"
	ActionReturn    Action = "RETURN"
	ActionHold      Action = "HOLD"
	ActionRelease   Action = "RELEASE"
	ActionRevoke    Action = "REVOKE"
	ActionPublish   Action = "PUBLISH"
	ActionSchedule  Action = "SCHEDULE"
	ActionUnpublish Action = "UNPUBLISH"
	ActionArchive   Action = "ARCHIVE"
	ActionPin       Action = "PIN"
)

// act is what an action takes: a right of the policy, and a state of the post and its approval (nil where there is
// none).
type act struct {
	asks  string
	state func(h *Head, a *approval.Approval) error
}

var acts = map[Action]act{
	ActionUpdate: {"update", func(h *Head, a *approval.Approval) error {
		if h.Target().AtBoard && a != nil && a.Step == approval.BoardConsent {
			return nil // by the website section; others are told to withdraw first
		}
		next := *h
		return next.edit()
	}},
	ActionDelete: {"delete", when(func(h *Head) bool { return h.Working == WorkingDraft && h.PublishedRevision.IsZero() },
		fault.Text{VI: "Chỉ xóa được bản nháp.", EN: "Only a draft can be deleted."})},
	ActionSubmit: {"submit", when(func(h *Head) bool { return h.Working == WorkingDraft },
		fault.Text{VI: "Chỉ trình được bản nháp.", EN: "Only a draft can be submitted."})},
	ActionWithdraw: {"withdraw", when(func(h *Head) bool { return h.Working == WorkingInReview || h.Working == WorkingApproved },
		fault.Text{VI: "Không có gì đang chờ để rút lại.", EN: "There is nothing under way to withdraw."})},
	ActionHold:    {"hold", held(false)},
	ActionRelease: {"hold", held(true)},
	ActionRevoke: {"revoke", when(func(h *Head) bool { return h.Working == WorkingApproved || h.Publication == PublicationPublished },
		fault.Text{VI: "Không có sự đồng ý nào để rút.", EN: "There is no consent to take back."})},
	ActionPublish:  {"publish", publishable},
	ActionSchedule: {"publish", publishable},
	ActionUnpublish: {"unpublish", when(func(h *Head) bool { return h.Publication == PublicationPublished },
		fault.Text{VI: "Bài viết không ở trên trang.", EN: "The post is not on the site."})},
	ActionArchive: {"archive", when(func(h *Head) bool {
		return h.Working == WorkingNone && (h.Publication == PublicationPublished || h.Publication == PublicationUnpublished)
	}, fault.Text{VI: "Chỉ lưu trữ bài đã đăng hoặc đã gỡ, không có bản mới đang soạn.", EN: "Only what was published, without a newer version under way, can be archived."})},
	ActionPin: {"pin", when(func(h *Head) bool { return h.Publication == PublicationPublished },
		fault.Text{VI: "Chỉ ghim được bài đang đăng.", EN: "Only what is published can be pinned."})},
}

// verdicts are the actions that decide on the post's approval.
var verdicts = map[Action]approval.Verdict{
	ActionApprove: approval.Approve, ActionReject: approval.Reject, ActionReturn: approval.Return,
}

// actionOrder is the order in which a client shows them.
var actionOrder = []Action{
	ActionUpdate, ActionSubmit, ActionWithdraw, ActionApprove, ActionReturn, ActionReject, ActionHold, ActionRelease, ActionRevoke,
	ActionPublish, ActionSchedule, ActionUnpublish, ActionArchive, ActionPin, ActionDelete,
}

func when(ok func(h *Head) bool, otherwise fault.Text) func(*Head, *approval.Approval) error {
	return func(h *Head, _ *approval.Approval) error {
		if ok(h) {
			return nil
		}
		return fault.User(fault.WrongState, otherwise, "")
	}
}

func held(want bool) func(*Head, *approval.Approval) error {
	return func(h *Head, a *approval.Approval) error {
		if h.Working != WorkingApproved || a == nil || a.Held() != want {
			return fault.User(fault.WrongState, fault.Text{
				VI: "Chỉ giữ lại, hoặc thôi giữ, bài đã được duyệt.", EN: "Only what is consented to can be put on hold, or released."}, "")
		}
		return nil
	}
}

func publishable(h *Head, a *approval.Approval) error {
	switch {
	case h.Working != WorkingApproved || a == nil || a.State != approval.Approved:
		return fault.User(fault.WrongState, fault.Text{
			VI: "Chỉ đăng sau khi Ban Giám đốc đồng ý.", EN: "Publishing takes the Board's consent first."}, "").By("11c")
	case a.Held():
		return fault.User(fault.WrongState, fault.Text{
			VI: "Việc đăng đang được giữ lại: " + a.HoldReason, EN: "Publication is on hold: " + a.HoldReason}, "")
	}
	return nil
}

// may returns the grant under which the caller may do the action now, else why not.
func (s *Service) may(ctx context.Context, action Action, h *Head, a *approval.Approval) (access.Grant, error) {
	if v, ok := verdicts[action]; ok {
		// Whoever may not read the working copy is not told that one waits.
		if a == nil || !a.Open() || !s.access.Allowed(ctx, "post", "read_working", h.Target()) {
			return access.Grant{}, fault.User(fault.WrongState, fault.Text{
				VI: "Bài viết không chờ quyết định.", EN: "The post is not waiting for a decision."}, "")
		}
		return access.Grant{}, s.approvals.MayDecide(ctx, a, v)
	}
	g, err := s.permitted(ctx, action, h, a)
	if err != nil {
		return g, err
	}
	if err := acts[action].state(h, a); err != nil {
		return g, err
	}
	switch action {
	case ActionUpdate:
		if h.Working == WorkingInReview && g.Role != access.WebEditor {
			var section bool
			if g, section = access.Of(ctx).Grant(access.WebEditor, h.Department); !section {
				return g, h.edit()
			}
		}
	case ActionPublish, ActionSchedule:
		// The sole director's consent is their own, so the website section's is the second pair of eyes.
		if a.Mark == approval.SoleDirector && access.Of(ctx).Wrote(g, h.Target()) {
			return g, fault.User(fault.FourEyes, fault.Text{
				VI: "Bài do giám đốc duy nhất tự trình phải do người khác xác nhận và đăng.",
				EN: "The sole director's own submission is confirmed and published by somebody who did not write it."}, "").By("11c")
		}
	}
	return g, nil
}

// permitted returns the grant under which the policy allows the action, else why it does not. Where it is the state
// that the policy misses, the action says better which one it wants.
func (s *Service) permitted(ctx context.Context, action Action, h *Head, a *approval.Approval) (access.Grant, error) {
	act := acts[action]
	g, ok := s.access.AllowedGrant(ctx, "post", act.asks, h.Target())
	if ok {
		return g, nil
	}
	refused := s.access.Require(ctx, "post", act.asks, h.Target())
	if fault.HasCode(refused, fault.WrongState) {
		if precise := act.state(h, a); precise != nil {
			return g, precise
		}
	}
	return g, refused
}

// AvailableActions tells what the caller may do to the post now and, where not, why, with the article.
func (s *Service) AvailableActions(ctx context.Context, h *Head) ([]*approval.AvailableAction, error) {
	a, err := s.approvalOf(ctx, h)
	if err != nil {
		return nil, err
	}
	var list []*approval.AvailableAction
	for _, action := range actionOrder {
		_, err := s.may(ctx, action, h, a)
		answer, err := approval.Answer(action, err)
		if err != nil {
			return nil, err
		}
		list = append(list, answer)
	}
	return list, nil
}

// approvalOf returns the post's present approval, nil where there is none.
func (s *Service) approvalOf(ctx context.Context, h *Head) (*approval.Approval, error) {
	if h.Approval.IsZero() {
		return nil, nil
	}
	return s.approvals.Of(ctx, h.Approval)
}
