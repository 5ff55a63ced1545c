package post

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
)

// The keys that lists of posts sort by and that other tables tell stand in the rows of posts, so that an index gives their order. Who
// inserts a post, or gives it another department or author, holds by the foreign key the row that tells the key; who changes that row
// holds it first: so a key is never that of before.

// keyed writes the keys of a post with the department and the author of the head.
func (s *Service) keyed(ctx context.Context, h *Head) error {
	_, err := s.db.From(ctx).Exec(ctx, `UPDATE posts SET sort_department = (SELECT code FROM departments WHERE id = ?),
		sort_author = COALESCE((SELECT sort_name FROM staff WHERE id = ? AND state <> 'LEFT'), '') WHERE id = ?`, h.Department, h.Author, h.Key)
	return err
}

// saveDepartment writes that the post is of the head's department now.
func (s *Service) saveDepartment(ctx context.Context, h *Head) error {
	if _, err := s.db.From(ctx).Exec(ctx, "UPDATE posts SET department_id = ? WHERE id = ?", h.Department, h.Key); err != nil {
		return err
	}
	return s.keyed(ctx, h)
}

// keyDepartment writes the key of the posts of a department.
func (s *Service) keyDepartment(ctx context.Context, department db.ID, code string) error {
	q := s.db.From(ctx)
	if _, err := db.One[db.ID](ctx, q, "SELECT id FROM departments WHERE id = ?"+s.db.ForUpdate(ctx), department); err != nil {
		return err
	}
	_, err := q.Exec(ctx, "UPDATE posts SET sort_department = ? WHERE department_id = ?", code, department)
	return err
}

// keyAuthor writes the key of the posts of an author at work.
func (s *Service) keyAuthor(ctx context.Context, author db.ID, key string) error {
	q := s.db.From(ctx)
	if _, err := db.One[db.ID](ctx, q, "SELECT id FROM staff WHERE id = ?"+s.db.ForUpdate(ctx), author); err != nil {
		return err
	}
	_, err := q.Exec(ctx, "UPDATE posts SET sort_author = ? WHERE author_id = ? AND author_left = ?", key, author, false)
	return err
}

// leaveBehind notes on all that a person wrote that they have left, and that their name is out of sight.
func (s *Service) leaveBehind(ctx context.Context, author db.ID) error {
	_, err := s.db.From(ctx).Exec(ctx, "UPDATE posts SET author_left = ?, sort_author = '' WHERE author_id = ?", true, author)
	return err
}
