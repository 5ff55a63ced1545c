package approval

import (
	"bytes"
	"context"

	"ttyt/internal/access"
	"ttyt/internal/fault"
)

// End closes an open approval as withdrawn, revoked or superseded, in the open transaction of the subject's own
// service, which has asked for the right to do so.
func (s *Service) End(ctx context.Context, a *Approval, v Verdict, g access.Grant, comment string) error {
	if err := s.record(ctx, a, v, g, comment); err != nil {
		return err
	}
	a.State, a.Live, a.HoldReason = map[Verdict]State{Withdraw: Withdrawn, Revoke: Revoked, Supersede: Superseded}[v], nil, ""
	a.ClosedAt, a.StepAt = s.db.Now(ctx), s.db.Now(ctx)
	if ok, err := s.update(ctx, a); err != nil || !ok {
		return s.conflict(a, err)
	}
	return s.jobs.Cancel(ctx, escalation+":"+a.Key.String())
}

// CarryOut closes an approved approval whose subject has been published, or executed, under it.
func (s *Service) CarryOut(ctx context.Context, a *Approval, v Verdict, g access.Grant, comment string) error {
	if err := s.record(ctx, a, v, g, comment); err != nil {
		return err
	}
	a.Live, a.ClosedAt = nil, s.db.Now(ctx)
	if ok, err := s.update(ctx, a); err != nil || !ok {
		return s.conflict(a, err)
	}
	return nil
}

// SetHold puts publication on hold with a reason, or releases it with "".
func (s *Service) SetHold(ctx context.Context, a *Approval, g access.Grant, why string) error {
	v := Release
	if why != "" {
		v = Hold
	}
	if err := s.record(ctx, a, v, g, why); err != nil {
		return err
	}
	a.HoldReason = why
	if ok, err := s.update(ctx, a); err != nil || !ok {
		return s.conflict(a, err)
	}
	return nil
}

// Rebind binds the approval to new content that whoever decides at its step made of it: the decisions so far stand, the
// next one is about the new hash.
func (s *Service) Rebind(ctx context.Context, a *Approval, hash []byte, g access.Grant) error {
	a.Hash = hash
	if err := s.record(ctx, a, Edit, g, ""); err != nil {
		return err
	}
	if ok, err := s.update(ctx, a); err != nil || !ok {
		return s.conflict(a, err)
	}
	return nil
}

// CheckHash reports whether the subject's content, read now, is what was decided on; StaleHash otherwise.
func (s *Service) CheckHash(a *Approval, hash []byte) error {
	if !bytes.Equal(a.Hash, hash) {
		return fault.User(fault.StaleHash, fault.Text{
			VI: "Nội dung hiện tại không phải là nội dung đã được trình duyệt.", EN: "The content is not what was put up for consent."}, "").By(a.Article)
	}
	return nil
}
