package audit

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"ttyt/internal/db"
)

// Kind is what somebody did to the record.
type Kind string

// The kinds of findings.
const (
	Changed   Kind = "CHANGED"   // a sealed row is not what was signed
	Removed   Kind = "REMOVED"   // a row or a link of the chain is gone
	Inserted  Kind = "INSERTED"  // a row came in past the program, or its seal was taken away
	Reordered Kind = "REORDERED" // a link does not follow from the one before it
	Truncated Kind = "TRUNCATED" // the head that the anchor keeps is not in the chain
)

// Finding is one thing wrong with the record.
type Finding struct {
	Kind   Kind
	Seq    int64 // the place in the chain, 0 for a row outside it
	Row    db.ID
	Event  *Event // the row as it is now, nil when it is gone
	Detail string
}

func (f Finding) String() string {
	var b strings.Builder
	b.WriteString(string(f.Kind))
	if f.Seq > 0 {
		fmt.Fprintf(&b, " seq %d", f.Seq)
	}
	if !f.Row.IsZero() {
		fmt.Fprintf(&b, " row %s", f.Row)
	}
	if f.Event != nil {
		fmt.Fprintf(&b, " (%q, %s)", f.Event.Action, f.Event.At.Format(time.RFC3339))
	}
	return b.String() + ": " + f.Detail
}

// Report sums up a verification.
type Report struct {
	Head     Head
	Waiting  int // rows not sealed yet
	Findings int
}

// Verify checks the whole record, in bounded memory, and tells found about each thing that is wrong. anchor is a head
// kept outside the database, nil where there is none: without it, rows cut off the end together with their links are
// not noticed. The program may go on writing meanwhile.
func (l *Log) Verify(ctx context.Context, anchor *Head, found func(Finding)) (Report, error) {
	var r Report
	tell := func(f Finding) {
		r.Findings++
		found(f)
	}
	head, err := l.head(ctx)
	if err != nil {
		return r, err
	}
	r.Head = head
	if anchor != nil {
		if ok, err := l.holds(ctx, *anchor); err != nil {
			return r, err
		} else if !ok {
			tell(Finding{Kind: Truncated, Seq: anchor.Seq, Detail: fmt.Sprintf("the anchored head is not in the chain, which ends at %d", head.Seq)})
		}
	}
	if err := l.verifyChain(ctx, head.Seq, tell); err != nil {
		return r, err
	}
	r.Waiting, err = l.verifyUnsealed(ctx, tell)
	return r, err
}

// verifyChain walks the chain up to the seq that was its end at the start.
func (l *Log) verifyChain(ctx context.Context, end int64, tell func(Finding)) error {
	at := l.genesis()
	for at.Seq < end {
		links, rows, err := l.links(ctx, at.Seq, end)
		if err != nil {
			return err
		}
		if len(links) == 0 {
			return fmt.Errorf("audit: the chain ended at %d while it was read", at.Seq)
		}
		for _, k := range links {
			event := rows[k.RowID]
			switch {
			case k.Seq != at.Seq+1:
				tell(Finding{Kind: Removed, Seq: at.Seq + 1, Detail: fmt.Sprintf("the chain lacks its links up to %d", k.Seq-1)})
			case !bytes.Equal(k.MAC, l.chain(at.MAC, k)):
				tell(Finding{Kind: Reordered, Seq: k.Seq, Row: k.RowID, Event: event, Detail: "the link does not follow from the one before it"})
			}
			l.verifyRow(k, event, tell)
			at = Head{k.Seq, k.MAC} // as it is, so that one bad link does not spoil the rest
		}
	}
	return nil
}

func (l *Log) verifyRow(k link, e *Event, tell func(Finding)) {
	switch {
	case e == nil:
		tell(Finding{Kind: Removed, Seq: k.Seq, Row: k.RowID, Detail: "the row is gone"})
	case !l.genuine(*e):
		tell(Finding{Kind: Changed, Seq: k.Seq, Row: k.RowID, Event: e, Detail: "the row is not what was signed"})
	case !bytes.Equal(e.MAC, k.RowMAC):
		tell(Finding{Kind: Changed, Seq: k.Seq, Row: k.RowID, Event: e, Detail: "the row is not what was sealed"})
	}
}

// verifyUnsealed looks at the rows outside the chain, and returns how many rightly wait.
func (l *Log) verifyUnsealed(ctx context.Context, tell func(Finding)) (waiting int, err error) {
	for after := []byte{}; ; {
		rows, err := l.outside(ctx, after)
		if err != nil {
			return waiting, err
		}
		for _, u := range rows {
			switch {
			case !l.genuine(u.Event):
				tell(Finding{Kind: Inserted, Row: u.Key, Event: &u.Event, Detail: "the row is not signed by this program"})
			case !bytes.Equal(u.PendingMAC, u.MAC):
				tell(Finding{Kind: Inserted, Row: u.Key, Event: &u.Event, Detail: "the row is neither sealed nor waiting to be: it was put back later, or its seal was taken away"})
			default:
				waiting++
			}
			after = u.Key[:]
		}
		if len(rows) < batch {
			break
		}
	}
	for after := []byte{}; ; {
		orphans, err := l.orphans(ctx, after)
		if err != nil {
			return waiting, err
		}
		for _, id := range orphans {
			tell(Finding{Kind: Removed, Row: id, Detail: "the row is gone before it was sealed"})
			after = id[:]
		}
		if len(orphans) < batch {
			return waiting, nil
		}
	}
}

// VerifyCommand verifies the record, prints what it finds, and reports whether all is well. An anchor file that is not
// there is an error; "" compares with none.
func VerifyCommand(ctx context.Context, l *Log, anchorFile string, out io.Writer) (ok bool, err error) {
	var anchor *Head
	if anchorFile != "" {
		h, err := ReadAnchor(anchorFile)
		if err != nil {
			return false, err
		}
		anchor = &h
	}
	r, err := l.Verify(ctx, anchor, func(f Finding) { _, _ = fmt.Fprintln(out, f) })
	if err != nil {
		return false, err
	}
	verdict := "The record is whole"
	if r.Findings > 0 {
		verdict = fmt.Sprintf("The record is damaged in %d places", r.Findings)
	}
	against := "no anchor to compare with"
	if anchor != nil {
		against = fmt.Sprintf("anchored at %d", anchor.Seq)
	}
	_, err = fmt.Fprintf(out, "%s: %d rows sealed, %d waiting, %s.\nHead: %s\n", verdict, r.Head.Seq, r.Waiting, against, r.Head)
	return r.Findings == 0, err
}
