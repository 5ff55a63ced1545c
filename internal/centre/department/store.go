package department

import (
	"context"
	"strconv"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/feed"
)

// tag tells of every change of the tree: it is small and rarely changes.
const tag = "departments"

const columns = "departments.id, departments.parent_id, departments.kind, departments.code, departments.slug, departments.name, departments.position, departments.version, departments.created_at, departments.updated_at"

// one reads a department that the reach covers, else NotFound.
func (s *Service) one(ctx context.Context, reach access.Reach, id db.ID) (*Department, error) {
	feed.Depends(ctx, tag)
	d := new(Department)
	err := s.db.From(ctx).Get(ctx, d, "SELECT "+columns+" FROM departments WHERE departments.id = ? AND "+reach.SQL, append([]any{id}, reach.Args...)...)
	if err != nil {
		return nil, err
	}
	return d, nil
}

// many reads the departments that the reach and the condition cover.
func (s *Service) many(ctx context.Context, reach access.Reach, where string, args ...any) ([]*Department, error) {
	feed.Depends(ctx, tag)
	return db.All[*Department](ctx, s.db.From(ctx), "SELECT "+columns+" FROM departments WHERE "+where+" AND "+reach.SQL, append(args, reach.Args...)...)
}

// readTree reads all departments from the store.
func (s *Service) readTree(ctx context.Context) (*tree, error) {
	all, err := db.All[*Department](ctx, s.db.From(ctx), "SELECT "+columns+" FROM departments")
	if err != nil {
		return nil, err
	}
	return newTree(all), nil
}

// Subtree returns the keys of the department and of all below it.
func (s *Service) Subtree(ctx context.Context, department db.ID) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT descendant_id FROM department_paths WHERE ancestor_id = ?", department)
}

// earlierNames reads the names that the departments bore before, latest first.
func (s *Service) earlierNames(ctx context.Context, ids []db.ID) ([]*Name, error) {
	feed.Depends(ctx, tag)
	reach := s.visible(ctx)
	return db.All[*Name](ctx, s.db.From(ctx), `SELECT n.id, n.department_id, n.name, n.from_at, n.to_at FROM department_names n
		JOIN departments ON departments.id = n.department_id WHERE n.department_id IN (?) AND `+reach.SQL+" ORDER BY n.to_at DESC, n.id DESC",
		append([]any{ids}, reach.Args...)...)
}

func (s *Service) insertName(ctx context.Context, n Name) error {
	return s.db.From(ctx).Insert(ctx, "department_names", n)
}

// insert writes a new department, its line upwards included. A code in use is a user error.
func (s *Service) insert(ctx context.Context, d *Department) error {
	h := s.db.From(ctx)
	if err := h.Insert(ctx, "departments", d); err != nil {
		return taken(err)
	}
	if _, err := h.Exec(ctx, "INSERT INTO department_paths (ancestor_id, descendant_id, depth) VALUES (?, ?, 0)", d.Key, d.Key); err != nil {
		return err
	}
	return s.hang(ctx, d)
}

// hang joins the subtree of the department, whose inner paths stand, to everything above its parent.
func (s *Service) hang(ctx context.Context, d *Department) error {
	_, err := s.db.From(ctx).Exec(ctx, `INSERT INTO department_paths (ancestor_id, descendant_id, depth)
		SELECT above.ancestor_id, below.descendant_id, above.depth + below.depth + 1
		  FROM department_paths above, department_paths below WHERE above.descendant_id = ? AND below.ancestor_id = ?`, d.ParentKey, d.Key)
	return err
}

// unhang takes the subtree of the department off everything above it.
func (s *Service) unhang(ctx context.Context, d *Department) error {
	h := s.db.From(ctx)
	var subtree, line []db.ID
	if err := h.Select(ctx, &subtree, "SELECT descendant_id FROM department_paths WHERE ancestor_id = ?", d.Key); err != nil {
		return err
	}
	if err := h.Select(ctx, &line, "SELECT ancestor_id FROM department_paths WHERE descendant_id = ? AND depth > 0", d.Key); err != nil {
		return err
	}
	_, err := h.Exec(ctx, "DELETE FROM department_paths WHERE descendant_id IN (?) AND ancestor_id IN (?)", subtree, line)
	return err
}

