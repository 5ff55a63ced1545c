package approval

import (
	"bytes"
	"context"

	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

// End closes an open approval as withdrawn, revoked, lapsed or superseded, in the open transaction of the subject's own service,
// which has asked for the right to do so and keeps the case last.
func (s *Service) End(ctx context.Context, c *Case, v Verdict, g access.Grant, comment string) error {
	if err := c.give(ctx, v, g, comment); err != nil {
		return err
	}
	c.State, c.Live, c.HoldReason = map[Verdict]State{Withdraw: Withdrawn, Revoke: Revoked, Lapse: Lapsed, Supersede: Superseded}[v], nil, ""
	c.ClosedAt, c.StepAt = s.db.Now(ctx), s.db.Now(ctx)
	return nil
}

// CarryOut closes an approved approval whose subject has been published, or executed, under it.
func (s *Service) CarryOut(ctx context.Context, c *Case, v Verdict, g access.Grant, comment string) error {
	c.Live, c.ClosedAt = nil, s.db.Now(ctx)
	return c.give(ctx, v, g, comment)
}

// SetHold puts publication on hold with a reason, or releases it with "".
func (s *Service) SetHold(ctx context.Context, c *Case, g access.Grant, why string) error {
	v := Release
	if why != "" {
		v = Hold
	}
	c.HoldReason = why
	return c.give(ctx, v, g, why)
}

// Rebind binds the approval to content that a decider at its step has edited: earlier decisions remain, and the next one covers
// the new hash.
func (s *Service) Rebind(ctx context.Context, c *Case, hash []byte, g access.Grant) error {
	c.Hash = hash
	return c.give(ctx, Edit, g, "")
}

// CheckHash reports whether the subject's content, read now, is what was decided on; StaleHash otherwise.
func (s *Service) CheckHash(a *Approval, hash []byte) error {
	if !bytes.Equal(a.Hash, hash) {
		return fault.User(fault.StaleHash, contentChanged, "").By(a.Article)
	}
	return nil
}
