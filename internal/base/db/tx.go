package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jmoiron/sqlx"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/metrics"
)

// Limits of one transaction.
const (
	txTimeout    = 15 * time.Second
	txAttempts   = 12
	readAttempts = 3 // of a statement outside any
)

type (
	txKey       struct{}
	observerKey struct{}
)

type tx struct {
	db     *DB
	sql    *sqlx.Tx
	now    Time
	failed error // the store's first fault: after it a COMMIT may succeed with half of it, or nothing, committed
	after  []func()
	new    []string // statements that are not prepared yet

	deferred []deferred // rows to write at the end
	account  account    // of the ledger
	locals   map[any]*any
}

// InTx runs fn in a transaction: committed when fn returns nil, rolled back on an error or a panic. Inside it,
// From(ctx) is the transaction and Now(ctx) stands still. A nested InTx joins the outer one. On a deadlock, a
// cluster conflict or a busy store the whole fn runs again, so it has no side effects but SQL and AfterCommit.
//
// A fault of the store is Unavailable with an Outcome: NotSaved, or OutcomeUnknown where the answer to COMMIT got lost. Then
// nothing runs again by itself.
func (d *DB) InTx(ctx context.Context, fn func(ctx context.Context) error) error {
	if t := d.open(ctx); t != nil {
		return fn(ctx)
	}
	ctx, cancel := context.WithTimeout(ctx, txTimeout)
	defer cancel()
	for attempt := 1; ; attempt++ {
		t, err := d.attempt(ctx, fn)
		if err == nil {
			note(ctx, fault.Saved)
			d.prepareFor(ctx, t)
			for _, f := range t.after {
				f()
			}
			return nil
		}
		if classOf(err, atStatement) != again {
			note(ctx, outcomeOf(err))
			return err
		}
		if attempt == txAttempts {
			return unavailable(fmt.Errorf("gave up after %d attempts: %w", attempt, err), fault.NotSaved)
		}
		metrics.TransactionRetries.Inc()
		if !pause(ctx, attempt) {
			return unavailable(err, fault.NotSaved)
		}
	}
}

// pause waits a little before another attempt, longer each time. It reports false where the context ended.
func pause(ctx context.Context, attempt int) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(time.Duration(rand.IntN(1<<min(attempt, 6))+1) * time.Millisecond):
		return true
	}
}

func (d *DB) attempt(ctx context.Context, fn func(ctx context.Context) error) (t *tx, err error) {
	if err := d.queue.Acquire(ctx, 1); err != nil {
		return nil, d.observe(ctx, "BEGIN", time.Now(), err)
	}
	defer d.queue.Release(1)
	stx, err := d.writer.BeginTxx(ctx, nil)
	if err != nil {
		return nil, d.observe(ctx, "BEGIN", time.Now(), err)
	}
	t = &tx{db: d, sql: stx, now: At(d.clock())}
	done := false
	defer func() {
		if !done { // fn failed or panicked
			_ = stx.Rollback() // a connection that cannot is closed
		}
	}()
	ctx = context.WithValue(ctx, txKey{}, t)
	if err = fn(ctx); err == nil {
		err = d.From(ctx).Flush(ctx)
	}
	if t.failed != nil { // whatever fn made of it
		err = t.failed
	}
	if err != nil {
		return t, err
	}
	done = true
	return t, d.committed(stx.Commit())
}

func (d *DB) open(ctx context.Context) *tx {
	if t, ok := ctx.Value(txKey{}).(*tx); ok && t.db == d {
		return t
	}
	return nil
}

// ForUpdate is the lock clause of a SELECT: empty outside a transaction, so that reading waits for nobody, and on SQLite,
// which has one writer.
func (d *DB) ForUpdate(ctx context.Context) string {
	if d.Dialect == MySQL && d.InsideTx(ctx) {
		return " FOR UPDATE"
	}
	return ""
}

