package post

import (
	"context"
	"encoding/hex"
	"slices"
	"strings"

	"ttyt.example/ttyt/internal/base/budget"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/base/text"
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
		list.shown, list.people, list.tools = append(list.shown, r.Key), append(list.people, r.Editor), append(list.tools, r.Service)
		list.contents = append(list.contents, &r.Content.V)
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

// Revision returns the revision with the global id, of a post whose working copy the actor may read or that they keep, else
// NotFound.
func (s *Service) Revision(ctx context.Context, global string) (*Snapshot, error) {
	id, err := db.ParseID("revision", global)
	if err != nil {
		return nil, err
	}
	r, err := s.lightRevision(ctx, id)
	if fault.Is(err, fault.NotFound) {
		r, err = s.keptRevision(ctx, id)
	}
	if err != nil {
		return nil, err
	}
	return s.snapshotsOf([]*Revision{r})[0], nil
}

// Revisions lists the revisions of the post, latest first: where the actor may not read working copies, those that were decided on
// and, if it was sent to them, those up to what is published; null if there is none.
func (e *Entry) Revisions(ctx context.Context, first *int, after *string, last *int, before *string) (*RevisionConnection, error) {
	may, err := e.readable(ctx)
	if err != nil || may.none() {
		return nil, err
	}
	s := e.list.s
	plan, err := paging.New(paging.Args{First: first, After: after, Last: last, Before: before},
		paging.Order{Name: "NUMBER", Column: "revisions.number", ID: "revisions.id", Desc: true})
	if err != nil {
		return nil, err
	}
	where, values := may.where(e.head)
	rows, err := s.revisionPage(ctx, where, values, plan)
	if err != nil {
		return nil, err
	}
	of := map[*Revision]*Snapshot{}
	for _, snapshot := range s.snapshotsOf(rows.Nodes()) {
		of[snapshot.r] = snapshot
	}
	return paging.Map(rows, func(r *Revision) *Snapshot { return of[r] }), nil
}

// The content of a revision.

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

// RestoredFrom is the global id of the revision that this one brought back, null if it is new.
func (r *Snapshot) RestoredFrom() *string {
	if r.r.RestoredFrom.IsZero() {
		return nil
	}
	id := db.GlobalID("revision", r.r.RestoredFrom)
	return &id
}

// Editor saved the revision; nil if the caller may not read the directory.
func (r *Snapshot) Editor(ctx context.Context) (*staff.Member, error) {
	return r.list.member(ctx, r.r.Editor)
}

// Tool is the name of the tool that saved the revision, nil where a person did.
func (r *Snapshot) Tool(ctx context.Context) (*string, error) {
	return r.list.tool(ctx, r.r.Service)
}

// Body is the sanitised HTML of the revision.
func (r *Snapshot) Body(ctx context.Context) (string, error) { return r.list.body(ctx, r.r.Key) }

// LookAlike is a word in a field that passes for another one.
type LookAlike struct {
	Field string
	text.LookAlike
}

// maxLookAlikes is how many words are warned of, the first of them.
const maxLookAlikes = 100

// LookAlikes warns submitters and deciders of words with look-alike letters.
func (r *Snapshot) LookAlikes() (found []LookAlike) {
	for _, f := range []struct{ name, says string }{
		{"title", r.r.Title}, {"summary", r.r.Summary}, {"byline", r.r.Byline}, {"tags", strings.Join(r.Tags(), "; ")},
		{"seo.title", r.SEO().Title}, {"seo.description", r.SEO().Description},
	} {
		for _, l := range text.LookAlikes(f.says) {
			found = append(found, LookAlike{f.name, l})
		}
	}
	return found[:min(len(found), maxLookAlikes)]
}

// Categories are those the revision asks for.
func (r *Snapshot) Categories(ctx context.Context) ([]*category.Category, error) {
	return r.list.among(ctx, r.r.Content.V.Categories)
}

// Origin is where the content stood before, nil if it was written here.
func (r *Snapshot) Origin() *Origin {
	if o := r.r.Content.V.Origin; o != (Origin{}) {
		return &o
	}
	return nil
}

// Content is what the type of the post adds, null where it adds nothing.
func (r *Snapshot) Content(ctx context.Context) (Part, error) {
	part := r.r.Content.V.Fields.part()
	if page, ok := part.(*DepartmentPageContent); ok {
		return page.illustrated(ctx, r.list.s)
	}
	return part, nil
}

// Diff compares two revisions of the post, given by their numbers; by default the published one and the working copy. Callers
// who may not read working copies compare the revisions that they may read; where they read no more than those that they keep, the
// latest takes the part of the working copy. It is null if there is none, or if a revision does not exist.
func (e *Entry) Diff(ctx context.Context, from, to *int) (*Diff, error) {
	may, err := e.readable(ctx)
	if err != nil || may.none() {
		return nil, err
	}
	end, err := budget.Turn(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	a, b := which{from, e.head.PublishedRevision}, which{to, e.head.WorkingRevision}
	switch {
	case may.sent: // as if there were no working copy
		b.key = db.ID{}
	case !may.all:
		b.key = may.mine[len(may.mine)-1].Key
	}
	where, values := may.where(e.head)
	rows, err := e.list.s.named(ctx, where, values, a, b)
	if err != nil {
		return nil, err
	}
	before, err := a.among(rows)
	if before == nil {
		return nil, err
	}
	after, err := b.among(rows)
	if after == nil {
		return nil, err
	}
	if err := budget.Compute(ctx, before.size()+after.size()); err != nil {
		return nil, err
	}
	d, err := compare(ctx, e.head, &before.Copy, &after.Copy)
	if err != nil {
		return nil, err
	}
	if err := budget.Write(ctx, d.size()); err != nil {
		return nil, err
	}
	return d, e.list.nameCategories(ctx, d)
}

// which names a revision of a post: by its number, else by its key, which is zero if there is none.
type which struct {
	number *int
	key    db.ID
}

// among returns the revision of that name. One that was asked for by its number has to be there.
func (w which) among(rows []*Revision) (*Revision, error) {
	for _, r := range rows {
		if w.number == nil && r.Key == w.key || w.number != nil && r.Number == *w.number {
			return r, nil
		}
	}
	if w.number == nil {
		return nil, nil
	}
	return nil, fault.ErrNotFound
}

// nameCategories replaces the keys of categories by their names.
func (b *batch) nameCategories(ctx context.Context, d *Diff) error {
	for _, f := range d.Fields {
		if f.Field != "categories" {
			continue
		}
		all, err := b.s.categories.List(ctx)
		if err != nil {
			return err
		}
		for _, c := range all {
			for _, values := range [][]string{f.Before, f.After} {
				if i := slices.Index(values, c.Key.String()); i >= 0 {
					values[i] = c.Name
				}
			}
		}
	}
	return nil
}
