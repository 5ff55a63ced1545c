package audit

import (
	"bytes"
	"context"
	"fmt"

	"ttyt.example/ttyt/internal/base/db"
)

// verifyRows compares the rows of the tables that the log digests with what it says last of each, and counts them.
func (l *Log) verifyRows(ctx context.Context, tell func(Finding)) (rows int, err error) {
	if begun, err := l.digested(ctx); err != nil || !begun {
		return 0, err // a store from before, of which the next start takes stock
	}
	for _, t := range l.tables {
		n, err := l.verifyTable(ctx, t, tell)
		if rows += n; err != nil {
			return rows, fmt.Errorf("audit: compare %s: %w", t.Name, err)
		}
	}
	return rows, nil
}

// verifyTable walks the rows and the entries of a table side by side, in the order of their keys.
func (l *Log) verifyTable(ctx context.Context, t *Table, tell func(Finding)) (n int, err error) {
	rows, entries := rowWalk{l: l, t: t}, entryWalk{l: l, t: t}
	r, err := rows.next(ctx)
	if err != nil {
		return n, err
	}
	e, err := entries.next(ctx)
	for err == nil && (r != nil || e != nil) {
		var key []byte
		var order int
		switch {
		case r == nil:
			order = 1
		case e == nil:
			order = -1
		default:
			order = bytes.Compare(rows.key, e.Key)
		}
		if order <= 0 {
			key = rows.key
			n++
		} else {
			key = e.Key
		}
		if order != 0 && !(order > 0 && e.Version == 0 && e.Logged) || order == 0 && !l.matches(t, r, e) {
			if err := l.judge(ctx, t, key, tell); err != nil {
				return n, err
			}
		}
		if order <= 0 {
			if r, err = rows.next(ctx); err != nil {
				return n, err
			}
		}
		if order >= 0 {
			e, err = entries.next(ctx)
		}
	}
	return n, err
}

// matches reports whether the row is what the entry says, and the entry is one of the log's.
func (l *Log) matches(t *Table, values []any, e *logged) bool {
	erased, err := stub(e.Redaction)
	if err != nil || !e.Logged {
		return false
	}
	r, err := t.digestOf(e.Version, erased, t.valueIn(values))
	return err == nil && bytes.Equal(r.digest, e.Digest)
}

// tries is how often a row is looked at again that changed while it was compared.
const tries = 5

// judge looks again at one row, which an act may have changed between the two looks, and tells what is wrong with it.
func (l *Log) judge(ctx context.Context, t *Table, key []byte, tell func(Finding)) error {
	for range tries {
		before, err := l.lastEntry(ctx, t, key)
		if err != nil {
			return err
		}
		values, err := l.rowAt(ctx, t, key)
		if err != nil {
			return err
		}
		after, err := l.lastEntry(ctx, t, key)
		if err != nil {
			return err
		}
		if !same(before, after) {
			continue
		}
		if f, wrong := l.verdict(t, key, values, after); wrong {
			tell(f)
		}
		return nil
	}
	return nil // it is being changed by acts, each of which enters it
}

func same(a, b *logged) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Event == b.Event && a.Ordinal == b.Ordinal
}

func (l *Log) verdict(t *Table, key []byte, values []any, e *logged) (f Finding, wrong bool) {
	f = Finding{Subject: t.Kind, Keys: idsOf(key)}
	if e != nil {
		f.Row = e.Event
	}
	switch {
	case e == nil && values == nil:
		return f, false
	case e == nil:
		f.Kind, f.Detail = Inserted, "no act of the log made this row of "+t.Name
	case !e.Logged && values == nil:
		return f, false // the log lacks the act too, which is told where the log is verified
	case !e.Logged:
		f.Kind, f.Detail = Inserted, "the act that is said to have written this row of "+t.Name+" is not in the log"
	case e.Version == 0 && values == nil:
		return f, false
	case e.Version == 0:
		f.Kind, f.Detail = Inserted, "the log says that this row of "+t.Name+" was deleted"
	case values == nil:
		f.Kind, f.Detail = Removed, "the row of "+t.Name+" is gone, and no act deleted it"
	case !l.matches(t, values, e):
		f.Kind, f.Detail = Changed, "the row of "+t.Name+" is not what the act of the log left"
	default:
		return f, false
	}
	return f, true
}

func (l *Log) rowAt(ctx context.Context, t *Table, key []byte) ([]any, error) {
	ids := idsOf(key)
	if len(ids) != len(t.key()) {
		return nil, nil
	}
	rows, err := l.rowsWith(ctx, t, keyOf(ids[:len(ids)-1]), ids[len(ids)-1:])
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], nil
}

func idsOf(key []byte) (ids []db.ID) {
	for ; len(key) >= 16; key = key[16:] {
		ids = append(ids, db.ID(key[:16]))
	}
	return ids
}

// rowWalk gives the rows of a table, one after the other.
type rowWalk struct {
	l    *Log
	t    *Table
	some [][]any
	done bool
	key  []byte // of the row that was given last
}

func (w *rowWalk) next(ctx context.Context) (row []any, err error) {
	if len(w.some) == 0 && !w.done {
		if w.some, err = w.l.rowsAfter(ctx, w.t, w.key); err != nil {
			return nil, err
		}
		w.done = len(w.some) < read
	}
	if len(w.some) == 0 {
		return nil, nil
	}
	row, w.some = w.some[0], w.some[1:]
	w.key = nil
	for i := range w.t.key() {
		part, _ := row[i].([]byte)
		w.key = append(w.key, part...)
	}
	return row, nil
}

// entryWalk gives the last entry of each row of a table.
type entryWalk struct {
	l    *Log
	t    *Table
	some []logged
	done bool
	last entry
}

func (w *entryWalk) next(ctx context.Context) (last *logged, err error) {
	for {
		if len(w.some) == 0 && !w.done {
			if w.some, err = w.l.entriesAfter(ctx, w.t, w.last); err != nil {
				return nil, err
			}
			w.done = len(w.some) < batch
		}
		if len(w.some) == 0 || last != nil && !bytes.Equal(w.some[0].Key, last.Key) {
			return last, nil
		}
		e := w.some[0]
		last, w.last, w.some = &e, e.entry, w.some[1:]
	}
}
