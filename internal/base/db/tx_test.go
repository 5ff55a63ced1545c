package db_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/test/kit"
)

// two opens one migrated database as two replicas, and counters a and b in it.
func two(t *testing.T, test func(t *testing.T, one, other *db.DB)) {
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			open := s.Open(t, nil)
			one, other := open(nil), open(nil)
			exec(t, one, "INSERT INTO locks (name, taken) VALUES ('a', 0), ('b', 0)")
			test(t, one, other)
		})
	}
}

func counter(t testing.TB, d *db.DB, name string) (n int) {
	t.Helper()
	if err := d.From(context.Background()).Get(context.Background(), &n, "SELECT taken FROM locks WHERE name = ?", name); err != nil {
		t.Fatal(err)
	}
	return n
}

func add(ctx context.Context, d *db.DB, name string) error {
	_, err := d.From(ctx).Exec(ctx, "UPDATE locks SET taken = taken + 1 WHERE name = ?", name)
	return err
}

var errUndo = errors.New("undo")

func TestInTxCommitsOrRollsBack(t *testing.T) {
	two(t, func(t *testing.T, d, _ *db.DB) {
		var after []string
		run := func(end func() error) (panicked any, err error) {
			defer func() { panicked = recover() }()
			return nil, d.InTx(context.Background(), func(ctx context.Context) error {
				if !d.InsideTx(ctx) {
					t.Error("not inside")
				}
				d.AfterCommit(ctx, func() { after = append(after, "ran") })
				if err := add(ctx, d, "a"); err != nil {
					return err
				}
				return end()
			})
		}
		if _, err := run(func() error { return errUndo }); !errors.Is(err, errUndo) || counter(t, d, "a") != 0 || after != nil {
			t.Errorf("an error: %v, counter %d, after commit %v", err, counter(t, d, "a"), after)
		}
		if p, _ := run(func() error { panic("boom") }); p != "boom" || counter(t, d, "a") != 0 || after != nil {
			t.Errorf("a panic: %v, counter %d, after commit %v", p, counter(t, d, "a"), after)
		}
		if _, err := run(func() error { return nil }); err != nil || counter(t, d, "a") != 1 || len(after) != 1 {
			t.Errorf("success: %v, counter %d, after commit %v", err, counter(t, d, "a"), after)
		}
		d.AfterCommit(context.Background(), func() { after = append(after, "at once") })
		if len(after) != 2 {
			t.Error("outside a transaction nothing waits")
		}
		if _, err := d.From(context.Background()).Exec(context.Background(), "UPDATE locks SET taken = 9"); err == nil || counter(t, d, "a") != 1 {
			t.Error("wrote outside a transaction")
		}
	})
}

func TestInTxNestedJoins(t *testing.T) {
	two(t, func(t *testing.T, d, _ *db.DB) {
		var order []string
		err := d.InTx(context.Background(), func(ctx context.Context) error {
			now := d.Now(ctx)
			err := d.InTx(ctx, func(ctx context.Context) error {
				d.AfterCommit(ctx, func() { order = append(order, "after") })
				if d.Now(ctx) != now {
					t.Error("time moved inside the transaction")
				}
				return add(ctx, d, "a")
			})
			order = append(order, "inner done")
			var inside int
			if err := errors.Join(err, d.From(ctx).Get(ctx, &inside, "SELECT taken FROM locks WHERE name = 'a'")); err != nil {
				return err
			}
			if inside != 1 || counter(t, d, "a") != 0 {
				t.Errorf("inside %d, outside %d", inside, counter(t, d, "a"))
			}
			return errUndo
		})
		if !errors.Is(err, errUndo) || counter(t, d, "a") != 0 || !slices.Equal(order, []string{"inner done"}) {
			t.Errorf("%v, counter %d, %v", err, counter(t, d, "a"), order)
		}
	})
}

