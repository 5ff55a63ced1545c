package post

import (
	"context"
	"errors"
	"time"

	"github.com/99designs/gqlgen/graphql"

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
	// UnpublishAt takes it down again by itself; left out it stays as it is, null takes it away.
	UnpublishAt graphql.Omittable[db.Time]
	// Reason says why a version for fewer readers takes the post off the public site, or why a post is put back.
	Reason *string
}

// why is the reason in its stored form, "" if none is given.
func (in PublishInput) why() (string, error) {
	if in.Reason == nil {
		return "", nil
	}
	return ReasonInput{Reason: *in.Reason}.check()
}

// Publish puts approved content on the site now (Art. 11c): exactly the content that was consented to. What was taken down
// goes back under the consent that it has.
func (s *Service) Publish(ctx context.Context, in PublishInput) (Post, error) {
	why, wrong := in.why()
	w := act.Want{Action: ActionPublish, ID: in.ID, Version: in.ExpectedVersion, Fault: wrong}
	return s.do(ctx, w, func(ctx context.Context, m *matter, g access.Grant) (act.Line, error) {
		line := act.Line{Action: "post.publish", Article: "11c", Detail: why}
		if m.narrows() && why == "" {
			return line, needsReason("input.reason")
		}
		if err := m.setExpiry(ctx, in.UnpublishAt, s.db.Now(ctx)); err != nil {
			return line, err
		}
		return line, m.putOn(ctx, g, access.Of(ctx).StaffID, why)
	})
}

// ScheduleInput sets the time at which approved content goes on the site.
type ScheduleInput struct {
	ID              string
	ExpectedVersion int
	PublishAt       db.Time
	// UnpublishAt takes it down again by itself; left out it stays as it is, null takes it away.
	UnpublishAt graphql.Omittable[db.Time]
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
		return fault.User(fault.Invalid, publishWithinYear, "input.publishAt")
	}
	if err := m.setExpiry(ctx, in.UnpublishAt, in.PublishAt); err != nil {
		return err
	}
	if err := m.checkHash(ctx); err != nil {
		return err
	}
	if err := m.s.queue(ctx, m.Head); err != nil {
		return err
	}
	if err := m.first(ctx, coming); err != nil {
		return err
	}
	m.ScheduledAt, m.ScheduledBy = in.PublishAt, access.Of(ctx).StaffID
	if m.Publication != PublicationPublished && m.Publication != PublicationArchived {
		m.Publication = PublicationScheduled
	}
	return m.s.jobs.Schedule(ctx, jobPublish, jobPublish+":"+m.Key.String(), m.Key, m.ScheduledAt)
}

// standing is the consent under which something could go onto the site now: of the approved working copy, else of what
// was taken down. It is nil if there is none, or it was taken back.
func (m *matter) standing(ctx context.Context) (c *approval.Case, err error) {
	switch {
	case m.Working == WorkingApproved:
		c, err = m.approval(ctx)
	case m.returns():
		c, err = m.consent(ctx)
	}
	if err != nil || c == nil || c.State != approval.Approved {
		return nil, err
	}
	return c, nil
}

// coming is the revision that would go onto the site now.
func (m *matter) coming(ctx context.Context) (*Revision, error) {
	if !m.returns() {
		return m.working(ctx)
	}
	if m.back != nil {
		return m.back, nil
	}
	var err error
	m.back, err = m.s.revision(ctx, m.PublishedRevision)
	return m.back, err
}

