package feed

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
)

// insert writes a change at the end of the open transaction, together with the others of that.
func (f *Feed) insert(ctx context.Context, c Change) error {
	return f.db.From(ctx).Defer("changes", c)
}

// since reads the changes behind a place in the order of time and id.
func (f *Feed) since(ctx context.Context, at db.Time, after []byte) (page []Change, err error) {
	err = f.db.From(ctx).Select(ctx, &page, `SELECT id, kind, subject_id, tags, at FROM changes
		WHERE at >= ? AND (at > ? OR id > ?) ORDER BY at, id LIMIT ?`, at, at, after, batch)
	return page, err
}

// Last reads the key of the latest change that is on file, zero if there is none.
func (f *Feed) Last(ctx context.Context) (last db.ID, err error) {
	keys, err := db.All[db.ID](ctx, f.db.From(ctx), "SELECT id FROM changes ORDER BY at DESC, id DESC LIMIT 1")
	if len(keys) > 0 {
		last = keys[0]
	}
	return last, err
}

// deleteBefore deletes a batch of the changes from before the moment, and returns how many those were.
func (f *Feed) deleteBefore(ctx context.Context, at db.Time) (int, error) {
	h := f.db.From(ctx)
	old, err := db.All[db.ID](ctx, h, "SELECT id FROM changes WHERE at < ? ORDER BY at, id LIMIT ?", at, batch)
	if err != nil || len(old) == 0 {
		return 0, err
	}
	_, err = h.Exec(ctx, "DELETE FROM changes WHERE id IN (?)", old)
	return len(old), err
}
