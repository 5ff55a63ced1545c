package post

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/centre/media"
	"ttyt.example/ttyt/internal/core/access"
)

// poster is somebody in active service whose alias readers may be shown.
type poster struct {
	Staff      db.ID  `db:"staff_id"`
	Alias      string `db:"alias"`
	Department string `db:"department"`
}

// aliasOf returns the public name that a post shows for the person who posted it, never the sign-in name. Where somebody else
// in active service shows the same name, the department tells them apart. Nobody stands for the website section, and so does
// somebody without an account.
func (s *Service) aliasOf(ctx context.Context, staff db.ID) (string, error) {
	posters, err := db.All[poster](ctx, s.db.From(ctx), `SELECT accounts.staff_id, accounts.alias, departments.name AS department
		FROM accounts JOIN staff ON staff.id = accounts.staff_id JOIN departments ON departments.id = staff.department_id
		WHERE accounts.staff_id = ? OR accounts.state <> 'ENDED'`, staff)
	at := slices.IndexFunc(posters, func(p poster) bool { return p.Staff == staff })
	if err != nil || at < 0 {
		return websiteSection.VI, err
	}
	me, name := posters[at], text.Skeleton(posters[at].Alias)
	if slices.ContainsFunc(posters, func(p poster) bool { return p.Staff != staff && text.Skeleton(p.Alias) == name }) {
		return me.Alias + " (" + me.Department + ")", nil
	}
	return me.Alias, nil
}

func (s *Service) categoriesExist(ctx context.Context, ids []db.ID) (bool, error) {
	found, err := s.categories.ByIDs(ctx, ids)
	return !slices.ContainsFunc(ids, func(id db.ID) bool { return found[id] == nil }), err
}

// profileTurn has those who write, or archive, profiles of one person queue: there is one that is not archived.
func (s *Service) profileTurn(ctx context.Context, person db.ID) error {
	return s.db.Lock(ctx, "staff-profile:"+person.String())
}

// personFits notes when the person is not of the owning department or its units.
func (s *Service) personFits(ctx context.Context, h *Head, errs *fault.UserErrors) error {
	var n int
	q := s.db.From(ctx)
	err := q.Get(ctx, &n, `SELECT COUNT(*) FROM staff JOIN department_paths ON department_paths.descendant_id = staff.department_id
		WHERE staff.id = ? AND staff.state <> 'LEFT' AND department_paths.ancestor_id = ?`, h.Person, h.Department)
	if err != nil {
		return err
	}
	if n == 0 {
		errs.Add(fault.User(fault.Invalid, personElsewhere, "input.person").By("11a"))
	}
	return nil
}

// pageTurn has those who write, or bring back, pages of one department queue.
func (s *Service) pageTurn(ctx context.Context, department db.ID) error {
	return s.db.Lock(ctx, "department-page:"+department.String())
}

// queue makes acts on a unique post that has no place on the site yet take turns.
func (s *Service) queue(ctx context.Context, h *Head) error {
	switch {
	case h.settled():
	case h.Type == TypeStaffProfile:
		return s.profileTurn(ctx, h.Person)
	case h.Type == TypeDepartmentPage:
		return s.pageTurn(ctx, h.Department)
	}
	return nil
}

// settled reports whether the post has a place on the site already, where there is one of its kind: no other may take it.
func (h *Head) settled() bool {
	return !h.PublishedRevision.IsZero() && h.Publication != PublicationArchived
}

// public is what counts against another profile or page, regardless of the caller: that it is or was on the site.
var public = access.Reach{SQL: "posts.published_revision_id IS NOT NULL"}

// coming is what counts besides for those who put posts on the site: that it has a time at which it goes there.
var coming = access.Reach{SQL: "posts.publication = 'SCHEDULED'"}

