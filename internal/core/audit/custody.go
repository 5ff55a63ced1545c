package audit

import (
	"fmt"

	"ttyt.example/ttyt/internal/base/db"
)

// custody follows, link by link, which key the log was signed with at each place: the first link's, and then those that
// rotations introduced. It tells of each row and link whose key had no business there.
type custody struct {
	tenure
	tell func(Finding)
	now  db.Time // when the latest genuine link was sealed; it never goes back, so a thief of an old key cannot back-date
	last string  // the latest complaint that would repeat itself row by row
}

// follow looks at a link and at the row that it seals, nil if that is not what was sealed. sealer is the key that the
// link names, genuine whether it did seal it.
func (c *custody) follow(l *Log, k link, sealer db.ID, genuine bool, e *Event) {
	if c.current.IsZero() {
		c.current = sealer // the first link's key begins the log
	}
	if genuine && k.SealedAt.After(c.now.Time) {
		c.now = k.SealedAt
	}
	if e != nil {
		c.row(l, k, e)
	}
	if genuine || len(l.signers(k.KeyID)) == 0 {
		c.judge(l, k, sealer, e, "link")
	}
}

func (c *custody) row(l *Log, k link, e *Event) {
	by, _ := l.signer(*e)
	switch {
	case e.NextKey.IsZero():
		c.judge(l, k, by, e, "row")
	case !l.binding(*e, &c.tenure):
		c.told(k, e, "the key %s hands over to %s, though the log's key is %s", by, e.NextKey, c.current)
	case by == e.NextKey:
		c.told(k, e, "the key %s took over without the signature of the key before it: that key was lost, or somebody came with a key of their own", by)
		c.pass(e.NextKey, c.now)
	default:
		c.judge(l, k, by, e, "row")
		c.pass(e.NextKey, c.now)
	}
}

// judge returns what is wrong with the key of a link or row. What would repeat itself row by row is told once for a run.
func (c *custody) judge(l *Log, k link, by db.ID, e *Event, what string) {
	_, replaced := c.until[by]
	complaint := ""
	switch {
	case by.IsZero(): // older than key ids and signed by no known key: told as CHANGED or REORDERED
	case len(l.signers(by)) == 0:
		complaint = "from here on the log is signed with the key " + by.String() + ", which is neither AUDIT_KEY nor among AUDIT_KEYS_OLD, and cannot be checked"
	case by != c.current && !replaced:
		complaint = "from here on the log is signed with the key " + by.String() + ", which no earlier key introduced"
	case c.lapsed(by, c.now):
		c.told(k, e, "the %s is signed with the key %s more than an hour after it was replaced", what, by)
	}
	if complaint != "" && complaint != c.last {
		c.told(k, e, "%s", complaint)
		c.last = complaint
	}
}

func (c *custody) told(k link, e *Event, format string, args ...any) {
	c.tell(Finding{Kind: Untrusted, Seq: k.Seq, Row: k.RowID, Event: e, Detail: fmt.Sprintf(format, args...)})
}
