package job_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/core/job"
	"ttyt.example/ttyt/internal/test/kit"
)

func TestMain(m *testing.M) { kit.Main(m) }

// effects counts the rows that a test's handlers left: a job's effect in the store.
func effects(t testing.TB, d *db.DB) (n int) {
	t.Helper()
	if err := d.From(context.Background()).Get(context.Background(), &n, "SELECT COUNT(*) FROM changes"); err != nil {
		t.Fatal(err)
	}
	return n
}

// leave makes a handler whose effect is one row.
func leave(k *kit.Kit) job.Handler {
	return func(ctx context.Context, j job.Job) error { return k.Feed.Record(ctx, j.Kind, j.Subject) }
}

func schedule(t testing.TB, d *db.DB, r *job.Runner, kind, name string, subject db.ID, at time.Time) {
	t.Helper()
	err := d.InTx(context.Background(), func(ctx context.Context) error { return r.Schedule(ctx, kind, name, subject, db.At(at)) })
	if err != nil {
		t.Fatal(err)
	}
}

func runDue(t testing.TB, r *job.Runner) int {
	t.Helper()
	n, err := r.RunDue(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// rowOf reads what the table says about a job.
func rowOf(t testing.TB, d *db.DB, name string) (row struct {
	State     job.State `db:"state"`
	Attempts  int       `db:"attempts"`
	RunAt     db.Time   `db:"run_at"`
	Owner     db.ID     `db:"owner"`
	LastError string    `db:"last_error"`
}) {
	t.Helper()
	err := d.From(context.Background()).Get(context.Background(), &row, "SELECT state, attempts, run_at, owner, last_error FROM jobs WHERE name = ?", name)
	if err != nil {
		t.Fatalf("job %s: %v", name, err)
	}
	return row
}

func TestScheduledJobRunsOnceWhenDue(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		r := job.New(k.DB, job.Options{})
		subject := db.NewID()
		var got job.Job
		r.Handle("post.publish", func(ctx context.Context, j job.Job) error {
			got = j
			if !access.Of(ctx).Is(access.System) {
				t.Error("a job acts as the system")
			}
			return leave(k)(ctx, j)
		})
		schedule(t, k.DB, r, "post.publish", "a", subject, k.Clock.Now().Add(time.Hour))
		if n := runDue(t, r); n != 0 {
			t.Fatalf("ran %d jobs before their time", n)
		}
		k.Clock.Advance(3 * time.Hour) // downtime: it is caught up with
		if n := runDue(t, r); n != 1+1 {
			t.Fatalf("ran %d jobs, want the scheduled and the pruning one", n)
		}
		if got.Name != "a" || got.Kind != "post.publish" || got.Subject != subject || got.Attempts != 1 {
			t.Errorf("the handler got %+v", got)
		}
		if n := runDue(t, r); n != 0 || effects(t, k.DB) != 1 {
			t.Errorf("a second pass ran %d, effects %d", n, effects(t, k.DB))
		}
		if row := rowOf(t, k.DB, "a"); row.State != job.Done {
			t.Errorf("state %s", row.State)
		}
	})
}

func TestScheduleIsPartOfTheTransaction(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		r := job.New(k.DB, job.Options{})
		r.Handle("x", leave(k))
		undo := errors.New("undo")
		err := k.DB.InTx(context.Background(), func(ctx context.Context) error {
			return errors.Join(r.Schedule(ctx, "x", "a", db.ID{}, k.DB.Now(ctx)), undo)
		})
		if !errors.Is(err, undo) {
			t.Fatal(err)
		}
		if n := runDue(t, r); n != 0 {
			t.Error("a rolled back job ran")
		}
	})
}

