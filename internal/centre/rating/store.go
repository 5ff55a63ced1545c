package rating

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
)

// key reads the key of a day, nil if there is none.
func (s *Service) key(ctx context.Context, day db.Date) ([]byte, error) {
	keys, err := db.All[[]byte](ctx, s.db.From(ctx), "SELECT secret FROM rating_keys WHERE day = ?", day)
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	return keys[0], nil
}

// offerKey writes the key of a day unless there is one.
func (s *Service) offerKey(ctx context.Context, day db.Date, secret []byte) error {
	_, err := s.db.From(ctx).Exec(ctx, s.db.Dialect.InsertIgnore()+" INTO rating_keys (day, secret) VALUES (?, ?)", day, secret)
	return err
}

func (s *Service) deleteKeys(ctx context.Context, before db.Date) error {
	_, err := s.db.From(ctx).Exec(ctx, "DELETE FROM rating_keys WHERE day < ?", before)
	return err
}

// put writes a mark, or replaces the one that the reader gave the post earlier the same day.
func (s *Service) put(ctx context.Context, m *mark) error {
	replaced, err := s.replace(ctx, m)
	if err != nil || replaced {
		return err
	}
	n, err := s.db.From(ctx).Exec(ctx, s.db.Dialect.InsertIgnore()+" INTO rating_marks (day, post_id, reader, stars, counted, waiting) VALUES (?, ?, ?, ?, ?, ?)",
		m.Day, m.Post, m.Reader, m.Stars, m.Counted, m.Waiting)
	if err != nil || n == 1 {
		return err
	}
	if replaced, err = s.replace(ctx, m); err == nil && !replaced { // neither there nor written: the post is gone
		err = fault.ErrNotFound
	}
	return err
}

func (s *Service) replace(ctx context.Context, m *mark) (bool, error) {
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE rating_marks SET stars = ?, waiting = ? WHERE day = ? AND post_id = ? AND reader = ?", m.Stars, m.Waiting, m.Day, m.Post, m.Reader)
	return n == 1, err
}

// leftOver reports whether there is a key or a mark from before the day, or a mark that waits to be counted.
func (s *Service) leftOver(ctx context.Context, day db.Date) (bool, error) {
	n, err := db.One[int](ctx, s.db.From(ctx), `SELECT EXISTS (SELECT 1 FROM rating_keys WHERE day < ?) + EXISTS (SELECT 1 FROM rating_marks WHERE day < ?)
		+ EXISTS (SELECT 1 FROM rating_marks WHERE waiting = 1)`, day, day)
	return n > 0, err
}

// waiting reads the posts with marks that wait to be counted.
func (s *Service) waiting(ctx context.Context) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT DISTINCT post_id FROM rating_marks WHERE waiting = 1")
}

// waitingOf reads a batch of the marks of a post that wait to be counted.
func (s *Service) waitingOf(ctx context.Context, post db.ID) ([]*mark, error) {
	return db.All[*mark](ctx, s.db.From(ctx), "SELECT day, post_id, reader, stars, counted, waiting FROM rating_marks WHERE waiting = 1 AND post_id = ? LIMIT ?", post, batch)
}

// counted notes that marks are counted, and returns how many were still as they were read.
func (s *Service) counted(ctx context.Context, post db.ID, of change, readers []db.ID) (int, error) {
	n, err := s.db.From(ctx).Exec(ctx, "UPDATE rating_marks SET counted = ?, waiting = 0 WHERE day = ? AND post_id = ? AND reader IN (?) AND stars = ? AND counted = ?",
		of.stars, of.day, post, readers, of.stars, of.from)
	return int(n), err
}

// marked reads the posts with marks from before the day.
func (s *Service) marked(ctx context.Context, before db.Date) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT DISTINCT post_id FROM rating_marks WHERE day < ?", before)
}

// deleteMarks deletes the marks of a post from before the day that are counted.
func (s *Service) deleteMarks(ctx context.Context, before db.Date, post db.ID) error {
	_, err := s.db.From(ctx).Exec(ctx, "DELETE FROM rating_marks WHERE day < ? AND post_id = ? AND waiting = 0", before, post)
	return err
}

// lockTotal reserves the total of a post for the open transaction, so that those who count a post do so one after another.
func (s *Service) lockTotal(ctx context.Context, post db.ID) error {
	h := s.db.From(ctx)
	found, err := db.All[db.ID](ctx, h, "SELECT post_id FROM post_ratings WHERE post_id = ?"+s.db.ForUpdate(ctx), post)
	if err != nil || len(found) == 1 {
		return err
	}
	_, err = h.Exec(ctx, s.db.Dialect.InsertIgnore()+" INTO post_ratings (post_id, stars, marks) VALUES (?, 0, 0)", post)
	return err
}

// add adds to the total of a post.
func (s *Service) add(ctx context.Context, t total) error {
	_, err := s.db.From(ctx).Exec(ctx, "UPDATE post_ratings SET stars = stars + ?, marks = marks + ? WHERE post_id = ?", t.Stars, t.Marks, t.Post)
	return err
}

// totals reads what readers gave posts.
func (s *Service) totals(ctx context.Context, posts []db.ID) ([]*total, error) {
	return db.All[*total](ctx, s.db.From(ctx), "SELECT post_id, stars, marks FROM post_ratings WHERE post_id IN (?)", posts)
}
