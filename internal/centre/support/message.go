package support

import (
	"context"

	"ttyt.example/ttyt/internal/base/calendar"
	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/inbox"
)

// MessageKind says what a message does to its request.
type MessageKind string

// The kinds of messages.
const (
	Said      MessageKind = "MESSAGE"
	Answers   MessageKind = "ANSWER"    // which closes it
	Reopening MessageKind = "REOPENING" // why the answer does not do
)

// Message is what one side of a request has written to the other.
type Message struct {
	Key         db.ID       `db:"id"`
	Request     db.ID       `db:"request_id"`
	Kind        MessageKind `db:"kind"`
	Author      db.ID       `db:"author_id"`
	ByRequester bool        `db:"by_requester"`
	Text        string      `db:"text"`
	At          db.Time     `db:"at"`
}

// messageKind is that of messages in global ids.
const messageKind = "support_message"

// ID is the global id.
func (m *Message) ID() string { return db.GlobalID(messageKind, m.Key) }

// MessageConnection and MessageEdge are pages of messages.
type (
	MessageConnection = paging.Connection[*Message]
	MessageEdge       = paging.Edge[*Message]
)

// WriteInput is what somebody writes about a request.
type WriteInput struct {
	ID   string
	Text string
}

// maxMessages bounds how long a conversation may get.
const maxMessages = 500

// Write adds a message to an open request and notifies the other side: IT what the requester says, the requester what IT says.
func (s *Service) Write(ctx context.Context, in WriteInput) (*Request, error) {
	w := act.Want{Action: ActionWrite, ID: in.ID, Whatever: true, Fault: written("text", &in.Text)}
	return s.acts.Do(ctx, w, func(ctx context.Context, r *Request, _ access.Grant) (act.Line, error) {
		n, err := s.countMessages(ctx, r.Key)
		if err != nil {
			return act.Line{}, err
		}
		if n >= maxMessages {
			return act.Line{}, fault.User(fault.Invalid, tooManyMessages, "input.text").By("4")
		}
		return act.Line{Action: "support.write"}, s.say(ctx, r, Said, inbox.SupportMessage, in.Text)
	})
}

// ReopenInput says why an answer does not do.
type ReopenInput struct {
	ID              string
	ExpectedVersion int
	Reason          string
}

// Reopen takes an answered request up again within ten working days. It goes back to the person who answered it, if they are
// still in IT.
func (s *Service) Reopen(ctx context.Context, in ReopenInput) (*Request, error) {
	w := act.Want{Action: ActionReopen, ID: in.ID, Version: in.ExpectedVersion, Fault: written("reason", &in.Reason)}
	return s.acts.Do(ctx, w, func(ctx context.Context, r *Request, _ access.Grant) (act.Line, error) {
		able, err := s.handles(ctx, r.Assignee)
		if err != nil {
			return act.Line{}, err
		}
		if r.State = StateInProgress; !able {
			r.State, r.Assignee = StateNew, db.ID{}
		}
		r.Answer, r.ClosedAt = "", db.Time{}
		return act.Line{Action: "support.reopen"}, s.say(ctx, r, Reopening, inbox.SupportReopened, in.Reason)
	})
}

// written checks a text that has to say something.
func written(field string, what *string) error {
	var f input.Form
	f.Present(field, text.Line(*what) != "")
	f.Lines(field, what, maxText)
	return f.Err()
}

// say writes a message of the caller's and tells who is concerned by it, apart from them: the requester, and who answers the request
// or, while nobody of IT does, all of IT.
func (s *Service) say(ctx context.Context, r *Request, what MessageKind, notice inbox.Kind, says string) error {
	me := access.Of(ctx).StaffID
	m := &Message{Key: db.NewID(), Request: r.Key, Kind: what, Author: me, ByRequester: me == r.Requester, Text: says, At: s.db.Now(ctx)}
	if err := s.insertMessage(ctx, m); err != nil {
		return err
	}
	people := []db.ID{r.Assignee}
	able, err := s.handles(ctx, r.Assignee)
	if err != nil {
		return err
	}
	if !able {
		if people, err = s.handlers(ctx); err != nil {
			return err
		}
	}
	if !m.ByRequester && !able { // all of IT need not read what one of them has written
		people = nil
	}
	return s.tell(ctx, r, notice, says, append(people, r.Requester)...)
}

// handles reports whether the person answers requests.
func (s *Service) handles(ctx context.Context, person db.ID) (bool, error) {
	them, err := s.access.Load(ctx, person)
	if fault.Is(err, fault.NotFound) { // nobody, or not at work
		return false, nil
	}
	return err == nil && s.access.Allowed(access.With(ctx, them), policy, "handle", access.Target{}), err
}

// reopenDays is for how many working days after its answer a request can be reopened.
const reopenDays = 10

// ReopenableUntil is until when an answered request can be reopened; zero for any other.
func (r *Request) ReopenableUntil() db.Time {
	if r.State != StateAnswered {
		return db.Time{}
	}
	return db.At(calendar.AddWorkingDays(r.ClosedAt.Time, reopenDays))
}

// reopenable says why a request cannot be reopened.
func (s *Service) reopenable(ctx context.Context, r *Request, _ access.Grant) error {
	switch {
	case r.State == StateWithdrawn:
		return fault.User(fault.WrongState, withdrawn, "").By("4")
	case r.State != StateAnswered:
		return fault.User(fault.WrongState, notAnswered, "").By("4")
	case s.db.Now(ctx).After(r.ReopenableUntil().Time):
		return fault.User(fault.WrongState, reopenedTooLate.With(reopenDays), "").By("4")
	}
	return nil
}
