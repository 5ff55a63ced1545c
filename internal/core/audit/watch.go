package audit

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// Bounds of the watch: rows per caller and minute before the rest becomes one summing row, callers told apart within
// a minute, events that wait to be written, and rows per transaction.
const (
	perMinute  = 10
	maxCallers = 10_000
	maxQueue   = 1_000
	writeBatch = 100
)

// Watch turns refused requests and probes into security events (Art. 6d). It never makes an answer wait: events go
// through a bounded queue, and what a flood would add beyond it is counted instead.
type Watch struct {
	log   *Log
	queue chan refusal

	mu      sync.Mutex
	minute  time.Time
	callers map[string]*tally
	dropped int
}

// refusal is an event with the actor whom it happened to.
type refusal struct {
	actor *access.Actor
	event Event
}

// tally counts one caller's refusals in the present minute.
type tally struct {
	n     int
	actor *access.Actor
}

// NewWatch returns a watch that writes to the log while Run runs.
func NewWatch(l *Log) *Watch {
	return &Watch{log: l, queue: make(chan refusal, maxQueue), callers: map[string]*tally{}}
}

// Refused notes that the actor of the context asked for the field of the API and got err. Only what may be a probe
// counts: a refusal by the permission matrix, and what is unknown or hidden to a person who is signed in. A reader of the
// public site who follows a dead link is no prober; a stranger who tries ids is. It reports whether it counted.
func (w *Watch) Refused(ctx context.Context, field string, err error) (counted bool) {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Code != fault.Forbidden && f.Code != fault.NotFound {
		return false
	}
	actor := access.Of(ctx)
	if f.Code == fault.NotFound && !actor.Known() && field != "Query.node" {
		return false
	}
	w.Note(ctx, Event{Class: Security, Action: "request.refused", Article: f.Rule, Detail: string(f.Code) + " " + field})
	return true
}

// Note records what the actor of the context was refused as an event, within the same bounds as Refused.
func (w *Watch) Note(ctx context.Context, e Event) {
	actor := access.Of(ctx)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.turn()
	t := w.tallyOf(actor)
	if t.n++; t.n <= perMinute {
		w.put(refusal{actor, e})
	}
}

// tallyOf finds the caller's count; beyond the bound all further callers share one.
func (w *Watch) tallyOf(a *access.Actor) *tally {
	key := "address " + Network(a.Address)
	switch {
	case a.SignedIn():
		key = "staff " + a.StaffID.String()
	case a.Known():
		key = "token " + a.Token.String()
	}
	if w.callers[key] == nil && len(w.callers) >= maxCallers {
		key, a = "", access.Anonymous("", "")
	}
	if w.callers[key] == nil {
		w.callers[key] = &tally{actor: a}
	}
	return w.callers[key]
}

// Network is what one caller can be known by: an IPv4 address, or the half of an IPv6 address that names the network.
func Network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.Unmap().Is4() {
		return address
	}
	p, _ := ip.Prefix(64) // no error: an IPv6 address has 64 bits
	return p.String()
}

// turn starts a new minute when it has come, and sums up what the last one had beyond its bound.
func (w *Watch) turn() {
	now := w.log.db.Now(context.Background()).Truncate(time.Minute)
	if now.Equal(w.minute) {
		return
	}
	for _, t := range w.callers {
		if more := t.n - perMinute; more > 0 {
			w.put(refusal{t.actor, Event{Class: Security, Action: "request.refused", Detail: fmt.Sprintf("%d more within one minute", more)}})
		}
	}
	w.minute, w.callers = now, map[string]*tally{}
}

func (w *Watch) put(r refusal) {
	select {
	case w.queue <- r:
	default:
		w.dropped++
	}
}

// Run writes events until the context ends; Flush then writes what is left.
func (w *Watch) Run(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case r := <-w.queue:
			if !w.write(ctx, r) { // the store fails
				select {
				case <-ctx.Done():
				case <-time.After(time.Second):
				}
			}
		case <-tick.C:
			w.mu.Lock()
			w.turn()
			dropped := w.dropped
			w.dropped = 0
			w.mu.Unlock()
			if dropped > 0 {
				slog.WarnContext(ctx, "security events dropped in a flood", "count", dropped)
			}
		}
	}
}

// Flush writes the events that wait.
func (w *Watch) Flush(ctx context.Context) {
	for {
		select {
		case r := <-w.queue:
			if !w.write(ctx, r) {
				slog.ErrorContext(ctx, "security events lost", "count", len(w.queue))
				return
			}
		default:
			return
		}
	}
}

// write records the event and those that wait behind it, in one transaction. Where the store fails they wait on, and it
// reports false; those of which nobody knows whether they are recorded are not written twice.
func (w *Watch) write(ctx context.Context, first refusal) (done bool) {
	events := []refusal{first}
	for more := true; more && len(events) < writeBatch; {
		select {
		case r := <-w.queue:
			events = append(events, r)
		default:
			more = false
		}
	}
	err := w.log.db.InTx(ctx, func(ctx context.Context) error {
		for _, r := range events {
			if err := w.log.Record(access.With(ctx, r.actor), r.event); err != nil {
				return err
			}
		}
		return nil
	})
	switch {
	case err == nil:
		return true
	case fault.Is(err, fault.Unavailable) && db.OutcomeOf(ctx, err) == fault.NotSaved:
		w.mu.Lock()
		defer w.mu.Unlock()
		for _, r := range events {
			w.put(r)
		}
		return false
	}
	slog.ErrorContext(ctx, "security events may be lost", "count", len(events), "err", err)
	return true
}
