// Package job is the one leased job runner: work that is due at a time or again and again, done by one replica at a
// time. A scheduled job's effect and its completion are one transaction, so the effect happens once however many
// replicas run, restart or lose their lease.
package job

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"ttyt.example/ttyt/internal/base/db"
)

// State is where a job stands. A job that is being worked on is WAITING under a lease.
type State string

// The states of a job. Recurring jobs are always WAITING.
const (
	Waiting State = "WAITING"
	Done    State = "DONE"
	Failed  State = "FAILED" // its attempts are used up
)

// Job is one piece of work.
type Job struct {
	Key      db.ID   `db:"id"`
	Kind     string  `db:"kind"`
	Name     string  `db:"name"`
	Subject  db.ID   `db:"subject_id"`
	RunAt    db.Time `db:"run_at"`
	State    State   `db:"state"`
	Attempts int     `db:"attempts"` // this one included

	owner db.ID // the token of the claim that the job is worked on under
}

// Handler does the work of a scheduled job, inside a transaction that also completes the job. Like any transaction it
// has no side effects but SQL and AfterCommit. An error rolls it back, to be tried again later.
type Handler func(ctx context.Context, j Job) error

// Options adjust a runner; the zero value is the production form.
type Options struct {
	Poll     time.Duration // how often to look for due work; 1 s when 0
	Lease    time.Duration // how long a claim holds without renewal, and after which others take the work of one that was killed; 15 s when 0
	Attempts int           // how often a scheduled job is tried; 10 when 0
	Workers  int           // jobs worked on at once; 4 when 0
}

// Bounds of what the table holds.
const (
	maxKind  = 32
	maxName  = 96
	maxError = 500
)

// The time between attempts doubles from firstPause up to longestPause.
const (
	firstPause   = 5 * time.Second
	longestPause = 10 * time.Minute
)

func pause(attempts int) time.Duration {
	return min(firstPause<<min(attempts-1, 10), longestPause)
}

// How long finished rows are kept, so that an operator can look into what happened.
const (
	keepDone   = 7 * 24 * time.Hour
	keepFailed = 90 * 24 * time.Hour
)

// errLost says that the job was taken over, cancelled or given another time while it was worked on.
var errLost = errors.New("job: the claim no longer holds")

// check refuses what the table would cut or what nobody could ever run.
func (r *Runner) check(kind, name string, at db.Time) error {
	switch _, known := r.handlers[kind]; {
	case !known:
		return fmt.Errorf("job: no handler for kind %q", kind)
	case name == "" || len(name) > maxName:
		return fmt.Errorf("job: name %q is empty or longer than %d bytes", name, maxName)
	case at.IsZero():
		return fmt.Errorf("job: %q has no time", name)
	}
	return nil
}

// clip makes the error's text fit its column.
func clip(err error) string {
	text := []rune(strings.ToValidUTF8(err.Error(), "?"))
	return string(text[:min(len(text), maxError)])
}
