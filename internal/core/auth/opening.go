package auth

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/inbox"
)

// Opening is the time in which directors create accounts and issue one-time links, beside IT. Reason, OpenedBy and OpenedAt
// are of one that was ordered.
type Opening struct {
	Cause    access.Opening
	Reason   *string `db:"reason"`
	OpenedBy db.ID   `db:"opened_by"`
	OpenedAt db.Time `db:"opened_at"`
}

// ID is empty: there is one, closed most of the time, so that nobody has to name it.
func (o *Opening) ID() string { return "" }

// Target is what permission rules look at.
func (o *Opening) Target() access.Target { return access.Target{} }

// Opening tells IT and directors whether and why directors may create accounts now; nil if they may not.
func (s *Service) Opening(ctx context.Context) (*Opening, error) {
	if err := s.access.Require(ctx, "account", "confirm_reset", access.Target{}); err != nil {
		return nil, err
	}
	o, err := s.opening(ctx, "")
	if err != nil || o.Cause == access.ITAtWork {
		return nil, err
	}
	return o, nil
}

// opening reads the one there is, closed or open.
func (s *Service) opening(ctx context.Context, _ string) (*Opening, error) {
	cause, err := s.access.Opening(ctx)
	if err != nil {
		return nil, err
	}
	o := new(Opening)
	if cause == access.Ordered {
		if o, err = s.ordered(ctx); err != nil {
			return nil, err
		}
	}
	o.Cause = cause
	return o, nil
}

// OpenAccountsInput says why directors have to do IT's work.
type OpenAccountsInput struct{ Reason string }

// OpenAccounts lets directors create accounts and issue links, until somebody of IT signs in or CloseAccounts. By the head
// of the Board alone, with all directors and holders of the role of IT told. WrongState where it is open.
func (s *Service) OpenAccounts(ctx context.Context, in OpenAccountsInput) (*Opening, error) {
	var f input.Form
	f.Needed("reason", &in.Reason, 500)
	w := act.Want{Action: actionOpen, Turn: access.PowersLock, Fault: f.Err()}
	return s.openings.Do(ctx, w, func(ctx context.Context, o *Opening, _ access.Grant) (act.Line, error) {
		*o = Opening{access.Ordered, &in.Reason, access.Of(ctx).StaffID, s.db.Now(ctx)}
		line := act.Line{Action: "accounts.open", Detail: in.Reason}
		told, err := s.toldOfOpening(ctx)
		if err != nil {
			return line, err
		}
		n := inbox.Notice{Kind: inbox.AccountsOpened, SubjectKind: "staff", Subject: o.OpenedBy, Detail: in.Reason}
		return line, s.inbox.Tell(ctx, n, told...)
	})
}

// CloseAccounts ends what the head of the Board opened, by any director. WrongState where nothing was.
func (s *Service) CloseAccounts(ctx context.Context) error {
	_, err := s.openings.Do(ctx, act.Want{Action: actionClose, Turn: access.PowersLock}, func(_ context.Context, o *Opening, _ access.Grant) (act.Line, error) {
		*o = Opening{}
		return act.Line{Action: closing}, nil
	})
	return err
}

// closing names in the record that directors no longer do IT's work.
const closing = "accounts.close"

// keepOpening saves what was opened or closed, and records it.
func (s *Service) keepOpening(ctx context.Context, o *Opening, l act.Line) error {
	if o.Cause == access.Ordered {
		if err := s.insertOpening(ctx, o); err != nil {
			return err
		}
		return s.recordOpening(ctx, o.OpenedBy, l)
	}
	by := access.Of(ctx).StaffID
	if _, err := s.endOpening(ctx, by); err != nil {
		return err
	}
	return s.recordOpening(ctx, by, l)
}

// endOrdered ends what was opened by order, if anything was, because somebody of IT is at work.
func (s *Service) endOrdered(ctx context.Context, by db.ID) error {
	closed, err := s.endOpening(ctx, by)
	if err != nil || !closed {
		return err
	}
	return s.recordOpening(ctx, by, act.Line{Action: closing})
}

// recordOpening writes down who opened or closed it.
func (s *Service) recordOpening(ctx context.Context, by db.ID, l act.Line) error {
	return s.audit.Record(ctx, audit.Event{Class: audit.Security, Action: l.Action, SubjectKind: "staff", SubjectID: by, Article: "6c", Detail: l.Detail,
		Role: l.Grant.Role, OnBehalfOf: l.Grant.OnBehalfOf})
}
