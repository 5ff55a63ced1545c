package token

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/input"
	"ttyt.example/ttyt/internal/base/text"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
)

// RotateInput asks for another secret of a token.
type RotateInput struct {
	ID              string
	ExpectedVersion int
	OldValidUntil   *db.Time // in a day where it is left out
}

// Rotate gives a token another secret. The last one works beside it until a set moment, within seven days; one still
// older ends at once. Scopes, consent and the end of the token stay.
func (s *Service) Rotate(ctx context.Context, in RotateInput) (*Issued, error) {
	var plain string
	w := act.Want{Action: actionRotate, ID: in.ID, Version: in.ExpectedVersion}
	m, err := s.tokens.Do(ctx, w, func(ctx context.Context, m *matter, _ access.Grant) (act.Line, error) {
		line, now := act.Line{Action: "token.rotate"}, s.db.Now(ctx)
		until := db.At(now.Add(usualOverlap))
		if in.OldValidUntil != nil {
			until = *in.OldValidUntil
		}
		var f input.Form
		f.Must(!until.Before(now.Time) && until.Sub(now.Time) <= longestOverlap, "oldValidUntil", overlapTooLong)
		if err := f.Err(); err != nil {
			return line, err
		}
		var secret *Secret
		plain, secret = newSecret(m.Key, now, m.ExpiresAt)
		line.Detail = secret.Prefix
		return line, s.rotate(ctx, m.Token, secret, until)
	})
	if err != nil {
		return nil, err
	}
	return &Issued{m.Token, plain}, nil
}

// RevokeInput ends a token.
type RevokeInput struct {
	ID     string
	Reason string
}

// Revoke ends a token on every replica from the next request on, and takes back its request for consent. IT and any
// director may do so.
func (s *Service) Revoke(ctx context.Context, in RevokeInput) (*Token, error) {
	var f input.Form
	f.Needed("reason", &in.Reason, reasonMax)
	w := act.Want{Action: actionRevoke, ID: in.ID, Whatever: true, Fault: f.Err()}
	m, err := s.tokens.Do(ctx, w, func(ctx context.Context, m *matter, g access.Grant) (act.Line, error) {
		line := act.Line{Action: "token.revoke", Detail: in.Reason}
		if err := m.takeBack(ctx, g, in.Reason); err != nil {
			return line, err
		}
		s.end(ctx, m.Token, in.Reason)
		return line, s.tellIT(ctx, inbox.Notice{Kind: inbox.TokenRevoked, SubjectKind: "token", Subject: m.Key, Detail: in.Reason})
	})
	if err != nil {
		return nil, err
	}
	return m.Token, nil
}

// takeBack withdraws a request for consent that nobody has decided on.
func (m *matter) takeBack(ctx context.Context, g access.Grant, reason string) error {
	if m.Approval.IsZero() {
		return nil
	}
	a, err := m.s.approvals.Of(ctx, m.Approval)
	if err != nil || !a.Open() {
		return err
	}
	m.now = m.s.approvals.Case(a, m)
	return m.s.approvals.End(ctx, m.now, approval.Withdraw, g, reason)
}

// end invalidates a token.
func (s *Service) end(ctx context.Context, t *Token, reason string) {
	t.RevokedBy, t.RevokedAt, t.RevokeReason, t.State = access.Of(ctx).StaffID, s.db.Now(ctx), text.Truncate(reason, reasonMax), Revoked
}
