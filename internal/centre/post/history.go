package post

import (
	"context"
	"encoding/hex"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/base/privacy"
	"ttyt.example/ttyt/internal/base/richtext"
	"ttyt.example/ttyt/internal/centre/category"
	"ttyt.example/ttyt/internal/centre/staff"
)

// Snapshot is a revision as those who may read working copies meet it. Its body is read when it is asked for.
type Snapshot struct {
	r    *Revision
	list *batch
}

// RevisionConnection is a page of a post's revisions.
type (
	RevisionConnection = paging.Connection[*Snapshot]
	RevisionEdge       = paging.Edge[*Snapshot]
)

// snapshotsOf wraps revisions that were read without their bodies.
func (s *Service) snapshotsOf(revisions []*Revision) []*Snapshot {
	list, snapshots := &batch{s: s}, make([]*Snapshot, len(revisions))
	for i, r := range revisions {
		list.shown, list.people = append(list.shown, r.Key), append(list.people, r.Editor)
		snapshots[i] = &Snapshot{r, list}
	}
	return snapshots
}

func (s *Service) snapshots(ctx context.Context, ids []db.ID) (map[db.ID]*Snapshot, error) {
	rows, err := s.lightRevisions(ctx, ids)
	if err != nil {
		return nil, err
	}
	found := make(map[db.ID]*Snapshot, len(rows))
	for _, snapshot := range s.snapshotsOf(rows) {
		found[snapshot.r.Key] = snapshot
	}
	return found, nil
}

// Revision returns the revision with the global id, of a post whose working copy the actor may read, else NotFound.
func (s *Service) Revision(ctx context.Context, global string) (*Snapshot, error) {
	id, err := db.ParseID("revision", global)
	if err != nil {
		return nil, err
	}
	r, err := s.lightRevision(ctx, id, s.access.Reach(ctx, "post", "read_working"))
	if err != nil {
		return nil, err
	}
	return s.snapshotsOf([]*Revision{r})[0], nil
}

// Revisions lists the revisions of the post, the latest first; null for who may not read working copies.
func (e *Entry) Revisions(ctx context.Context, first *int, after *string, last *int, before *string) (*RevisionConnection, error) {
	if !e.staffOnly(ctx) {
		return nil, nil
	}
	s := e.list.s
	plan, err := paging.New(paging.Args{First: first, After: after, Last: last, Before: before},
		paging.Order{Name: "NUMBER", Column: "revisions.number", ID: "revisions.id", Desc: true})
	if err != nil {
		return nil, err
	}
	rows, err := s.revisionPage(ctx, e.head.Key, plan)
	if err != nil {
		return nil, err
	}
	return paging.Connect(plan, s.snapshotsOf(rows),
		func(r *Snapshot) (any, db.ID) { return int64(r.r.Number), r.r.Key },
		func(ctx context.Context) (int, error) { return s.countRevisions(ctx, e.head.Key) }), nil
}

// What a revision holds.

func (r *Snapshot) ID() string         { return r.r.ID() }
func (r *Snapshot) Number() int        { return r.r.Number }
func (r *Snapshot) Hash() string       { return hex.EncodeToString(r.r.Hash) }
func (r *Snapshot) CreatedAt() db.Time { return r.r.CreatedAt }
func (r *Snapshot) Title() string      { return r.r.Title }
func (r *Snapshot) Summary() string    { return r.r.Summary }
func (r *Snapshot) Byline() *string    { return given(r.r.Byline) }
func (r *Snapshot) Audience() Audience { return r.r.Audience }
func (r *Snapshot) Tags() []string     { return r.r.Content.V.Tags }
func (r *Snapshot) SEO() SEO           { return r.r.Content.V.SEO }

// RestoredFrom is the global id of the revision that this one brought back, null where it is new.
func (r *Snapshot) RestoredFrom() *string {
	if r.r.RestoredFrom.IsZero() {
		return nil
	}
	id := db.GlobalID("revision", r.r.RestoredFrom)
	return &id
}

// Editor saved the revision, nil for who may not read the directory.
func (r *Snapshot) Editor(ctx context.Context) (*staff.Member, error) {
	return r.list.member(ctx, r.r.Editor)
}

// Body is the sanitised HTML of the revision.
func (r *Snapshot) Body(ctx context.Context) (string, error) { return r.list.body(ctx, r.r.Key) }

// PrivacyFindings warns whoever submits or decides of what looks like patients' data in the text, masked.
func (r *Snapshot) PrivacyFindings(ctx context.Context) ([]privacy.Finding, error) {
	body, err := r.Body(ctx)
	c := r.r.Copy
	c.Body, c.read = body, nil
	return privacy.Scan(c.Text()), err
}

// Categories are those the revision asks for.
func (r *Snapshot) Categories(ctx context.Context) ([]*category.Category, error) {
	return r.list.among(ctx, r.r.Content.V.Categories)
}

// Origin is where the content stood before, nil where it was written here.
func (r *Snapshot) Origin() *Origin {
	if o := r.r.Content.V.Origin; o != (Origin{}) {
		return &o
	}
	return nil
}

// Content is what the type of the post adds, null where it adds nothing.
func (r *Snapshot) Content() Part { return r.r.Content.V.Fields.part() }

// Diff is what changed between two revisions of a post.
type Diff struct {
	Title, Summary, Body []Span
}

// Diff compares the plain text of two revisions of the post, given by their numbers, word by word; null for who may not
// read working copies.
func (e *Entry) Diff(ctx context.Context, from, to int) (*Diff, error) {
	if !e.staffOnly(ctx) {
		return nil, nil
	}
	rows, err := e.list.s.numbered(ctx, e.head.Key, from, to)
	if err != nil {
		return nil, err
	}
	byNumber := map[int]*Revision{}
	for _, r := range rows {
		byNumber[r.Number] = r
	}
	a, b := byNumber[from], byNumber[to]
	if a == nil || b == nil {
		return nil, fault.ErrNotFound
	}
	return &Diff{
		Title:   spans(a.Title, b.Title),
		Summary: spans(a.Summary, b.Summary),
		Body:    spans(richtext.Parse(a.Body).Plain(), richtext.Parse(b.Body).Plain()),
	}, nil
}
