package post

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
)

// Rows are what the store keeps of one post, for a load in bulk that writes them itself.
type Rows struct {
	Head     Head
	Revision Revision
	Facets   [][]byte       // what post_facets finds it by
	Terms    map[string]int // weights by term, as post_terms keeps them
	Working  map[string]int // the same of the working copy, as post_working_terms keeps them
}

// NewRows returns the rows of a post with one revision, written at a time and never submitted. The head names type,
// department, author and slug; the copy is in its stored form.
func NewRows(h Head, c Copy, at db.Time) *Rows {
	h.Publication, h.Working, h.Version, h.CreatedAt, h.SeenAt, h.UpdatedAt = PublicationNone, WorkingDraft, 1, at, at, at
	r := &Rows{Head: h}
	r.Revision = *r.Head.adopt(at, 1, h.Author, &c)
	_ = r.Revision.look(context.Background()) // which never ends
	r.Working = workingTerms(&r.Revision.Copy)
	return r
}

// Publish puts the revision on the site under a public alias, at a time.
func (r *Rows) Publish(alias string, at db.Time) {
	h := &r.Head
	h.Publication, h.PublishedRevision = PublicationPublished, r.Revision.Key
	h.Working, h.WorkingRevision = WorkingNone, db.ID{}
	h.Submitter, h.SubmittedEver, h.AtBoard, h.PublishedAtBoard = h.Author, true, true, true
	h.PosterAlias, h.PublishedAt.Time, h.UpdatedPublicAt, h.SeenAt, h.UpdatedAt = alias, at, at, at, at
	h.Version++
	h.show(&r.Revision.Copy)
	r.Facets = facetsOf(&r.Revision.Copy)
	r.Terms, r.Working = terms(&r.Revision.Copy), nil
}
