package post

import (
	"context"
	"errors"

	"ttyt/internal/access"
	"ttyt/internal/approval"
	"ttyt/internal/db"
	"ttyt/internal/fault"
	"ttyt/internal/inbox"
	"ttyt/internal/job"
	"ttyt/internal/text"
)

// The jobs of posts.
const (
	jobPublish = "post.publish"
	jobExpire  = "post.expire"
	jobDerive  = "post.derive"
)

// registerWorkflow makes the approval engine and the job runner know posts.
func (s *Service) registerWorkflow() {
	s.approvals.Register("post", subject{s})
	s.jobs.Handle(jobPublish, func(ctx context.Context, j job.Job) error { return s.publishDue(ctx, j.Subject) })
	s.jobs.HandleInSteps(jobDerive, s.derive)
	s.jobs.Handle(jobExpire, func(ctx context.Context, j job.Job) error { return s.expireDue(ctx, j.Subject) })
}

// step loads the post and its approval inside a transaction, asks whether the caller may do the action on the version
// they looked at, and runs do. Roles are read again first, so that a revoked one counts at once. The post afterwards is
// nil for a caller who can no longer see it.
func (s *Service) step(ctx context.Context, id string, expected int, action Action, do func(ctx context.Context, h *Head, a *approval.Approval, g access.Grant) error) (Post, error) {
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		ctx, err := s.access.Refresh(ctx)
		if err != nil {
			return err
		}
		h, err := s.load(ctx, id)
		if err != nil {
			return err
		}
		a, err := s.approvalOf(ctx, h)
		if err != nil {
			return err
		}
		if _, err := s.permitted(ctx, action, h, a); err != nil {
			return err
		}
		if h.Version != expected {
			return fault.Changed("post", h.ID())
		}
		g, err := s.may(ctx, action, h, a)
		if err != nil {
			return err
		}
		return do(ctx, h, a, g)
	})
	if err != nil {
		return nil, err
	}
	p, err := s.Get(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return p, err
}

// editable opens the working copy for an edit. It returns the approval to bind to what comes out of it when the website
// section edits at the Board's step, else nil.
func (s *Service) editable(ctx context.Context, h *Head) (*approval.Approval, error) {
	if !h.Target().AtBoard || !access.Of(ctx).Is(access.WebEditor) {
		return nil, h.edit()
	}
	a, err := s.approvalOf(ctx, h)
	if err != nil || a.Step != approval.BoardConsent {
		return nil, errors.Join(err, h.edit())
	}
	return a, nil
}

// keep saves the head and records what was done to it.
func (s *Service) keep(ctx context.Context, h *Head, g access.Grant, action, article, detail string) error {
	before := h.digest()
	if err := s.save(ctx, h, h.Version); err != nil {
		return err
	}
	return s.record(ctx, h, event{action: action, article: article, detail: text.Truncate(detail, 500), grant: g, before: before})
}

// SubmitInput puts a draft up for consent.
type SubmitInput struct {
	ID              string
	ExpectedVersion int
	// Privacy is the patient-privacy check; PrivacyNote says where the signed forms are kept when it is CONSENT.
	Privacy     approval.Privacy
	PrivacyNote *string
	// Correction sends a correction of what is published straight to one director.
	Correction *bool
}

// Submit puts the working copy up for consent (Art. 11c). The flow follows from audience, urgency and correction.
func (s *Service) Submit(ctx context.Context, in SubmitInput) (Post, error) {
	note := ""
	if in.PrivacyNote != nil {
		note = text.Line(*in.PrivacyNote)
	}
	if in.Privacy == approval.Consent && note == "" {
		return nil, fault.User(fault.PrivacyCheck, fault.Text{
			VI: "Cần ghi nơi lưu bản đồng ý có chữ ký của người bệnh.", EN: "Say where the patients' signed consent is kept."}, "input.privacyNote")
	}
	if len([]rune(note)) > 500 {
		return nil, fault.User(fault.TooLong, fault.Text{VI: "Ghi chú dài nhất 500 ký tự.", EN: "The note has at most 500 characters."}, "input.privacyNote")
	}
	return s.step(ctx, in.ID, in.ExpectedVersion, ActionSubmit, func(ctx context.Context, h *Head, _ *approval.Approval, g access.Grant) error {
		rev, err := s.revision(ctx, h.WorkingRevision)
		if err != nil {
			return err
		}
		flow, err := flowOf(h, rev, in.Correction != nil && *in.Correction)
		if err != nil {
			return err
		}
		h.Working, h.Submitter, h.SubmittedEver = WorkingInReview, access.Of(ctx).StaffID, true
		if err := s.keep(ctx, h, g, "submit", "11c", ""); err != nil {
			return err
		}
		sub, err := subject{s}.Snapshot(ctx, h.Key)
		if err != nil {
			return err
		}
		_, err = s.approvals.Begin(ctx, sub, approval.Opening{Flow: flow, Urgent: flow == approval.PublicationUrgent, Privacy: in.Privacy, PrivacyNote: note})
		return err
	})
}

// flowOf chooses the publication flow.
func flowOf(h *Head, rev *Revision, correction bool) (string, error) {
	switch {
	case correction && (h.Publication != PublicationPublished || h.Audience != AudiencePublic || rev.Audience != AudiencePublic):
		return "", fault.User(fault.Invalid, fault.Text{
			VI: "Chỉ đính chính bài công khai đang đăng.", EN: "Only a public post that is published can be corrected."}, "input.correction").By("11c")
	case rev.Audience != AudiencePublic:
		return approval.PublicationInternal, nil
	case correction:
		return approval.PublicationRenewal, nil
	case rev.Urgent():
		return approval.PublicationUrgent, nil
	}
	return approval.Publication, nil
}

