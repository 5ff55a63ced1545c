package audit

import (
	"context"
	"strings"

	"ttyt.example/ttyt/internal/base/db"
)

// read is how many rows of a table are compared at once.
const read = 100

const entryColumns = `audit_digests.table_name, audit_digests.row_key, audit_digests.ordinal, audit_digests.audit_id, audit_digests.digest_version,
	audit_digests.digest, audit_digests.redaction`

// rowsWith reads the columns of the rows whose keys begin with a head and end with one of the others.
func (l *Log) rowsWith(ctx context.Context, t *Table, head []byte, last []db.ID) ([][]any, error) {
	key := t.key()
	var where []string
	var args []any
	for i, column := range key[:len(key)-1] {
		where, args = append(where, column+" = ?"), append(args, head[16*i:16*i+16])
	}
	where, args = append(where, key[len(key)-1]+" IN (?)"), append(args, last)
	return l.db.From(ctx).Raw(ctx, "SELECT "+strings.Join(t.columns(), ", ")+" FROM "+t.Name+" WHERE "+strings.Join(where, " AND "), args...)
}

// rowsAfter reads the columns of the next rows of a table in the order of their keys.
func (l *Log) rowsAfter(ctx context.Context, t *Table, after []byte) ([][]any, error) {
	key := strings.Join(t.key(), ", ")
	where, args := "1 = 1", []any{}
	if len(after) > 0 {
		where = "(" + key + ") > (?" + strings.Repeat(", ?", len(t.key())-1) + ")"
		for i := range t.key() {
			args = append(args, after[16*i:16*i+16])
		}
	}
	return l.db.From(ctx).Raw(ctx, "SELECT "+strings.Join(t.columns(), ", ")+" FROM "+t.Name+" WHERE "+where+" ORDER BY "+key+" LIMIT ?", append(args, read)...)
}

// logged is an entry, and whether the event that it belongs to is in the log.
type logged struct {
	entry
	Logged bool `db:"logged"`
}

// entriesAfter reads the next entries of a table in the order of their keys and of the states of each row.
func (l *Log) entriesAfter(ctx context.Context, t *Table, after entry) ([]logged, error) {
	return db.All[logged](ctx, l.db.From(ctx), "SELECT "+entryColumns+`, audit_log.id IS NOT NULL AS logged FROM audit_digests LEFT JOIN audit_log ON audit_log.id = audit_digests.audit_id
		WHERE audit_digests.table_name = ? AND audit_digests.row_key >= ? AND (audit_digests.row_key > ? OR audit_digests.ordinal > ? OR audit_digests.ordinal = ? AND audit_digests.audit_id > ?)
		ORDER BY audit_digests.row_key, audit_digests.ordinal, audit_digests.audit_id LIMIT ?`,
		t.Name, keyBytes(after.Key), keyBytes(after.Key), after.Ordinal, after.Ordinal, after.Event[:], batch)
}

func keyBytes(key []byte) []byte {
	if key == nil {
		return []byte{}
	}
	return key
}

// lastEntry reads what the log says last of a row, nil where it says nothing.
func (l *Log) lastEntry(ctx context.Context, t *Table, key []byte) (*logged, error) {
	return firstOf[logged](ctx, l, "SELECT "+entryColumns+`, audit_log.id IS NOT NULL AS logged FROM audit_digests LEFT JOIN audit_log ON audit_log.id = audit_digests.audit_id
		WHERE audit_digests.table_name = ? AND audit_digests.row_key = ? ORDER BY audit_digests.ordinal DESC, audit_digests.audit_id DESC LIMIT 1`, t.Name, key)
}

// covered puts into each of the events the digest of its entries.
func (l *Log) covered(ctx context.Context, events []*Event) error {
	byKey, keys := make(map[db.ID]*Event, len(events)), make([]db.ID, len(events))
	for i, e := range events {
		byKey[e.Key], keys[i] = e, e.Key
	}
	all, err := db.All[entry](ctx, l.db.From(ctx), "SELECT "+entryColumns+" FROM audit_digests WHERE audit_digests.audit_id IN (?)", keys)
	of := map[db.ID][]entry{}
	for _, e := range all {
		of[e.Event] = append(of[e.Event], e)
	}
	for key, entries := range of {
		byKey[key].covers = covers(entries)
	}
	return err
}

// digested reports whether the log has entries at all.
func (l *Log) digested(ctx context.Context) (bool, error) {
	return db.One[bool](ctx, l.db.From(ctx), "SELECT EXISTS (SELECT 1 FROM audit_digests)")
}