func TestScheduleReplacesAndCancelRemoves(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		r := job.New(k.DB, job.Options{})
		var subjects []db.ID
		r.Handle("x", func(_ context.Context, j job.Job) error {
			subjects = append(subjects, j.Subject)
			return nil
		})
		first, second, now := db.NewID(), db.NewID(), k.Clock.Now()
		schedule(t, k.DB, r, "x", "a", first, now)
		schedule(t, k.DB, r, "x", "a", second, now.Add(time.Minute))
		schedule(t, k.DB, r, "x", "b", first, now.Add(time.Minute))
		cancel := func() error {
			return k.DB.InTx(context.Background(), func(ctx context.Context) error { return r.Cancel(ctx, "b") })
		}
		if err := errors.Join(cancel(), cancel()); err != nil {
			t.Fatal("cancelling what is gone is no error:", err)
		}
		if n := runDue(t, r); n != 0 {
			t.Error("ran at the replaced time")
		}
		k.Clock.Advance(time.Minute)
		runDue(t, r)
		if len(subjects) != 1 || subjects[0] != second {
			t.Errorf("ran for %v, want %v", subjects, second)
		}
		schedule(t, k.DB, r, "x", "a", first, k.Clock.Now()) // the name of a finished job is free again
		runDue(t, r)
		if len(subjects) != 2 {
			t.Error("a finished job's name could not be scheduled again")
		}
	})
}

func TestScheduleRefusesWhatCannotRun(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		r := job.New(k.DB, job.Options{})
		r.Handle("x", leave(k))
		now := db.At(k.Clock.Now())
		for name, c := range map[string]struct {
			kind, name string
			at         db.Time
		}{
			"unknown kind": {"y", "a", now},
			"no name":      {"x", "", now},
			"long name":    {"x", strings.Repeat("a", 97), now},
			"no time":      {"x", "a", db.Time{}},
		} {
			err := k.DB.InTx(context.Background(), func(ctx context.Context) error { return r.Schedule(ctx, c.kind, c.name, db.ID{}, c.at) })
			if err == nil {
				t.Error("accepted", name)
			}
		}
	})
}

func TestFailureIsRetriedWithPausesAndBounded(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		r := job.New(k.DB, job.Options{Attempts: 3})
		failure := errors.New("no luck: tiếng Việt " + strings.Repeat("ờ", 600))
		var calls int
		r.Handle("x", func(ctx context.Context, j job.Job) error {
			calls++
			if calls == 2 {
				panic("boom")
			}
			return errors.Join(leave(k)(ctx, j), failure)
		})
		schedule(t, k.DB, r, "x", "a", db.NewID(), k.Clock.Now())
		for i, want := range []struct {
			state job.State
			pause time.Duration
			text  string
		}{{job.Waiting, 5 * time.Second, "no luck"}, {job.Waiting, 10 * time.Second, "panic: boom"}, {job.Failed, 0, "no luck"}} {
			if n, err := r.RunDue(context.Background()); n != 1 || err == nil {
				t.Fatalf("attempt %d: ran %d, %v", i+1, n, err)
			}
			row := rowOf(t, k.DB, "a")
			if row.State != want.state || row.Attempts != i+1 || !row.Owner.IsZero() || !strings.Contains(row.LastError, want.text) {
				t.Errorf("after attempt %d: %+v", i+1, row)
			}
			if want.pause > 0 {
				if n, _ := r.RunDue(context.Background()); n != 0 {
					t.Error("tried again without a pause")
				}
				if got := row.RunAt.Sub(k.Clock.Now()); got != want.pause {
					t.Errorf("pause %v, want %v", got, want.pause)
				}
			}
			k.Clock.Advance(want.pause)
		}
		k.Clock.Advance(30 * time.Minute)
		if n := runDue(t, r); n != 0 || calls != 3 || effects(t, k.DB) != 0 {
			t.Errorf("after giving up: ran %d, calls %d, effects %d", n, calls, effects(t, k.DB))
		}
	})
}

