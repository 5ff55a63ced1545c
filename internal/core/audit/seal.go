package audit

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"ttyt.example/ttyt/internal/base/db"
)

// SealEvery is the pause between two sealings. With the runner's own pause a row waits for two seconds at most.
const SealEvery = time.Second

// link is one row's place in the chain.
type link struct {
	Seq      int64   `db:"seq"`
	RowID    db.ID   `db:"row_id"`
	RowMAC   []byte  `db:"row_mac"`
	KeyID    db.ID   `db:"key_id"`
	SealedAt db.Time `db:"sealed_at"`
	MAC      []byte  `db:"mac"`
}

// Head is the end of the chain: how many rows are sealed, and the MAC that stands for all of them.
type Head struct {
	Seq int64  `db:"seq"`
	MAC []byte `db:"mac"`
}

// String is the head as it is logged and printed.
func (h Head) String() string { return fmt.Sprintf("%d %s", h.Seq, hex.EncodeToString(h.MAC)) }

func (h Head) equal(other Head) bool { return h.Seq == other.Seq && bytes.Equal(h.MAC, other.MAC) }

// link returns the MAC of the link that follows prev.
func (k key) link(prev Head, next link) []byte {
	parts := [][]byte{prev.MAC, binary.BigEndian.AppendUint64(nil, uint64(next.Seq)), next.RowID[:], next.RowMAC}
	if !next.KeyID.IsZero() { // links older than key ids are signed as they were
		parts = append(parts, next.KeyID[:], binary.BigEndian.AppendUint64(nil, uint64(next.SealedAt.UnixMicro())))
	}
	return sign(k.chain, parts...)
}

// Sealer seals the rows of a log, and anchors the head of the chain outside the database.
type Sealer struct {
	log      *Log
	anchor   string
	anchored atomic.Pointer[Head] // as far as this replica knows
}

// NewSealer returns a sealer that keeps the head in the file, best on another machine's disk; "" leaves it to the
// program's log alone.
func NewSealer(l *Log, anchorFile string) *Sealer { return &Sealer{log: l, anchor: anchorFile} }

// Wanted reports whether rows wait, or the anchor has still to be brought up to the head.
func (s *Sealer) Wanted(ctx context.Context) (bool, error) {
	if ended, err := s.log.watchKey(ctx); ended || err != nil {
		return ended, err
	}
	if waiting, err := s.log.waiting(ctx, 1); err != nil || len(waiting) > 0 {
		return true, err
	}
	head, err := s.log.head(ctx)
	return !s.holds(head), err
}

func (s *Sealer) holds(h Head) bool {
	anchored := s.anchored.Load()
	return anchored != nil && anchored.equal(h)
}

// Seal appends the waiting rows to the chain and anchors the new head. One replica runs it at a time; should two, they
// take turns.
func (s *Sealer) Seal(ctx context.Context) error {
	if err := s.log.mayRecord(s.log.db.Now(ctx)); err != nil {
		return err
	}
	if err := errors.Join(s.log.end(ctx), s.log.sealAll(ctx, s.log.key)); err != nil {
		return err
	}
	return s.hold(ctx)
}

// sealAll appends the waiting rows in batches, in the open transaction where the context has one.
func (l *Log) sealAll(ctx context.Context, by key) error {
	for {
		if n, err := l.sealBatch(ctx, by); err != nil || n < batch {
			return err
		}
	}
}

// hold brings the anchor up to the chain's head.
func (s *Sealer) hold(ctx context.Context) error {
	head, err := s.log.head(ctx)
	if err != nil || s.holds(head) {
		return err
	}
	slog.InfoContext(ctx, "audit record sealed", "seq", head.Seq, "mac", hex.EncodeToString(head.MAC))
	if s.anchor != "" {
		if err := s.keep(ctx, head); err != nil {
			return err
		}
	}
	s.anchored.Store(&head)
	return nil
}

// keep replaces the anchor, unless the chain no longer holds the head that it names: then the file is the evidence. A file
// that went missing is made again from the head that this replica remembers.
func (s *Sealer) keep(ctx context.Context, head Head) error {
	old, err := ReadAnchor(s.anchor)
	if errors.Is(err, errNoAnchor) {
		old, err = s.remembered(ctx)
	}
	if err != nil {
		return err
	}
	if ok, err := s.log.holds(ctx, old); err != nil {
		return err
	} else if !ok {
		return fmt.Errorf("audit: the chain does not hold the head that %s keeps (%s): rows were cut off, or this is another database", s.anchor, old)
	}
	return writeAnchor(s.anchor, head, s.log.db.Now(ctx).Time)
}

// remembered is the head that stands in for a missing anchor file.
func (s *Sealer) remembered(ctx context.Context) (Head, error) {
	h := s.anchored.Load()
	if h == nil {
		return Head{}, s.refuseUnanchored()
	}
	slog.WarnContext(ctx, "the anchor file went missing: it is made again", "file", s.anchor)
	return *h, nil
}
