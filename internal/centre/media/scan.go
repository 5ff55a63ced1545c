package media

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"ttyt.example/ttyt/internal/base/blob"
	"ttyt.example/ttyt/internal/base/clamd"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/metrics"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/inbox"
)

const (
	scanBatch    = 50               // contents of one pass
	scansAtOnce  = 2                // of them
	maxAttempts  = 5                // after which a file is given up that the scanner fails at
	attemptPause = 30 * time.Second // longer each time
	awayPause    = 3 * time.Second  // until a scanner that did not answer is asked again
	rescanAfter  = 24 * time.Hour   // a clean file is scanned again by newer signatures
	rescanBatch  = 100
	recentSpan   = 30 * 24 * time.Hour // uploads of an account that count as recent
	recentMost   = 20
)

// ScanWanted reports whether a file waits, and the scanner may be asked.
func (s *Service) ScanWanted(ctx context.Context) (bool, error) {
	s.mu.Lock()
	wait := time.Now().Before(s.after)
	s.mu.Unlock()
	if wait {
		return false, nil
	}
	return s.anyDue(ctx)
}

// Scan gives the files that wait their verdict. Without a scanner whose word counts they go on waiting.
func (s *Service) Scan(ctx context.Context) error {
	engine, ready, err := s.ready(ctx)
	if err != nil || !ready {
		return err
	}
	files, err := s.due(ctx, scanBatch)
	if err != nil {
		return err
	}
	return s.scanEach(ctx, files, engine)
}

// ScanAgain scans clean files with newer signatures, and those that a demonstration without a scanner left unscanned. Until
// there is another verdict, the former one holds.
func (s *Service) ScanAgain(ctx context.Context) error {
	engine, ready, err := s.ready(ctx)
	if err != nil || !ready {
		return err
	}
	files, err := s.stale(ctx, engine, db.At(s.db.Now(ctx).Add(-rescanAfter)), rescanBatch)
	if err != nil {
		return err
	}
	unscanned, err := s.unscanned(ctx, rescanBatch)
	if err != nil {
		return err
	}
	return s.scanEach(ctx, append(files, unscanned...), engine)
}

// scanEach scans some at once, but each one alone at which the scanner has failed before: it may be the one that ends the scanner,
// and another that was under way beside it is not to blame.
func (s *Service) scanEach(ctx context.Context, files []*File, engine string) error {
	var work errgroup.Group
	work.SetLimit(scansAtOnce)
	var alone []*File
	for _, f := range files {
		if f.Attempts > 0 {
			alone = append(alone, f)
			continue
		}
		work.Go(func() error { return s.scan(ctx, f, engine) })
	}
	err := work.Wait()
	for _, f := range alone {
		err = errors.Join(err, s.scan(ctx, f, engine))
	}
	return err
}

// verdict is what came out of a scan.
type verdict struct {
	state     State
	reason    Reason
	signature string
	engine    string
}

// scan gives the bytes of a file, and so every file that has the same, their verdict. Once the scanner is in doubt, the rest of a
// pass goes on waiting.
func (s *Service) scan(ctx context.Context, f *File, engine string) error {
	if !s.proven() {
		return ctx.Err()
	}
	start := time.Now()
	v, err := s.judge(ctx, f)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, errRestarted):
		s.doubt()
		return nil
	case errors.Is(err, clamd.ErrAway), errors.Is(err, clamd.ErrFailed):
		slog.WarnContext(ctx, "scan a file", "file", f.ID(), "err", err)
		if errors.Is(err, clamd.ErrAway) {
			s.doubt()
		}
		return s.tryLater(ctx, f)
	case errors.Is(err, blob.ErrNotExist):
		v = verdict{state: Failed, reason: ReasonMissing}
	case err != nil:
		return err
	}
	v.engine = engine
	metrics.Scanned(string(v.state), time.Since(start))
	return s.settle(ctx, f.sum(), v)
}

// errRestarted is a verdict of a scanner that is no longer the one that was probed.
var errRestarted = errors.New("media: the scanner was restarted meanwhile")

// judge asks the scanner, after what the product bounds by itself.
func (s *Service) judge(ctx context.Context, f *File) (verdict, error) {
	k := blob.Key{Area: blob.Files, Sum: f.sum()}
	r, err := s.bytes.Open(ctx, k, 0, -1)
	if err != nil {
		return verdict{}, err
	}
	defer r.Close() //nolint:errcheck // it is only read
	if t := typeNamed(f.Type); t != nil && t.packed {
		why, err := s.lookInto(r)
		if err != nil || why != "" {
			return verdict{state: Failed, reason: why}, err
		}
	}
	said, err := s.scanner.Ask(ctx, r)
	if err == nil && !s.proven() {
		err = errRestarted
	}
	if err != nil {
		return verdict{}, err
	}
	switch said.Outcome {
	case clamd.Clean:
		return verdict{state: Clean}, nil
	case clamd.Infected:
		return verdict{state: Infected, signature: said.Signature}, nil
	case clamd.Encrypted:
		return verdict{state: Failed, reason: ReasonEncrypted, signature: said.Signature}, nil
	}
	return verdict{state: Failed, reason: ReasonLimits, signature: said.Signature}, nil
}

