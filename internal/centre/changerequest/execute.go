package changerequest

import (
	"cmp"
	"context"
	"time"
	"ttyt.example/ttyt/internal/base/db"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
)

// ExecuteInput carries out an approved request.
type ExecuteInput struct {
	ID              string
	ExpectedVersion int
	Outcome         *string // what was found and done
	LateReason      *string // why it is done only now; required once the planned window is over
}

// Execute carries out what was approved, in one transaction, while the consent lasts: the approval has to be live and to
// be about what is stored now, and the protected fields what the assessment started from. What was and what is stays on the
// request; who asked is told, and the Board of what comes after its planned window; other requests that started from the old
// values are superseded.
func (s *Service) Execute(ctx context.Context, in ExecuteInput) (*Request, error) {
	return s.do(ctx, act.Want{Action: ActionExecute, ID: in.ID, Version: in.ExpectedVersion}, func(ctx context.Context, m *matter, g access.Grant) (act.Line, error) {
		line := act.Line{Action: "change_request.execute"}
		if err := m.told(in.Outcome); err != nil {
			return line, err
		}
		if err := m.excused(ctx, in.LateReason); err != nil {
			return line, err
		}
		line.Detail = cmp.Or(m.LateReason, m.Outcome)
		if err := m.perform(ctx); err != nil {
			return line, err
		}
		if err := s.approvals.CarryOut(ctx, m.now, approval.Execute, g, m.Outcome); err != nil {
			return line, err
		}
		m.State, m.ExecutedBy, m.ExecutedAt = Executed, access.Of(ctx).StaffID, s.db.Now(ctx)
		if err := s.tell(ctx, m.Request, inbox.Executed, m.Outcome, m.Requester); err != nil {
			return line, err
		}
		if err := m.tellLate(ctx); err != nil {
			return line, err
		}
		return line, s.supersede(ctx, m.Request)
	})
}

// told keeps what IT says about the execution.
func (c *Request) told(outcome *string) error {
	if outcome == nil {
		return nil
	}
	var f input.Form
	c.Outcome = *outcome
	f.Lines("outcome", &c.Outcome, 2000)
	return f.Err()
}

// perform applies the change to the register, and keeps what was and what is.
func (m *matter) perform(ctx context.Context) error {
	c, s := m.Request, m.s
	on, err := m.stock(ctx)
	if err != nil {
		return err
	}
	cause := asset.Cause{Kind: asset.ByChangeRequest, Key: c.Key, Article: c.Article()}
	for i, p := range c.patches(on.values) {
		if _, _, err := s.assets.Apply(ctx, c.keys()[i], p, cause); err != nil {
			return err
		}
	}
	if err := s.passOn(ctx, c, c.Asset, c.Replacement); err != nil {
		return err
	}
	m.stands = nil
	done, err := m.stock(ctx)
	if err != nil {
		return err
	}
	c.Before.V, c.After.V = on.values, done.values
	return nil
}

func changedSince(c *Request) error {
	return fault.User(fault.StaleHash, assetChanged, "").By(c.Article())
}

// supersede closes the requests that started from what the assets no longer are, and notifies those who asked and decided.
func (s *Service) supersede(ctx context.Context, by *Request) error {
	others, err := s.resting(ctx, by.Key, by.keys())
	if err != nil {
		return err
	}
	for _, c := range others {
		m := &matter{Request: c, s: s}
		on, err := m.stock(ctx)
		if err != nil {
			return err
		}
		if on.values.same(c.Before.V) {
			continue
		}
		if err := m.supersede(ctx, by); err != nil {
			return err
		}
	}
	return nil
}

func (m *matter) supersede(ctx context.Context, by *Request) error {
	c, err := m.approval(ctx)
	if err != nil {
		return err
	}
	g := access.Grant{Role: access.IT}
	if err := m.s.approvals.End(ctx, c, approval.Supersede, g, by.Title); err != nil {
		return err
	}
	m.State = Superseded
	if err := m.s.approvals.TellParties(ctx, c, inbox.Superseded, by.Title); err != nil {
		return err
	}
	return m.Keep(ctx, act.Line{Action: "change_request.supersede", Grant: g, Detail: by.ID()})
}

// rollBackWithin is for how long an executed request may be rolled back under the plan that was consented to.
const rollBackWithin = 7 * 24 * time.Hour

// RollBack gives the assets the values back that they had before the request was executed, as its plan foresaw. A user
// error where they have changed since.
func (s *Service) RollBack(ctx context.Context, in ReasonInput) (*Request, error) {
	wrong := in.check()
	return s.do(ctx, act.Want{Action: ActionRollBack, ID: in.ID, Version: in.ExpectedVersion, Fault: wrong}, func(ctx context.Context, m *matter, g access.Grant) (act.Line, error) {
		return act.Line{Action: "change_request.roll_back", Detail: in.Reason}, m.rollBack(ctx, g, in.Reason)
	})
}

func (m *matter) rollBack(ctx context.Context, g access.Grant, why string) error {
	s := m.s
	if err := s.undo(ctx, m.Request); err != nil {
		return err
	}
	c, err := m.approval(ctx)
	if err != nil {
		return err
	}
	if c.Open() { // of an emergency: there is nothing left to confirm
		if err := s.approvals.End(ctx, c, approval.Withdraw, g, why); err != nil {
			return err
		}
	}
	if err := s.jobs.Cancel(ctx, unconfirmedJob(m.Request)); err != nil {
		return err
	}
	m.State, m.RolledBackBy, m.RolledBackAt, m.RollBackReason = RolledBack, access.Of(ctx).StaffID, s.db.Now(ctx), why
	if err := s.tell(ctx, m.Request, inbox.RolledBack, why, m.Requester); err != nil {
		return err
	}
	if m.AtBoard {
		if err := s.tellHolders(ctx, m.Request, access.Director, inbox.RolledBack, why); err != nil {
			return err
		}
	}
	return s.supersede(ctx, m.Request)
}

// undo applies the values from before: the replacement goes first, since it holds the addresses.
func (s *Service) undo(ctx context.Context, c *Request) error {
	cause := asset.Cause{Kind: asset.ByChangeRequest, Key: c.Key, Article: c.Article()}
	if r := c.Before.V.Replacement; r != nil {
		if _, _, err := s.assets.Apply(ctx, c.Replacement, patchBack(*r), cause); err != nil {
			return err
		}
	}
	if _, _, err := s.assets.Apply(ctx, c.Asset, patchBack(c.Before.V.Asset), cause); err != nil {
		return err
	}
	return s.passOn(ctx, c, c.Replacement, c.Asset)
}

// passOn lets the mark of what was found connected go along with its place in the network: a replacement takes it over,
// and a roll-back gives it back.
func (s *Service) passOn(ctx context.Context, c *Request, from, to db.ID) error {
	if c.Kind != Replace || from.IsZero() || to.IsZero() {
		return nil
	}
	return s.assets.PassFound(ctx, from, to, asset.Cause{Kind: subjectKind, Key: c.Key, Article: "5e"})
}
