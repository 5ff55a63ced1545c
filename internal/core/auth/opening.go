package auth

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/core/access"
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

// Opening tells IT and directors whether and why directors may create accounts now; nil where they may not.
func (s *Service) Opening(ctx context.Context) (*Opening, error) {
	if err := s.access.Require(ctx, "account", "confirm_reset", access.Target{}); err != nil {
		return nil, err
	}
	cause, err := s.access.Opening(ctx)
	if err != nil || cause == access.ITAtWork {
		return nil, err
	}
	o := new(Opening)
	if cause == access.Ordered {
		o, err = s.ordered(ctx)
	}
	o.Cause = cause
	return o, err
}

// OpenAccountsInput says why directors have to do IT's work.
type OpenAccountsInput struct{ Reason string }

// OpenAccounts lets directors create accounts and issue links, until somebody of IT signs in or CloseAccounts. By the head
// of the Board alone, with all directors and holders of the role of IT told. WrongState where it is open.
func (s *Service) OpenAccounts(ctx context.Context, in OpenAccountsInput) (o *Opening, err error) {
	var f input.Form
	f.Needed("reason", &in.Reason, 500)
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		ctx, err := s.turn(ctx)
		if err != nil {
			return err
		}
		if err := s.access.Require(ctx, "account", "open", access.Target{}); err != nil {
			return err
		}
		if err := f.Err(); err != nil {
			return err
		}
		open, err := s.access.Opening(ctx)
		if err != nil {
			return err
		}
		if open != access.ITAtWork {
			return errOpen
		}
		o = &Opening{access.Ordered, &in.Reason, access.Of(ctx).StaffID, s.db.Now(ctx)}
		return s.openAccounts(ctx, o)
	})
	if err != nil {
		return nil, err
	}
	return o, nil
}

func (s *Service) openAccounts(ctx context.Context, o *Opening) error {
	if err := s.insertOpening(ctx, o); err != nil {
		return err
	}
	told, err := s.toldOfOpening(ctx)
	if err != nil {
		return err
	}
	n := inbox.Notice{Kind: inbox.AccountsOpened, SubjectKind: "staff", Subject: o.OpenedBy, Detail: *o.Reason}
	if err := s.inbox.Tell(ctx, n, told...); err != nil {
		return err
	}
	return s.opened(ctx, "accounts.open", o.OpenedBy, *o.Reason)
}

// CloseAccounts ends what the head of the Board opened, by any director. WrongState where nothing was.
func (s *Service) CloseAccounts(ctx context.Context) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		ctx, err := s.turn(ctx)
		if err != nil {
			return err
		}
		if err := s.access.Require(ctx, "account", "close", access.Target{}); err != nil {
			return err
		}
		closed, err := s.closeOpening(ctx, access.Of(ctx).StaffID)
		if err == nil && !closed {
			err = errNotOpen
		}
		return err
	})
}

// closeOpening ends what was opened by order, and reports whether anything was.
func (s *Service) closeOpening(ctx context.Context, by db.ID) (bool, error) {
	closed, err := s.endOpening(ctx, by)
	if err != nil || !closed {
		return false, err
	}
	return true, s.opened(ctx, "accounts.close", by, "")
}

// opened writes down who opened or closed it.
func (s *Service) opened(ctx context.Context, action string, by db.ID, detail string) error {
	return s.audit.Record(ctx, audit.Event{Class: audit.Security, Action: action, SubjectKind: "staff", SubjectID: by, Article: "6c", Detail: detail})
}

var (
	errOpen = fault.User(fault.WrongState, fault.Text{
		VI: "Giám đốc đang được phép tạo tài khoản rồi.", EN: "Directors may create accounts already."}, "").By("6c")
	errNotOpen = fault.User(fault.WrongState, fault.Text{
		VI: "Không có việc mở quyền tạo tài khoản nào để kết thúc.", EN: "The head of the Board has opened nothing that could be closed."}, "").By("6c")
)
