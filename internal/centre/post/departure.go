package post

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/inbox"
)

// Departed joins the transaction in which a staff member leaves (Art. 1): the profile about them comes off the site, and
// the managers of each department are told of the drafts that pass to them. Who wrote a draft stays on record.
func (s *Service) Departed(ctx context.Context, staff db.ID) error {
	heads, err := s.headsLeftBy(ctx, staff)
	if err != nil {
		return err
	}
	for _, h := range heads {
		if h.Person == staff && h.Publication == PublicationPublished {
			err = s.hideProfile(ctx, h)
		} else {
			err = s.inherit(ctx, h)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) hideProfile(ctx context.Context, h *Head) error {
	const why = "Cán bộ đã thôi việc tại Trung tâm"
	m := s.matter(h)
	if err := m.takeDown(ctx, PublicationUnpublished, inbox.Unpublished, why); err != nil {
		return err
	}
	return m.Keep(ctx, act.Line{Action: "post.hide_profile", Article: "11c", Detail: why})
}

func (s *Service) inherit(ctx context.Context, h *Head) error {
	_, managers, err := s.directory.Managers(ctx, h.Department, h.Author)
	if err != nil {
		return err
	}
	return s.inbox.Tell(ctx, inbox.Notice{Kind: inbox.Inherited, SubjectKind: "post", Subject: h.Key}, managers...)
}
