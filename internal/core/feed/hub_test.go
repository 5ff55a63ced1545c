package feed_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/test/kit"
)

func record(t testing.TB, k *kit.Kit, f *feed.Feed, tags ...string) {
	t.Helper()
	err := k.DB.InTx(context.Background(), func(ctx context.Context) error { return f.Record(ctx, "post", db.NewID(), tags...) })
	if err != nil {
		t.Fatal(err)
	}
}

// A change of this process is told before the commit returns, one of another when it is read, each once.
func TestListenersHearEachChangeOnce(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		here, there := k.Feed, feed.New(k.DB)
		var heard follower
		stop := here.Subscribe(func(cs []feed.Change) {
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
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		again, stop := k.Feed.Watch("inbox:1")
		defer stop()
		record(t, k, k.Feed, "inbox:12", "posts")
		if len(again) != 0 {
			t.Error("told about another's tag")
		}
		for range 3 {
			record(t, k, k.Feed, "posts", "inbox:1")
		}
		if len(again) != 1 {
			t.Errorf("%d words wait", len(again))
		}
	})
}
