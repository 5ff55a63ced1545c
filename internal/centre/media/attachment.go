package media

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/feed"
)

// Attachment is an attached file as readers of what shows it get it.
type Attachment struct {
	Attached
	s   *Service
	now *File // nil once it was deleted
}

// Now returns files as they are now, for what shows them: it has asked for the right.
func (s *Service) Now(ctx context.Context, keys []db.ID) (map[db.ID]*File, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	for _, key := range keys {
		feed.Depends(ctx, tagOf(key))
	}
	files, err := s.some(ctx, keys, everywhere)
	found := make(map[db.ID]*File, len(files))
	for _, f := range files {
		found[f.Key] = f
	}
	return found, err
}

// Attachment is a file as something shows it.
func (s *Service) Attachment(a Attached, now map[db.ID]*File) *Attachment {
	return &Attachment{Attached: a, s: s, now: now[a.File]}
}

// withheld is why nobody gets the file, nil where readers do.
func (a *Attachment) withheld() error {
	if a.now == nil {
		return fault.ErrNotFound
	}
	return a.s.withheld(a.now)
}

// URL is where readers get the file; nil while nobody does.
func (a *Attachment) URL() *string {
	if a.now == nil {
		return nil
	}
	return a.s.Path(a.now)
}

// Picture is the file as a picture; nil for other files, and while nobody gets it.
func (a *Attachment) Picture() *Picture {
	if a.withheld() != nil || a.now.Picture != Drawable {
		return nil
	}
	return &Picture{a.now, a.Focus}
}

// Notice is what readers are told instead of getting the file; nil while they get it.
func (a *Attachment) Notice(ctx context.Context) *string {
	var t fault.Text
	switch {
	case a.now == nil:
		t = deletedSince
	case a.withheld() != nil:
		t = beingChecked
	default:
		return nil
	}
	says := t.In(ctx)
	return &says
}

// Stands is why a subject cannot go to its readers with the file; nil if it can. A picture has to be known as one.
func (a *Attachment) Stands(picture bool) error {
	switch {
	case a.now == nil:
		return fault.User(fault.WrongState, fileDeleted.With(a.Name), "").By("7b")
	case a.now.State == Pending:
		return fault.User(fault.WrongState, fileWaits.With(a.Name), "").By("7b")
	case a.withheld() != nil:
		return fault.User(fault.WrongState, fileBarred.With(a.Name), "").By("7b")
	case picture && a.now.Picture == Unmeasured:
		return fault.User(fault.WrongState, fileWaits.With(a.Name), "").By("7b")
	case picture && a.now.Picture != Drawable:
		return fault.User(fault.WrongState, fileUndrawable.With(a.Name), "")
	}
	return nil
}
