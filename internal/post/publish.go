package post

import (
	"context"
	"errors"
	"time"

	"ttyt/internal/access"
	"ttyt/internal/approval"
	"ttyt/internal/calendar"
	"ttyt/internal/db"
	"ttyt/internal/fault"
	"ttyt/internal/inbox"
)

// maxAhead bounds how far ahead a publication or a removal is scheduled.
const maxAhead = 366 * 24 * time.Hour

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
	return s.because(ctx, in, ActionUnpublish, func(ctx context.Context, h *Head, _ *approval.Approval, g access.Grant, why string) error {
		if director, ok := access.Of(ctx).Grant(access.Director, h.Department); ok {
			g = director
			if err := s.revokePublished(ctx, h, g, why); err != nil {
				return err
			}
		}
		return s.takeDown(ctx, h, g, PublicationUnpublished, inbox.Unpublished, "unpublish", why)
	})
}

// Archive takes a post off the site for good.
func (s *Service) Archive(ctx context.Context, in ReasonInput) (Post, error) {
	return s.because(ctx, in, ActionArchive, func(ctx context.Context, h *Head, _ *approval.Approval, g access.Grant, why string) error {
		return s.takeDown(ctx, h, g, PublicationArchived, inbox.Unpublished, "archive", why)
	})
}

// putOn makes the working copy the published revision, if it is what was consented to. The poster's public alias is
// shown with it; content that moved in from an older site keeps the time and the name of its origin.
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
	h.Working, h.WorkingRevision, h.PublishedApproval = WorkingNone, db.ID{}, a.Key
	h.PosterAlias, h.UpdatedPublicAt, h.UnpublishReason = alias, now, ""
	if o := rev.Content.V.Origin; o != (Origin{}) {
		h.PosterAlias, h.PublishedAt.Time = o.PostedBy, o.PostedAt
	} else if h.PublishedAt.IsZero() {
		h.PublishedAt.Time = now
	}
	if err := s.approvals.CarryOut(ctx, a, approval.Publish, g, ""); err != nil {
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
func (s *Service) takeDown(ctx context.Context, h *Head, g access.Grant, to Publication, kind inbox.Kind, action, why string) error {
	if err := s.setExpiry(ctx, h, nil, db.Time{}); err != nil {
		return err
	}
	h.Publication, h.UnpublishReason, h.Pinned = to, why, false
	if err := s.unproject(ctx, h); err != nil {
		return err
	}
	if err := s.tellAll(ctx, h, nil, kind, why); err != nil {
		return err
	}
	return s.keep(ctx, h, g, action, "11c", why)
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
	refusal := s.refusal(ctx, h, a)
	if refusal == nil {
		return s.putOn(ctx, h, a, system, poster)
	}
	why, ok := errors.AsType[*fault.RuleError](refusal)
	if !ok {
		return refusal
	}
	editors, err := s.directory.Holders(ctx, access.WebEditor)
	if err != nil {
		return err
	}
	n := inbox.Notice{Kind: inbox.Refused, SubjectKind: "post", Subject: h.Key, Approval: h.Approval, Detail: why.Text.VI}
	if err := s.inbox.Tell(ctx, n, append(editors, h.Author)...); err != nil {
		return err
	}
	return s.keep(ctx, h, system, "publish_refused", "11c", refusal.Error())
}

// refusal is why a scheduled publication does not happen at its time, nil when it may.
func (s *Service) refusal(ctx context.Context, h *Head, a *approval.Approval) error {
	if err := publishable(h, a); err != nil {
		return err
	}
	if !h.ExpiresAt.IsZero() && !h.ExpiresAt.After(s.db.Now(ctx).Time) { // after downtime, say
		return fault.User(fault.WrongState, fault.Text{
			VI: "Thời hạn đăng đã hết trước khi bài được đăng.", EN: "The time of removal passed before it could be published."}, "")
	}
	rev, err := s.revision(ctx, h.WorkingRevision)
	if err != nil {
		return err
	}
	return s.approvals.CheckHash(a, Hash(h, &rev.Copy))
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
	return s.takeDown(ctx, h, access.Grant{Role: access.System}, PublicationUnpublished, inbox.Unpublished, "expire", "Hết hạn đăng")
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
