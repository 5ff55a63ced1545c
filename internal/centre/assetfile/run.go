package assetfile

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// How many rows are checked or written at once, and how often an import is tried before it fails.
const (
	checkedAtOnce = 2000
	writtenAtOnce = 500
	maxAttempts   = 5
)

// Wanted reports whether a file waits to be checked or written.
func (s *Service) Wanted(ctx context.Context) (bool, error) {
	n, err := s.countWaiting(ctx)
	return n > 0, err
}

// Run checks and writes the files that wait for it. One replica at a time does it, outside any transaction; each
// step is a transaction of its own that also records the progress, so that the replica that continues after a stop repeats nothing.
func (s *Service) Run(ctx context.Context) error {
	waiting, err := s.waiting(ctx)
	for _, i := range waiting {
		failed := s.run(ctx, i)
		if failed != nil && ctx.Err() == nil {
			failed = s.tried(ctx, i, failed)
		}
		err = errors.Join(err, failed)
	}
	return err
}

// How long an import is kept after it began, how long a file waits to be written, and how long its parts may take to come.
const (
	keepImports = 90 * 24 * time.Hour
	keepChecked = 7 * 24 * time.Hour
	partsWithin = 24 * time.Hour
)

// Prune forgets imports that began long ago, and files of which the rest never came.
func (s *Service) Prune(ctx context.Context) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		now := s.db.Now(ctx)
		old, err := s.startedBefore(ctx, db.At(now.Add(-keepImports)), db.At(now.Add(-keepChecked)), db.At(now.Add(-partsWithin)))
		if err != nil {
			return err
		}
		return s.forget(ctx, old)
	})
}

// tried counts an attempt that ended in an error of the program, and gives up after some. What the store could not do is
// done once it can.
func (s *Service) tried(ctx context.Context, i *Import, cause error) error {
	if fault.Is(cause, fault.Unavailable) {
		return cause
	}
	if i.Attempts++; i.Attempts >= maxAttempts {
		slog.ErrorContext(ctx, "import of assets failed", "import", i.Key, "err", cause)
		return s.fail(ctx, i, failed)
	}
	return errors.Join(cause, s.db.InTx(ctx, func(ctx context.Context) error {
		return s.saveAttempts(ctx, i)
	}))
}

// run brings one import a phase further.
func (s *Service) run(ctx context.Context, i *Import) error {
	content, err := s.content(ctx, i)
	if err != nil {
		return err
	}
	f, err := readFile(content)
	if broken, other := fault.Split(err); other != nil {
		return other
	} else if len(broken) > 0 {
		return s.fail(ctx, i, broken[0].(*fault.RuleError).Text)
	}
	if i.State == Checking {
		return s.check(ctx, i, f)
	}
	return s.write(ctx, i, f)
}

// fail ends an import that cannot be carried out.
func (s *Service) fail(ctx context.Context, i *Import, why fault.Text) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		i.FailureVI, i.FailureEN = why.VI, why.EN
		return s.finish(ctx, i, Failed)
	})
}

// finish ends an import inside the open transaction; its file is not kept.
func (s *Service) finish(ctx context.Context, i *Import, state State) error {
	was := i.State
	i.State, i.FinishedAt, i.Version = state, s.db.Now(ctx), i.Version+1
	return s.saveFinished(ctx, i, was)
}

// check compares every row with the register and keeps all that is wrong. It writes nothing into the register, and
// begins anew after a stop.
func (s *Service) check(ctx context.Context, i *Import, f *importFile) error {
	i.Rows, i.Done, i.BadRows, i.Created, i.Updated, i.Unchanged, i.Kinds.V = len(f.entries), 0, 0, 0, 0, 0, nil
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.deleteFaults(ctx, i); err != nil {
			return err
		}
		return s.progress(ctx, i)
	})
	planned, wrong := map[string]db.ID{}, rowSet{}
	for err == nil && i.Done < i.Rows {
		rows := f.entries[i.Done:min(i.Done+checkedAtOnce, i.Rows)]
		var l *lookup
		if l, err = s.look(ctx, rows); err != nil {
			return err
		}
		f.room = f.kinds.left()
		good := l.judge(f, rows, planned)
		i.count(good, len(rows))
		kept := f.keep(i, rows)
		for _, e := range rows {
			if e.any {
				wrong.add(e.row)
			}
			e.faults = nil // they are written, or only counted
		}
		err = s.db.InTx(ctx, func(ctx context.Context) error {
			if err := s.insertFaults(ctx, kept); err != nil {
				return err
			}
			return s.progress(ctx, i)
		})
	}
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		i.Version++
		i.Kinds.V = f.kinds.list()
		return s.saveChecked(ctx, i, wrong)
	})
}

// count adds up what so many rows come to.
func (i *Import) count(good []*outcome, rows int) {
	for _, o := range good {
		switch {
		case o.before == nil:
			i.Created++
		case o.changed():
			i.Updated++
		default:
			i.Unchanged++
		}
	}
	i.Done += rows
	if i.State == Checking {
		i.BadRows += rows - len(good)
	}
}

// errStopped says that the import is no longer in the phase, or no longer where this process left it.
var errStopped = errors.New("assetfile: the import moved on without this process")

// progress keeps how far the import came.
func (s *Service) progress(ctx context.Context, i *Import) error {
	still, err := s.saveProgress(ctx, i)
	if err == nil && !still {
		return errStopped
	}
	return err
}

// write writes the rows that passed the check, in the name of the importer and under the rights they still hold. A row that has
// become wrong since the check is left out and reported.
func (s *Service) write(ctx context.Context, i *Import, f *importFile) error {
	if err := s.leaveOut(ctx, i, f); err != nil {
		return err
	}
	for i.Done < len(f.entries) {
		rows := f.entries[i.Done:min(i.Done+writtenAtOnce, len(f.entries))]
		next := *i
		err := s.db.InTx(ctx, func(ctx context.Context) error {
			next = *i
			f.kinds = kindsOf(i.Kinds.V)
			f.room = f.kinds.left()
			for _, e := range rows { // the transaction may run again
				e.trouble = trouble{}
			}
			return s.writeRows(ctx, &next, f, rows)
		})
		if fault.Is(err, fault.Forbidden) || fault.Is(err, fault.NotFound) {
			return s.fail(ctx, i, mayNoLonger)
		}
		if db.IsDuplicate(err) { // somebody registered one of them a moment ago: the next look finds it
			if i.Attempts++; i.Attempts < maxAttempts {
				continue
			}
		}
		if err != nil {
			return err
		}
		*i = next
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.finish(ctx, i, Applied); err != nil {
			return err
		}
		return s.record(access.With(ctx, &access.Actor{StaffID: i.StartedBy, AccountID: i.Account}), i, act.Line{Action: "asset.import_done", Detail: i.FileName})
	})
}

func (s *Service) writeRows(ctx context.Context, i *Import, f *importFile, rows []*entry) error {
	actor, err := s.access.Load(ctx, i.StartedBy)
	if err != nil {
		return err
	}
	actor.AccountID = i.Account
	ctx = access.With(ctx, actor)
	if err := s.access.Require(ctx, "asset", "write", access.Target{}); err != nil {
		return err
	}
	ours, err := s.advance(ctx, i, len(rows))
	if err != nil || !ours {
		return errors.Join(err, errStopped)
	}
	return s.writeGood(ctx, i, f, rows)
}
