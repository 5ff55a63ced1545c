package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/metrics"
	"ttyt.example/ttyt/internal/core/access"
)

// Runner schedules and runs jobs. Handle and Every belong to start-up, before Run or RunDue.
type Runner struct {
	db       *db.DB
	o        Options
	handlers map[string]Handler
	every    map[string]recurring
	wake     chan struct{}

	mu       sync.Mutex
	enrolled bool
}

type recurring struct {
	interval time.Duration
	wanted   func(ctx context.Context) (bool, error)
	run      func(ctx context.Context) error
}

func always(context.Context) (bool, error) { return true, nil }

// New returns a runner over the store.
func New(d *db.DB, o Options) *Runner {
	if o.Poll == 0 {
		o.Poll = time.Second
	}
	if o.Lease == 0 {
		o.Lease = 15 * time.Second
	}
	if o.Attempts == 0 {
		o.Attempts = 10
	}
	if o.Workers == 0 {
		o.Workers = 4
	}
	r := &Runner{db: d, o: o, handlers: map[string]Handler{}, every: map[string]recurring{}, wake: make(chan struct{}, 1)}
	r.Every("job.prune", time.Hour, r.prune)
	return r
}

// Handle registers what does the scheduled jobs of a kind. The handler acts as the system.
func (r *Runner) Handle(kind string, h Handler) {
	r.unique(kind)
	r.handlers[kind] = h
}

// Every registers work to repeat, by one replica at a time, an interval after it last ended. It runs outside any
// transaction and may take long: its lease is renewed, and its context ends when the lease is lost nevertheless.
// After downtime it runs once. It acts as the system.
func (r *Runner) Every(kind string, interval time.Duration, run func(ctx context.Context) error) {
	r.EveryIf(kind, interval, always, run)
}

// EveryIf is Every for work that often has nothing to do: once due, it waits until wanted says otherwise, which only
// reads, so that a store at rest is not written to.
func (r *Runner) EveryIf(kind string, interval time.Duration, wanted func(ctx context.Context) (bool, error), run func(ctx context.Context) error) {
	r.unique(kind)
	r.every[kind] = recurring{interval, wanted, run}
}

func (r *Runner) unique(kind string) {
	_, scheduled := r.handlers[kind]
	_, repeated := r.every[kind]
	if scheduled || repeated || len(kind) > maxKind {
		panic(fmt.Sprintf("job: kind %q is registered twice or longer than %d bytes", kind, maxKind))
	}
}

// Schedule arranges inside the open transaction that the job of the name runs at the time, once. A job that already
// has the name gets the new kind, subject and time, also while it is being worked on: that work rolls back.
func (r *Runner) Schedule(ctx context.Context, kind, name string, subject db.ID, at db.Time) error {
	if err := r.check(kind, name, at); err != nil {
		return err
	}
	if err := r.put(ctx, kind, name, subject, at); err != nil {
		return err
	}
	if !at.After(r.db.Now(ctx).Time) {
		r.db.AfterCommit(ctx, r.nudge)
	}
	return nil
}

// Soon makes Run look for work once the open transaction is committed: for work that EveryIf waits for, and that is there now.
func (r *Runner) Soon(ctx context.Context) { r.db.AfterCommit(ctx, r.nudge) }

// nudge makes Run look for work now.
func (r *Runner) nudge() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Run works on due jobs until the context ends, and returns when the last of them has stopped.
func (r *Runner) Run(ctx context.Context) {
	var running sync.WaitGroup
	defer running.Wait()
	slots := make(chan struct{}, r.o.Workers)
	tick := time.NewTicker(r.o.Poll)
	defer tick.Stop()
	for ctx.Err() == nil {
		err := r.pass(ctx, func(j Job) {
			slots <- struct{}{}
			running.Go(func() {
				defer func() { <-slots }()
				_, _ = r.work(ctx, j) // logged and recorded
			})
		})
		if err != nil && ctx.Err() == nil {
			slog.Log(ctx, db.Level(err, slog.LevelWarn), "look for due jobs", "err", err)
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		case <-r.wake:
		}
	}
}

