package post

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
	"ttyt.example/ttyt/internal/core/job"
)

// The jobs of posts.
const (
	jobPublish = "post.publish"
	jobExpire  = "post.expire"
)

// registerWorkflow makes the approval engine and the job runner know posts.
func (s *Service) registerWorkflow() {
	s.approvals.Register("post", subject{s})
	s.jobs.Handle(jobPublish, func(ctx context.Context, j job.Job) error { return s.publishDue(ctx, j.Subject) })
	s.jobs.Handle(jobExpire, func(ctx context.Context, j job.Job) error { return s.expireDue(ctx, j.Subject) })
}

// SubmitInput puts a draft up for consent.
type SubmitInput struct {
	ID              string
	ExpectedVersion int
	// Privacy is the patient-privacy check; PrivacyNote says where the signed forms are kept when it is CONSENT.
	Privacy     approval.Privacy
	PrivacyNote *string
	// Correction asks for a correction of what is published, on which one director decides.
	Correction *bool
}

// Submission is what a submission leads to.
type Submission struct {
	Post Post
	// Correction is whether it is one, nil if none was asked for.
	Correction *approval.Correction
}

// Submit puts the working copy up for consent (Art. 11c). The flow follows from audience and urgency, and from what
// changes where a correction is asked for: what is more than that goes through the full flow.
func (s *Service) Submit(ctx context.Context, in SubmitInput) (done Submission, err error) {
	note, wrong := in.note()
	done.Post, err = s.do(ctx, act.Want{Action: ActionSubmit, ID: in.ID, Version: in.ExpectedVersion, Fault: wrong}, func(ctx context.Context, m *matter, _ access.Grant) (act.Line, error) {
		line := act.Line{Action: "post.submit", Article: "11c"}
		if err := m.takeOver(ctx, &line); err != nil {
			return line, err
		}
		rev, err := m.working(ctx)
		if err != nil {
			return line, err
		}
		done.Correction = nil // of an attempt that did not last
		if in.Correction != nil && *in.Correction {
			if done.Correction, err = m.judge(ctx); err != nil {
				return line, err
			}
		}
		flow := flowOf(rev, done.Correction)
		m.Working, m.Submitter, m.SubmittedEver = WorkingInReview, access.Of(ctx).StaffID, true
		c, err := s.approvals.Begin(ctx, m, approval.Opening{
			Flow: flow, Urgent: flow == approval.PublicationUrgent, Privacy: in.Privacy, PrivacyNote: note, Correction: done.Correction})
		if err == nil && flow == approval.PublicationCorrection {
			err = s.approvals.TellParties(ctx, c, inbox.Correction, "")
		}
		return line, err
	})
	if err != nil {
		return Submission{}, err
	}
	return done, nil
}

// note is the note on the privacy check, in its stored form.
func (in SubmitInput) note() (string, error) {
	note := ""
	if in.PrivacyNote != nil {
		note = text.Line(*in.PrivacyNote)
	}
	if in.Privacy == approval.Consent && note == "" {
		return "", fault.User(fault.PrivacyCheck, consentPlace, "input.privacyNote")
	}
	var f input.Form
	f.Line("privacyNote", &note, reasonMax)
	return note, f.Err()
}

// do runs an act on one post and shows what it leaves.
func (s *Service) do(ctx context.Context, w act.Want, do func(ctx context.Context, m *matter, g access.Grant) (act.Line, error)) (Post, error) {
	m, err := s.acts.Do(ctx, w, do)
	return s.shown(ctx, m, err)
}

// flowOf chooses the publication flow. A correction is of a public post and leaves its audience.
func flowOf(rev *Revision, asked *approval.Correction) string {
	switch {
	case asked != nil && asked.Accepted():
		return approval.PublicationCorrection
	case rev.Audience == AudienceDepartment:
		return approval.PublicationDepartment
	case rev.Audience != AudiencePublic:
		return approval.PublicationInternal
	case rev.Urgent():
		return approval.PublicationUrgent
	}
	return approval.Publication
}

// ReasonInput names a post and why something is done to it.
type ReasonInput struct {
	ID              string
	ExpectedVersion int
	Reason          string
}

// reasonMax bounds a reason and the note on the privacy check, in characters.
const reasonMax = 500

func (in ReasonInput) check() (string, error) {
	var f input.Form
	f.Needed("reason", &in.Reason, reasonMax)
	return in.Reason, f.Err()
}

// because runs an act for a reason, which goes on record.
func (s *Service) because(ctx context.Context, in ReasonInput, action act.Action, line act.Line, do func(ctx context.Context, m *matter, g access.Grant, why string) error) (Post, error) {
	why, wrong := in.check()
	line.Detail = why
	return s.do(ctx, act.Want{Action: action, ID: in.ID, Version: in.ExpectedVersion, Fault: wrong}, func(ctx context.Context, m *matter, g access.Grant) (act.Line, error) {
		return line, do(ctx, m, g, why)
	})
}

// Withdraw takes back what is under review or approved, until it is published.
func (s *Service) Withdraw(ctx context.Context, in ReasonInput) (Post, error) {
	return s.because(ctx, in, ActionWithdraw, act.Line{Action: "post.withdraw", Article: "11c"}, func(ctx context.Context, m *matter, g access.Grant, why string) error {
		return m.end(ctx, approval.Withdraw, inbox.Withdrawn, g, why)
	})
}

