package post

import (
	"context"
	"errors"
	"time"

	"ttyt/internal/access"
	"ttyt/internal/approval"
	"ttyt/internal/calendar"
	"ttyt/internal/db"
	"ttyt/internal/department"
	"ttyt/internal/fault"
	"ttyt/internal/inbox"
	"ttyt/internal/job"
	"ttyt/internal/text"
)

// The jobs of posts.
const (
	jobPublish = "post.publish"
	jobExpire  = "post.expire"
)

// maxAhead bounds how far ahead a publication or a removal is scheduled.
const maxAhead = 366 * 24 * time.Hour

// registerWorkflow makes the approval engine and the job runner know posts.
func (s *Service) registerWorkflow() {
	s.approvals.Register("post", subject{s})
	s.jobs.Handle(jobPublish, func(ctx context.Context, j job.Job) error { return s.publishDue(ctx, j.Subject) })
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
		if err := s.access.Require(ctx, "post", acts[action].asks, h.Target()); err != nil {
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
		if err := s.approvals.End(ctx, a, approval.Revoke, g, why); err != nil {
			return err
		}
		if h.Working == WorkingApproved {
			if err := s.backToDraft(ctx, h); err != nil {
				return err
			}
			if err := s.tellAll(ctx, h, a, inbox.Revoked, why); err != nil {
				return err
			}
			return s.keep(ctx, h, g, "revoke", "11c", why)
		}
		return s.takeDown(ctx, h, a, g, PublicationUnpublished, inbox.Revoked, "revoke", why)
	})
}

// PublishInput puts approved content on the site now, or at a set time.
type PublishInput struct {
	ID              string
	ExpectedVersion int
	// UnpublishAt takes it down again by itself.
	UnpublishAt *db.Time
}

// Publish puts approved content on the site now (Art. 11c): exactly the content that was consented to.
func (s *Service) Publish(ctx context.Context, in PublishInput) (Post, error) {
	return s.step(ctx, in.ID, in.ExpectedVersion, ActionPublish, func(ctx context.Context, h *Head, a *approval.Approval, g access.Grant) error {
		if err := s.setExpiry(ctx, h, in.UnpublishAt, s.db.Now(ctx)); err != nil {
			return err
		}
		return s.putOn(ctx, h, a, g, access.Of(ctx).StaffID)
	})
}

// ScheduleInput sets the time at which approved content goes on the site.
type ScheduleInput struct {
	PublishInput
	PublishAt db.Time
}

// Schedule sets when approved content goes on the site. The hash is checked now and again when the time comes.
func (s *Service) Schedule(ctx context.Context, in ScheduleInput) (Post, error) {
	return s.step(ctx, in.ID, in.ExpectedVersion, ActionSchedule, func(ctx context.Context, h *Head, a *approval.Approval, g access.Grant) error {
		now := s.db.Now(ctx)
		if !in.PublishAt.After(now.Time) || in.PublishAt.After(now.Add(maxAhead)) {
			return fault.User(fault.Invalid, fault.Text{
				VI: "Thời điểm đăng phải ở tương lai, trong vòng một năm.", EN: "The time of publication lies ahead, within a year."}, "input.publishAt")
		}
		if err := s.setExpiry(ctx, h, in.UnpublishAt, in.PublishAt); err != nil {
			return err
		}
		rev, err := s.revision(ctx, h.WorkingRevision)
		if err != nil {
			return err
		}
		if err := s.approvals.CheckHash(a, Hash(h, &rev.Copy)); err != nil {
			return err
		}
		h.ScheduledAt, h.ScheduledBy = in.PublishAt, access.Of(ctx).StaffID
		if h.Publication != PublicationPublished {
			h.Publication = PublicationScheduled
		}
		if err := s.jobs.Schedule(ctx, jobPublish, jobPublish+":"+h.Key.String(), h.Key, h.ScheduledAt); err != nil {
			return err
		}
		return s.keep(ctx, h, g, "schedule", "11c", h.ScheduledAt.Format(time.RFC3339))
	})
}

// CancelSchedule takes the set time back; the content stays approved.
func (s *Service) CancelSchedule(ctx context.Context, in VersionInput) (Post, error) {
	return s.step(ctx, in.ID, in.ExpectedVersion, ActionSchedule, func(ctx context.Context, h *Head, _ *approval.Approval, g access.Grant) error {
		if h.ScheduledAt.IsZero() {
			return fault.User(fault.WrongState, fault.Text{VI: "Bài viết chưa được hẹn giờ đăng.", EN: "No publication is scheduled."}, "")
		}
		if err := s.unschedule(ctx, h); err != nil {
			return err
		}
		return s.keep(ctx, h, g, "cancel_schedule", "11c", "")
	})
}

