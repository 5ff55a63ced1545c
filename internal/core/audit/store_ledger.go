package audit

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
)

// entry says what a transaction left of a row. It belongs to the event that its transaction recorded next, whose MAC
// covers it.
type entry struct {
	Table   string `db:"table_name"`
	Key     []byte `db:"row_key"`
	Ordinal int64  `db:"ordinal"`
	Event   db.ID  `db:"audit_id"`
	Version int    `db:"digest_version"` // 0 where the row is gone
	Digest  []byte `db:"digest"`
	// Redaction is the place for what stands in for erased text, see stub.
	Redaction []byte `db:"redaction"`
}

// gone makes the entry that of a row that was deleted: no version of it comes later. The key of a row without versions may
// come back, as that of a link does.
func (e *entry) gone(t *Table) {
	if e.Version, e.Digest, e.Ordinal = 0, nil, 0; slices.Contains(t.Versions[t.version()-1], "version") {
		e.Ordinal = math.MaxInt64
	}
}

// covers is the digest of the entries of one event, nil for none.
func covers(entries []entry) []byte {
	if len(entries) == 0 {
		return nil
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.Table, b.Table), bytes.Compare(a.Key, b.Key), cmp.Compare(a.Ordinal, b.Ordinal))
	})
	var all []byte
	for _, e := range entries {
		all = append(all, parts(e.Table, string(e.Key), strconv.FormatInt(e.Ordinal, 10), strconv.Itoa(e.Version), string(e.Digest), string(e.Redaction))...)
	}
	return Digest(all)
}

// Keep has the log digest the rows of the tables from now on, and Verify compare them. It belongs to start-up.
func (l *Log) Keep(tables ...*Table) {
	for _, t := range tables {
		counts := map[string]bool{}
		for _, column := range slices.Concat(t.key(), t.Versions[t.version()-1]) {
			counts[column] = true
		}
		l.tables, l.counts[t.Name] = append(l.tables, t), counts
		l.byName[t.Name] = t
	}
	if l.db != nil {
		l.db.Keep(l)
	}
}

// Covers are the columns of a table that the log digests.
func (l *Log) Covers(table string) map[string]bool { return l.counts[table] }

// recorded is an event of the open transaction, which is signed once its rows are known.
type recorded struct {
	event   *Event
	waiting *pending
	by      key
	written int // how many rows had been written before
}

type recordedKey struct{}

// hold keeps an event until the end of the open transaction. It is signed already, in case the transaction writes no rows
// that count.
func (l *Log) hold(ctx context.Context, r recorded) error {
	h := l.db.From(ctx)
	if len(l.tables) == 0 {
		return l.insert(ctx, r)
	}
	if err := l.insert(ctx, r); err != nil {
		return err
	}
	r.written = h.Accounted()
	events := h.Local(recordedKey{})
	held, _ := (*events).([]recorded)
	*events = append(held, r)
	return nil
}

// Settle signs the events of the open transaction together with the rows that it wrote.
func (l *Log) Settle(ctx context.Context, rows []db.Written) error {
	h := l.db.From(ctx)
	local := h.Local(recordedKey{})
	events, _ := (*local).([]recorded)
	*local = nil
	if len(rows) == 0 {
		return nil
	}
	if len(events) == 0 {
		return fmt.Errorf("audit: a row of %s is written and nothing recorded", rows[0].Table)
	}
	of := make([][]entry, len(events))
	entries, err := l.entries(ctx, rows)
	if err != nil {
		return err
	}
	for _, e := range entries {
		i := slices.IndexFunc(events, func(r recorded) bool { return r.written > e.written })
		if i < 0 {
			i = len(events) - 1
		}
		e.Event = events[i].event.Key
		of[i] = append(of[i], e.entry)
		if err := h.Defer("audit_digests", e.entry); err != nil {
			return err
		}
	}
	for i, r := range events {
		r.event.covers = covers(of[i])
		r.event.MAC = r.by.mac(*r.event)
		r.waiting.MAC = r.event.MAC
	}
	return nil
}

// placed is an entry with its place among the rows that were written.
type placed struct {
	entry
	written int
}

