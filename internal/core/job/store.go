package job

import (
	"context"
	"errors"
	"maps"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
)

// batch bounds how many due jobs one look reads.
const batch = 64

// row is a job as it is inserted.
type row struct {
	Job
	LastError string `db:"last_error"`
}

// put gives the job of the name its kind, subject and time.
func (r *Runner) put(ctx context.Context, kind, name string, subject db.ID, at db.Time) error {
	h := r.db.From(ctx)
	update := func() (int64, error) {
		return h.Exec(ctx, `UPDATE jobs SET kind = ?, subject_id = ?, run_at = ?, state = ?, attempts = 0,
			owner = NULL, lease_until = NULL, last_error = '', finished_at = NULL WHERE name = ?`, kind, subject, at, Waiting, name)
	}
	if n, err := update(); err != nil || n == 1 {
		return err
	}
	err := h.Insert(ctx, "jobs", row{Job: Job{Key: db.NewID(), Kind: kind, Name: name, Subject: subject, RunAt: at, State: Waiting}})
	if db.IsDuplicate(err) { // another transaction scheduled the name a moment ago
		_, err = update()
	}
	return err
}

// Cancel removes the job of the name inside the open transaction, if there is one. Work under way on it rolls back.
func (r *Runner) Cancel(ctx context.Context, name string) error {
	_, err := r.db.From(ctx).Exec(ctx, "DELETE FROM jobs WHERE name = ?", name)
	return err
}

// enrol makes sure, once, that each recurring job has its row, due no later than an interval from now.
func (r *Runner) enrol(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.enrolled {
		return nil
	}
	err := r.db.InTx(ctx, func(ctx context.Context) error {
		h := r.db.From(ctx)
		for _, kind := range slices.Sorted(maps.Keys(r.every)) { // in one order, so that replicas don't deadlock
			first := db.At(r.db.Now(ctx).Add(r.every[kind].interval))
			_, err := h.Exec(ctx, r.db.Dialect.InsertIgnore()+` INTO jobs (id, kind, name, run_at, state, attempts, last_error)
				VALUES (?, ?, ?, ?, ?, 0, '')`, db.NewID(), kind, kind, first, Waiting)
			if err != nil {
				return err
			}
			if _, err := h.Exec(ctx, "UPDATE jobs SET run_at = ? WHERE name = ? AND run_at > ?", first, kind, first); err != nil {
				return err
			}
		}
		return nil
	})
	r.enrolled = err == nil
	return err
}

// due reads the jobs of the runner's kinds whose time has come and whom nobody works on.
func (r *Runner) due(ctx context.Context) (jobs []Job, err error) {
	kinds := slices.AppendSeq(slices.Collect(maps.Keys(r.handlers)), maps.Keys(r.every))
	now := r.db.Now(ctx)
	err = r.db.From(ctx).Select(ctx, &jobs, `SELECT id, kind, name, subject_id, run_at, state, attempts FROM jobs
		WHERE state = ? AND run_at <= ? AND (lease_until IS NULL OR lease_until < ?) AND kind IN (?)
		ORDER BY run_at, id LIMIT ?`, Waiting, now, now, kinds, batch)
	return jobs, err
}

// claim takes the job for this replica, unless somebody else was faster. The attempt counts from here, so that a job
// that ends the program is not tried for ever either.
func (r *Runner) claim(ctx context.Context, j *Job) (mine bool, err error) {
	j.owner = db.NewID()
	j.Attempts++
	err = r.db.InTx(ctx, func(ctx context.Context) error {
		now := r.db.Now(ctx)
		n, err := r.db.From(ctx).Exec(ctx, `UPDATE jobs SET owner = ?, lease_until = ?, attempts = ?
			WHERE id = ? AND state = ? AND run_at <= ? AND attempts = ? AND (lease_until IS NULL OR lease_until < ?)`,
			j.owner, db.At(now.Add(r.o.Lease)), j.Attempts, j.Key, Waiting, now, j.Attempts-1, now)
		mine = n == 1
		return err
	})
	return mine, err
}

