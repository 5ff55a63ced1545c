package audit

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"ttyt.example/ttyt/internal/core/access"
)

var (
	errNoAnchor  = errors.New("audit: no anchor") // there is no such file
	errBadAnchor = errors.New("no anchor file")   // the file is something else
)

// ReadAnchor reads the head that an anchor file keeps: one line with its number, its MAC and when it was written.
func ReadAnchor(file string) (Head, error) {
	content, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return Head{}, fmt.Errorf("%w in %s", errNoAnchor, file)
	}
	if err != nil {
		return Head{}, err
	}
	var h Head
	var mac, at string
	if _, err := fmt.Sscanf(string(content), "%d %s %s\n", &h.Seq, &mac, &at); err == nil {
		if h.MAC, err = hex.DecodeString(mac); err == nil && h.Seq >= 0 {
			return h, nil
		}
	}
	return Head{}, fmt.Errorf("%s is %w", file, errBadAnchor)
}

// writeAnchor replaces the file in one step, so that a cut leaves the old line or the new one.
func writeAnchor(file string, h Head, at time.Time) (err error) {
	f, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*") // 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = fmt.Fprintln(f, h, at.UTC().Format(time.RFC3339))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}

// actionAccept is the action of the row that says that a loss was accepted.
const actionAccept = "audit.accept_loss"

// Acceptance is what the operator knows about a log that is not whole.
type Acceptance struct {
	Loss    string // why something is missing; "" accepts nothing
	LostKey bool   // the log's key is lost too: the program's takes over without its signature
}

// Anchor verifies the whole log, prints what it finds, and writes the anchor file. A log that is not whole, or lacks the
// head that the file keeps, is anchored only where the loss is accepted; the log then has a row that says so.
func (s *Sealer) Anchor(ctx context.Context, accept Acceptance, out io.Writer) error {
	stands, err := s.mayAnchor(ctx, accept)
	if err != nil {
		return err
	}
	r, err := verifyFile(ctx, s.log, s.anchor, true, out)
	switch {
	case errors.Is(err, errBadAnchor):
		return s.checkAnchor(ctx, true)
	case err != nil:
		return err
	case r.Findings == 0 && accept != Acceptance{}:
		return errors.New("nothing is lost: run it without -accept-loss")
	case r.Findings > 0 && accept.Loss == "":
		return refuse("it is not whole, or not the log that %s belongs to; %s", s.anchor, restoring)
	case r.Findings > 0:
		if err := s.accept(ctx, accept, r, stands); err != nil {
			return err
		}
	}
	head, err := s.log.head(ctx)
	if err != nil {
		return err
	}
	if err := writeAnchor(s.anchor, head, s.log.db.Now(ctx).Time); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s keeps the head %s\n", s.anchor, head)
	return err
}

// mayAnchor checks the key; a foreign one passes only as the successor of one that was lost.
func (s *Sealer) mayAnchor(ctx context.Context, accept Acceptance) (standing, error) {
	if accept.LostKey && accept.Loss == "" {
		return foreign, errors.New("-lost-key goes with -accept-loss")
	}
	if has, err := s.log.contents(ctx); !has.Recorded || err != nil {
		return holder, err
	}
	stands, err := s.checkKey(ctx)
	if stands == foreign && accept.LostKey && errors.Is(err, ErrRefused) {
		return stands, nil
	}
	return stands, err
}

// accept puts the loss on record.
func (s *Sealer) accept(ctx context.Context, a Acceptance, r Report, stands standing) error {
	e := Event{Class: Security, Action: actionAccept, Article: "6b", Detail: fmt.Sprintf("%d findings", r.Findings)}
	if h, err := ReadAnchor(s.anchor); err == nil {
		e.Detail += ", anchor " + h.String()
	}
	e.Detail += ": " + a.Loss
	if err := s.log.rotate(ctx); err != nil {
		return err
	}
	return s.log.db.InTx(ctx, func(ctx context.Context) error {
		if stands == foreign {
			return s.log.handOver(ctx, s.log.key, e)
		}
		if err := s.log.Record(access.AsSystem(ctx), e); err != nil {
			return err
		}
		return s.log.sealAll(ctx, s.log.key)
	})
}