// Unpublish takes a post down, with a reason that the department, the website section and the Board are told. A
// director's take-down takes the consent back too.
func (s *Service) Unpublish(ctx context.Context, in ReasonInput) (Post, error) {
	return s.because(ctx, in, ActionUnpublish, func(ctx context.Context, h *Head, a *approval.Approval, g access.Grant, why string) error {
		if access.Of(ctx).Is(access.Director) && a != nil && a.State == approval.Approved && h.Working == WorkingNone {
			g, _ = access.Of(ctx).Grant(access.Director, h.Department)
			if err := s.approvals.End(ctx, a, approval.Revoke, g, why); err != nil {
				return err
			}
		}
		return s.takeDown(ctx, h, a, g, PublicationUnpublished, inbox.Unpublished, "unpublish", why)
	})
}

// Archive takes a post off the site for good.
func (s *Service) Archive(ctx context.Context, in ReasonInput) (Post, error) {
	return s.because(ctx, in, ActionArchive, func(ctx context.Context, h *Head, a *approval.Approval, g access.Grant, why string) error {
		return s.takeDown(ctx, h, a, g, PublicationArchived, inbox.Unpublished, "archive", why)
	})
}

// putOn makes the working copy the published revision, if it is what was consented to. The poster's public alias is
// shown with it.
func (s *Service) putOn(ctx context.Context, h *Head, a *approval.Approval, g access.Grant, poster db.ID) error {
	rev, err := s.revision(ctx, h.WorkingRevision)
	if err != nil {
		return err
	}
	if err := s.approvals.CheckHash(a, Hash(h, &rev.Copy)); err != nil {
		return err
	}
	alias, err := s.aliasOf(ctx, poster)
	if err != nil {
		return err
	}
	if err := s.unschedule(ctx, h); err != nil {
		return err
	}
	now := s.db.Now(ctx)
	h.Publication, h.PublishedRevision = PublicationPublished, h.WorkingRevision
	h.Working, h.WorkingRevision = WorkingNone, db.ID{}
	h.PosterAlias, h.UpdatedPublicAt, h.UnpublishReason = alias, now, ""
	if h.PublishedAt.IsZero() {
		h.PublishedAt = now
	}
	if err := s.approvals.CarryOut(ctx, a, g); err != nil {
		return err
	}
	if err := s.project(ctx, h, rev); err != nil {
		return err
	}
	if a.Flow == approval.PublicationInternal { // the Board and the website section hear of it now
		err = s.tellAll(ctx, h, a, inbox.Published, "")
	} else {
		err = s.approvals.Tell(ctx, a, inbox.Published, "", a.Author, a.Submitter)
	}
	if err != nil {
		return err
	}
	return s.keep(ctx, h, g, "publish", "11c", "")
}

// takeDown takes the published revision off the site and tells all three: department, website section and Board.
func (s *Service) takeDown(ctx context.Context, h *Head, a *approval.Approval, g access.Grant, to Publication, kind inbox.Kind, action, why string) error {
	if err := s.setExpiry(ctx, h, nil, db.Time{}); err != nil {
		return err
	}
	h.Publication, h.UnpublishReason, h.Pinned = to, why, false
	if err := s.unproject(ctx, h); err != nil {
		return err
	}
	if err := s.tellAll(ctx, h, a, kind, why); err != nil {
		return err
	}
	return s.keep(ctx, h, g, action, "11c", why)
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
	n := inbox.Notice{Kind: kind, SubjectKind: "post", Subject: h.Key, Detail: why}
	if a != nil {
		n.Approval = a.Key
	}
	return s.inbox.Tell(ctx, n, people...)
}

// backToDraft opens the working copy for its author again; a set time is taken back.
func (s *Service) backToDraft(ctx context.Context, h *Head) error {
	h.Working, h.AtBoard, h.Approval = WorkingDraft, false, db.ID{}
	return s.unschedule(ctx, h)
}

// unschedule takes a set time back.
func (s *Service) unschedule(ctx context.Context, h *Head) error {
	if h.ScheduledAt.IsZero() {
		return nil
	}
	h.unscheduled()
	return s.jobs.Cancel(ctx, jobPublish+":"+h.Key.String())
}

// setExpiry sets or clears when the post comes down by itself.
func (s *Service) setExpiry(ctx context.Context, h *Head, at *db.Time, after db.Time) error {
	if at == nil || at.IsZero() {
		if h.ExpiresAt.IsZero() {
			return nil
		}
		h.ExpiresAt = db.Time{}
		return s.jobs.Cancel(ctx, jobExpire+":"+h.Key.String())
	}
	if !at.After(after.Time) || at.After(after.Add(10*maxAhead)) {
		return fault.User(fault.Invalid, fault.Text{
			VI: "Thời điểm gỡ phải sau thời điểm đăng.", EN: "The time of removal comes after publication."}, "input.unpublishAt")
	}
	h.ExpiresAt = *at
	return s.jobs.Schedule(ctx, jobExpire, jobExpire+":"+h.Key.String(), h.Key, *at)
}

