package feed_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/test/kit"
)

// counter is a number in the store, how often it was read, and a mirror of it.
type counter struct {
	*kit.Kit
	*feed.Mirror[int]
	reads atomic.Int32
}

func newCounter(t testing.TB, k *kit.Kit) *counter {
	t.Helper()
	k.Exec(t, "INSERT INTO categories (id, slug, name, position, version) VALUES (?, 'counter', 'counter', 0, 1)", db.NewID())
	c := &counter{Kit: k}
	c.Mirror = feed.NewMirror(k.Feed, "counter", func(ctx context.Context) (int, error) {
		c.reads.Add(1)
		return db.One[int](ctx, k.DB.From(ctx), "SELECT position FROM categories")
	})
	return c
}

// run reads the feed for the process, as the product does, until the test ends.
func run(t testing.TB, f *feed.Feed) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { f.Run(ctx) })
	t.Cleanup(func() { stop(); running.Wait() })
	for range 200 {
		if f.Position().Fresh() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the feed is not read")
}

// raise adds one, and tells of it with f.
func (c *counter) raise(f *feed.Feed, committed func()) error {
	return c.DB.InTx(context.Background(), func(ctx context.Context) error {
		c.DB.AfterCommit(ctx, committed) // before the feed hears of it
		_, err := c.DB.From(ctx).Exec(ctx, "UPDATE categories SET position = position + 1")
		return errors.Join(err, f.Record(ctx, "counter", db.NewID(), "counter"))
	})
}

func (c *counter) want(t testing.TB, value int, reads int32) {
	t.Helper()
	if got, err := c.Get(context.Background()); err != nil || got != value || c.reads.Load() != reads {
		t.Errorf("got %d after %d reads, %v; want %d after %d", got, c.reads.Load(), err, value, reads)
	}
}

func TestAMirrorReadsTheStoreWhenSomethingChanged(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCounter(t, k)
		c.want(t, 0, 1)
		c.want(t, 0, 2) // nobody reads the feed, so each one asks the store
		run(t, k.Feed)
		c.want(t, 0, 3)
		c.want(t, 0, 3)
		record(t, k, k.Feed, "other")
		c.want(t, 0, 3)
		if err := c.raise(k.Feed, func() {}); err != nil {
			t.Fatal(err)
		}
		c.want(t, 1, 4)
		c.want(t, 1, 4)

		if err := k.DB.InTx(context.Background(), func(ctx context.Context) error {
			if _, err := k.DB.From(ctx).Exec(ctx, "UPDATE categories SET position = 7"); err != nil {
				return err
			}
			if got, err := c.Get(ctx); err != nil || got != 7 {
				t.Errorf("inside the transaction: %d, %v", got, err)
			}
			return errors.New("roll back")
		}); err == nil {
			t.Fatal("committed")
		}
		c.want(t, 1, 5)

		if err := c.raise(feed.New(k.DB), func() {}); err != nil { // as another replica does
			t.Fatal(err)
		}
		for range 200 {
			if got, err := c.Get(context.Background()); err != nil || got == 2 {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Error("a change of another replica never arrived")
	})
}

// Between a commit and the moment at which the position moves, a mirror may answer what was there before. The position of
// such an answer is then overtaken, so that nobody keeps it.
func TestWhatAMirrorHoldsIsNeverBehindThePosition(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCounter(t, k)
		run(t, k.Feed)
		c.want(t, 0, 1)
		committed, goOn, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
		go func() { done <- c.raise(k.Feed, func() { close(committed); <-goOn }) }()
		<-committed
		p := k.Feed.Position()
		at, slots := p.Now(), p.Slots([]string{"counter"})
		if got, err := c.Get(context.Background()); err != nil || got != 0 || p.Overtaken(at, slots) {
			t.Errorf("between commit and position: %d, %v, overtaken %v", got, err, p.Overtaken(at, slots))
		}
		close(goOn)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if !p.Overtaken(at, slots) {
			t.Error("an answer of before the position moved would be kept")
		}
		c.want(t, 1, 2)
	})
}

// A read that starts after a write has returned sees the write, even among concurrent readers.
func TestAMirrorShowsWhatIsWritten(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		c := newCounter(t, k)
		run(t, k.Feed)
		var written atomic.Int64
		var writer, readers sync.WaitGroup
		over := make(chan struct{})
		writer.Go(func() {
			defer close(over)
			for range 30 {
				if err := c.raise(k.Feed, func() {}); err != nil {
					t.Error(err)
				}
				written.Add(1)
			}
		})
		for range 4 {
			readers.Go(func() {
				for {
					least := written.Load()
					if got, err := c.Get(context.Background()); err != nil || int64(got) < least {
						t.Errorf("got %d, %v after %d writes", got, err, least)
					}
					select {
					case <-over:
						return
					default:
					}
				}
			})
		}
		writer.Wait()
		readers.Wait()
		if got, err := c.Get(context.Background()); err != nil || got != 30 {
			t.Errorf("in the end %d, %v", got, err)
		}
	})
}
