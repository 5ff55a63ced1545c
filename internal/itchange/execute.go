package itchange

import (
	"context"
	"time"

	"ttyt/internal/access"
	"ttyt/internal/approval"
	"ttyt/internal/asset"
	"ttyt/internal/fault"
	"ttyt/internal/form"
	"ttyt/internal/inbox"
)

// ExecuteInput carries out an approved request.
type ExecuteInput struct {
	ID              string
	ExpectedVersion int
	Outcome         *string // what was found and done
}

// Execute carries out what was approved, in one transaction: the approval has to be live and to be about what is stored
// now, and the protected fields what the assessment started from. What was and what is stays on the request; who asked is
// told; other requests that started from the old values are superseded.
func (s *Service) Execute(ctx context.Context, in ExecuteInput) (*Request, error) {
	return s.step(ctx, in.ID, in.ExpectedVersion, ActionExecute, func(ctx context.Context, c *Request, a *approval.Approval, g access.Grant) error {
		hash, err := c.Hash()
		if err != nil {
			return err
		}
		if err := s.approvals.CheckHash(a, hash); err != nil {
			return err
		}
		if err := c.told(in.Outcome); err != nil {
			return err
		}
		if err := s.perform(ctx, c); err != nil {
			return err
		}
		if err := s.approvals.CarryOut(ctx, a, approval.Execute, g, c.Outcome); err != nil {
			return err
		}
		c.State, c.ExecutedBy, c.ExecutedAt = Executed, access.Of(ctx).StaffID, s.db.Now(ctx)
		if err := s.keep(ctx, c, g, "execute", c.Outcome); err != nil {
			return err
		}
		if err := s.tell(ctx, c, inbox.Executed, c.Outcome, c.Requester); err != nil {
			return err
		}
		return s.supersede(ctx, c)
	})
}

// told keeps what IT says about the execution.
func (c *Request) told(outcome *string) error {
	if outcome == nil {
		return nil
	}
	var f form.Form
	c.Outcome = *outcome
	f.Lines("outcome", &c.Outcome, 2000)
	return f.Err()
}

// perform applies the change to the register, and keeps what was and what is. A user error where the protected fields are
// no longer those that the assessment started from.
func (s *Service) perform(ctx context.Context, c *Request) error {
	of, replacement, err := s.both(ctx, c)
	if err != nil {
		return err
	}
	if err := movable(of, ""); err != nil {
		return err
	}
	now, err := s.valuesOf(ctx, of, replacement)
	if err != nil {
		return err
	}
	if !now.same(c.Before.V) {
		return changedSince(c)
	}
	cause := asset.Cause{Kind: asset.ByChangeRequest, Key: c.Key, Article: c.Article()}
	for i, p := range c.patches(now) {
		if _, _, err := s.assets.Apply(ctx, c.keys()[i], p, cause); err != nil {
			return err
		}
	}
	if of, replacement, err = s.both(ctx, c); err != nil {
		return err
	}
	c.Before.V = now
	c.After.V, err = s.valuesOf(ctx, of, replacement)
	return err
}

func changedSince(c *Request) error {
	return fault.User(fault.StaleHash, fault.Text{
		VI: "Thiết bị đã thay đổi sau khi thẩm định: yêu cầu này không còn đúng với hiện trạng.",
		EN: "The asset has changed since the assessment: this request is no longer about what there is."}, "").By(c.Article())
}

// supersede closes the requests that started from what the assets no longer are, and tells those who asked and decided.
func (s *Service) supersede(ctx context.Context, by *Request) error {
	others, err := s.resting(ctx, by.Key, by.keys())
	if err != nil {
		return err
	}
	for _, c := range others {
		of, replacement, err := s.both(ctx, c)
		if err != nil {
			return err
		}
		now, err := s.valuesOf(ctx, of, replacement)
		if err != nil {
			return err
		}
		if now.same(c.Before.V) {
			continue
		}
		a, err := s.approvals.Of(ctx, c.Approval)
		if err != nil {
			return err
		}
		g := access.Grant{Role: access.IT}
		if err := s.approvals.End(ctx, a, approval.Supersede, g, by.Title); err != nil {
			return err
		}
		c.State = Superseded
		if err := s.keep(ctx, c, g, "supersede", by.ID()); err != nil {
			return err
		}
		if err := s.approvals.TellParties(ctx, a, inbox.Superseded, by.Title); err != nil {
			return err
		}
	}
	return nil
}

// rollBackWithin is for how long an executed request may be rolled back under the plan that was consented to.
const rollBackWithin = 7 * 24 * time.Hour

// RollBack gives the assets the values back that they had before the request was executed, as its plan foresaw. A user
// error where they have changed since.
func (s *Service) RollBack(ctx context.Context, in ReasonInput) (*Request, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	return s.step(ctx, in.ID, in.ExpectedVersion, ActionRollBack, func(ctx context.Context, c *Request, a *approval.Approval, g access.Grant) error {
		if err := s.undo(ctx, c); err != nil {
			return err
		}
		if a.Open() { // of an emergency: there is nothing left to confirm
			if err := s.approvals.End(ctx, a, approval.Withdraw, g, in.Reason); err != nil {
				return err
			}
		}
		if err := s.jobs.Cancel(ctx, unconfirmedJob(c)); err != nil {
			return err
		}
		c.State, c.RolledBackBy, c.RolledBackAt, c.RollBackReason = RolledBack, access.Of(ctx).StaffID, s.db.Now(ctx), in.Reason
		if err := s.keep(ctx, c, g, "roll_back", in.Reason); err != nil {
			return err
		}
		if err := s.tell(ctx, c, inbox.RolledBack, in.Reason, c.Requester); err != nil {
			return err
		}
		if c.AtBoard {
			if err := s.tellHolders(ctx, c, access.Director, inbox.RolledBack, in.Reason); err != nil {
				return err
			}
		}
		return s.supersede(ctx, c)
	})
}

// undo applies the values from before: the replacement goes first, since it holds the addresses.
func (s *Service) undo(ctx context.Context, c *Request) error {
	of, replacement, err := s.both(ctx, c)
	if err != nil {
		return err
	}
	now, err := s.valuesOf(ctx, of, replacement)
	if err != nil {
		return err
	}
	if !now.same(c.After.V) {
		return changedSince(c)
	}
	cause := asset.Cause{Kind: asset.ByChangeRequest, Key: c.Key, Article: c.Article()}
	if r := c.Before.V.Replacement; r != nil {
		if _, _, err := s.assets.Apply(ctx, c.Replacement, patchBack(*r), cause); err != nil {
			return err
		}
	}
	_, _, err = s.assets.Apply(ctx, c.Asset, patchBack(c.Before.V.Asset), cause)
	return err
}
