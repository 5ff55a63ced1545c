package media

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"ttyt.example/ttyt/internal/base/blob"
	"ttyt.example/ttyt/internal/base/db"
)

const (
	sweepGrace = time.Hour // how long bytes may lie without a row: an upload puts them there first
	sweepBatch = 500
)

// Sweep brings rows and bytes together again where the program was cut between them: it deletes bytes that belong to no file,
// locks away those of infected files, gives up files whose bytes are gone, and removes what was never written to its end.
func (s *Service) Sweep(ctx context.Context) error {
	if local, ok := s.bytes.(*blob.Local); ok {
		if _, err := local.Sweep(ctx, time.Now().Add(-sweepGrace)); err != nil {
			return err
		}
	}
	if err := s.sweepBytes(ctx); err != nil {
		return err
	}
	if err := s.drawn.Sweep(ctx, time.Now().Add(-sweepGrace), s.served(ctx)); err != nil {
		return err
	}
	return s.sweepRows(ctx)
}

func (s *Service) sweepBytes(ctx context.Context) error {
	for _, area := range []blob.Area{blob.Files, blob.Locked} {
		err := s.bytes.List(ctx, area, func(i blob.Info) error {
			c, err := s.counts(ctx, i.Key.Sum)
			switch {
			case err != nil:
				return err
			case c.All == 0 && time.Since(i.At) > sweepGrace:
				slog.InfoContext(ctx, "delete bytes that belong to no file", "key", i.Key.String())
				return s.release(ctx, i.Key.Sum)
			case area == blob.Files && c.All > 0 && c.Infected == c.All:
				return s.lockAway(ctx, i.Key.Sum)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// release deletes bytes that belong to no file any more.
func (s *Service) release(ctx context.Context, sum blob.Sum) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.db.Lock(ctx, turn); err != nil {
			return err
		}
		c, err := s.counts(ctx, sum)
		if err != nil || c.All > 0 {
			return err
		}
		return errors.Join(s.drawn.Forget(sum), s.bytes.Delete(ctx, blob.Key{Area: blob.Files, Sum: sum}), s.bytes.Delete(ctx, blob.Key{Area: blob.Locked, Sum: sum}))
	})
}

// served reports of bytes whether a file that readers may have holds them.
func (s *Service) served(ctx context.Context) func(blob.Sum) (bool, error) {
	return func(sum blob.Sum) (bool, error) {
		files, err := s.alike(ctx, sum)
		return slices.ContainsFunc(files, func(f *File) bool { return s.withheld(f) == nil }), err
	}
}

// sweepRows gives up files whose bytes are gone.
func (s *Service) sweepRows(ctx context.Context) error {
	var last db.ID
	for {
		files, err := s.beyond(ctx, last, sweepBatch)
		if err != nil || len(files) == 0 {
			return err
		}
		for _, f := range files {
			last = f.Key
			_, err := s.bytes.Stat(ctx, blob.Key{Area: blob.Files, Sum: f.sum()})
			if !errors.Is(err, blob.ErrNotExist) {
				if err != nil {
					return err
				}
				continue
			}
			slog.ErrorContext(ctx, "the bytes of a file are gone", "file", f.ID())
			if err := s.giveUp(ctx, f); err != nil {
				return err
			}
		}
	}
}

// giveUp fails every file with bytes that are gone, unless they came back.
func (s *Service) giveUp(ctx context.Context, f *File) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.db.Lock(ctx, turn); err != nil {
			return err
		}
		if _, err := s.bytes.Stat(ctx, blob.Key{Area: blob.Files, Sum: f.sum()}); !errors.Is(err, blob.ErrNotExist) {
			return err
		}
		files, err := s.alike(ctx, f.sum())
		if err != nil {
			return err
		}
		for _, f := range files {
			if _, err := s.conclude(ctx, f, verdict{state: Failed, reason: ReasonMissing, engine: f.Engine}); err != nil {
				return err
			}
		}
		return nil
	})
}
