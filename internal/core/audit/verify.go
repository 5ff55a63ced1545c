package audit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"ttyt.example/ttyt/internal/base/db"
)

// Kind is what somebody did to the record.
type Kind string

// The kinds of findings.
const (
	Changed   Kind = "CHANGED"   // a sealed row is not what was signed
	Removed   Kind = "REMOVED"   // a row or a link of the chain is gone
	Inserted  Kind = "INSERTED"  // a row came in past the program, or its seal was taken away
	Reordered Kind = "REORDERED" // a link does not follow from the one before it
	Truncated Kind = "TRUNCATED" // the head that the anchor keeps is not in the chain, or the log was emptied
	Untrusted Kind = "UNTRUSTED" // signed with a key that is not known, was never introduced, or had been replaced
	Unheld    Kind = "UNHELD"    // the anchor is missing, so rows cut off the end would not be noticed
)

// Finding is one thing wrong with the record.
type Finding struct {
	Kind  Kind
	Seq   int64 // the place in the chain, 0 for a row outside it
	Row   db.ID
	Event *Event // the row as it is now, nil when it is gone
	// Subject and Keys name a row that the log digests, where the finding is about one; Row is then the act that left it.
	Subject string
	Keys    []db.ID
	Detail  string
}

func (f Finding) String() string {
	var b strings.Builder
	b.WriteString(string(f.Kind))
	if f.Seq > 0 {
		fmt.Fprintf(&b, " seq %d", f.Seq)
	}
	if f.Subject != "" {
		b.WriteString(" " + f.Subject)
	}
	for _, key := range f.Keys {
		b.WriteString(" " + key.String())
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
	Compared int // rows of the store that the log digests
	Findings int
	Accepted int // losses that were put on record
}

// Verify checks the whole record, in bounded memory, and tells found about each thing that is wrong. anchor is a head
// kept outside the database, nil if there is none: without it, rows cut off the end together with their links are
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
	if r.Accepted, err = l.verifyChain(ctx, head.Seq, tell); err != nil {
		return r, err
	}
	if r.Waiting, err = l.verifyUnsealed(ctx, tell); err != nil {
		return r, err
	}
	if r.Compared, err = l.verifyRows(ctx, tell); err != nil || head.Seq > 0 || r.Waiting > 0 || r.Findings > 0 {
		return r, err
	}
	has, err := l.contents(ctx)
	if has.Centre && !has.Recorded {
		tell(Finding{Kind: Truncated, Detail: "the log is empty, though the store holds a centre"})
	}
	return r, err
}

// verifyChain walks the chain up to the seq that was its end at the start, and counts the losses that were accepted.
func (l *Log) verifyChain(ctx context.Context, end int64, tell func(Finding)) (accepted int, err error) {
	at, trust := l.key.genesis(), custody{tell: tell}
	for at.Seq < end {
		links, rows, err := l.links(ctx, at.Seq, end)
		if err != nil {
			return accepted, err
		}
		if len(links) == 0 {
			return accepted, fmt.Errorf("audit: the chain ended at %d while it was read", at.Seq)
		}
		for _, k := range links {
			event := rows[k.RowID]
			sealer, genuine := l.sealer(at, k)
			switch {
			case k.Seq != at.Seq+1:
				tell(Finding{Kind: Removed, Seq: at.Seq + 1, Detail: fmt.Sprintf("the chain lacks its links up to %d", k.Seq-1)})
			case len(l.signers(k.KeyID)) == 0: // trust tells
			case !genuine:
				tell(Finding{Kind: Reordered, Seq: k.Seq, Row: k.RowID, Event: event, Detail: "the link does not follow from the one before it"})
			}
			if !l.verifyRow(k, event, tell) {
				event = nil
			} else if event.Action == actionAccept {
				accepted++
			}
			trust.follow(l, k, sealer, genuine, event)
			at = Head{k.Seq, k.MAC} // as it is, so that one bad link does not spoil the rest
		}
	}
	return accepted, nil
}

