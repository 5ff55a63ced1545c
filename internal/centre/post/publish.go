package post

import (
	"context"
	"errors"
	"time"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
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
	return s.do(ctx, act.Want{Action: ActionPublish, ID: in.ID, Version: in.ExpectedVersion}, func(ctx context.Context, m *matter, g access.Grant) (act.Line, error) {
		err := m.setExpiry(ctx, in.UnpublishAt, s.db.Now(ctx))
		if err == nil {
			err = m.putOn(ctx, g, access.Of(ctx).StaffID)
		}
		return act.Line{Action: "post.publish", Article: "11c"}, err
	})
}

// ScheduleInput sets the time at which approved content goes on the site.
type ScheduleInput struct {
	PublishInput
	PublishAt db.Time
}

// Schedule sets when approved content goes on the site. The hash is checked now and again when the time comes.
func (s *Service) Schedule(ctx context.Context, in ScheduleInput) (Post, error) {
	return s.do(ctx, act.Want{Action: ActionSchedule, ID: in.ID, Version: in.ExpectedVersion}, func(ctx context.Context, m *matter, _ access.Grant) (act.Line, error) {
		return act.Line{Action: "post.schedule", Article: "11c", Detail: in.PublishAt.Format(time.RFC3339)}, m.schedule(ctx, in)
	})
}

func (m *matter) schedule(ctx context.Context, in ScheduleInput) error {
	now := m.s.db.Now(ctx)
	if !in.PublishAt.After(now.Time) || in.PublishAt.After(now.Add(maxAhead)) {
		return fault.User(fault.Invalid, fault.Text{
			VI: "Thời điểm đăng phải ở tương lai, trong vòng một năm.", EN: "The time of publication lies ahead, within a year."}, "input.publishAt")
	}
	if err := m.setExpiry(ctx, in.UnpublishAt, in.PublishAt); err != nil {
		return err
	}
	if err := m.checkHash(ctx); err != nil {
		return err
	}
	m.ScheduledAt, m.ScheduledBy = in.PublishAt, access.Of(ctx).StaffID
	if m.Publication != PublicationPublished {
		m.Publication = PublicationScheduled
	}
	return m.s.jobs.Schedule(ctx, jobPublish, jobPublish+":"+m.Key.String(), m.Key, m.ScheduledAt)
}

// checkHash reports whether the working copy is what its approval is about; StaleHash otherwise.
func (m *matter) checkHash(ctx context.Context) error {
	c, err := m.approval(ctx)
	if err != nil {
		return err
	}
	now, err := m.Snapshot(ctx)
	if err != nil {
		return err
	}
	return m.s.approvals.CheckHash(c.Approval, now.Hash)
}

// CancelSchedule takes the set time back; the content stays approved.
func (s *Service) CancelSchedule(ctx context.Context, in VersionInput) (Post, error) {
	return s.do(ctx, act.Want{Action: ActionCancelSchedule, ID: in.ID, Version: in.ExpectedVersion}, func(ctx context.Context, m *matter, _ access.Grant) (act.Line, error) {
		return act.Line{Action: "post.cancel_schedule", Article: "11c"}, m.unschedule(ctx)
	})
}

// Unpublish takes a post down, with a reason that the department, the website section and the Board are told. A
// director's take-down takes the consent back too.
func (s *Service) Unpublish(ctx context.Context, in ReasonInput) (Post, error) {
	why, wrong := in.check()
	w := act.Want{Action: ActionUnpublish, ID: in.ID, Version: in.ExpectedVersion, Fault: wrong}
	return s.do(ctx, w, func(ctx context.Context, m *matter, g access.Grant) (act.Line, error) {
		if director, ok := access.Of(ctx).Grant(access.Director, m.Department); ok {
			g = director
			if err := m.revokePublished(ctx, g, why); err != nil {
				return act.Line{}, err
			}
		}
		line := act.Line{Action: "post.unpublish", Article: "11c", Detail: why, Grant: g}
		return line, m.takeDown(ctx, PublicationUnpublished, inbox.Unpublished, why)
	})
}

// Archive takes a post off the site for good.
func (s *Service) Archive(ctx context.Context, in ReasonInput) (Post, error) {
	return s.because(ctx, in, ActionArchive, act.Line{Action: "post.archive", Article: "11c"}, func(ctx context.Context, m *matter, _ access.Grant, why string) error {
		return m.takeDown(ctx, PublicationArchived, inbox.Unpublished, why)
	})
}

// putOn makes the working copy the published revision, if it is what was consented to. The poster's public alias is
// shown with it; content that moved in from an older site keeps the time and the name of its origin.
func (m *matter) putOn(ctx context.Context, g access.Grant, poster db.ID) error {
	s := m.s
	if err := m.checkHash(ctx); err != nil {
		return err
	}
	alias, err := s.aliasOf(ctx, poster)
	if err != nil {
		return err
	}
	if err := m.unschedule(ctx); err != nil {
		return err
	}
	now := s.db.Now(ctx)
	m.Publication, m.PublishedRevision = PublicationPublished, m.WorkingRevision
	m.Working, m.WorkingRevision, m.PublishedApproval = WorkingNone, db.ID{}, m.now.Key
	m.PosterAlias, m.UpdatedPublicAt, m.UnpublishReason = alias, now, ""
	if o := m.rev.Content.V.Origin; o != (Origin{}) {
		m.PosterAlias, m.PublishedAt.Time = o.PostedBy, o.PostedAt
	} else if m.PublishedAt.IsZero() {
		m.PublishedAt.Time = now
	}
	if err := s.approvals.CarryOut(ctx, m.now, approval.Publish, g, ""); err != nil {
		return err
	}
	if err := s.project(ctx, m.Head, m.rev); err != nil {
		return err
	}
	if m.now.Flow == approval.PublicationInternal { // the Board and the website section hear of it now
		return m.tellAll(ctx, m.now.Approval, inbox.Published, "")
	}
	return s.approvals.Tell(ctx, m.now.Approval, inbox.Published, "", m.now.Author, m.now.Submitter)
}

