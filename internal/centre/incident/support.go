package incident

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/paging"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/inbox"
)

// SupportKind says what is asked of IT (Art. 4).
type SupportKind string

// The kinds of requests.
const (
	Advice  SupportKind = "ADVICE"
	Support SupportKind = "SUPPORT"
)

// SupportState says where a request stands.
type SupportState string

// The states of requests.
const (
	SupportNew        SupportState = "NEW"
	SupportInProgress SupportState = "IN_PROGRESS"
	SupportAnswered   SupportState = "ANSWERED"
	SupportWithdrawn  SupportState = "WITHDRAWN"
)

// SupportRequest asks IT for advice or support: nothing is broken, so it is no incident.
type SupportRequest struct {
	Key         db.ID        `db:"id"`
	Kind        SupportKind  `db:"kind"`
	Title       string       `db:"title"`
	Description string       `db:"description"`
	Department  db.ID        `db:"department_id"`
	Requester   db.ID        `db:"requester_id"`
	State       SupportState `db:"state"`
	Assignee    db.ID        `db:"assignee_id"`
	Answer      string       `db:"answer"`
	ClosedAt    db.Time      `db:"closed_at"`
	Version     int          `db:"version"`
	CreatedAt   db.Time      `db:"created_at"`
	UpdatedAt   db.Time      `db:"updated_at"`
}

// support is the kind of requests in permissions; in global ids and the record it is the longer one.
const (
	support     = "support"
	supportKind = "support_request"
)

// ID is the global id.
func (r *SupportRequest) ID() string { return db.GlobalID(supportKind, r.Key) }

// Target is what permission rules look at.
func (r *SupportRequest) Target() access.Target {
	return access.Target{Department: r.Department, People: []db.ID{r.Requester}}
}

// Answered is the answer, nil before there is one.
func (r *SupportRequest) Answered() *string { return given(r.Answer) }

// SupportConnection and SupportEdge are pages of requests.
type (
	SupportConnection = paging.Connection[*SupportRequest]
	SupportEdge       = paging.Edge[*SupportRequest]
)

// SupportInput is what a person asks for.
type SupportInput struct {
	Kind           SupportKind
	Title          string
	Description    string
	IdempotencyKey string
}

// RequestSupport asks IT for advice or support and tells it. Repeated under its idempotency key it answers with the
// request made the first time.
func (s *Service) RequestSupport(ctx context.Context, in SupportInput) (*SupportRequest, error) {
	return s.supportActs.Create(ctx, act.Creation{Operation: "requestSupport", Key: in.IdempotencyKey, Input: in}, func(ctx context.Context) (*SupportRequest, error) {
		return s.openSupport(ctx, in)
	})
}

func (s *Service) openSupport(ctx context.Context, in SupportInput) (*SupportRequest, error) {
	if err := s.access.Require(ctx, support, "request", access.Target{}); err != nil {
		return nil, err
	}
	var f input.Form
	f.Needed("title", &in.Title, maxTitle)
	f.Lines("description", &in.Description, maxText)
	if err := f.Err(); err != nil {
		return nil, err
	}
	me, now := access.Of(ctx), s.db.Now(ctx)
	r := &SupportRequest{Key: db.NewID(), Kind: in.Kind, Title: in.Title, Description: in.Description, Department: me.Home, Requester: me.StaffID,
		State: SupportNew, Version: 1, CreatedAt: now, UpdatedAt: now}
	if err := s.db.From(ctx).Insert(ctx, "support_requests", r); err != nil {
		return nil, err
	}
	it, err := s.handlers(ctx, QueueIT)
	if err != nil {
		return nil, err
	}
	if err := s.tellOfSupport(ctx, r, inbox.SupportRequested, r.Title, it...); err != nil {
		return nil, err
	}
	return r, s.recordSupport(ctx, r, act.Line{Action: "support.request"})
}

// TakeSupport makes the caller answer the request. Of two who take it at once one gets it, the other a ConflictError.
func (s *Service) TakeSupport(ctx context.Context, in VersionInput) (*SupportRequest, error) {
	w := act.Want{Action: ActionTake, ID: in.ID, Version: in.ExpectedVersion}
	return s.supportActs.Do(ctx, w, func(ctx context.Context, r *SupportRequest, _ access.Grant) (act.Line, error) {
		r.State, r.Assignee = SupportInProgress, access.Of(ctx).StaffID
		return act.Line{Action: "support.take"}, nil
	})
}