// A program that dies in the middle leaves its claim behind: another takes over when the lease ends, and not for ever.
func TestCutOffJobIsTakenOver(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		r := job.New(k.DB, job.Options{Attempts: 2})
		r.Handle("x", leave(k))
		schedule(t, k.DB, r, "x", "a", db.NewID(), k.Clock.Now())
		schedule(t, k.DB, r, "x", "b", db.NewID(), k.Clock.Now())
		lease := db.At(k.Clock.Now().Add(30 * time.Second))
		k.Exec(t, "UPDATE jobs SET owner = ?, lease_until = ?, attempts = 1 WHERE name = 'a'", db.NewID(), lease)
		k.Exec(t, "UPDATE jobs SET owner = ?, lease_until = ?, attempts = 2 WHERE name = 'b'", db.NewID(), lease)
		if n := runDue(t, r); n != 0 {
			t.Fatal("ran under somebody's lease")
		}
		k.Clock.Advance(31 * time.Second)
		if n, err := r.RunDue(context.Background()); n != 2 || err == nil {
			t.Fatalf("ran %d, %v", n, err)
		}
		if a, b := rowOf(t, k.DB, "a"), rowOf(t, k.DB, "b"); a.State != job.Done || b.State != job.Failed || effects(t, k.DB) != 1 {
			t.Errorf("a %+v, b %+v, effects %d", a, b, effects(t, k.DB))
		}
	})
}

// A replica that stalls after its claim leaves no effect when it wakes up: the job was taken over, moved or cancelled.
func TestLostClaimHasNoEffect(t *testing.T) {
	for name, c := range map[string]struct {
		happens func(ctx context.Context, k *kit.Kit, other *job.Runner) error
		effects int // of the other replica
	}{
		"taken over": {func(ctx context.Context, k *kit.Kit, other *job.Runner) error {
			k.Clock.Advance(31 * time.Second)
			_, err := other.RunDue(ctx)
			return err
		}, 1},
		"moved": {func(ctx context.Context, k *kit.Kit, other *job.Runner) error {
			return k.DB.InTx(ctx, func(ctx context.Context) error {
				return other.Schedule(ctx, "x", "a", db.NewID(), db.At(k.DB.Now(ctx).Add(time.Minute)))
			})
		}, 0},
		"cancelled": {func(ctx context.Context, k *kit.Kit, other *job.Runner) error {
			return k.DB.InTx(ctx, func(ctx context.Context) error { return other.Cancel(ctx, "a") })
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			kit.Run(t, func(t *testing.T, k *kit.Kit) {
				one, other, ctx := job.New(k.DB, job.Options{}), job.New(k.DB, job.Options{}), context.Background()
				one.Handle("x", leave(k))
				other.Handle("x", leave(k))
				schedule(t, k.DB, one, "x", "a", db.NewID(), k.Clock.Now())
				err := one.ClaimThen(ctx, func() {
					if err := c.happens(ctx, k, other); err != nil {
						t.Error(err)
					}
				})
				if !errors.Is(err, job.ErrLost) {
					t.Errorf("want the loss, got %v", err)
				}
				if n := effects(t, k.DB); n != c.effects {
					t.Errorf("%d effects, want %d", n, c.effects)
				}
			})
		})
	}
}

func TestRecurringJobEndsWhenItsLeaseIsLost(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		r, thief := job.New(k.DB, job.Options{Lease: 100 * time.Millisecond}), db.NewID()
		r.Every("long", time.Minute, func(ctx context.Context) error {
			k.Exec(t, "UPDATE jobs SET owner = ? WHERE name = 'long'", thief)
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(10 * time.Second):
				return errors.New("went on without the lease")
			}
		})
		runDue(t, r)
		k.Clock.Advance(time.Minute)
		if n := runDue(t, r); n != 1 {
			t.Errorf("ran %d", n)
		}
		if row := rowOf(t, k.DB, "long"); row.Owner != thief || row.LastError != "" {
			t.Errorf("the loser wrote to the row: %+v", row)
		}
	})
}

func TestHandlerMayScheduleItselfAgain(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		r := job.New(k.DB, job.Options{})
		r.Handle("x", func(ctx context.Context, j job.Job) error {
			return errors.Join(leave(k)(ctx, j), r.Schedule(ctx, j.Kind, j.Name, j.Subject, db.At(k.DB.Now(ctx).Add(time.Minute))))
		})
		schedule(t, k.DB, r, "x", "a", db.NewID(), k.Clock.Now())
		runDue(t, r)
		k.Clock.Advance(time.Minute)
		runDue(t, r)
		if n, row := effects(t, k.DB), rowOf(t, k.DB, "a"); n != 2 || row.State != job.Waiting {
			t.Errorf("%d effects, %+v", n, row)
		}
	})
}

