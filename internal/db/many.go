package db

import (
	"context"
	"strings"
)

// maxValues is how many values one statement carries: SQLite takes 32,766.
const maxValues = 16_000

// InsertMany writes rows as Insert does, many by one statement.
func InsertMany[T any](ctx context.Context, h Handle, table string, rows []T) error {
	for len(rows) > 0 {
		columns, marks, values := rowOf(rows[0])
		n := min(len(rows), maxValues/len(values))
		args := make([]any, 0, n*len(values))
		for _, r := range rows[:n] {
			_, _, values := rowOf(r)
			args = append(args, values...)
		}
		list := strings.TrimSuffix(strings.Repeat("("+marks+"), ", n), ", ")
		if _, err := h.Exec(ctx, "INSERT INTO "+table+" ("+columns+") VALUES "+list, args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}
