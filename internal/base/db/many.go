package db

import (
	"context"
	"errors"
	"slices"
	"strings"
)

// maxValues is how many values one statement carries: SQLite takes 32,766.
const maxValues = 16_000

// InsertMany writes rows as Insert does, many by one statement.
func InsertMany[T any](ctx context.Context, h Handle, table string, rows []T) error {
	if err := insertMany(ctx, h, table, rows); err != nil {
		return err
	}
	for _, r := range rows {
		if err := h.Saved(table, r); err != nil {
			return err
		}
	}
	return nil
}

func insertMany[T any](ctx context.Context, h Handle, table string, rows []T) error {
	for len(rows) > 0 {
		columns, marks, values := rowOf(rows[0])
		n := min(len(rows), maxValues/len(values))
		args := make([]any, 0, n*len(values))
		for _, r := range rows[:n] {
			_, _, values := rowOf(r)
			args = append(args, values...)
		}
		list := strings.TrimSuffix(strings.Repeat("("+marks+"), ", n), ", ")
		if _, err := h.exec(ctx, "INSERT INTO "+table+" ("+columns+") VALUES "+list, args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// Defer has the row written at the end of the open transaction, which takes one statement for all such rows of a table.
// It is for what an act leaves beside its subject and does not read back: audit events, changes, notices.
func (h Handle) Defer(table string, row any) error {
	if h.tx == nil {
		return errors.New("db: a write outside InTx: " + table)
	}
	i := slices.IndexFunc(h.tx.deferred, func(d deferred) bool { return d.table == table })
	if i < 0 {
		i, h.tx.deferred = len(h.tx.deferred), append(h.tx.deferred, deferred{table: table})
	}
	h.tx.deferred[i].rows = append(h.tx.deferred[i].rows, row)
	return h.Saved(table, row)
}

// deferred are the rows of one table that the end of a transaction writes.
type deferred struct {
	table string
	rows  []any
}

// Flush writes the deferred rows now, for a transaction that reads them back after all; the tables in the order in which
// they were first named.
func (h Handle) Flush(ctx context.Context) error {
	if err := h.settle(ctx); err != nil {
		return err
	}
	rows := h.tx.deferred
	h.tx.deferred = nil
	for _, d := range rows {
		if err := insertMany(ctx, h, d.table, d.rows); err != nil {
			return err
		}
	}
	return nil
}