// entries are what is left of the rows in the end, one for each, in the order in which they were first written.
func (l *Log) entries(ctx context.Context, rows []db.Written) (all []placed, err error) {
	at := map[string]int{}
	again := map[*Table][][]db.ID{} // to be read
	for i, w := range rows {
		t := l.byName[w.Table]
		p := placed{entry{Table: w.Table}, i}
		switch {
		case w.Columns != nil:
			r, err := t.rowOf(w.Columns, w.Values, nil)
			if err != nil {
				return nil, err
			}
			p.Key, p.Ordinal, p.Version, p.Digest = r.key, r.ordinal, t.version(), r.digest
		case w.Gone:
			p.Key = keyOf(w.Key)
			p.gone(t)
		default:
			p.Key = keyOf(w.Key)
			p.gone(t) // unless it is found
			again[t] = append(again[t], w.Key)
		}
		name := w.Table + string(p.Key)
		if n, known := at[name]; known {
			all[n] = p
			continue
		}
		at[name] = len(all)
		all = append(all, p)
	}
	return all, l.readAgain(ctx, again, func(t *Table, r row) {
		if p := &all[at[t.Name+string(r.key)]]; p.Version == 0 {
			p.Ordinal, p.Version, p.Digest = r.ordinal, t.version(), r.digest
		}
	})
}

func keyOf(ids []db.ID) (key []byte) {
	for _, id := range ids {
		key = append(key, id[:]...)
	}
	return key
}

// readAgain gives the rows with the keys, as they are now, to a function.
func (l *Log) readAgain(ctx context.Context, keys map[*Table][][]db.ID, found func(t *Table, r row)) error {
	for _, t := range l.tables {
		byHead := map[string][]db.ID{} // the last part of the keys, by the parts before it
		for _, k := range keys[t] {
			head := string(keyOf(k[:len(k)-1]))
			byHead[head] = append(byHead[head], k[len(k)-1])
		}
		for head, last := range byHead {
			err := db.Listed(last, func(some []db.ID) error {
				rows, err := l.rowsWith(ctx, t, []byte(head), some)
				for _, values := range rows {
					var r row
					if r, err = t.digestOf(t.version(), nil, t.valueIn(values)); err != nil {
						return err
					}
					found(t, r)
				}
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// columns are those that any version digests, those of the key first.
func (t *Table) columns() []string {
	all := slices.Clone(t.key())
	for _, v := range t.Versions {
		for _, c := range v {
			if !slices.Contains(all, c) {
				all = append(all, c)
			}
		}
	}
	return all
}

// valueIn finds the values of a row that was read by columns.
func (t *Table) valueIn(values []any) func(column string) (any, bool) {
	columns := t.columns()
	return func(column string) (any, bool) {
		i := slices.Index(columns, column)
		if i < 0 || i >= len(values) {
			return nil, false
		}
		return values[i], true
	}
}

// actionStock is the action of the event that covers what a store held before its rows were digested.
const actionStock = "audit.take_stock"

// takeStock enters every row of a store whose log digests none yet: one that an earlier version or a tool has filled. It is
// done once, in one transaction. Rows cannot be made genuine by emptying the entries: the events that covered them are
// signed with what they covered.
func (l *Log) takeStock(ctx context.Context) error {
	if len(l.tables) == 0 {
		return nil
	}
	return l.db.InTx(access.AsSystem(ctx), func(ctx context.Context) error {
		begun, err := l.digested(ctx)
		if err != nil || begun {
			return err
		}
		if has, err := l.contents(ctx); err != nil || !has.Centre {
			return err
		}
		if err := l.db.Lock(ctx, chainLock); err != nil {
			return err
		}
		return l.TakeStock(ctx)
	})
}

// TakeStock enters, in the open transaction, every row that the log digests as it is now: for stores that were filled past
// the program.
func (l *Log) TakeStock(ctx context.Context) error {
	var all []entry
	for _, t := range l.tables {
		w := rowWalk{l: l, t: t}
		values, err := w.next(ctx)
		for ; values != nil && err == nil; values, err = w.next(ctx) {
			r, err := t.digestOf(t.version(), nil, t.valueIn(values))
			if err != nil {
				return err
			}
			all = append(all, entry{Table: t.Name, Key: r.key, Ordinal: r.ordinal, Version: t.version(), Digest: r.digest})
		}
		if err != nil {
			return err
		}
	}
	h := l.db.From(ctx)
	if err := l.Record(ctx, Event{Class: Administration, Action: actionStock, Article: "6b", Detail: fmt.Sprintf("%d rows", len(all))}); err != nil {
		return err
	}
	events, _ := (*h.Local(recordedKey{})).([]recorded)
	r := events[len(events)-1]
	for i := range all {
		all[i].Event = r.event.Key
		if err := h.Defer("audit_digests", all[i]); err != nil {
			return err
		}
	}
	r.event.covers = covers(all)
	r.event.MAC = r.by.mac(*r.event)
	r.waiting.MAC = r.event.MAC
	return nil
}
