package post

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
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

// personFits notes when the person is not of the owning department or its units, or has a profile that is not archived.
func (s *Service) personFits(ctx context.Context, h *Head, errs *fault.UserErrors) error {
	if err := s.profileTurn(ctx, h.Person); err != nil {
		return err
	}
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
	taken, err := s.replaced(ctx, h)
	if taken {
		errs.Add(fault.User(fault.Taken, profileTaken, "input.person"))
	}
	return err
}

// pageTurn has those who write, or bring back, pages of one department queue.
func (s *Service) pageTurn(ctx context.Context, department db.ID) error {
	return s.db.Lock(ctx, "department-page:"+department.String())
}

// queue makes acts that bring back a unique post take turns.
func (m *matter) queue(ctx context.Context) error {
	switch {
	case m.Publication != PublicationArchived:
	case m.Type == TypeStaffProfile:
		return m.s.profileTurn(ctx, m.Person)
	case m.Type == TypeDepartmentPage:
		return m.s.pageTurn(ctx, m.Department)
	}
	return nil
}

// replaced reports whether another profile of the person, or another page of the department, is not archived.
func (s *Service) replaced(ctx context.Context, h *Head) (bool, error) {
	var n int
	var err error
	switch q := s.db.From(ctx); h.Type {
	case TypeStaffProfile:
		n, err = db.One[int](ctx, q, "SELECT COUNT(*) FROM posts WHERE person_id = ? AND publication <> ? AND id <> ?", h.Person, PublicationArchived, h.Key)
	case TypeDepartmentPage:
		n, err = db.One[int](ctx, q, "SELECT COUNT(*) FROM posts WHERE type = ? AND department_id = ? AND publication <> ? AND id <> ?",
			TypeDepartmentPage, h.Department, PublicationArchived, h.Key)
	}
	return n > 0, err
}

// atWork reports whether the person whom a profile is about has not left.
func (s *Service) atWork(ctx context.Context, person db.ID) (bool, error) {
	n, err := db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(*) FROM staff WHERE id = ? AND state <> 'LEFT'", person)
	return n > 0, err
}

// onlyPage notes when the department has another page that is not archived. Writers of one department's pages queue.
func (s *Service) onlyPage(ctx context.Context, h *Head, errs *fault.UserErrors) error {
	if err := s.pageTurn(ctx, h.Department); err != nil {
		return err
	}
	taken, err := s.replaced(ctx, h)
	if taken {
		errs.Add(fault.User(fault.Taken, pageTaken, "input.department"))
	}
	return err
}

// saveAuthor writes the author of a draft that had none: nobody takes the place of another person.
func (s *Service) saveAuthor(ctx context.Context, h *Head) error {
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE posts SET author_id = ? WHERE id = ? AND author_id IS NULL", h.Author, h.Key)
	if err == nil && n == 0 {
		err = fault.Changed("post", h.ID())
	}
	return err
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
	return s.db.From(ctx).Insert(ctx, "posts", h)
}

// restored is the content of an earlier revision, without categories that are gone.
func (s *Service) restored(ctx context.Context, old *Revision) (*Copy, error) {
	found, err := s.categories.ByIDs(ctx, old.Content.V.Categories)
	c := old.Copy
	c.Content.V.Categories = slices.DeleteFunc(slices.Clone(c.Content.V.Categories), func(id db.ID) bool { return found[id] == nil })
	return &c, err
}

// deleteHead deletes the post and all that hangs on it, unless somebody else changed it.
func (s *Service) deleteHead(ctx context.Context, h *Head) error {
	q := s.db.From(ctx)
	gone, err := db.All[db.ID](ctx, q, "SELECT id FROM revisions WHERE post_id = ?", h.Key)
	if err != nil {
		return err
	}
	for _, table := range []string{"post_categories", "post_terms", "post_working_terms", "revisions"} {
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
