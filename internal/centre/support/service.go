package support

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/feed"
	"ttyt.example/ttyt/internal/core/inbox"
)

// Service answers every use case of requests for support.
type Service struct {
	db        *db.DB
	access    *access.Access
	audit     *audit.Log
	feed      *feed.Feed
	inbox     *inbox.Service
	directory approval.Directory
	acts      *act.Frame[*Request]
}

// New returns the service over a store. The directory names who answers.
func New(d *db.DB, a *access.Access, l *audit.Log, c *feed.Feed, in *inbox.Service, directory approval.Directory) *Service {
	s := &Service{db: d, access: a, audit: l, feed: c, inbox: in, directory: directory}
	s.acts = &act.Frame[*Request]{
		DB: d, Access: a, Kind: kind, Policy: policy, Rules: s.rules(), Version: func(r *Request) int { return r.Version },
		Open: s.Get, Digest: func(r *Request) []byte { return keptRequests.Digest(r) }, Keep: s.keep,
	}
	return s
}

// Limits of what people write, in characters.
const (
	maxTitle = 200
	maxText  = 4000
)

// RequestInput is what a person asks for.
type RequestInput struct {
	Kind           Kind
	Title          string
	Description    string
	IdempotencyKey string
}

// Request asks IT for advice or support and tells it. Repeated under its idempotency key it answers with the request made
// the first time.
func (s *Service) Request(ctx context.Context, in RequestInput) (*Request, error) {
	return s.acts.Create(ctx, act.Creation{Operation: "requestSupport", Key: in.IdempotencyKey, Input: in}, func(ctx context.Context) (*Request, error) {
		return s.request(ctx, in)
	})
}

func (s *Service) request(ctx context.Context, in RequestInput) (*Request, error) {
	if err := s.access.Require(ctx, policy, "request", access.Target{}); err != nil {
		return nil, err
	}
	var f input.Form
	f.Needed("title", &in.Title, maxTitle)
	f.Lines("description", &in.Description, maxText)
	if err := f.Err(); err != nil {
		return nil, err
	}
	me, now := access.Of(ctx), s.db.Now(ctx)
	r := &Request{Key: db.NewID(), Kind: in.Kind, Title: in.Title, Description: in.Description, Department: me.Home, Requester: me.StaffID,
		State: StateNew, Version: 1, CreatedAt: now, UpdatedAt: now}
	if err := s.insert(ctx, r); err != nil {
		return nil, err
	}
	people, err := s.handlers(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.tell(ctx, r, inbox.SupportRequested, r.Title, people...); err != nil {
		return nil, err
	}
	return r, s.record(ctx, r, act.Line{Action: "support.request"})
}

// VersionInput names a request as it was looked at.
type VersionInput struct {
	ID              string
	ExpectedVersion int
}

// Take makes the caller answer the request. Of two who take it at once one gets it, the other a ConflictError.
func (s *Service) Take(ctx context.Context, in VersionInput) (*Request, error) {
	w := act.Want{Action: ActionTake, ID: in.ID, Version: in.ExpectedVersion}
	return s.acts.Do(ctx, w, func(ctx context.Context, r *Request, _ access.Grant) (act.Line, error) {
		r.State, r.Assignee = StateInProgress, access.Of(ctx).StaffID
		return act.Line{Action: "support.take"}, nil
	})
}

// AnswerInput answers a request.
type AnswerInput struct {
	ID              string
	ExpectedVersion int
	Answer          string
}

// Answer answers the request, which closes it, and notifies the requester, who may reopen it.
func (s *Service) Answer(ctx context.Context, in AnswerInput) (*Request, error) {
	w := act.Want{Action: ActionAnswer, ID: in.ID, Version: in.ExpectedVersion, Fault: written("answer", &in.Answer)}
	return s.acts.Do(ctx, w, func(ctx context.Context, r *Request, _ access.Grant) (act.Line, error) {
		r.State, r.Assignee, r.Answer, r.ClosedAt = StateAnswered, access.Of(ctx).StaffID, in.Answer, s.db.Now(ctx)
		return act.Line{Action: "support.answer"}, s.say(ctx, r, Answers, inbox.SupportAnswered, r.Answer)
	})
}

// Withdraw takes a request back.
func (s *Service) Withdraw(ctx context.Context, in VersionInput) (*Request, error) {
	w := act.Want{Action: ActionWithdraw, ID: in.ID, Version: in.ExpectedVersion}
	return s.acts.Do(ctx, w, func(ctx context.Context, r *Request, _ access.Grant) (act.Line, error) {
		r.State, r.ClosedAt = StateWithdrawn, s.db.Now(ctx)
		return act.Line{Action: "support.withdraw"}, s.tell(ctx, r, inbox.SupportWithdrawn, r.Title, r.Assignee)
	})
}

// AvailableActions returns what the caller may do to the request now and, if not, why.
func (s *Service) AvailableActions(ctx context.Context, r *Request) ([]*act.Available, error) {
	return s.acts.Available(ctx, r)
}

// VersionFor is what a change of the request has to expect, nil for those who may change nothing of it.
func (s *Service) VersionFor(ctx context.Context, r *Request) *int {
	return s.acts.VersionFor(ctx, r)
}

// handlers returns who answers requests: IT, and the Board while nobody is there.
func (s *Service) handlers(ctx context.Context) ([]db.ID, error) {
	people, err := s.directory.Holders(ctx, access.IT)
	if err != nil || len(people) > 0 {
		return people, err
	}
	return s.directory.Holders(ctx, access.Director)
}

// tell puts a notice about the request into the inboxes of the people, apart from the actor's own.
func (s *Service) tell(ctx context.Context, r *Request, what inbox.Kind, detail string, people ...db.ID) error {
	return s.inbox.TellOthers(ctx, inbox.Notice{Kind: what, SubjectKind: kind, Subject: r.Key, Detail: detail}, people...)
}

// keep saves the request and records the act.
func (s *Service) keep(ctx context.Context, r *Request, l act.Line) error {
	if err := s.save(ctx, r); err != nil {
		return err
	}
	return s.record(ctx, r, l)
}

func (s *Service) record(ctx context.Context, r *Request, l act.Line) error {
	err := s.audit.Record(ctx, audit.Event{Class: audit.Administration, Action: l.Action, Article: "4", Detail: string(r.Kind), Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf,
		SubjectKind: kind, SubjectID: r.Key, Department: r.Department, Before: l.Before, After: keptRequests.Digest(r)})
	if err != nil {
		return err
	}
	return s.feed.Record(ctx, kind, r.Key, "support_requests")
}
