package post

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/inbox"
)

// Erratum tells readers that what is published corrects a mistake that somebody reported (Art. 11b). The note lies outside the hash that the
// Board consented to: it says what was corrected, and the Board is notified of each one.
type Erratum struct {
	Key      db.ID   `db:"id"`
	Post     db.ID   `db:"post_id"`
	Revision db.ID   `db:"revision_id"`
	Note     string  `db:"note"`
	At       db.Time `db:"at"`
}

// Corrected notes, in the open transaction, that what is published of a post corrects a mistake, and tells its author, the owning
// department and the Board; who may say so, the caller has asked.
func (s *Service) Corrected(ctx context.Context, key db.ID, note string) error {
	heads, err := s.headsForUpdate(ctx, []db.ID{key})
	if err != nil || len(heads) == 0 {
		return err
	}
	h := heads[0]
	if err := s.insertErratum(ctx, &Erratum{Key: db.NewID(), Post: key, Revision: h.PublishedRevision, Note: note, At: s.db.Now(ctx)}); err != nil {
		return err
	}
	// The head stays as it is, so that there is no other state of it to digest.
	if err := s.record(ctx, h, act.Line{Action: "post.corrected", Article: "11b", Detail: note}, true); err != nil {
		return err
	}
	_, people, err := s.directory.Managers(ctx, h.Department, h.Author)
	if err != nil {
		return err
	}
	board, err := s.directory.Holders(ctx, access.Director)
	if err != nil {
		return err
	}
	people = unique(slices.Concat(people, board, []db.ID{h.Author, h.Submitter}))
	return s.inbox.TellOthers(ctx, inbox.Notice{Kind: inbox.Corrected, SubjectKind: "post", Subject: key, Detail: note}, people...)
}

// CorrectedAt is when readers were told last that a mistake in the post was corrected, nil if never.
func (e *Entry) CorrectedAt(ctx context.Context) (*db.Time, error) {
	last, err := e.erratum(ctx)
	if last == nil {
		return nil, err
	}
	return &last.At, nil
}

// CorrectionNote is what was corrected then, nil if the website section did not say.
func (e *Entry) CorrectionNote(ctx context.Context) (*string, error) {
	last, err := e.erratum(ctx)
	if last == nil {
		return nil, err
	}
	return given(last.Note), nil
}

// erratum is the latest one of the post, nil without one, and for those who are not shown what is published.
func (e *Entry) erratum(ctx context.Context) (*Erratum, error) {
	if e.decided || e.head.PublishedRevision.IsZero() {
		return nil, nil
	}
	list := e.list
	found, err := list.errata.Get(func() (map[db.ID]*Erratum, error) { return list.s.errata(ctx, list.heads) })
	return found[e.head.Key], err
}

// errata are the latest of each post.
func (s *Service) errata(ctx context.Context, heads []*Head) (map[db.ID]*Erratum, error) {
	keys := make([]db.ID, len(heads))
	for i, h := range heads {
		keys[i] = h.Key
	}
	rows, err := s.latestErrata(ctx, unique(keys))
	found := make(map[db.ID]*Erratum, len(rows))
	for _, r := range rows {
		found[r.Post] = r
	}
	return found, err
}

// PublishedText is all the text of what is published of a post, without markup; who may read it, the caller has asked.
func (s *Service) PublishedText(ctx context.Context, h *Head) (string, error) {
	r, err := s.revision(ctx, h.PublishedRevision)
	if err != nil {
		return "", err
	}
	return r.Text(), nil
}
