package incident

import (
	"context"
	"encoding/json"

	"ttyt/internal/access"
	"ttyt/internal/approval"
	"ttyt/internal/audit"
	"ttyt/internal/db"
	"ttyt/internal/fault"
	"ttyt/internal/form"
	"ttyt/internal/inbox"
	"ttyt/internal/page"
	"ttyt/internal/text"
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
	SupportConnection = page.Connection[*SupportRequest]
	SupportEdge       = page.Edge[*SupportRequest]
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
	asked, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	var key db.ID
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		ctx, err := s.access.Refresh(ctx)
		if err != nil {
			return err
		}
		if err := s.access.Require(ctx, support, "request", access.Target{}); err != nil {
			return err
		}
		key, _, err = s.db.Once(ctx, access.Of(ctx).AccountID, "requestSupport", in.IdempotencyKey, asked, func(ctx context.Context) (db.ID, error) {
			return s.openSupport(ctx, in)
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.SupportRequest(ctx, db.GlobalID(supportKind, key))
}

func (s *Service) openSupport(ctx context.Context, in SupportInput) (db.ID, error) {
	var f form.Form
	f.Needed("title", &in.Title, maxTitle)
	f.Lines("description", &in.Description, maxText)
	if err := f.Err(); err != nil {
		return db.ID{}, err
	}
	me, now := access.Of(ctx), s.db.Now(ctx)
	r := &SupportRequest{Key: db.NewID(), Kind: in.Kind, Title: in.Title, Description: in.Description, Department: me.Home, Requester: me.StaffID,
		State: SupportNew, Version: 1, CreatedAt: now, UpdatedAt: now}
	if err := s.db.From(ctx).Insert(ctx, "support_requests", r); err != nil {
		return db.ID{}, err
	}
	it, err := s.handlers(ctx, QueueIT)
	if err != nil {
		return db.ID{}, err
	}
	if err := s.tellOfSupport(ctx, r, inbox.SupportRequested, r.Title, it...); err != nil {
		return db.ID{}, err
	}
	return r.Key, s.recordSupport(ctx, r, "request", access.Grant{}, nil)
}

// TakeSupport makes the caller answer the request. Of two who take it at once one gets it, the other a ConflictError.
func (s *Service) TakeSupport(ctx context.Context, in VersionInput) (*SupportRequest, error) {
	return s.changeSupport(ctx, in, ActionTake, func(ctx context.Context, r *SupportRequest) error {
		r.State, r.Assignee = SupportInProgress, access.Of(ctx).StaffID
		return nil
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
	return s.changeSupport(ctx, VersionInput{in.ID, in.ExpectedVersion}, ActionResolve, func(ctx context.Context, r *SupportRequest) error {
		var f form.Form
		f.Present("answer", text.Line(in.Answer) != "")
		f.Lines("answer", &in.Answer, maxText)
		if err := f.Err(); err != nil {
			return err
		}
		r.State, r.Assignee, r.Answer, r.ClosedAt = SupportAnswered, access.Of(ctx).StaffID, in.Answer, s.db.Now(ctx)
		return s.tellOfSupport(ctx, r, inbox.SupportAnswered, r.Answer, r.Requester)
	})
}

// WithdrawSupport takes a request back.
func (s *Service) WithdrawSupport(ctx context.Context, in VersionInput) (*SupportRequest, error) {
	return s.changeSupport(ctx, in, ActionWithdraw, func(ctx context.Context, r *SupportRequest) error {
		r.State, r.ClosedAt = SupportWithdrawn, s.db.Now(ctx)
		return s.tellOfSupport(ctx, r, inbox.SupportWithdrawn, r.Title, r.Assignee)
	})
}

// ActionWithdraw takes a request for support back.
const ActionWithdraw Action = "WITHDRAW"

// supportAct is what an action on a request takes, and how the record calls it.
type supportAct struct {
	action     Action
	asks, verb string
}

// supportActs are the actions on requests in the order in which a client shows them.
var supportActs = []supportAct{
	{ActionTake, "handle", "take"}, {ActionResolve, "handle", "answer"}, {ActionWithdraw, "withdraw", "withdraw"},
}

// maySupport returns the grant under which the caller may do the action, else why not.
func (s *Service) maySupport(ctx context.Context, asks string, r *SupportRequest) (access.Grant, error) {
	g, ok := s.access.AllowedGrant(ctx, support, asks, r.Target())
	if !ok {
		return g, s.access.Require(ctx, support, asks, r.Target())
	}
	return g, nil
}

func (r *SupportRequest) open() error {
	if r.State == SupportNew || r.State == SupportInProgress {
		return nil
	}
	return fault.User(fault.WrongState, fault.Text{VI: "Yêu cầu đã kết thúc.", EN: "The request is over."}, "").By("4")
}

// SupportActions tells what the caller may do to the request now and, where not, why.
func (s *Service) SupportActions(ctx context.Context, r *SupportRequest) ([]*approval.AvailableAction, error) {
	var list []*approval.AvailableAction
	for _, a := range supportActs {
		_, err := s.maySupport(ctx, a.asks, r)
		if err == nil {
			err = r.open()
		}
		answer, err := approval.Answer(a.action, err)
		if err != nil {
			return nil, err
		}
		list = append(list, answer)
	}
	return list, nil
}

func (s *Service) tellOfSupport(ctx context.Context, r *SupportRequest, what inbox.Kind, detail string, people ...db.ID) error {
	return s.inbox.TellOthers(ctx, inbox.Notice{Kind: what, SubjectKind: supportKind, Subject: r.Key, Detail: detail}, people...)
}

func (s *Service) recordSupport(ctx context.Context, r *SupportRequest, verb string, g access.Grant, before []byte) error {
	err := s.audit.Record(ctx, audit.Event{Class: audit.Administration, Action: "support." + verb, Article: "4", Detail: string(r.Kind), Role: g.Role, OnBehalfOf: g.OnBehalfOf,
		SubjectKind: supportKind, SubjectID: r.Key, Department: r.Department, Before: before, After: audit.DigestOf(r)})
	if err != nil {
		return err
	}
	return s.changes.Record(ctx, supportKind, r.Key, "support_requests")
}