// InsideTx reports whether the context carries an open transaction.
func (d *DB) InsideTx(ctx context.Context) bool { return d.open(ctx) != nil }

// AfterCommit runs f once the outermost transaction has committed, never when it rolls back. Outside a
// transaction f runs at once.
func (d *DB) AfterCommit(ctx context.Context, f func()) {
	if t := d.open(ctx); t != nil {
		t.after = append(t.after, f)
		return
	}
	f()
}

// Now is the moment of the transaction, the same throughout; outside one it is the clock's.
func (d *DB) Now(ctx context.Context) Time {
	if o, ok := ctx.Value(observerKey{}).(Observer); ok {
		o.Clock()
	}
	if t := d.open(ctx); t != nil {
		return t.now
	}
	return At(d.clock())
}

// Lock serialises transactions that take the same name until they end, on every replica: it writes the name's
// row, which also makes two nodes of a cluster conflict. Call it inside InTx.
func (d *DB) Lock(ctx context.Context, name string) error {
	h := d.From(ctx)
	n, err := h.Exec(ctx, "UPDATE locks SET taken = taken + 1 WHERE name = ?", name)
	if err != nil || n == 1 {
		return err
	}
	if _, err = h.Exec(ctx, d.Dialect.InsertIgnore()+" INTO locks (name, taken) VALUES (?, 0)", name); err != nil {
		return err
	}
	_, err = h.Exec(ctx, "UPDATE locks SET taken = taken + 1 WHERE name = ?", name)
	return err
}

// Handle runs statements: on the open transaction of the context it came from, else on the read pool.
// Slice arguments expand where the SQL says IN (?).
type Handle struct {
	db *DB
	tx *tx
}

// From returns the handle of the context.
func (d *DB) From(ctx context.Context) Handle { return Handle{db: d, tx: d.open(ctx)} }

// Get reads one row into dest, or returns fault.ErrNotFound.
func (h Handle) Get(ctx context.Context, dest any, query string, args ...any) error {
	return h.run(ctx, query, args, func(r runner, a []any) error {
		err := r.GetContext(ctx, dest, a...)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.ErrNotFound
		}
		return err
	})
}

// Select reads all rows into the slice dest points to.
func (h Handle) Select(ctx context.Context, dest any, query string, args ...any) error {
	return h.run(ctx, query, args, func(r runner, a []any) error { return r.SelectContext(ctx, dest, a...) })
}

// One reads one row, or returns fault.ErrNotFound.
func One[T any](ctx context.Context, h Handle, query string, args ...any) (T, error) {
	var row T
	err := h.Get(ctx, &row, query, args...)
	return row, err
}

// All reads all rows.
func All[T any](ctx context.Context, h Handle, query string, args ...any) ([]T, error) {
	var rows []T
	err := h.Select(ctx, &rows, query, args...)
	return rows, err
}

// Counted runs a query whose rows are a kind and how many there are of it, n.
func Counted(ctx context.Context, h Handle, query string, args ...any) (map[string]int, error) {
	rows, err := All[struct {
		Kind string `db:"kind"`
		N    int    `db:"n"`
	}](ctx, h, query, args...)
	counts := make(map[string]int, len(rows))
	for _, r := range rows {
		counts[r.Kind] = r.N
	}
	return counts, err
}

// Exec runs a statement that writes and returns how many rows it matched. It needs a transaction.
func (h Handle) Exec(ctx context.Context, query string, args ...any) (n int64, err error) {
	if n, err = h.exec(ctx, query, args...); err == nil {
		h.wrote(ctx, query, n)
	}
	return n, err
}

func (h Handle) exec(ctx context.Context, query string, args ...any) (n int64, err error) {
	if h.tx == nil {
		return 0, errors.New("db: a write outside InTx: " + query)
	}
	err = h.run(ctx, query, args, func(r runner, a []any) error {
		res, err := r.ExecContext(ctx, a...)
		if err == nil {
			n, err = res.RowsAffected()
		}
		return err
	})
	return n, err
}

