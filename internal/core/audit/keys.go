package audit

import (
	"bytes"
	"context"
	"crypto/hmac"
	"fmt"
	"log/slog"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// Grace is how long a key still signs after it was replaced: replicas restart one after the other.
const Grace = time.Hour

// The actions of the rows about keys.
const (
	actionRotate = "audit.rotate"    // signed with the former key: it hands over to the next one
	actionEnded  = "audit.key_ended" // signed with the next one: the former key's time is over
)

// key signs rows and links. Its id tells keys apart and gives nothing away.
type key struct {
	id         db.ID
	row, chain []byte // one key for each use, so that no signature of one kind passes for the other
}

func newKey(secret []byte) key {
	k := key{row: sign(secret, []byte("audit row")), chain: sign(secret, []byte("audit chain"))}
	copy(k.id[:], sign(secret, []byte("audit key id")))
	return k
}

// genesis is the head of an empty chain.
func (k key) genesis() Head { return Head{MAC: sign(k.chain, []byte("genesis"))} }

// signers are the keys that may have signed what carries the key id: that key, if it is known. Rows without an id are
// older than ids, so any known key may have signed them.
func (l *Log) signers(id db.ID) []key {
	if id.IsZero() {
		return l.ring
	}
	for _, k := range l.ring {
		if k.id == id {
			return []key{k}
		}
	}
	return nil
}

// signer returns the id of the key that signed the event, false if none of the known keys did.
func (l *Log) signer(e Event) (db.ID, bool) {
	for _, k := range l.signers(e.KeyID) {
		if hmac.Equal(e.MAC, k.mac(e)) {
			return k.id, true
		}
	}
	return e.KeyID, false
}

// sealer returns the id of the key that sealed the link after prev, false if none of the known keys did.
func (l *Log) sealer(prev Head, next link) (db.ID, bool) {
	for _, k := range l.signers(next.KeyID) {
		if prev.Seq == 0 {
			prev = k.genesis()
		}
		if bytes.Equal(next.MAC, k.link(prev, next)) {
			return k.id, true
		}
	}
	return next.KeyID, false
}

// rotation is a sealed row that hands over from one key to the next.
type rotation struct {
	Event
	SealedAt db.Time `db:"sealed_at"`
}

// tenure is which key signs the log, and when the ones before it were replaced.
type tenure struct {
	current db.ID // zero in a log that no known key began
	until   map[db.ID]db.Time
	latest  db.Time // when current took over, zero for the first key
}

func (t *tenure) pass(to db.ID, at db.Time) {
	if t.until == nil {
		t.until = map[db.ID]db.Time{}
	}
	t.until[t.current], t.current, t.latest = at, to, at
}

// lapsed reports whether the key was replaced longer ago than replicas may take to restart.
func (t *tenure) lapsed(id db.ID, at db.Time) bool {
	end, replaced := t.until[id]
	return replaced && at.After(end.Add(Grace))
}

// tenure reads who signs the log now. Whether its rows are genuine is for Verify to say.
func (l *Log) tenure(ctx context.Context) (t tenure, err error) {
	if t.current, err = l.firstKey(ctx); err != nil {
		return t, err
	}
	rotations, err := l.rotations(ctx)
	for _, r := range rotations {
		if l.binding(r.Event, &t) {
			t.pass(r.NextKey, r.SealedAt)
		}
	}
	return t, err
}

// binding reports whether the row hands over to a next key: signed with the current one, as far as that is known, or with
// the next one itself, where an operator let it take over from one that was lost.
func (l *Log) binding(e Event, t *tenure) bool {
	_, genuine := l.signer(e)
	switch _, replaced := t.until[e.NextKey]; {
	case replaced || e.NextKey == t.current:
		return false
	case e.KeyID == t.current:
		return genuine || len(l.signers(t.current)) == 0
	}
	return genuine && e.KeyID == e.NextKey
}

// firstKey is the key that began the log: the program's own in an empty one.
func (l *Log) firstKey(ctx context.Context) (db.ID, error) {
	k, err := l.firstLink(ctx)
	if err != nil {
		return db.ID{}, err
	}
	if k != nil {
		id, _ := l.sealer(Head{}, *k)
		return id, nil
	}
	e, err := l.firstRow(ctx)
	if e == nil || err != nil {
		return l.key.id, err
	}
	id, _ := l.signer(*e)
	return id, nil
}

// standing says what the program's key may do with the log.
type standing int

const (
	foreign   standing = iota // nothing: it is not the log's key, and the log's key is not known either
	successor                 // take over from the log's key, which is known
	holder                    // sign
	former                    // sign for as long as replicas may take to restart
	lapsed                    // nothing: it was replaced long ago
)

func (l *Log) standing(ctx context.Context) (standing, tenure, error) {
	t, err := l.tenure(ctx)
	if err != nil {
		return foreign, t, err
	}
	_, replaced := t.until[l.key.id]
	switch {
	case t.current == l.key.id:
		return holder, t, nil
	case replaced && t.lapsed(l.key.id, l.db.Now(ctx)):
		return lapsed, t, nil
	case replaced:
		return former, t, nil
	case !t.current.IsZero() && len(l.signers(t.current)) > 0:
		return successor, t, nil
	}
	return foreign, t, nil
}

// watchKey notes when the program's key was replaced, so that it stops signing in time. It reports whether the time of the
// key before it is over, and nothing in the chain shows so yet: until then, a thief of that key could back-date a link.
func (l *Log) watchKey(ctx context.Context) (ended bool, err error) {
	s, t, err := l.standing(ctx)
	if err != nil {
		return false, err
	}
	if s == former || s == lapsed {
		end := t.until[l.key.id].Add(Grace)
		if l.ends.Swap(end.UnixMicro()) == 0 {
			slog.WarnContext(ctx, "AUDIT_KEY was replaced: restart with the new key", "key", l.key.id, "next", t.current, "signs_until", end)
		}
		return false, nil
	}
	end := t.latest.Add(Grace)
	if s != holder || t.latest.IsZero() || !l.db.Now(ctx).After(end) {
		return false, nil
	}
	at, err := l.lastSealed(ctx)
	return !at.After(end), err
}

// end puts on record that the former key's time is over, where nothing shows so yet.
func (l *Log) end(ctx context.Context) error {
	ended, err := l.watchKey(ctx)
	if err != nil || !ended {
		return err
	}
	return l.db.InTx(access.AsSystem(ctx), func(ctx context.Context) error {
		return l.Record(ctx, Event{Class: Security, Action: actionEnded})
	})
}

// mayRecord refuses to sign with a key that was replaced long ago.
func (l *Log) mayRecord(at db.Time) error {
	if end := l.ends.Load(); end == 0 || at.UnixMicro() <= end {
		return nil
	}
	return &fault.Error{Code: fault.Unavailable, Cause: errLapsed,
		Text: recordsNothing}
}

// rotate hands over from the log's key to the program's, once however many replicas start: what waits is sealed with the
// former key, and so is the row that names the new one.
func (l *Log) rotate(ctx context.Context) error {
	s, t, err := l.standing(ctx)
	if err != nil || s != successor {
		return err
	}
	if err := l.sealAll(ctx, l.signers(t.current)[0]); err != nil { // in short transactions
		return err
	}
	return l.db.InTx(ctx, func(ctx context.Context) error {
		if err := l.db.Lock(ctx, chainLock); err != nil {
			return err
		}
		s, t, err := l.standing(ctx)
		if err != nil || s != successor {
			return err
		}
		from := l.signers(t.current)[0]
		return l.handOver(ctx, from, Event{Action: actionRotate, Detail: fmt.Sprintf("key %s replaced by %s", from.id, l.key.id)})
	})
}

// handOver records, signed and sealed with a key, that the program's key signs from now on.
func (l *Log) handOver(ctx context.Context, from key, e Event) error {
	e.Class, e.NextKey = Security, l.key.id
	if err := l.record(access.AsSystem(ctx), from, e); err != nil {
		return err
	}
	return l.sealAll(ctx, from)
}