// end ends the approval of what is not published yet, and opens the working copy for its author again.
func (m *matter) end(ctx context.Context, v approval.Verdict, kind inbox.Kind, g access.Grant, why string) error {
	c, err := m.approval(ctx)
	if err != nil {
		return err
	}
	if err := m.s.approvals.End(ctx, c, v, g, why); err != nil {
		return err
	}
	if err := m.backToDraft(ctx); err != nil {
		return err
	}
	return m.tellAll(ctx, c.Approval, kind, why)
}

// Hold stops the website section's publication of what is consented to, with a reason; Release lets it go on.
func (s *Service) Hold(ctx context.Context, in ReasonInput) (Post, error) {
	return s.because(ctx, in, ActionHold, act.Line{Action: "post.hold", Article: "10"}, func(ctx context.Context, m *matter, g access.Grant, why string) error {
		c, err := m.approval(ctx)
		if err != nil {
			return err
		}
		if err := s.approvals.SetHold(ctx, c, g, why); err != nil {
			return err
		}
		return s.approvals.Tell(ctx, c.Approval, inbox.Held, why, c.Author, c.Submitter)
	})
}

// VersionInput names a post and the version that was looked at.
type VersionInput struct {
	ID              string
	ExpectedVersion int
}

// Release lets publication go on.
func (s *Service) Release(ctx context.Context, in VersionInput) (Post, error) {
	return s.do(ctx, act.Want{Action: ActionRelease, ID: in.ID, Version: in.ExpectedVersion}, func(ctx context.Context, m *matter, g access.Grant) (act.Line, error) {
		c, err := m.approval(ctx)
		if err == nil {
			err = s.approvals.SetHold(ctx, c, g, "")
		}
		return act.Line{Action: "post.release", Article: "10"}, err
	})
}

// Revoke takes consent back: what is not published yet returns to a draft, what is published comes down.
func (s *Service) Revoke(ctx context.Context, in ReasonInput) (Post, error) {
	return s.because(ctx, in, ActionRevoke, act.Line{Action: "post.revoke", Article: "11c"}, func(ctx context.Context, m *matter, g access.Grant, why string) error {
		if m.Working == WorkingApproved {
			return m.end(ctx, approval.Revoke, inbox.Revoked, g, why)
		}
		if err := m.revokePublished(ctx, g, why); err != nil {
			return err
		}
		if m.Publication == PublicationUnpublished { // it is down, and stays so
			return m.tellAll(ctx, nil, inbox.Revoked, why)
		}
		return m.takeDown(ctx, PublicationUnpublished, inbox.Revoked, why)
	})
}

// revokePublished takes back the consent that the published revision stands under, whatever newer version is under way.
func (m *matter) revokePublished(ctx context.Context, g access.Grant, why string) error {
	c, err := m.consent(ctx)
	if err != nil || c == nil || c.State != approval.Approved {
		return err
	}
	return m.s.approvals.End(ctx, c, approval.Revoke, g, why)
}

// consent is the approval that the published revision stands under, nil if there is none.
func (m *matter) consent(ctx context.Context) (*approval.Case, error) {
	switch {
	case m.PublishedApproval.IsZero(), m.old != nil && m.old.Key == m.PublishedApproval:
		return m.old, nil
	case m.PublishedApproval == m.Approval:
		return m.approval(ctx)
	}
	a, err := m.s.approvals.Of(ctx, m.PublishedApproval)
	if err != nil {
		return nil, err
	}
	m.old = m.s.approvals.Case(a, m)
	return m.old, nil
}

// tellAll notifies the department (author, submitter, managers), and the website section and the Board where it had
// reached them.
func (m *matter) tellAll(ctx context.Context, a *approval.Approval, kind inbox.Kind, why string) error {
	people, err := m.ofDepartment(ctx)
	if err != nil {
		return err
	}
	if a == nil || a.AtBoard || m.Publication != PublicationNone {
		above, err := m.s.publishers(ctx)
		if err != nil {
			return err
		}
		people = append(people, above...)
	}
	n := inbox.Notice{Kind: kind, SubjectKind: "post", Subject: m.Key, Approval: m.PublishedApproval, Detail: why}
	if a != nil {
		n.Approval = a.Key
	}
	return m.s.inbox.Tell(ctx, n, people...)
}

// ofDepartment are author, submitter and the managers in office.
func (m *matter) ofDepartment(ctx context.Context) ([]db.ID, error) {
	people := []db.ID{m.Author}
	if !m.Submitter.IsZero() {
		people = append(people, m.Submitter)
	}
	_, managers, err := m.s.directory.Managers(ctx, m.Department)
	return append(people, managers...), err
}

// publishers are the website section and the Board.
func (s *Service) publishers(ctx context.Context) (people []db.ID, err error) {
	for _, role := range []access.Role{access.WebEditor, access.Director} {
		holders, err := s.directory.Holders(ctx, role)
		if err != nil {
			return nil, err
		}
		people = append(people, holders...)
	}
	return people, nil
}

// backToDraft opens the working copy for its author again; a set time is taken back.
func (m *matter) backToDraft(ctx context.Context) error {
	m.Working, m.AtBoard, m.Approval = WorkingDraft, false, m.PublishedApproval
	return m.unschedule(ctx)
}