// verifyRow reports whether the row is the one that was sealed, as far as the known keys can tell.
func (l *Log) verifyRow(k link, e *Event, tell func(Finding)) bool {
	if e == nil {
		tell(Finding{Kind: Removed, Seq: k.Seq, Row: k.RowID, Detail: "the row is gone"})
		return false
	}
	_, genuine := l.signer(*e)
	switch {
	case !genuine && len(l.signers(e.KeyID)) > 0:
		tell(Finding{Kind: Changed, Seq: k.Seq, Row: k.RowID, Event: e, Detail: "the row, or what it says of the rows that were written, is not what was signed"})
	case !bytes.Equal(e.MAC, k.RowMAC):
		tell(Finding{Kind: Changed, Seq: k.Seq, Row: k.RowID, Event: e, Detail: "the row is not what was sealed"})
	default:
		return true
	}
	return false
}

// verifyUnsealed looks at the rows outside the chain, and returns how many rightly wait.
func (l *Log) verifyUnsealed(ctx context.Context, tell func(Finding)) (waiting int, err error) {
	for after := []byte{}; ; {
		rows, err := l.outside(ctx, after)
		if err != nil {
			return waiting, err
		}
		for _, u := range rows {
			switch _, genuine := l.signer(u.Event); {
			case !genuine:
				tell(Finding{Kind: Inserted, Row: u.Key, Event: &u.Event, Detail: "the row, or what it says of the rows that were written, is not signed by this program"})
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

// VerifyCommand verifies the record, prints what it finds, and reports whether all is well. The anchor file has to be
// there unless the log is empty; "" compares with none.
func VerifyCommand(ctx context.Context, l *Log, anchorFile string, out io.Writer) (ok bool, err error) {
	r, err := verifyFile(ctx, l, anchorFile, false, out)
	return err == nil && r.Findings == 0, err
}

// verifyFile is VerifyCommand with all of its result; fresh says that a missing anchor is about to be made.
func verifyFile(ctx context.Context, l *Log, anchorFile string, fresh bool, out io.Writer) (Report, error) {
	tell := func(f Finding) { _, _ = fmt.Fprintln(out, f) }
	anchor, missing, err := l.anchorOf(ctx, anchorFile)
	if err != nil {
		return Report{}, err
	}
	r, err := l.Verify(ctx, anchor, tell)
	if err != nil {
		return r, err
	}
	if missing && !fresh {
		r.Findings++
		tell(Finding{Kind: Unheld, Detail: "there is no anchor " + anchorFile + ", so rows cut off the end are not noticed; run ttyt audit anchor once you have made sure that none are missing"})
	}
	verdict, against := "The audit log is intact", "no anchor to compare with"
	if r.Findings > 0 {
		verdict = fmt.Sprintf("The audit log is damaged in %d places", r.Findings)
	}
	if anchor != nil {
		against = fmt.Sprintf("anchored at %d", anchor.Seq)
	}
	if r.Accepted > 0 {
		against += fmt.Sprintf(", losses accepted: %d (%s)", r.Accepted, actionAccept)
	}
	_, err = fmt.Fprintf(out, "%s: %d rows sealed, %d waiting, %s; %d rows of the store compared.\nHead: %s\n", verdict, r.Head.Seq, r.Waiting, against, r.Compared, r.Head)
	return r, err
}

// anchorOf reads the anchor file, and reports whether one is missing that ought to be there.
func (l *Log) anchorOf(ctx context.Context, file string) (anchor *Head, missing bool, err error) {
	if file == "" {
		return nil, false, nil
	}
	h, err := ReadAnchor(file)
	if errors.Is(err, errNoAnchor) {
		has, err := l.contents(ctx)
		return nil, has.Recorded || has.Centre, err
	}
	return &h, false, err
}
