package media

import (
	"context"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// The actions.
const (
	actionUpload act.Action = "UPLOAD"
	actionRescan act.Action = "RESCAN"
	actionDelete act.Action = "DELETE"

	actionDescribe act.Action = "DESCRIBE"
)

// rules are what is done with a file: its department and the website section describe it, its uploader and IT do the rest. What was
// found infected is evidence, which IT alone deletes.
func (s *Service) rules() []act.Rule[*File] {
	return []act.Rule[*File]{
		{Action: actionUpload, Asks: "upload", Makes: true},
		{Action: actionDescribe, Asks: "describe"},
		{Action: actionRescan, Asks: "rescan", State: s.rescannable},
		{Action: actionDelete, Asks: "delete", State: s.deletable},
	}
}

func (s *Service) rescannable(_ context.Context, f *File, _ access.Grant) error {
	switch {
	case s.scanner == nil:
		return fault.User(fault.WrongState, noScanner, "").By("7b")
	case f.State == Pending:
		return fault.User(fault.WrongState, waitsAlready, "").By("7b")
	case f.State == Infected:
		return fault.User(fault.WrongState, staysLocked, "").By("7b")
	}
	return nil
}

func (s *Service) deletable(ctx context.Context, f *File, _ access.Grant) error {
	if f.State == Infected && !access.Of(ctx).Is(access.IT) {
		return fault.User(fault.WrongState, evidence, "").By("7b")
	}
	used, err := s.shown(ctx, f)
	if err == nil && used {
		err = fault.User(fault.WrongState, stillShown, "")
	}
	return err
}

// AvailableActions returns what the caller may do with the file now and, if not, why.
func (s *Service) AvailableActions(ctx context.Context, f *File) ([]*act.Available, error) {
	return s.acts.Available(ctx, f)
}

// VersionFor is what a change of the file has to expect, nil for those who may change nothing of it.
func (s *Service) VersionFor(ctx context.Context, f *File) *int { return s.acts.VersionFor(ctx, f) }