// lookInto bounds an archive, and leaves it to be read from its beginning.
func (s *Service) lookInto(r io.Reader) (Reason, error) {
	at, ok := r.(interface {
		io.ReaderAt
		io.Seeker
	})
	if !ok {
		return "", errors.New("media: the store of bytes reads no archives")
	}
	size, err := at.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = at.Seek(0, io.SeekStart)
	}
	if err != nil {
		return "", err
	}
	return bounded(at, size, s.o.MaxSize), nil
}

// settle writes a verdict to every file with the bytes.
func (s *Service) settle(ctx context.Context, sum blob.Sum, v verdict) error {
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.db.Lock(ctx, turn); err != nil {
			return err
		}
		files, err := s.alike(ctx, sum)
		if err != nil {
			return err
		}
		var found []*File
		for _, f := range files {
			changed, err := s.conclude(ctx, f, v)
			if err != nil {
				return err
			}
			if changed && v.state == Infected {
				found = append(found, f)
			}
		}
		return s.tellInfected(ctx, found)
	})
	if err == nil && v.state == Infected {
		err = s.lockAway(ctx, sum)
	}
	return err
}

// conclude writes a verdict to one file, and reports whether it is another than it had.
func (s *Service) conclude(ctx context.Context, f *File, v verdict) (changed bool, err error) {
	if f.State == Infected {
		return false, nil
	}
	before := keptFiles.Digest(f)
	changed = f.State != v.state || f.Reason != v.reason || f.Signature != clipped(v.signature)
	f.State, f.Reason, f.Signature, f.Engine, f.ScannedAt, f.TryAt, f.Attempts = v.state, v.reason, clipped(v.signature), clipped(v.engine), s.db.Now(ctx), db.Time{}, 0
	if !changed {
		return false, s.noteScan(ctx, f)
	}
	if err := s.save(ctx, f); err != nil {
		return false, err
	}
	if err := s.record(ctx, f, act.Line{Action: "media.verdict", Detail: string(f.State), Before: before}); err != nil {
		return false, err
	}
	if f.State == Failed {
		err = s.tell(ctx, f, inbox.MediaFailed, f.Uploader)
	}
	return true, err
}

func clipped(s string) string {
	if r := []rune(s); len(r) > 200 {
		return string(r[:200])
	}
	return s
}

// tellInfected notifies the uploaders and IT of files that were found infected, and the rooms that act on it.
func (s *Service) tellInfected(ctx context.Context, found []*File) error {
	if len(found) == 0 {
		return nil
	}
	people, err := s.it(ctx)
	if err != nil {
		return err
	}
	for _, f := range found {
		if err := s.tell(ctx, f, inbox.MediaInfected, append(people, f.Uploader)...); err != nil {
			return err
		}
	}
	recent, err := s.recent(ctx, found[0], db.At(s.db.Now(ctx).Add(-recentSpan)), recentMost)
	if err != nil {
		return err
	}
	for _, h := range s.infected {
		if err := h(ctx, found, recent); err != nil {
			return err
		}
	}
	return nil
}

// tryLater puts a file off that the scanner failed at, and gives it up when that happens again and again.
func (s *Service) tryLater(ctx context.Context, f *File) error {
	if f.State != Pending { // its verdict holds
		return nil
	}
	if f.Attempts+1 >= maxAttempts {
		return s.settle(ctx, f.sum(), verdict{state: Failed, reason: ReasonScanner})
	}
	f.Attempts++
	f.TryAt = db.At(s.db.Now(ctx).Add(time.Duration(f.Attempts) * attemptPause))
	return s.noteAttempt(ctx, f)
}

// lockAway moves bytes that were found infected to where nobody reads them, or deletes them.
func (s *Service) lockAway(ctx context.Context, sum blob.Sum) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.db.Lock(ctx, turn); err != nil {
			return err
		}
		c, err := s.counts(ctx, sum)
		if err != nil || c.Infected < c.All {
			return err
		}
		from, to := blob.Key{Area: blob.Files, Sum: sum}, blob.Key{Area: blob.Locked, Sum: sum}
		if s.o.Delete {
			return s.bytes.Delete(ctx, from)
		}
		if err := s.bytes.Move(ctx, from, to); !errors.Is(err, blob.ErrNotExist) {
			return err
		}
		return nil
	})
}