// takeDown takes the published revision off the site and tells all three: department, website section and Board.
func (m *matter) takeDown(ctx context.Context, to Publication, kind inbox.Kind, why string) error {
	if err := m.setExpiry(ctx, nil, db.Time{}); err != nil {
		return err
	}
	m.Publication, m.UnpublishReason, m.Pinned = to, why, false
	if err := m.s.unproject(ctx, m.Head); err != nil {
		return err
	}
	return m.tellAll(ctx, nil, kind, why)
}

// unschedule takes a set time back.
func (m *matter) unschedule(ctx context.Context) error {
	if m.ScheduledAt.IsZero() {
		return nil
	}
	m.unscheduled()
	return m.s.jobs.Cancel(ctx, jobPublish+":"+m.Key.String())
}

// setExpiry sets or clears when the post comes down by itself.
func (m *matter) setExpiry(ctx context.Context, at *db.Time, after db.Time) error {
	name := jobExpire + ":" + m.Key.String()
	if at == nil || at.IsZero() {
		if m.ExpiresAt.IsZero() {
			return nil
		}
		m.ExpiresAt = db.Time{}
		return m.s.jobs.Cancel(ctx, name)
	}
	if !at.After(after.Time) || at.After(after.Add(10*maxAhead)) {
		return fault.User(fault.Invalid, fault.Text{
			VI: "Thời điểm gỡ phải sau thời điểm đăng.", EN: "The time of removal comes after publication."}, "input.unpublishAt")
	}
	m.ExpiresAt = *at
	return m.s.jobs.Schedule(ctx, jobExpire, name, m.Key, *at)
}

// publishDue is the job at the set time. What changed in between, or is no longer consented to, is not published: the
// website section is told instead.
func (s *Service) publishDue(ctx context.Context, key db.ID) error {
	m, err := s.openFor(ctx, key)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil || m.ScheduledAt.IsZero() || m.ScheduledAt.After(s.db.Now(ctx).Time) {
		return err
	}
	system, poster := access.Grant{Role: access.System}, m.ScheduledBy
	m.unscheduled() // in place of unschedule: a job does not cancel itself
	line := act.Line{Action: "post.publish", Article: "11c", Grant: system}
	refusal := m.refusal(ctx)
	if refusal == nil {
		if err := m.putOn(ctx, system, poster); err != nil {
			return err
		}
		return m.Keep(ctx, line)
	}
	why, ok := errors.AsType[*fault.RuleError](refusal)
	if !ok {
		return refusal
	}
	editors, err := s.directory.Holders(ctx, access.WebEditor)
	if err != nil {
		return err
	}
	n := inbox.Notice{Kind: inbox.Refused, SubjectKind: "post", Subject: m.Key, Approval: m.Approval, Detail: why.Text.VI}
	if err := s.inbox.Tell(ctx, n, append(editors, m.Author)...); err != nil {
		return err
	}
	line.Action, line.Detail = "post.publish_refused", refusal.Error()
	return m.Keep(ctx, line)
}

// refusal is why a scheduled publication does not happen at its time, nil when it may.
func (m *matter) refusal(ctx context.Context) error {
	if err := m.publishable(ctx); err != nil {
		return err
	}
	if !m.ExpiresAt.IsZero() && !m.ExpiresAt.After(m.s.db.Now(ctx).Time) { // after downtime, say
		return fault.User(fault.WrongState, fault.Text{
			VI: "Thời hạn đăng đã hết trước khi bài được đăng.", EN: "The time of removal passed before it could be published."}, "")
	}
	return m.checkHash(ctx)
}

// expireDue is the job that takes a post down at its time.
func (s *Service) expireDue(ctx context.Context, key db.ID) error {
	m, err := s.openFor(ctx, key)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil || m.Publication != PublicationPublished || m.ExpiresAt.IsZero() || m.ExpiresAt.After(s.db.Now(ctx).Time) {
		return err
	}
	m.ExpiresAt = db.Time{} // a job does not cancel itself
	const why = "Hết hạn đăng"
	if err := m.takeDown(ctx, PublicationUnpublished, inbox.Unpublished, why); err != nil {
		return err
	}
	return m.Keep(ctx, act.Line{Action: "post.expire", Article: "11c", Detail: why, Grant: access.Grant{Role: access.System}})
}

// publishByOrder publishes an urgent post on a director's order, in the website section's name, and opens a check for
// the next working day.
func (m *matter) publishByOrder(ctx context.Context, g access.Grant) error {
	editors, err := m.s.directory.Holders(ctx, access.WebEditor)
	if err != nil {
		return err
	}
	due := calendar.NextWorkingDay(m.s.db.Now(ctx).Time)
	n := inbox.Notice{Kind: inbox.UrgentCheck, SubjectKind: "post", Subject: m.Key, Approval: m.now.Key, Detail: due.Format("15:04 02/01/2006")}
	if err := m.s.inbox.Tell(ctx, n, editors...); err != nil {
		return err
	}
	return m.putOn(ctx, g, db.ID{})
}