// rivals counts the other profiles of the person, or pages of the department, that are not archived, and are or were on the site, or
// lie within the reach: what others cannot see must not show in what a writer is answered.
func (s *Service) rivals(ctx context.Context, h *Head, within access.Reach) (int, error) {
	of, args := "posts.person_id = ?", []any{h.Person}
	switch h.Type {
	case TypeStaffProfile:
	case TypeDepartmentPage:
		of, args = "posts.type = ? AND posts.department_id = ?", []any{h.Type, h.Department}
	default:
		return 0, nil
	}
	return db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(*) FROM posts WHERE "+of+" AND posts.publication <> ? AND posts.id <> ? AND ("+public.SQL+" OR "+within.SQL+")",
		slices.Concat(args, []any{PublicationArchived, h.Key}, within.Args)...)
}

// atWork reports whether the person whom a profile is about has not left.
func (s *Service) atWork(ctx context.Context, person db.ID) (bool, error) {
	n, err := db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(*) FROM staff WHERE id = ? AND state <> 'LEFT'", person)
	return n > 0, err
}

// saveAuthor writes the author of a draft that had none: nobody takes the place of another person.
func (s *Service) saveAuthor(ctx context.Context, h *Head) error {
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE posts SET author_id = ? WHERE id = ? AND author_id IS NULL", h.Author, h.Key)
	if err == nil && n == 0 {
		err = fault.Changed("post", h.ID())
	}
	if err != nil {
		return err
	}
	return s.keyed(ctx, h)
}

// waiting counts the drafts of a tool that no person has taken over.
func (s *Service) waiting(ctx context.Context, tool db.ID) (int, error) {
	return db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(*) FROM posts WHERE author_id IS NULL AND service_account_id = ?", tool)
}

// namesOfTools reads what the tools are called, by their service accounts.
func (s *Service) namesOfTools(ctx context.Context, accounts []db.ID) (map[db.ID]string, error) {
	rows, err := db.All[struct {
		Key  db.ID  `db:"id"`
		Name string `db:"name"`
	}](ctx, s.db.From(ctx), "SELECT id, name FROM service_accounts WHERE id IN (?)", accounts)
	names := make(map[db.ID]string, len(rows))
	for _, r := range rows {
		names[r.Key] = r.Name
	}
	return names, err
}

func (s *Service) insertHead(ctx context.Context, h *Head) error {
	if err := s.db.From(ctx).Insert(ctx, "posts", h); err != nil {
		return err
	}
	return s.keyed(ctx, h)
}

// restored is the content of an earlier revision, without categories and files that are gone.
func (s *Service) restored(ctx context.Context, old *Revision) (*Copy, error) {
	found, err := s.categories.ByIDs(ctx, old.Content.V.Categories)
	if err != nil {
		return nil, err
	}
	c := old.Copy
	content := &c.Content.V
	content.Categories = slices.DeleteFunc(slices.Clone(content.Categories), func(id db.ID) bool { return found[id] == nil })
	now, err := s.media.Now(ctx, content.fileKeys())
	if err != nil {
		return nil, err
	}
	gone := func(f media.Attached) bool { return now[f.File] == nil }
	if content.Cover != nil && gone(*content.Cover) {
		content.Cover = nil
	}
	for _, files := range []*[]media.Attached{&content.Gallery, &content.Attachments, &content.Embedded} {
		*files = slices.DeleteFunc(slices.Clone(*files), gone)
	}
	return &c, nil
}

// deleteHead deletes the post and all that hangs on it, unless somebody else changed it.
func (s *Service) deleteHead(ctx context.Context, h *Head) error {
	q := s.db.From(ctx)
	gone, err := db.All[db.ID](ctx, q, "SELECT id FROM revisions WHERE post_id = ?", h.Key)
	if err != nil {
		return err
	}
	for _, table := range []string{"post_categories", "post_terms", "post_working_terms", "revision_files", "revisions"} {
		if _, err := q.Exec(ctx, "DELETE FROM "+table+" WHERE post_id = ?", h.Key); err != nil {
			return err
		}
	}
	n, err := q.Exec(ctx, "DELETE FROM posts WHERE id = ? AND version = ?", h.Key, h.Version)
	if err == nil && n == 0 {
		return fault.Changed("post", h.ID())
	}
	for _, revision := range gone {
		q.Gone("revisions", revision)
	}
	q.Gone("posts", h.Key)
	return err
}
