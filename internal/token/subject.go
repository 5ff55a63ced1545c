package token

import (
	"context"

	"ttyt/internal/access"
	"ttyt/internal/approval"
	"ttyt/internal/db"
)

// subject lets the approval engine run over tokens.
type subject struct{ s *Service }

// snapshot is a token as the engine sees it: of the department that owns the account's asset.
func (s *Service) snapshot(ctx context.Context, t *Token) (approval.Snapshot, error) {
	owner, err := db.One[db.ID](ctx, s.db.From(ctx), `SELECT assets.department_id FROM assets
		JOIN service_accounts ON service_accounts.asset_id = assets.id WHERE service_accounts.id = ?`, t.Account)
	return approval.Snapshot{Kind: "token", ID: t.Key, Department: owner, Author: t.IssuedBy, Submitter: t.IssuedBy,
		Hash: t.hash(), Target: t.Target(), Article: "4"}, err
}

// Snapshot reads the token as it is stored now.
func (c subject) Snapshot(ctx context.Context, id db.ID) (approval.Snapshot, error) {
	t, err := c.s.anyToken(ctx, id)
	if err != nil {
		return approval.Snapshot{}, err
	}
	return c.s.snapshot(ctx, t)
}

// Moved lets the scopes of a token work once a director has consented, and ends a token that was refused.
func (c subject) Moved(ctx context.Context, a *approval.Approval, d approval.Decision) error {
	s := c.s
	t, err := s.anyToken(ctx, a.Subject)
	if err != nil {
		return err
	}
	switch a.State {
	case approval.Pending:
		t.Approval = a.Key
		return s.save(ctx, t)
	case approval.Approved:
		before := *t
		t.ConsentedAt = s.db.Now(ctx)
		if err := s.save(ctx, t); err != nil {
			return err
		}
		if err := s.record(ctx, "token.consent", "token", t.Key, before, t, t.ScopeList); err != nil {
			return err
		}
		return s.approvals.CarryOut(ctx, a, approval.Execute, access.Grant{Role: d.Role, OnBehalfOf: d.OnBehalfOf}, "")
	case approval.Rejected, approval.Returned:
		return s.end(ctx, t, "token.refuse", d.Comment)
	}
	return nil
}
