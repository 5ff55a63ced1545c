package db

import "context"

// Hold writes the rows that a transaction rests on and does not change. On a cluster a lock holds on one node alone, and only
// what two transactions both write makes one of them fail. The table has a column for it. Call it before what is rested on is
// read, or on rows that are locked.
func (h Handle) Hold(ctx context.Context, table string, ids ...ID) error {
	_, err := h.Exec(ctx, "UPDATE "+table+" SET held = held + 1 WHERE id IN (?)", ids)
	return err
}
