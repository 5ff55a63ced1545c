package db_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestOnceMakesOneOfEqualRequests(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		me, other := db.NewID(), db.NewID()
		once := func(account db.ID, key, request string, create func(context.Context) (db.ID, error)) (id db.ID, made bool, err error) {
			err = k.DB.InTx(t.Context(), func(ctx context.Context) (err error) {
				id, made, err = k.DB.Once(ctx, account, "hire", key, []byte(request), create)
				return err
			})
			return id, made, err
		}
		fresh := func(context.Context) (db.ID, error) { return db.NewID(), nil }

		for _, key := range []string{"two words", "khóa", strings.Repeat("k", 65), "\x00"} {
			if _, _, err := once(me, key, "a", fresh); !fault.HasCode(err, fault.Invalid) {
				t.Errorf("key %q: got %v, want INVALID", key, err)
			}
		}
		broken := errors.New("create failed")
		if _, _, err := once(me, "k1", "a", func(context.Context) (db.ID, error) { return db.ID{}, broken }); !errors.Is(err, broken) {
			t.Errorf("got %v, want the error of create", err)
		}
		first, made, err := once(me, "k1", "a", fresh)
		if err != nil || !made {
			t.Fatalf("a failed create leaves the key free: got %v, %v", made, err)
		}
		if again, made, err := once(me, "k1", "a", fresh); err != nil || made || again != first {
			t.Errorf("a repetition: got %v, %v, %v; want %v", again, made, err, first)
		}
		if _, _, err := once(me, "k1", "b", fresh); !fault.HasCode(err, fault.Invalid) {
			t.Errorf("another request under the key: got %v, want INVALID", err)
		}
		if id, made, err := once(other, "k1", "b", fresh); err != nil || !made || id == first {
			t.Errorf("the key of another account: got %v, %v, %v", id, made, err)
		}
		if a, _, err := once(me, "", "a", fresh); err != nil || a == first {
			t.Errorf("without a key: got %v, %v", a, err)
		}
		k.Clock.Advance(48 * time.Hour)
		if id, made, err := once(me, "k1", "b", fresh); err != nil || !made || id == first {
			t.Errorf("after two days: got %v, %v, %v", id, made, err)
		}
		if err := k.DB.PruneOnce(t.Context()); err != nil {
			t.Fatal(err)
		}
		var left int
		if err := k.DB.From(t.Context()).Get(t.Context(), &left, "SELECT COUNT(*) FROM idempotency_keys"); err != nil || left != 1 {
			t.Errorf("pruning leaves what is still known: got %d, %v; want 1", left, err)
		}
	})
}

func TestOnceOfTwoAtOnce(t *testing.T) {
	t.Parallel()
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		me := db.NewID()
		const callers = 4
		ids, makers := make([]db.ID, callers), make([]bool, callers)
		var all sync.WaitGroup
		for i := range callers {
			all.Go(func() {
				err := k.DB.InTx(t.Context(), func(ctx context.Context) (err error) {
					ids[i], makers[i], err = k.DB.Once(ctx, me, "hire", "k", []byte("a"), func(context.Context) (db.ID, error) {
						time.Sleep(20 * time.Millisecond)
						return db.NewID(), nil
					})
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		made := 0
		for i := range callers {
			if ids[i] != ids[0] {
				t.Errorf("caller %d got %v, caller 0 %v", i, ids[i], ids[0])
			}
			if makers[i] {
				made++
			}
		}
		if made != 1 {
			t.Errorf("%d callers made one, want 1", made)
		}
	})
}
