package site

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
	"ttyt.example/ttyt/internal/core/act"
	"ttyt.example/ttyt/internal/core/approval"
	"ttyt.example/ttyt/internal/core/audit"
	"ttyt.example/ttyt/internal/core/inbox"
)

// subject lets the approval engine run over changes.
type subject struct{ s *Service }

// Open reads the changes.
func (p subject) Open(ctx context.Context, keys ...db.ID) (map[db.ID]approval.Matter, error) {
	all, err := p.s.allForUpdate(ctx, keys)
	found := make(map[db.ID]approval.Matter, len(all))
	for _, c := range all {
		found[c.Key] = &matter{Change: c, s: p.s}
	}
	return found, err
}

// matter is a change as one act has read it. Its approval is read when it is first asked for.
type matter struct {
	*Change
	s   *Service
	now *approval.Case
}

// open reads, for an act, the change with the global id that the caller may see, else NotFound.
func (s *Service) open(ctx context.Context, global string) (*matter, error) {
	c, err := s.one(ctx, global, s.db.ForUpdate(ctx))
	if err != nil {
		return nil, err
	}
	return &matter{Change: c, s: s}, nil
}

// approval is the change's approval.
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

// Snapshot is the change as the engine sees it.
func (m *matter) Snapshot(context.Context) (approval.Snapshot, error) {
	return approval.Snapshot{Kind: changeKind, ID: m.Key, Department: m.Department, Author: m.Proposer, Submitter: m.Proposer, Target: m.Target(), Article: article, Hash: m.hash()}, nil
}

// Skips tells that a director always decides.
func (m *matter) Skips(context.Context, approval.Step) (string, error) { return "", nil }

// Stands says what keeps the change from taking effect as the website is now: it does so as it was shown, or not at all.
func (m *matter) Stands(ctx context.Context) error {
	now, err := m.s.read(ctx)
	if err != nil {
		return err
	}
	f, err := m.s.overtaken(ctx, m.Change, &now.Content)
	if err == nil && f != "" {
		err = fault.User(fault.Superseded, changedSince.With(names[f]), "").By(article)
	}
	return err
}

// Moved carries out on the change what just happened to its approval; approved, on the website.
func (m *matter) Moved(ctx context.Context, c *approval.Case, d approval.Decision) error {
	m.now, m.Approval = c, c.Key
	switch c.State {
	case approval.Returned:
		m.close(ctx, Returned)
	case approval.Rejected:
		m.close(ctx, Rejected)
	case approval.Approved:
		if c.Mark == approval.SoleDirector {
			m.State = Consented
			return nil
		}
		return m.make(ctx, c, access.Grant{Role: d.Role, OnBehalfOf: d.OnBehalfOf})
	}
	return nil
}

// make lets the change take effect under its consent, and tells those whom it concerns.
func (m *matter) make(ctx context.Context, c *approval.Case, g access.Grant) error {
	if err := m.s.db.Lock(ctx, turn); err != nil {
		return err
	}
	if err := m.Stands(ctx); err != nil { // looked at again in turn
		return err
	}
	if err := m.take(ctx); err != nil {
		return err
	}
	if err := m.s.approvals.CarryOut(ctx, c, approval.Execute, g, ""); err != nil {
		return err
	}
	people, err := m.s.directory.Holders(ctx, access.WebEditor)
	if err != nil {
		return err
	}
	people = slices.DeleteFunc(append(people, m.Proposer), func(p db.ID) bool { return p == access.Of(ctx).StaffID })
	slices.SortFunc(people, db.ID.Compare)
	return m.s.approvals.Tell(ctx, c.Approval, inbox.Executed, "", slices.Compact(people)...)
}

// take gives the website what the change says. Whose proposals can no longer take effect is told so.
func (m *matter) take(ctx context.Context) error {
	s := m.s
	now, err := s.read(ctx)
	if err != nil {
		return err
	}
	was := keptSite.Digest(&row{Key: theSite, Content: db.JSON[Content]{V: now.Content}, Version: now.Number, ChangedAt: now.Changed})
	if now.Changed.IsZero() {
		was = nil
	}
	m.apply(&now.Content)
	r, err := s.write(ctx, now)
	if err != nil {
		return err
	}
	if err := s.categories.Make(ctx, m.Was.V.Categories, m.Is.V.Categories); err != nil {
		return err
	}
	m.close(ctx, Made)
	me := access.Of(ctx)
	err = s.audit.Record(ctx, audit.Event{Class: audit.Content, Action: "site.change", SubjectKind: siteKind, SubjectID: theSite, Department: me.Home,
		Before: was, After: keptSite.Digest(r), Article: article, Detail: m.ID()})
	if err != nil {
		return err
	}
	if err := s.feed.Record(ctx, siteKind, theSite, tag); err != nil {
		return err
	}
	return m.overtake(ctx, &now.Content)
}

// overtake tells the proposers of the changes that have just become unable to take effect.
func (m *matter) overtake(ctx context.Context, now *Content) error {
	others, err := m.s.stillOpen(ctx, m.Key)
	if err != nil {
		return err
	}
	for _, c := range others {
		f, err := m.s.overtaken(ctx, c, now)
		if err != nil {
			return err
		}
		if f == "" || !slices.ContainsFunc(c.Touched.V, func(f Field) bool { return slices.Contains(m.Touched.V, f) }) {
			continue
		}
		a, err := m.s.approvals.Of(ctx, c.Approval)
		if err != nil {
			return err
		}
		if err := m.s.approvals.Tell(ctx, a, inbox.Superseded, "", c.Proposer); err != nil {
			return err
		}
	}
	return nil
}

func (m *matter) close(ctx context.Context, s State) {
	m.State, m.ClosedAt = s, m.s.db.Now(ctx)
}

// Keep saves the change and its approval, and records the act.
func (m *matter) Keep(ctx context.Context, l act.Line) error {
	if err := m.s.approvals.Save(ctx, m.now); err != nil {
		return err
	}
	if err := m.s.save(ctx, m.Change); err != nil {
		return err
	}
	return m.s.record(ctx, m.Change, l)
}