// save writes the department when it still has the version that was read, and raises it.
func (s *Service) save(ctx context.Context, d *Department) error {
	expected := d.Version
	d.Version, d.UpdatedAt = expected+1, s.db.Now(ctx)
	saved, err := s.db.From(ctx).Update(ctx, "departments", d, d.Key, expected, "id", "kind", "slug", "created_at")
	if err == nil && !saved {
		return fault.Changed("department", d.ID())
	}
	return taken(err)
}

// arrange gives the siblings their positions in the order of the list.
func (s *Service) arrange(ctx context.Context, siblings []*Department) error {
	for i, d := range siblings {
		if d.Position == i {
			continue
		}
		d.Position = i
		if _, err := s.db.From(ctx).Exec(ctx, "UPDATE departments SET position = ? WHERE id = ?", i, d.Key); err != nil {
			return err
		}
		if err := s.db.From(ctx).Saved("departments", d); err != nil {
			return err
		}
	}
	return nil
}

// remove deletes a department; a user error where something still refers to it.
func (s *Service) remove(ctx context.Context, d *Department) error {
	h := s.db.From(ctx)
	names, err := db.All[db.ID](ctx, h, "SELECT id FROM department_names WHERE department_id = ?", d.Key)
	if err != nil {
		return err
	}
	for _, q := range []string{
		"DELETE FROM department_paths WHERE descendant_id = ?",
		"DELETE FROM department_names WHERE department_id = ?",
		"DELETE FROM departments WHERE id = ?",
	} {
		if _, err := h.Exec(ctx, q, d.Key); db.IsForeignKey(err) {
			return errInUse
		} else if err != nil {
			return err
		}
	}
	for _, name := range names {
		h.Gone("department_names", name)
	}
	h.Gone("departments", d.Key)
	return nil
}

// referred returns which of the departments something refers to: those that cannot be deleted.
func (s *Service) referred(ctx context.Context, keys []db.ID) (map[db.ID]bool, error) {
	return s.db.Referred(ctx, "departments", keys, "department_paths", "department_names")
}

// maxDepartments is how many departments the tree holds: it is read, shown and kept in memory as a whole. maxNames is how many
// earlier names one of them has.
const (
	maxDepartments = 500
	maxNames       = 100
)

// room checks that the tree takes one more. Departments are written under one lock, so it still does then.
func (s *Service) room(ctx context.Context) error {
	n, err := db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(*) FROM departments")
	if err != nil || n < maxDepartments {
		return err
	}
	return fault.User(fault.Invalid, tooManyDepartments, "input")
}

// only checks that there is no department of a kind of which there is one at most.
func (s *Service) only(ctx context.Context, k Kind) error {
	if !k.single() {
		return nil
	}
	var n int
	if err := s.db.From(ctx).Get(ctx, &n, "SELECT COUNT(*) FROM departments WHERE kind = ?", k); err != nil || n == 0 {
		return err
	}
	return fault.User(fault.Taken, onlyOne, "input.kind")
}

// maxSlug leaves room for a number.
const maxSlug = 80

// freeSlug returns the first slug of the name that is free: the name's own, then numbered. Departments are written
// under one lock, so it stays free.
func (s *Service) freeSlug(ctx context.Context, name, code string) (string, error) {
	wish := text.Slug(name, maxSlug)
	if wish == "" {
		wish = text.Slug(code, maxSlug)
	}
	var used []string
	if err := s.db.From(ctx).Select(ctx, &used, "SELECT slug FROM departments WHERE slug LIKE ?", wish+"%"); err != nil {
		return "", err
	}
	return numbered(wish, used), nil
}

func numbered(wish string, used []string) string {
	taken := map[string]bool{}
	for _, slug := range used {
		taken[slug] = true
	}
	slug := wish
	for n := 2; taken[slug]; n++ {
		slug = wish + "-" + strconv.Itoa(n)
	}
	return slug
}

func taken(err error) error {
	if db.IsDuplicate(err) {
		return fault.User(fault.Taken, codeTaken, "input.code")
	}
	return err
}
