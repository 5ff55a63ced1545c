package media

import (
	"context"
	"errors"
	"net/url"

	"ttyt.example/ttyt/internal/base/blob"
	"ttyt.example/ttyt/internal/base/fault"
)

// Open returns a file that the actor may read, and its bytes: the one way to them for a reader, through any door. Without a
// verdict nobody gets them, the uploader included.
//
// Errors: NotFound for what the actor may not see, and Forbidden, with the reason, for what has no verdict or a bad one.
func (s *Service) Open(ctx context.Context, global string) (*File, *blob.Reader, error) {
	f, err := s.reader(ctx, global)
	if err != nil {
		return nil, nil, err
	}
	r, err := s.content(ctx, f)
	if err != nil {
		return nil, nil, err
	}
	if err := s.used(ctx, f); err != nil {
		return nil, nil, errors.Join(err, r.Close())
	}
	return f, r, nil
}

// content is what a file holds, once there is a verdict that lets readers have it.
func (s *Service) content(ctx context.Context, f *File) (*blob.Reader, error) {
	if why := s.withheld(f); why != nil {
		return nil, why
	}
	k := blob.Key{Area: blob.Files, Sum: f.sum()}
	if _, err := s.bytes.Stat(ctx, k); err != nil {
		return nil, err
	}
	return blob.NewReader(ctx, s.bytes, k, int64(f.Size)), nil
}

// used notes that a reader had the file since its last scan.
func (s *Service) used(ctx context.Context, f *File) error {
	if !f.OpenedAt.IsZero() && !f.OpenedAt.Before(f.ScannedAt.Time) {
		return nil
	}
	return s.noteOpened(ctx, f)
}

// withheld is why nobody gets the bytes, nil where readers do.
func (s *Service) withheld(f *File) error {
	why := waitsForVerdict
	switch f.State {
	case Clean:
		return nil
	case NotScanned:
		if s.o.Demo {
			return nil
		}
	case Infected:
		why = foundInfected
	case Failed:
		why = couldNotBeScanned
	}
	return &fault.Error{Code: fault.Forbidden, Rule: "7b", Text: why}
}

// Path is the address of the bytes on this site, nil while nobody gets them.
func (s *Service) Path(f *File) *string {
	if s.withheld(f) != nil {
		return nil
	}
	path := f.path()
	return &path
}

// path is the address of the bytes on this site.
func (f *File) path() string { return "/media/" + f.ID() + "/" + url.PathEscape(f.Name) }
