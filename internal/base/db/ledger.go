package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/jmoiron/sqlx/reflectx"
)

// Ledger keeps account of the rows of some tables as transactions leave them. What it is not told of does not get in: a
// transaction fails whose statement writes one of its columns and does not say which rows it wrote.
type Ledger interface {
	// Covers are the columns of the table that it keeps account of; nil for a table that it does not.
	Covers(table string) map[string]bool
	// Settle is told, before the transaction writes what was deferred, which rows were written since the last time.
	Settle(ctx context.Context, rows []Written) error
}

// Written is a row as a transaction wrote it.
type Written struct {
	Table string
	// Columns and Values are the row; nil where only its Key is known, or it is Gone.
	Columns []string
	Values  []driver.Value
	Key     []ID // in the order of the table's key
	Gone    bool
}

// Keep has the ledger told of every row that is written from now on. It belongs to start-up.
func (d *DB) Keep(l Ledger) { d.ledger = l }

type besideKey struct{}

// Beside returns a context under which statements are nobody's acts and the ledger hears nothing of them: for what tests
// and tools write past the program.
func Beside(ctx context.Context) context.Context { return context.WithValue(ctx, besideKey{}, true) }

// account is what a transaction has to tell the ledger.
type account struct {
	rows   []Written
	untold map[string]string // the statement that wrote a table and has not said which rows, by table
}

// Saved tells the ledger of a row that a statement has written, as the db-tagged struct says it is now.
func (h Handle) Saved(table string, row any) error {
	if !h.covered(table) {
		return nil
	}
	columns, values, err := ValuesOf(row)
	h.tell(Written{Table: table, Columns: columns, Values: values})
	return err
}

// Touched tells the ledger of a row that a statement has written and whose columns the program does not have: it is read
// again at the end of the transaction.
func (h Handle) Touched(table string, key ...ID) {
	if h.covered(table) {
		h.tell(Written{Table: table, Key: key})
	}
}

// Gone tells the ledger of a row that a statement has deleted.
func (h Handle) Gone(table string, key ...ID) {
	if h.covered(table) {
		h.tell(Written{Table: table, Key: key, Gone: true})
	}
}

// Local is a variable of the open transaction, nil at first.
func (h Handle) Local(key any) *any {
	if h.tx.locals == nil {
		h.tx.locals = map[any]*any{}
	}
	if h.tx.locals[key] == nil {
		h.tx.locals[key] = new(any)
	}
	return h.tx.locals[key]
}

// Accounted is how many rows the open transaction has told the ledger of and not yet settled.
func (h Handle) Accounted() int { return len(h.tx.account.rows) }

func (h Handle) covered(table string) bool {
	return h.tx != nil && h.db.ledger != nil && h.db.ledger.Covers(table) != nil
}

func (h Handle) tell(w Written) {
	h.tx.account.rows = append(h.tx.account.rows, w)
	delete(h.tx.account.untold, w.Table)
}

// wrote notes that a statement has written rows, until the caller tells which.
func (h Handle) wrote(ctx context.Context, query string, rows int64) {
	if h.db.ledger == nil || rows == 0 || ctx.Value(besideKey{}) != nil {
		return
	}
	if table := h.db.coveredBy(query); table != "" {
		if h.tx.account.untold == nil {
			h.tx.account.untold = map[string]string{}
		}
		h.tx.account.untold[table] = query
	}
}

// settle has the ledger enter the rows that were written.
func (h Handle) settle(ctx context.Context) error {
	if h.db.ledger == nil {
		return nil
	}
	a := h.tx.account
	h.tx.account = account{}
	if untold := slices.Sorted(maps.Values(a.untold)); len(untold) > 0 {
		return errors.New("db: the ledger was not told which rows this wrote: " + untold[0])
	}
	return h.db.ledger.Settle(ctx, a.rows)
}

// The statements that write, with the table and, of an UPDATE, what it sets.
var (
	updates = regexp.MustCompile(`(?s)^\s*UPDATE (\w+) SET (.*?)(?:\sWHERE\s.*)?$`)
	others  = regexp.MustCompile(`^\s*(?:INSERT|REPLACE|DELETE)\s(?:\w+\s)*?(?:INTO|FROM) (\w+)`)
	sets    = regexp.MustCompile(`(\w+)\s*=`)
)

// accounted remembers for each statement the table of the ledger that it writes.
type accounted struct{ tables sync.Map }

// coveredBy is the table of the ledger of which the statement writes a column that counts, "" where it writes none.
func (d *DB) coveredBy(query string) string {
	if known, ok := d.accounted.tables.Load(query); ok {
		return known.(string)
	}
	table := ""
	if m := updates.FindStringSubmatch(query); m != nil {
		covers := d.ledger.Covers(m[1])
		for _, set := range sets.FindAllStringSubmatch(m[2], -1) {
			if covers[set[1]] {
				table = m[1]
			}
		}
	} else if m := others.FindStringSubmatch(query); m != nil && d.ledger.Covers(m[1]) != nil {
		table = m[1]
	}
	d.accounted.tables.Store(query, table)
	return table
}

// ValuesOf returns the columns of a db-tagged struct and its values, as the store gets them.
func ValuesOf(row any) (columns []string, values []driver.Value, err error) {
	v := reflect.Indirect(reflect.ValueOf(row))
	s := shapeOf(v.Type())
	columns, values = strings.Split(s.columns, ", "), make([]driver.Value, len(s.fields))
	for i, index := range s.fields {
		values[i], err = driver.DefaultParameterConverter.ConvertValue(reflectx.FieldByIndexesReadOnly(v, index).Interface())
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", columns[i], err)
		}
	}
	return columns, values, nil
}

// Raw reads rows as the driver gives them, for tables that are known by name alone.
func (h Handle) Raw(ctx context.Context, query string, args ...any) (rows [][]any, err error) {
	err = h.run(ctx, query, args, func(r runner, a []any) error {
		found, err := r.QueryxContext(ctx, a...)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, found.Close()) }()
		for found.Next() {
			row, err := found.SliceScan()
			if err != nil {
				return err
			}
			rows = append(rows, row)
		}
		return found.Err()
	})
	return rows, err
}
