package change_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"ttyt/internal/change"
	"ttyt/internal/db"
	"ttyt/internal/testkit"
)

func record(t testing.TB, k *testkit.Kit, f *change.Feed, tags ...string) {
	t.Helper()
	err := k.DB.InTx(context.Background(), func(ctx context.Context) error { return f.Record(ctx, "post", db.NewID(), tags...) })
	if err != nil {
		t.Fatal(err)
	}
}

// A change of this process is told before the commit returns, one of another when it is read, each once.
func TestListenersHearEachChangeOnce(t *testing.T) {
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
		here, there := k.Changes, change.New(k.DB)
		var heard follower
		stop := here.Subscribe(func(cs []change.Change) {
			heard.mu.Lock()
			defer heard.mu.Unlock()
			for _, c := range cs {
				heard.tags = append(heard.tags, c.Tags)
			}
		})
		ctx, end := context.WithCancel(context.Background())
		var running sync.WaitGroup
		running.Go(func() { here.Run(ctx) })
		defer func() { end(); running.Wait() }()
		time.Sleep(500 * time.Millisecond) // a first look that happens after the next lines would swallow them

		record(t, k, here, "near")
		if got := heard.told(); !slices.Equal(got, []string{"near"}) {
			t.Errorf("at its commit: %v", got)
		}
		record(t, k, there, "far")
		heard.want(t, "near", "far")
		stop()
		record(t, k, here, "later")
		heard.want(t, "near", "far")
	})
}

// However much changes while nobody looks, one word waits.
func TestWatchersLookAgain(t *testing.T) {
	testkit.Run(t, func(t *testing.T, k *testkit.Kit) {
		again, stop := k.Changes.Watch("inbox:1")
		defer stop()
		record(t, k, k.Changes, "inbox:12", "posts")
		if len(again) != 0 {
			t.Error("told about another's tag")
		}
		for range 3 {
			record(t, k, k.Changes, "posts", "inbox:1")
		}
		if len(again) != 1 {
			t.Errorf("%d words wait", len(again))
		}
	})
}
