package token

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
)

// subject lets the approval engine run over tokens.
type subject struct{ s *Service }

// Open reads the tokens, and which departments own the assets of their accounts.
func (p subject) Open(ctx context.Context, keys ...db.ID) (map[db.ID]approval.Matter, error) {
	tokens, err := p.s.allForUpdate(ctx, keys)
	if err != nil {
		return nil, err
	}
	owners, err := p.s.owners(ctx, keys)
	found := make(map[db.ID]approval.Matter, len(tokens))
	for _, t := range tokens {
		found[t.Key] = &matter{Token: t, s: p.s, before: keptTokens.Digest(t), owner: owners[t.Key]}
	}
	return found, err
}

// matter is a token as one act has read it.
type matter struct {
	*Token
	s      *Service
	before []byte         // the digest of the token as it was read, nil for a new one
	owner  db.ID          // the department that owns the asset of the account
	now    *approval.Case // the approval, where the act changes it
}

// open reads, for an act, the token with the global id that the caller may see, else NotFound.
func (s *Service) open(ctx context.Context, global string) (*matter, error) {
	t, err := s.token(ctx, global, s.db.ForUpdate(ctx))
	if err != nil {
		return nil, err
	}
	return &matter{Token: t, s: s, before: keptTokens.Digest(t)}, nil
}

// Snapshot is the token as the engine sees it.
func (m *matter) Snapshot(context.Context) (approval.Snapshot, error) {
	return approval.Snapshot{Kind: "token", ID: m.Key, Department: m.owner, Author: m.IssuedBy, Submitter: m.IssuedBy,
		Hash: m.hash(), Target: m.Target(), Article: "4"}, nil
}

// Skips tells that a director always decides.
func (m *matter) Skips(context.Context, approval.Step) (string, error) { return "", nil }

// Moved lets the scopes of a token work once a director has consented, and ends a token that was refused.
func (m *matter) Moved(ctx context.Context, c *approval.Case, d approval.Decision) error {
	m.Approval = c.Key
	switch c.State {
	case approval.Approved:
		m.ConsentedAt = m.s.db.Now(ctx)
		return m.s.approvals.CarryOut(ctx, c, approval.Execute, access.Grant{Role: d.Role, OnBehalfOf: d.OnBehalfOf}, "")
	case approval.Rejected, approval.Returned:
		m.s.end(ctx, m.Token, d.Comment)
	}
	return nil
}

// Keep saves the token and its approval, and records the act.
func (m *matter) Keep(ctx context.Context, l act.Line) error {
	if err := m.s.approvals.Save(ctx, m.now); err != nil {
		return err
	}
	if err := m.s.save(ctx, m.Token); err != nil {
		return err
	}
	l.Before = m.before
	return m.s.record(ctx, "token", m.Key, keptTokens.Digest(m.Token), l)
}