func TestRecurringJobRepeatsAndCatchesUpOnce(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		r := job.New(k.DB, job.Options{})
		var runs int
		var fail error
		r.Every("seal", time.Minute, func(context.Context) error { runs++; return fail })
		runDue(t, r)
		for _, step := range []struct {
			advance time.Duration
			want    int
		}{{0, 0}, {time.Minute, 1}, {30 * time.Second, 1}, {30 * time.Second, 2}, {30 * time.Minute, 3}, {0, 3}} {
			k.Clock.Advance(step.advance)
			if runDue(t, r); runs != step.want {
				t.Fatalf("after %v: %d runs, want %d", step.advance, runs, step.want)
			}
		}
		fail = errors.New("later")
		for range 15 { // never given up
			k.Clock.Advance(10 * time.Minute)
			if _, err := r.RunDue(context.Background()); !errors.Is(err, fail) {
				t.Fatalf("want the failure, got %v", err)
			}
		}
		if row := rowOf(t, k.DB, "seal"); row.State != job.Waiting || row.LastError != "later" {
			t.Errorf("%+v", row)
		}
		// A newer program with a shorter interval does not wait for the interval of the old one.
		newer := job.New(k.DB, job.Options{})
		ran := false
		newer.Every("seal", time.Second, func(context.Context) error { ran = true; return nil })
		runDue(t, newer)
		k.Clock.Advance(time.Second)
		if runDue(t, newer); !ran {
			t.Error("the shorter interval does not count")
		}
	})
}

// Work that nothing waits for leaves the store alone, and is done as soon as something does.
func TestRecurringJobWaitsUntilItIsWanted(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		r := job.New(k.DB, job.Options{})
		wanted, runs := false, 0
		failure := errors.New("cannot tell")
		var err error
		r.EveryIf("seal", time.Minute, func(context.Context) (bool, error) { return wanted, err }, func(context.Context) error { runs++; return nil })
		runDue(t, r)
		k.Clock.Advance(10 * time.Minute)
		before := rowOf(t, k.DB, "seal")
		if n := runDue(t, r); n != 0 || runs != 0 || rowOf(t, k.DB, "seal") != before {
			t.Errorf("not wanted, but ran %d", n)
		}
		wanted = true
		if n := runDue(t, r); n != 1 || runs != 1 {
			t.Errorf("wanted, but ran %d", n)
		}
		if n := runDue(t, r); n != 0 {
			t.Error("ran again before the interval ended")
		}
		k.Clock.Advance(time.Minute)
		err = failure
		r.Handle("x", leave(k))
		schedule(t, k.DB, r, "x", "later", db.NewID(), k.Clock.Now())
		if n, got := r.RunDue(context.Background()); n != 1 || !errors.Is(got, failure) || runs != 1 || effects(t, k.DB) != 1 {
			t.Errorf("ran %d, sealed %d times, %v", n, runs, got)
		}
	})
}

func TestFinishedJobsArePruned(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		r := job.New(k.DB, job.Options{Attempts: 1})
		r.Handle("x", func(_ context.Context, j job.Job) error {
			if j.Name == "bad" {
				return errors.New("bad")
			}
			return nil
		})
		schedule(t, k.DB, r, "x", "good", db.ID{}, k.Clock.Now())
		schedule(t, k.DB, r, "x", "bad", db.ID{}, k.Clock.Now())
		schedule(t, k.DB, r, "x", "future", db.ID{}, k.Clock.Now().AddDate(1, 0, 0))
		_, _ = r.RunDue(context.Background())
		names := func() (names []string) {
			ctx := context.Background()
			if err := k.DB.From(ctx).Select(ctx, &names, "SELECT name FROM jobs WHERE kind = 'x' ORDER BY name"); err != nil {
				t.Fatal(err)
			}
			return names
		}
		for _, step := range []struct {
			days int
			want string
		}{{6, "bad,future,good"}, {2, "bad,future"}, {90, "future"}} {
			k.Clock.Advance(time.Duration(step.days) * 24 * time.Hour)
			runDue(t, r)
			if got := strings.Join(names(), ","); got != step.want {
				t.Errorf("after %d more days: %s, want %s", step.days, got, step.want)
			}
		}
	})
}

