package post

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
)

// Departed joins the transaction in which a staff member leaves (Art. 1): the profile about them is archived, wherever it
// stands, and the managers of each department are told of the drafts that pass to them; a director is where nobody manages
// it. Who wrote a draft stays on record.
func (s *Service) Departed(ctx context.Context, person db.ID) error {
	if err := s.profileTurn(ctx, person); err != nil {
		return err
	}
	profiles, err := s.profilesOf(ctx, person)
	if err != nil {
		return err
	}
	for _, h := range profiles {
		if err := s.hideProfile(ctx, h); err != nil {
			return err
		}
	}
	if err := s.leaveBehind(ctx, person); err != nil {
		return err
	}
	drafts, err := s.headsLeftBy(ctx, person)
	if err != nil {
		return err
	}
	for _, h := range drafts {
		if err := s.inherit(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// hideProfile archives the profile of somebody who left, whatever of it is under way.
func (s *Service) hideProfile(ctx context.Context, h *Head) error {
	why := leftCentre.VI
	m, shown := s.matter(h), h.Publication == PublicationPublished
	if err := m.dropVersion(ctx, why); err != nil {
		return err
	}
	if !m.PublishedRevision.IsZero() {
		m.WorkingRevision = db.ID{}
	}
	m.Working = WorkingNone
	end := m.shelve
	if shown {
		end = func(ctx context.Context, why string) error {
			return m.takeDown(ctx, PublicationArchived, inbox.Unpublished, why)
		}
	}
	if err := end(ctx, why); err != nil {
		return err
	}
	return m.Keep(ctx, act.Line{Action: "post.hide_profile", Article: "11c", Detail: why})
}

// dropVersion ends what is under way to consent, or to publication under it: it is no longer there to be done.
func (m *matter) dropVersion(ctx context.Context, why string) error {
	if m.Working != WorkingInReview && m.Working != WorkingApproved {
		return nil
	}
	return m.end(ctx, approval.Supersede, inbox.Superseded, access.Grant{Role: access.System}, why)
}

// shelve archives what is not on the site.
func (m *matter) shelve(ctx context.Context, why string) error {
	m.Publication, m.UnpublishReason, m.Pinned = PublicationArchived, why, false
	if err := m.s.refind(ctx, m.Head); err != nil {
		return err
	}
	return m.stay(ctx)
}

// inherit tells those who answer for the department's drafts of one that its author left behind.
func (s *Service) inherit(ctx context.Context, h *Head) error {
	return s.tellHeirs(ctx, h, inbox.Notice{Kind: inbox.Inherited, SubjectKind: "post", Subject: h.Key})
}

// tellHeirs tells those to whom a draft passes that no person at work has written: the managers, else the Board.
func (s *Service) tellHeirs(ctx context.Context, h *Head, n inbox.Notice) error {
	_, heirs, err := s.directory.Managers(ctx, h.Department, h.Author)
	if err == nil && len(heirs) == 0 {
		heirs, err = s.directory.Holders(ctx, access.Director)
	}
	if err != nil {
		return err
	}
	return s.inbox.Tell(ctx, n, heirs...)
}

// Moved joins the transaction in which a person gets another home department: the profile about them goes along, so that the
// managers there answer for it. A step of the department that they left is left with it.
func (s *Service) Moved(ctx context.Context, person, to db.ID) error {
	profiles, err := s.profilesOf(ctx, person)
	if err != nil {
		return err
	}
	for _, h := range profiles {
		if h.Department == to {
			continue
		}
		if err := s.rehome(ctx, s.matter(h), to); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) rehome(ctx context.Context, m *matter, to db.ID) error {
	why := changedDepartment.VI
	c, err := m.approval(ctx)
	if err != nil {
		return err
	}
	if m.Working == WorkingInReview && c.Step != approval.BoardConsent {
		if err := m.dropVersion(ctx, why); err != nil {
			return err
		}
	}
	if err := s.feed.Record(ctx, "post", m.Key, m.tags()...); err != nil { // the lists that it leaves
		return err
	}
	m.Department = to
	if err := s.saveDepartment(ctx, m.Head); err != nil {
		return err
	}
	if m.Publication == PublicationPublished {
		if err := s.replace(ctx, m.Head); err != nil {
			return err
		}
	}
	if err := m.tellOfChange(ctx, why); err != nil {
		return err
	}
	return m.Keep(ctx, act.Line{Action: "post.follow_person", Article: "11a", Detail: why})
}

// replace puts the published revision among the lists of the department that owns it now.
func (s *Service) replace(ctx context.Context, h *Head) error {
	rev, err := s.revision(ctx, h.PublishedRevision)
	if err != nil {
		return err
	}
	return s.place(ctx, h, facetsOf(&rev.Copy))
}

// PositionChanged joins the transaction in which somebody gets a position or loses it: those whom the person's profile
// concerns are told, for it shows that without a consent of its own.
func (s *Service) PositionChanged(ctx context.Context, person db.ID) error {
	profiles, err := s.profilesOf(ctx, person)
	if err != nil {
		return err
	}
	for _, h := range profiles {
		if h.Publication != PublicationPublished {
			continue
		}
		if err := s.matter(h).tellOfChange(ctx, changedPosition.VI); err != nil {
			return err
		}
	}
	return nil
}

// tellOfChange notifies the department, and of what is on the site the website section and the Board, of what a profile now shows differently.
func (m *matter) tellOfChange(ctx context.Context, why string) error {
	people, err := m.ofDepartment(ctx)
	if err != nil {
		return err
	}
	if m.Publication == PublicationPublished {
		above, err := m.s.publishers(ctx)
		if err != nil {
			return err
		}
		people = append(people, above...)
	}
	return m.s.inbox.Tell(ctx, inbox.Notice{Kind: inbox.ProfileChanged, SubjectKind: "post", Subject: m.Key, Detail: why}, people...)
}