// renew extends the lease; errLost when it is no longer held.
func (r *Runner) renew(ctx context.Context, j Job) error {
	return r.db.InTx(ctx, func(ctx context.Context) error {
		return r.held(ctx, "UPDATE jobs SET lease_until = ? WHERE id = ? AND owner = ?", db.At(r.db.Now(ctx).Add(r.o.Lease)), j.Key, j.owner)
	})
}

// complete marks a scheduled job done inside the handler's transaction.
func (r *Runner) complete(ctx context.Context, j Job) error {
	return r.held(ctx, `UPDATE jobs SET state = ?, finished_at = ?, owner = NULL, lease_until = NULL, last_error = ''
		WHERE id = ? AND owner = ?`, Done, r.db.Now(ctx), j.Key, j.owner)
}

// repeat sets a recurring job's next time.
func (r *Runner) repeat(ctx context.Context, j Job) error {
	return r.db.InTx(ctx, func(ctx context.Context) error {
		next := db.At(r.db.Now(ctx).Add(r.every[j.Kind].interval))
		return r.held(ctx, `UPDATE jobs SET run_at = ?, attempts = 0, owner = NULL, lease_until = NULL, last_error = ''
			WHERE id = ? AND owner = ?`, next, j.Key, j.owner)
	})
}

// failed records what went wrong and when to try again.
func (r *Runner) failed(ctx context.Context, j Job, state State, cause error) error {
	return r.settle(ctx, func(ctx context.Context) error {
		now := r.db.Now(ctx)
		var finished db.Time
		if state == Failed {
			finished = now
		}
		return r.held(ctx, `UPDATE jobs SET state = ?, run_at = ?, finished_at = ?, last_error = ?, owner = NULL, lease_until = NULL
			WHERE id = ? AND owner = ?`, state, db.At(now.Add(pause(j.Attempts))), finished, clip(cause), j.Key, j.owner)
	})
}

// release gives the job back untried, since the program stops.
func (r *Runner) release(ctx context.Context, j Job) error {
	return r.settle(ctx, func(ctx context.Context) error {
		return r.held(ctx, "UPDATE jobs SET attempts = attempts - 1, owner = NULL, lease_until = NULL WHERE id = ? AND owner = ?", j.Key, j.owner)
	})
}

// settle runs fn in a transaction; a claim that no longer holds leaves nothing to record.
func (r *Runner) settle(ctx context.Context, fn func(ctx context.Context) error) error {
	if err := r.db.InTx(ctx, fn); !errors.Is(err, errLost) {
		return err
	}
	return nil
}

// held runs an UPDATE that matches one row as long as the claim holds.
func (r *Runner) held(ctx context.Context, query string, args ...any) error {
	n, err := r.db.From(ctx).Exec(ctx, query, args...)
	if err == nil && n == 0 {
		err = errLost
	}
	return err
}

// prune deletes the rows of jobs that finished long ago.
func (r *Runner) prune(ctx context.Context) error {
	return r.db.InTx(ctx, func(ctx context.Context) error {
		h, now := r.db.From(ctx), r.db.Now(ctx)
		for state, keep := range map[State]db.Time{Done: db.At(now.Add(-keepDone)), Failed: db.At(now.Add(-keepFailed))} {
			if _, err := h.Exec(ctx, "DELETE FROM jobs WHERE state = ? AND finished_at < ?", state, keep); err != nil {
				return err
			}
		}
		return nil
	})
}

// Lag is for how many seconds the job that waits longest has been due without being worked on; for metrics.
func (r *Runner) Lag(ctx context.Context) (float64, error) {
	now := r.db.Now(ctx)
	since, err := db.One[db.Time](ctx, r.db.From(ctx), `SELECT COALESCE(MIN(run_at), ?) FROM jobs
		WHERE state = ? AND run_at <= ? AND (lease_until IS NULL OR lease_until <= ?)`, now, Waiting, now, now)
	return now.Sub(since.Time).Seconds(), err
}
