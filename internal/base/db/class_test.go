package db_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"testing"

	"github.com/go-sql-driver/mysql"
	sqlite3 "modernc.org/sqlite/lib"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/test/kit"
)

// sqliteError is what SQLite's driver answers with, which cannot be made outside it.
type sqliteError int

func (e sqliteError) Error() string { return fmt.Sprintf("sqlite error (%d)", int(e)) }
func (e sqliteError) Code() int     { return int(e) }

func number(n uint16) error {
	return &mysql.MySQLError{Number: n, Message: fmt.Sprintf("error %d", n)}
}

// storeFaults are the faults of a store, each with what it means at COMMIT. At a statement and at BEGIN the transaction runs
// again where the fault is passing, and is answered with NOT_SAVED where it is not.
var storeFaults = []struct {
	err     error
	passing bool
	lost    bool
	undoes  bool
	commit  fault.Outcome // "" where the transaction runs again
}{
	{err: number(1213), passing: true, undoes: true}, {err: number(1205), passing: true}, {err: number(1020), passing: true}, {err: number(1412), passing: true},
	{err: sqliteError(sqlite3.SQLITE_BUSY), passing: true}, {err: sqliteError(sqlite3.SQLITE_BUSY_SNAPSHOT), passing: true}, {err: sqliteError(sqlite3.SQLITE_LOCKED), passing: true},

	{err: driver.ErrBadConn, lost: true, commit: fault.OutcomeUnknown}, {err: mysql.ErrInvalidConn, lost: true, commit: fault.OutcomeUnknown},
	{err: &net.OpError{Op: "read", Err: errors.New("connection reset by peer")}, lost: true, commit: fault.OutcomeUnknown},
	{err: io.ErrUnexpectedEOF, lost: true, commit: fault.OutcomeUnknown},
	{err: number(2006), lost: true, commit: fault.OutcomeUnknown}, {err: number(2013), lost: true, commit: fault.OutcomeUnknown},
	{err: number(1053), lost: true, commit: fault.OutcomeUnknown}, {err: number(1927), lost: true, commit: fault.OutcomeUnknown},
	{err: number(1180), commit: fault.OutcomeUnknown}, {err: number(1317), commit: fault.OutcomeUnknown},
	{err: number(1021), commit: fault.NotSaved}, {err: number(1040), commit: fault.NotSaved}, {err: number(1047), commit: fault.NotSaved},
	{err: number(1114), commit: fault.NotSaved}, {err: number(1203), commit: fault.NotSaved}, {err: number(1290), commit: fault.NotSaved},
	{err: number(1836), commit: fault.NotSaved}, {err: number(1969), commit: fault.NotSaved}, {err: number(3024), commit: fault.NotSaved},
	{err: sqliteError(sqlite3.SQLITE_FULL), undoes: true, commit: fault.NotSaved}, {err: sqliteError(sqlite3.SQLITE_READONLY), commit: fault.NotSaved},
	{err: sqliteError(sqlite3.SQLITE_READONLY_DBMOVED), commit: fault.NotSaved}, {err: sqliteError(sqlite3.SQLITE_CANTOPEN), commit: fault.NotSaved},
	{err: sqliteError(sqlite3.SQLITE_IOERR_WRITE), undoes: true, commit: fault.OutcomeUnknown}, {err: sqliteError(sqlite3.SQLITE_CORRUPT), commit: fault.OutcomeUnknown},
}

// Each fault of the store, at each place of a transaction that makes nothing of errors, is one of three answers: done all the
// same, not saved, or not known; and nothing is ever half done.
func TestFaultsOfTheStoreAreOneOfThreeAnswers(t *testing.T) {
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			d := s.Open(t, func(o *db.Options) { o.Through, o.Conns = kit.Faults, 2 })(nil)
			exec(t, d, "INSERT INTO locks (name, taken) VALUES ('a', 0), ('b', 0)")
			for _, f := range storeFaults {
				for at := 1; ; at++ {
					made := &kit.Fault{Err: f.err, At: at, Lost: f.lost, Undoes: f.undoes}
					before := counter(t, d, "a")
					err := d.InTx(kit.WithFault(t.Context(), made), func(ctx context.Context) error {
						_, _ = add(ctx, d, "a"), add(ctx, d, "b") // whatever they say
						return nil
					})
					if made.Hit() == "" {
						if at < 5 {
							t.Fatalf("%v: only %d places were tried: %v", f.err, at-1, err)
						}
						break
					}
					a, b := counter(t, d, "a"), counter(t, d, "b")
					where := fmt.Sprintf("%v at %s: %v, counters %d, %d after %d", f.err, made.Hit(), err, a, b, before)
					want := fault.NotSaved
					if made.Hit() == "COMMIT" {
						want = f.commit
					}
					repeated := made.Hit() == "BEGIN" && errors.Is(f.err, driver.ErrBadConn) // by the pool, which takes another connection
					switch {
					case f.passing || repeated:
						if err != nil || a != before+1 || b != a {
							t.Errorf("%s: want it done by running it again", where)
						}
					default:
						var e *fault.Error
						if !errors.As(err, &e) || e.Code != fault.Unavailable || e.Outcome != want || a != before || b != a {
							t.Errorf("%s: want %s, and neither done", where, want)
						}
					}
				}
			}
		})
	}
}

// A COMMIT whose answer gets lost is not run again, though it was done.
func TestACommitWithoutAnAnswerIsNotRepeated(t *testing.T) {
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			d := s.Open(t, func(o *db.Options) { o.Through = kit.Faults })(nil)
			exec(t, d, "INSERT INTO locks (name, taken) VALUES ('a', 0)")
			told := false
			err := d.InTx(kit.WithFault(t.Context(), &kit.Fault{Err: mysql.ErrInvalidConn, At: 3, Lost: true, Done: true}), func(ctx context.Context) error {
				d.AfterCommit(ctx, func() { told = true })
				return add(ctx, d, "a")
			})
			var e *fault.Error
			if !errors.As(err, &e) || e.Outcome != fault.OutcomeUnknown || counter(t, d, "a") != 1 || told {
				t.Errorf("%v, counter %d, told %v", err, counter(t, d, "a"), told)
			}
		})
	}
}

// What a read meets is passing or UNAVAILABLE too.
func TestFaultsOfReads(t *testing.T) {
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			d := s.Open(t, func(o *db.Options) { o.Through = kit.Faults })(nil)
			read := func(ctx context.Context) (n int, err error) {
				return n, d.From(ctx).Get(ctx, &n, "SELECT COUNT(*) FROM locks")
			}
			for _, f := range storeFaults {
				var found []string
				for range 2 { // first to be prepared, then prepared
					made := &kit.Fault{Err: f.err, At: 1, Lost: f.lost}
					_, err := read(kit.WithFault(t.Context(), made))
					switch {
					case err == nil:
						found = append(found, "answered")
					case fault.Is(err, fault.Unavailable):
						found = append(found, "unavailable")
					default:
						found = append(found, err.Error())
					}
				}
				want := []string{"unavailable", "unavailable"}
				if f.passing || errors.Is(f.err, driver.ErrBadConn) {
					want = []string{"answered", "answered"}
				}
				if !slices.Equal(found, want) {
					t.Errorf("%v: %q", f.err, found)
				}
			}
		})
	}
}
