package feed_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

// put writes a change that carries the moment at, as a transaction does that began then and commits now.
func put(t testing.TB, k *kit.Kit, at time.Time, tag string) {
	t.Helper()
	k.Exec(t, "INSERT INTO changes (id, kind, subject_id, tags, at) VALUES (?, 'post', ?, ?, ?)", db.NewID(), db.NewID(), tag, db.At(at))
}

// follower collects the tags that a follower is told.
type follower struct {
	mu   sync.Mutex
	tags []string
}

func follow(t testing.TB, k *kit.Kit) *follower {
	t.Helper()
	var f follower
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		k.Feed.Follow(ctx, func(cs []feed.Change) {
			f.mu.Lock()
			defer f.mu.Unlock()
			for _, c := range cs {
				f.tags = append(f.tags, c.Tags)
			}
		})
	})
	t.Cleanup(func() { stop(); running.Wait() })
	return &f
}

func (f *follower) told() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.tags)
}

// want waits until the follower was told so many tags, and a look longer, and compares.
func (f *follower) want(t testing.TB, want ...string) {
	t.Helper()
	for range 200 {
		if len(f.told()) >= len(want) {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	time.Sleep(600 * time.Millisecond)
	if got := f.told(); !slices.Equal(got, want) {
		t.Errorf("told %v, want %v", got, want)
	}
}

func TestFollowTellsEachChangeOnce(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		now := k.Clock.Now()
		put(t, k, now, "before")
		f := follow(t, k)
		// A first look that happens after the next line would swallow it, so wait for one.
		time.Sleep(500 * time.Millisecond)
		ctx := context.Background()
		err := k.DB.InTx(ctx, func(ctx context.Context) error {
			return k.Feed.Record(ctx, "post", db.NewID(), "posts", "post:1")
		})
		if err != nil {
			t.Fatal(err)
		}
		f.want(t, "posts post:1")

		// The longest transaction commits after a younger one.
		put(t, k, now.Add(15*time.Second), "young")
		f.want(t, "posts post:1", "young")
		put(t, k, now, "old")
		f.want(t, "posts post:1", "young", "old")

		// A replica whose clock runs ahead hides nobody else's changes.
		put(t, k, now.Add(time.Hour), "ahead")
		f.want(t, "posts post:1", "young", "old", "ahead")
		k.Clock.Advance(10 * time.Minute)
		put(t, k, k.Clock.Now(), "next")
		f.want(t, "posts post:1", "young", "old", "ahead", "next")
	})
}

func TestFollowReadsMoreThanOneBatch(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		f := follow(t, k)
		time.Sleep(500 * time.Millisecond)
		const n = 1203
		err := k.DB.InTx(context.Background(), func(ctx context.Context) error {
			for i := range n {
				if err := k.Feed.Record(ctx, "post", db.NewID(), fmt.Sprint(i)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for range 200 {
			if len(f.told()) >= n {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		time.Sleep(600 * time.Millisecond)
		got := f.told()
		slices.Sort(got)
		if len(got) != n || len(slices.Compact(got)) != n {
			t.Errorf("told %d changes of %d", len(got), n)
		}
	})
}

func TestPruneKeepsAWeek(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		ctx, week := context.Background(), 7*24*time.Hour
		err := k.DB.InTx(ctx, func(ctx context.Context) error {
			for range 1100 {
				if err := k.Feed.Record(ctx, "post", db.NewID(), "old"); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		k.Clock.Advance(time.Second)
		put(t, k, k.Clock.Now(), "new")
		k.Clock.Advance(week)
		if err := k.Feed.Prune(ctx); err != nil {
			t.Fatal(err)
		}
		var left []string
		if err := k.DB.From(ctx).Select(ctx, &left, "SELECT tags FROM changes"); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(left, " "); got != "new" {
			t.Errorf("left: %s", got)
		}
	})
}