// checkHash reports whether what would go onto the site is what its consent is about; StaleHash otherwise.
func (m *matter) checkHash(ctx context.Context) error {
	c, err := m.standing(ctx)
	if err != nil {
		return err
	}
	rev, err := m.coming(ctx)
	if err != nil {
		return err
	}
	return m.s.approvals.CheckHash(c.Approval, Hash(m.Head, &rev.Copy))
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

// Archive takes a post off the site for good: only a newer version, under a consent of its own, brings it back. One that its
// department has not sent to the website section and the Board stays where it is.
func (s *Service) Archive(ctx context.Context, in ReasonInput) (Post, error) {
	return s.because(ctx, in, ActionArchive, act.Line{Action: "post.archive", Article: "11c"}, func(ctx context.Context, m *matter, _ access.Grant, why string) error {
		return m.takeDown(ctx, PublicationArchived, inbox.Unpublished, why)
	})
}

// putOn makes what is consented to the published revision, if it is still what the consent is about, and tells of it: as
// of a taking off, with its reason, where the post leaves the public site by it.
func (m *matter) putOn(ctx context.Context, g access.Grant, poster db.ID, why string) error {
	if err := m.s.queue(ctx, m.Head); err != nil {
		return err
	}
	if err := m.checkHash(ctx); err != nil {
		return err
	}
	c, err := m.standing(ctx)
	if err != nil {
		return err
	}
	if err := m.publishable(ctx); err != nil {
		return err
	}
	back := m.returns()
	m.narrowed = m.narrows()
	if err := m.land(ctx, c, poster); err != nil {
		return err
	}
	if err := m.s.approvals.CarryOut(ctx, c, approval.Publish, g, why); err != nil {
		return err
	}
	switch {
	case m.narrowed:
		return m.tellAll(ctx, c.Approval, inbox.Unpublished, why)
	case back, c.Inside(): // so far they know that it was down, or nothing of it
		return m.tellAll(ctx, c.Approval, inbox.Published, why)
	}
	return m.s.approvals.Tell(ctx, c.Approval, inbox.Published, why, c.Author, c.Submitter)
}

// land puts the coming revision on the site under its consent. The poster's public alias is shown with it; content that
// moved in from an older site keeps the time and the name of its origin. Where another post took the address that the draft
// showed, the author is notified.
func (m *matter) land(ctx context.Context, consent *approval.Case, poster db.ID) error {
	rev, err := m.coming(ctx)
	if err != nil {
		return err
	}
	alias, err := m.s.aliasOf(ctx, poster)
	if err != nil {
		return err
	}
	if err := m.unschedule(ctx); err != nil {
		return err
	}
	if !m.returns() {
		m.Working, m.WorkingRevision = WorkingNone, db.ID{}
	}
	now := m.s.db.Now(ctx)
	m.Publication, m.PublishedApproval, m.PublishedAtBoard = PublicationPublished, consent.Key, consent.AtBoard
	m.PosterAlias, m.UpdatedPublicAt, m.UnpublishReason, m.DownAt = alias, now, "", db.Time{}
	if o := rev.Content.V.Origin; o != (Origin{}) {
		m.PosterAlias, m.PublishedAt.Time = o.PostedBy, o.PostedAt
	} else if m.PublishedAt.IsZero() {
		m.PublishedAt.Time = now
	}
	if err := m.s.refind(ctx, m.Head); err != nil { // what is found off the site is found on it now
		return err
	}
	shown := m.Slug
	if err := m.s.project(ctx, m.Head, rev); err != nil || m.Slug == shown {
		return err
	}
	n := inbox.Notice{Kind: inbox.AddressChanged, SubjectKind: "post", Subject: m.Key, Approval: consent.Key, Detail: postPath + m.Slug}
	return m.s.inbox.Tell(ctx, n, unique([]db.ID{m.Author, m.Submitter})...)
}

func needsReason(path string) error {
	return fault.User(fault.Required, narrowingReason, path).By("11c")
}

// takeDown takes the published revision off the site and tells all three: department, website section and Board.
func (m *matter) takeDown(ctx context.Context, to Publication, kind inbox.Kind, why string) error {
	if err := m.stay(ctx); err != nil {
		return err
	}
	m.Publication, m.UnpublishReason, m.Pinned = to, why, false
	if m.DownAt.IsZero() { // what is archived may have been down before
		m.DownAt = m.s.db.Now(ctx)
	}
	if err := m.s.unproject(ctx, m.Head); err != nil {
		return err
	}
	if err := m.s.refind(ctx, m.Head); err != nil {
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

// stay takes the time of removal away.
func (m *matter) stay(ctx context.Context) error {
	if m.ExpiresAt.IsZero() {
		return nil
	}
	m.ExpiresAt = db.Time{}
	return m.s.jobs.Cancel(ctx, expiry(m.Key))
}

func expiry(post db.ID) string { return jobExpire + ":" + post.String() }

// setExpiry sets when the post comes down by itself, after a publication at a time; null takes the time away. One that is
// left out stays as it is, and has to fit as well.
func (m *matter) setExpiry(ctx context.Context, wish graphql.Omittable[db.Time], after db.Time) error {
	at, given := wish.ValueOK()
	if !given {
		at = m.ExpiresAt
	}
	if at.IsZero() {
		return m.stay(ctx)
	}
	if !at.After(after.Time) || at.After(after.Add(10*maxAhead)) {
		return fault.User(fault.Invalid, removedTooEarly, "input.unpublishAt")
	}
	if at == m.ExpiresAt {
		return nil
	}
	m.ExpiresAt = at
	return m.s.jobs.Schedule(ctx, jobExpire, expiry(m.Key), m.Key, at)
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
	m.unscheduled() // instead of unschedule: a job does not cancel itself
	line := act.Line{Action: "post.publish", Article: "11c", Grant: system}
	refusal := m.refusal(ctx)
	if refusal == nil {
		if err := m.putOn(ctx, system, poster, ""); err != nil {
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
	if m.expired(ctx) {
		m.ExpiresAt = db.Time{}
	}
	line.Action, line.Detail = "post.publish_refused", refusal.Error()
	return m.Keep(ctx, line)
}

// refusal is why a scheduled publication does not happen at its time, nil when it may.
func (m *matter) refusal(ctx context.Context) error {
	if err := m.publishable(ctx); err != nil {
		return err
	}
	if m.narrows() { // it went onto the public site since
		return needsReason("")
	}
	if m.expired(ctx) { // after downtime, say
		return fault.User(fault.WrongState, removalPassed, "")
	}
	return m.checkHash(ctx)
}

// expired reports whether the time of removal is over.
func (m *matter) expired(ctx context.Context) bool {
	return !m.ExpiresAt.IsZero() && !m.ExpiresAt.After(m.s.db.Now(ctx).Time)
}

// expireDue is the job that takes a post down at its time. What is not on the site then has no such time any more; what is
// still to be published, the job that does that refuses.
func (s *Service) expireDue(ctx context.Context, key db.ID) error {
	m, err := s.openFor(ctx, key)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil || !m.expired(ctx) || m.Publication == PublicationScheduled {
		return err
	}
	m.ExpiresAt = db.Time{} // a job does not cancel itself
	why := removalDue.VI
	if m.Publication != PublicationPublished {
		return m.Keep(ctx, act.Line{Action: "post.removal_lapsed", Article: "11c", Detail: why, Grant: access.Grant{Role: access.System}})
	}
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
	return m.putOn(ctx, g, db.ID{}, "")
}
