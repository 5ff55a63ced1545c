package db

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// reference is a foreign key that points to the ids of a table.
type reference struct {
	Table  string `db:"table_name"`
	Column string `db:"column_name"`
}

// foreignKeys reads the references to a table.
var foreignKeys = map[Dialect]string{
	SQLite: `SELECT m.name AS table_name, k."from" AS column_name FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) k
		WHERE m.type = 'table' AND k."table" = ?`,
	MySQL: `SELECT TABLE_NAME AS table_name, COLUMN_NAME AS column_name FROM information_schema.KEY_COLUMN_USAGE
		WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME = ?`,
}

// references returns what points to the table, as the store declares it; read once, since tables change at a start alone.
func (d *DB) references(ctx context.Context, table string) ([]reference, error) {
	if known, ok := d.pointing.Load(table); ok {
		return known.([]reference), nil
	}
	found, err := All[reference](ctx, d.From(ctx), foreignKeys[d.Dialect], table)
	if err == nil {
		slices.SortFunc(found, func(a, b reference) int {
			return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.Column, b.Column))
		})
		d.pointing.Store(table, found)
	}
	return found, err
}

// Referred returns those of the rows with the ids that rows of other tables refer to by a foreign key, so that the store
// would refuse to delete them. The tables in along are deleted with a row, and do not count.
func (d *DB) Referred(ctx context.Context, table string, ids []ID, along ...string) (map[ID]bool, error) {
	refs, err := d.references(ctx, table)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	var uses []string
	for _, r := range refs {
		if !slices.Contains(along, r.Table) {
			uses = append(uses, "EXISTS (SELECT 1 FROM "+r.Table+" r WHERE r."+r.Column+" = "+table+".id)")
		}
	}
	if len(uses) == 0 {
		return nil, nil
	}
	used, err := All[ID](ctx, d.From(ctx), "SELECT id FROM "+table+" WHERE id IN (?) AND ("+strings.Join(uses, " OR ")+")", ids)
	referred := make(map[ID]bool, len(used))
	for _, id := range used {
		referred[id] = true
	}
	return referred, err
}