// RunDue makes one pass over the jobs that are due by the store's clock, one after the other. It returns how many it
// worked on, and their failures.
func (r *Runner) RunDue(ctx context.Context) (n int, err error) {
	var failures []error
	err = r.pass(ctx, func(j Job) {
		mine, err := r.work(ctx, j)
		if mine {
			n++
		}
		failures = append(failures, err)
	})
	return n, errors.Join(err, errors.Join(failures...))
}

// pass gives each due job to work.
func (r *Runner) pass(ctx context.Context, work func(Job)) error {
	if err := r.enrol(ctx); err != nil {
		return err
	}
	due, err := r.due(ctx)
	if err != nil {
		return err
	}
	if len(due) == batch { // there may be more
		r.nudge()
	}
	var doubts []error
	for _, j := range due {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if e, ok := r.every[j.Kind]; ok {
			wanted, err := e.wanted(ctx)
			if err != nil { // the others go on
				doubts = append(doubts, fmt.Errorf("is job %s wanted: %w", j.Name, err))
			}
			if !wanted || err != nil {
				continue
			}
		}
		work(j)
	}
	return errors.Join(doubts...)
}

// work claims a due job, does it and records how it went. It reports whether the job was this replica's to do.
func (r *Runner) work(ctx context.Context, j Job) (mine bool, err error) {
	if mine, err = r.claim(ctx, &j); err != nil || !mine {
		return false, err
	}
	err = r.attempt(access.AsSystem(ctx), j)
	metrics.JobRun(j.Kind, err != nil)
	if err == nil {
		return true, nil
	}
	stopping := ctx.Err() != nil
	// What follows is about the row, so it also happens while the program stops.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.o.Lease)
	defer cancel()
	switch {
	case errors.Is(err, errLost):
		slog.WarnContext(ctx, "job taken over while it ran", "kind", j.Kind, "name", j.Name)
		return true, nil
	case stopping:
		return true, errors.Join(err, r.release(ctx, j))
	}
	state := Waiting
	if r.handlers[j.Kind] != nil && j.Attempts >= r.o.Attempts && !fault.Is(err, fault.Unavailable) { // what the store could not do is done once it can
		state = Failed
	}
	slog.Log(ctx, db.Level(err, slog.LevelError), "job failed", "kind", j.Kind, "name", j.Name, "attempt", j.Attempts, "state", state, "err", err)
	return true, errors.Join(fmt.Errorf("job %s: %w", j.Name, err), r.failed(ctx, j, state, err))
}

// attempt runs the job's function once; a panic in it becomes an error.
func (r *Runner) attempt(ctx context.Context, j Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			slog.ErrorContext(ctx, "panic in a job", "kind", j.Kind, "name", j.Name, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	if h, ok := r.handlers[j.Kind]; ok {
		if j.Attempts > r.o.Attempts { // the program ended again and again in the middle of it
			return errors.New("every attempt was cut off")
		}
		return r.db.InTx(ctx, func(ctx context.Context) error {
			// Completed first: the row's lock keeps out a runner that took the job over, and h may schedule it again.
			if err := r.complete(ctx, j); err != nil {
				return err
			}
			return h(ctx, j)
		})
	}
	return r.repeated(ctx, j)
}

// repeated runs a recurring job under a lease that is renewed until it ends.
func (r *Runner) repeated(ctx context.Context, j Job) error {
	running, stop := context.WithCancelCause(ctx)
	var renewing sync.WaitGroup
	renewing.Go(func() { r.keep(running, stop, j) })
	defer renewing.Wait()
	defer stop(nil)
	err := r.every[j.Kind].run(running)
	switch {
	case errors.Is(context.Cause(running), errLost):
		return errLost
	case err != nil:
		return err
	}
	return r.repeat(context.WithoutCancel(ctx), j)
}

// keep renews the job's lease until the context ends, and ends it when the lease is lost.
func (r *Runner) keep(ctx context.Context, stop context.CancelCauseFunc, j Job) {
	tick := time.NewTicker(r.o.Lease / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		switch err := r.renew(ctx, j); {
		case errors.Is(err, errLost):
			stop(errLost)
		case err != nil && ctx.Err() == nil:
			slog.Log(ctx, db.Level(err, slog.LevelWarn), "renew a job's lease", "kind", j.Kind, "err", err)
		}
	}
}
