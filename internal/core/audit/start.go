package audit

import (
	"context"
	"errors"
	"fmt"

	"ttyt.example/ttyt/internal/base/db"
)

// Since is the migration from which on a store can be checked: the audit tables are there, and the departments.
const Since = 105

// DigestsSince is the migration from which on the log can be verified: it has a table for the digests of rows.
const DigestsSince = 126

// ErrRefused means that the key or the anchor does not fit the log. Nothing was written.
var ErrRefused = errors.New("the audit log is not touched")

var errLapsed = errors.New("audit: AUDIT_KEY was replaced more than an hour ago")

func refuse(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrRefused}, args...)...)
}

// restoring says how to go on with a log that lacks what was anchored.
const restoring = `after restoring a backup knowingly, run ttyt audit anchor -accept-loss "REASON", which puts the loss on record`

// Check reports, without writing, why the program must not write to the log: its key is not the log's, or the anchor does
// not fit the chain. A log without an anchor is refused too, because nothing would tell a cut log from a whole one.
func (s *Sealer) Check(ctx context.Context) error {
	_, _, err := s.check(ctx)
	return err
}

// check returns what the key may do, and whether a log was begun.
func (s *Sealer) check(ctx context.Context) (stands standing, begun bool, err error) {
	has, err := s.log.contents(ctx)
	switch {
	case err != nil:
		return foreign, false, err
	case has.Recorded:
		if stands, err = s.checkKey(ctx); err != nil {
			return stands, true, err
		}
	case has.Centre:
		return foreign, false, refuse("the log is empty, though the store holds a centre: it was emptied; %s", restoring)
	}
	return stands, has.Recorded, s.checkAnchor(ctx, has.Recorded)
}

func (s *Sealer) checkKey(ctx context.Context) (standing, error) {
	stands, t, err := s.log.standing(ctx)
	switch own := s.log.key.id; {
	case err != nil:
		return stands, err
	case stands == lapsed:
		return stands, refuse("AUDIT_KEY (-audit-key-file) is the key %s, which was replaced at %s; set AUDIT_KEY to the log's key %s, or to a new one: a key that was replaced is not taken up again",
			own, t.until[own].Format("2006-01-02 15:04 MST"), t.current)
	case stands == foreign:
		return stands, refuse("AUDIT_KEY (-audit-key-file) is the key %s, but the log is signed with %s; set AUDIT_KEY to the log's key; to replace that key, list it in AUDIT_KEYS_OLD and set AUDIT_KEY to the new one; if it is lost, see ttyt audit anchor -help", own, keyName(t.current))
	}
	return stands, nil
}

func keyName(id db.ID) string {
	if id.IsZero() {
		return "another key"
	}
	return "the key " + id.String()
}

// checkAnchor compares the anchor file with the chain.
func (s *Sealer) checkAnchor(ctx context.Context, begun bool) error {
	if s.anchor == "" {
		return nil
	}
	h, err := ReadAnchor(s.anchor)
	switch {
	case errors.Is(err, errNoAnchor):
		if !begun {
			return nil // a first start
		}
		return s.refuseUnanchored()
	case errors.Is(err, errBadAnchor):
		return refuse("%w; put the file back, or remove it and run ttyt audit anchor once you have made sure that no rows are missing", err)
	case err != nil:
		return err
	case !begun && h.Seq > 0:
		return refuse("the store is empty, but %s says that %d rows were sealed: the database was lost or replaced; name the right one in DSN, or restore it; to begin anew knowingly, run ttyt audit anchor -accept-loss \"REASON\"", s.anchor, h.Seq)
	}
	if ok, err := s.log.holds(ctx, h); ok || err != nil {
		return err
	}
	if h.Seq == 0 {
		return refuse("%s was made with another AUDIT_KEY, or for another database; set AUDIT_KEY to that key, or remove the file if nothing was ever written with it", s.anchor)
	}
	return refuse("the chain does not hold the head that %s keeps (seq %d): rows were cut off, or this is an older copy or another database; %s", s.anchor, h.Seq, restoring)
}

func (s *Sealer) refuseUnanchored() error {
	return refuse("the log is not empty, but there is no anchor %s (AUDIT_ANCHOR); put the file back, or, on a new machine or once you have made sure that no rows are missing, run ttyt audit anchor, which verifies the whole log", s.anchor)
}

// Begin checks the key and the anchor, and then writes what a start has to: the row by which a new key takes over, the
// anchor of an empty chain before there is a first row, and the digests of a store from before there were any.
func (s *Sealer) Begin(ctx context.Context) error {
	stands, begun, err := s.check(ctx)
	if err != nil {
		return err
	}
	if err := s.settle(ctx, begun); err != nil {
		return err
	}
	if stands == successor {
		if err := s.log.rotate(ctx); err != nil {
			return err
		}
	}
	if err := s.log.takeStock(ctx); err != nil {
		return err
	}
	_, err = s.log.watchKey(ctx)
	return err
}

// settle remembers what the anchor file holds. A log that was not begun gets one first, so that a log without was never
// begun.
func (s *Sealer) settle(ctx context.Context, begun bool) error {
	if s.anchor == "" {
		return nil
	}
	if !begun {
		if err := writeAnchor(s.anchor, s.log.key.genesis(), s.log.db.Now(ctx).Time); err != nil {
			return err
		}
	}
	h, err := ReadAnchor(s.anchor)
	if err == nil {
		s.anchored.Store(&h)
	}
	return err
}