// AnswerInput answers a request.
type AnswerInput struct {
	ID              string
	ExpectedVersion int
	Answer          string
}

// AnswerSupport answers the request, which ends it, and tells who asked.
func (s *Service) AnswerSupport(ctx context.Context, in AnswerInput) (*SupportRequest, error) {
	var f input.Form
	f.Present("answer", text.Line(in.Answer) != "")
	f.Lines("answer", &in.Answer, maxText)
	w := act.Want{Action: ActionResolve, ID: in.ID, Version: in.ExpectedVersion, Fault: f.Err()}
	return s.supportActs.Do(ctx, w, func(ctx context.Context, r *SupportRequest, _ access.Grant) (act.Line, error) {
		r.State, r.Assignee, r.Answer, r.ClosedAt = SupportAnswered, access.Of(ctx).StaffID, in.Answer, s.db.Now(ctx)
		return act.Line{Action: "support.answer"}, s.tellOfSupport(ctx, r, inbox.SupportAnswered, r.Answer, r.Requester)
	})
}

// WithdrawSupport takes a request back.
func (s *Service) WithdrawSupport(ctx context.Context, in VersionInput) (*SupportRequest, error) {
	w := act.Want{Action: ActionWithdraw, ID: in.ID, Version: in.ExpectedVersion}
	return s.supportActs.Do(ctx, w, func(ctx context.Context, r *SupportRequest, _ access.Grant) (act.Line, error) {
		r.State, r.ClosedAt = SupportWithdrawn, s.db.Now(ctx)
		return act.Line{Action: "support.withdraw"}, s.tellOfSupport(ctx, r, inbox.SupportWithdrawn, r.Title, r.Assignee)
	})
}

// ActionWithdraw takes a request for support back.
const ActionWithdraw act.Action = "WITHDRAW"

// supportRules are the actions on requests in the order in which clients show them.
func supportRules() []act.Rule[*SupportRequest] {
	open := func(_ context.Context, r *SupportRequest, _ access.Grant) error { return r.open() }
	return []act.Rule[*SupportRequest]{
		{Action: ActionTake, Asks: "handle", State: open}, {Action: ActionResolve, Asks: "handle", State: open}, {Action: ActionWithdraw, Asks: "withdraw", State: open},
	}
}

func (r *SupportRequest) open() error {
	if r.State == SupportNew || r.State == SupportInProgress {
		return nil
	}
	return fault.User(fault.WrongState, fault.Text{VI: "Yêu cầu đã kết thúc.", EN: "The request is over."}, "").By("4")
}

// SupportActions tells what the caller may do to the request now and, where not, why.
func (s *Service) SupportActions(ctx context.Context, r *SupportRequest) ([]*act.Available, error) {
	return s.supportActs.Available(ctx, r)
}

// keepSupport saves the request and records the act.
func (s *Service) keepSupport(ctx context.Context, r *SupportRequest, l act.Line) error {
	if err := s.saveSupport(ctx, r); err != nil {
		return err
	}
	return s.recordSupport(ctx, r, l)
}

func (s *Service) tellOfSupport(ctx context.Context, r *SupportRequest, what inbox.Kind, detail string, people ...db.ID) error {
	return s.inbox.TellOthers(ctx, inbox.Notice{Kind: what, SubjectKind: supportKind, Subject: r.Key, Detail: detail}, people...)
}

func (s *Service) recordSupport(ctx context.Context, r *SupportRequest, l act.Line) error {
	err := s.audit.Record(ctx, audit.Event{Class: audit.Administration, Action: l.Action, Article: "4", Detail: string(r.Kind), Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf,
		SubjectKind: supportKind, SubjectID: r.Key, Department: r.Department, Before: l.Before, After: audit.DigestOf(r)})
	if err != nil {
		return err
	}
	return s.feed.Record(ctx, supportKind, r.Key, "support_requests")
}