// ReasonInput names a post and why something is done to it.
type ReasonInput struct {
	ID              string
	ExpectedVersion int
	Reason          string
}

// reasonMax bounds a reason, in characters.
const reasonMax = 500

func (in ReasonInput) check() (string, error) {
	r := text.Line(in.Reason)
	if r == "" {
		return "", fault.User(fault.Required, fault.Text{VI: "Cần nêu lý do.", EN: "A reason is required."}, "input.reason")
	}
	if len([]rune(r)) > reasonMax {
		return "", fault.User(fault.TooLong, fault.Text{VI: "Lý do dài nhất 500 ký tự.", EN: "A reason has at most 500 characters."}, "input.reason")
	}
	return r, nil
}

// because runs do with a checked reason.
func (s *Service) because(ctx context.Context, in ReasonInput, action Action, do func(ctx context.Context, h *Head, a *approval.Approval, g access.Grant, why string) error) (Post, error) {
	why, err := in.check()
	if err != nil {
		return nil, err
	}
	return s.step(ctx, in.ID, in.ExpectedVersion, action, func(ctx context.Context, h *Head, a *approval.Approval, g access.Grant) error {
		return do(ctx, h, a, g, why)
	})
}

// Withdraw takes back what is under review or approved, until it is published.
func (s *Service) Withdraw(ctx context.Context, in ReasonInput) (Post, error) {
	return s.because(ctx, in, ActionWithdraw, func(ctx context.Context, h *Head, a *approval.Approval, g access.Grant, why string) error {
		if err := s.approvals.End(ctx, a, approval.Withdraw, g, why); err != nil {
			return err
		}
		if err := s.backToDraft(ctx, h); err != nil {
			return err
		}
		if err := s.tellAll(ctx, h, a, inbox.Withdrawn, why); err != nil {
			return err
		}
		return s.keep(ctx, h, g, "withdraw", "11c", why)
	})
}

// Hold stops the website section's publication of what is consented to, with a reason; Release lets it go on.
func (s *Service) Hold(ctx context.Context, in ReasonInput) (Post, error) {
	return s.because(ctx, in, ActionHold, func(ctx context.Context, h *Head, a *approval.Approval, g access.Grant, why string) error {
		if err := s.approvals.SetHold(ctx, a, g, why); err != nil {
			return err
		}
		if err := s.approvals.Tell(ctx, a, inbox.Held, why, a.Author, a.Submitter); err != nil {
			return err
		}
		return s.keep(ctx, h, g, "hold", "10", why)
	})
}

// VersionInput names a post and the version that was looked at.
type VersionInput struct {
	ID              string
	ExpectedVersion int
}

// Release lets publication go on.
func (s *Service) Release(ctx context.Context, in VersionInput) (Post, error) {
	return s.step(ctx, in.ID, in.ExpectedVersion, ActionRelease, func(ctx context.Context, h *Head, a *approval.Approval, g access.Grant) error {
		if err := s.approvals.SetHold(ctx, a, g, ""); err != nil {
			return err
		}
		return s.keep(ctx, h, g, "release", "10", "")
	})
}

// Revoke takes consent back: what is not published yet returns to a draft, what is published comes down.
func (s *Service) Revoke(ctx context.Context, in ReasonInput) (Post, error) {
	return s.because(ctx, in, ActionRevoke, func(ctx context.Context, h *Head, a *approval.Approval, g access.Grant, why string) error {
		if h.Working != WorkingApproved {
			if err := s.revokePublished(ctx, h, g, why); err != nil {
				return err
			}
			return s.takeDown(ctx, h, g, PublicationUnpublished, inbox.Revoked, "revoke", why)
		}
		if err := s.approvals.End(ctx, a, approval.Revoke, g, why); err != nil {
			return err
		}
		if err := s.backToDraft(ctx, h); err != nil {
			return err
		}
		if err := s.tellAll(ctx, h, a, inbox.Revoked, why); err != nil {
			return err
		}
		return s.keep(ctx, h, g, "revoke", "11c", why)
	})
}

// revokePublished takes back the consent that the published revision stands under, whatever newer version is under way.
func (s *Service) revokePublished(ctx context.Context, h *Head, g access.Grant, why string) error {
	a, err := s.approvals.Of(ctx, h.PublishedApproval)
	if err != nil || a.State != approval.Approved {
		return err
	}
	return s.approvals.End(ctx, a, approval.Revoke, g, why)
}

// tellAll tells the department (author, submitter, managers), and the website section and the Board where it had
// reached them.
func (s *Service) tellAll(ctx context.Context, h *Head, a *approval.Approval, kind inbox.Kind, why string) error {
	people := []db.ID{h.Author}
	if !h.Submitter.IsZero() {
		people = append(people, h.Submitter)
	}
	_, managers, err := s.directory.Managers(ctx, h.Department)
	if err != nil {
		return err
	}
	people = append(people, managers...)
	if a == nil || a.AtBoard || h.Publication != PublicationNone {
		for _, role := range []access.Role{access.WebEditor, access.Director} {
			holders, err := s.directory.Holders(ctx, role)
			if err != nil {
				return err
			}
			people = append(people, holders...)
		}
	}
	n := inbox.Notice{Kind: kind, SubjectKind: "post", Subject: h.Key, Approval: h.PublishedApproval, Detail: why}
	if a != nil {
		n.Approval = a.Key
	}
	return s.inbox.Tell(ctx, n, people...)
}

// backToDraft opens the working copy for its author again; a set time is taken back.
func (s *Service) backToDraft(ctx context.Context, h *Head) error {
	h.Working, h.AtBoard, h.Approval = WorkingDraft, false, h.PublishedApproval
	return s.unschedule(ctx, h)
}
