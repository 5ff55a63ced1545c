package inbox

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/paging"
)

var columns = db.ColumnsOf("inbox_items", Item{})

// insert writes an item at the end of the open transaction, together with the others of that.
func (s *Service) insert(ctx context.Context, i Item) error {
	return s.db.From(ctx).Defer("inbox_items", i)
}

// one reads an item of somebody's inbox, else NotFound.
func (s *Service) one(ctx context.Context, staff, key db.ID) (*Item, error) {
	i := new(Item)
	return i, s.db.From(ctx).Get(ctx, i, "SELECT "+columns+" FROM inbox_items WHERE id = ? AND staff_id = ?", key, staff)
}

// page reads a page of somebody's inbox, only what is unread on request.
func (s *Service) page(ctx context.Context, plan *paging.Plan, staff db.ID, unread bool) (*Connection, error) {
	where := "staff_id = ?"
	if unread {
		where += " AND read_at IS NULL"
	}
	return paging.Read[*Item](ctx, s.db, plan, columns, "inbox_items", where, []any{staff})
}

// countUnread counts what somebody has not read.
func (s *Service) countUnread(ctx context.Context, staff db.ID) (int, error) {
	return db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(*) FROM inbox_items WHERE staff_id = ? AND read_at IS NULL", staff)
}

// since reads the keys of the items put into somebody's inbox since a moment, oldest first.
func (s *Service) since(ctx context.Context, staff db.ID, at db.Time) ([]db.ID, error) {
	return db.All[db.ID](ctx, s.db.From(ctx), "SELECT id FROM inbox_items WHERE staff_id = ? AND at >= ? ORDER BY at, id", staff, at)
}

// markRead marks items of somebody's inbox as read, where they are not yet, and returns how many of them are theirs.
func (s *Service) markRead(ctx context.Context, staff db.ID, keys []db.ID) (int64, error) {
	return s.db.From(ctx).Exec(ctx, "UPDATE inbox_items SET read_at = COALESCE(read_at, ?) WHERE staff_id = ? AND id IN (?)", s.db.Now(ctx), staff, keys)
}
