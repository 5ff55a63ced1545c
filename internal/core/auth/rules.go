package auth

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
)

// The actions on accounts, on the links to them, on sessions, and on what directors may do beside IT.
const (
	actionCreate         act.Action = "CREATE"
	actionSuspend        act.Action = "SUSPEND"
	actionResume         act.Action = "RESUME"
	actionUpdateAlias    act.Action = "UPDATE_ALIAS"
	actionChangePassword act.Action = "CHANGE_PASSWORD"
	actionSend           act.Action = "SEND_PASSWORD_RESET"
	actionConfirm        act.Action = "CONFIRM"
	actionEnd            act.Action = "END"
	actionEndOthers      act.Action = "END_OTHERS"
	actionOpen           act.Action = "OPEN"
	actionClose          act.Action = "CLOSE"
)

func (s *Service) accountRules() []act.Rule[*Account] {
	return []act.Rule[*Account]{
		{Action: actionCreate, Asks: "create", Makes: true, Decides: func(ctx context.Context, a *Account) (access.Grant, error) {
			return s.mayIssue(ctx, "create", a)
		}},
		{Action: actionSuspend, Asks: "suspend", State: s.suspendable},
		{Action: actionResume, Asks: "resume", State: s.resumable},
		{Action: actionUpdateAlias, Asks: "update_alias", State: notEndedNor()},
		{Action: actionChangePassword, Asks: "change_password"},
		{Action: actionSend, Asks: "reset", Decides: s.maySend},
		{Action: actionConfirm, Asks: "confirm_reset", Over: (*Account).vouchers, State: s.confirmable},
	}
}

func (s *Service) linkRules() []act.Rule[*heldLink] {
	return []act.Rule[*heldLink]{
		{Action: actionSend, Asks: "reset", Makes: true, Decides: func(ctx context.Context, h *heldLink) (access.Grant, error) {
			return s.mayIssue(ctx, "reset", h.account)
		}},
		{Action: actionConfirm, Asks: "confirm_reset", State: func(ctx context.Context, h *heldLink, _ access.Grant) error {
			if h.account.State != Active || !h.AwaitsSecond() || !s.db.Now(ctx).Before(h.ExpiresAt.Time) {
				return errState
			}
			return nil
		}},
	}
}

func sessionRules() []act.Rule[*heldSession] {
	return []act.Rule[*heldSession]{{Action: actionEnd, Asks: "end"}, {Action: actionEndOthers, Asks: "end"}}
}

func openingRules() []act.Rule[*Opening] {
	return []act.Rule[*Opening]{
		{Action: actionOpen, Asks: "open", State: func(_ context.Context, o *Opening, _ access.Grant) error {
			if o.Cause != access.ITAtWork {
				return errOpen
			}
			return nil
		}},
		{Action: actionClose, Asks: "close", State: func(_ context.Context, o *Opening, _ access.Grant) error {
			if o.Cause != access.Ordered {
				return errNotOpen
			}
			return nil
		}},
	}
}

// mayIssue returns under which power the actor creates the person's account, or issues a link to it. Directors do so while
// there is an opening.
func (s *Service) mayIssue(ctx context.Context, action string, a *Account) (access.Grant, error) {
	opening, err := a.of().openingOf(ctx, s)
	if err != nil {
		return access.Grant{}, err
	}
	return s.access.Granted(ctx, "account", action, access.Target{People: []db.ID{a.StaffID}, Opening: opening})
}

// maySend returns under which power the actor has a link to the account sent.
func (s *Service) maySend(ctx context.Context, a *Account) (access.Grant, error) {
	grant, err := s.mayIssue(ctx, "reset", a)
	if err == nil {
		err = a.sendable()
	}
	return grant, err
}

// sendable refuses a link to an account that lets nobody in.
func (a *Account) sendable() error {
	if a.State != Active {
		return errState
	}
	return nil
}

// suspendable refuses an account that is shut already, or the last one under which a director can act.
func (s *Service) suspendable(ctx context.Context, a *Account, g access.Grant) error {
	if err := notEndedNor(forOrder)(ctx, a, g); err != nil {
		return err
	}
	directors, err := a.of().directorsOf(ctx, s)
	if err != nil {
		return err
	}
	return directors.Keep(a.StaffID)
}

// notEndedNor refuses an account that has ended, or is suspended for the reason.
func notEndedNor(reasons ...string) func(context.Context, *Account, access.Grant) error {
	return func(_ context.Context, a *Account, _ access.Grant) error {
		if a.State == Ended || a.State == Suspended && slices.Contains(reasons, a.SuspendedFor) {
			return errState
		}
		return nil
	}
}

// resumable refuses an account that is not suspended, or whose holder is away: a suspension for leave ends with the leave.
func (s *Service) resumable(ctx context.Context, a *Account, _ access.Grant) error {
	if a.State != Suspended {
		return errState
	}
	working, err := a.of().workingOf(ctx, s)
	if err == nil && !working[a.StaffID] {
		err = errState
	}
	return err
}

// vouchers are those who cannot be the second person behind an account: its holder, and who issued the last link.
func (a *Account) vouchers() access.Target {
	return access.Target{People: []db.ID{a.StaffID, a.IssuedBy}}
}

// confirmable refuses an account behind which somebody stands already, or whose holder has yet to set a password.
func (s *Service) confirmable(ctx context.Context, a *Account, _ access.Grant) error {
	if a.State == Ended || !a.ConfirmedBy.IsZero() {
		return errState
	}
	out, err := a.of().outOf(ctx, s)
	if err == nil && (a.PasswordHash == "" || out[a.Key]) {
		err = errNotEntered
	}
	return err
}

var (
	errState      = fault.User(fault.WrongState, accountState, "")
	errNotEntered = fault.User(fault.WrongState, passwordNotSet, "").By("6c")
	errOpen       = fault.User(fault.WrongState, alreadyOpen, "").By("6c")
	errNotOpen    = fault.User(fault.WrongState, nothingOpen, "").By("6c")
)