// publishDue is the job at the set time. What changed in between, or is no longer consented to, is not published: the
// website section is told instead.
func (s *Service) publishDue(ctx context.Context, key db.ID) error {
	h, err := s.anyHead(ctx, key)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if h.ScheduledAt.IsZero() || h.ScheduledAt.After(s.db.Now(ctx).Time) {
		return nil
	}
	a, err := s.approvalOf(ctx, h)
	if err != nil {
		return err
	}
	system, poster := access.Grant{Role: access.System}, h.ScheduledBy
	h.unscheduled() // in place of unschedule: a job does not cancel itself
	refusal := publishable(h, a)
	if refusal == nil {
		rev, err := s.revision(ctx, h.WorkingRevision)
		if err != nil {
			return err
		}
		refusal = s.approvals.CheckHash(a, Hash(h, &rev.Copy))
	}
	if refusal == nil {
		return s.putOn(ctx, h, a, system, poster)
	}
	editors, err := s.directory.Holders(ctx, access.WebEditor)
	if err != nil {
		return err
	}
	n := inbox.Notice{Kind: inbox.StaleHash, SubjectKind: "post", Subject: h.Key, Approval: h.Approval}
	if err := s.inbox.Tell(ctx, n, append(editors, h.Author)...); err != nil {
		return err
	}
	return s.keep(ctx, h, system, "publish_refused", "11c", refusal.Error())
}

// expireDue is the job that takes a post down at its time.
func (s *Service) expireDue(ctx context.Context, key db.ID) error {
	h, err := s.anyHead(ctx, key)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil || h.Publication != PublicationPublished || h.ExpiresAt.IsZero() || h.ExpiresAt.After(s.db.Now(ctx).Time) {
		return err
	}
	h.ExpiresAt = db.Time{} // a job does not cancel itself
	a, err := s.approvalOf(ctx, h)
	if err != nil {
		return err
	}
	return s.takeDown(ctx, h, a, access.Grant{Role: access.System}, PublicationUnpublished, inbox.Unpublished, "expire", "Hết hạn đăng")
}

// anyHead reads a head for the program itself: no person asks.
func (s *Service) anyHead(ctx context.Context, id db.ID) (*Head, error) {
	return s.headForUpdate(ctx, id, access.Reach{SQL: "1 = 1"})
}

// subject lets the approval engine run over posts.
type subject struct{ s *Service }

// Snapshot reads the post and the hash of its working copy as they are stored now.
func (p subject) Snapshot(ctx context.Context, id db.ID) (approval.Snapshot, error) {
	h, err := p.s.anyHead(ctx, id)
	if err != nil {
		return approval.Snapshot{}, err
	}
	sub := approval.Snapshot{Kind: "post", ID: id, Department: h.Department, Author: h.Author, Submitter: h.Submitter, About: h.Person, Target: h.Target()}
	if !h.WorkingRevision.IsZero() {
		rev, err := p.s.revision(ctx, h.WorkingRevision)
		if err != nil {
			return sub, err
		}
		sub.Hash = Hash(h, &rev.Copy)
	}
	owners, err := p.s.departments.ByIDs(ctx, []db.ID{h.Department})
	if err != nil {
		return sub, err
	}
	actor, owner := access.Of(ctx), owners[h.Department]
	switch {
	case owner != nil && owner.Kind == department.Board:
		sub.SkipEndorsement = "BOARD"
	case actor.Is(access.WebEditor) && actor.Home == h.Department:
		sub.SkipEndorsement = "WEBSITE_SECTION"
	}
	return sub, nil
}

// Moved carries out on the post what happened to its approval.
func (p subject) Moved(ctx context.Context, a *approval.Approval, d approval.Decision) error {
	s := p.s
	h, err := s.anyHead(ctx, a.Subject)
	if err != nil {
		return err
	}
	h.Approval, h.AtBoard = a.Key, a.AtBoard
	g := access.Grant{Role: d.Role, OnBehalfOf: d.OnBehalfOf}
	switch a.State {
	case approval.Pending:
		h.Working = WorkingInReview
	case approval.Rejected, approval.Returned:
		if err := s.backToDraft(ctx, h); err != nil {
			return err
		}
	case approval.Approved:
		h.Working = WorkingApproved
		ordered, err := s.approvals.Ordered(ctx, a)
		switch {
		case err != nil:
			return err
		case a.Flow == approval.PublicationInternal:
			return s.putOn(ctx, h, a, g, access.Of(ctx).StaffID)
		case ordered:
			return s.publishByOrder(ctx, h, a, g)
		}
	}
	return s.keep(ctx, h, g, "moved", "11c", string(a.State)+" "+string(a.Step))
}

// publishByOrder publishes an urgent post on a director's order, in the website section's name, and opens a check for
// the next working day.
func (s *Service) publishByOrder(ctx context.Context, h *Head, a *approval.Approval, g access.Grant) error {
	editors, err := s.directory.Holders(ctx, access.WebEditor)
	if err != nil {
		return err
	}
	due := calendar.NextWorkingDay(s.db.Now(ctx).Time)
	n := inbox.Notice{Kind: inbox.UrgentCheck, SubjectKind: "post", Subject: h.Key, Approval: a.Key, Detail: due.Format("15:04 02/01/2006")}
	if err := s.inbox.Tell(ctx, n, editors...); err != nil {
		return err
	}
	return s.putOn(ctx, h, a, g, db.ID{})
}