// Insert writes one row: the columns and values of the db-tagged struct row.
func (h Handle) Insert(ctx context.Context, table string, row any) error {
	columns, marks, args := rowOf(row)
	if _, err := h.exec(ctx, "INSERT INTO "+table+" ("+columns+") VALUES ("+marks+")", args...); err != nil {
		return err
	}
	return h.Saved(table, row)
}

// Update writes the columns of the db-tagged struct row, apart from those that are fixed, into the row with the id, if that
// still has the expected version. It reports false if it has not, and where there is no such row.
func (h Handle) Update(ctx context.Context, table string, row any, id ID, expected int, fixed ...string) (bool, error) {
	columns, _, args := rowOf(row)
	var set []string
	var values []any
	for i, column := range strings.Split(columns, ", ") {
		if !slices.Contains(fixed, column) {
			set, values = append(set, column+" = ?"), append(values, args[i])
		}
	}
	n, err := h.exec(ctx, "UPDATE "+table+" SET "+strings.Join(set, ", ")+" WHERE id = ? AND version = ?", append(values, id, expected)...)
	if err != nil || n == 0 {
		return false, err
	}
	return true, h.Saved(table, row)
}

// run runs a statement. Inside a transaction a fault of the store is remembered, so that nobody commits over it. Outside,
// what lost to another transaction has only read, and runs again.
func (h Handle) run(ctx context.Context, query string, args []any, do func(runner, []any) error) error {
	query, args = expand(query, args)
	if o, ok := ctx.Value(observerKey{}).(Observer); ok {
		o.Statement(query, args)
	}
	for attempt := 1; ; attempt++ {
		err := h.runOnce(ctx, query, args, do)
		switch c := classOf(err, atStatement); {
		case c == own:
			return err
		case h.tx != nil:
			if h.tx.failed == nil {
				h.tx.failed = err
			}
			return err
		case c == away:
			return err
		case attempt == readAttempts || !pause(ctx, attempt):
			return unavailable(err, "")
		}
	}
}

func (h Handle) runOnce(ctx context.Context, query string, args []any, do func(runner, []any) error) error {
	if h.tx != nil && h.tx.failed != nil {
		return h.tx.failed // the store may have rolled back, and would save this statement alone
	}
	start := time.Now()
	r, err := h.runner(ctx, query)
	if err == nil {
		err = do(r, args)
	}
	err = h.db.observe(ctx, query, start, err)
	if h.db.yields {
		runtime.Gosched() // after observe: the pause is not the statement's
	}
	return err
}

// Observer is told what is asked of the store under a context: each statement, as the driver gets it, and each look at the
// clock. It is called by several goroutines.
type Observer interface {
	Statement(query string, args []any)
	Clock()
}

// Observe returns a context under which the observer is told of each statement, in addition to earlier observers.
func Observe(ctx context.Context, o Observer) context.Context {
	if outer, ok := ctx.Value(observerKey{}).(Observer); ok {
		o = observers{outer, o}
	}
	return context.WithValue(ctx, observerKey{}, o)
}

type observers [2]Observer

func (o observers) Statement(query string, args []any) {
	o[0].Statement(query, args)
	o[1].Statement(query, args)
}

func (o observers) Clock() {
	o[0].Clock()
	o[1].Clock()
}

// OnStatement is an Observer of statements alone.
type OnStatement func(query string, args []any)

// Statement calls the function.
func (f OnStatement) Statement(query string, args []any) { f(query, args) }

// Clock does nothing.
func (OnStatement) Clock() {}

// CountStatements returns a context that counts the statements run under it, and the counter.
func CountStatements(ctx context.Context) (context.Context, *atomic.Int64) {
	n := new(atomic.Int64)
	return Observe(ctx, OnStatement(func(string, []any) { n.Add(1) })), n
}
