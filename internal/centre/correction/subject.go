package correction

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/inbox"
)

// subject lets the approval engine run over corrections.
type subject struct{ s *Service }

// Open reads the corrections.
func (p subject) Open(ctx context.Context, keys ...db.ID) (map[db.ID]approval.Matter, error) {
	all, err := p.s.allForUpdate(ctx, keys)
	found := make(map[db.ID]approval.Matter, len(all))
	for _, c := range all {
		found[c.Key] = &matter{Correction: c, s: p.s}
	}
	return found, err
}

// matter is a correction as one act has read it. Its approval is read when it is first asked for.
type matter struct {
	*Correction
	s   *Service
	now *approval.Case
}

// open reads, for an act, the correction with the global id that the caller may see, else NotFound.
func (s *Service) open(ctx context.Context, global string) (*matter, error) {
	c, err := s.one(ctx, global, s.db.ForUpdate(ctx))
	if err != nil {
		return nil, err
	}
	return &matter{Correction: c, s: s}, nil
}

// approval is the correction's present approval.
func (m *matter) approval(ctx context.Context) (*approval.Case, error) {
	if m.now == nil {
		a, err := m.s.approvals.Of(ctx, m.Approval)
		if err != nil {
			return nil, err
		}
		m.now = m.s.approvals.Case(a, m)
	}
	return m.now, nil
}

// Snapshot is the correction as the engine sees it.
func (m *matter) Snapshot(context.Context) (approval.Snapshot, error) {
	return approval.Snapshot{Kind: subjectKind, ID: m.Key, Department: m.Department, Author: m.Asker, Submitter: m.Asker, Target: m.Target(), Article: m.Rule(), Hash: m.hash()}, nil
}

// Skips reports whether nobody of IT decides.
func (m *matter) Skips(_ context.Context, step approval.Step) (string, error) {
	if step != approval.Verification {
		return "", nil
	}
	return m.withoutIT(), nil
}

// Stands says what keeps the correction from being made as the register is now: it is approved as it was shown, or not at all.
func (m *matter) Stands(ctx context.Context) error {
	a, err := m.s.assets.Of(ctx, m.Asset)
	if err != nil {
		return err
	}
	return m.s.assets.Correctable(ctx, a, m.Was(), m.Is())
}

// Moved carries out on the correction what just happened to its approval; approved, on the register.
func (m *matter) Moved(ctx context.Context, c *approval.Case, d approval.Decision) error {
	m.now, m.Approval = c, c.Key
	switch c.State {
	case approval.Pending:
		m.State = Waiting
	case approval.Returned:
		m.State = Returned
	case approval.Rejected:
		m.close(ctx, Rejected)
	case approval.Approved:
		return m.make(ctx, access.Grant{Role: d.Role, OnBehalfOf: d.OnBehalfOf})
	}
	return nil
}

// make puts the register right.
func (m *matter) make(ctx context.Context, g access.Grant) error {
	if err := m.s.assets.Correct(ctx, m.Asset, m.Was(), m.Is(), asset.Cause{Kind: subjectKind, Key: m.Key, Article: m.Rule()}); err != nil {
		return err
	}
	if m.Was().Code != m.Is().Code {
		m.FormerCode = asset.Optional(m.Was().Code)
	}
	m.close(ctx, Made)
	if err := m.s.approvals.CarryOut(ctx, m.now, approval.Execute, g, ""); err != nil {
		return err
	}
	return m.s.approvals.Tell(ctx, m.now.Approval, inbox.Executed, "", m.Asker)
}

func (m *matter) close(ctx context.Context, s State) {
	m.State, m.Open, m.ClosedAt = s, db.ID{}, m.s.db.Now(ctx)
}

// Keep saves the correction and its approval, and records the act.
func (m *matter) Keep(ctx context.Context, l act.Line) error {
	if err := m.s.approvals.Save(ctx, m.now); err != nil {
		return err
	}
	if err := m.s.save(ctx, m.Correction); err != nil {
		return err
	}
	return m.s.record(ctx, m.Correction, l)
}
