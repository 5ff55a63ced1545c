package token

import (
	"context"

	"ttyt/internal/access"
	"ttyt/internal/approval"
	"ttyt/internal/db"
	"ttyt/internal/fault"
	"ttyt/internal/form"
	"ttyt/internal/inbox"
	"ttyt/internal/text"
)

// RotateInput asks for another secret of a token.
type RotateInput struct {
	ID              string
	ExpectedVersion int
	OldValidUntil   *db.Time // in a day where it is left out
}

// Rotate gives a token another secret. The last one works beside it until a set moment, within seven days; one still
// older ends at once. Scopes, consent and the end of the token stay.
func (s *Service) Rotate(ctx context.Context, in RotateInput) (issued *Issued, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		ctx, err := s.access.Refresh(ctx)
		if err != nil {
			return err
		}
		t, err := s.token(ctx, in.ID, s.db.ForUpdate(ctx))
		if err != nil {
			return err
		}
		if err := s.access.Require(ctx, "token", "rotate", t.Target()); err != nil {
			return err
		}
		now := s.db.Now(ctx)
		switch {
		case t.Version != in.ExpectedVersion:
			return fault.Changed("token", t.ID())
		case t.State == Revoked || t.State == Expired:
			return errState
		}
		until := db.At(now.Add(usualOverlap))
		if in.OldValidUntil != nil {
			until = *in.OldValidUntil
		}
		var f form.Form
		f.Check(!until.Before(now.Time) && until.Sub(now.Time) <= longestOverlap, "oldValidUntil",
			"Mã cũ còn dùng được nhiều nhất 7 ngày kể từ bây giờ.", "The old secret works for at most seven days from now.")
		if err := f.Err(); err != nil {
			return err
		}
		before := *t
		plain, secret := newSecret(t.Key, now, t.ExpiresAt)
		if err := s.rotate(ctx, t, secret, until); err != nil {
			return err
		}
		if err := s.record(ctx, "token.rotate", "token", t.Key, before, t, secret.Prefix); err != nil {
			return err
		}
		issued = &Issued{t, plain}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return issued, nil
}

// RevokeInput ends a token.
type RevokeInput struct {
	ID     string
	Reason string
}

// Revoke ends a token on every replica from the next request on, and takes back its request for consent. IT and any
// director may do so.
func (s *Service) Revoke(ctx context.Context, in RevokeInput) (t *Token, err error) {
	var f form.Form
	f.Needed("reason", &in.Reason, reasonMax)
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		ctx, err := s.access.Refresh(ctx)
		if err != nil {
			return err
		}
		if t, err = s.token(ctx, in.ID, s.db.ForUpdate(ctx)); err != nil {
			return err
		}
		if err := s.access.Require(ctx, "token", "revoke", t.Target()); err != nil {
			return err
		}
		if err := f.Err(); err != nil {
			return err
		}
		if t.State == Revoked {
			return errState
		}
		if err := s.takeBack(ctx, t, in.Reason); err != nil {
			return err
		}
		if err := s.end(ctx, t, "token.revoke", in.Reason); err != nil {
			return err
		}
		return s.tellIT(ctx, inbox.Notice{Kind: inbox.TokenRevoked, SubjectKind: "token", Subject: t.Key, Detail: in.Reason})
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}

// takeBack withdraws a request for consent that nobody has decided on.
func (s *Service) takeBack(ctx context.Context, t *Token, reason string) error {
	if t.Approval.IsZero() {
		return nil
	}
	a, err := s.approvals.Of(ctx, t.Approval)
	if err != nil || !a.Open() {
		return err
	}
	grant, _ := s.access.AllowedGrant(ctx, "token", "revoke", t.Target())
	return s.approvals.End(ctx, a, approval.Withdraw, grant, reason)
}

// end makes a token stand no more, in the open transaction.
func (s *Service) end(ctx context.Context, t *Token, action, reason string) error {
	before := *t
	t.RevokedBy, t.RevokedAt, t.RevokeReason, t.State = access.Of(ctx).StaffID, s.db.Now(ctx), text.Truncate(reason, reasonMax), Revoked
	if err := s.save(ctx, t); err != nil {
		return err
	}
	return s.record(ctx, action, "token", t.Key, before, t, reason)
}
