package db_test

import (
	"context"
	"path/filepath"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"ttyt.example/ttyt/internal/base/db"
)

// The writer goes to whichever transaction has waited longest.
func TestTransactionsRunInOrderOfArrival(t *testing.T) {
	file := filepath.Join(t.TempDir(), "order.db")
	synctest.Test(t, func(t *testing.T) {
		d, err := db.Open(t.Context(), "sqlite:"+file, db.Options{Lax: true})
		if err != nil {
			t.Fatal(err)
		}
		var order []int
		hold := make(chan struct{})
		start := func(n int, wait func()) {
			go func() {
				if err := d.InTx(context.Background(), func(context.Context) error {
					wait()
					order = append(order, n)
					return nil
				}); err != nil {
					t.Error(err)
				}
			}()
			synctest.Wait() // until it waits for the writer
		}
		start(0, func() { <-hold })
		for n := 1; n < 10; n++ {
			start(n, func() {})
		}
		close(hold)
		synctest.Wait()
		if want := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}; !slices.Equal(order, want) {
			t.Errorf("ran in the order %v", order)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
}

// On a single processor a statement lets the goroutines that wait run. Not every one: the scheduler looks at its global
// queue, where the one that gave way stands, first on each 61st turn. The test is not parallel: it takes the other
// processors away from the whole process.
func TestStatementsGiveWayOnASingleProcessor(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	d, err := db.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "yield.db"), db.Options{Lax: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	const statements = 100
	gave := 0
	for range statements {
		var ran atomic.Bool
		go ran.Store(true)
		if _, err := db.One[int](t.Context(), d.From(t.Context()), "SELECT 1"); err != nil {
			t.Fatal(err)
		}
		if ran.Load() {
			gave++
		}
	}
	if gave < statements*3/4 {
		t.Errorf("%d of %d statements gave way", gave, statements)
	}
}