// conflict makes the transaction that calls it fail as two writers do that meet: on MySQL by a deadlock with a
// transaction of the other replica, which it loses or wins; on SQLite by a statement that is locked out. It acts once.
func conflict(t *testing.T, other *db.DB) func(ctx context.Context, d *db.DB) error {
	var once sync.Once
	return func(ctx context.Context, d *db.DB) (err error) {
		once.Do(func() {
			if d.Dialect == db.SQLite {
				_, err = d.From(ctx).Exec(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
				return
			}
			// The rival writes more rows, so that the store picks this transaction as the one to give up.
			holds, done := make(chan struct{}), make(chan error, 1)
			var first sync.Once
			go func() {
				done <- other.InTx(context.Background(), func(ctx context.Context) error {
					for range 50 {
						if err := add(ctx, other, "b"); err != nil {
							return err
						}
						if err := other.From(ctx).Insert(ctx, "locks", struct {
							Name  string `db:"name"`
							Taken int    `db:"taken"`
						}{db.NewID().String(), 0}); err != nil {
							return err
						}
					}
					first.Do(func() { close(holds) })
					return add(ctx, other, "a")
				})
			}()
			<-holds
			err = add(ctx, d, "b")
			t.Cleanup(func() {
				if err := <-done; err != nil {
					t.Errorf("the rival: %v", err)
				}
			})
		})
		return err
	}
}

// A transaction that lost a conflict runs again as a whole, and what it leaves is there once.
func TestInTxRunsAgainAfterAConflict(t *testing.T) {
	two(t, func(t *testing.T, d, other *db.DB) {
		clash := conflict(t, other)
		var attempts, after int
		err := d.InTx(context.Background(), func(ctx context.Context) error {
			attempts++
			d.AfterCommit(ctx, func() { after++ })
			if err := d.From(ctx).Insert(ctx, "locks", struct {
				Name string `db:"name"`
				N    int    `db:"taken"`
			}{"mine", attempts}); err != nil {
				return err
			}
			if err := add(ctx, d, "a"); err != nil {
				return err
			}
			return clash(ctx, d)
		})
		if err != nil || attempts != 2 || after != 1 || counter(t, d, "mine") != 2 {
			t.Errorf("%v after %d attempts, %d calls after commit, counter %d", err, attempts, after, counter(t, d, "mine"))
		}
	})
}

// After a conflict a COMMIT may succeed with nothing committed, so a transaction that hides one is run again too.
func TestInTxDoesNotCommitWhatAConflictPoisoned(t *testing.T) {
	two(t, func(t *testing.T, d, other *db.DB) {
		clash := conflict(t, other)
		attempts := 0
		err := d.InTx(context.Background(), func(ctx context.Context) error {
			attempts++
			if err := add(ctx, d, "a"); err != nil {
				return err
			}
			_ = clash(ctx, d)
			return nil
		})
		if err != nil || attempts != 2 {
			t.Errorf("%v after %d attempts", err, attempts)
		}
	})
}

// A store that another replica writes to makes a transaction wait, not fail.
func TestInTxWaitsForABusyStore(t *testing.T) {
	two(t, func(t *testing.T, d, other *db.DB) {
		if d.Dialect == db.SQLite { // without the driver's own patience, only ours is left
			exec(t, d, "PRAGMA busy_timeout = 1")
		}
		holds, writes := make(chan struct{}), make(chan error, 1)
		go func() {
			writes <- other.InTx(context.Background(), func(ctx context.Context) error {
				err := add(ctx, other, "a")
				close(holds)
				time.Sleep(60 * time.Millisecond)
				return err
			})
		}()
		<-holds
		exec(t, d, "UPDATE locks SET taken = taken + 1 WHERE name = 'a'")
		if err := <-writes; err != nil || counter(t, d, "a") != 2 {
			t.Errorf("%v, counter %d", err, counter(t, d, "a"))
		}
	})
}

func TestLockSerialisesTransactions(t *testing.T) {
	two(t, func(t *testing.T, one, other *db.DB) {
		const each = 10
		var writers sync.WaitGroup
		var inside, most atomic.Int64
		for i := range 4 {
			d := []*db.DB{one, other}[i%2]
			writers.Go(func() {
				for range each {
					err := d.InTx(context.Background(), func(ctx context.Context) error {
						if err := d.Lock(ctx, "last director"); err != nil {
							return err
						}
						most.Store(max(most.Load(), inside.Add(1)))
						defer inside.Add(-1)
						var n int
						if err := d.From(ctx).Get(ctx, &n, "SELECT taken FROM locks WHERE name = 'a'"); err != nil {
							return err
						}
						time.Sleep(time.Millisecond)
						_, err := d.From(ctx).Exec(ctx, "UPDATE locks SET taken = ? WHERE name = 'a'", n+1)
						return err
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		writers.Wait()
		if n := counter(t, one, "a"); n != 4*each || most.Load() != 1 {
			t.Errorf("counter %d of %d, %d inside at once", n, 4*each, most.Load())
		}
	})
}

// With one connection, whatever runs inside a transaction runs on it: nothing waits for a second one.
func TestInTxNeedsOneConnection(t *testing.T) {
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			d := s.Open(t, func(o *db.Options) { o.Conns = 1 })(nil)
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
			defer cancel()
			var writers sync.WaitGroup
			for range 4 {
				writers.Go(func() {
					err := d.InTx(ctx, func(ctx context.Context) error {
						var names []string
						return errors.Join(
							d.Lock(ctx, "x"),
							d.InTx(ctx, func(ctx context.Context) error { return d.Lock(ctx, "y") }),
							d.From(ctx).Select(ctx, &names, "SELECT name FROM locks"),
						)
					})
					if err != nil {
						t.Error(err)
					}
				})
			}
			writers.Wait()
			if x, y := counter(t, d, "x"), counter(t, d, "y"); x != 4 || y != 4 {
				t.Errorf("x %d, y %d", x, y)
			}
		})
	}
}

func TestHandleReadsAndCounts(t *testing.T) {
	two(t, func(t *testing.T, d, _ *db.DB) {
		ctx, statements := db.CountStatements(context.Background())
		h := d.From(ctx)
		var n int
		if err := h.Get(ctx, &n, "SELECT taken FROM locks WHERE name = ?", "nobody"); !errors.Is(err, fault.ErrNotFound) {
			t.Errorf("no row: %v", err)
		}
		var names []string
		if err := h.Select(ctx, &names, "SELECT name FROM locks WHERE name IN (?) ORDER BY name", []string{"b", "a", "c"}); err != nil || strings.Join(names, "") != "ab" {
			t.Errorf("a list: %v, %v", names, err)
		}
		if err := h.Select(ctx, &names, "SELECT name FROM locks WHERE name IN (?)", []string{}); err != nil || len(names) != 0 {
			t.Errorf("an empty list: %v, %v", names, err)
		}
		if got := statements.Load(); got != 3 {
			t.Errorf("counted %d statements", got)
		}
		err := d.InTx(ctx, func(ctx context.Context) error {
			_, err := d.From(ctx).Exec(ctx, "INSERT INTO locks (name, taken) VALUES ('a', 0)")
			return err
		})
		if !db.IsDuplicate(err) || db.IsForeignKey(err) {
			t.Errorf("a duplicate: %v", err)
		}
		err = d.InTx(ctx, func(ctx context.Context) error {
			_, err := d.From(ctx).Exec(ctx, "INSERT INTO department_paths (ancestor_id, descendant_id, depth) VALUES (?, ?, 0)", db.NewID(), db.NewID())
			return err
		})
		if !db.IsForeignKey(err) || db.IsDuplicate(err) {
			t.Errorf("a broken reference: %v", err)
		}
	})
}

// What goes in comes out the same on both stores: keys, moments, days, nothing at all, and text byte by byte.
func TestValuesKeepTheirMeaning(t *testing.T) {
	two(t, func(t *testing.T, d, _ *db.DB) {
		type row struct {
			ID    db.ID   `db:"id"`
			Kind  string  `db:"kind"`
			Name  string  `db:"name"`
			Who   db.ID   `db:"subject_id"`
			At    db.Time `db:"run_at"`
			State string  `db:"state"`
			N     int     `db:"attempts"`
			Until db.Time `db:"lease_until"`
			Error string  `db:"last_error"`
		}
		ctx := context.Background()
		at := db.At(time.Date(2026, 3, 2, 9, 0, 0, 123_456_789, time.FixedZone("", 7*3600)))
		want := []row{
			{ID: db.NewID(), Kind: "đ", Name: "Trạm Y tế xã", At: at},
			{ID: db.NewID(), Kind: "d", Name: "trạm y tế xã", Who: db.NewID(), At: at, Until: at, Error: "😷 'x' \\ \""},
		}
		err := d.InTx(ctx, func(ctx context.Context) error {
			return errors.Join(d.From(ctx).Insert(ctx, "jobs", want[0]), d.From(ctx).Insert(ctx, "jobs", &want[1]))
		})
		if err != nil {
			t.Fatal(err)
		}
		const columns = "SELECT id, kind, name, subject_id, run_at, state, attempts, lease_until, last_error FROM jobs "
		var got []row
		if err := d.From(ctx).Select(ctx, &got, columns+"ORDER BY id"); err != nil || !slices.Equal(got, want) {
			t.Errorf("got %+v, %v", got, err)
		}
		if err := d.From(ctx).Select(ctx, &got, columns+"WHERE kind = ? AND id = ? AND run_at = ?", "đ", want[0].ID, at); err != nil || len(got) != 1 {
			t.Errorf("found %+v, %v", got, err)
		}
		if err := d.From(ctx).Select(ctx, &got, columns+"WHERE name = ?", "TRẠM Y TẾ XÃ"); err != nil || len(got) != 0 {
			t.Errorf("letters of another case are the same: %+v, %v", got, err)
		}
	})
}

func TestGlobalIDs(t *testing.T) {
	t.Parallel()
	id := db.NewID()
	global := db.GlobalID("post", id)
	if got, err := db.ParseID("post", global); err != nil || got != id {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := db.ParseID("staff", global); !fault.Is(err, fault.NotFound) {
		t.Errorf("another kind: %v", err)
	}
	for _, bad := range []string{"", "x", "%%%", global + "A", global[:len(global)-2], "cG9zdDo", strings.Repeat("A", 1<<16)} {
		if _, err := db.ParseID("post", bad); !fault.Is(err, fault.BadInput) {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
}

func TestStatementsStayPrepared(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		ctx := t.Context()
		// Many more texts than are kept, each in a transaction and outside, several times, on one writer.
		for i := range 300 {
			for range 2 {
				err := k.DB.InTx(ctx, func(ctx context.Context) error {
					_, err := k.DB.From(ctx).Exec(ctx, fmt.Sprintf("UPDATE locks SET taken = taken + %d WHERE name = ?", i), "x")
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				if n, err := db.One[int](ctx, k.DB.From(ctx), fmt.Sprintf("SELECT ? + %d", i), 1); err != nil || n != i+1 {
					t.Fatalf("%d, %v", n, err)
				}
			}
		}
	})
}