// Two replicas run for real against one store; each of many jobs has its effect exactly once.
func TestTwoReplicasFireOnce(t *testing.T) {
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			open := s.Open(t, nil)
			k := kit.New(t, open)
			const jobs = 40
			var calls atomic.Int64
			ctx, stop := context.WithCancel(context.Background())
			var replicas sync.WaitGroup
			defer replicas.Wait()
			defer stop()
			d := open(k.Clock.Now)
			for _, d := range []*db.DB{k.DB, d} {
				r := job.New(d, job.Options{Poll: 10 * time.Millisecond})
				feed := feed.New(d)
				r.Handle("x", func(ctx context.Context, j job.Job) error {
					calls.Add(1)
					return feed.Record(ctx, j.Kind, j.Subject)
				})
				replicas.Go(func() { r.Run(ctx) })
			}
			r := job.New(d, job.Options{})
			r.Handle("x", leave(k))
			for range jobs {
				schedule(t, d, r, "x", db.NewID().String(), db.NewID(), k.Clock.Now())
			}
			var subjects int
			for range 500 {
				if subjects = effects(t, k.DB); subjects >= jobs {
					break
				}
				time.Sleep(20 * time.Millisecond)
			}
			stop()
			replicas.Wait()
			if subjects = effects(t, k.DB); subjects != jobs {
				t.Errorf("%d effects of %d jobs (%d calls)", subjects, jobs, calls.Load())
			}
		})
	}
}

func TestRunIsNudgedAndStopsGracefully(t *testing.T) {
	kit.Run(t, func(t *testing.T, k *kit.Kit) {
		r := job.New(k.DB, job.Options{Poll: time.Hour})
		started, ended := make(chan struct{}), make(chan struct{})
		r.Handle("x", func(ctx context.Context, _ job.Job) error {
			close(started)
			<-ctx.Done()
			return ctx.Err()
		})
		ctx, stop := context.WithCancel(context.Background())
		defer stop()
		go func() { r.Run(ctx); close(ended) }()
		schedule(t, k.DB, r, "x", "a", db.ID{}, k.Clock.Now())
		select {
		case <-started:
		case <-time.After(10 * time.Second):
			t.Fatal("Run did not notice a job that was due at once")
		}
		stop()
		<-ended
		if row := rowOf(t, k.DB, "a"); row.State != job.Waiting || row.Attempts != 0 || !row.Owner.IsZero() {
			t.Errorf("a stopped job is not given back: %+v", row)
		}
	})
}

// The lease of long work is renewed by the real clock, so nobody else takes it.
func TestLongWorkKeepsItsLease(t *testing.T) {
	for _, s := range kit.Stores(t) {
		t.Run(string(s.Dialect), func(t *testing.T) {
			t.Parallel()
			open := s.Open(t, nil)
			const lease = 600 * time.Millisecond
			started, ended := make(chan struct{}), make(chan struct{})
			one, two := job.New(open(nil), job.Options{Lease: lease}), job.New(open(nil), job.Options{Lease: lease})
			one.Every("long", time.Microsecond, func(context.Context) error {
				close(started)
				time.Sleep(3 * lease)
				close(ended)
				return nil
			})
			two.Every("long", time.Microsecond, func(context.Context) error {
				select {
				case <-ended:
				default:
					t.Error("the lease was lost while the work went on")
				}
				return nil
			})
			go func() { _, _ = one.RunDue(context.Background()) }()
			<-started
			for {
				runDue(t, two)
				select {
				case <-ended:
					return
				case <-time.After(lease / 4):
				}
			}
		})
	}
}

func BenchmarkClaimAndComplete(b *testing.B) {
	for _, s := range kit.Stores(b) {
		b.Run(string(s.Dialect), func(b *testing.B) {
			k := kit.New(b, s.Open(b, nil))
			r := job.New(k.DB, job.Options{})
			r.Handle("x", func(context.Context, job.Job) error { return nil })
			for b.Loop() {
				schedule(b, k.DB, r, "x", "a", db.ID{}, k.Clock.Now())
				if n := runDue(b, r); n != 1 {
					b.Fatal("not run")
				}
			}
		})
	}
}
