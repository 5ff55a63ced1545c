package media

import (
	"context"
	"log/slog"
	"time"

	"ttyt.example/ttyt/internal/base/clamd"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/metrics"
)

const (
	probeLasts = 24 * time.Hour   // how old a probe may be that a verdict rests on
	probePause = 30 * time.Second // after one that failed
	watchEvery = time.Minute
)

// probe is the last one that found the test file.
type probe struct {
	engine string      // that it was put to
	at     time.Time   // of the clock of this machine
	hold   *clamd.Hold // tells a restart since; nil where no probe counts
}

// ready reports whether the word of the scanner counts now, and under which engine: it answers, its signatures are young enough,
// it says so of what it cannot look into, and it has found the test file in a file as large as any. How it is goes on file where it has changed.
func (s *Service) ready(ctx context.Context) (engine string, ready bool, err error) {
	now := s.db.Now(ctx)
	found := Scanner{State: ScannerReady}
	v, err := s.scanner.Version(ctx)
	if ctx.Err() != nil {
		return "", false, ctx.Err()
	}
	if err != nil {
		s.doubt()
		slog.WarnContext(ctx, "the scanner of uploads does not answer: they wait", "err", err)
		found.State = ScannerAway
	} else {
		found.Engine, found.Signatures = clipped(v.Text), db.At(v.Signatures)
		if s.o.MaxAge > 0 && now.Sub(v.Signatures) > s.o.MaxAge { // no date is long ago
			slog.WarnContext(ctx, "the scanner's signatures are too old: uploads wait", "engine", v.Text)
			found.State = ScannerOld
			s.pause(probePause)
		} else {
			found.State = s.probed(ctx, v.Text)
		}
	}
	return found.Engine, found.State == ScannerReady, s.note(ctx, found)
}

// probed puts a probe to the scanner, unless there is one that counts.
func (s *Service) probed(ctx context.Context, engine string) ScannerState {
	if last := s.lastProbe(); last.engine == engine && time.Since(last.at) < probeLasts && s.proven() {
		return ScannerReady
	}
	hold, err := s.scanner.Hold(ctx)
	var wrong *clamd.Result
	if err == nil {
		wrong, err = s.scanner.Prove(ctx, s.o.MaxSize, inside(s.o.MaxSize))
	}
	if err != nil {
		if hold != nil {
			hold.Close()
		}
		slog.WarnContext(ctx, "probe the scanner of uploads", "err", err)
		metrics.Probed(metrics.ProbeFailed)
		s.doubt()
		return ScannerAway
	}
	if wrong != nil {
		slog.ErrorContext(ctx, "the scanner fails the probe: no verdict of it counts, see docs/operations.md", "said", wrong.Outcome, "signature", wrong.Signature)
		metrics.Probed(metrics.ProbeMissed)
		hold.Close()
		s.pause(probePause)
		s.remember(probe{})
		return ScannerFailing
	}
	metrics.Probed(metrics.ProbeFound)
	s.remember(probe{engine, time.Now(), hold})
	return ScannerReady
}

func (s *Service) lastProbe() probe {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.probe
}

// proven reports whether the scanner is still the process that found the test file.
func (s *Service) proven() bool {
	hold := s.lastProbe().hold
	return hold != nil && hold.Same()
}

func (s *Service) remember(p probe) {
	s.mu.Lock()
	last := s.probe
	s.probe = p
	s.mu.Unlock()
	if last.hold != nil {
		last.hold.Close()
	}
}

// doubt has the scanner probed anew before its word counts again, and asked no sooner than it may have come back.
func (s *Service) doubt() {
	s.remember(probe{})
	s.pause(awayPause)
}

func (s *Service) pause(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.after = time.Now().Add(d)
}

// note writes down how the scanner is, where that has changed.
func (s *Service) note(ctx context.Context, found Scanner) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		was, err := s.readScanner(ctx)
		if fault.Is(err, fault.NotFound) {
			was, err = &Scanner{}, nil
		}
		if err != nil {
			return err
		}
		if found.State == ScannerAway { // what it was
			found.Engine, found.Signatures = was.Engine, was.Signatures
		}
		if was.State == found.State && was.Engine == found.Engine && was.Signatures.Equal(found.Signatures.Time) {
			return nil
		}
		if found.Since = was.Since; was.State != found.State {
			found.Since = s.db.Now(ctx)
		}
		return s.writeScanner(ctx, &found)
	})
}

// Watch looks at the scanner while nothing waits for it, so that people hear of it before they bring a file, and probes it daily
// and whenever it was away or has new signatures.
func (s *Service) Watch(ctx context.Context) error {
	s.mu.Lock()
	s.watch = time.Now().Add(watchEvery)
	s.mu.Unlock()
	_, _, err := s.ready(ctx)
	return err
}

// WatchWanted reports whether it is time to watch: at the start, and then every minute.
func (s *Service) WatchWanted(context.Context) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !time.Now().Before(s.watch), nil
}
