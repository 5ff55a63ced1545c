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
	actionSend           act.Action = "SEND"
	actionConfirm        act.Action = "CONFIRM"
	actionEnd            act.Action = "END"
	actionEndOthers      act.Action = "END_OTHERS"
	actionOpen           act.Action = "OPEN"
	actionClose          act.Action = "CLOSE"
)

func (s *Service) accountRules() []act.Rule[*Account] {
	return []act.Rule[*Account]{
		{Action: actionCreate, Asks: "create", Decides: func(ctx context.Context, a *Account) (access.Grant, error) {
			return s.mayIssue(ctx, "create", a.StaffID)
		}},
		{Action: actionSuspend, Asks: "suspend", State: notEndedNor(forOrder)},
		{Action: actionResume, Asks: "resume", State: s.resumable},
		{Action: actionUpdateAlias, Asks: "update_alias", State: notEndedNor()},
		{Action: actionChangePassword, Asks: "change_password"},
		{Action: actionConfirm, Asks: "confirm_reset", Over: (*Account).vouchers, State: s.confirmable},
	}
}

func (s *Service) linkRules() []act.Rule[*heldLink] {
	return []act.Rule[*heldLink]{
		{Action: actionSend, Asks: "reset", Decides: func(ctx context.Context, h *heldLink) (access.Grant, error) {
			return s.mayIssue(ctx, "reset", h.account.StaffID)
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
func (s *Service) mayIssue(ctx context.Context, action string, holder db.ID) (access.Grant, error) {
	opening, err := s.access.Opening(ctx)
	if err != nil {
		return access.Grant{}, err
	}
	return s.access.Granted(ctx, "account", action, access.Target{People: []db.ID{holder}, Opening: opening})
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
	holder, err := s.person(ctx, a.StaffID)
	if err != nil {
		return err
	}
	if a.State != Suspended || !holder.active() {
		return errState
	}
	return nil
}

// vouchers are those who cannot be the second person behind an account: its holder, and who issued the last link.
func (a *Account) vouchers() access.Target {
	return access.Target{People: []db.ID{a.StaffID, a.IssuedBy}}
}

// confirmable refuses an account behind which somebody stands already, or whose holder has yet to set a password.
func (s *Service) confirmable(ctx context.Context, a *Account, _ access.Grant) error {
	out, err := s.linkOut(ctx, a.Key)
	if err != nil {
		return err
	}
	if a.State == Ended || !a.ConfirmedBy.IsZero() {
		return errState
	}
	if a.PasswordHash == "" || out {
		return errNotEntered
	}
	return nil
}

var (
	errState = fault.User(fault.WrongState, fault.Text{
		VI: "Trạng thái của tài khoản không cho phép việc này.", EN: "The account's state does not allow this."}, "")
	errNotEntered = fault.User(fault.WrongState, fault.Text{
		VI: "Chủ tài khoản chưa đặt mật khẩu bằng liên kết đã cấp.", EN: "The holder has not yet set a password by the link that is out."}, "").By("6c")
	errOpen = fault.User(fault.WrongState, fault.Text{
		VI: "Giám đốc đang được phép tạo tài khoản rồi.", EN: "Directors may create accounts already."}, "").By("6c")
	errNotOpen = fault.User(fault.WrongState, fault.Text{
		VI: "Không có việc mở quyền tạo tài khoản nào để kết thúc.", EN: "The head of the Board has opened nothing that could be closed."}, "").By("6c")
)
