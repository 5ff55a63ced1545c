package connectlist

import (
	"bytes"
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/centre/asset"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/inbox"
)

// subject lets the approval engine run over lists.
type subject struct{ s *Service }

// Open reads the lists with their lines.
func (p subject) Open(ctx context.Context, keys ...db.ID) (map[db.ID]approval.Matter, error) {
	lists, err := p.s.allForUpdate(ctx, keys)
	found := make(map[db.ID]approval.Matter, len(lists))
	if err != nil {
		return nil, err
	}
	lines, err := p.s.linesOf(ctx, keys)
	for _, l := range lists {
		found[l.Key] = &matter{List: l, s: p.s, lines: lines[l.Key]}
	}
	return found, err
}

// matter is a list as one act has read it.
type matter struct {
	*List
	s       *Service
	lines   []*Line
	changed []*Line
	now     *approval.Case
}

// open reads, for an act, the list with the global id that the caller may see, else NotFound.
func (s *Service) open(ctx context.Context, global string) (*matter, error) {
	l, err := s.one(ctx, global, s.db.ForUpdate(ctx))
	if err != nil {
		return nil, err
	}
	lines, err := s.linesOf(ctx, []db.ID{l.Key})
	return &matter{List: l, s: s, lines: lines[l.Key]}, err
}

// approval is the list's approval.
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

// hash covers every line: the asset, how it would be and how it is, and what was decided on it alone.
func (m *matter) hash() []byte {
	values := []any{m.Round, len(m.lines)}
	for _, l := range m.lines {
		values = slices.Concat(values, []any{l.Asset, l.Verdict}, l.Was().Sealed(), l.Is().Sealed())
	}
	return audit.Seal(subjectKind, values...)
}

// Snapshot is the list as the engine sees it.
func (m *matter) Snapshot(context.Context) (approval.Snapshot, error) {
	return approval.Snapshot{Kind: subjectKind, ID: m.Key, Department: m.Department, Author: m.Submitter, Submitter: m.Submitter, Target: m.Target(), Article: "5e", Hash: m.hash()}, nil
}

// Skips tells that a director always decides.
func (m *matter) Skips(context.Context, approval.Step) (string, error) { return "", nil }

// Moved carries out what the Board decided: what it consents to loses its mark, what it refuses IT unplugs.
func (m *matter) Moved(ctx context.Context, c *approval.Case, d approval.Decision) error {
	m.now, m.Approval = c, c.Key
	switch c.State {
	case approval.Approved:
		if err := m.consent(ctx); err != nil {
			return err
		}
		m.close(ctx, Approved)
		return m.s.approvals.CarryOut(ctx, c, approval.Execute, access.Grant{Role: d.Role, OnBehalfOf: d.OnBehalfOf}, "")
	case approval.Rejected:
		m.close(ctx, Rejected)
		return m.refuse(ctx, m.waiting(), d.Comment)
	case approval.Returned:
		m.lapse(ctx, Returned)
	}
	return nil
}

// waiting are the lines that nothing was decided on.
func (m *matter) waiting() (all []*Line) {
	for _, l := range m.lines {
		if l.Verdict == LineWaiting {
			all = append(all, l)
		}
	}
	return all
}

// end gives a line its verdict.
func (m *matter) end(l *Line, v Verdict, reason string) {
	l.Verdict, l.Reason, l.Open = v, reason, db.ID{}
	m.changed = append(m.changed, l)
}

func (m *matter) close(ctx context.Context, s State) {
	m.State, m.ClosedAt = s, m.s.db.Now(ctx)
}

// lapse closes the list without a verdict: its assets wait for another.
func (m *matter) lapse(ctx context.Context, s State) {
	for _, l := range m.waiting() {
		m.end(l, LineLapsed, "")
	}
	m.close(ctx, s)
}

func (m *matter) cause() asset.Cause {
	return asset.Cause{Kind: subjectKind, Key: m.Key, Article: "5e"}
}

// consent takes the marks off, except from assets that have changed since they were shown.
func (m *matter) consent(ctx context.Context) error {
	for _, l := range m.waiting() {
		shown := audit.Seal(subjectKind, l.Is().Sealed()...)
		same := func(now asset.Technical) bool { return bytes.Equal(audit.Seal(subjectKind, now.Sealed()...), shown) }
		done, err := m.s.assets.Consent(ctx, l.Asset, same, m.cause())
		if err != nil {
			return err
		}
		verdict := LineLapsed
		if done {
			verdict = LineConsented
		}
		m.end(l, verdict, "")
	}
	return nil
}

// refuse has IT unplug the assets of the lines.
func (m *matter) refuse(ctx context.Context, lines []*Line, reason string) error {
	for _, l := range lines {
		m.end(l, LineRefused, reason)
		if err := m.s.assets.Refuse(ctx, l.Asset, reason, m.cause()); err != nil {
			return err
		}
	}
	people, err := m.s.directory.Holders(ctx, access.IT)
	if err != nil {
		return err
	}
	return m.s.approvals.Tell(ctx, m.now.Approval, inbox.ToUnplug, reason, people...)
}

// Keep saves the list and its approval, and records the act.
func (m *matter) Keep(ctx context.Context, l act.Line) error {
	if err := m.s.approvals.Save(ctx, m.now); err != nil {
		return err
	}
	if err := m.s.save(ctx, m.List, m.changed); err != nil {
		return err
	}
	return m.s.record(ctx, m, l)
}
