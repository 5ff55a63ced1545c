package post

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/staff"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
)

// Directory is who holds which office.
type Directory interface {
	approval.Directory
	// InOffice reports whether somebody leads a department now and is at work, so that readers see their name with it.
	InOffice(ctx context.Context, person db.ID) (bool, error)
}

// Renamed joins the transaction in which a department gets another name. Posts show names as they are now and
// no consent covers them (Art. 11c), so the website section and the Board are notified, except the person who changed the name.
func (s *Service) Renamed(ctx context.Context, r act.Renaming) error {
	people, err := s.publishers(ctx)
	if err != nil {
		return err
	}
	return s.inbox.TellOthers(ctx, inbox.Notice{Kind: inbox.NameChanged, SubjectKind: r.Kind, Subject: r.Subject, Detail: r.Detail()}, people...)
}

// Recoded joins the transaction in which a department gets another code, which lists of posts are sorted by.
func (s *Service) Recoded(ctx context.Context, r act.Renaming) error {
	return s.keyDepartment(ctx, r.Subject, r.After)
}

// PersonRenamed is Renamed for a person on record, whose name readers see while they are in office; it reports whether that is so.
// Lists of posts are sorted by it too.
func (s *Service) PersonRenamed(ctx context.Context, r act.Renaming) (shown bool, err error) {
	if err := s.keyAuthor(ctx, r.Subject, staff.SortName(r.After)); err != nil {
		return false, err
	}
	if shown, err = s.directory.InOffice(ctx, r.Subject); err != nil || !shown {
		return shown, err
	}
	return true, s.Renamed(ctx, r)
}
